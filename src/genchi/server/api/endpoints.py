"""What an endpoint of the API is, and the door at which its errors become sentences.

Queries run in a few threads of their own, so that what comes in and health never wait for them.
The threads stay: a thread holds its connection to the store.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from genchi.errors import OutsideError, UsageError
from genchi.observing import NotFoundError, Traces
from genchi.records import Json, to_json
from genchi.server.api.parameters import Parameter, Value

_LOG = logging.getLogger("genchi.server")
_Answering = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its parameters by name, and the one application it is about (None: all)."""

    values: Mapping[str, Value]
    app: str | None

    def text(self, name: str) -> str:
        """A parameter as text, empty where there is none."""
        return str(self.values[name] or "")

    def maybe(self, name: str) -> str | None:
        """A parameter as text, None where there is none."""
        return self.text(name) or None

    def number(self, name: str) -> int:
        """A parameter that is a number."""
        return int(self.values[name] or 0)

    def names(self, name: str) -> list[str]:
        """The names in a parameter, between commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path: what it is for, its parameters, how it is answered, and what the answer is."""

    path: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Traces, Asked], Json]
    schema: Mapping[str, Json]

    def route(self, traces: Traces, threads: Executor) -> Route:
        """The route that answers from `traces` in one of `threads`."""

        async def endpoint(request: Request) -> Response:
            asked = self._asked(request)
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(threads, self._answered, traces, asked)

        return Route(self.path, _with_sentences(endpoint), methods=["GET"])

    def _answered(self, traces: Traces, asked: Asked) -> Response:
        return Response(to_json(self.answer(traces, asked)), media_type="application/json")

    def _asked(self, request: Request) -> Asked:
        known = {parameter.name for parameter in self.parameters}
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            raise UsageError(
                f"there is no parameter {unknown[0]!r} here: there is {', '.join(sorted(known))}"
            )
        given = {"query": request.query_params, "path": request.path_params}
        values = {p.name: p.read(given[p.place]) for p in self.parameters}
        return Asked(values, _app(request, values.get("app")))


def _app(request: Request, wanted: Value) -> str | None:
    """The application that a request is about: a key opens no other than its own."""
    own: str | None = request.scope["genchi.app"]
    if own is not None and wanted not in (None, "", own):
        raise HTTPException(403, f"this key is for the application {own!r} alone")
    return own if own is not None else str(wanted) if wanted else None


def _with_sentences(endpoint: _Answering) -> _Answering:
    """An endpoint whose errors are JSON with one sentence."""

    async def door(request: Request) -> Response:
        try:
            return await endpoint(request)
        except NotFoundError as error:
            return _sentence(404, str(error))
        except UsageError as error:
            return _sentence(400, str(error))
        except OutsideError as error:
            return _sentence(503, str(error))
        except HTTPException:
            raise
        except Exception as error:
            _LOG.error("a question could not be answered: please report this", exc_info=error)
            return _sentence(500, f"genchi itself failed ({type(error).__name__})")

    return door


def _sentence(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)
