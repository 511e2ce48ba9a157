"""Which variant is better on the same inputs, and whether that is known or only looks so.

Variants are compared in pairs, on the inputs that both answered and people labelled: what an easy
or a hard question does to both falls out. With several pairs of variants the p-values are adjusted
(Holm), so that looking more often does not find more.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from genchi.errors import UsageError
from genchi.review import fairly, labelled_outputs
from genchi.stats import (
    Interval,
    holm,
    mcnemar,
    mean,
    paired_binary_difference,
    paired_difference,
    paired_p_value,
    sample_size_mean,
)
from genchi.store import Store

Answer = Literal["better", "worse", "no difference shown", "not enough data"]

MARGIN = 0.05
"""The difference in rate that a comparison should be able to see, unless a larger one is there."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`a` against `b` on `pairs` shared inputs: rate of a minus rate of b.

    `verdict` is about a. `p` is exact McNemar where every input has one yes-or-no label a side,
    else Student's t; `p_adjusted` is Holm's over all pairs of variants and decides the verdict.
    `needed` is about how many more shared inputs with labels would settle it (80 % power), None
    where there is no shared input to reckon from.
    """

    a: str
    b: str
    pairs: int
    difference: float | None
    low: float
    high: float
    p: float
    verdict: Answer
    needed: int | None
    p_adjusted: float
    method: str
    a_rate: float | None
    b_rate: float | None
    only_a: int
    """Inputs on which a is better."""
    only_b: int
    confidence: float


def compare(
    store: Store, app: str, criterion: str, *, by: str, confidence: float = 0.95
) -> list[Comparison]:
    """Every pair of variants, in the order of their names, by labels that are a fair sample."""
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for output in fairly(labelled_outputs(store, app, criterion, by=by)):
        if output.label is not None:
            scores[output.group][output.asked].append(output.label)
    if len(scores) < 2:
        only = next(iter(scores), "none")
        raise UsageError(
            f"comparing needs labels on two values of {by!r}, and only {only!r} has some "
            "(labels on outputs that a queue chose do not count)"
        )
    pairs = itertools.combinations(sorted(scores), 2)
    found = [_compare(a, b, scores[a], scores[b], confidence) for a, b in pairs]
    adjusted = holm([comparison.p for comparison in found])
    return [_decide(c, p, confidence) for c, p in zip(found, adjusted, strict=True)]


def _compare(
    a: str,
    b: str,
    of_a: Mapping[str, list[float]],
    of_b: Mapping[str, list[float]],
    confidence: float,
) -> Comparison:
    shared = sorted(of_a.keys() & of_b.keys())
    x, y = [mean(of_a[asked]) for asked in shared], [mean(of_b[asked]) for asked in shared]
    single = all(len(of_a[asked]) == len(of_b[asked]) == 1 for asked in shared)
    interval, p, method = _test(x, y, single, confidence)
    return Comparison(
        a=a,
        b=b,
        pairs=len(shared),
        difference=interval.value if shared else None,
        low=max(-1.0, interval.low),
        high=min(1.0, interval.high),
        p=p,
        verdict="not enough data",
        needed=None,
        p_adjusted=p,
        method=method,
        a_rate=mean(x) if x else None,
        b_rate=mean(y) if y else None,
        only_a=sum(i > j for i, j in zip(x, y, strict=True)),
        only_b=sum(i < j for i, j in zip(x, y, strict=True)),
        confidence=confidence,
    )


def _test(
    x: Sequence[float], y: Sequence[float], single: bool, confidence: float
) -> tuple[Interval, float, str]:
    if not x:
        return Interval(0.0, -1.0, 1.0, confidence, 0, "none"), 1.0, "none"
    if single and {*x, *y} <= {0.0, 1.0}:
        both, only_a, only_b, neither = (
            sum((i, j) == cell for i, j in zip(x, y, strict=True)) for cell in _CELLS
        )
        interval = paired_binary_difference(both, only_a, only_b, neither, confidence)
        return interval, mcnemar(only_a, only_b), f"mcnemar, {interval.method}"
    interval = paired_difference(x, y, confidence=confidence)
    return interval, paired_p_value(x, y), interval.method


_CELLS = ((1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0))


def _decide(comparison: Comparison, p_adjusted: float, confidence: float) -> Comparison:
    verdict: Answer
    needed: int | None = 0
    difference = comparison.difference or 0.0
    if p_adjusted <= 1 - confidence and difference:
        verdict = "better" if difference > 0 else "worse"
    else:
        needed = _needed(comparison, confidence)
        verdict = "no difference shown" if needed == 0 else "not enough data"
    return dataclasses.replace(comparison, p_adjusted=p_adjusted, verdict=verdict, needed=needed)


def _needed(comparison: Comparison, confidence: float) -> int | None:
    """More shared inputs to see the difference there seems to be, or `MARGIN`, with 80 % power.

    Both the difference and the share of inputs on which the two differ are reckoned with one more
    input either way: a handful of pairs must not promise too much, and none that differ does not
    mean that none exist.
    """
    if not comparison.pairs:
        return None
    n = comparison.pairs + 2
    size = max(abs(comparison.difference or 0.0) * comparison.pairs / n, MARGIN)
    share = max((comparison.only_a + comparison.only_b + 1) / n, MARGIN)
    spread = (share - size**2) ** 0.5
    return max(0, sample_size_mean(spread, size, confidence=confidence) - comparison.pairs)
