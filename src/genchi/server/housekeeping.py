"""What the server does when nobody waits for it: feed the text index, delete what is past its time.

One thread. It works in small steps, takes about a quarter of a core while spans come in, and ends
within a second of being told to. A failure is written down and tried again later: nothing that
comes in depends on it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from genchi.errors import OutsideError
from genchi.store import Store

_LOG = logging.getLogger("genchi.server")

_BATCH = 200
"""Spans to index before looking whether there is something else to do."""
_REST = 3.0
"""How much longer to rest than to work, while others are storing."""
_SETTLE = 0.5
"""Seconds to let more come in after a commit, so that the index is fed in larger portions."""
_SWEEP_EVERY = 60.0
"""Seconds between two looks for spans that are past their time."""
_PATIENCE = 10.0
"""Seconds to leave the store alone after it failed."""


class Housekeeping:
    """The thread. Start it when the server starts, wake it after commits, stop it at the end."""

    def __init__(self, store: Store, *, clock: Callable[[], int] = time.time_ns) -> None:
        self._store, self._clock = store, clock
        self._woken, self._stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="genchi-housekeeping", daemon=True)
        self._swept_at = float("-inf")

    def start(self) -> None:
        """Begin, with what an earlier run left undone."""
        self._woken.set()
        self._thread.start()

    def wake(self) -> None:
        """There is something new in the store."""
        self._woken.set()

    def stop(self) -> None:
        """End: the small step that is under way is finished."""
        self._stopping.set()
        self._woken.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.wait(_SWEEP_EVERY)
            self._woken.clear()
            self._stopping.wait(_SETTLE)
            try:
                self._work()
            except OutsideError as error:
                _LOG.warning("upkeep of the store waits: %s", error)
                self._stopping.wait(_PATIENCE)
            except Exception as error:
                _LOG.error("upkeep of the store failed: please report this", exc_info=error)
                self._stopping.wait(_PATIENCE)

    def _work(self) -> None:
        self._sweep()
        stop, started = self._stopping.is_set, time.monotonic()
        while not stop() and self._store.text.catch_up(_BATCH, stop):
            if self._woken.is_set():
                self._woken.clear()
                self._stopping.wait(_REST * (time.monotonic() - started))
            self._sweep()
            started = time.monotonic()

    def _sweep(self) -> None:
        """Delete what is past its time, now and then."""
        if time.monotonic() - self._swept_at < _SWEEP_EVERY or self._stopping.is_set():
            return
        self._swept_at = time.monotonic()
        self._store.retention.sweep(self._clock(), self._stopping.is_set)
