"""A tape runs along while the application reads an answer, byte for byte.

The tape is put around `response.stream`, the lowest place that every way of reading goes through:
the SDK's own stream objects, `iter_lines` of a raw response, `read`. Nothing of the SDK is replaced
and nothing is read that the application does not read. The tape ends once: when the answer has
been read, is closed, breaks, or is dropped (`weakref.finalize` also runs when Python exits).
"""

from __future__ import annotations

import weakref
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from time import perf_counter
from typing import Any, Literal

from genchi.tracing.instruments.events import (
    Decompress,
    EventReader,
    decompressor,
    json_object,
)
from genchi.tracing.instruments.wire import Body, Failure, Fold

End = Literal["read", "closed", "broken", "dropped"]
"""How the reading of an answer ended."""
OnEnd = Callable[["Tape", End, BaseException | None], None]
"""Called once, and not again for a tape that was cut."""


class Tape:
    """What has been read of one answer so far."""

    def __init__(self, headers: Any, fold: Fold, on_end: OnEnd) -> None:
        self.first_chunk: float | None = None
        """When the first bytes came, by `time.perf_counter`."""
        self.trouble: str | None = None
        """Why the answer could not be read along."""
        self.content_type: str = headers.get("content-type", "")
        self.streaming = not any(kind in self.content_type for kind in ("json", "html"))
        """Whether the answer comes as events."""
        self._events = EventReader()
        self._whole: list[bytes] = []
        self._fold = fold
        self._on_end: OnEnd | None = on_end
        self._done = False
        self._decompress = self._decompressor(headers.get("content-encoding", ""))

    def _decompressor(self, encoding: str) -> Decompress | None:
        if "vnd.amazon.eventstream" in self.content_type:
            self.trouble = f"content-type {self.content_type!r}"
            return None
        try:
            return decompressor(encoding)
        except (LookupError, ImportError):
            self.trouble = f"content-encoding {encoding!r}"
            return None

    @property
    def readable(self) -> bool:
        """Whether anything could be read of what has come."""
        return self._decompress is not None and self.first_chunk is not None

    @property
    def complete(self) -> bool:
        """Whether the provider has said, in the stream, that the answer is whole."""
        return self._done or self._fold.complete

    @property
    def failure(self) -> Failure | None:
        """What the provider said went wrong in the middle of its answer."""
        return self._fold.failure

    def body(self) -> Body | None:
        """The answer as one JSON object, as far as it came."""
        return self._fold.whole() if self.streaming else json_object(b"".join(self._whole))

    def feed(self, chunk: bytes) -> None:
        """Take in bytes that the application is about to get. Never raises."""
        if self._on_end is None:
            return
        if self.first_chunk is None:
            self.first_chunk = perf_counter()
        try:
            if self._decompress is not None:
                self._take(self._decompress(chunk))
        except Exception as error:  # the application must get its bytes whatever they are
            self.trouble = repr(error)

    def _take(self, data: bytes) -> None:
        if not self.streaming:
            self._whole.append(data)
            return
        for event in self._events.read(data):
            if event.startswith(b"[DONE]"):
                self._done = True
            elif fields := json_object(event):
                self._add(fields)

    def _add(self, event: dict[str, Any]) -> None:
        try:
            self._fold.add(event)
        except Exception as error:  # the next event may be as it should be
            self.trouble = repr(error)

    def end(self, how: End, error: BaseException | None = None) -> None:
        """The application reads no further. Only the first end counts."""
        on_end, self._on_end = self._on_end, None
        if on_end is not None:
            on_end(self, how, error)

    def cut(self) -> None:
        """Nobody waits for this answer any more."""
        self._on_end = None


def put_on(response: Any, tape: Tape, *, asynchronous: bool) -> None:
    """Let `tape` run along when `response`, which has not been read, is read."""
    name, around = _KINDS[asynchronous]
    stream = response.stream
    base = next(cls for cls in type(stream).__mro__ if cls.__name__ == name)
    taped = _joined(around, base)(stream, tape)
    weakref.finalize(taped, tape.end, "dropped")
    response.stream = taped


@cache
def _joined(around: type, base: type) -> Any:
    """httpx asks whether a stream is one of its own, and there is more than one httpx."""
    return type(around.__name__, (around, base), {})


class _Taped:
    """A stream with a tape. What else its owner looks for on it, is the stream's."""

    def __init__(self, stream: Any, tape: Tape) -> None:
        self._stream = stream
        self._tape = tape

    def __getattr__(self, name: str) -> Any:
        if name in ("_stream", "_tape"):  # not there before __init__, as when it is copied
            raise AttributeError(name)
        return getattr(self._stream, name)


class _TapedSync(_Taped):
    def __iter__(self) -> Iterator[bytes]:
        tape = self._tape
        try:
            for chunk in self._stream:
                tape.feed(chunk)
                yield chunk
        except GeneratorExit:
            tape.end("closed")
            raise
        except BaseException as error:
            tape.end("broken", error)
            raise
        tape.end("read")

    def close(self) -> None:
        self._tape.end("closed")
        self._stream.close()


class _TapedAsync(_Taped):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        tape = self._tape
        chunks = self._stream.__aiter__()
        try:
            async for chunk in chunks:
                tape.feed(chunk)
                yield chunk
        except GeneratorExit:
            tape.end("closed")
            raise
        except BaseException as error:
            tape.end("broken", error)
            raise
        finally:  # in this task: left to the garbage collector, it would be another one
            if hasattr(chunks, "aclose"):
                await chunks.aclose()
        tape.end("read")

    async def aclose(self) -> None:
        self._tape.end("closed")
        await self._stream.aclose()


_KINDS = {False: ("SyncByteStream", _TapedSync), True: ("AsyncByteStream", _TapedAsync)}
