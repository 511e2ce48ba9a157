"""The one shape in which this package answers "how sure?", and the mean and variance behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its confidence interval.

    `value` is the plain estimate (the share, the mean, the difference), in the unit of the data.
    `low` and `high` bound it at `confidence` (0.95 means 95%); an interval for a proportion lies
    within [0, 1] and need not be symmetric about `value`. `n` is the number of observations the
    estimate rests on, and `method` says in words how the interval was computed.

    >>> Interval(0.8, 0.71, 0.87, 0.95, 100, "wilson").high
    0.87
    """

    value: float
    low: float
    high: float
    confidence: float
    n: float
    method: str


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean, summed without rounding error; nan for no values.

    >>> mean([0.1] * 10)
    0.1
    """
    return math.fsum(values) / len(values) if len(values) else math.nan


def covariance(a: Sequence[float], b: Sequence[float]) -> float:
    """The sample covariance sum (a_i - mean a)(b_i - mean b) / (n - 1); 0 below two pairs.

    `covariance(a, a)` is the sample variance.

    >>> covariance([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    1.0
    """
    if len(a) < 2:
        return 0.0
    mean_a, mean_b = mean(a), mean(b)
    products = [(x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)]
    return math.fsum(products) / (len(a) - 1)


def clip(value: float, low: float, high: float) -> float:
    """`value`, moved to the nearer end if it lies outside [low, high].

    >>> clip(1.2, 0.0, 1.0)
    1.0
    """
    return min(max(value, low), high)
