"""Answers that take long, kept until what they were made of has changed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """A few answers, each under a name with a stamp that changes when its sources do.

    Of several who ask for the same at one time, one works it out and the others wait.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[Hashable, Answer]] = OrderedDict()
        self._working: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, name: Hashable, stamp: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer under a name, worked out where there is none with this stamp."""
        with self._lock:
            working = self._working.setdefault(name, threading.Lock())
        with working:
            with self._lock:
                kept = self._kept.get(name)
            if kept is None or kept[0] != stamp:
                kept = (stamp, work())
            with self._lock:
                self._kept[name] = kept
                self._kept.move_to_end(name)
                while len(self._kept) > self._most:
                    gone, _ = self._kept.popitem(last=False)
                    self._working.pop(gone, None)
            return kept[1]
