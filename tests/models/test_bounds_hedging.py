"""A second attempt beside a slow one."""

from __future__ import annotations

import asyncio
import random

import pytest
from tests.models.bounds_world import Does, in_virtual_time, now, target, virtually, world

from genchi.errors import UsageError
from genchi.models.bounds import Gate, Size, bounded, budget
from genchi.models.bounds.share import BURST
from genchi.models.price import Price


class Pieces:
    """An answer that comes in pieces, and must be closed."""

    def __init__(self) -> None:
        self.closed = False

    async def aclose(self) -> None:
        self.closed = True


@in_virtual_time
async def test_a_fast_answer_needs_no_second_attempt() -> None:
    there = world(small=[Does(0.9)])
    won = await there.ask(target(hedge_after=1.0))
    assert (len(won.attempts), len(there.sent)) == (1, 1)


@in_virtual_time
async def test_the_second_attempt_wins_and_the_slow_one_is_cancelled_and_noted() -> None:
    gate = Gate(concurrency=2)
    there = world(small=[Does(50.0), Does(0.5)])
    won = await there.ask(target(gate=gate, hedge_after=1.0))
    assert now() == 1.5
    assert [(a.failure, a.seconds, a.charged) for a in won.attempts] == [
        ("cancelled", 1.5, "maybe"),
        (None, 0.5, "yes"),
    ]
    assert there.open == 0
    won.close(None)
    assert [gate.take(0, now()) for _ in range(3)] == [True, True, False]


@in_virtual_time
async def test_the_first_may_still_win() -> None:
    there = world(small=[Does(2.0), Does(50.0)])
    won = await there.ask(target(hedge_after=1.0))
    assert [(a.failure, a.seconds) for a in won.attempts] == [("cancelled", 1.0), (None, 2.0)]


@in_virtual_time
async def test_it_goes_to_the_next_target_whose_circuit_is_closed() -> None:
    there = world(small=[Does(50.0)])
    shut = target("shut", failures_to_open=1)
    shut.circuit.failed("timeout", now())
    won = await there.ask(target(hedge_after=1.0), shut, target("large"))
    assert won.target.name == "large"


@in_virtual_time
async def test_a_failure_while_the_other_runs_does_not_end_the_call() -> None:
    there = world(small=[Does(3.0, "server_error"), Does(5.0)])
    won = await there.ask(target(hedge_after=1.0))
    assert [a.failure for a in won.attempts] == ["server_error", None]
    there = world(small=[Does(5.0)], large=[Does(kind="bad_request")])
    won = await there.ask(target(hedge_after=1.0), target("large"))
    assert [(a.target, a.failure) for a in won.attempts] == [
        ("large", "bad_request"),
        ("small", None),
    ]


@in_virtual_time
async def test_when_both_fail_the_first_decides_what_happens_next_and_no_more_are_hedged() -> None:
    there = world(
        small=[Does(2.0, "server_error"), Does(10.0)], large=[Does(3.0, "bad_key"), Does()]
    )
    won = await there.ask(target(hedge_after=1.0, backoff=0.0), target("large"))
    assert [name for _, name in there.sent] == ["small", "large", "small"]
    assert (won.target.name, now()) == ("small", 14.0)


@in_virtual_time
async def test_cancelling_the_call_ends_both_attempts_and_frees_their_places() -> None:
    gate = Gate(concurrency=2)
    there = world(small=[Does(50.0), Does(50.0)])
    call = asyncio.ensure_future(there.ask(target(gate=gate, hedge_after=1.0)))
    await asyncio.sleep(2.0)
    assert there.open == 2
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert there.open == 0
    assert [gate.take(0, now()) for _ in range(3)] == [True, True, False]


@in_virtual_time
async def test_cancelled_while_the_slower_attempt_still_ends_the_call_waits_for_it() -> None:
    gate, answer, ended = Gate(concurrency=2), Pieces(), list[float]()

    async def call(asked: object) -> Pieces:
        if now() > 0.0:
            return answer
        try:
            await asyncio.sleep(50.0)
        finally:
            await asyncio.sleep(3.0)  # it says goodbye to its server, say
            ended.append(now())
        raise AssertionError("it was to be cancelled")

    calling = asyncio.ensure_future(bounded([target(gate=gate, hedge_after=1.0)], call, Size(1, 1)))
    await asyncio.sleep(2.0)
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling
    assert (ended, answer.closed) == ([4.0], True)
    assert [gate.take(0, now()) for _ in range(3)] == [True, True, False]


