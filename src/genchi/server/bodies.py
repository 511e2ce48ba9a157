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


class TooLargeError(Exception):
    """A body is over a limit; the message says which."""


class Readers:
    """Room for the bodies that are being read, shared by all requests of one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._body = limits.body
        self._free = max(limits.reading, limits.body)
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def room(self, request: Request) -> AsyncIterator[None]:
        """Wait until the body of the request may be held. Raises `TooLargeError`."""
        size = self._announced(request)
        async with self._changed:
            await self._changed.wait_for(lambda: self._free >= size)
            self._free -= size
        try:
            yield
        finally:
            async with self._changed:
                self._free += size
                self._changed.notify_all()

    async def read(self, request: Request) -> bytes:
        """The body. Raises `TooLargeError`, and `ClientDisconnect` where the sender went away."""
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > self._body:
                raise TooLargeError(self._limit)
        if "content-length" in request.headers and len(body) < self._announced(request):
            raise ClientDisconnect
        return bytes(body)

    def _announced(self, request: Request) -> int:
        text = request.headers.get("content-length")
        if text is None or not text.isascii() or not text.isdigit():
            return self._body
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
    # gzip has its own header; "deflate" is zlib's (RFC 9110, section 8.4.1)
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16 if compression == "gzip" else zlib.MAX_WBITS)
    try:
        out = reader.decompress(body, limit)
    except zlib.error as error:
        raise MalformedError(f"the body is not {compression} ({error})") from error
    if reader.unconsumed_tail:
        raise TooLargeError(
            f"the body grows over {in_mib(limit)} when unzipped: send smaller batches"
        )
    if not reader.eof:
        raise MalformedError(f"the body is {compression} cut short")
    return out
