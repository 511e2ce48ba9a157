"""Calls go out in waves, and one body of code serves plain functions and those that wait.

A technique is a generator: it yields the calls of its next wave, is sent what came of each, in
order, and returns its result. Whether anything waits shows when a call is made, not before: a
lambda around an async function is plain, and what it returns is not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, TypeVar

from genchi.errors import RunError, UsageError

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one call: its value, or the error it raised."""

    value: Any = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What brought nothing: its place (from 0) among the samples or parts, and the error."""

    place: int
    error: Exception

    @property
    def why(self) -> str:
        """The kind of the error, and what it says."""
        return f"{type(self.error).__name__}: {self.error}".removesuffix(": ")


Call = Callable[[], Any]
Plan = Generator[Sequence[Call], list[Outcome], R]


def carried_out(plan: Plan[R], concurrency: int) -> R | Awaitable[R]:
    """The result of the plan, or something to await if one of its calls has to be awaited.

    At most `concurrency` calls are under way at once: tasks where they wait, threads where they are
    plain. The first call of a plain wave runs alone, in the thread of the caller. An error of a
    call is an outcome, save `UsageError` and `RunError`, which stop the plan: no other call begins.
    """
    if concurrency < 1:
        raise UsageError(f"concurrency is 1 or more, but was given {concurrency!r}")
    wave = next(plan)
    while True:
        made = [_made(wave[0])]
        if not isawaitable(made[0].value):
            made += _made_in_threads(wave[1:], concurrency)
        if any(isawaitable(outcome.value) for outcome in made):
            return _waiting(plan, [*map(_again, made), *wave[len(made) :]], concurrency)
        try:
            wave = plan.send(made)
        except StopIteration as end:
            result: R = end.value
            return result


def answer_text(value: Any) -> str:
    """What a model said, if it is a text; `UsageError` otherwise.

    >>> answer_text("退款")
    '退款'
    """
    if not isinstance(value, str):
        raise UsageError(
            f"the function that asks returned a {type(value).__name__}, not a text: let it return "
            "the text of the answer"
        )
    return value


def _made(call: Call) -> Outcome:
    try:
        return Outcome(call())
    except (UsageError, RunError):
        raise
    except Exception as error:  # a model is the outside, whatever it raises
        return Outcome(error=error)


def _made_in_threads(calls: Sequence[Call], concurrency: int) -> list[Outcome]:
    if min(concurrency, len(calls)) < 2:
        return [_made(call) for call in calls]
    from concurrent.futures import ThreadPoolExecutor

    outcomes: dict[int, Outcome] = {}
    todo = deque(enumerate(calls))
    context = copy_context()  # so that spans know their parent

    def work() -> None:
        try:
            while True:
                place, call = todo.popleft()
                outcomes[place] = context.copy().run(_made, call)
        except IndexError:  # nothing is left to do
            return
        except BaseException:
            todo.clear()
            raise

    with ThreadPoolExecutor(concurrency, "genchi-asking") as pool:
        workers = [pool.submit(work) for _ in range(min(concurrency, len(calls)))]
    for worker in workers:
        worker.result()
    return [outcomes[place] for place in range(len(calls))]


def _again(outcome: Outcome) -> Call:
    """A call that brings what another brought."""

    def call() -> Any:
        if outcome.error is not None:
            raise outcome.error
        return outcome.value

    return call


async def _waiting(plan: Plan[R], wave: Sequence[Call], concurrency: int) -> R:
    while True:
        outcomes = await _awaited(wave, concurrency)
        try:
            wave = plan.send(outcomes)
        except StopIteration as end:
            result: R = end.value
            return result


async def _awaited(calls: Sequence[Call], concurrency: int) -> list[Outcome]:
    import asyncio

    outcomes: dict[int, Outcome] = {}
    todo = deque(enumerate(calls))

    async def work() -> None:
        try:
            while todo:
                place, call = todo.popleft()
                outcomes[place] = await _finished(_made(call))
        except BaseException:
            todo.clear()
            raise

    workers = [asyncio.ensure_future(work()) for _ in range(min(concurrency, len(calls)))]
    try:
        await asyncio.gather(*workers)
    finally:  # nothing is left waiting after a run was stopped
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return [outcomes[place] for place in range(len(calls))]


async def _finished(outcome: Outcome) -> Outcome:
    if not isawaitable(outcome.value):
        return outcome
    try:
        return Outcome(await outcome.value)
    except (UsageError, RunError):
        raise
    except Exception as error:  # as above
        return Outcome(error=error)
