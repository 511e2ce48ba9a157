"""Pass rates: Wilson's interval, alone and for cases that come in clusters."""

from __future__ import annotations

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import clustered_proportion, student_t_quantile, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_reproduces_the_examples_of_newcombe_1998(
    successes: int, n: int, low: float, high: float
) -> None:
    interval = wilson(successes, n)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)
    assert interval.value == successes / n
    assert (interval.n, interval.confidence, interval.method) == (n, 0.95, "wilson")


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.999])
def test_wilson_agrees_with_statsmodels(confidence: float) -> None:
    proportion = pytest.importorskip(
        "statsmodels.stats.proportion", reason="compares with statsmodels"
    )
    for successes, n in ((0, 5), (3, 7), (50, 51), (10, 10), (99_999, 100_000)):
        expected = proportion.proportion_confint(successes, n, 1 - confidence, "wilson")
        interval = wilson(successes, n, confidence)
        assert (interval.low, interval.high) == pytest.approx(expected, abs=1e-12)


@given(st.integers(1, 2000), st.floats(0, 1), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_wilson_stays_in_range_holds_its_value_and_mirrors(
    n: int, share: float, confidence: float
) -> None:
    successes = round(share * n)
    interval, mirror = wilson(successes, n, confidence), wilson(n - successes, n, confidence)
    assert 0 <= interval.low <= interval.value <= interval.high <= 1
    assert interval.low == pytest.approx(1 - mirror.high, abs=1e-12)
    assert wilson(successes * 4, n * 4, confidence).high - interval.high <= 1e-12


def test_wilson_at_the_ends_is_exact() -> None:
    assert wilson(0, 17).low == 0
    assert wilson(17, 17).high == 1
    assert wilson(17, 17).low < 1


def test_no_data_says_nothing() -> None:
    nothing = wilson(0, 0)
    assert math.isnan(nothing.value)
    assert (nothing.low, nothing.high, nothing.n) == (0, 1, 0)


@pytest.mark.parametrize(("successes", "n"), [(5, 4), (-1, 4), (math.nan, 4), (1, math.inf)])
def test_impossible_counts_are_refused_with_the_values(successes: float, n: float) -> None:
    with pytest.raises(UsageError, match="successes must lie between 0 and n"):
        wilson(successes, n)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_confidence_that_is_no_probability_is_refused(confidence: float) -> None:
    with pytest.raises(UsageError, match="confidence must lie strictly between 0 and 1"):
        wilson(1, 2, confidence)
    with pytest.raises(UsageError, match="confidence must lie strictly between 0 and 1"):
        clustered_proportion([1, 0], confidence=confidence)


def test_one_case_per_cluster_is_plain_wilson() -> None:
    values = [1.0] * 37 + [0.0] * 13
    clustered, plain = clustered_proportion(values, range(50)), wilson(37, 50)
    assert (clustered.low, clustered.high) == (plain.low, plain.high)
    assert clustered.method == "wilson, clustered"
    assert clustered_proportion(values).method == "wilson"


def test_copies_of_the_same_case_add_nothing_but_a_better_known_spread() -> None:
    values, clusters = [1, 0, 1, 1, 0, 1, 1, 1], list("abcdefgh")
    copies = clustered_proportion(values * 10, clusters * 10)
    degrees = (student_t_quantile(0.975, 79) / student_t_quantile(0.975, 7)) ** 2
    design_effect = (8 / 7) / (80 / 79) * 10
    expected = wilson(6 / 8 * (80 / design_effect * degrees), 80 / design_effect * degrees)
    assert copies.value == 0.75
    assert copies.n == 80
    assert (copies.low, copies.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_when_every_case_passes_each_cluster_counts_once() -> None:
    interval = clustered_proportion([1] * 60, [i // 6 for i in range(60)])
    assert interval.low == pytest.approx(wilson(10, 10).low)
    assert (interval.value, interval.high, interval.n) == (1, 1, 60)


def test_one_cluster_counts_as_one_case() -> None:
    interval = clustered_proportion([1, 0, 1, 1], ["a"] * 4)
    assert interval.value == 0.75
    assert interval.high - interval.low > 0.8


def test_clusters_that_balance_themselves_do_not_narrow_the_interval() -> None:
    interval = clustered_proportion([1, 0] * 50, [i // 2 for i in range(100)])
    plain = wilson(50, 100)
    assert interval.low <= plain.low
    assert interval.high >= plain.high


def test_the_clustered_interval_covers_where_wilson_fails() -> None:
    random = Random(11)
    covered = plain_covered = 0
    clusters = [i // 10 for i in range(200)]
    for _ in range(1000):
        rates = [random.betavariate(0.8 * 2, 0.2 * 2) for _ in range(20)]
        values = [float(random.random() < rates[cluster]) for cluster in clusters]
        interval, plain = clustered_proportion(values, clusters), wilson(sum(values), 200)
        covered += interval.low <= 0.8 <= interval.high
        plain_covered += plain.low <= 0.8 <= plain.high
    assert covered / 1000 > 0.92
    assert plain_covered / 1000 < 0.80


def test_scores_outside_zero_to_one_are_refused() -> None:
    with pytest.raises(UsageError, match=r"values\[1\] is 3.0, outside \[0, 1\]"):
        clustered_proportion([1, 3])
    with pytest.raises(UsageError, match="at least one number"):
        clustered_proportion([])
    with pytest.raises(UsageError, match="values has 2, clusters has 1"):
        clustered_proportion([1, 0], ["a"])
