"""A second attempt beside one that is slow; the first answer counts.

Few slow answers make up most of what people wait for. They are seldom slow for a reason of their
own, so a second request mostly answers soon (Dean and Barroso, "The Tail at Scale", 2013). It is
paid for twice, so their share is bounded, and a hedge takes only what is free: it never waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import TypeVar

from genchi.models.bounds.attempting import Course, attempt, enter_now
from genchi.models.bounds.lease import Lease
from genchi.models.bounds.spending import BudgetError
from genchi.models.bounds.target import Target
from genchi.models.failures import ProviderError

T = TypeVar("T")
Running = dict["asyncio.Task[T]", Lease]


async def raced(course: Course[T], lease: Lease, others: Sequence[Target]) -> tuple[T, Lease]:
    """The answer of an attempt, or of a second one that starts when the first is slow.

    When both fail, the failure of the first is raised. When one has answered, the other is
    cancelled and has ended before this returns.
    """
    running: Running[T] = {asyncio.create_task(attempt(course, lease)): lease}
    try:
        won = await _first_answer(course, running, others)
    except BaseException:
        await _called_off(course, running)
        raise
    try:
        await _called_off(course, running)
    except BaseException:
        won[1].failed("maybe")
        await _thrown_away(won[0])
        raise
    return won


async def _first_answer(
    course: Course[T], running: Running[T], others: Sequence[Target]
) -> tuple[T, Lease]:
    """Takes what has ended out of `running`."""
    (first,) = running
    lease = running[first]
    done, _ = await asyncio.wait(running, timeout=lease.target.policy.hedge_after)
    if not done and (second := _second(course, lease.target, others)):
        course.is_hedged = True
        running[asyncio.create_task(attempt(course, second))] = second
    while True:
        await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in [task for task in running if task.done()]:
            if not isinstance(error := task.exception(), ProviderError):
                return task.result(), running.pop(task)
            if task is first:
                failure = error
            del running[task]
        if not running:
            raise failure


def _second(course: Course[T], slow: Target, others: Sequence[Target]) -> Lease | None:
    """What a hedge needs, where one may start now."""
    target = next((other for other in others if other.circuit.is_closed), slow)
    if not target.circuit.is_closed or course.is_over():
        return None
    try:
        lease = enter_now(course, target)
    except BudgetError:
        return None
    if lease and not slow.gate.hedges.take():
        lease.undo()
        return None
    return lease


async def _called_off(course: Course[T], running: Running[T]) -> None:
    """Cancel attempts and see them end, even if cancelled meanwhile."""
    for task in running:
        task.cancel()
    cancelled: asyncio.CancelledError | None = None
    while waiting := [task for task in running if not task.done()]:
        try:
            await asyncio.wait(waiting)
        except asyncio.CancelledError as error:
            cancelled = error
    for task, lease in running.items():
        if task.cancelled():
            lease.undo()  # where it was cancelled before its first step, and sent nothing
        elif task.exception() is None:
            await _answered_too_late(course, task.result(), lease)
    if cancelled:
        raise cancelled


async def _answered_too_late(course: Course[T], value: T, lease: Lease) -> None:
    course.note_cancelled(lease.target, lease.seconds, "yes")
    lease.failed("yes")
    await _thrown_away(value)


async def _thrown_away(value: object) -> None:
    """An answer that nobody reads any more is closed, where it is one that comes in pieces."""
    close = getattr(value, "aclose", None)
    if close is not None:
        with suppress(Exception):
            await close()
