"""How sure is any other statistic? The bootstrap, for what has no formula of its own."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Sequence
from itertools import chain

from genchi.errors import UsageError
from genchi.stats.arguments import counts, inside_unit, numbers, same_length
from genchi.stats.distributions import normal_quantile
from genchi.stats.intervals import Interval, clip, mean

Statistic = Callable[[Sequence[float]], float]

_MOST_JACKKNIFE_GROUPS = 500  # beyond, leaving out blocks measures the same skew in linear time


def bootstrap(
    values: Sequence[float],
    statistic: Statistic = mean,
    *,
    clusters: Sequence[Hashable] | None = None,
    confidence: float = 0.95,
    repeats: int = 2000,
    seed: int = 0,
) -> Interval:
    """The bias-corrected and accelerated (BCa) bootstrap interval of a statistic (Efron 1987).

    The statistic is recomputed on `repeats` samples drawn with replacement: of the values, or of
    whole clusters where `clusters[i]` names the cluster of `values[i]`. The limits are quantiles of
    these, at levels corrected for the bias z0 and the acceleration a of the statistic:

        level = Phi(z0 + (z0 + z) / (1 - a (z0 + z)))

    a comes from the jackknife, leaving out one value or cluster (or one of 500 blocks of them) at a
    time. The same seed gives the same interval. When every sample gives the same result the width
    is 0; one value or cluster alone gives -inf to inf, since nothing is known about the next. The
    time is that of `repeats` calls: for means of more than 10,000 values prefer `clustered_mean`.
    `UsageError` for no values, a NaN, lengths that differ, fewer than 100 repeats, or a statistic
    that is not finite.

    >>> from statistics import median
    >>> interval = bootstrap([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], median)
    >>> interval.value, interval.low, interval.high
    (3.5, 2.0, 5.0)
    """
    inside_unit("confidence", confidence)
    data = numbers("values", values)
    if counts(repeats=repeats)[0] < 100:
        raise UsageError(f"a bootstrap needs at least 100 repeats, but was given {repeats}")
    units = _units(data, clusters)
    method = "bootstrap bca" if clusters is None else "bootstrap bca, clustered"
    estimate = _finite(statistic(data))
    if len(units) < 2:
        return Interval(estimate, -math.inf, math.inf, confidence, len(data), method)
    samples = sorted(_resampled(units, statistic, repeats, seed))
    low, high = (
        _quantile(samples, level)
        for level in _levels(units, samples, estimate, statistic, confidence)
    )
    return Interval(estimate, low, high, confidence, len(data), method)


def _units(data: list[float], clusters: Sequence[Hashable] | None) -> list[list[float]]:
    """What is drawn: single values, or the values of a cluster together."""
    if clusters is None:
        return [[value] for value in data]
    same_length(values=data, clusters=clusters)
    groups: dict[Hashable, list[float]] = {}
    for value, cluster in zip(data, clusters, strict=True):
        groups.setdefault(cluster, []).append(value)
    return list(groups.values())


def _joined(units: Sequence[list[float]]) -> list[float]:
    return list(chain.from_iterable(units))


def _finite(result: float) -> float:
    if not math.isfinite(result):
        raise UsageError(
            f"the statistic returned {result!r} on a sample of the values: "
            "use one that is finite whenever values repeat"
        )
    return float(result)


def _resampled(
    units: list[list[float]], statistic: Statistic, repeats: int, seed: int
) -> list[float]:
    from random import Random

    draw = Random(seed).choices
    return [_finite(statistic(_joined(draw(units, k=len(units))))) for _ in range(repeats)]


def _levels(
    units: list[list[float]],
    samples: list[float],
    estimate: float,
    statistic: Statistic,
    confidence: float,
) -> tuple[float, float]:
    """The corrected quantile levels of the two limits."""
    repeats = len(samples)
    below = (bisect_left(samples, estimate) + bisect_right(samples, estimate)) / 2 / repeats
    bias = normal_quantile(clip(below, 0.5 / repeats, 1 - 0.5 / repeats))
    acceleration = _acceleration(units, statistic)
    z = normal_quantile((1 + confidence) / 2)
    return _level(bias, acceleration, -z), _level(bias, acceleration, z)


def _level(bias: float, acceleration: float, z: float) -> float:
    shift = bias + z
    scale = 1 - acceleration * shift
    if scale <= 0:
        return 1.0 if shift > 0 else 0.0
    return math.erfc(-(bias + shift / scale) / math.sqrt(2)) / 2


def _acceleration(units: list[list[float]], statistic: Statistic) -> float:
    """sum d^3 / (6 (sum d^2)^1.5) for the jackknife's distances d below their mean."""
    blocks = min(len(units), _MOST_JACKKNIFE_GROUPS)
    left_out = [
        _finite(statistic(_joined([u for i, u in enumerate(units) if i % blocks != block])))
        for block in range(blocks)
    ]
    centre = mean(left_out)
    distances = [centre - value for value in left_out]
    squares = math.fsum([d * d for d in distances])
    return math.fsum([d**3 for d in distances]) / (6 * squares**1.5) if squares > 0 else 0.0


def _quantile(ordered: list[float], level: float) -> float:
    """The quantile of sorted values at a level, with linear interpolation between neighbours."""
    place = level * (len(ordered) - 1)
    below = min(int(place), len(ordered) - 2)
    return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])
