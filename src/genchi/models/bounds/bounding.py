"""A call within its bounds: one target after the other, each with its retries."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import random as _random
from typing import Any, Generic, TypeVar

from genchi.errors import UsageError
from genchi.models.bounds.attempting import Course, attempt, enter
from genchi.models.bounds.budget import check, current
from genchi.models.bounds.hedging import raced
from genchi.models.bounds.lease import Lease
from genchi.models.bounds.policy import Size
from genchi.models.bounds.spending import BudgetError
from genchi.models.bounds.target import Target
from genchi.models.failures import ProviderError
from genchi.records import Attempt, Usage

T = TypeVar("T")
AnyTarget = TypeVar("AnyTarget", bound=Target)


@dataclass(frozen=True, slots=True)
class Won(Generic[T]):
    """An answer, the target it is from, and all attempts in the order they ended, the winner last.

    `close` must be called when the answer has been read to its end, or is no longer read.
    """

    value: T
    target: Any
    attempts: tuple[Attempt, ...]
    _lease: Lease = field(repr=False)

    def close(self, usage: Usage | None) -> None:
        """Free the place at the gate, and book what was used; once, from any thread.

        None says that the answer broke off: what was reserved for it stays spent.
        """
        self._lease.close(usage)


async def bounded(
    targets: Sequence[AnyTarget],
    call: Callable[[AnyTarget], Awaitable[T]],
    size: Size,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    random: Callable[[], float] = _random,
) -> Won[T]:
    """The first answer of some targets, asked in turn; `call` makes one attempt.

    Raises the last `ProviderError` when none answered and `BudgetError` when a budget stopped it,
    both with `.attempts`; `UsageError` where a budget cannot know what a call costs. `random` gives
    numbers from 0 up to 1.
    """
    if not targets:
        raise UsageError("there is no target to call: give at least one")
    budgets = current()
    if budgets:
        check(budgets, targets, size)
    course = Course(call, size, budgets, targets[0].policy.deadline, clock)
    try:
        value, lease = await _in_turn(course, targets, sleep, random)
    except (ProviderError, BudgetError) as error:
        error.attempts = tuple(course.log)
        raise
    course.log.append(Attempt(lease.target.name, lease.seconds))
    return Won(value, lease.target, tuple(course.log), lease)


async def _in_turn(
    course: Course[T],
    targets: Sequence[Target],
    sleep: Callable[[float], Awaitable[object]],
    random: Callable[[], float],
) -> tuple[T, Lease]:
    place = 0
    while True:
        target = targets[place]
        place += 1
        try:
            return await _persist(course, target, targets[place:], sleep, random)
        except ProviderError as error:
            if error.kind == "bad_request" or place == len(targets) or course.is_over():
                raise


async def _persist(
    course: Course[T],
    target: Target,
    others: Sequence[Target],
    sleep: Callable[[float], Awaitable[object]],
    random: Callable[[], float],
) -> tuple[T, Lease]:
    """The answer of one target, or of a hedge on one of the others."""
    hedges = target.policy.hedge_after is not None
    if hedges:
        target.gate.hedges.earn()
    retry = 0
    while True:
        lease = await enter(course, target)
        try:
            if hedges and not course.is_hedged:
                return await raced(course, lease, others)
            return await attempt(course, lease), lease
        except ProviderError as error:
            pause = _pause(course, target, error, retry, random)
        await sleep(pause)
        retry += 1


def _pause(
    course: Course[T],
    target: Target,
    error: ProviderError,
    retry: int,
    random: Callable[[], float],
) -> float:
    """Seconds until the next try. Raises the error where there is none."""
    policy = target.policy
    if not error.passing or retry >= policy.retries or not target.circuit.is_closed:
        raise error
    asked = error.retry_after or 0.0
    left = course.left()
    if asked > (policy.longest_retry_after if left is None else left):
        raise _later(target, error, asked) from error
    pause = asked + policy.pause(retry, random())
    if left is not None and pause >= left:
        raise error
    return pause


def _later(target: Target, error: ProviderError, asked: float) -> ProviderError:
    message = f"{error} ({target.name} asks to wait {asked:g} s: try again after that)"
    return ProviderError(message, error.kind, status=error.status, retry_after=asked)
