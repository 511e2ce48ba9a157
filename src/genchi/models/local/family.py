"""The family of local models: their answers, without keeping the event loop from its work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import Future
from contextlib import aclosing
from threading import Event

from genchi.models.families import Client
from genchi.models.local.generating import generate
from genchi.records import Chunk, Request, Response


class Transformers:
    """Asks a model that `load` made: that is the `client`.

    Without a temperature, or at 0, the likeliest token is taken each time. A request without
    `max_tokens` has 1,024. What is in `extra` goes to the chat template, as `enable_thinking` does
    for some models. A call that is cancelled has stopped computing when it ends.

        model = load("/models/qwen3-0.6b")
        await Transformers().complete(model, model.name, Request.of("怎么退款？"))
    """

    async def complete(self, client: Client, model: str, request: Request) -> Response:
        """The whole answer. Raises `UsageError` and `ProviderError`."""
        async with aclosing(self.stream(client, model, request)) as pieces:
            *_, response = [piece async for piece in pieces]
        assert isinstance(response, Response)
        return response

    async def stream(
        self, client: Client, model: str, request: Request
    ) -> AsyncGenerator[Chunk | Response]:
        """The answer as it comes, in whole characters, and last the response."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[str | None] = asyncio.Queue()
        left = Event()

        def say(piece: str | None) -> None:
            loop.call_soon_threadsafe(pieces.put_nowait, piece)

        job = client.thread.submit(generate, client, request, say, left)
        job.add_done_callback(lambda _: say(None))
        try:
            while (piece := await pieces.get()) is not None:
                yield Chunk(piece)
            yield job.result()
        finally:
            left.set()
            await _over(job)


async def _over(job: Future[Response]) -> None:
    """Waits until a job computes no more; one that has not begun never does."""
    if not job.cancel() and not job.done():
        await asyncio.wait([asyncio.wrap_future(job)])
