"""What each check catches and what it fails falsely, with how sure that is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genchi.review.outcomes import Bools, Outcomes, read_groups, read_outcomes
from genchi.review.resampled_counts import cohen, matthews_of, resampled
from genchi.stats import Interval, clustered_proportion, wilson
from genchi.stats.arguments import inside_unit


@dataclass(frozen=True, slots=True)
class Grade:
    """One check against people; positive means a bad output was caught.

    `tp`, `fp`, `fn` and `tn` count the `n` graded outputs the check judged; on `unmeasured` it had
    an error or skipped. `coverage` is the share of all bad outputs that it fails, `false_failure`
    that of all good ones: an error catches nothing and fails nothing. `tpr` and `tnr` are those of
    the check's "pass", over the outputs it judged: the share of good ones it passes, and the share
    of bad ones it fails. So with no error tpr = 1 - false_failure and tnr = coverage.

    `mcc` (Matthews 1975) and `kappa` (Cohen 1960) are 0 for a check that says the same of
    everything. Every number is None where it is not measurable: a share of nothing, or an agreement
    where the judged outputs are all good or all bad. `constant` says that the check passed all it
    judged, or failed all.
    """

    check: int
    n: int
    unmeasured: int
    tp: int
    fp: int
    fn: int
    tn: int
    coverage: Interval | None
    false_failure: Interval | None
    tpr: Interval | None
    tnr: Interval | None
    mcc: Interval | None
    kappa: Interval | None
    constant: bool


def grade(
    passes: npt.ArrayLike,
    good: npt.ArrayLike,
    groups: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> list[Grade]:
    """A `Grade` for every check, in the order of the columns.

    Shares have Wilson's interval, and where `groups` says which outputs belong together (answers to
    one input, say) the one of `clustered_proportion`. Agreements have the bias-corrected and
    accelerated bootstrap (Efron 1987) with 2,000 samples of outputs, or of whole groups.

    >>> (only,) = grade([[0], [0], [1], [1], [None]], [0, 0, 0, 1, 1])
    >>> only.tp, only.fp, only.fn, only.tn, only.unmeasured, round(only.coverage.value, 2)
    (2, 0, 1, 1, 1, 0.67)
    """
    inside_unit("confidence", confidence)
    outcomes = read_outcomes(passes, good)
    numbers = read_groups(groups, len(outcomes.bad))
    cells = _cells(outcomes)
    agreements = resampled(cells, numbers, (matthews_of, cohen), confidence, groups is not None)
    shares = _Shares(outcomes, None if groups is None else numbers, confidence)
    return [
        _grade(check, cells[:, check], shares, agreements[check])
        for check in range(outcomes.failed.shape[1])
    ]


@dataclass(frozen=True, slots=True)
class _Shares:
    """Shares of some outputs that a check failed or passed, each with its interval."""

    outcomes: Outcomes
    groups: npt.NDArray[np.int64] | None
    confidence: float

    def of(self, marked: Bools, among: Bools) -> Interval | None:
        if not among.any():
            return None
        if self.groups is None:
            return wilson(int(marked[among].sum()), int(among.sum()), self.confidence)
        return clustered_proportion(
            marked[among].tolist(), self.groups[among].tolist(), self.confidence
        )


def _cells(outcomes: Outcomes) -> npt.NDArray[np.int8]:
    """Which cell each judgement falls in: 0 tp, 1 fp, 2 fn, 3 tn, and 4 for none."""
    bad = outcomes.bad[:, np.newaxis]
    cells = 2 * ~outcomes.failed + ~bad
    return np.where(outcomes.measured, cells, 4).astype(np.int8)


def _grade(
    check: int,
    cells: npt.NDArray[np.int8],
    shares: _Shares,
    agreements: tuple[Interval | None, ...],
) -> Grade:
    tp, fp, fn, tn, unmeasured = np.bincount(cells, minlength=5).tolist()
    outcomes = shares.outcomes
    failed, measured = outcomes.failed[:, check], outcomes.measured[:, check]
    passed = measured & ~failed
    both_classes = tp + fn > 0 and fp + tn > 0
    return Grade(
        check=check,
        n=tp + fp + fn + tn,
        unmeasured=unmeasured,
        tp=tp,
        fp=fp,
        fn=fn,
        tn=tn,
        coverage=shares.of(failed, outcomes.bad),
        false_failure=shares.of(failed, outcomes.good),
        tpr=shares.of(passed, outcomes.good & measured),
        tnr=shares.of(failed, outcomes.bad & measured),
        mcc=agreements[0] if both_classes else None,
        kappa=agreements[1] if both_classes else None,
        constant=not failed.any() or not passed.any(),
    )
