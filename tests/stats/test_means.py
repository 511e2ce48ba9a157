"""Means: Student's interval, widened where cases belong together."""

from __future__ import annotations

import math
import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import clustered_mean, mean, student_t_quantile

# Student (1908), additional hours of sleep for ten patients under two drugs.
SLEEP_A = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_B = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_without_clusters_it_is_the_textbook_interval() -> None:
    interval = clustered_mean(SLEEP_A)
    assert interval.value == pytest.approx(0.75)
    assert (interval.low, interval.high) == pytest.approx((-0.5297804, 2.0297804), abs=1e-6)
    assert (interval.n, interval.method) == (10, "student t")


def test_clusters_of_one_case_change_nothing() -> None:
    alone, plain = clustered_mean(SLEEP_B, range(10)), clustered_mean(SLEEP_B)
    assert (alone.low, alone.high) == (plain.low, plain.high)
    assert alone.method == "student t, clustered"


def test_the_clustered_error_is_the_sum_of_products_within_clusters() -> None:
    random = Random(4)
    values = [random.random() for _ in range(40)]
    clusters = [random.randrange(9) for _ in range(40)]
    centre = sum(values) / 40
    products = sum(
        (values[i] - centre) * (values[j] - centre)
        for i in range(40)
        for j in range(40)
        if clusters[i] == clusters[j]
    )
    groups = len(set(clusters))
    error = math.sqrt(groups / (groups - 1) * products) / 40
    interval = clustered_mean(values, clusters, 0.9)
    half = student_t_quantile(0.95, groups - 1) * error
    assert interval.high - interval.value == pytest.approx(half, rel=1e-12)
    assert interval.value - interval.low == pytest.approx(half, rel=1e-12)


def test_the_clustered_error_agrees_with_statsmodels() -> None:
    regression = pytest.importorskip(
        "statsmodels.regression.linear_model", reason="compares with statsmodels"
    )
    random = Random(5)
    values = [random.gauss(0, 1) for _ in range(60)]
    clusters = [random.randrange(12) for _ in range(60)]
    fit = regression.OLS(values, [[1.0]] * 60).fit(
        cov_type="cluster", cov_kwds={"groups": clusters}, use_t=True
    )
    interval = clustered_mean(values, clusters)
    assert (interval.low, interval.high) == pytest.approx(tuple(fit.conf_int()[0]), rel=1e-9)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_copies_of_each_case_are_seen_through(values: list[float]) -> None:
    once = clustered_mean(values)
    thrice = clustered_mean(values * 3, list(range(len(values))) * 3)
    assert thrice.value == pytest.approx(once.value, rel=1e-9, abs=1e-6)
    assert thrice.low == pytest.approx(once.low, rel=1e-9, abs=1e-6)


def test_one_cluster_leaves_the_interval_open() -> None:
    for interval in (clustered_mean([1, 2, 3], ["a"] * 3), clustered_mean([2])):
        assert (interval.value, interval.low, interval.high) == (2, -math.inf, math.inf)


def test_equal_values_have_no_width() -> None:
    interval = clustered_mean([0.5] * 8)
    assert (interval.low, interval.high) == (0.5, 0.5)


def test_the_mean_does_not_gather_rounding_errors() -> None:
    assert mean([1e16, 1.0, -1e16]) == pytest.approx(1 / 3)
    assert math.isnan(mean([]))


def test_a_hundred_thousand_values_take_well_under_a_second() -> None:
    values = [float(i % 7) for i in range(100_000)]
    clusters = [i // 5 for i in range(100_000)]
    start = time.perf_counter()
    clustered_mean(values, clusters)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("bad", [math.nan, math.inf])
def test_what_was_not_measured_is_refused_with_its_place(bad: float) -> None:
    with pytest.raises(UsageError, match=r"values\[2\] is (nan|inf)"):
        clustered_mean([1, 2, bad])


def test_missing_data_words_and_odd_lengths_are_refused() -> None:
    with pytest.raises(UsageError, match="values needs at least one number"):
        clustered_mean([])
    with pytest.raises(UsageError, match="values must hold numbers only"):
        clustered_mean(["good"])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="values has 3, clusters has 2"):
        clustered_mean([1, 2, 3], ["a", "b"])
    with pytest.raises(UsageError, match="confidence"):
        clustered_mean([1, 2], confidence=1.5)
