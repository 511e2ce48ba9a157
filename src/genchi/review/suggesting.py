"""Checks that the labels themselves suggest: no model, only what marks the bad outputs.

A candidate is a way of making a check out of graded outputs: a library check as it is, one with a
limit to be found, or phrases that mark the bad ones. Each is made anew inside cross-validation, so
that what it is said to catch was caught on outputs that had no part in making it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from genchi.checks import Check
from genchi.checks import library as lib
from genchi.records import Subject
from genchi.review.folds import Folding, HeldOutRates, fold_outputs, rates
from genchi.review.outcomes import Bools, Floats, Ints, alignment_of
from genchi.review.phrases import Texts
from genchi.text import count_characters, count_words, ngram_overlap, sentences

LIMIT = 0.10
"""Share of good outputs that a suggested check may fail."""
_FOLDS, _REPEATS = 5, 5


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A check ready to paste, with what it catches and wrongly fails.

    `catches` and `wrongly_fails` are on all graded outputs, which chose it; `held_out` is on
    outputs that did not. `caught` are the places of the bad outputs it catches.
    """

    check: Check
    catches: float
    wrongly_fails: float
    held_out: HeldOutRates
    caught: tuple[int, ...]


class Candidate(Protocol):
    """A way of making a check out of some of the graded outputs."""

    def fit(self, chosen: Bools) -> Check | None:
        """The check that the `chosen` outputs suggest, or None where they suggest none."""
        ...


def suggest_checks(
    subjects: Sequence[Subject], good: Sequence[bool], groups: Ints, *, confidence: float = 0.95
) -> list[Suggestion]:
    """The checks that the grades of these outputs suggest, those that catch most held out first.

    Only checks that held out catch more of the bad than they fail of the good are given. Choosing
    among many is itself a choice: expect a little less than the best of them promises.
    """
    table = _Table(subjects, ~np.array(good, dtype=bool))
    folding = fold_outputs(table.bad, groups, _FOLDS, _REPEATS, 0)
    found = [_suggestion(c, table, groups, folding, confidence) for c in _candidates(table)]
    kept = {s.check.spec: s for s in found if s is not None}
    return sorted(kept.values(), key=lambda s: (-_gain(s.held_out), s.check.spec))


class _Table:
    """Graded outputs, and which of them each check fails (each asked once)."""

    def __init__(self, subjects: Sequence[Subject], bad: Bools) -> None:
        self.subjects = subjects
        self.bad = bad
        self._failed: dict[str, Bools] = {}

    def failed(self, check: Check) -> Bools:
        if check.spec not in self._failed:
            outcomes = [check(subject).outcome == "fail" for subject in self.subjects]
            self._failed[check.spec] = np.array(outcomes, dtype=bool)
        return self._failed[check.spec]

    def measure(self, of: Callable[[Subject], float]) -> Floats:
        return np.array([of(subject) for subject in self.subjects], dtype=np.float64)

    def rates(self, check: Check, among: Bools) -> tuple[float, float]:
        """Shares of the bad and of the good outputs among some that a check fails."""
        failed = self.failed(check)
        return _share(failed[among & self.bad]), _share(failed[among & ~self.bad])


@dataclass(frozen=True, slots=True)
class _AsItIs:
    """A library check without parameters to find."""

    table: _Table
    check: Check

    def fit(self, chosen: Bools) -> Check | None:
        coverage, false_failure = self.table.rates(self.check, chosen)
        return self.check if coverage > 0 and false_failure <= LIMIT else None


@dataclass(frozen=True, slots=True)
class _WithLimit:
    """A check with a limit: of all limits that fail few good outputs, the best aligned."""

    table: _Table
    make: Callable[[float], Check]
    values: Floats
    above: bool
    """Whether values above the limit fail, or values below it."""
    step: float

    def fit(self, chosen: Bools) -> Check | None:
        known = chosen & ~np.isnan(self.values)
        values, bad = self.values[known], self.table.bad[known]
        if not bad.any() or bad.all():
            return None
        limits = np.unique(_rounded(values, self.step, self.above))
        failed = values[None, :] > limits[:, None] if self.above else values < limits[:, None]
        caught, false = failed[:, bad].mean(axis=1), failed[:, ~bad].mean(axis=1)
        aligned = np.array([alignment_of(c, f) or 0.0 for c, f in zip(caught, false, strict=True)])
        aligned[(false > LIMIT) | (caught == 0)] = 0.0
        if not aligned.any():
            return None
        return self.make(round(float(limits[int(aligned.argmax())]), 6))


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases that stand in bad outputs more often than chance allows."""

    table: _Table
    texts: Texts

    def fit(self, chosen: Bools) -> Check | None:
        phrases = self.texts.marking(chosen, self.table.bad, LIMIT)
        return lib.excludes(*phrases, whole_words=True) if phrases else None


def _candidates(table: _Table) -> list[Candidate]:
    fixed = [getattr(lib, name) for name in lib.__all__]
    ready = [check for check in fixed if isinstance(check, Check) and not check.missing]
    words = table.measure(lambda s: count_words(s.output))
    characters = table.measure(lambda s: count_characters(s.output))
    parts = table.measure(lambda s: len(sentences(s.output)))
    supported = table.measure(_supported)
    return [
        *(_AsItIs(table, check) for check in ready),
        _WithLimit(table, lambda x: lib.max_words(int(x)), words, above=True, step=1),
        _WithLimit(table, lambda x: lib.min_words(int(x)), words, above=False, step=1),
        _WithLimit(table, lambda x: lib.max_characters(int(x)), characters, above=True, step=1),
        _WithLimit(table, lambda x: lib.max_sentences(int(x)), parts, above=True, step=1),
        _WithLimit(table, lib.supported_ngrams, supported, above=False, step=0.01),
        _Phrases(table, Texts([subject.output for subject in table.subjects])),
    ]


def _supported(subject: Subject) -> float:
    if not subject.passages:
        return math.nan
    source = "\n".join(passage.text for passage in subject.passages)
    return ngram_overlap(subject.output, source, n=2)


def _suggestion(
    candidate: Candidate, table: _Table, groups: Ints, folding: Folding, confidence: float
) -> Suggestion | None:
    everything = np.ones(len(table.bad), dtype=bool)
    check = candidate.fit(everything)
    if check is None or folding.reason:
        return None
    failures = np.zeros(len(table.bad))
    for test in folding.tests():
        fitted = candidate.fit(~test)
        if fitted is not None:
            failures += test & table.failed(fitted)
    share = failures / len(folding.tested_in)
    held_out = rates(share, table.bad, groups, folding, confidence)
    if _gain(held_out) <= 0:
        return None
    coverage, false_failure = table.rates(check, everything)
    caught = np.flatnonzero(table.failed(check) & table.bad)
    return Suggestion(check, coverage, false_failure, held_out, tuple(caught.tolist()))


def _gain(held_out: HeldOutRates) -> float:
    if held_out.coverage is None or held_out.false_failure is None:
        return 0.0
    return held_out.coverage.value - held_out.false_failure.value


def _rounded(values: Floats, step: float, above: bool) -> Floats:
    """Limits at which something changes: a value itself, or the step just above it."""
    scaled = np.round(values / step, 9)
    return np.asarray((np.floor(scaled) if above else np.floor(scaled) + 1) * step)


def _share(marked: Bools) -> float:
    return float(marked.mean()) if marked.size else 0.0
