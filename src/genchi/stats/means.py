"""How sure is this mean? An interval that knows which cases belong together."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

from genchi.stats.arguments import inside_unit, numbers
from genchi.stats.clusters import mean_variance
from genchi.stats.distributions import student_t_quantile
from genchi.stats.intervals import Interval, mean


def clustered_mean(
    values: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
) -> Interval:
    """The mean with a Student t interval on the cluster-robust standard error.

    mean +- t(G - 1) * SE, where G counts the clusters and SE^2 is the clustered variance of Miller
    (2024, arXiv:2411.00640) times G / (G - 1). Without `clusters`, or when each value has its own,
    this is the textbook interval mean +- t(n - 1) * s / sqrt(n). Clusters of similar cases widen
    it. With few clusters (below about 20) of very different sizes it is somewhat too narrow.

    `clusters[i]` names the cluster of `values[i]`. One cluster alone gives an interval from -inf to
    inf, since nothing is known about how clusters differ. `UsageError` for no values, a NaN, or
    lengths that differ.

    >>> interval = clustered_mean([0.2, 0.4, 0.9, 0.7], clusters=["a", "a", "b", "c"])
    >>> round(interval.value, 3), round(interval.low, 3), round(interval.high, 3)
    (0.55, -0.278, 1.378)
    >>> interval.method
    'student t, clustered'
    """
    data = numbers("values", values)
    method = "student t" if clusters is None else "student t, clustered"
    return student_interval(data, clusters, confidence, method)


def student_interval(
    data: Sequence[float], clusters: Sequence[Hashable] | None, confidence: float, method: str
) -> Interval:
    """The interval of `clustered_mean` for data already checked, under the name `method`.

    >>> student_interval([1.0, 1.0], None, 0.95, "student t").high
    1.0
    """
    inside_unit("confidence", confidence)
    centre = mean(data)
    variance, groups = mean_variance(data, clusters)
    if groups < 2:
        return Interval(centre, -math.inf, math.inf, confidence, len(data), method)
    half = student_t_quantile((1 + confidence) / 2, groups - 1) * math.sqrt(variance)
    return Interval(centre, centre - half, centre + half, confidence, len(data), method)
