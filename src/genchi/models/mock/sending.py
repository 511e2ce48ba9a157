"""One request and its answer, over ASGI: read, waited with, answered whole, in a stream, or broken.

Waiting ends when the client leaves, and when the mock is stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import orjson

from genchi.models.mock.exchange import Event, Refused

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from genchi.models.mock.refusing import Header

LONGEST = 32 * 1024 * 1024
"""Bytes of a request at most."""
_JSON: tuple[bytes, bytes] = (b"content-type", b"application/json")
_STREAM: list[tuple[bytes, bytes]] = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
]


class Left(Exception):  # noqa: N818 -- no error of anybody
    """The client is gone."""


class Exchange:
    """One request. `waits` has what is to be cancelled when the mock stops."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, waits: set[asyncio.Future[None]]
    ) -> None:
        """Nothing is read yet."""
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: str = scope["query_string"].decode("latin-1")
        self.headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        self._receive = receive
        self._send = send
        self._waits = waits
        self._gone: asyncio.Future[None] | None = None
        self.begun = False

    async def body(self) -> bytes:
        """All of the body. Raises `Left`, or `Refused` where it is too long."""
        parts: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Left
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > LONGEST:
                raise Refused(f"the request is longer than {LONGEST} bytes", status=413)
            if not message.get("more_body", False):
                return b"".join(parts)

    async def wait(self, seconds: float | None) -> None:
        """Let time pass; forever without a number. Raises `Left` once the client is gone."""
        if seconds == 0 and self._gone is None:
            return
        if self._gone is None:
            self._gone = asyncio.ensure_future(self._until_gone())
            self._waits.add(self._gone)
        if seconds == 0:
            await asyncio.sleep(0)
        else:
            await asyncio.wait({self._gone}, timeout=seconds)
        if self._gone.done():
            raise Left

    def over(self) -> None:
        """Nobody waits for the client any more."""
        if self._gone is not None:
            self._waits.discard(self._gone)
            self._gone.cancel()

    async def whole(self, status: int, body: bytes, headers: Sequence[Header]) -> None:
        """Answer with one body of JSON."""
        await self._start(status, body, headers)
        await self._send({"type": "http.response.body", "body": body})

    async def half(self, status: int, body: bytes, headers: Sequence[Header]) -> None:
        """Half an answer. The server breaks the connection, because the rest never comes."""
        await self._start(status, body, headers)
        await self.part(body[: len(body) // 2])

    async def stream(self, headers: Sequence[Header]) -> None:
        """Begin a stream of events."""
        told = {"type": "http.response.start", "status": 200, "headers": [*_STREAM, *headers]}
        self.begun = True
        await self._send(told)

    async def part(self, data: bytes) -> None:
        """A part of the body, with more to come."""
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def last(self, data: bytes) -> None:
        """The last part of the body."""
        await self._send({"type": "http.response.body", "body": data})

    async def _start(self, status: int, body: bytes, headers: Sequence[Header]) -> None:
        length = (b"content-length", str(len(body)).encode())
        told = [_JSON, length, *headers]
        self.begun = True
        await self._send({"type": "http.response.start", "status": status, "headers": told})

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


def encoded(event: Event) -> bytes:
    """One event as it stands in a stream."""
    name, data = event
    line = data.encode() if isinstance(data, str) else orjson.dumps(data)
    head = b"" if name is None else b"event: %s\n" % name.encode()
    return b"%sdata: %s\n\n" % (head, line)
