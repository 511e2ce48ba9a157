"""Many comparisons at once."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import benjamini_hochberg, holm

# The fifteen tests of Benjamini & Hochberg (1995), section 3.2.
P_1995 = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_benjamini_hochberg_rejects_four_of_the_fifteen_published_tests() -> None:
    assert [p <= 0.05 for p in benjamini_hochberg(P_1995)] == [True] * 4 + [False] * 11
    assert benjamini_hochberg(P_1995)[3] == pytest.approx(0.0095 * 15 / 4)


def test_holm_rejects_three_of_them() -> None:
    assert [p <= 0.05 for p in holm(P_1995)] == [True] * 3 + [False] * 12


@given(st.lists(st.floats(0, 1), max_size=30), st.randoms(use_true_random=False))
def test_the_order_given_is_kept(p_values: list[float], random: object) -> None:
    places = list(range(len(p_values)))
    random.shuffle(places)  # type: ignore[attr-defined]
    shuffled = [p_values[place] for place in places]
    for adjust in (holm, benjamini_hochberg):
        adjusted = adjust(p_values)
        assert adjust(shuffled) == pytest.approx([adjusted[place] for place in places])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusting_never_lowers_a_p_and_holm_is_the_stricter(p_values: list[float]) -> None:
    rows = zip(p_values, benjamini_hochberg(p_values), holm(p_values), strict=True)
    assert all(p <= bh + 1e-15 <= strict + 2e-15 <= 1 + 2e-15 for p, bh, strict in rows)


def test_both_agree_with_statsmodels() -> None:
    multitest = pytest.importorskip(
        "statsmodels.stats.multitest", reason="compares with statsmodels"
    )
    p_values = [0.04, 0.001, 0.3, 0.04, 0.9, 0.012, 0.0004]
    assert holm(p_values) == pytest.approx(multitest.multipletests(p_values, method="holm")[1])
    expected = multitest.multipletests(p_values, method="fdr_bh")[1]
    assert benjamini_hochberg(p_values) == pytest.approx(expected)


def test_nothing_to_adjust_stays_nothing_and_wrong_ps_are_refused() -> None:
    assert holm([]) == benjamini_hochberg([]) == []
    for adjust in (holm, benjamini_hochberg):
        with pytest.raises(UsageError, match=r"p_values\[1\] is 1.2"):
            adjust([0.1, 1.2])
        with pytest.raises(UsageError, match=r"p_values\[0\] is nan"):
            adjust([math.nan])
