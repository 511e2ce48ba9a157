"""How many cases a question needs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import (
    sample_size_mean,
    sample_size_paired_binary,
    sample_size_proportion,
    wilson,
)


@pytest.mark.parametrize(("difference", "pairs"), [(0.03, 1737), (0.05, 621), (0.10, 150)])
def test_paired_pass_rates_that_differ_on_a_fifth_of_the_cases(
    difference: float, pairs: int
) -> None:
    assert sample_size_paired_binary(0.20, difference) == pairs
    assert sample_size_paired_binary(0.20, -difference) == pairs


def test_a_mean_needs_cohens_sixty_four_per_group_and_his_thirty_four_pairs() -> None:
    # Cohen (1988): d = 0.5 at 80% power; the normal formula is one or two below the t one.
    assert sample_size_mean(sd=math.sqrt(2), margin=0.5) in {63, 64}
    assert sample_size_mean(sd=1, margin=0.5) == 32
    assert sample_size_mean(sd=1, margin=0.5, power=0.9) == 43


@given(st.floats(0, 1), st.floats(0.005, 0.45), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_size_for_a_rate_gives_the_wilson_width_and_no_smaller_one_does(
    rate: float, half_width: float, confidence: float
) -> None:
    n = sample_size_proportion(rate, half_width, confidence)

    def half(size: int) -> float:
        interval = wilson(rate * size, size, confidence)
        return (interval.high - interval.low) / 2

    assert half(n) <= half_width + 1e-9
    assert n == 1 or half(n - 1) >= half_width - 1e-9


def test_any_size_does_for_half_the_range() -> None:
    assert sample_size_proportion(0.5, 0.5) == 1
    assert sample_size_paired_binary(1.0, 1.0) == 1


def test_questions_without_an_answer_are_refused() -> None:
    with pytest.raises(UsageError, match=r"difference was given 0\.3 and discordance 0\.2"):
        sample_size_paired_binary(0.2, 0.3)
    with pytest.raises(UsageError, match="difference must be non-zero"):
        sample_size_paired_binary(0.2, 0)
    with pytest.raises(UsageError, match="margin must be a finite number above 0"):
        sample_size_mean(1, 0)
    with pytest.raises(UsageError, match="sd must be a finite number above 0"):
        sample_size_mean(math.nan, 1)
    with pytest.raises(UsageError, match="rate must lie in"):
        sample_size_proportion(1.5, 0.1)
    with pytest.raises(UsageError, match="power must lie strictly"):
        sample_size_mean(1, 1, power=80)
