"""Whether anything arrived: four numbers that pages look at every few seconds."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import astuple, dataclass

from genchi.store import Store


@dataclass(frozen=True, slots=True)
class Pulse:
    """Numbers that only grow, each when something of its kind arrives for the application.

    Their differences are what counts: they begin at what was there when the server started, of
    whatever application. `labels` grows with what is taken back as well.
    """

    spans: int
    labels: int
    verdicts: int
    feedback: int


class Pulses:
    """Counts what arrives by application. Each look reads what came since the last one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._began = self._seen = store.arriving.newest()
        self._came: dict[str, Counter[str]] = {}
        self._lock = threading.Lock()

    def of(self, app: str) -> Pulse:
        """The numbers of an application now."""
        with self._lock:
            self._look()
            came = {kind: counts[app] for kind, counts in self._came.items()}
        span, label, action, feedback = astuple(self._began)
        return Pulse(
            spans=span + came.get("span", 0),
            labels=label + action + came.get("label", 0) + came.get("review_action", 0),
            verdicts=self._store.arriving.verdicts(app),
            feedback=feedback + came.get("feedback", 0),
        )

    def _look(self) -> None:
        self._seen, came = self._store.arriving.since(self._seen)
        for kind, counts in came.items():
            self._came.setdefault(kind, Counter()).update(counts)
