"""The ASGI application: endpoints and pages, what guards them, and the life of its threads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from genchi.errors import OutsideError
from genchi.observing import Traces
from genchi.observing.pulse import Pulses
from genchi.review.planning import Plans
from genchi.review.queueing import Queue
from genchi.server import api
from genchi.server.bodies import Readers
from genchi.server.guarding import Guard, come_back
from genchi.server.health import Counted, Health, Measures
from genchi.server.housekeeping import Housekeeping
from genchi.server.identifying import Identity
from genchi.server.jobs import Jobs
from genchi.server.limits import USUAL, Limits
from genchi.server.rate_limit import RateLimit
from genchi.server.receiving import Receiver
from genchi.server.sheltering import Sheltered
from genchi.server.static import Pages, Site, packaged
from genchi.server.writer import Writer
from genchi.store import Store
from genchi.tracing.redaction import Rule, redactor_of


def build(
    store: Store,
    *,
    hosts: Collection[str] = (),
    keys: bool = False,
    origins: Collection[str] = (),
    limits: Limits = USUAL,
    redact: Sequence[Rule] = (),
    project: Path | None = None,
    url: str = "",
    web: Site | None = None,
) -> Starlette:
    """The application over an open store.

    `hosts` are the names it answers to (none: any); `keys` says that other machines reach it, so
    that requests need an API key or a person; pages of `origins` may send feedback. `redact` is
    taken out of every text before it is stored; a rule that cannot be meant raises `UsageError`.
    `project` is the folder of checks and datasets, `url` where people find this, `web` the web app
    where it is not the one of the package.
    """
    site = packaged() if web is None else web
    measures = Measures()
    housekeeping = Housekeeping(store)

    def committed(seconds: float) -> None:
        measures.committed(seconds)
        housekeeping.wake()

    redactor = redactor_of(redact)
    writer = Writer(store, limits, redactor=redactor, on_commit=committed)
    queries = ThreadPoolExecutor(api.QUERIES, "genchi-query")
    beside = ThreadPoolExecutor(1, "genchi-beside")
    receiver = Receiver(writer, Readers(limits), CapacityLimiter(1))
    health = Health(store, writer, measures)
    jobs = Jobs()
    plans = Plans(store, clock=time.time_ns)
    context = api.Context(
        store,
        Traces(store),
        Path.cwd() if project is None else project,
        time.time_ns,
        jobs,
        Pulses(store),
        RateLimit(limits.feedback_rate, limits.feedback_burst),
        Queue(store, plans, clock=time.time_ns),
        beside,
        redactor,
        api.Serving(url, not keys, tuple(origins), tuple(map(_told, redact))),
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        for thread in (writer, housekeeping, jobs):
            thread.start()
        try:
            yield
        finally:
            queries.shutdown(cancel_futures=True)
            beside.shutdown(cancel_futures=True)
            await asyncio.to_thread(plans.close)
            for thread in (jobs, housekeeping, writer):  # meanwhile those who wait are answered
                await asyncio.to_thread(thread.stop)

    routes = [
        Route("/v1/traces", receiver.receive, methods=["POST"]),
        Route("/api/health", health.health),
        Route("/metrics", health.metrics),
        *api.routes(context, queries),
    ]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Counted, measures=measures, routes=routes),
            Middleware(Sheltered),
            Middleware(
                Guard, identity=Identity(store, everywhere=keys), hosts=hosts, origins=origins
            ),
        ],
        exception_handlers={HTTPException: _as_json, OutsideError: _unavailable},
        lifespan=lifespan,
    )
    app.router.default = Pages(site)
    return app


def _told(rule: Rule) -> str:
    """A rule as people read it."""
    return rule if isinstance(rule, str) else "custom"


async def _as_json(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.scope["path"]
    message = {
        404: f"there is nothing at {path}: traces go to /v1/traces",
        405: f"{path} does not take {request.method}",
    }.get(error.status_code, error.detail)
    code = {"code": "not_found"} if error.status_code == 404 else {}
    return JSONResponse({"error": message} | code, error.status_code, error.headers)


async def _unavailable(request: Request, error: Exception) -> Response:
    return come_back(str(error))
