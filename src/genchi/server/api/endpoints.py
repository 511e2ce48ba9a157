"""What an endpoint of the API is: one path and method, who may ask, with what, for what answer.

Questions are answered in a few threads of their own, so that what comes in and health never wait
for them. The threads stay: a thread holds its connection to the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any, Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from genchi.errors import UsageError
from genchi.records import Json
from genchi.server.api.context import Context
from genchi.server.api.decoding import decoded
from genchi.server.api.encoding import encoded, packed
from genchi.server.api.parameters import Parameter, Value
from genchi.server.api.refusing import ForbiddenError, with_sentences
from genchi.server.asking import Asker, asker_of
from genchi.server.bodies import Readers
from genchi.store import Role

Method = Literal["GET", "POST", "PUT", "DELETE"]
HEADER = "x-genchi"
"""What no form and no foreign page can send: writes need it."""
_MOST_IN_NAMES = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: its parameters by name, its body, who asks, and the one application it is about.

    `app` None means all applications. `body` is of the class that the endpoint names.
    """

    values: Mapping[str, Value]
    app: str | None
    body: Any = None
    asker: Asker = field(default_factory=Asker)

    @property
    def person(self) -> str | None:
        """The name of the person who signed in."""
        return self.asker.person

    @property
    def role(self) -> Role:
        """What the asker may do."""
        return self.asker.role

    def reviewer(self, given: str | None) -> str:
        """Who judges: the person who signed in, else the name that was given. `UsageError`."""
        name = self.person or (given or "").strip()
        if not name or len(name) > _MOST_IN_NAMES or not name.isprintable():
            raise UsageError(
                f"`reviewer` is missing: the name of who judges, 1 to {_MOST_IN_NAMES} characters"
            )
        return name

    def one_app(self) -> str:
        """The application it is about. Raises `UsageError` where none was named."""
        if self.app is None:
            raise UsageError("this is about one application: say which with app=NAME")
        return self.app

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
class Reply:
    """An answer with headers of its own."""

    value: object
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class File:
    """An answer that a browser saves under a name, piece by piece as it is made."""

    name: str
    media_type: str
    pieces: Iterator[bytes]

    def begun(self) -> File:
        """The same with its first piece made, so that what is wrong is said instead of it."""
        return replace(self, pieces=chain(list(islice(self.pieces, 1)), self.pieces))


@dataclass(frozen=True, slots=True)
class Downloads:
    """What an endpoint gives that answers with a `File`: of which media types."""

    media_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path and method: what it is for, its parameters, how it is answered, and with what.

    `gives` is the type of the answer (a dataclass, `list[…]`, …), its JSON Schema, or `Downloads`.
    `body` is the dataclass of the body. `role` is who may ask. Writes need the header `X-Genchi`,
    unless `programs` may call it as well as pages.
    """

    path: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Callable[[Context, Asked], object]
    gives: Any
    method: Method = "GET"
    body: Any = None
    role: Role = "viewer"
    programs: bool = False

    def route(self, context: Context, threads: Executor, readers: Readers) -> Route:
        """The route that answers from `context` in one of `threads`."""

        async def endpoint(request: Request) -> Response:
            self._require(request)
            body = b"" if self.body is None else await _read(request, readers)
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(threads, self._answered, context, request, body)
            return answer if isinstance(answer, Response) else _streamed(answer, threads)

        return Route(self.path, with_sentences(endpoint), methods=[self.method])

    def _require(self, request: Request) -> None:
        """That whoever asks may, and that no form or foreign page made a browser ask."""
        if not asker_of(request.scope).may(self.role):
            raise ForbiddenError(
                f"this is for those with the role {self.role}: yours is "
                f"{asker_of(request.scope).role}"
            )
        if self.method != "GET" and not self.programs and request.headers.get(HEADER) != "1":
            raise ForbiddenError("what changes something needs the header `X-Genchi: 1`", None)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self.body is not None and kind != "application/json":
            raise ForbiddenError(f"content-type {kind[:80]!r} is not application/json", None)

    def _answered(self, context: Context, request: Request, body: bytes) -> Response | File:
        answer = self.answer(context, self._asked(request, body))
        if isinstance(answer, File):
            return answer.begun()
        reply = answer if isinstance(answer, Reply) else Reply(answer, {})
        accepted = request.headers.get("accept-encoding", "")
        data, packing = packed(encoded(reply.value), accepted)
        headers = {**packing, **reply.headers}
        return Response(data, headers=headers, media_type="application/json")

    def _asked(self, request: Request, body: bytes) -> Asked:
        known = {parameter.name for parameter in self.parameters}
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            there = f"there is {', '.join(sorted(known))}" if known else "there are none"
            raise UsageError(f"there is no parameter {unknown[0]!r} here: {there}")
        given = {"query": request.query_params, "path": request.path_params}
        values = {p.name: p.read(given[p.place]) for p in self.parameters}
        told = None if self.body is None else decoded(body, self.body)
        wanted = getattr(told, "app", None) or values.get("app")
        return Asked(values, _app(request, wanted), told, asker_of(request.scope))


async def _read(request: Request, readers: Readers) -> bytes:
    async with readers.room(request):
        return await readers.read(request)


def _streamed(file: File, threads: Executor) -> Response:
    """The file as it is made, each piece in one of the threads: none waits for a slow reader."""

    async def pieces() -> Any:
        loop = asyncio.get_running_loop()
        while (piece := await loop.run_in_executor(threads, next, file.pieces, None)) is not None:
            yield piece

    quoted = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in file.name)
    headers = {"content-disposition": f'attachment; filename="{quoted}"'}
    return StreamingResponse(pieces(), headers=headers, media_type=file.media_type)


def _app(request: Request, wanted: Json) -> str | None:
    """The application that a request is about: a key opens no other than its own."""
    own = asker_of(request.scope).app
    if own is not None and wanted not in (None, "", own):
        raise HTTPException(403, f"this key is for the application {own!r} alone")
    return own if own is not None else str(wanted) if wanted else None
