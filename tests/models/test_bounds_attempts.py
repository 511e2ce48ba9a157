"""Time limits, retries and fallbacks around a call."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from tests.models.bounds_world import Does, failure_of, in_virtual_time, now, target, world

from genchi.errors import UsageError
from genchi.models.bounds import Gate, Policy, Size, bounded
from genchi.models.failures import PASSING, FailureKind, ProviderError

REASONS_OF_THE_TARGET: list[FailureKind] = [
    "bad_key",
    "out_of_credit",
    "unknown_model",
    "too_long",
]


@in_virtual_time
async def test_an_answer_comes_with_its_one_attempt() -> None:
    there = world(small=[Does(2.0)])
    won = await there.ask(small := target())
    won.close(None)
    (attempt,) = won.attempts
    assert (won.value, won.target) == ("from small", small)
    assert (attempt.target, attempt.seconds, attempt.failure, attempt.charged) == (
        "small",
        2.0,
        None,
        "yes",
    )


@pytest.mark.parametrize("kind", sorted(PASSING))
def test_what_passes_is_tried_again_with_growing_pauses(kind: FailureKind) -> None:
    @in_virtual_time
    async def run() -> None:
        there = world(small=[Does(kind=kind)] * 3)
        won = await there.ask(target(retries=3, backoff=1.0))
        assert [attempt.failure for attempt in won.attempts] == [kind, kind, kind, None]
        assert there.times == [0.0, 0.5, 1.5, 3.5]

    run()


@in_virtual_time
async def test_pauses_grow_to_a_limit() -> None:
    there = world(small=[Does(kind="overloaded")] * 4)
    await there.ask(target(retries=4, backoff=1.0, most_backoff=2.0, failures_to_open=9), drawn=1.0)
    assert there.times == [0.0, 1.0, 3.0, 5.0, 7.0]


@in_virtual_time
async def test_after_the_last_retry_the_failure_is_raised_with_all_attempts() -> None:
    there = world(small=[Does(kind="server_error"), Does(kind="overloaded")])
    error = await failure_of(there.ask(target(retries=1)))
    assert (error.kind, str(error)) == ("overloaded", "small: overloaded")
    assert [(a.failure, a.message, a.charged) for a in error.attempts] == [
        ("server_error", "small: server_error", "no"),
        ("overloaded", "small: overloaded", "no"),
    ]


@in_virtual_time
async def test_a_bad_request_is_wrong_everywhere_and_asked_once() -> None:
    there = world(small=[Does(kind="bad_request")])
    error = await failure_of(there.ask(target(), target("large")))
    assert error.kind == "bad_request"
    assert [name for _, name in there.sent] == ["small"]


@pytest.mark.parametrize("kind", REASONS_OF_THE_TARGET)
def test_what_is_wrong_at_one_target_is_tried_at_the_next_without_retries(
    kind: FailureKind,
) -> None:
    @in_virtual_time
    async def run() -> None:
        there = world(small=[Does(kind=kind)])
        won = await there.ask(target(), target("large"))
        assert (won.value, won.target.name) == ("from large", "large")
        assert [(a.target, a.failure) for a in won.attempts] == [("small", kind), ("large", None)]
        assert now() == 0.0

    run()


@in_virtual_time
async def test_a_target_that_is_exhausted_hands_over_to_the_next_with_its_own_policy() -> None:
    there = world(small=[Does(kind="server_error")] * 9, large=[Does(kind="server_error")] * 2)
    won = await there.ask(target(retries=1), target("large", retries=2), target("last"))
    assert [name for _, name in there.sent] == ["small", "small", "large", "large", "large"]
    assert won.target.name == "large"


@in_virtual_time
async def test_an_attempt_beyond_its_timeout_is_cancelled_and_may_be_charged() -> None:
    there = world(small=[Does(100.0)])
    won = await there.ask(target(timeout=3.0, backoff=0.0))
    failed, _ = won.attempts
    assert (failed.failure, failed.seconds, failed.charged) == ("timeout", 3.0, "maybe")
    assert failed.message == "small did not answer within its timeout of 3 s"
    assert there.open == 0


@in_virtual_time
async def test_the_deadline_cuts_an_attempt_and_nothing_is_asked_after_it() -> None:
    there = world(small=[Does(100.0)])
    error = await failure_of(there.ask(target(deadline=5.0), target("large")))
    assert (error.kind, now()) == ("timeout", 5.0)
    assert str(error) == "small did not answer before the deadline of 5 s"
    assert there.sent == [(0.0, "small")]


@in_virtual_time
async def test_no_pause_is_begun_that_would_end_after_the_deadline() -> None:
    there = world(small=[Does(4.0, "server_error")])
    error = await failure_of(there.ask(target(deadline=5.0, backoff=10.0)))
    assert (error.kind, now()) == ("server_error", 4.0)


@in_virtual_time
async def test_what_is_left_of_the_deadline_is_for_the_next_target() -> None:
    there = world(small=[Does(4.0, "server_error")], large=[Does(0.5)])
    won = await there.ask(target(deadline=5.0, backoff=10.0), target("large", deadline=1.0))
    assert (won.target.name, now()) == ("large", 4.5)


@in_virtual_time
async def test_the_deadline_holds_while_waiting_for_a_place() -> None:
    gate = Gate(concurrency=1)
    there = world(first=[Does(60.0)])
    long = asyncio.ensure_future(there.ask(target("first", gate=gate)))
    await asyncio.sleep(0)
    error = await failure_of(there.ask(target(gate=gate, deadline=5.0)))
    assert (error.kind, error.attempts, now()) == ("timeout", (), 5.0)
    assert str(error) == "the deadline of 5 s came before small could be asked"
    (await long).close(None)
    (await there.ask(target(gate=gate))).close(None)


@in_virtual_time
async def test_with_no_time_left_when_the_place_is_free_nothing_is_sent() -> None:
    gate = Gate(concurrency=1)
    assert gate.take(0, now())
    there = world()
    call = asyncio.ensure_future(failure_of(there.ask(target(gate=gate, deadline=5.0))))
    await asyncio.sleep(4.9995)
    gate.leave(0, None, now())
    assert ((await call).kind, there.sent) == ("timeout", [])
    assert gate.take(0, now())


@in_virtual_time
async def test_what_a_provider_asks_to_wait_is_waited_and_the_jitter_on_top() -> None:
    there = world(small=[Does(kind="rate_limited", retry_after=7.0)])
    await there.ask(target(backoff=1.0))
    assert there.times == [0.0, 7.5]


@in_virtual_time
async def test_a_wait_that_is_too_long_is_not_begun_and_the_error_says_when() -> None:
    there = world(small=[Does(kind="rate_limited", retry_after=90.0)])
    error = await failure_of(there.ask(target()))
    assert str(error) == ("small: rate_limited (small asks to wait 90 s: try again after that)")
    assert (error.kind, error.retry_after, now(), len(error.attempts)) == (
        "rate_limited",
        90.0,
        0.0,
        1,
    )


@in_virtual_time
async def test_a_wait_beyond_the_deadline_goes_to_the_next_target() -> None:
    there = world(small=[Does(kind="rate_limited", retry_after=9.0)])
    won = await there.ask(target(deadline=5.0), target("large"))
    assert (won.target.name, now()) == ("large", 0.0)


@in_virtual_time
async def test_a_long_wait_within_a_longer_deadline_is_waited() -> None:
    there = world(small=[Does(kind="rate_limited", retry_after=90.0)])
    await there.ask(target(deadline=200.0, backoff=0.0))
    assert there.times == [0.0, 90.0]


@in_virtual_time
async def test_cancelling_a_call_cancels_the_attempt_and_frees_its_place() -> None:
    gate = Gate(concurrency=1)
    there = world(small=[Does(100.0)])
    call = asyncio.ensure_future(there.ask(target(gate=gate)))
    await asyncio.sleep(1.0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert there.open == 0
    assert gate.take(0, now())


@in_virtual_time
async def test_a_mistake_in_the_code_that_calls_is_raised_as_it_is_and_frees_the_place() -> None:
    gate = Gate(concurrency=1)

    async def call(asked: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await bounded([target(gate=gate)], call, Size(1, 1))
    assert gate.take(0, now())


@in_virtual_time
async def test_a_timeout_that_the_call_raises_itself_is_not_taken_for_ours() -> None:
    async def call(asked: object) -> None:
        raise TimeoutError("of the call's own")

    with pytest.raises(TimeoutError, match="own"):
        await bounded([target()], call, Size(1, 1))


@in_virtual_time
async def test_the_place_is_held_until_the_answer_is_closed_and_closing_twice_does_nothing() -> (
    None
):
    gate = Gate(concurrency=1)
    won = await world().ask(target(gate=gate))
    assert not gate.take(0, now())
    won.close(None)
    won.close(None)
    assert gate.take(0, now())
    assert not gate.take(0, now())


@in_virtual_time
async def test_without_targets_the_mistake_is_named() -> None:
    with pytest.raises(UsageError, match="no target"):
        await world().ask()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("timeout", 0),
        ("timeout", "60"),
        ("timeout", float("nan")),
        ("deadline", -1),
        ("retries", 1.5),
        ("retries", True),
        ("backoff", -0.1),
        ("most_backoff", float("inf")),
        ("longest_retry_after", None),
        ("hedge_after", 0),
        ("failures_to_open", 0),
        ("open_seconds", 0),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_with_its_value(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"^{name} is .* not {value!r}$"):
        Policy(**{name: value})


def test_every_setting_is_checked_and_its_default_passes() -> None:
    for name in Policy.__slots__:
        with pytest.raises(UsageError, match=f"^{name} "):
            Policy(**cast("Any", {name: "什么"}))
    assert Policy(retries=0, deadline=1).retries == 0


def test_pauses_stay_finite_however_many_retries() -> None:
    assert Policy().pause(10_000, 0.5) == 10.0


def test_an_error_has_no_attempts_before_a_call_ends_with_it() -> None:
    assert ProviderError("x", "timeout").attempts == ()
