"""How sure are two-by-two agreements of many checks? The bootstrap on counts instead of outputs.

The bias-corrected and accelerated bootstrap of `genchi.stats.bootstrap`, for the case that the
statistic depends on four counts alone. A sample is then a weight for each output or group, one
matrix product counts all checks at once, and 40 checks on 10,000 outputs take a second.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from genchi.review.outcomes import Floats, Ints
from genchi.stats import Interval, normal_quantile
from genchi.stats.intervals import clip

CountStatistic = Callable[[Floats], Floats]
"""From counts tp, fp, fn, tn along the last axis to a value in [-1, 1], 0 where undefined."""

_REPEATS = 2000
_AT_ONCE = 100  # samples counted by one matrix product
_SEED = 0


def matthews_of(counts: Floats) -> Floats:
    """The Matthews (1975) correlation; 0 where a row or column of the table is empty.

    >>> float(matthews_of(np.array([5.0, 0.0, 0.0, 5.0])))
    1.0
    """
    tp, fp, fn, tn = np.moveaxis(counts, -1, 0)
    spread = np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return np.asarray((tp * tn - fp * fn) / np.where(spread > 0, spread, np.inf))


def cohen(counts: Floats) -> Floats:
    """Cohen's (1960) kappa; 0 where both raters gave one and the same label throughout.

    >>> float(cohen(np.array([5.0, 0.0, 0.0, 5.0])))
    1.0
    """
    tp, fp, fn, tn = np.moveaxis(counts, -1, 0)
    n = tp + fp + fn + tn
    chance = (tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)
    room = n * n - chance
    return np.asarray(((tp + tn) * n - chance) / np.where(room > 0, room, np.inf))


def resampled(
    cells: npt.NDArray[np.int8],
    groups: Ints,
    statistics: Sequence[CountStatistic],
    confidence: float,
    clustered: bool,
) -> list[tuple[Interval, ...]]:
    """For each check (column of `cells`) the interval of each statistic.

    A cell is 0 for tp, 1 for fp, 2 for fn, 3 for tn and 4 for an output that the check did not
    judge. `groups` numbers what is drawn together from 0. With one group, or none, nothing is known
    about the next, and the interval is all of [-1, 1].
    """
    counts = _counts(cells, groups)
    samples = _samples(counts) if len(counts) > 1 else counts
    left_out = counts.sum(axis=0) - counts
    method = "bootstrap bca, clustered" if clustered else "bootstrap bca"
    n = (cells < 4).sum(axis=0)

    def interval(check: int, statistic: CountStatistic) -> Interval:
        estimate = float(statistic(counts[:, check].sum(axis=0)))
        low, high = -1.0, 1.0
        if len(counts) > 1:
            drawn = np.sort(statistic(samples[:, check]))
            skew = _acceleration(statistic(left_out[:, check]))
            low, high = _limits(drawn, estimate, skew, confidence)
        return Interval(estimate, low, high, confidence, int(n[check]), method)

    return [tuple(interval(c, s) for s in statistics) for c in range(cells.shape[1])]


def _counts(cells: npt.NDArray[np.int8], groups: Ints) -> Floats:
    """How often each group falls in each cell of each check: groups by checks by four."""
    size = int(groups.max()) + 1 if len(groups) else 0
    counts = np.zeros((size, cells.shape[1], 5))
    checks = np.broadcast_to(np.arange(cells.shape[1]), cells.shape)
    np.add.at(counts, (groups[:, np.newaxis], checks, cells), 1.0)
    return counts[:, :, :4]


def _samples(counts: Floats) -> Floats:
    """The counts in each of the samples of groups drawn with replacement."""
    random = np.random.default_rng(_SEED)
    size, flat = len(counts), counts.reshape(len(counts), -1)
    if size < 2:
        return np.zeros((0, *counts.shape[1:]))
    parts = []
    for _ in range(_REPEATS // _AT_ONCE):
        drawn = random.integers(size, size=(_AT_ONCE, size))
        weights = [np.bincount(row, minlength=size) for row in drawn]
        parts.append(np.array(weights, dtype=np.float64) @ flat)
    return np.concatenate(parts).reshape(_REPEATS, *counts.shape[1:])


def _acceleration(left_out: Floats) -> float:
    """sum d^3 / (6 (sum d^2)^1.5) for the jackknife's distances d below their mean."""
    distances = left_out.mean() - left_out
    squares = float((distances**2).sum())
    return float((distances**3).sum()) / (6 * squares**1.5) if squares > 1e-20 else 0.0


def _limits(
    drawn: Floats, estimate: float, acceleration: float, confidence: float
) -> tuple[float, float]:
    sides = [np.searchsorted(drawn, estimate + nudge) for nudge in (-1e-12, 1e-12)]
    below = clip(float(sum(sides)) / 2 / _REPEATS, 0.5 / _REPEATS, 1 - 0.5 / _REPEATS)
    bias, z = normal_quantile(below), normal_quantile((1 + confidence) / 2)
    low, high = (np.quantile(drawn, _level(bias, acceleration, side)) for side in (-z, z))
    return float(low), float(high)


def _level(bias: float, acceleration: float, z: float) -> float:
    """Phi(bias + (bias + z) / (1 - acceleration (bias + z))), Efron's corrected quantile level."""
    shift = bias + z
    scale = 1 - acceleration * shift
    if scale <= 0:
        return 1.0 if shift > 0 else 0.0
    return math.erfc(-(bias + shift / scale) / math.sqrt(2)) / 2
