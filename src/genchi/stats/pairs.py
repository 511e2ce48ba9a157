"""Is A better than B on the same cases? Compare case by case: what they share cancels out."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

from genchi.errors import UsageError
from genchi.stats.arguments import counts, inside_unit, numbers, same_length
from genchi.stats.clusters import mean_variance
from genchi.stats.distributions import normal_quantile, regularised_beta
from genchi.stats.intervals import Interval, mean
from genchi.stats.means import student_interval


def paired_difference(
    a: Sequence[float],
    b: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> Interval:
    """The mean of a_i - b_i over the same cases, with a Student t interval.

    The variance is that of the differences, which is smaller than the sum of the two variances by
    twice their covariance (Miller 2024, arXiv:2411.00640); clusters widen it as in
    `clustered_mean`. A difference of pass/fail results with few discordant cases is better served
    by `paired_binary_difference`. `UsageError` for no values, a NaN, or lengths that differ.

    >>> interval = paired_difference([0.9, 0.8, 0.7, 0.9], [0.7, 0.7, 0.6, 0.6])
    >>> round(interval.value, 3), round(interval.low, 3), round(interval.high, 3)
    (0.175, 0.023, 0.327)
    """
    same_length(a=a, b=b)
    first, second = numbers("a", a), numbers("b", b)
    differences = [x - y for x, y in zip(first, second, strict=True)]
    method = "paired t" if clusters is None else "paired t, clustered"
    return student_interval(differences, clusters, confidence, method)


def mcnemar(b: int, c: int) -> float:
    """The exact two-sided McNemar p-value for b and c discordant pairs (McNemar 1947).

    b cases went one way only and c the other way only; if both are equally likely, b is binomial
    with b + c trials at 1/2, and p = min(1, 2 P(X <= min(b, c))). Without discordant pairs p = 1.
    `UsageError` for counts that are negative or not whole.

    >>> mcnemar(1, 5)
    0.21875
    """
    b, c = counts(b=b, c=c)
    trials = b + c
    coefficient = total = 1
    for i in range(min(b, c)):
        coefficient = coefficient * (trials - i) // (i + 1)
        total += coefficient
    return min(1.0, total / (1 << trials) * 2)


def paired_binary_difference(
    both: int, only_a: int, only_b: int, neither: int, confidence: float = 0.95
) -> Interval:
    """The difference of two pass rates on the same cases, with an adjusted Wald interval.

    Bonett & Price (2012) add one to each discordant count: with p = (only_a + 1) / (n + 2) and
    q = (only_b + 1) / (n + 2) the limits are p - q +- z sqrt((p + q - (p - q)^2) / (n + 2)),
    cut at -1 and 1. `value` is the plain difference (only_a - only_b) / n, positive when A is
    better. The four counts are cases that both, only A, only B or neither passed. `UsageError`
    for counts that are negative, not whole, or all zero.

    >>> interval = paired_binary_difference(both=6, only_a=26, only_b=4, neither=12)
    >>> round(interval.value, 4), round(interval.low, 4), round(interval.high, 4)
    (0.4583, 0.2548, 0.6252)
    """
    inside_unit("confidence", confidence)
    cells = counts(both=both, only_a=only_a, only_b=only_b, neither=neither)
    n = sum(cells)
    if n == 0:
        raise UsageError("a paired difference needs at least one case, but all four counts are 0")
    p, q = (only_a + 1) / (n + 2), (only_b + 1) / (n + 2)
    error = math.sqrt((p + q - (p - q) ** 2) / (n + 2))
    half = normal_quantile((1 + confidence) / 2) * error
    low, high = max(p - q - half, -1.0), min(p - q + half, 1.0)
    return Interval((only_a - only_b) / n, low, high, confidence, n, "bonett-price")


def paired_p_value(
    a: Sequence[float], b: Sequence[float], clusters: Sequence[Hashable] | None = None
) -> float:
    """The two-sided p-value of Student's t test that the mean of a_i - b_i is 0.

    With t = mean / standard error and G - 1 degrees of freedom (G clusters, or cases where there
    are none), p = I_{df / (df + t^2)}(df / 2, 1 / 2), the regularised incomplete beta function.
    1.0 where there are fewer than two cases or every difference is 0. Where every difference is the
    same other number, t says nothing and the sign test speaks: p = 2 / 2^G. Errors as in
    `paired_difference`.

    >>> round(paired_p_value([0.9, 0.8, 0.7, 0.9], [0.7, 0.7, 0.6, 0.6]), 4)
    0.0354
    """
    same_length(a=a, b=b)
    first, second = numbers("a", a), numbers("b", b)
    differences = [x - y for x, y in zip(first, second, strict=True)]
    variance, groups = mean_variance(differences, clusters)
    centre = mean(differences)
    if groups < 2 or centre == 0:
        return 1.0
    if variance == 0:
        return mcnemar(groups, 0)
    df = groups - 1
    return regularised_beta(df / (df + centre * centre / variance), df / 2, 0.5)
