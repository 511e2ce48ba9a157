"""Budgets: never over, whatever happens at the same time, and never refused without need."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.bounds_world import (
    Does,
    StalledError,
    failure_of,
    in_virtual_time,
    now,
    target,
    virtually,
    world,
)

from genchi.errors import RunError, UsageError
from genchi.models.bounds import BudgetError, Gate, Size, bounded, budget
from genchi.models.bounds.amounts import PER_USD, Amount
from genchi.models.bounds.spending import reserve, reserve_now
from genchi.models.failures import FailureKind, ProviderError
from genchi.models.price import Price
from genchi.records import Usage

DOLLAR_A_TOKEN = Price(input=1e6, output=1e6)


def used(tokens: int) -> Usage:
    return Usage(input_tokens=tokens, output_tokens=0)


def priced(**settings: Any) -> Any:
    return target(price=DOLLAR_A_TOKEN, **settings)


@in_virtual_time
async def test_the_most_a_call_may_cost_is_reserved_and_what_it_did_cost_is_spent() -> None:
    with budget(usd=500.0, tokens=1000, calls=9) as spent:
        won = await world().ask(priced(), size=Size(100, 150))
        assert (spent.reserved_usd, spent.reserved_tokens, spent.reserved_calls) == (250.0, 250, 1)
        assert (spent.usd, spent.tokens, spent.calls) == (0.0, 0, 0)
        won.close(Usage(input_tokens=90, output_tokens=20))
        won.close(None)
        assert (spent.usd, spent.tokens, spent.calls) == (110.0, 110, 1)
        assert (spent.reserved_usd, spent.reserved_tokens, spent.reserved_calls) == (0.0, 0, 0)


@in_virtual_time
async def test_what_does_not_fit_is_not_sent_and_the_error_says_the_sums() -> None:
    there = world()
    with budget(usd=2.0) as spent:
        small = target(price=Price(input=1.0, output=10.0))
        (await there.ask(small, size=Size(0, 198_000))).close(None)
        with pytest.raises(BudgetError) as caught:
            await there.ask(small, size=Size(1000, 2000))
    assert str(caught.value) == (
        "the budget of 2.00 USD does not allow this call: spent 1.98 USD, reserved by calls under "
        "way 0.00 USD, this call may cost 0.021 USD; give budget() more, or the call a lower "
        "max_tokens"
    )
    assert isinstance(caught.value, RunError)
    assert repr(spent) == "<budget of 2.00 USD: 1.98 USD spent>"
    assert len(there.sent) == 1


@in_virtual_time
async def test_a_call_that_fits_once_others_end_waits_for_them() -> None:
    there = world(small=[Does(3.0)])
    with budget(usd=300.0) as spent:
        first = asyncio.ensure_future(there.ask(priced(), size=Size(200, 0)))
        await asyncio.sleep(0)
        second = asyncio.ensure_future(there.ask(priced(), size=Size(200, 0)))
        (await first).close(used(50))
        (await second).close(used(60))
    assert (there.times, spent.usd) == ([0.0, 3.0], 110.0)


@in_virtual_time
async def test_a_call_that_turns_out_not_to_fit_is_refused_when_that_is_known() -> None:
    there = world(small=[Does(3.0)])
    with budget(usd=300.0):
        first = asyncio.ensure_future(there.ask(priced(), size=Size(200, 0)))
        await asyncio.sleep(0)
        second = asyncio.ensure_future(there.ask(priced(), size=Size(200, 0)))
        (await first).close(used(150))
        with pytest.raises(BudgetError, match=r"spent 150\.00 USD"):
            await second
    assert len(there.sent) == 1


@in_virtual_time
async def test_a_small_call_does_not_overtake_a_large_one_that_waits() -> None:
    there = world()
    with budget(usd=300.0):
        holder = await there.ask(target("holder", price=DOLLAR_A_TOKEN), size=Size(200, 0))
        waiting = [
            asyncio.ensure_future(there.ask(target(name, price=DOLLAR_A_TOKEN), size=Size(n, 0)))
            for name, n in (("large", 200), ("little", 1))
        ]
        await asyncio.sleep(1.0)
        holder.close(used(0))
        await asyncio.gather(*waiting)
    assert [name for _, name in there.sent] == ["holder", "large", "little"]


@in_virtual_time
async def test_when_one_who_waits_is_cancelled_those_behind_go_on() -> None:
    there = world()
    with budget(usd=300.0):
        holder = await there.ask(priced(), size=Size(200, 0))
        large, little = (
            asyncio.ensure_future(there.ask(priced(), size=Size(n, 0))) for n in (200, 1)
        )
        await asyncio.sleep(1.0)
        large.cancel()
        (await little).close(used(1))
        holder.close(used(1))
    assert now() == 1.0


@in_virtual_time
async def test_a_call_is_held_up_by_one_budget_after_the_other() -> None:
    there = world()
    with budget(usd=300.0) as outer:
        in_outer = await there.ask(priced(), size=Size(150, 0))
        with budget(usd=200.0):
            in_both = await there.ask(priced(), size=Size(150, 0))
            waiting = asyncio.ensure_future(there.ask(priced(), size=Size(140, 0)))
            await asyncio.sleep(1.0)
            in_outer.close(used(0))  # now there is room in the outer, not in the inner
            await asyncio.sleep(1.0)
            assert len(there.sent) == 2
            in_both.close(used(30))
            (await waiting).close(used(0))
    assert (outer.usd, now()) == (30.0, 2.0)


@in_virtual_time
async def test_who_waits_for_itself_is_refused_after_a_while_and_told_so() -> None:
    with budget(calls=1):
        won = await world().ask(target())  # a stream that is being read, say
        with pytest.raises(BudgetError, match="only when others end, and none did for 300 s"):
            await world().ask(target())
        assert now() == 300.0
        won.close(None)


@in_virtual_time
async def test_patience_begins_anew_with_every_call_that_ends() -> None:
    there = world(small=[Does(200.0), Does(400.0)])
    with budget(usd=30.0):
        both = [
            asyncio.ensure_future(there.ask(priced(timeout=900.0), size=Size(15, 0)))
            for _ in range(2)
        ]
        await asyncio.sleep(0)
        third = asyncio.ensure_future(there.ask(priced(), size=Size(30, 0)))
        for call in both:
            (await call).close(used(0))
        assert (await third).value
    assert now() == 400.0


@pytest.mark.parametrize(
    ("kind", "spends"),
    [("server_error", 0), ("rate_limited", 0), ("timeout", 1), ("disconnected", 1)],
)
def test_a_failed_attempt_is_given_back_unless_it_may_be_charged(
    kind: FailureKind, spends: int
) -> None:
    @in_virtual_time
    async def run() -> None:
        with budget(usd=1000.0) as spent:
            await failure_of(world(small=[Does(kind=kind)]).ask(priced(retries=0), size=Size(7, 3)))
        assert (spent.usd, spent.tokens, spent.calls) == (10.0 * spends, 10 * spends, spends)
        assert spent.reserved_calls == 0

    run()


@in_virtual_time
async def test_a_cancelled_attempt_stays_spent_and_so_does_an_answer_that_broke_off() -> None:
    with budget(usd=1000.0) as spent:
        call = asyncio.ensure_future(world(small=[Does(9.0)]).ask(priced(), size=Size(5, 5)))
        await asyncio.sleep(1.0)
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert (spent.usd, spent.reserved_usd) == (10.0, 0.0)
        (await world().ask(priced(), size=Size(5, 5))).close(None)
        assert (spent.usd, spent.calls) == (20.0, 2)


@in_virtual_time
async def test_cancelled_while_it_waits_for_a_place_a_call_gives_its_reservation_back() -> None:
    gate = Gate(concurrency=1)
    with budget(usd=1000.0) as spent:
        won = await world().ask(priced(gate=gate), size=Size(5, 5))
        call = asyncio.ensure_future(world().ask(priced(gate=gate), size=Size(5, 5)))
        await asyncio.sleep(1.0)
        assert spent.reserved_usd == 20.0
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert (spent.reserved_usd, spent.usd) == (10.0, 0.0)
        won.close(used(1))


@in_virtual_time
async def test_a_hedge_is_paid_for_twice() -> None:
    there = world(small=[Does(9.0), Does(1.0)])
    with budget(usd=100.0) as spent:
        (await there.ask(priced(hedge_after=1.0), size=Size(5, 5))).close(used(4))
    assert (spent.usd, spent.calls) == (14.0, 2)


@in_virtual_time
async def test_attempts_made_before_the_budget_stopped_the_call_are_told() -> None:
    there = world(small=[Does(kind="disconnected")])
    with budget(usd=15.0), pytest.raises(BudgetError) as caught:
        await there.ask(priced(), size=Size(5, 5))
    assert [attempt.failure for attempt in caught.value.attempts] == ["disconnected"]


@in_virtual_time
async def test_more_than_was_reserved_is_booked_as_it_was_and_nothing_more_starts() -> None:
    with budget(usd=100.0) as spent:
        (await world().ask(priced(), size=Size(5, 5))).close(used(130))
        assert spent.usd == 130.0
        with pytest.raises(BudgetError):
            await world().ask(target(price=Price(0.0, 0.0)), size=Size(5, 5))


@in_virtual_time
async def test_nested_budgets_all_hold_and_all_count() -> None:
    with budget(usd=100.0) as outer:
        with budget(usd=30.0) as inner:
            (await world().ask(priced(), size=Size(20, 0))).close(used(20))
            with pytest.raises(BudgetError, match=r"budget of 30\.00 USD"):
                await world().ask(priced(), size=Size(20, 0))
        (await world().ask(priced(), size=Size(70, 0))).close(used(70))
        with budget(usd=50.0), pytest.raises(BudgetError, match=r"budget of 100\.00 USD"):
            await world().ask(priced(), size=Size(20, 0))
    assert (outer.usd, inner.usd) == (90.0, 20.0)


@in_virtual_time
async def test_after_the_block_nothing_is_counted_any_more() -> None:
    with budget(calls=0) as spent:
        pass
    (await world().ask(target())).close(None)
    assert spent.calls == 0


@in_virtual_time
async def test_a_cost_that_nobody_knows_is_none_and_never_zero() -> None:
    with budget(calls=5) as spent:
        (await world().ask(target(), size=Size(5, None))).close(used(3))
        assert (spent.usd, spent.tokens, spent.calls) == (None, 3, 1)
        (await world().ask(priced(), size=Size(5, None))).close(None)
        assert (spent.usd, spent.tokens, spent.calls) == (None, None, 2)


@in_virtual_time
async def test_where_cached_input_is_dearer_that_is_what_is_reserved() -> None:
    small = target(price=Price(input=1e6, output=1e6, cached_input=2e6))
    with budget(usd=100.0) as spent:
        won = await world().ask(small, size=Size(5, 5))
        assert spent.reserved_usd == 15.0
        won.close(Usage(5, 5, 5))
    assert spent.usd == 15.0


@in_virtual_time
async def test_the_cost_that_the_answer_tells_is_taken_before_the_price() -> None:
    with budget(usd=100.0) as spent:
        (await world().ask(priced(), size=Size(5, 5))).close(Usage(4, 0, 2, cost=0.125))
    assert (spent.usd, spent.tokens) == (0.125, 6)


@in_virtual_time
async def test_an_answer_that_does_not_tell_its_tokens_counts_as_reserved() -> None:
    with budget(usd=100.0) as spent:
        (await world().ask(priced(), size=Size(5, 5))).close(Usage())
    assert (spent.usd, spent.tokens) == (10.0, 10)


@in_virtual_time
async def test_a_budget_that_cannot_hold_says_what_to_write() -> None:
    with budget(usd=1.0), pytest.raises(UsageError) as caught:
        await world().ask(target("小 (deepseek:deepseek-chat)"))
    assert str(caught.value) == (
        "a budget in USD needs the price of 小 (deepseek:deepseek-chat): write price = "
        "{input = …, output = …} (USD for a million tokens) under its [models.NAME] in genchi.toml"
    )
    for limits in ({"usd": 1.0}, {"tokens": 100}):
        with budget(**limits), pytest.raises(UsageError, match="max_tokens"):
            await world().ask(priced(), size=Size(5, None))


@in_virtual_time
async def test_output_that_is_free_needs_no_limit_for_a_budget_in_usd() -> None:
    with budget(usd=0.0) as spent:
        (await world().ask(target(price=Price(0.0, 0.0)), size=Size(5, None))).close(Usage())
    assert (spent.usd, spent.calls) == (0.0, 1)


@pytest.mark.parametrize(
    ("limits", "named"),
    [
        ({"usd": -1}, "usd of a budget is a number, 0 or more, not -1"),
        ({"usd": float("nan")}, "not nan"),
        ({"tokens": 1.5}, "tokens of a budget is a whole number, 0 or more, not 1.5"),
        ({"calls": True}, "calls .* not True"),
    ],
)
def test_a_limit_that_makes_no_sense_is_named(limits: dict[str, Any], named: str) -> None:
    with pytest.raises(UsageError, match=named), budget(**limits):
        pass


def test_sums_of_small_prices_are_exact() -> None:
    @in_virtual_time
    async def run() -> None:
        cheap = target(price=Price(input=0.1, output=0.1))
        with budget(usd=0.0001) as spent:
            for _ in range(1000):
                (await world().ask(cheap, size=Size(1, 0))).close(used(1))
            assert spent.usd == 0.0001
            with pytest.raises(BudgetError):
                await world().ask(cheap, size=Size(1, 0))

    run()


@dataclass(frozen=True)
class Planned:
    """One call of a random program. Times are seconds."""

    starts: int
    takes: int
    most: int
    share: float
    """What it costs, of the most that it may."""
    failure: FailureKind | None
    cancelled_at: int | None
    in_inner_budget: bool
    is_gated: bool
    hedge_after: float | None

    @property
    def cost(self) -> int:
        return int(self.most * self.share)


PLANS = st.lists(
    st.builds(
        Planned,
        starts=st.integers(0, 10),
        takes=st.integers(0, 6),
        most=st.integers(0, 40),
        share=st.floats(0, 1),
        failure=st.sampled_from([None, None, None, "server_error", "timeout", "bad_request"]),
        cancelled_at=st.none() | st.integers(0, 15),
        in_inner_budget=st.booleans(),
        is_gated=st.booleans(),
        hedge_after=st.none() | st.sampled_from([0.5, 2.0]),
    ),
    min_size=1,
    max_size=14,
)


@settings(deadline=None)
@given(limit=st.integers(1, 100), inner_limit=st.integers(1, 100), plans=PLANS)
def test_whatever_fails_or_is_cancelled_budgets_are_never_exceeded_and_nobody_is_forgotten(
    limit: int, inner_limit: int, plans: list[Planned]
) -> None:
    gate = Gate(concurrency=2)
    charged = 0

    async def one(plan: Planned) -> None:
        async def call(_: Any) -> None:
            nonlocal charged
            charged += plan.cost  # what the provider takes, unless it says that it does not
            assert charged <= limit
            await asyncio.sleep(plan.takes)
            if plan.failure is not None:
                error = ProviderError("failed", plan.failure)
                charged -= plan.cost if error.charged == "no" else 0
                raise error

        small = priced(
            gate=gate if plan.is_gated else None,
            retries=1,
            backoff=1.0,
            hedge_after=plan.hedge_after,
        )
        await asyncio.sleep(plan.starts)
        clock = asyncio.get_running_loop().time
        won = await bounded([small], call, Size(plan.most, 0), clock=clock, random=lambda: 0.5)
        usage = None
        try:
            await asyncio.sleep(1)
            usage = used(plan.cost)
        finally:
            won.close(usage)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        with budget(usd=limit) as outer:
            in_outer = contextvars.copy_context()
            with budget(usd=inner_limit) as inner:
                in_both = contextvars.copy_context()
        tasks = []
        for plan in plans:
            context = in_both if plan.in_inner_budget else in_outer
            tasks.append(loop.create_task(one(plan), context=context.copy()))
            if plan.cancelled_at is not None:
                loop.call_at(plan.cancelled_at, tasks[-1].cancel)
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        allowed = (BudgetError, ProviderError, asyncio.CancelledError)
        assert [e for e in ended if e is not None and not isinstance(e, allowed)] == []
        assert [e for e in ended if "none did for" in str(e)] == []  # a lost wake-up
        assert (outer.reserved_usd, outer.reserved_calls, inner.reserved_calls) == (0.0, 0, 0)
        assert outer.usd is not None
        assert inner.usd is not None
        assert charged <= outer.usd <= limit
        assert inner.usd <= min(inner_limit, outer.usd)
        assert [gate.take(0, now()) for _ in range(3)] == [True, True, False]

    virtually(main())


def test_a_loop_that_is_gone_with_someone_waiting_takes_nothing_from_a_budget() -> None:
    with budget(calls=1) as spent:
        holder = reserve_now((spent,), Amount())
        assert holder is not None
        gone = asyncio.new_event_loop()
        waiting = reserve((spent,), Amount())
        gone.call_soon(lambda: waiting.send(None))
        gone.run_until_complete(asyncio.sleep(0))
        gone.close()
        holder.end(None)
        assert spent.reserved_calls == 0
        waiting.close()
        assert reserve_now((spent,), Amount())


def test_threads_with_loops_of_their_own_share_a_budget_to_the_last_cent() -> None:
    lock, charged = threading.Lock(), [0]

    async def call(_: Any) -> None:
        with lock:
            charged[0] += 3
        await asyncio.sleep(0.0005)

    async def one(number: int) -> str:
        try:
            won = await bounded([priced()], call, Size(10, 0))
        except BudgetError:
            return "refused"
        won.close(used(3))
        return "answered"

    async def crowd() -> list[str]:
        return await asyncio.gather(*(one(n) for n in range(50)))

    with budget(usd=100.0) as spent:
        contexts = [contextvars.copy_context() for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            runs = list(pool.map(lambda context: context.run(asyncio.run, crowd()), contexts))
    outcomes = [outcome for run in runs for outcome in run]
    assert spent.usd == charged[0]
    assert spent.reserved_calls == 0
    # A call is refused only where 10 do not fit beside what is spent: from 91 on.
    assert outcomes.count("answered") == 31
    assert outcomes.count("refused") == 169


@in_virtual_time
async def test_tasks_and_threads_that_carry_the_context_inherit_the_budget() -> None:
    def in_thread() -> None:
        async def call() -> None:
            (await bounded([priced()], lambda _: asyncio.sleep(0), Size(2, 0))).close(used(2))

        asyncio.run(call())

    with budget(usd=10.0) as spent:
        task = asyncio.ensure_future(world().ask(priced(), size=Size(1, 0)))
        in_thread_too = contextvars.copy_context()
    (await task).close(used(1))
    with ThreadPoolExecutor(1) as pool:
        pool.submit(in_thread_too.run, in_thread).result()
    assert spent.usd == 3.0


def test_the_virtual_loop_tells_when_a_wake_up_is_lost() -> None:
    async def forever() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(StalledError):
        virtually(forever())


def test_money_is_counted_finer_than_any_token_costs() -> None:
    assert round(Price(0.001, 0).cost(Usage(1, 0, 0)) * PER_USD) == 1000  # type: ignore[operator]
