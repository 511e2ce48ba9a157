"""pass@k and pass^k."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import mean, pass_at_k, pass_hat_k


@given(st.integers(1, 8), st.data())
def test_both_count_the_choices_of_k_recorded_tries(n: int, data: st.DataObject) -> None:
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n))
    choices = list(combinations([1] * c + [0] * (n - c), k))
    assert pass_at_k(n, c, k) == pytest.approx(mean([any(choice) for choice in choices]))
    assert pass_hat_k(n, c, k) == pytest.approx(mean([all(choice) for choice in choices]))


@given(st.integers(1, 300), st.data())
def test_pass_at_k_equals_the_product_form_of_chen_2021(n: int, data: st.DataObject) -> None:
    c, k = data.draw(st.integers(0, n)), data.draw(st.integers(1, n))
    product = 1.0 if n - c < k else 1 - math.prod(1 - k / i for i in range(n - c + 1, n + 1))
    assert pass_at_k(n, c, k) == pytest.approx(product, abs=1e-12)


def test_the_published_row_of_tau_bench_is_one_distribution_of_successes() -> None:
    # gpt-4o on the 115 retail tasks of Yao et al. (2024), 4 tries each: .604 .491 .430 .383.
    tasks_by_successes = {0: 22, 1: 18, 2: 9, 3: 22, 4: 44}
    successes = [c for c, tasks in tasks_by_successes.items() for _ in range(tasks)]
    row = [mean([pass_hat_k(4, c, k) for c in successes]) for k in (1, 2, 3, 4)]
    assert row == pytest.approx([0.604, 0.491, 0.430, 0.383], abs=5e-4)


def test_one_try_is_the_plain_rate() -> None:
    assert pass_at_k(200, 57, 1) == pass_hat_k(200, 57, 1) == 57 / 200


def test_impossible_tries_are_refused() -> None:
    with pytest.raises(UsageError, match="c was given 5 of n = 4"):
        pass_at_k(4, 5, 1)
    with pytest.raises(UsageError, match="k must lie between 1 and the 4 recorded tries"):
        pass_hat_k(4, 2, 5)
    with pytest.raises(UsageError, match="k must lie between 1"):
        pass_at_k(4, 2, 0)
    with pytest.raises(UsageError, match="n must be a whole number"):
        pass_at_k(4.5, 2, 1)  # type: ignore[arg-type]
