"""A time limit for code that nobody trusts to end, in the main thread of a process.

An alarm signal interrupts Python code, regular expressions and sleeping; code that never comes back
from C cannot be stopped this way. In other threads there is no limit.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Overtime(BaseException):
    """The time is up; no `except Exception` of a check eats it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `Overtime` inside the block when it takes longer than `seconds`."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)  # again, should a check swallow the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(number: int, frame: FrameType | None) -> None:
    raise Overtime
