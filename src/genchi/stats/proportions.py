"""How sure is this pass rate? The Wilson interval, for independent and for clustered cases."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

from genchi.errors import UsageError
from genchi.stats.arguments import inside_unit, unit_numbers
from genchi.stats.clusters import mean_variance
from genchi.stats.distributions import normal_quantile, student_t_quantile
from genchi.stats.intervals import Interval, covariance, mean


def wilson(successes: float, n: float, confidence: float = 0.95) -> Interval:
    """The Wilson score interval for a proportion (Wilson 1927).

    With p = successes / n and the normal quantile z it is

        (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

    Unlike p +- z sqrt(p(1-p)/n) it never leaves [0, 1], and it stays honest at 0 and n successes.
    The counts may be fractional, for scores in [0, 1] or an effective sample size. No data gives
    the value nan within [0, 1]. `UsageError` when successes lie outside 0 to n.

    >>> interval = wilson(81, 263)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.2553, 0.3662)
    """
    if not (math.isfinite(n) and 0 <= successes <= n):
        raise UsageError(
            f"successes must lie between 0 and n, but was given {successes!r} of {n!r}"
        )
    inside_unit("confidence", confidence)
    if n == 0:
        return Interval(math.nan, 0.0, 1.0, confidence, n, "wilson")
    low, high = wilson_limits(successes / n, n, normal_quantile((1 + confidence) / 2))
    return Interval(successes / n, low, high, confidence, n, "wilson")


def wilson_limits(p: float, n: float, z: float) -> tuple[float, float]:
    """The Wilson limits for a proportion p of n > 0 observations, at the normal quantile z.

    >>> low, high = wilson_limits(1.0, 10, 1.959964)
    >>> round(low, 4), high
    (0.7225, 1.0)
    """
    centre = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if p == 0 else (centre - half) / scale
    high = 1.0 if p == 1 else (centre + half) / scale
    return min(max(low, 0.0), p), max(min(high, 1.0), p)


def clustered_proportion(
    values: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> Interval:
    """A pass rate whose cases come in clusters: Wilson on the effective sample size.

    The design effect (Kish 1965) is the cluster-robust variance of the mean (Miller 2024,
    arXiv:2411.00640) over that of independent cases, and is taken as at least 1. The effective
    sample size is n / design effect, times (t(n - 1) / t(G - 1))^2 since the design effect is
    itself only estimated, from G clusters (Korn & Graubard 1998). Wilson's interval is then
    computed for the exact proportion and that size; with one case per cluster it is `wilson`.

    When all values are equal, or all cases share one cluster, the data cannot show a design effect,
    and each cluster counts as one observation. `values` are 0 or 1, or scores in [0, 1], for which
    the interval is conservative. `UsageError` for no values, a value outside [0, 1], or lengths
    that differ.

    >>> interval = clustered_proportion([1, 1, 1, 0, 0, 1], ["a", "a", "b", "c", "c", "d"])
    >>> round(interval.value, 3), round(interval.low, 3), round(interval.high, 3)
    (0.667, 0.155, 0.956)
    >>> interval.method
    'wilson, clustered'
    """
    data = unit_numbers("values", values)
    inside_unit("confidence", confidence)
    size = _effective_size(data, clusters, confidence)
    rate = mean(data)
    low, high = wilson_limits(rate, size, normal_quantile((1 + confidence) / 2))
    method = "wilson" if clusters is None else "wilson, clustered"
    return Interval(rate, low, high, confidence, len(data), method)


def _effective_size(
    data: Sequence[float], clusters: Sequence[Hashable] | None, confidence: float
) -> float:
    """The number of independent cases that would tell as much as these clustered ones."""
    n = len(data)
    variance, groups = mean_variance(data, clusters)
    if groups == n:
        return n
    if groups < 2 or min(data) == max(data):
        return groups
    independent = covariance(data, data) / n
    upper = (1 + confidence) / 2
    fewer_degrees = student_t_quantile(upper, n - 1) / student_t_quantile(upper, groups - 1)
    return n / max(variance / independent, 1.0) * fewer_degrees**2
