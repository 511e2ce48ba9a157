"""The ASGI application: endpoints, what guards them, and the life of its threads."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from genchi.errors import OutsideError
from genchi.observing import Traces
from genchi.server import api
from genchi.server.bodies import Readers
from genchi.server.guarding import Guard, come_back
from genchi.server.health import Counted, Health, Measures
from genchi.server.housekeeping import Housekeeping
from genchi.server.limits import USUAL, Limits
from genchi.server.receiving import Receiver
from genchi.server.writer import Writer
from genchi.store import Store
from genchi.tracing.redaction import Rule, redactor_of


def build(
    store: Store,
    *,
    hosts: Collection[str] = (),
    keys: bool = False,
    limits: Limits = USUAL,
    redact: Sequence[Rule] = (),
) -> Starlette:
    """The application over an open store.

    `hosts` are the names it answers to (none: any), `keys` says whether requests need an API key.
    `redact` is taken out of every text before it is stored; a rule that cannot be meant raises
    `UsageError`.
    """
    measures = Measures()
    housekeeping = Housekeeping(store)

    def committed(seconds: float) -> None:
        measures.committed(seconds)
        housekeeping.wake()

    writer = Writer(store, limits, redactor=redactor_of(redact), on_commit=committed)
    queries = ThreadPoolExecutor(api.QUERIES, "genchi-query")
    receiver = Receiver(writer, Readers(limits), CapacityLimiter(1))
    health = Health(store, writer, measures)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        writer.start()
        housekeeping.start()
        try:
            yield
        finally:
            queries.shutdown(cancel_futures=True)
            await asyncio.to_thread(housekeeping.stop)
            await asyncio.to_thread(writer.stop)  # meanwhile those who wait get their answers

    return Starlette(
        routes=[
            Route("/v1/traces", receiver.receive, methods=["POST"]),
            Route("/api/health", health.health),
            Route("/metrics", health.metrics),
            *api.routes(Traces(store), queries),
        ],
        middleware=[
            Middleware(Counted, measures=measures),
            Middleware(Guard, hosts=hosts, app_of_key=store.keys.app_of if keys else None),
        ],
        exception_handlers={HTTPException: _as_json, OutsideError: _unavailable},
        lifespan=lifespan,
    )


async def _as_json(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.scope["path"]
    message = {
        404: f"there is nothing at {path}: traces go to /v1/traces",
        405: f"{path} does not take {request.method}",
    }.get(error.status_code, error.detail)
    return JSONResponse({"error": message}, error.status_code, error.headers)


async def _unavailable(request: Request, error: Exception) -> Response:
    return come_back(str(error))
