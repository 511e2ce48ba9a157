"""`POST /v1/traces`: OTLP over HTTP, answered once the spans are on disk.

The answers follow the OpenTelemetry protocol: 200 with `partial_success` where some spans cannot be
kept, 400 where a body cannot be read, 429 and 503 with `Retry-After` where it should be sent again.
"""

from __future__ import annotations

import asyncio
import random
from concurrent.futures import Future
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from genchi.server.bodies import COMPRESSIONS, NoRoomError, Readers, TooLargeError
from genchi.server.guarding import come_back
from genchi.server.writer import Delivery, Outcome, QueueFullError, Writer
from genchi.tracing import otlp

ENCODINGS: dict[str, otlp.Encoding] = {
    "application/x-protobuf": "protobuf",
    "application/json": "json",
}
_RETRY_SECONDS = (1, 5)
"""How long a sender should wait: at random, so that they do not all come back at once."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """The endpoint. `readers` bounds what is held while it is read, `writer` what waits.

    Refused bodies are counted one at a time (`counting`): each may be large once it is unzipped.
    """

    writer: Writer
    readers: Readers
    counting: CapacityLimiter

    async def receive(self, request: Request) -> Response:
        """Take one body."""
        try:
            return await self._take(request)
        except asyncio.CancelledError:  # stopped without waiting for us: 500 is not sent again
            return come_back("the server was stopped before this was stored: send it again")

    async def _take(self, request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        encoding = ENCODINGS.get(kind)
        if encoding is None:
            return _failed(415, f"content-type {kind!r} is not {' or '.join(ENCODINGS)}", "json")
        compression = request.headers.get("content-encoding", "").strip().lower()
        if compression not in COMPRESSIONS:
            known = ", ".join(filter(None, COMPRESSIONS))
            return _failed(415, f"content-encoding {compression!r} is not {known}", encoding)
        try:
            async with self.readers.room(request):
                body = await self.readers.read(request)
                answer = await self._submit(_delivery(request, body, encoding, compression))
        except TooLargeError as error:
            return _failed(413, str(error), encoding)
        except NoRoomError:
            return _failed(503, "too many bodies are on their way in: try again later", encoding)
        except TimeoutError:
            return _failed(408, "the body took too long to arrive", encoding)
        except ClientDisconnect:
            return _failed(400, "the body was cut short", encoding)
        if answer is None:
            return _failed(429, "the queue is full: send this again later", encoding)
        return _answer(await asyncio.wrap_future(answer), encoding)

    async def _submit(self, delivery: Delivery) -> Future[Outcome] | None:
        try:
            return self.writer.submit(delivery)
        except QueueFullError:
            await to_thread.run_sync(self.writer.refuse, delivery, limiter=self.counting)
            return None


def _delivery(request: Request, body: bytes, encoding: otlp.Encoding, compression: str) -> Delivery:
    client = request.headers.get("genchi-client")
    dropped = request.headers.get("genchi-dropped", "")
    counted = client is not None and dropped.isascii() and dropped.isdigit() and len(dropped) < 16
    return Delivery(
        body,
        encoding,
        compression,
        app=request.scope.get("genchi.app"),
        client=client[:64] if client is not None and counted and int(dropped) else None,
        client_dropped=int(dropped) if counted else 0,
    )


def _answer(outcome: Outcome, encoding: otlp.Encoding) -> Response:
    if outcome.malformed:
        return _failed(400, outcome.reason, encoding)
    if outcome.too_large:
        return _failed(413, outcome.reason, encoding)
    if outcome.unavailable:
        return _failed(503, outcome.reason, encoding)
    body = otlp.response(outcome.account.rejected, outcome.reason, encoding)
    return Response(body, 200, media_type=_media_type(encoding))


def _failed(status: int, message: str, encoding: otlp.Encoding) -> Response:
    headers = {}
    if status in (429, 503):
        headers["retry-after"] = str(random.randint(*_RETRY_SECONDS))
    body = otlp.failure(message, encoding)
    return Response(body, status, headers, media_type=_media_type(encoding))


def _media_type(encoding: otlp.Encoding) -> str:
    return next(kind for kind, name in ENCODINGS.items() if name == encoding)
