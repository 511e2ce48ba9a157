"""What a selection is worth: its coverage and false failures on outputs that did not make it.

On the outputs that chose it, a set of checks looks too good, and the more finely it was chosen the
more so. Each number here comes from outputs that had no part in the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genchi.review.folds import fold_outputs, rates
from genchi.review.outcomes import Bools, Floats, Ints, read_groups, read_outcomes, read_table
from genchi.review.selection import Selection
from genchi.stats import Interval, wilson

Select = Callable[[Floats, Floats], Selection]
"""From the passes and grades of some outputs to the checks they choose."""


@dataclass(frozen=True, slots=True)
class HeldOutCheck:
    """One check on the outputs tested when the others had chosen it.

    `chosen` is the share of the choices that took it. The intervals are None where it was never
    chosen; their `n` is the number of outputs that would tell as much (Kish 1965), since an output
    tested with this check twice as often counts twice.
    """

    check: int
    chosen: float
    coverage: Interval | None
    false_failure: Interval | None


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What a way of choosing gives on outputs that did not choose.

    `coverage`, `false_failure` and `alignment` are None where they are not measurable, and `reason`
    then says why. `checks` has an entry for every check; `size` is the mean number chosen, and
    `empty` the share of choices that took none. The choices were made `repeats` times on all but
    one of `folds` folds.
    """

    coverage: Interval | None
    false_failure: Interval | None
    alignment: Interval | None
    checks: tuple[HeldOutCheck, ...]
    size: float | None
    empty: float | None
    folds: int
    repeats: int
    reason: str


def held_out(
    passes: npt.ArrayLike,
    good: npt.ArrayLike,
    select: Select,
    *,
    groups: Sequence[Hashable] | None = None,
    folds: int = 5,
    repeats: int = 10,
    seed: int = 0,
    confidence: float = 0.95,
) -> HeldOut:
    """Repeated cross-validation of a way to choose checks, such as `detector_set`.

    The outputs are dealt into `folds` with equal shares of bad and good, and outputs of one group
    together; each fold is judged by the checks that `select` takes on the others; and all of that
    `repeats` times. An output's share is how often it was failed when it was tested, and the
    intervals are those of `genchi.stats.clustered_proportion` over the shares of the bad, and of
    the good, outputs: repeating does not make data. They do not include how the choice itself would
    vary with other graded outputs.

    With fewer than two bad or two good outputs (or groups that hold one) nothing is measurable.

    >>> from genchi.review.selection import detector_set
    >>> passes = [[0, 1], [0, 0], [0, 1], [1, 1], [1, 0], [1, 1]]
    >>> held_out(passes, [0, 0, 0, 1, 1, 1], detector_set, repeats=2).coverage.value
    1.0
    """
    outcomes, table = read_outcomes(passes, good), read_table(passes)
    numbers = read_groups(groups, len(table))
    folding = fold_outputs(outcomes.bad, numbers, folds, repeats, seed)
    grades = outcomes.good.astype(np.float64)
    failures, times = np.zeros(len(table)), np.zeros(table.shape, dtype=np.int64)
    chosen, sizes = np.zeros(table.shape[1]), list[int]()
    for test in folding.tests():
        checks = list(select(table[~test], grades[~test]).checks)
        failures += test & outcomes.failed[:, checks].any(axis=1)
        times[:, checks] += test[:, np.newaxis]
        chosen[checks] += 1
        sizes.append(len(checks))
    whole = rates(
        failures / max(len(folding.tested_in), 1),
        outcomes.bad,
        None if groups is None else numbers,
        folding,
        confidence,
    )
    return HeldOut(
        coverage=whole.coverage,
        false_failure=whole.false_failure,
        alignment=whole.alignment,
        checks=check_rates(
            outcomes.failed,
            times,
            outcomes.bad,
            numbers,
            chosen=chosen / max(len(sizes), 1),
            confidence=confidence,
        ),
        size=sum(sizes) / len(sizes) if sizes else None,
        empty=sizes.count(0) / len(sizes) if sizes else None,
        folds=whole.folds,
        repeats=whole.repeats,
        reason=whole.reason,
    )


def check_rates(
    failed: Bools,
    times: Ints,
    bad: Bools,
    groups: Ints,
    *,
    chosen: Floats,
    confidence: float,
) -> tuple[HeldOutCheck, ...]:
    """Each check, from how often each output was tested while the check was chosen (`times`)."""
    return tuple(
        HeldOutCheck(
            check=check,
            chosen=float(chosen[check]),
            coverage=_weighted(failed[bad, check], times[bad, check], groups[bad], confidence),
            false_failure=_weighted(
                failed[~bad, check], times[~bad, check], groups[~bad], confidence
            ),
        )
        for check in range(failed.shape[1])
    )


def _weighted(marked: Bools, weights: Ints, groups: Ints, confidence: float) -> Interval | None:
    """A weighted share, on as many observations as equally weighted groups would be."""
    if not weights.sum():
        return None
    of_groups = np.bincount(groups, weights)
    size = float(of_groups.sum() ** 2 / (of_groups**2).sum())
    return wilson(size * float(marked @ weights / weights.sum()), size, confidence)
