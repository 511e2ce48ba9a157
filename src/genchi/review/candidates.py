"""Candidate checks, tried on what people labelled and on recent outputs, and put in order."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from genchi.checks import Check
from genchi.checks.recorded import recorded_spans, recorded_subject
from genchi.checks.running import verdict_on
from genchi.records import SpanKey, Verdict
from genchi.review.marks import MOST_GOOD
from genchi.stats import Interval, wilson
from genchi.store import Store

FEW_GOOD = 5
"""Good outputs below which nobody knows what a check wrongly fails."""
_MOST_WRONG = 0.5
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Others:
    """The output in question, and those that candidates are tried on: `bad` has it too."""

    key: SpanKey
    bad: frozenset[SpanKey]
    good: frozenset[SpanKey]
    recent: tuple[SpanKey, ...]

    @property
    def graded(self) -> frozenset[SpanKey]:
        """The good and the bad."""
        return self.bad | self.good


@dataclass(frozen=True, slots=True)
class Candidate:
    """A check that fails this output, by its spec; what it says of those it was tried on.

    It catches `caught` of `bad` outputs, wrongly fails `wrong` of `good` ones, and fails `failed`
    of `recent` ones without labels, each with a few examples. This output is one of the bad.
    """

    spec: str
    caught: int
    bad: int
    wrong: int
    good: int
    failed: int
    recent: int
    caught_examples: tuple[SpanKey, ...] = ()
    wrong_examples: tuple[SpanKey, ...] = ()
    recent_examples: tuple[SpanKey, ...] = ()

    @property
    def catches(self) -> Interval | None:
        """The share of bad outputs it catches (Wilson)."""
        return wilson(self.caught, self.bad) if self.bad else None

    @property
    def wrongly_fails(self) -> Interval | None:
        """The share of good outputs it wrongly fails (Wilson)."""
        return wilson(self.wrong, self.good) if self.good else None

    @property
    def is_worth_it(self) -> bool:
        """Whether it fails fewer than half of the good outputs; where few are known, of the recent.

        And more of the bad than of the good, as far as anybody can tell.
        """
        if self.good >= FEW_GOOD:
            better = self.caught * self.good > self.wrong * self.bad
            return better and self.wrong < self.good * _MOST_WRONG
        return self.recent < FEW_GOOD or self.failed < self.recent * _MOST_WRONG


class Tally:
    """Which outputs the candidates fail, as they are tried."""

    def __init__(self, store: Store, app: str, others: Others) -> None:
        self._store, self._app, self._others = store, app, others
        self._newest = dict(store.verdicts.checks(app))
        self._failed: dict[str, set[SpanKey]] = {}
        self.judged = set[SpanKey]()

    def add(
        self, checks: Sequence[Check], keys: Sequence[SpanKey], until: float = math.inf
    ) -> None:
        """Judge these outputs, as far as the time reaches."""
        stored = {check.spec: self._stored(check, keys) for check in checks}
        for span in recorded_spans(self._store, self._app, keys):
            if time.monotonic() > until:
                return
            subject = recorded_subject(self._store, span)
            for check in checks:
                verdict = stored[check.spec].get(span.key)
                if verdict is None:
                    verdict = verdict_on(check, span, subject)
                if verdict.outcome == "fail":
                    self._failed.setdefault(check.spec, set()).add(span.key)
            self.judged.add(span.key)

    def of(self, check: Check) -> Candidate:
        """The numbers of a candidate so far."""
        others, judged = self._others, self.judged
        failed = self._failed.get(check.spec, set())
        caught, wrong = failed & others.bad, failed & others.good
        lately = [key for key in others.recent if key in failed]
        return Candidate(
            spec=check.spec,
            caught=len(caught),
            bad=len(judged & others.bad),
            wrong=len(wrong),
            good=len(judged & others.good),
            failed=len(lately),
            recent=len(judged.intersection(others.recent)),
            caught_examples=_some(caught - {others.key}),
            wrong_examples=_some(wrong),
            recent_examples=tuple(lately[:_EXAMPLES]),
        )

    def like(self, check: Check) -> tuple[str, frozenset[SpanKey]]:
        """What two candidates have in common of which one is enough: a kind, and what they fail."""
        return check.name, frozenset(self._failed.get(check.spec, ()))

    def _stored(self, check: Check, keys: Sequence[SpanKey]) -> dict[SpanKey, Verdict]:
        """What this version of the check has said already."""
        if self._newest.get(check.spec) != check.version:
            return {}
        return self._store.verdicts.on(keys, self._app, check.spec)


def ranked(checks: Sequence[Check], tally: Tally) -> list[Candidate]:
    """Those that wrongly fail few first, and of these those that catch most beyond that.

    Of several of one kind that fail the same outputs one is enough: the first idea.
    """
    first = {tally.like(check): check for check in reversed(checks)}
    candidates = [tally.of(check) for check in checks if first[tally.like(check)] is check]
    return sorted(candidates, key=lambda c: (_much(c), -_gain(c), c.failed / max(c.recent, 1)))


def _much(candidate: Candidate) -> bool:
    """Whether it wrongly fails more than a tenth of the good outputs."""
    return candidate.wrong > candidate.good * MOST_GOOD


def _gain(candidate: Candidate) -> float:
    """Shares drawn towards one half where little is known (Agresti & Coull 1998)."""
    caught = (candidate.caught + 2) / (candidate.bad + 4)
    return caught - (candidate.wrong + 2) / (candidate.good + 4)


def _some(keys: set[SpanKey]) -> tuple[SpanKey, ...]:
    return tuple(sorted(keys, key=lot)[:_EXAMPLES])


def lot(key: SpanKey) -> bytes:
    """Where an output stands in an order that is random and always the same."""
    return blake2b(f"{key.trace_id}{key.span_id}".encode(), digest_size=8).digest()
