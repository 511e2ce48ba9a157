"""The JSON API: what was recorded, for programs and pages. It only reads."""

from __future__ import annotations

from concurrent.futures import Executor

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from genchi.observing import Traces
from genchi.server.api import recorded, summed
from genchi.server.api.document import document

ENDPOINTS = (*recorded.ENDPOINTS, *summed.ENDPOINTS)
QUERIES = 4
"""How many are answered at one time; more wait."""


def routes(traces: Traces, threads: Executor) -> list[Route]:
    """The routes of the API; queries run in `threads`."""
    described = document(ENDPOINTS)

    async def openapi(request: Request) -> Response:
        return JSONResponse(described)

    return [
        *(endpoint.route(traces, threads) for endpoint in ENDPOINTS),
        Route("/api/openapi.json", openapi),
    ]
