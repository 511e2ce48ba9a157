"""One body for functions that wait and those that do not, within bounds, against a real server."""

from __future__ import annotations

import asyncio
import contextvars
import json
import threading
import urllib.error
import urllib.request
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import RunError, UsageError
from genchi.models import mock
from genchi.models.techniques import Parts, best_of, map_parts, self_consistent

PARTS = [f"part {number}" for number in range(12)]


def asking(url: str) -> Any:
    """A model behind OpenAI's format, with nothing but the standard library."""

    def ask(text: str) -> str:
        body = json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]})
        request = urllib.request.Request(
            f"{url}/chat/completions",
            body.encode(),
            {"Authorization": "Bearer k", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return str(json.load(answer)["choices"][0]["message"]["content"])
        except urllib.error.HTTPError as refused:
            with refused:
                raise ConnectionError(f"status {refused.code}") from None

    return ask


@pytest.mark.parametrize("concurrency", [1, 4])
def test_parts_that_a_server_refuses_are_told_and_the_others_are_kept(concurrency: int) -> None:
    with mock.serving(faults={"overloaded": 0.4}, seed=5) as up:
        found = map_parts(PARTS, asking(up.openai_url), concurrency=concurrency)
        served = up.requests().by_status
    assert served["503"] == len(found.failures) > 0
    assert served["200"] == len(PARTS) - len(found.failures) > 0
    assert [place for place, answer in enumerate(found.answers) if answer is None] == [
        failure.place for failure in found.failures
    ]
    assert {failure.why for failure in found.failures} == {"ConnectionError: status 503"}


def test_a_best_of_stops_asking_a_server_once_an_answer_passes() -> None:
    with mock.serving() as up:
        best = best_of(asking(up.openai_url), "怎么退款？", lambda text: len(text) > 3, n=5)
        assert up.requests().by_status == {"200": 1}
    assert best.winner is not None
    assert best.saved == 4


@given(st.integers(1, 9), st.lists(st.booleans(), min_size=1, max_size=20))
def test_never_more_than_the_bound_wait_at_once_and_order_is_kept(
    concurrency: int, works: list[bool]
) -> None:
    under_way = most = 0

    async def ask(place: int) -> int:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        if not works[place]:
            raise OSError(f"no {place}")
        return place * 10

    async def run() -> Parts[int, Any]:
        return await map_parts(range(len(works)), ask, concurrency=concurrency)

    found = asyncio.run(run())
    assert most == min(concurrency, len(works))
    assert found.answers == tuple(p * 10 if ok else None for p, ok in enumerate(works))
    assert [failure.place for failure in found.failures] == [
        place for place, ok in enumerate(works) if not ok
    ]


def test_a_plain_lambda_around_an_async_function_waits_as_well() -> None:
    async def model(prompt: str) -> str:
        await asyncio.sleep(0)
        return prompt.upper()

    async def run() -> Parts[str, str]:
        found: Parts[str, str] = await map_parts(
            ["a", "b"], lambda part: model(f"<{part}>"), combine="".join
        )
        return found

    assert asyncio.run(run()).combined == "<A><B>"


def test_a_lambda_whose_first_call_raises_before_it_waits_still_waits_for_the_rest() -> None:
    async def model(prompt: str) -> str:
        return prompt

    lengths = {"b": 1, "c": 2}

    async def run() -> Parts[str, Any]:
        found: Parts[str, Any] = await map_parts(
            ["a", "b", "c"], lambda part: model("x" * lengths[part])
        )
        return found

    found = asyncio.run(run())
    assert found.answers == (None, "x", "xx")
    assert found.failures[0].why == "KeyError: 'a'"


@pytest.mark.parametrize("waits", [True, False])
def test_a_stopped_run_and_a_mistake_of_the_caller_go_through(waits: bool) -> None:
    asked: list[int] = []

    def stop(part: int) -> str:
        asked.append(part)
        if part == 1:
            raise RunError("the budget of the run is spent")
        return "fine"

    async def later(part: int) -> str:
        await asyncio.sleep(0)
        return stop(part)

    async def run() -> None:
        await map_parts(range(50), later, concurrency=2)

    with pytest.raises(RunError, match="budget"):
        asyncio.run(run()) if waits else map_parts(range(50), stop, concurrency=1)
    assert max(asked) <= 2
    asked.clear()
    with pytest.raises(RunError, match="budget"):
        map_parts(range(20_000), stop, concurrency=3)
    assert len(asked) < 20_000
    with pytest.raises(UsageError, match="returned a int, not a text"):
        self_consistent(lambda prompt: 4, "2 + 2?")  # type: ignore[arg-type,return-value]


def test_a_call_that_is_waiting_is_cancelled_when_the_run_is_stopped() -> None:
    cancelled: list[int] = []

    async def ask(part: int) -> None:
        if part == 1:
            raise RunError("the budget of the run is spent")
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(part)
            raise

    async def run() -> None:
        await asyncio.wait_for(map_parts(range(9), ask, concurrency=2), timeout=20)

    with pytest.raises(RunError, match="budget"):
        asyncio.run(run())
    assert cancelled == [0]


def test_threads_see_the_context_of_the_caller() -> None:
    span = contextvars.ContextVar("span", default="none")
    span.set("the caller's")
    threads = set()

    def ask(part: int) -> str:
        threads.add(threading.get_ident())
        return span.get()

    assert set(map_parts(range(8), ask, concurrency=3).answers) == {"the caller's"}
    assert len(threads) > 1
    threads.clear()
    map_parts(range(8), ask, concurrency=1)
    assert threads == {threading.get_ident()}


def test_a_concurrency_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="concurrency is 1 or more, but was given 0"):
        map_parts(["a"], str.upper, concurrency=0)
