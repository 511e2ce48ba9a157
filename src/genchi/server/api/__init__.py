"""The JSON API: what was recorded and judged, for the web app and for programs.

A topic is a module with `ENDPOINTS`; here they are joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from genchi.server.api import (
    actions,
    aligning,
    cells,
    checking,
    criteria,
    exporting,
    feedback,
    filters,
    jobs,
    overview,
    payloads,
    people,
    picks,
    platform,
    proposing,
    recorded,
    review_summary,
    reviewing,
    rota,
    rows,
    summed,
    trials,
)
from genchi.server.api.context import Context, Serving
from genchi.server.api.document import document
from genchi.server.api.endpoints import Endpoint
from genchi.server.bodies import Readers
from genchi.server.limits import MIB, Limits

__all__ = ["ENDPOINTS", "QUERIES", "Context", "Serving", "routes"]

ENDPOINTS: Sequence[Endpoint] = (
    *actions.ENDPOINTS,
    *aligning.ENDPOINTS,
    *cells.ENDPOINTS,
    *checking.ENDPOINTS,
    *criteria.ENDPOINTS,
    *exporting.ENDPOINTS,
    *feedback.ENDPOINTS,
    *filters.ENDPOINTS,
    *jobs.ENDPOINTS,
    *overview.ENDPOINTS,
    *payloads.ENDPOINTS,
    *people.ENDPOINTS,
    *picks.ENDPOINTS,
    *platform.ENDPOINTS,
    *proposing.ENDPOINTS,
    *recorded.ENDPOINTS,
    *review_summary.ENDPOINTS,
    *reviewing.ENDPOINTS,
    *rota.ENDPOINTS,
    *rows.ENDPOINTS,
    *summed.ENDPOINTS,
    *trials.ENDPOINTS,
)
QUERIES = 4
"""How many are answered at one time; more wait."""
BODIES = Limits(body=8 * MIB, reading=32 * MIB)
"""What a page sends is small: two hundred judgements with their corrections at most."""


def routes(context: Context, threads: Executor) -> list[Route]:
    """The routes of the API; questions are answered in `threads`."""
    described = document(ENDPOINTS)
    readers = Readers(BODIES)

    async def openapi(request: Request) -> Response:
        return JSONResponse(described)

    return [
        *(endpoint.route(context, threads, readers) for endpoint in ENDPOINTS),
        Route("/api/openapi.json", openapi),
    ]
