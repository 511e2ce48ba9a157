"""Repeated cross-validation: what a choice is worth on outputs that did not make it.

Outputs are dealt into folds so that outputs of one group stay together and each fold has its share
of the bad and of the good. Each fold in turn is judged by what was chosen on the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from genchi.errors import UsageError
from genchi.review.outcomes import Bools, Floats, Ints, alignment_of
from genchi.stats import Interval, clustered_proportion
from genchi.stats.arguments import counts


@dataclass(frozen=True, slots=True)
class Folding:
    """Who is tested when: for each repeat, the number of the fold that tests each output.

    `reason` says why there are no folds: then nothing is measurable.
    """

    tested_in: tuple[Ints, ...]
    folds: int
    reason: str

    def tests(self) -> Iterator[Bools]:
        """The outputs tested, fold by fold and repeat by repeat."""
        for fold_of in self.tested_in:
            for fold in range(self.folds):
                yield fold_of == fold


@dataclass(frozen=True, slots=True)
class HeldOutRates:
    """What was caught and falsely failed on outputs that did not choose; None: not measurable."""

    coverage: Interval | None
    false_failure: Interval | None
    alignment: Interval | None
    folds: int
    repeats: int
    reason: str
    """Why nothing is measurable; else empty."""


def fold_outputs(bad: Bools, groups: Ints, folds: int, repeats: int, seed: int) -> Folding:
    """Deal outputs into folds, `repeats` times anew.

    There are fewer folds where fewer groups hold a bad or a good output, and none below two of
    either: with all of a class held out, nothing could be chosen.
    """
    whole = counts(folds=folds, repeats=repeats)
    if whole[0] < 2 or whole[1] < 1:
        raise UsageError(
            f"cross-validation needs at least 2 folds and 1 repeat, but was given {folds} folds "
            f"and {repeats} repeats"
        )
    of_class = {"bad": len(set(groups[bad])), "good": len(set(groups[~bad]))}
    name = min(of_class, key=lambda c: of_class[c])
    if of_class[name] < 2:
        reason = (
            f"not measurable: {of_class[name]} of the groups of outputs hold a {name} one, and "
            "testing on other outputs needs at least 2"
        )
        return Folding((), 0, reason)
    possible = min(folds, of_class[name])
    random = Random(seed)
    return Folding(
        tuple(_deal(bad, groups, possible, random) for _ in range(repeats)), possible, ""
    )


def rates(
    failed_share: Floats,
    bad: Bools,
    groups: Ints | None,
    folding: Folding,
    confidence: float = 0.95,
) -> HeldOutRates:
    """The rates from how often each output was failed when it was tested.

    The number of observations is that of outputs, however often they were tested again: Wilson's
    interval for the mean share over the bad, and over the good, outputs; on the effective number of
    outputs where they come in groups. The interval of the alignment is put together from these two
    by the method of Zou & Donner (2008).
    """
    coverage = false_failure = None
    if not folding.reason:
        coverage, false_failure = (
            clustered_proportion(
                np.clip(failed_share[mask], 0, 1).tolist(),
                None if groups is None else groups[mask].tolist(),
                confidence,
            )
            for mask in (bad, ~bad)
        )
    return HeldOutRates(
        coverage=coverage,
        false_failure=false_failure,
        alignment=_alignment_interval(coverage, false_failure),
        folds=folding.folds,
        repeats=len(folding.tested_in),
        reason=folding.reason,
    )


def _alignment_interval(
    coverage: Interval | None, false_failure: Interval | None
) -> Interval | None:
    if coverage is None or false_failure is None:
        return None
    value = alignment_of(coverage.value, false_failure.value) or 0.0

    def limit(of_coverage: float, of_false_failure: float, side: int) -> float:
        one = (alignment_of(of_coverage, false_failure.value) or 0.0) - value
        other = (alignment_of(coverage.value, of_false_failure) or 0.0) - value
        return min(max(value + side * float(np.hypot(one, other)), 0.0), 1.0)

    return Interval(
        value,
        limit(coverage.low, false_failure.high, -1),
        limit(coverage.high, false_failure.low, 1),
        coverage.confidence,
        coverage.n + false_failure.n,
        f"zou-donner of {coverage.method}",
    )


def _deal(bad: Bools, groups: Ints, folds: int, random: Random) -> Ints:
    """The fold of each output: the largest groups first, each to the fold that lacks it most."""
    members = np.stack(
        [np.bincount(groups, mask, minlength=groups.max() + 1) for mask in (bad, ~bad)], axis=1
    )
    totals = members.sum(axis=0).tolist()
    sizes = members.tolist()
    order = list(range(len(sizes)))
    random.shuffle(order)
    order.sort(key=lambda group: -sum(sizes[group]))
    filled = [[0.0, 0.0] for _ in range(folds)]
    fold_of = [0] * len(sizes)
    for group in order:
        crowding = [_crowding(have, sizes[group], totals) for have in filled]
        fold = crowding.index(min(crowding))
        fold_of[group] = fold
        filled[fold] = [have + more for have, more in zip(filled[fold], sizes[group], strict=True)]
    return np.array(fold_of, dtype=np.int64)[groups]


def _crowding(have: list[float], more: list[float], totals: list[float]) -> tuple[float, float]:
    """How much a fold's squared shares of the bad and the good would grow, and its size."""
    (bad, good), (more_bad, more_good), (all_bad, all_good) = have, more, totals
    growth = 0.0  # written out: half of the time of dealing thousands of outputs is spent here
    if all_bad:
        growth += (2 * bad * more_bad + more_bad * more_bad) / (all_bad * all_bad)
    if all_good:
        growth += (2 * good * more_good + more_good * more_good) / (all_good * all_good)
    return growth, bad + good
