"""One attempt: what it needs before it may start, its time limit, and what is noted of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from genchi.models.bounds.amounts import most_of
from genchi.models.bounds.lease import Lease
from genchi.models.bounds.policy import Size
from genchi.models.bounds.spending import Reservation, Spent, reserve, reserve_now
from genchi.models.bounds.target import Target
from genchi.models.failures import ProviderError
from genchi.records import Attempt, Charged

T = TypeVar("T")

LEAST_SECONDS = 0.001
"""With less time than this until the deadline nothing is sent: it would only be charged."""


@dataclass(slots=True)
class Course(Generic[T]):
    """One call on its way: what is called, within what, and what has happened so far."""

    call: Callable[[Any], Awaitable[T]]
    size: Size
    budgets: tuple[Spent, ...]
    deadline: float | None
    clock: Callable[[], float]
    ends: float | None = None
    log: list[Attempt] = field(default_factory=list)
    is_hedged: bool = False

    def __post_init__(self) -> None:
        if self.deadline is not None:
            self.ends = self.clock() + self.deadline

    def left(self) -> float | None:
        """Seconds until the deadline; None where there is none."""
        return None if self.ends is None else self.ends - self.clock()

    def is_over(self) -> bool:
        """Whether the deadline has come."""
        return self.ends is not None and self.ends - self.clock() < LEAST_SECONDS

    def note(self, target: Target, seconds: float, error: ProviderError) -> None:
        """Write down an attempt that failed."""
        self.log.append(Attempt(target.name, seconds, error.kind, str(error), error.charged))

    def note_cancelled(self, target: Target, seconds: float, charged: Charged) -> None:
        """Write down an attempt that was no longer needed."""
        message = "no longer needed"
        self.log.append(Attempt(target.name, seconds, "cancelled", message, charged))


async def enter(course: Course[T], target: Target) -> Lease:
    """What an attempt needs, waited for in turn: first room in budgets, then a place at the gate.

    Who holds a place never waits for a budget, and so never keeps others from the provider. Raises
    `ProviderError` where the circuit is open or the deadline comes first.
    """
    _refuse_open(course, target)
    lease = enter_now(course, target)
    if lease is None:
        lease = await _entered_in_time(course, target)
    if course.is_over():
        lease.undo()
        raise _too_late(course, target)
    admitted = target.circuit.admit(course.clock())
    if admitted is None:  # it opened while this call stood in the queue
        lease.undo()
        raise _is_open(course, target)
    lease.probe = admitted == "probe"
    return lease


def enter_now(course: Course[T], target: Target) -> Lease | None:
    """What an attempt needs, if all of it is there at this moment. Raises `BudgetError`."""
    held = None
    if course.budgets:
        held = reserve_now(course.budgets, most_of(course.size, target.price))
        if held is None:
            return None
    if target.gate.take(course.size.tokens, course.clock()):
        return _lease(course, target, held)
    if held:
        held.end(None)
    return None


async def attempt(course: Course[T], lease: Lease) -> T:
    """One try. Its failure is noted and raised; what the answer holds is the caller's to close."""
    target: Target = lease.target
    began = course.clock()
    seconds = target.policy.timeout
    if course.ends is not None:
        seconds = min(seconds, course.ends - began)
    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            value = await course.call(target)
    except ProviderError as error:
        _failed(course, lease, began, error)
        raise
    except BaseException as error:
        if isinstance(error, TimeoutError) and limit.expired():
            late = _no_answer(course, target, seconds)
            _failed(course, lease, began, late)
            raise late from None
        _broke_off(course, lease, began)
        raise
    lease.seconds = course.clock() - began
    target.circuit.succeeded()
    return value


def _failed(course: Course[T], lease: Lease, began: float, error: ProviderError) -> None:
    now = course.clock()
    course.note(lease.target, now - began, error)
    lease.failed(error.charged)
    lease.target.circuit.failed(error.kind, now, probe=lease.probe)


def _broke_off(course: Course[T], lease: Lease, began: float) -> None:
    """Cancelled, or stopped by a mistake in the code that makes the call."""
    course.note_cancelled(lease.target, course.clock() - began, "maybe")
    lease.failed("maybe")
    lease.target.circuit.abandoned(probe=lease.probe)


async def _entered_in_time(course: Course[T], target: Target) -> Lease:
    limit = asyncio.timeout(course.left())
    try:
        async with limit:
            return await _entered(course, target)
    except TimeoutError:
        raise _too_late(course, target) from None


async def _entered(course: Course[T], target: Target) -> Lease:
    held = None
    if course.budgets:
        held = await reserve(course.budgets, most_of(course.size, target.price))
    try:
        if not target.gate.take(course.size.tokens, course.clock()):
            await target.gate.enter(course.size.tokens, course.clock)
    except BaseException:
        if held:
            held.end(None)
        raise
    return _lease(course, target, held)


def _lease(course: Course[T], target: Target, held: Reservation | None) -> Lease:
    return Lease(target, course.size.tokens, held, course.clock)


def _refuse_open(course: Course[T], target: Target) -> None:
    if not target.circuit.is_closed and target.circuit.seconds_left(course.clock()) is not None:
        raise _is_open(course, target)


def _is_open(course: Course[T], target: Target) -> ProviderError:
    left = target.circuit.seconds_left(course.clock())
    when = f"it is tried again in {left:.1f} s" if left else "one request is trying it just now"
    failures = target.circuit.failures
    message = f"{target.name} was not asked, as it failed {failures} times in a row: {when}"
    return ProviderError(message, "unreachable", retry_after=left or None)


def _too_late(course: Course[T], target: Target) -> ProviderError:
    message = f"the deadline of {course.deadline:g} s came before {target.name} could be asked"
    return ProviderError(message, "timeout")


def _no_answer(course: Course[T], target: Target, seconds: float) -> ProviderError:
    limit = f"within its timeout of {seconds:g} s"
    if seconds < target.policy.timeout:
        limit = f"before the deadline of {course.deadline:g} s"
    return ProviderError(f"{target.name} did not answer {limit}", "timeout")
