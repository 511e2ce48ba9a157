"""New spans as they come in.

Spans arrive when they end, and are listed by when they began: a request arrives after the calls
within it and stands before them. So each look starts at the newest and goes on while it meets
anything new.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from genchi.observing.traces import Traces
from genchi.records import Between, Condition, Filter, Span, SpanKey

LOOK_BACK_NS = 600 * 1_000_000_000
"""A span that began longer ago than this is not looked for."""
_PAGE = 200
_MOST = 20_000
"""Spans of one look, and those remembered once they are older than `LOOK_BACK_NS`."""


def follow(
    traces: Traces,
    filter_: Filter,
    *,
    app: str | None = None,
    clock: Callable[[], int] = time.time_ns,
    pause: Callable[[], None],
) -> Iterator[Span]:
    """Spans that are stored after this call, without payloads; `pause` waits between two looks.

    Not seen are spans that began more than ten minutes before they came, or behind 200 spans that
    were there already.
    """
    seen = dict[SpanKey, int]()
    floor_ns = clock() - LOOK_BACK_NS
    there = _look(traces, filter_, app, floor_ns, seen)
    if len(there) >= _MOST:  # what lies behind them was there before as well
        floor_ns = there[-1].start_ns

    def new() -> Iterator[Span]:
        nonlocal floor_ns, seen
        while True:
            pause()
            floor_ns = max(floor_ns, clock() - LOOK_BACK_NS)
            yield from reversed(_look(traces, filter_, app, floor_ns, seen))
            if len(seen) > _MOST:
                seen = {key: start_ns for key, start_ns in seen.items() if start_ns >= floor_ns}

    return new()


def _look(
    traces: Traces, filter_: Filter, app: str | None, floor_ns: int, seen: dict[SpanKey, int]
) -> list[Span]:
    """The spans that were not seen before, newest first."""
    recent = Filter((*filter_.conditions, Condition("time", Between(low=floor_ns))))
    new, after = list[Span](), None
    while len(new) < _MOST:
        page = traces.find(recent, app=app, limit=_PAGE, after=after)
        found = [span for span in page.spans if span.key not in seen]
        seen.update((span.key, span.start_ns) for span in found)
        new += found
        after = page.after
        if after is None or not found:
            break
    return new
