"""The circuit of a target: when it is left alone, and when it is asked again."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.models.bounds_world import Does, World, failure_of, in_virtual_time, now, target, world

from genchi.models.bounds import Circuit, Gate, Policy
from genchi.models.bounds.circuit import UNHEALTHY
from genchi.models.failures import FailureKind

DOWN = Does(kind="server_error")


def down() -> World:
    return world(small=[DOWN] * 3)


@in_virtual_time
async def test_after_failures_in_a_row_nothing_is_sent_and_the_error_says_when() -> None:
    there, small = down(), target(retries=0, failures_to_open=3, open_seconds=30.0)
    for _ in range(3):
        await failure_of(there.ask(small))
    await asyncio.sleep(10.0)
    error = await failure_of(there.ask(small))
    assert len(there.sent) == 3
    assert str(error) == (
        "small was not asked, as it failed 3 times in a row: it is tried again in 20.0 s"
    )
    assert (error.attempts, error.charged, error.retry_after) == ((), "no", 20.0)


@in_virtual_time
async def test_retries_stop_when_the_circuit_opens_and_the_failure_itself_is_raised() -> None:
    there = world(small=[DOWN] * 9)
    error = await failure_of(there.ask(target(retries=8, failures_to_open=2)))
    assert (error.kind, len(error.attempts)) == ("server_error", 2)


@in_virtual_time
async def test_while_it_is_open_the_next_target_is_asked_at_once() -> None:
    there, small = down(), target(retries=0, failures_to_open=1)
    await failure_of(there.ask(small))
    won = await there.ask(small, target("large"))
    assert [attempt.target for attempt in won.attempts] == ["large"]
    assert now() == 0.0


@in_virtual_time
async def test_then_one_probe_goes_and_a_good_answer_closes_the_circuit() -> None:
    there, small = down(), target(retries=0, failures_to_open=3, open_seconds=30.0)
    for _ in range(3):
        await failure_of(there.ask(small))
    await asyncio.sleep(30.0)
    there.scripts["small"] = [Does(5.0)]
    probe = asyncio.ensure_future(there.ask(small))
    await asyncio.sleep(1.0)
    error = await failure_of(there.ask(small))
    assert "one request is trying it just now" in str(error)
    assert (await probe).value == "from small"
    assert small.circuit.is_closed
    await asyncio.gather(*(there.ask(small) for _ in range(5)))
    assert len(there.sent) == 9


@in_virtual_time
async def test_a_probe_that_fails_opens_it_again_for_as_long() -> None:
    there, small = world(small=[DOWN] * 4), target(retries=2, failures_to_open=3, open_seconds=30.0)
    await failure_of(there.ask(small))
    await asyncio.sleep(31.0)
    assert len((await failure_of(there.ask(small))).attempts) == 1
    assert small.circuit.seconds_left(now()) == 30.0


@pytest.mark.parametrize("ending", ["rate_limited", "cancelled"])
def test_a_probe_that_tells_nothing_leaves_the_turn_to_the_next(ending: str) -> None:
    @in_virtual_time
    async def run() -> None:
        probing = Does(kind="rate_limited") if ending == "rate_limited" else Does(50.0)
        there = world(small=[DOWN, probing])
        small = target(retries=0, failures_to_open=1, open_seconds=30.0)
        await failure_of(there.ask(small))
        await asyncio.sleep(30.0)
        probe = asyncio.ensure_future(there.ask(small))
        await asyncio.sleep(1.0)
        probe.cancel()
        await asyncio.gather(probe, return_exceptions=True)
        assert not small.circuit.is_closed
        await there.ask(small)
        assert small.circuit.is_closed

    run()


@pytest.mark.parametrize("kind", ["bad_request", "bad_key", "too_long"])
def test_a_provider_that_says_no_is_alive(kind: FailureKind) -> None:
    circuit = Circuit(Policy(failures_to_open=2))
    for failure in ("timeout", kind, "timeout"):
        circuit.failed(failure, now=0.0)
    assert circuit.is_closed


def test_a_rate_limit_counts_neither_for_nor_against_it() -> None:
    circuit = Circuit(Policy(failures_to_open=2))
    for _ in range(9):
        circuit.failed("rate_limited", now=0.0)
    circuit.failed("timeout", now=0.0)
    circuit.failed("rate_limited", now=0.0)
    assert circuit.is_closed
    circuit.failed("timeout", now=0.0)
    assert not circuit.is_closed


@pytest.mark.parametrize("kind", sorted(UNHEALTHY))
def test_every_failure_of_health_opens_it(kind: FailureKind) -> None:
    circuit = Circuit(Policy(failures_to_open=1))
    circuit.failed(kind, now=0.0)
    assert not circuit.is_closed


@in_virtual_time
async def test_a_call_that_stood_in_the_queue_while_it_opened_is_not_sent() -> None:
    gate = Gate(concurrency=1)
    there = world(small=[Does(5.0, "server_error")])
    small = target(gate=gate, retries=0, failures_to_open=1)
    first, second = (asyncio.ensure_future(there.ask(small)) for _ in range(2))
    assert (await failure_of(first)).kind == "server_error"
    assert "was not asked" in str(await failure_of(second))
    assert len(there.sent) == 1
    assert gate.take(0, now())


def test_of_many_threads_one_is_the_probe() -> None:
    circuit = Circuit(Policy(failures_to_open=1, open_seconds=1.0))
    circuit.failed("timeout", now=0.0)
    with ThreadPoolExecutor(8) as pool:
        admitted = list(pool.map(lambda _: circuit.admit(now=2.0), range(200)))
    assert admitted.count("probe") == 1
    assert admitted.count(None) == 199