@in_virtual_time
async def test_cancelled_before_its_first_step_nothing_was_sent_and_nothing_is_spent() -> None:
    gate = Gate(concurrency=1)
    there = world()
    small = target(gate=gate, hedge_after=1.0, price=Price(1.0, 1.0))
    with budget(usd=1.0) as spent:
        call = asyncio.ensure_future(there.ask(small))
        await asyncio.sleep(0)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()  # as the end of `asyncio.run` does
        with pytest.raises(asyncio.CancelledError):
            await call
    assert (there.sent, spent.usd, spent.reserved_calls) == ([], 0.0, 0)
    assert gate.take(0, now())


@in_virtual_time
async def test_an_answer_that_comes_at_the_same_moment_as_the_other_is_closed() -> None:
    first, second = Pieces(), Pieces()
    there = world(small=[Does(2.0, answer=first), Does(1.0, answer=second)])
    won = await there.ask(target(hedge_after=1.0))
    assert {first.closed, second.closed} == {True, False}
    assert won.value is (second if first.closed else first)
    assert [(a.failure, a.charged) for a in won.attempts] == [("cancelled", "yes"), (None, "yes")]


@in_virtual_time
async def test_a_hedge_never_waits_for_a_place_nor_for_a_budget() -> None:
    there = world(small=[Does(5.0)])
    won = await there.ask(target(gate=Gate(concurrency=1), hedge_after=1.0))
    assert len(won.attempts) == 1
    there = world(small=[Does(5.0)])
    with budget(calls=1):
        won = await there.ask(target(hedge_after=1.0))
    assert len(won.attempts) == 1


@in_virtual_time
async def test_when_every_call_is_slow_few_are_hedged() -> None:
    there = world(small=[Does(5.0)] * 1000)
    small = target(gate=Gate(concurrency=2), hedge_after=1.0)
    for _ in range(200):
        (await there.ask(small)).close(None)
    assert 200 * 0.1 <= len(there.sent) - 200 <= 200 * 0.1 + BURST
    assert [small.gate.take(0, now()) for _ in range(3)] == [True, True, False]


def test_where_few_answers_are_slow_the_slowest_in_a_hundred_come_sooner() -> None:
    def slowest(hedge_after: float | None) -> tuple[float, int]:
        """The 99th percentile of 1000 calls, and how many attempts they took."""
        draw = random.Random(7)
        there = world(small=[Does(draw.lognormvariate(0.0, 1.0)) for _ in range(2000)])

        async def one_after_the_other() -> list[float]:
            small = target(hedge_after=hedge_after)
            took = []
            for _ in range(1000):
                began = now()
                (await there.ask(small)).close(None)
                took.append(now() - began)
            return took

        return sorted(virtually(one_after_the_other()))[989], len(there.sent)

    plain, hedged = slowest(None), slowest(4.5)  # about one in fifteen takes longer
    assert hedged[0] < plain[0] * 0.75
    assert hedged[1] < plain[1] * 1.1


@in_virtual_time
async def test_a_mistake_in_the_code_that_calls_is_raised_and_ends_the_other_attempt() -> None:
    gate = Gate(concurrency=2)
    running = [0, 0]

    async def call(asked: object) -> None:
        running[0] += 1
        running[1] = max(running)
        try:
            await asyncio.sleep(50.0 if running[0] == 1 else 1.0)
            raise ZeroDivisionError
        finally:
            running[0] -= 1

    with pytest.raises(ZeroDivisionError):
        await bounded([target(gate=gate, hedge_after=1.0)], call, Size(1, 1))
    assert (running, now()) == ([0, 2], 2.0)
    assert [gate.take(0, now()) for _ in range(3)] == [True, True, False]


@in_virtual_time
async def test_a_budget_looks_at_every_target_before_anything_is_sent() -> None:
    there = world(small=[Does(50.0)])
    priced = target(hedge_after=1.0, price=Price(1.0, 1.0))
    with budget(usd=1.0), pytest.raises(UsageError, match="the price of large"):
        await there.ask(priced, target("large"))
    assert there.sent == []
