"""An answer as it comes, for code that waits and for code that does not."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator

from genchi.errors import UsageError
from genchi.models import looping
from genchi.records import Chunk, Response


class Stream:
    """Pieces of an answer, once: `async for chunk in stream`, or `for chunk in stream`.

    After the last piece `response` has the whole. Leave a stream early with `async with`, or
    `with`: what is not read is not waited for.
    """

    def __init__(self, pieces: AsyncGenerator[Chunk | Response]) -> None:
        """`pieces` end with the response."""
        self._pieces = pieces
        self._response: Response | None = None

    @property
    def response(self) -> Response:
        """The whole answer, once every piece was read."""
        if self._response is None:
            raise UsageError("the answer has not ended: read the stream to its end first")
        return self._response

    async def _next(self) -> Chunk | None:
        async for piece in self._pieces:
            if isinstance(piece, Chunk):
                return piece
            self._response = piece
        return None

    async def __aiter__(self) -> AsyncIterator[Chunk]:
        """The pieces, for code that waits."""
        while (chunk := await self._next()) is not None:
            yield chunk

    def __iter__(self) -> Iterator[Chunk]:
        """The pieces, for code that does not wait."""
        while (chunk := looping.run(self._next())) is not None:
            yield chunk

    async def aclose(self) -> None:
        """End it here."""
        await self._pieces.aclose()

    async def __aenter__(self) -> Stream:
        """The stream itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it here, read or not."""
        await self.aclose()

    def __enter__(self) -> Stream:
        """The stream itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it here, read or not."""
        looping.run(self.aclose())
