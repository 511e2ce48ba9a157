"""From ended spans to their sink: bounded, counted, and never in the program's way."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Sequence

import pytest

from genchi import tracing
from genchi.errors import OutsideError
from genchi.records import Span


class Gate:
    """A sink that waits until it is opened, and may refuse or break."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.reached = threading.Event()
        self.batches: list[int] = []
        self.spans: list[Span] = []
        self.not_now = 0
        self.broken = False

    def deliver(self, spans: Sequence[Span]) -> None:
        self.reached.set()
        self.open.wait(10)
        if self.broken:
            raise RuntimeError("broken")
        if self.not_now:
            self.not_now -= 1
            raise OutsideError("not now")
        self.batches.append(len(spans))
        self.spans.extend(spans)

    def close(self) -> None:
        pass


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()
    tracing.stop()


def end(count: int, size: int = 0) -> None:
    for i in range(count):
        with tracing.span(f"s{i}") as span:
            span.output = "x" * size


def test_spans_arrive_in_the_order_of_their_ends(gate: Gate) -> None:
    gate.open.set()
    tracing.start(app="desk", sink=gate)
    end(2000)
    result = tracing.flush()
    assert [s.name for s in gate.spans] == [f"s{i}" for i in range(2000)]
    assert max(gate.batches) <= 512
    assert (result.closed, result.delivered, result.waiting, result.dropped) == (2000, 2000, 0, 0)


def test_spans_arrive_without_a_flush(gate: Gate) -> None:
    tracing.start(app="desk", sink=gate, interval=0.01)
    end(1)
    assert gate.reached.wait(10)


def test_a_full_buffer_drops_the_new_spans_and_counts_them(gate: Gate) -> None:
    tracing.start(app="desk", sink=gate, buffer_spans=100, interval=0.01)
    end(1)
    assert gate.reached.wait(10)  # one span is with the sink, and stays there
    end(150)
    gate.open.set()
    result = tracing.flush()
    assert (result.closed, result.delivered, result.dropped) == (151, 101, 50)
    assert [s.name for s in gate.spans] == ["s0", *(f"s{i}" for i in range(100))]
    assert gate.batches == [1, 100]


def test_the_buffer_is_bounded_by_content_too(gate: Gate) -> None:
    tracing.start(app="desk", sink=gate, buffer_size=500_000, interval=0.01)
    end(1)
    assert gate.reached.wait(10)
    end(100, size=49_000)
    gate.open.set()
    result = tracing.flush()
    assert (result.closed, result.delivered, result.dropped) == (101, 11, 90)
    end(1, size=49_000)
    assert tracing.flush().delivered == 12


def test_a_sink_that_says_not_now_gets_the_same_spans_again(gate: Gate) -> None:
    gate.open.set()
    gate.not_now = 2
    tracing.start(app="desk", sink=gate, interval=0.01)
    end(5)
    result = tracing.flush()
    assert [s.name for s in gate.spans] == [f"s{i}" for i in range(5)]
    assert (result.delivered, result.refused, result.waiting) == (5, 0, 0)


def test_a_sink_that_breaks_loses_those_spans_and_says_so(gate: Gate) -> None:
    gate.open.set()
    gate.broken = True
    tracing.start(app="desk", sink=gate)
    end(5)
    result = tracing.flush()
    assert (result.closed, result.delivered, result.refused) == (5, 0, 5)
    assert dict(result.errors)["delivering spans: RuntimeError"] >= 1
    gate.broken = False
    end(2)
    assert tracing.flush().delivered == 2


def test_a_flush_gives_up_in_time_and_tells_what_waits(gate: Gate) -> None:
    tracing.start(app="desk", sink=gate, interval=0.01)
    end(3)
    assert gate.reached.wait(10)
    result = tracing.flush(timeout=0.05)
    assert (result.closed, result.waiting, result.delivered) == (3, 3, 0)


def test_every_span_of_many_threads_is_counted_once(gate: Gate) -> None:
    gate.open.set()
    tracing.start(app="desk", sink=gate, buffer_spans=500, interval=0.01)
    threads = [threading.Thread(target=end, args=(500,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result = tracing.flush()
    assert result.closed == 4000
    assert result.delivered + result.dropped == 4000
    assert result.delivered == len({s.key.span_id for s in gate.spans})


def test_spans_that_end_in_finalizers_cannot_lock_up_the_program(gate: Gate) -> None:
    gate.open.set()
    tracing.start(app="desk", sink=gate, interval=0.001)

    @tracing.trace
    def stream() -> Iterator[int]:
        yield 1
        yield 2

    before = gc.get_threshold()
    gc.set_threshold(5)  # a collection at nearly every allocation, in whatever code that is
    try:
        for _ in range(500):
            cycle: list[object] = [stream()]
            next(cycle[0])  # type: ignore[call-overload]
            cycle.append(cycle)
    finally:
        gc.set_threshold(*before)
    del cycle
    gc.collect()
    result = tracing.flush()
    assert (result.closed, result.delivered) == (500, 500)


def test_a_second_start_flushes_the_first_and_replaces_it(gate: Gate) -> None:
    gate.open.set()
    other: list[Span] = []
    tracing.start(app="desk", sink=gate)
    end(3)
    still_open = tracing.open_span("late")
    tracing.start(app="desk", sink=tracing.ListSink(other))
    assert len(gate.spans) == 3
    end(1)
    still_open.end()
    assert [s.name for s in other] == ["s0"]


def test_memory_is_bounded_while_the_sink_is_stuck(gate: Gate) -> None:
    import tracemalloc

    tracing.start(app="desk", sink=gate, buffer_size=2_000_000, interval=0.01)
    end(1)
    assert gate.reached.wait(10)
    tracemalloc.start()
    for _ in range(300):
        with tracing.span("big") as span:
            span.output = ["x" * 100 for _ in range(300)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
