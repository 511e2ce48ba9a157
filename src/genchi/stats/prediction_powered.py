"""What is the true rate, when a judge saw every case and a person only a few?

The judge's raw rate is precise and wrong; the person's labels are right and few. Prediction-powered
inference (Angelopoulos et al. 2023) uses the labels to correct the judge and the judge to sharpen
the labels. The labelled cases must be a random sample of the same traffic as the rest.

The interval rests on a normal approximation, which fails when the labels hold few failures: at 5
expected failures among 100 labels a 95% interval covers the truth 88% of the time. So
`method="auto"` uses it only where the labels are rich enough, and otherwise combines Wilson
intervals within the cases that the judge passed and those that it failed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import Literal

from genchi.errors import UsageError
from genchi.stats.arguments import inside_unit, same_length, unit_numbers
from genchi.stats.distributions import normal_quantile
from genchi.stats.intervals import Interval, clip, covariance, mean
from genchi.stats.pairs import paired_binary_difference, paired_difference
from genchi.stats.proportions import wilson_limits

Method = Literal["auto", "ppi++", "stratified", "labels"]

_FEWEST_OUTCOMES = 10  # failures, and successes, among the labels
_FEWEST_ERRORS = 3  # of the judge among the labels: without any its errors look impossible
_FEWEST_IN_STRATUM = 2


def ppi_mean(
    labels: Sequence[float],
    judged: Sequence[float],
    judged_only: Sequence[float],
    confidence: float = 0.95,
    method: Method = "auto",
) -> Interval:
    """The mean human label, from n labels Y_i with verdicts f_i and N verdicts f~_j without labels.

    All values lie in [0, 1]: 1 for pass and 0 for fail, or scores. The interval is cut to [0, 1].

    - `"ppi++"` (Angelopoulos, Duchi & Zrnic 2023, arXiv:2311.01453): theta = lam mean(f~) +
      mean(Y - lam f) +- z sqrt(lam^2 Var(f~)/N + Var(Y - lam f)/n), with the power-tuned
      lam = Cov(Y, f) / ((1 + n/N) Var(all verdicts)) in [0, 1]. At lam = 0 the judge is ignored.
    - `"stratified"`, for verdicts of 0 or 1: theta = sum of W_h mean(Y in h) over the two verdicts
      h, where W_h is the verdict's share of all n + N cases. Its distance to each limit is the root
      of the summed squares of W_h times the distance of h's Wilson limit (Zou & Donner 2008), and
      of z times the standard error due to W_h.
    - `"labels"`: Wilson's interval on the labels alone.
    - `"auto"` (default): ppi++ when the labels hold at least 10 failures and 10 successes (as sums:
      a score of 0.7 counts 0.7 and 0.3) and the judge's errors on them sum to at least 3; else
      stratified, when the verdicts are 0 or 1 and each verdict that occurs has 2 or more labels;
      else labels alone.

    `Interval.n` is the number of labels; `Interval.method` says which was used: "ppi++",
    "ppi, stratified" or "wilson, labels only". `UsageError` for no labels, labels and judged of
    different lengths, a value outside [0, 1], or a method the data do not allow.

    >>> labels = [1] * 80 + [0] * 20
    >>> judged = [1] * 76 + [0] * 4 + [1] * 3 + [0] * 17
    >>> interval = ppi_mean(labels, judged, [1] * 1560 + [0] * 440)
    >>> interval.method, round(interval.value, 3), round(interval.low, 3), round(interval.high, 3)
    ('ppi++', 0.793, 0.742, 0.843)
    """
    inside_unit("confidence", confidence)
    same_length(labels=labels, judged=judged)
    y, f = unit_numbers("labels", labels), unit_numbers("judged", judged)
    rest = unit_numbers("judged_only", judged_only, at_least=0)
    chosen = _richest(y, f, rest) if method == "auto" else method
    if chosen not in _METHODS:
        known = ", ".join(["auto", *_METHODS])
        raise UsageError(f"method is one of {known}, but was given {method!r}")
    return _METHODS[chosen](y, f, rest, confidence)


def ppi_paired_difference(  # noqa: PLR0917 - three pairs of columns, A before B in each
    labels_a: Sequence[float],
    labels_b: Sequence[float],
    judged_a: Sequence[float],
    judged_b: Sequence[float],
    judged_only_a: Sequence[float],
    judged_only_b: Sequence[float],
    confidence: float = 0.95,
) -> Interval:
    """The mean difference of the human labels of A and B on the same cases, helped by a judge.

    PPI++ (Angelopoulos, Duchi & Zrnic 2023, arXiv:2311.01453) on the differences Y_A - Y_B and
    f_A - f_B of each case: what the two systems, and the judge's errors on them, have in common
    cancels out, which two separate corrections would not allow. All values lie in [0, 1].

    With pass/fail labels that differ on fewer than 10 cases, or where the judge's errors on the
    differences sum to less than 3, the normal interval would be too narrow, and the labels alone
    are used (Bonett & Price 2012). So they are, by a paired t interval for scores, without at least
    two labelled and two unlabelled cases. `Interval.method` is "ppi++, paired",
    "bonett-price, labels only" or "paired t, labels only". `UsageError` for no labels, lengths that
    differ, or a value outside [0, 1].

    >>> better, same, worse = (1, 0), (1, 1), (0, 1)
    >>> labelled = [better] * 15 + [same] * 80 + [worse] * 5
    >>> judge = [same] * 4 + [better] * 13 + [same] * 78 + [worse] * 5
    >>> a, b = zip(*labelled)
    >>> judged_a, judged_b = zip(*judge)
    >>> interval = ppi_paired_difference(a, b, judged_a, judged_b, judged_a * 20, judged_b * 20)
    >>> interval.method, round(interval.value, 2), round(interval.low, 3), round(interval.high, 3)
    ('ppi++, paired', 0.1, 0.05, 0.15)
    """
    inside_unit("confidence", confidence)
    same_length(labels_a=labels_a, labels_b=labels_b, judged_a=judged_a, judged_b=judged_b)
    same_length(judged_only_a=judged_only_a, judged_only_b=judged_only_b)
    first, second = unit_numbers("labels_a", labels_a), unit_numbers("labels_b", labels_b)
    y = _differences(first, second)
    f = _differences(unit_numbers("judged_a", judged_a), unit_numbers("judged_b", judged_b))
    rest = _differences(
        unit_numbers("judged_only_a", judged_only_a, at_least=0),
        unit_numbers("judged_only_b", judged_only_b, at_least=0),
    )
    thin = min(len(y), len(rest)) < 2
    if _is_binary(first) and _is_binary(second):
        scarce = _total_gap(first, second) < _FEWEST_OUTCOMES or _total_gap(y, f) < _FEWEST_ERRORS
        if thin or scarce:
            return _discordant_labels(first, second, confidence)
    elif thin:
        interval = paired_difference(first, second, None, confidence)
        return replace(interval, method="paired t, labels only")
    return _power_tuned(y, f, rest, confidence, lowest=-1.0, name="ppi++, paired")


def _richest(y: list[float], f: list[float], rest: list[float]) -> Method:
    """The most precise method whose interval the labels can carry."""
    if len(rest) < 2:
        return "labels"
    successes = math.fsum(y)
    enough_outcomes = min(successes, len(y) - successes) >= _FEWEST_OUTCOMES
    if enough_outcomes and _total_gap(y, f) >= _FEWEST_ERRORS:
        return "ppi++"
    return "stratified" if _can_stratify(f, rest) else "labels"


def _power_tuned(
    y: list[float],
    f: list[float],
    rest: list[float],
    confidence: float,
    *,
    lowest: float = 0.0,
    name: str = "ppi++",
) -> Interval:
    """PPI++ for a mean that lies between `lowest` and 1."""
    n, n_rest = len(y), len(rest)
    if min(n, n_rest) < 2:
        raise UsageError(
            f"ppi++ needs at least 2 labelled and 2 unlabelled cases, but was given {n} and "
            f'{n_rest}: use method="auto"'
        )
    lam = _tuned_power(y, f, rest)
    errors = [label - lam * verdict for label, verdict in zip(y, f, strict=True)]
    variance = lam**2 * covariance(rest, rest) / n_rest + covariance(errors, errors) / n
    half = normal_quantile((1 + confidence) / 2) * math.sqrt(variance)
    theta = clip(lam * mean(rest) + mean(errors), lowest, 1.0)
    low, high = max(theta - half, lowest), min(theta + half, 1.0)
    return Interval(theta, low, high, confidence, n, name)


def _tuned_power(y: list[float], f: list[float], rest: list[float]) -> float:
    """How much weight the judge deserves, from 0 (none) to 1."""
    everything = f + rest
    spread = (1 + len(y) / len(rest)) * covariance(everything, everything)
    return clip(covariance(y, f) / spread, 0.0, 1.0) if spread > 0 else 0.0


def _stratified(y: list[float], f: list[float], rest: list[float], confidence: float) -> Interval:
    """The labels weighted by verdict, with Wilson limits in each stratum combined by MOVER."""
    if not _can_stratify(f, rest):
        raise UsageError(
            "stratifying needs verdicts of 0 or 1 and at least 2 labels for each verdict that "
            'occurs: label more cases, or use method="auto"'
        )
    z = normal_quantile((1 + confidence) / 2)
    share = (math.fsum(f) + math.fsum(rest)) / (len(f) + len(rest))
    theta = below = above = 0.0
    means = []
    for verdict, weight in ((1.0, share), (0.0, 1 - share)):
        of_verdict = [label for label, given in zip(y, f, strict=True) if given == verdict]
        if of_verdict:
            centre = mean(of_verdict)
            low, high = wilson_limits(centre, len(of_verdict), z)
            means.append(centre)
            theta += weight * centre
            below += (weight * (centre - low)) ** 2
            above += (weight * (high - centre)) ** 2
    gap = max(means) - min(means)
    of_share = z * z * gap * gap * share * (1 - share) / (len(f) + len(rest))
    low = max(theta - math.sqrt(below + of_share), 0.0)
    high = min(theta + math.sqrt(above + of_share), 1.0)
    return Interval(theta, low, high, confidence, len(y), "ppi, stratified")


def _can_stratify(f: list[float], rest: list[float]) -> bool:
    present = {*f, *rest}
    return present <= {0.0, 1.0} and all(f.count(v) >= _FEWEST_IN_STRATUM for v in present)


def _labels_only(y: list[float], f: list[float], rest: list[float], confidence: float) -> Interval:
    """Wilson's interval on the labels; the verdicts are not used."""
    rate = mean(y)
    low, high = wilson_limits(rate, len(y), normal_quantile((1 + confidence) / 2))
    return Interval(rate, low, high, confidence, len(y), "wilson, labels only")


_METHODS: dict[str, Callable[[list[float], list[float], list[float], float], Interval]] = {
    "ppi++": _power_tuned,
    "stratified": _stratified,
    "labels": _labels_only,
}


def _discordant_labels(first: list[float], second: list[float], confidence: float) -> Interval:
    """Bonett & Price's interval on the labels of both systems."""
    cells = Counter(zip(first, second, strict=True))
    both, only_a, only_b, neither = (cells[a, b] for a, b in product((1.0, 0.0), repeat=2))
    interval = paired_binary_difference(both, only_a, only_b, neither, confidence)
    return replace(interval, method="bonett-price, labels only")


def _differences(a: list[float], b: list[float]) -> list[float]:
    return [x - y for x, y in zip(a, b, strict=True)]


def _total_gap(a: list[float], b: list[float]) -> float:
    return math.fsum([abs(x - y) for x, y in zip(a, b, strict=True)])


def _is_binary(values: list[float]) -> bool:
    return set(values) <= {0.0, 1.0}
