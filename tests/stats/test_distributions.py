"""The quantiles agree with published tables and with scipy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import normal_quantile, student_t_quantile
from genchi.stats.distributions import regularised_beta


@pytest.mark.parametrize(
    ("p", "df", "published"),
    [
        (0.975, 1, 12.7062),
        (0.975, 2, 4.30265),
        (0.975, 5, 2.57058),
        (0.95, 10, 1.81246),
        (0.995, 30, 2.75000),
        (0.975, 120, 1.97993),
        (0.9995, 4, 8.61030),
    ],
)
def test_the_t_quantile_matches_the_printed_tables(p: float, df: float, published: float) -> None:
    assert student_t_quantile(p, df) == pytest.approx(published, rel=2e-6)


@pytest.mark.parametrize("p", [0.5001, 0.6, 0.75, 0.975, 0.9999, 1 - 1e-9])
def test_the_t_quantile_has_its_closed_forms_at_one_and_two_degrees(p: float) -> None:
    tail = 1 - p
    one = 1 / math.tan(math.pi * tail) if p > 0.75 else math.tan(math.pi * (p - 0.5))
    assert student_t_quantile(p, 1) == pytest.approx(one, rel=1e-9)
    two = (p - 0.5) * math.sqrt(2 / (p * tail))
    assert student_t_quantile(p, 2) == pytest.approx(two, rel=1e-9)


@pytest.mark.parametrize("df", [1, 1.5, 2, 3.7, 9, 50, 333.3, 999, 1000, 1000.5, 2000, 1e4, 1e6])
def test_the_t_quantile_agrees_with_scipy_to_eight_digits(df: float) -> None:
    stats = pytest.importorskip("scipy.stats", reason="compares with scipy")
    for p in (0.5001, 0.55, 0.6, 0.7499, 0.75, 0.8, 0.9, 0.95, 0.975, 0.99, 0.999, 0.9999, 1e-6):
        assert student_t_quantile(p, df) == pytest.approx(stats.t.ppf(p, df), rel=1e-8)


@given(st.floats(0.001, 0.999), st.floats(0.5, 1e5))
def test_the_t_quantile_is_odd_about_one_half_and_outside_the_normal(p: float, df: float) -> None:
    quantile = student_t_quantile(p, df)
    assert quantile == pytest.approx(-student_t_quantile(1 - p, df), rel=1e-6, abs=1e-12)
    assert abs(quantile) >= abs(normal_quantile(p)) * (1 - 1e-9)


def test_the_t_quantile_ends_in_the_normal_one() -> None:
    assert student_t_quantile(0.5, 7) == 0
    assert student_t_quantile(0.975, math.inf) == normal_quantile(0.975)
    assert normal_quantile(0.975) == pytest.approx(1.959963984540054, rel=1e-14)


def test_the_incomplete_beta_function_has_its_known_values() -> None:
    assert regularised_beta(0.0, 2, 3) == 0
    assert regularised_beta(1.0, 2, 3) == 1
    assert regularised_beta(0.3, 1, 1) == pytest.approx(0.3, rel=1e-14)
    binomial = sum(math.comb(10, k) * 0.2**k * 0.8 ** (10 - k) for k in range(3, 11))
    assert regularised_beta(0.2, 3, 8) == pytest.approx(binomial, rel=1e-13)


@pytest.mark.parametrize("p", [0, 1, -0.1, 95, math.nan])
def test_a_probability_outside_zero_to_one_is_refused(p: float) -> None:
    with pytest.raises(UsageError, match="strictly between 0 and 1"):
        normal_quantile(p)
    with pytest.raises(UsageError, match="strictly between 0 and 1"):
        student_t_quantile(p, 5)


@pytest.mark.parametrize("df", [0, -1, math.nan])
def test_degrees_of_freedom_must_be_positive(df: float) -> None:
    with pytest.raises(UsageError, match="degrees of freedom must be above 0"):
        student_t_quantile(0.9, df)
