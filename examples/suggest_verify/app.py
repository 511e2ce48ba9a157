"""A support desk that drafts replies: people read a draft, change it, send it, say if it helped.

    genchi up --allow-origin http://127.0.0.1:8765
    python examples/suggest_verify/app.py

It records each draft at a running genchi server; its page sends what people do with the draft to
the same server. Nothing is sent to customers: "send" ends here.
"""

from __future__ import annotations

import argparse
import html
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from drafting import draft
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import genchi

APP = "reply-drafts"
_PAGE = Path(__file__).parent / "page"
_LONGEST = 2000


def build(server: str, feedback_key: str = "") -> Starlette:
    """The application, with a page that tells the genchi server at `server` what people do."""
    fields = {"app": APP, "server": server.rstrip("/"), "key": feedback_key}
    page = (_PAGE / "index.html").read_text(encoding="utf-8")
    for name, value in fields.items():
        page = page.replace(f"{{{{{name}}}}}", html.escape(value))
    allowed = "{0.scheme}://{0.netloc}".format(urlsplit(server))
    policy = (
        f"default-src 'self'; script-src 'self' {allowed}; connect-src 'self' {allowed}; "
        "img-src data:"
    )

    def index(request: Request) -> Response:
        return HTMLResponse(page, headers={"content-security-policy": policy})

    return Starlette(
        routes=[
            Route("/", index),
            Route("/drafts", drafts, methods=["POST"]),
            Mount("/page", StaticFiles(directory=_PAGE)),
        ],
        lifespan=_recording,
    )


async def drafts(request: Request) -> Response:
    """A draft for a question, and the name of the span that made it."""
    asked = await request.json()
    question = str(asked.get("question", "")).strip()[:_LONGEST]
    if not question:
        return JSONResponse({"error": "there is no question"}, 400)
    attempt = max(0, int(asked.get("attempt", 0)))
    made = await run_in_threadpool(draft, question, attempt=attempt, user=asked.get("user") or None)
    return JSONResponse({"draft": made.text, "span": made.span, "sources": made.sources})


@asynccontextmanager
async def _recording(app: Starlette) -> AsyncIterator[None]:
    yield
    await run_in_threadpool(genchi.flush)


def main() -> None:
    """Read the options and serve the page."""
    options = argparse.ArgumentParser(description="Draft replies; people verify them.")
    options.add_argument("--genchi", default="http://127.0.0.1:4318", help="the genchi server")
    options.add_argument("--port", type=int, default=8765)
    options.add_argument("--feedback-key", default=os.environ.get("GENCHI_FEEDBACK_KEY", ""))
    given = options.parse_args()
    genchi.configure(app=APP, to=given.genchi)
    print(f"open http://127.0.0.1:{given.port}", flush=True)
    uvicorn.run(build(given.genchi, given.feedback_key), port=given.port, log_level="warning")


if __name__ == "__main__":
    main()
