"""Threads that continue the span they were started in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from genchi import tracing
from genchi.records import Span
from genchi.tracing.instruments import instrument

pytestmark = pytest.mark.usefixtures("_threads")


@pytest.fixture
def _threads(spans: list[Span]) -> Iterator[None]:
    undo = instrument("threading")
    yield
    undo()


def current_id() -> str | None:
    span = tracing.current()
    return None if span is None else span.span_id


def test_a_thread_continues_the_span_it_was_started_in() -> None:
    seen: list[str | None] = []
    with tracing.span("outer") as outer:
        thread = threading.Thread(target=lambda: seen.append(current_id()))
        thread.start()
        thread.join()
    assert seen == [outer.span_id]


def test_a_thread_that_is_made_early_continues_the_span_of_its_start() -> None:
    seen: list[str | None] = []
    thread = threading.Thread(target=lambda: seen.append(current_id()))
    with tracing.span("outer") as outer:
        thread.start()
    thread.join()
    assert seen == [outer.span_id]


def test_a_timer_and_a_thread_of_its_own_kind_continue_the_span() -> None:
    seen: list[str | None] = []

    class Mine(threading.Thread):
        def run(self) -> None:
            seen.append(current_id())
            super().run()

    with tracing.span("outer") as outer:
        threads = [threading.Timer(0, lambda: seen.append(current_id())), Mine()]
        for thread in threads:
            thread.start()
            thread.join()
    assert seen == [outer.span_id] * 2


def test_a_thread_that_is_started_twice_complains_as_ever_and_runs_once() -> None:
    seen: list[str | None] = []
    hold = threading.Event()

    def work() -> None:
        hold.wait(5)
        seen.append(current_id())

    with tracing.span("outer") as outer:
        thread = threading.Thread(target=work)
        thread.start()
        with pytest.raises(RuntimeError, match="once"):
            thread.start()
        hold.set()
        thread.join()
    assert seen == [outer.span_id]
    assert "run" not in vars(thread)


def test_a_pool_runs_each_task_in_the_span_that_submitted_it() -> None:
    with ThreadPoolExecutor(1) as pool:
        with tracing.span("first") as first:
            one = pool.submit(current_id)
        with tracing.span("second") as second:
            two = list(pool.map(lambda _: current_id(), range(2)))
        three = pool.submit(current_id)
    assert one.result() == first.span_id
    assert two == [second.span_id] * 2
    assert three.result() is None


def test_a_task_gets_its_arguments_and_its_error_comes_back() -> None:
    def divide(number: int, *, by: int) -> float:
        return number / by

    with tracing.span("outer"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(divide, 6, by=3).result() == 2
        with pytest.raises(ZeroDivisionError):
            pool.submit(divide, 6, by=0).result()


def test_outside_a_span_a_thread_is_in_none() -> None:
    seen: list[str | None] = []
    thread = threading.Thread(target=lambda: seen.append(current_id()))
    thread.start()
    thread.join()
    assert seen == [None]


def test_undoing_restores_threads_as_they_were() -> None:
    undo = instrument("threading")
    patched: list[Any] = [threading.Thread.start, ThreadPoolExecutor.submit]
    undo()
    restored: list[Any] = [threading.Thread.start, ThreadPoolExecutor.submit]
    seen: list[str | None] = []
    with tracing.span("outer"):
        thread = threading.Thread(target=lambda: seen.append(current_id()))
        thread.start()
        thread.join()
    assert not set(patched) & set(restored)
    assert seen == [None]
