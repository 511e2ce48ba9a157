"""How much less a clustered sample tells: cases of one document are not independent cases.

A cluster is whatever was sampled together: the document, the user, the conversation, the template.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

from genchi.stats.arguments import same_length
from genchi.stats.intervals import mean


def cluster_totals(values: Sequence[float], clusters: Sequence[Hashable] | None) -> Sequence[float]:
    """The sum of the values in each cluster, in order of first appearance.

    Without clusters every value is its own. `UsageError` when the lengths differ.

    >>> cluster_totals([1.0, 2.0, 4.0], ["x", "y", "x"])
    [5.0, 2.0]
    """
    if clusters is None:
        return values
    same_length(values=values, clusters=clusters)
    totals: dict[Hashable, float] = {}
    for value, cluster in zip(values, clusters, strict=True):
        totals[cluster] = totals.get(cluster, 0.0) + value
    return list(totals.values())


def mean_variance(
    values: Sequence[float], clusters: Sequence[Hashable] | None = None
) -> tuple[float, int]:
    """The cluster-robust variance of the mean of `values`, and the number G of clusters.

    Miller (2024, arXiv:2411.00640) adds to the variance for independent cases the products of
    all residuals r = value - mean that share a cluster, which equals the squared cluster totals:

        V = G / (G - 1) * sum over clusters of (sum of r in the cluster)^2 / n^2

    The factor G / (G - 1) is the usual small-sample correction; with it, single-case clusters give
    exactly s^2 / n. V is infinite for one cluster, which says nothing about the next.

    >>> mean_variance([1.0, 2.0, 3.0])
    (0.3333333333333333, 3)
    """
    centre = mean(values)
    totals = cluster_totals([value - centre for value in values], clusters)
    groups = len(totals)
    if groups < 2:
        return math.inf, groups
    squares = math.fsum([total * total for total in totals])
    return groups / (groups - 1) * squares / len(values) ** 2, groups
