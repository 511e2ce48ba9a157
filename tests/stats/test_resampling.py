"""The BCa bootstrap."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from statistics import median, pvariance, stdev

import pytest

from genchi.errors import UsageError
from genchi.stats import bootstrap, clustered_mean, mean

# Efron & Tibshirani (1993), table 14.1: the spatial test data, whose variance (theta = 171.5) has
# the 90% BCa interval (115.8, 259.6).
SPATIAL = [
    *(48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6),
    *(0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41),
]


def variance(values: Sequence[float]) -> float:
    return pvariance(values)


def test_the_bca_interval_of_efron_and_tibshirani_is_reproduced() -> None:
    interval = bootstrap(SPATIAL, variance, confidence=0.9, repeats=4000)
    assert interval.value == pytest.approx(171.5, abs=0.05)
    assert interval.low == pytest.approx(115.8, rel=0.03)
    assert interval.high == pytest.approx(259.6, rel=0.03)
    assert (interval.n, interval.method) == (26, "bootstrap bca")


def test_it_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats", reason="compares with scipy")
    random = Random(8)
    values = [random.expovariate(1) for _ in range(60)]
    expected = stats.bootstrap(
        (values,), lambda x: float(mean(list(x))), n_resamples=4000, vectorized=False, rng=1
    ).confidence_interval
    interval = bootstrap(values, repeats=4000)
    width = expected.high - expected.low
    assert interval.low == pytest.approx(expected.low, abs=0.05 * width)
    assert interval.high == pytest.approx(expected.high, abs=0.05 * width)


def test_the_same_seed_gives_the_same_interval_and_global_randomness_is_left_alone() -> None:
    import random

    random.seed(1)
    state = random.getstate()
    assert bootstrap(SPATIAL, seed=3) == bootstrap(SPATIAL, seed=3)
    assert bootstrap(SPATIAL, seed=3) != bootstrap(SPATIAL, seed=4)
    assert random.getstate() == state


def test_resampling_clusters_gives_about_the_clustered_interval() -> None:
    random = Random(6)
    values, clusters = [], []
    for cluster in range(60):
        level = random.gauss(0, 1)
        values += [level + random.gauss(0, 0.3) for _ in range(5)]
        clusters += [cluster] * 5
    resampled = bootstrap(values, clusters=clusters)
    formula = clustered_mean(values, clusters)
    width = formula.high - formula.low
    assert resampled.high - resampled.low == pytest.approx(width, rel=0.08)
    assert width > 1.8 * (clustered_mean(values).high - clustered_mean(values).low)
    assert resampled.method == "bootstrap bca, clustered"


def test_more_values_than_jackknife_blocks_are_taken_in_blocks() -> None:
    random = Random(9)
    values = [random.lognormvariate(0, 1) for _ in range(1200)]
    interval, formula = bootstrap(values, repeats=1000), clustered_mean(values)
    assert interval.low == pytest.approx(formula.low, rel=0.05)
    assert interval.high == pytest.approx(formula.high, rel=0.05)
    assert interval.high - interval.value > interval.value - interval.low


def test_equal_values_have_no_width() -> None:
    interval = bootstrap([0.3] * 9)
    assert (interval.value, interval.low, interval.high) == (0.3, 0.3, 0.3)


def test_a_statistic_with_few_possible_results_stays_within_them() -> None:
    interval = bootstrap([1, 2, 3, 4, 100], median, repeats=500)
    assert 1 <= interval.low <= interval.value <= interval.high <= 100
    most = bootstrap([1, 2, 3, 4, 100], max, repeats=500)
    assert most.high == 100


def test_one_value_or_one_cluster_leaves_the_interval_open() -> None:
    for interval in (bootstrap([2.0]), bootstrap([1, 3], clusters=["a", "a"])):
        assert (interval.value, interval.low, interval.high) == (2, -math.inf, math.inf)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(UsageError, match="at least one number"):
        bootstrap([])
    with pytest.raises(UsageError, match="at least 100 repeats, but was given 20"):
        bootstrap([1, 2], repeats=20)
    with pytest.raises(UsageError, match="values has 2, clusters has 1"):
        bootstrap([1, 2], clusters=["a"])
    with pytest.raises(UsageError, match="the statistic returned nan"):
        bootstrap([1, 2, 3], lambda values: math.nan if values[0] == values[1] else stdev(values))
