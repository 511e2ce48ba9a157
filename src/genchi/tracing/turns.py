"""A generator and its reader take turns; the generator's span is current in its own turns only."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from genchi.records import Json, clean
from genchi.tracing.capture import ITEM_COST, take
from genchi.tracing.context import CURRENT, Activation, activate, deactivate
from genchi.tracing.openspan import OUTPUTS, OpenSpan


class Turns:
    """The turns of one traced generator: what goes in, what comes out, and what is current.

    Used in `with` around each of the generator's turns. A span that is open in the generator at a
    yield is current again in its next turn. A generator that is being closed gets nothing made
    current: a finalizer may be closing it, in the middle of anything.
    """

    __slots__ = ("_activation", "_early", "_inside", "_opened", "_yielded", "sent", "thrown")

    def __init__(self, opened: OpenSpan, *, keeps: bool) -> None:
        self.sent: Any = None
        self.thrown: BaseException | None = None
        self._opened = opened
        self._inside: OpenSpan | None = opened
        self._yielded = _Yielded(opened, keeps=keeps)
        self._activation: Activation | None = None
        self._early: BaseException | None = None

    def __enter__(self) -> None:
        if not isinstance(self.thrown, GeneratorExit):
            self._activation = activate(self._inside)

    def __exit__(self, *exception: object) -> None:
        if self._activation is not None:
            self._inside = CURRENT.get()
            deactivate(self._activation)
            self._activation = None

    def step(self, send: Callable[[Any], Any], throw: Callable[[BaseException], Any]) -> Any:
        """Give the generator what its reader sent or threw."""
        sent, self.sent = self.sent, None
        thrown, self.thrown = self.thrown, None
        if thrown is None:
            return send(sent)
        if isinstance(thrown, GeneratorExit):
            self._early = thrown
        return throw(thrown)

    def yielding(self, item: Any) -> None:
        """Note an item that is about to be yielded."""
        self._yielded.add(item)

    def finish(self, error: BaseException | None) -> None:
        """End the span with what was yielded."""
        early, self._early = self._early, None  # kept, it would be a cycle with this frame
        opened = self._opened
        self._yielded.write()
        if early is not None and (error is None or error is early):
            opened.set("genchi.stopped_early", True)
        opened.finish(error)


class _Yielded:
    """The items so far, within bounds: a text where all are texts, else a list."""

    __slots__ = ("_count", "_cut", "_items", "_keeps", "_left", "_opened", "_start", "_texts")

    def __init__(self, opened: OpenSpan, *, keeps: bool) -> None:
        self._opened = opened
        self._keeps = keeps and opened.recording and bool(opened._recorder.captures & OUTPUTS)
        self._left = opened._recorder.limit if self._keeps else 0
        self._items: list[Json] = []
        self._texts = True
        self._count = 0
        self._cut = 0
        self._start = time.perf_counter()

    def add(self, item: Any) -> None:
        if not self._count:
            self._opened.usage(first_token=time.perf_counter() - self._start)
        self._count += 1
        if not self._keeps:
            return
        self._texts = self._texts and type(item) is str
        if self._texts:
            kept = item[: max(self._left, 0)]
            self._cut += len(item) - len(kept)
            self._keep(kept, len(kept))
        elif self._left > 0:
            taken, size = take(item, self._left)
            self._keep(taken, size + ITEM_COST)

    def _keep(self, item: Json, size: int) -> None:
        if self._left > 0:
            self._items.append(item)
        self._left -= size

    def write(self) -> None:
        """Make them the output, unless the generator itself said what that is."""
        opened = self._opened
        if self._keeps and opened._output is None:
            opened._output = self._output()
            opened._size += opened._recorder.limit - self._left

    def _output(self) -> Json:
        if self._texts and self._items:
            text = str(clean("".join(self._items)))
            return f"{text}… [{self._cut} characters cut]" if self._cut else text
        more = self._count - len(self._items)
        return [*self._items, f"… [{more} more]"] if more else self._items
