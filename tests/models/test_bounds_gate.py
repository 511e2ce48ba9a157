"""The gate of an account: places and rates, across loops and threads."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.bounds_world import Does, in_virtual_time, now, target, virtually, world

from genchi.errors import UsageError
from genchi.models.bounds import Gate, Size, bounded
from genchi.models.bounds.bucket import Bucket
from genchi.records import Usage


def clock() -> float:
    return asyncio.get_running_loop().time()


async def passing(gate: Gate, entered: list[tuple[str, float]], name: str, tokens: int = 0) -> None:
    if not gate.take(tokens, now()):
        await gate.enter(tokens, clock)
    entered.append((name, now()))


@in_virtual_time
async def test_no_more_are_under_way_than_there_are_places() -> None:
    there = world(small=[Does(1.0)] * 10)
    small = target(gate=Gate(concurrency=3))

    async def one() -> None:
        (await there.ask(small)).close(None)

    await asyncio.gather(*(one() for _ in range(10)))
    assert Counter(there.times) == {0.0: 3, 1.0: 3, 2.0: 3, 3.0: 1}


@in_virtual_time
async def test_who_came_first_goes_first_and_nobody_overtakes() -> None:
    gate, entered = Gate(concurrency=1), list[tuple[str, float]]()
    await passing(gate, entered, "holder")
    waiting = [asyncio.ensure_future(passing(gate, entered, name)) for name in "abc"]
    await asyncio.sleep(0)
    for _ in "abc":
        gate.leave(0, None, now())
        assert not gate.take(0, now())  # the place is the next one's already
        await asyncio.sleep(0.1)
    await asyncio.gather(*waiting)
    assert [name for name, _ in entered] == ["holder", "a", "b", "c"]


@in_virtual_time
async def test_a_place_that_was_given_to_one_who_is_cancelled_goes_to_the_next() -> None:
    gate, entered = Gate(concurrency=1), list[tuple[str, float]]()
    await passing(gate, entered, "holder")
    first, second = (asyncio.ensure_future(passing(gate, entered, name)) for name in "ab")
    await asyncio.sleep(0)
    gate.leave(0, None, now())
    first.cancel()  # after the place was handed over, before it could run
    await second
    assert [name for name, _ in entered] == ["holder", "b"]
    assert first.cancelled()


@in_virtual_time
async def test_requests_come_at_their_rate_after_a_small_burst() -> None:
    gate, entered = Gate(requests_per_minute=60), list[tuple[str, float]]()
    await asyncio.gather(*(passing(gate, entered, str(n)) for n in range(8)))
    assert [round(when, 3) for _, when in entered] == [0, 0, 0, 0, 0, 1, 2, 3]


@in_virtual_time
async def test_tokens_come_at_their_rate_and_what_is_larger_than_the_burst_leaves_a_debt() -> None:
    gate, entered = Gate(tokens_per_minute=600), list[tuple[str, float]]()  # 10 a second, burst 50
    for name, tokens in (("a", 30), ("b", 100), ("c", 20)):
        await passing(gate, entered, name, tokens)
    assert [(name, round(when, 3)) for name, when in entered] == [("a", 0), ("b", 3), ("c", 10)]


@in_virtual_time
async def test_what_was_reserved_of_the_rate_and_not_used_comes_back() -> None:
    gate = Gate(tokens_per_minute=600)
    there, small = world(), target(gate=gate)
    won = await there.ask(small, size=Size(10, 40))
    assert not gate.take(40, now())
    won.close(Usage(input_tokens=9, output_tokens=1))
    assert gate.take(40, now())


@in_virtual_time
async def test_what_was_used_beyond_the_estimate_is_owed() -> None:
    gate = Gate(tokens_per_minute=600)
    won = await world().ask(target(gate=gate), size=Size(10, None))
    won.close(Usage(input_tokens=10, output_tokens=100))
    assert not gate.take(1, now() + 6.0)
    assert gate.take(1, now() + 6.2)


@in_virtual_time
async def test_who_waits_for_a_place_uses_nothing_of_the_rate() -> None:
    gate, entered = Gate(concurrency=1, tokens_per_minute=600), list[tuple[str, float]]()
    await passing(gate, entered, "holder", 0)
    waiting = asyncio.ensure_future(passing(gate, entered, "b", 50))
    await asyncio.sleep(1.0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    gate.leave(0, None, now())
    assert gate.take(50, now())


@in_virtual_time
async def test_who_waits_for_a_place_sleeps_until_one_is_free() -> None:
    gate, looked = Gate(concurrency=1, requests_per_minute=60), list[float]()

    def looking() -> float:
        looked.append(now())
        return now()

    assert gate.take(0, now())
    waiting = asyncio.ensure_future(gate.enter(0, looking))
    await asyncio.sleep(100.0)
    gate.leave(0, None, now())
    await waiting
    assert looked == [0.0, 100.0]


@in_virtual_time
async def test_cancelling_the_one_at_the_front_lets_the_next_see_how_long_it_must_wait() -> None:
    gate, entered = Gate(tokens_per_minute=600), list[tuple[str, float]]()
    await passing(gate, entered, "a", 50)
    large = asyncio.ensure_future(passing(gate, entered, "large", 50))
    small = asyncio.ensure_future(passing(gate, entered, "small", 10))
    await asyncio.sleep(0.5)
    large.cancel()
    await small
    assert entered[-1] == ("small", 1.0)


@settings(deadline=None)
@given(
    places=st.integers(1, 3),
    rate=st.one_of(st.none(), st.integers(1, 600)),
    calls=st.lists(
        st.tuples(
            st.integers(0, 30),  # starts at
            st.integers(0, 20),  # takes
            st.one_of(st.none(), st.integers(0, 40)),  # is cancelled at
        ),
        min_size=1,
        max_size=12,
    ),
)
def test_whatever_is_cancelled_when_no_place_is_lost_and_none_is_given_twice(
    places: int, rate: int | None, calls: list[tuple[int, int, int | None]]
) -> None:
    gate = Gate(concurrency=places, requests_per_minute=rate)
    under_way = [0, 0]

    async def call(_: Any) -> None:
        under_way[0] += 1
        under_way[1] = max(under_way)
        assert under_way[0] <= places
        try:
            await asyncio.sleep(takes[asyncio.current_task()])
        finally:
            under_way[0] -= 1

    takes: dict[Any, int] = {}

    async def one(starts: int, seconds: int) -> None:
        await asyncio.sleep(starts)
        takes[asyncio.current_task()] = seconds
        (await bounded([target(gate=gate)], call, Size(1, 1), clock=clock)).close(None)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        tasks = [asyncio.ensure_future(one(starts, seconds)) for starts, seconds, _ in calls]
        for task, (_, _, cancelled) in zip(tasks, calls, strict=True):
            if cancelled is not None:
                loop.call_at(float(cancelled), task.cancel)
        await asyncio.gather(*tasks, return_exceptions=True)
        after = now() + 3600.0
        assert [gate.take(0, after + 60 * n) for n in range(places + 1)] == [True] * places + [
            False
        ]

    virtually(main())


@pytest.mark.parametrize("limits", [(3, None, None), (3, 60_000.0, None), (3, None, 6_000_000.0)])
def test_loops_in_many_threads_share_the_places(limits: tuple[Any, ...]) -> None:
    gate = Gate(*limits)
    lock, under_way = threading.Lock(), [0, 0, 0]

    async def call(_: Any) -> None:
        with lock:
            under_way[0] += 1
            under_way[1] = max(under_way[:2])
            under_way[2] += 1
        try:
            await asyncio.sleep(0.0005)
        finally:  # some are cancelled here
            with lock:
                under_way[0] -= 1

    async def one(number: int) -> None:
        calling = bounded([target(gate=gate)], call, Size(10, 10))
        if number % 5 == 0:  # some give up while they wait, or just as their turn comes
            won = await asyncio.wait_for(calling, timeout=0.002 * (number % 7))
        else:
            won = await calling
        won.close(None)

    async def crowd() -> list[object]:
        return await asyncio.gather(*(one(n) for n in range(40)), return_exceptions=True)

    with ThreadPoolExecutor(4) as pool:
        ended = [e for of in pool.map(lambda _: asyncio.run(crowd()), range(4)) for e in of]
    assert {type(e) for e in ended} <= {type(None), TimeoutError}
    assert ended.count(None) >= 4 * 32
    assert under_way[0] == 0
    assert 1 <= under_way[1] <= 3
    later = time.monotonic() + 600
    assert [gate.take(0, later + n) for n in range(4)] == [True, True, True, False]


def test_a_loop_that_is_gone_with_someone_waiting_does_not_keep_the_place() -> None:
    gate = Gate(concurrency=1)
    assert gate.take(0, 0.0)
    gone = asyncio.new_event_loop()
    waiting = gate.enter(0, lambda: 0.0)
    gone.call_soon(lambda: waiting.send(None))
    gone.run_until_complete(asyncio.sleep(0))
    gone.close()
    gate.leave(0, None, 0.0)
    assert gate.take(0, 0.0)
    waiting.close()
    assert not gate.take(0, 0.0)


@given(
    rate=st.integers(1, 6000),
    asked=st.lists(st.tuples(st.floats(0, 30), st.integers(1, 50)), max_size=40),
)
def test_in_no_time_does_more_go_than_the_rate_and_one_burst_and_one_large_request(
    rate: int, asked: list[tuple[float, int]]
) -> None:
    bucket, time_now, gone = Bucket(rate), 0.0, 0
    burst = max(1.0, rate / 12)
    for pause, amount in asked:
        time_now += pause
        if bucket.seconds_until(amount, time_now) == 0:
            bucket.take(amount, time_now)
            gone += amount
        assert gone <= burst + rate / 60 * time_now + 50 + 1e-6


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        ({"concurrency": 0}, "concurrency is a whole number, 1 or more, not 0"),
        ({"concurrency": True}, "not True"),
        ({"requests_per_minute": 0}, "requests_per_minute is a number, more than 0, not 0"),
        ({"tokens_per_minute": float("nan")}, "tokens_per_minute .* not nan"),
    ],
)
def test_a_limit_that_lets_nothing_in_is_named(limits: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=named):
        Gate(**limits)
