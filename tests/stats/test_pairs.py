"""Two systems on the same cases."""

from __future__ import annotations

import math
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import (
    clustered_mean,
    mcnemar,
    paired_binary_difference,
    paired_difference,
    paired_p_value,
)

# Student (1908), additional hours of sleep for ten patients under two drugs.
SLEEP_A = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_B = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]


def test_the_paired_interval_is_that_of_student_1908() -> None:
    interval = paired_difference(SLEEP_A, SLEEP_B)
    assert interval.value == pytest.approx(-1.58)
    assert (interval.low, interval.high) == pytest.approx((-2.4598858, -0.7001142), abs=1e-6)
    assert (interval.n, interval.method) == (10, "paired t")


def test_clusters_reach_the_differences() -> None:
    clusters = [i // 2 for i in range(10)]
    differences = [a - b for a, b in zip(SLEEP_A, SLEEP_B, strict=True)]
    interval = paired_difference(SLEEP_A, SLEEP_B, clusters, 0.9)
    expected = clustered_mean(differences, clusters, 0.9)
    assert (interval.low, interval.high) == (expected.low, expected.high)
    assert interval.method == "paired t, clustered"


@pytest.mark.parametrize(
    ("b", "c", "p"),
    [(1, 5, 0.21875), (0, 0, 1.0), (5, 5, 1.0), (0, 6, 0.03125), (1, 7, 0.0703125), (2, 0, 0.5)],
)
def test_mcnemar_is_the_exact_binomial_test(b: int, c: int, p: float) -> None:
    assert mcnemar(b, c) == p
    assert mcnemar(c, b) == p


def test_mcnemar_agrees_with_scipy() -> None:
    stats = pytest.importorskip("scipy.stats", reason="compares with scipy")
    for b, c in ((3, 12), (59, 86), (400, 480), (3000, 3200)):
        assert mcnemar(b, c) == pytest.approx(stats.binomtest(b, b + c).pvalue, rel=1e-9)


def test_mcnemar_is_exact_and_quick_for_many_pairs() -> None:
    start = time.perf_counter()
    p = mcnemar(9_800, 10_200)
    assert time.perf_counter() - start < 1
    assert p == pytest.approx(math.erfc(399 / math.sqrt(20_000) / math.sqrt(2)), rel=1e-3)


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [
        # The worked example of the R package statpsych 1.7, ci.prop.ps(.05, 12, 4, 26, 6).
        ((6, 26, 4, 12), 22 / 48, 0.2548067, 0.6251933),
        # Airway hyper-responsiveness (Bentur et al. 2009) in Fagerland, Lydersen & Laake (2014).
        ((1, 1, 7, 12), -6 / 21, -0.508, -0.013),
    ],
)
def test_the_paired_binary_interval_reproduces_published_examples(
    counts: tuple[int, int, int, int], value: float, low: float, high: float
) -> None:
    interval = paired_binary_difference(*counts)
    assert interval.value == pytest.approx(value)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=6e-4)
    assert (interval.n, interval.method) == (sum(counts), "bonett-price")


@given(*[st.integers(0, 60)] * 3, st.integers(1, 60))
def test_swapping_the_systems_mirrors_the_interval(both: int, a: int, b: int, neither: int) -> None:
    there, back = (
        paired_binary_difference(both, a, b, neither),
        paired_binary_difference(both, b, a, neither),
    )
    assert -1 <= there.low <= there.high <= 1
    assert there.low == pytest.approx(-back.high)
    assert there.value == -back.value


def test_no_discordant_pair_still_leaves_doubt() -> None:
    interval = paired_binary_difference(50, 0, 0, 0)
    assert interval.value == 0
    assert interval.low < -0.01 < 0.01 < interval.high


def test_wrong_counts_and_lengths_are_refused() -> None:
    with pytest.raises(UsageError, match="only_b must be a whole number"):
        paired_binary_difference(1, 2, -3, 4)
    with pytest.raises(UsageError, match="at least one case"):
        paired_binary_difference(0, 0, 0, 0)
    with pytest.raises(UsageError, match="b must be a whole number"):
        mcnemar(1.5, 2)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="a has 2, b has 1"):
        paired_difference([1, 2], [1])
    with pytest.raises(UsageError, match=r"b\[0\] is nan"):
        paired_difference([1], [math.nan])
    with pytest.raises(UsageError, match="confidence"):
        paired_binary_difference(1, 1, 1, 1, confidence=2)


def test_the_p_value_of_paired_scores_is_that_of_scipys_paired_t_test() -> None:
    scipy_stats = pytest.importorskip("scipy.stats", reason="compares with scipy")
    generator = random.Random(5)
    for n in (3, 10, 80):
        a = [generator.random() for _ in range(n)]
        b = [generator.random() for _ in range(n)]
        expected = scipy_stats.ttest_rel(a, b).pvalue
        assert paired_p_value(a, b) == pytest.approx(expected, rel=1e-8)


def test_differences_without_spread_are_judged_by_their_signs() -> None:
    assert paired_p_value([1, 1, 1], [0, 0, 0]) == 0.25
    assert paired_p_value([1, 0, 1], [1, 0, 1]) == 1.0
    assert paired_p_value([1], [0]) == 1.0
