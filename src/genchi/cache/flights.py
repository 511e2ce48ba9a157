"""One call for many who ask the same at once, across the threads and loops of a process.

The first to come leads: it asks the model. Those who come meanwhile wait for what it gets. Where
it fails, they get its error, because retries are the business of the door to models, and 200
callers that each try again are what made it fail. Where it is cancelled, that is its own affair:
the next of those who wait leads in its place.
"""

from __future__ import annotations

from collections.abc import Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Landed(Generic[T]):
    """What the leader got: an answer, or an error."""

    value: T | None = None
    error: Exception | None = None


Waiter = Future[Landed[T] | None]
"""What one who waits is told: how it ended, or None where it is to lead itself."""


class Flights(Generic[T]):
    """The calls under way, by what was asked."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, list[Waiter[T]]] = {}
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many wait for another's call."""
        with self._lock:
            return sum(map(len, self._waiting.values()))

    def join(self, key: Hashable) -> Waiter[T] | None:
        """A place to wait in; None for the first, who leads and must `land` or `hand_over`."""
        with self._lock:
            if key not in self._waiting:
                self._waiting[key] = []
                return None
            waiter: Waiter[T] = Future()
            self._waiting[key].append(waiter)
            return waiter

    def land(self, key: Hashable, landed: Landed[T]) -> None:
        """Tell all who wait how it ended."""
        with self._lock:
            for waiter in self._waiting.pop(key):
                _tell(waiter, landed)

    def hand_over(self, key: Hashable) -> None:
        """Let the next of those who still wait lead."""
        with self._lock:
            waiting = self._waiting[key]
            while waiting:
                if _tell(waiting.pop(0), None):
                    return
            del self._waiting[key]

    def leave(self, key: Hashable, waiter: Waiter[T]) -> None:
        """Wait no more; one who was just told to lead hands over."""
        with self._lock:
            gone = waiter.cancel()
        if not gone and waiter.result() is None:
            self.hand_over(key)


def _tell(waiter: Waiter[T], landed: Landed[T] | None) -> bool:
    if not waiter.set_running_or_notify_cancel():
        return False
    waiter.set_result(landed)
    return True
