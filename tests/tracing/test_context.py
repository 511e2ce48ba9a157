"""Which span is current, over tasks, threads and processes."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from genchi import tracing
from genchi.records import Span
from genchi.tracing.context import is_sampled, new_trace_id, read_traceparent

INCOMING = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@tracing.trace
async def leaf(i: int) -> int:
    await asyncio.sleep(0)
    return i


@tracing.trace
async def branch(i: int) -> int:
    await asyncio.sleep(0)
    first, second = await asyncio.gather(leaf(i), leaf(i))
    return first + second


def test_a_thousand_concurrent_tasks_each_nest_right(spans: list[Span]) -> None:
    async def main() -> None:
        async with asyncio.TaskGroup() as group:
            for i in range(1000):
                group.create_task(branch(i))

    with tracing.span("root") as root:
        asyncio.run(main())
    by_id = {s.key.span_id: s for s in spans}
    assert len(by_id) == 3001
    for span in spans:
        if span.name == "leaf":
            parent = by_id[span.parent_id or ""]
            assert parent.payload is not None
            assert span.payload is not None
            assert (parent.name, parent.payload.inputs) == ("branch", span.payload.inputs)
        if span.name == "branch":
            assert span.parent_id == root.span_id
    assert {s.key.trace_id for s in spans} == {root.trace_id}


def test_a_task_that_outlives_its_span_is_still_its_child(spans: list[Span]) -> None:
    async def main() -> None:
        with tracing.span("request"):
            task = asyncio.create_task(leaf(1))
        await task

    asyncio.run(main())
    assert [s.name for s in spans] == ["request", "leaf"]
    assert spans[1].parent_id == spans[0].key.span_id


def test_a_generator_left_open_does_not_change_what_is_current_when_it_is_closed(
    spans: list[Span],
) -> None:
    def left_open() -> Iterator[int]:
        with tracing.span("inside"):
            yield 1

    with tracing.span("reader") as reader:
        generator = left_open()
        next(generator)
        with tracing.span("later") as later:
            generator.close()  # type: ignore[attr-defined]
            assert tracing.current() is later
        tracing_after = tracing.current()
    assert tracing.current() is None
    assert tracing_after is not later
    assert reader.trace_id == later.trace_id


def test_to_thread_keeps_the_span_and_a_plain_thread_does_with_carry(spans: list[Span]) -> None:
    @tracing.trace
    def work(i: int) -> int:
        return i

    async def main() -> None:
        await asyncio.to_thread(work, 1)

    with tracing.span("root") as root:
        asyncio.run(main())
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(tracing.carry(work), 2).result() == 2
            pool.submit(work, 3).result()
    assert [s.parent_id for s in spans[:3]] == [root.span_id, root.span_id, None]


def test_carry_also_carries_coroutines(spans: list[Span]) -> None:
    with tracing.span("root") as root:
        carried = tracing.carry(leaf)
    asyncio.run(carried(1))
    assert spans[1].parent_id == root.span_id


def test_a_thread_does_not_see_the_span_of_another(spans: list[Span]) -> None:
    seen: list[object] = []
    with tracing.span("root"):
        thread = threading.Thread(target=lambda: seen.append(tracing.current()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_a_trace_goes_on_from_an_incoming_header_and_into_an_outgoing_one(
    spans: list[Span],
) -> None:
    assert tracing.traceparent() is None
    with tracing.span("handler", parent=INCOMING) as span:
        assert span.trace_id == "0af7651916cd43dd8448eb211c80319c"
        assert tracing.traceparent() == f"00-{span.trace_id}-{span.span_id}-01"
    assert spans[0].parent_id == "b7ad6b7169203331"


def test_a_span_can_be_given_as_the_parent(spans: list[Span]) -> None:
    one = tracing.open_span("one", user="li")
    with tracing.span("other"), tracing.span("two", parent=one) as two:
        assert (two.parent_id, two.user) == (one.span_id, "li")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "退款",
    ],
)
def test_a_header_that_is_not_valid_starts_a_new_trace(spans: list[Span], header: str) -> None:
    assert read_traceparent(header) is None
    with tracing.span("handler", parent=header) as span:
        assert span.parent_id is None


def test_a_header_of_a_later_version_is_read() -> None:
    assert read_traceparent("01" + INCOMING[2:] + "-more") is not None


def test_a_header_that_says_not_sampled_is_respected(spans: list[Span]) -> None:
    with tracing.span("handler", parent=INCOMING[:-1] + "0") as span, tracing.span("step"):
        assert span.trace_id == "0af7651916cd43dd8448eb211c80319c"
        assert (tracing.traceparent() or "").endswith("-00")
    assert spans == []


def test_sampling_keeps_whole_traces_and_says_the_rate() -> None:
    ended: list[Span] = []
    tracing.start(app="desk", sink=tracing.ListSink(ended), sample=0.25)
    for _ in range(400):
        with tracing.span("root"), tracing.span("step"), tracing.span("call"):
            pass
    tracing.stop()
    traces = {s.key.trace_id for s in ended}
    assert 0 < len(traces) < 400
    assert len(ended) == 3 * len(traces)
    assert all(is_sampled(trace, 0.25) for trace in traces)
    rates = {s.payload.attributes["genchi.sample_rate"] for s in ended if s.payload is not None}
    assert rates == {0.25}


def test_the_same_trace_is_kept_at_every_higher_rate() -> None:
    for _ in range(200):
        trace = new_trace_id()
        kept = [is_sampled(trace, rate / 10) for rate in range(11)]
        assert kept == sorted(kept)
        assert kept[0] is False
        assert kept[10] is True


def test_about_the_asked_share_is_sampled() -> None:
    kept = sum(is_sampled(new_trace_id(), 0.1) for _ in range(10_000))
    assert 800 < kept < 1200  # 6.7 standard deviations


def test_a_program_that_seeds_random_gets_new_ids_all_the_same() -> None:
    state = random.getstate()
    random.seed(1)
    first = new_trace_id()
    random.seed(1)
    second = new_trace_id()
    random.setstate(state)
    assert first != second
