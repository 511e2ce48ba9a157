"""Which checks say the same, which failures no check sees, and which output to look at next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from genchi.errors import UsageError
from genchi.review.outcomes import Floats, Outcomes, read_outcomes, read_table


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far two checks, `a` before `b`, fail the same outputs; over outputs that both judged.

    `both` outputs fail both. `jaccard` is that over the outputs that fail either, `jaccard_bad` the
    same among the bad ones; None where neither fails any. `phi` is their correlation, None where
    one says the same of everything. `a_in_b` says that a fails something and b fails all of that,
    so that a adds nothing to b; `b_in_a` is the reverse.
    """

    a: int
    b: int
    both: int
    jaccard: float | None
    jaccard_bad: float | None
    phi: float | None
    a_in_b: bool
    b_in_a: bool


@dataclass(frozen=True, slots=True)
class _PairCounts:
    """For each pair of checks: outputs judged by both, failed by the first, and failed by both."""

    judged: Floats
    first: Floats
    both: Floats


def redundancy(passes: npt.ArrayLike, good: npt.ArrayLike) -> list[Overlap]:
    """Every pair of checks, those that fail the most alike first.

    >>> pair = redundancy([[0, 0], [0, 1], [1, 1]], [0, 0, 1])[0]
    >>> pair.jaccard, pair.a_in_b, pair.b_in_a
    (0.5, False, True)
    """
    outcomes = read_outcomes(passes, good)
    everywhere, among_bad = _pair_counts(outcomes), _pair_counts(outcomes.of(outcomes.bad))
    pairs = combinations(range(outcomes.failed.shape[1]), 2)
    overlaps = [_overlap(a, b, everywhere, among_bad) for a, b in pairs]
    return sorted(overlaps, key=lambda pair: (-(pair.jaccard or 0.0), pair.a, pair.b))


def uncaught(
    passes: npt.ArrayLike, good: npt.ArrayLike, checks: Sequence[int] | None = None
) -> list[int]:
    """The places of the bad outputs that no check fails, or none of the `checks` named.

    >>> uncaught([[0, 1], [1, 1], [1, 0]], [0, 0, 0], checks=[0])
    [1, 2]
    """
    outcomes = read_outcomes(passes, good)
    failed = outcomes.failed if checks is None else outcomes.failed[:, list(checks)]
    return np.flatnonzero(outcomes.bad & ~failed.any(axis=1)).tolist()


def next_to_label(passes: npt.ArrayLike, labelled: npt.ArrayLike) -> list[int]:
    """The unlabelled outputs in the order in which a person should look at them.

    EvalGen's score (Shankar et al. 2024, arXiv:2404.12272) of an output is the sum of the pass
    rates of the checks that fail it: a failure counts for more where the check seldom fails.
    Outputs are taken from the highest and the lowest score alternately, so that what checks catch
    and what they miss are both seen; equal scores in the order given. Pass rates are over all
    outputs that a check judged, so the order does not depend on which result came first.

    >>> next_to_label([[1, 1], [0, 1], [0, 0], [1, 1]], [True, False, False, False])
    [2, 3, 1]
    """
    table = read_table(passes)
    mask = np.asarray(labelled, dtype=bool)
    if mask.shape != table.shape[:1]:
        raise UsageError(
            f"labelled needs True or False for each of the {len(table)} outputs, "
            f"but has the shape {mask.shape}"
        )
    scores = _scores(table)
    waiting = np.flatnonzero(~mask)
    from_top = sorted(waiting.tolist(), key=lambda place: (-scores[place], place))
    from_bottom = sorted(waiting.tolist(), key=lambda place: (scores[place], place))
    alternating = [place for pair in zip(from_top, from_bottom, strict=True) for place in pair]
    return list(dict.fromkeys(alternating))


def _scores(table: Floats) -> Floats:
    judged = (~np.isnan(table)).sum(axis=0)
    pass_rates = (table == 1).sum(axis=0) / np.maximum(judged, 1)
    # Rounded, so that equal sums stay equal whatever the order of addition.
    return np.asarray(np.round((table == 0).astype(np.float64) @ pass_rates, 9))


def _pair_counts(outcomes: Outcomes) -> _PairCounts:
    failed, measured = (x.astype(np.float64) for x in (outcomes.failed, outcomes.measured))
    return _PairCounts(measured.T @ measured, failed.T @ measured, failed.T @ failed)


def _overlap(a: int, b: int, everywhere: _PairCounts, among_bad: _PairCounts) -> Overlap:
    both, of_a, of_b = everywhere.both[a, b], everywhere.first[a, b], everywhere.first[b, a]
    return Overlap(
        a=a,
        b=b,
        both=int(both),
        jaccard=_jaccard(a, b, everywhere),
        jaccard_bad=_jaccard(a, b, among_bad),
        phi=_phi(float(everywhere.judged[a, b]), float(of_a), float(of_b), float(both)),
        a_in_b=bool(0 < of_a == both),
        b_in_a=bool(0 < of_b == both),
    )


def _jaccard(a: int, b: int, counts: _PairCounts) -> float | None:
    either = float(counts.first[a, b] + counts.first[b, a] - counts.both[a, b])
    return float(counts.both[a, b]) / either if either else None


def _phi(judged: float, of_a: float, of_b: float, both: float) -> float | None:
    spread = of_a * (judged - of_a) * of_b * (judged - of_b)
    return float((judged * both - of_a * of_b) / np.sqrt(spread)) if spread else None
