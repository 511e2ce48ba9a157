"""Agreement beyond chance."""

from __future__ import annotations

import math
from random import Random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import agreement_rate, cohen_kappa, krippendorff_alpha, matthews

N = None
# Krippendorff (2011), the example with four observers, twelve units and missing data.
CANONICAL: list[list[int | None]] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
LABELS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40
)


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_reproduces_krippendorffs_example(
    level: Literal["nominal", "ordinal", "interval"], alpha: float
) -> None:
    assert krippendorff_alpha(CANONICAL, level) == pytest.approx(alpha, abs=5e-4)


def test_alpha_takes_words_as_labels() -> None:
    words = [[None if x is None else f"label {x}" for x in row] for row in CANONICAL]
    assert krippendorff_alpha(words) == krippendorff_alpha(CANONICAL)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_alpha_agrees_with_the_krippendorff_package(
    level: Literal["nominal", "ordinal", "interval"],
) -> None:
    package = pytest.importorskip("krippendorff", reason="compares with krippendorff")
    random = Random(2)
    for _ in range(20):
        ratings = [
            [random.choice([1, 2, 3, 5, None]) for _ in range(random.choice([15]))]
            for _ in range(random.randint(2, 5))
        ]
        data = [[math.nan if x is None else float(x) for x in row] for row in ratings]
        expected = package.alpha(reliability_data=data, level_of_measurement=level)
        assert krippendorff_alpha(ratings, level) == pytest.approx(expected, abs=1e-10)


def test_equal_ratings_throughout_are_not_measurable() -> None:
    assert math.isnan(krippendorff_alpha([[1, 1, None], [1, 1, 2]]))
    assert math.isnan(krippendorff_alpha([[0.1, 0.1], [0.1, 0.1]], "interval"))
    assert math.isnan(cohen_kappa(["pass"] * 5, ["pass"] * 5))


def test_kappa_is_that_of_a_worked_table() -> None:
    # 50 items: both yes 20, only a 5, only b 10, both no 15; p_o = .7, p_e = .5, kappa = .4.
    a = ["y"] * 25 + ["n"] * 25
    b = ["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15
    assert cohen_kappa(a, b) == pytest.approx(0.4)
    assert agreement_rate(a, b) == 0.7


def test_a_constant_judge_agrees_often_and_means_nothing() -> None:
    truth = [1] * 95 + [0] * 5
    assert agreement_rate(truth, [1] * 100) == 0.95
    assert cohen_kappa(truth, [1] * 100) == 0
    assert matthews(tp=95, fp=5, fn=0, tn=0) == 0


@given(LABELS)
def test_kappa_is_symmetric_and_one_only_for_equal_labels(pairs: list[tuple[str, str]]) -> None:
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    kappa = cohen_kappa(a, b)
    if math.isnan(kappa):
        assert len(set(a + b)) == 1
    else:
        assert kappa == pytest.approx(cohen_kappa(b, a))
        assert (kappa == 1) == (a == b)


def test_kappa_and_matthews_agree_with_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="compares with scikit-learn")
    random = Random(3)
    for _ in range(20):
        a = [random.randint(0, 1) for _ in range(30)]
        b = [x if random.random() < 0.7 else random.randint(0, 1) for x in a]
        assert cohen_kappa(a, b) == pytest.approx(metrics.cohen_kappa_score(a, b))
        cells = [sum((x, y) == cell for x, y in zip(a, b, strict=True)) for cell in CELLS]
        expected = metrics.matthews_corrcoef(a, b)
        assert matthews(*cells) == pytest.approx(expected)


CELLS = [(1, 1), (0, 1), (1, 0), (0, 0)]  # truth, verdict: tp, fp, fn, tn


def test_matthews_reaches_its_ends() -> None:
    assert matthews(10, 0, 0, 7) == 1
    assert matthews(0, 3, 4, 0) == -1
    assert matthews(2**70, 2**70, 2**70, 2**70) == 0


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(UsageError, match="a has 2, b has 1"):
        cohen_kappa([1, 2], [1])
    with pytest.raises(UsageError, match="at least one item"):
        agreement_rate([], [])
    with pytest.raises(UsageError, match="tn must be a whole number"):
        matthews(1, 1, 1, -1)
    with pytest.raises(UsageError, match="all counts are 0"):
        matthews(0, 0, 0, 0)
    with pytest.raises(UsageError, match="none of 2 items has two"):
        krippendorff_alpha([[1, None], [None, 1]])
    with pytest.raises(UsageError, match="none of 0 items has two"):
        krippendorff_alpha([])
    with pytest.raises(UsageError, match=r"ratings\[0\] has 2, ratings\[1\] has 1"):
        krippendorff_alpha([[1, 2], [1]])
    with pytest.raises(UsageError, match="level is one of nominal, ordinal, interval"):
        krippendorff_alpha(CANONICAL, "ratio")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="numbers only"):
        krippendorff_alpha([["good", "bad"], ["good", "good"]], "ordinal")
