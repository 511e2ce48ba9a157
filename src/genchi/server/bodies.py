"""Bodies of requests: read and unzipped within limits, and never many large ones at once."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect, Request

from genchi.server.limits import Limits, in_mib
from genchi.tracing.otlp import MalformedError

COMPRESSIONS = ("", "identity", "gzip", "deflate")
_MEMBERS = 64
"""Pieces that a gzip body may be made of: every further one costs a copy of what follows it."""


class TooLargeError(Exception):
    """A body is over a limit; the message says which."""


class NoRoomError(Exception):
    """Other bodies have been on their way in for too long."""


class Readers:
    """Room for the bodies that are being read, shared by all requests of one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._body = limits.body
        self._free = max(limits.reading, limits.body)
        self._seconds = limits.read_seconds
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def room(self, request: Request) -> AsyncIterator[None]:
        """Wait until the body of the request may be held.

        Raises `TooLargeError`, and `NoRoomError` where there is no room in time.
        """
        announced = self._announced(request)
        size = self._body if announced is None else announced
        await self._take(size)
        try:
            yield
        finally:
            async with self._changed:
                self._free += size
                self._changed.notify_all()

    async def read(self, request: Request) -> bytes:
        """The body.

        Raises `TooLargeError`, `TimeoutError` where it takes too long to arrive, and
        `ClientDisconnect` where the sender went away.
        """
        body = bytearray()
        async with asyncio.timeout(self._seconds):
            async for piece in request.stream():
                body += piece
                if len(body) > self._body:
                    raise TooLargeError(self._limit)
        if len(body) < (self._announced(request) or 0):
            raise ClientDisconnect
        return bytes(body)

    async def _take(self, size: int) -> None:
        try:
            async with asyncio.timeout(self._seconds), self._changed:
                await self._changed.wait_for(lambda: self._free >= size)
                self._free -= size
        except TimeoutError:
            raise NoRoomError from None

    def _announced(self, request: Request) -> int | None:
        """How long the body is; None where it is chunked, whatever length is announced besides."""
        text = request.headers.get("content-length")
        if text is None or "transfer-encoding" in request.headers or not text.isdigit():
            return None
        if len(text) > 18 or int(text) > self._body:
            raise TooLargeError(self._limit)
        return int(text)

    @property
    def _limit(self) -> str:
        return f"the body is over {in_mib(self._body)}: send smaller batches"


def unzipped(body: bytes, compression: str, limit: int) -> bytes:
    """The body as it was before compression, at most `limit` bytes.

    Raises `MalformedError` where it is damaged, `TooLargeError` where it grows over the limit.
    """
    if compression in ("", "identity"):
        return body
    out, rest = _member(body, compression, limit)
    members = 1
    while rest and compression == "gzip" and members < _MEMBERS:  # RFC 1952, section 2.2
        more, rest = _member(rest, compression, limit, len(out))
        out, members = out + more, members + 1
    if rest:
        raise MalformedError(f"after the end of the {compression} there are {len(rest)} bytes more")
    return out


def _member(data: bytes, compression: str, limit: int, before: int = 0) -> tuple[bytes, bytes]:
    """What one compressed piece holds, and what follows it; `before` bytes came before it."""
    room = limit - before
    # gzip has its own header; "deflate" is zlib's (RFC 9110, section 8.4.1)
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16 if compression == "gzip" else zlib.MAX_WBITS)
    try:
        out = reader.decompress(data, room + 1)
    except zlib.error as error:
        raise MalformedError(f"the body is not {compression} ({error})") from error
    if len(out) > room:
        raise TooLargeError(
            f"the body grows over {in_mib(limit)} when unzipped: send smaller batches"
        )
    if not reader.eof:
        raise MalformedError(f"the body is {compression} cut short")
    return out, reader.unused_data
