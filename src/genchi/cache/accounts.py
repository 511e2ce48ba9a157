"""What the cache gave and saved, counted in memory and written down together.

A hit takes microseconds and a commit to disk milliseconds. What is not written yet, at most
`EVERY` seconds of it or `MANY` uses, is lost where the process is killed.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace
from threading import Lock

from genchi.store import Answers, Use

EVERY = 1.0
MANY = 256


@dataclass(frozen=True, slots=True)
class Stats:
    """What became of questions: `uses` by kind, and what the hits among them saved.

    `saved_cost` is USD, None where the cost of no hit is known; `unpriced` is for how many hits it
    is not. `hit_rate` is None where nothing was asked.
    """

    tenant: str | None
    uses: tuple[Use, ...]
    hits: int
    misses: int
    hit_rate: float | None
    saved_cost: float | None
    unpriced: int
    saved_seconds: float


class Accounts:
    """The accounts of one cache."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._lock = Lock()
        self._uses: dict[tuple[str, str], Use] = {}
        self._hits: Counter[int] = Counter()
        self._waiting = 0
        self._written = time.monotonic()

    def add(
        self, tenant: str, kind: str, cost: float | None, seconds: float, answer: int | None = None
    ) -> bool:
        """Count one use, of a kept answer where it is one; whether it is time to write."""
        key = (tenant, kind)
        with self._lock:
            use = self._uses.get(key, Use(tenant, kind))
            self._uses[key] = replace(
                use,
                n=use.n + 1,
                cost=use.cost + (cost or 0.0),
                priced=use.priced + (cost is not None),
                seconds=use.seconds + seconds,
            )
            if answer is not None:
                self._hits[answer] += 1
            self._waiting += 1
            return self._waiting >= MANY or time.monotonic() - self._written > EVERY

    def write(self) -> None:
        """Write down what was counted. Where that fails it is kept for the next time."""
        with self._lock:
            if self._waiting:
                self._answers.count_uses(self._uses.values(), self._hits)
                self._uses, self._hits, self._waiting = {}, Counter(), 0
            self._written = time.monotonic()


def stats_of(uses: list[Use], tenant: str | None) -> Stats:
    """The sum of accounts."""
    hits = [use for use in uses if use.kind != "miss"]
    given, asked = sum(use.n for use in hits), sum(use.n for use in uses)
    priced = sum(use.priced for use in hits)
    return Stats(
        tenant=tenant,
        uses=tuple(uses),
        hits=given,
        misses=asked - given,
        hit_rate=given / asked if asked else None,
        saved_cost=sum(use.cost for use in hits) if priced else None,
        unpriced=given - priced,
        saved_seconds=sum(use.seconds for use in hits),
    )
