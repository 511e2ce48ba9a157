"""Few human labels and many verdicts of a judge, put together."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.stats import (
    Interval,
    paired_binary_difference,
    paired_difference,
    ppi_mean,
    ppi_paired_difference,
    wilson,
)
from genchi.stats.intervals import covariance, mean

REPEATS = 2000
LABELS = [1.0] * 80 + [0.0] * 20
JUDGED = [1.0] * 76 + [0.0] * 4 + [1.0] * 3 + [0.0] * 17
JUDGED_ONLY = [1.0] * 1560 + [0.0] * 440
CELLS = [(1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]  # label, verdict


@dataclass(frozen=True)
class Setting:
    """A world: the true pass rate, the judge's errors, N verdicts alone and n labels."""

    truth: float
    sensitivity: float
    specificity: float
    judged: int
    labelled: int

    def draw(self, random: Random) -> tuple[list[float], list[float], list[float]]:
        truth, miss = self.truth, 1 - self.truth
        shares = [truth * self.sensitivity, truth * (1 - self.sensitivity)]
        shares += [miss * (1 - self.specificity), miss * self.specificity]
        cells = random.choices(CELLS, shares, k=self.labelled)
        passing = shares[0] + shares[2]
        passed = sum([random.random() < passing for _ in range(self.judged)])
        rest = [1.0] * passed + [0.0] * (self.judged - passed)
        return [label for label, _ in cells], [verdict for _, verdict in cells], rest


@dataclass
class Tally:
    """Coverage and mean width of the intervals seen so far."""

    covered: int = 0
    width: float = 0.0

    def add(self, interval: Interval, truth: float) -> None:
        self.covered += interval.low <= truth <= interval.high
        self.width += interval.high - interval.low


def wald(verdicts: list[float]) -> Interval:
    """The judge's raw rate taken for the truth: p +- 1.96 sqrt(p (1 - p) / N)."""
    n, rate = len(verdicts), mean(verdicts)
    half = 1.959964 * math.sqrt(rate * (1 - rate) / n)
    return Interval(rate, rate - half, rate + half, 0.95, n, "wald")


def simulate(setting: Setting, repeats: int, seed: int = 0) -> dict[str, tuple[float, float]]:
    """(coverage, mean width) of each method over `repeats` draws from the setting."""
    random = Random(seed)
    tallies = {name: Tally() for name in ("naive", "labels", "ppi++", "auto")}
    for _ in range(repeats):
        labels, judged, rest = setting.draw(random)
        auto = ppi_mean(labels, judged, rest)
        normal = auto if auto.method == "ppi++" else ppi_mean(labels, judged, rest, method="ppi++")
        tallies["naive"].add(wald(rest), setting.truth)
        tallies["labels"].add(wilson(sum(labels), len(labels)), setting.truth)
        tallies["ppi++"].add(normal, setting.truth)
        tallies["auto"].add(auto, setting.truth)
    return {name: (t.covered / repeats, t.width / repeats) for name, t in tallies.items()}


@pytest.mark.parametrize(
    ("setting", "naive", "labels", "tuned"),
    [
        (Setting(0.80, 0.95, 0.90, 2000, 100), 0.43, (0.94, 0.154), (0.93, 0.093)),
        (Setting(0.80, 0.90, 0.70, 2000, 100), 0.42, (0.94, 0.154), (0.94, 0.128)),
        (Setting(0.80, 0.75, 0.70, 2000, 100), 0.00, (0.94, 0.154), (0.93, 0.144)),
        (Setting(0.95, 0.97, 0.60, 2000, 100), 0.63, (0.97, 0.089), (0.88, 0.069)),
        (Setting(0.90, 0.95, 0.90, 5000, 200), 0.00, (0.96, 0.083), (0.93, 0.056)),
    ],
    ids=["good judge", "fair judge", "poor judge", "rare failures", "more labels"],
)
def test_auto_covers_the_truth_and_is_narrower_than_the_labels_alone(
    setting: Setting, naive: float, labels: tuple[float, float], tuned: tuple[float, float]
) -> None:
    measured = simulate(setting, REPEATS)
    assert measured["naive"][0] == pytest.approx(naive, abs=0.02)
    for name, (coverage, width) in (("labels", labels), ("ppi++", tuned)):
        assert measured[name][0] == pytest.approx(coverage, abs=0.02)
        assert measured[name][1] == pytest.approx(width, rel=0.06)
    assert 0.93 <= measured["auto"][0] <= 0.98
    assert measured["auto"][1] < labels[1]


def test_choosing_the_method_by_the_data_does_not_cost_coverage() -> None:
    # At ten expected failures about half of the draws fall on either side of the switch.
    measured = simulate(Setting(0.90, 0.95, 0.90, 1000, 100), 1000)
    assert measured["auto"][0] >= 0.94
    assert measured["auto"][0] > measured["ppi++"][0]


def test_ppi_is_its_formula() -> None:
    n, rest = 100, 2000
    pooled = covariance(JUDGED + JUDGED_ONLY, JUDGED + JUDGED_ONLY)
    lam = covariance(LABELS, JUDGED) / ((1 + n / rest) * pooled)
    errors = [y - lam * f for y, f in zip(LABELS, JUDGED, strict=True)]
    variance = lam**2 * covariance(JUDGED_ONLY, JUDGED_ONLY) / rest
    variance += covariance(errors, errors) / n
    interval = ppi_mean(LABELS, JUDGED, JUDGED_ONLY, 0.9, method="ppi++")
    assert interval.value == pytest.approx(lam * 0.78 + mean(errors))
    assert interval.high - interval.low == pytest.approx(2 * 1.6448536 * math.sqrt(variance))
    assert (interval.n, interval.confidence, interval.method) == (100, 0.9, "ppi++")


@pytest.mark.filterwarnings("ignore")
def test_ppi_agrees_with_the_authors_package() -> None:
    package = pytest.importorskip("ppi_py", reason="compares with ppi-python")
    numpy = pytest.importorskip("numpy", reason="ppi-python takes arrays")
    random = Random(1)
    labels = [random.random() for _ in range(400)]
    judged = [min(max(y + random.gauss(0, 0.2), 0), 1) for y in labels]
    rest = [min(max(random.random() + random.gauss(0.05, 0.2), 0), 1) for _ in range(3000)]
    arrays = [numpy.array(values) for values in (labels, judged, rest)]
    low, high = package.ppi_mean_ci(*arrays, alpha=0.05)
    interval = ppi_mean(labels, judged, rest)
    assert interval.method == "ppi++"
    assert interval.low == pytest.approx(float(low[0]), abs=3e-4)
    assert interval.high == pytest.approx(float(high[0]), abs=3e-4)


def test_an_uninformative_judge_is_ignored() -> None:
    interval = ppi_mean(LABELS, [1.0, 0.0] * 50, [1.0, 0.0] * 500, method="ppi++")
    assert interval.value == pytest.approx(0.8)
    constant = ppi_mean(LABELS, [1.0] * 100, [1.0] * 500, method="ppi++")
    assert constant.value == pytest.approx(0.8)
    assert constant.high - constant.value == pytest.approx(1.959964 * math.sqrt(0.16 / 99))


def test_stratified_weights_each_verdict_by_its_share_of_all_cases() -> None:
    interval = ppi_mean(LABELS, JUDGED, JUDGED_ONLY, method="stratified")
    share = (79 + 1560) / 2100
    passed, failed = wilson(76, 79), wilson(4, 21)
    theta = share * passed.value + (1 - share) * failed.value
    of_share = 1.959963984540054**2 * (passed.value - failed.value) ** 2
    of_share *= share * (1 - share) / 2100
    below = (share * (passed.value - passed.low)) ** 2
    below += ((1 - share) * (failed.value - failed.low)) ** 2
    above = (share * (passed.high - passed.value)) ** 2
    above += ((1 - share) * (failed.high - failed.value)) ** 2
    assert interval.value == pytest.approx(theta)
    assert interval.low == pytest.approx(theta - math.sqrt(below + of_share))
    assert interval.high == pytest.approx(theta + math.sqrt(above + of_share))
    assert interval.method == "ppi, stratified"


def test_labels_alone_are_wilson() -> None:
    interval = ppi_mean(LABELS, JUDGED, JUDGED_ONLY, method="labels")
    assert (interval.low, interval.high) == (wilson(80, 100).low, wilson(80, 100).high)
    assert interval.method == "wilson, labels only"


@pytest.mark.parametrize(
    ("labels", "judged", "rest", "method"),
    [
        (LABELS, JUDGED, JUDGED_ONLY, "ppi++"),
        # nine failures are too few, and so are nine successes
        ([1] * 91 + [0] * 9, [1] * 85 + [0] * 15, [1, 0] * 50, "ppi, stratified"),
        ([0] * 91 + [1] * 9, [0] * 85 + [1] * 15, [1, 0] * 50, "ppi, stratified"),
        # a judge without a visible error looks more certain than it is
        (LABELS, LABELS, JUDGED_ONLY, "ppi, stratified"),
        # one label among the failed verdicts says nothing about them
        ([1] * 99 + [0], [1] * 99 + [0], [1, 0] * 50, "wilson, labels only"),
        # neither does a judge who never failed a labelled case
        ([1] * 95 + [0] * 5, [1] * 100, [1, 0] * 50, "wilson, labels only"),
        # a judge that scores cannot be stratified by verdict
        ([1] * 95 + [0] * 5, [0.9] * 95 + [0.4] * 5, [0.7] * 50, "wilson, labels only"),
        (LABELS, JUDGED, [], "wilson, labels only"),
        ([1], [1], [1] * 10, "wilson, labels only"),
    ],
)
def test_auto_takes_what_the_labels_can_carry(
    labels: list[float], judged: list[float], rest: list[float], method: str
) -> None:
    assert ppi_mean(labels, judged, rest).method == method


def test_a_faultless_judge_does_not_make_the_interval_vanish() -> None:
    labels = [1.0] * 15 + [0.0] * 15
    rest = [1.0, 0.0] * 50_000
    assert ppi_mean(labels, labels, rest, method="ppi++").high < 0.504
    assert ppi_mean(labels, labels, rest).high > 0.55


@given(
    st.lists(st.sampled_from(CELLS), min_size=1, max_size=60),
    st.lists(st.sampled_from([0.0, 1.0]), max_size=60),
)
def test_the_interval_stays_in_range_around_its_value_and_mirrors(
    cells: list[tuple[float, float]], rest: list[float]
) -> None:
    labels, judged = [y for y, _ in cells], [f for _, f in cells]
    there = ppi_mean(labels, judged, rest)
    back = ppi_mean([1 - y for y in labels], [1 - f for f in judged], [1 - f for f in rest])
    assert 0 <= there.low <= there.value + 1e-12
    assert there.value <= there.high + 1e-12 <= 1 + 2e-12
    assert there.method == back.method
    assert there.low == pytest.approx(1 - back.high, abs=1e-9)


def test_a_hundred_thousand_verdicts_take_well_under_a_second() -> None:
    start = time.perf_counter()
    ppi_mean(LABELS, JUDGED, JUDGED_ONLY * 50)
    assert time.perf_counter() - start < 1


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(UsageError, match="labels needs at least one number"):
        ppi_mean([], [], [1, 0])
    with pytest.raises(UsageError, match="labels has 2, judged has 1"):
        ppi_mean([1, 0], [1], [1, 0])
    with pytest.raises(UsageError, match=r"judged_only\[1\] is 4.0, outside \[0, 1\]"):
        ppi_mean([1, 0], [1, 0], [1, 4])
    with pytest.raises(UsageError, match=r"labels\[0\] is nan"):
        ppi_mean([math.nan], [1], [1])
    with pytest.raises(UsageError, match=r"method is one of auto, ppi\+\+, stratified, labels"):
        ppi_mean([1, 0], [1, 0], [1, 0], method="best")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="ppi\\+\\+ needs at least 2 labelled and 2 unlabelled"):
        ppi_mean([1, 0], [1, 0], [], method="ppi++")
    with pytest.raises(UsageError, match="stratifying needs verdicts of 0 or 1"):
        ppi_mean([1, 0], [0.5, 0], [1, 0], method="stratified")
    with pytest.raises(UsageError, match="confidence"):
        ppi_mean(LABELS, JUDGED, JUDGED_ONLY, confidence=95)


def draw_pairs(
    random: Random, size: int, accuracy: float
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Labels and verdicts of two systems: A alone passes 12% of the cases, B alone 6%."""
    kinds = random.choices([(1, 1), (1, 0), (0, 1), (0, 0)], [0.65, 0.12, 0.06, 0.17], k=size)
    a, b = [float(x) for x, _ in kinds], [float(y) for _, y in kinds]
    judged = [[y if random.random() < accuracy else 1 - y for y in labels] for labels in (a, b)]
    return a, b, judged[0], judged[1]


def test_the_paired_difference_covers_and_is_narrower_than_the_labels_alone() -> None:
    random = Random(7)
    tuned, alone = Tally(), Tally()
    for _ in range(600):
        a, b, f, g = draw_pairs(random, 1100, 0.92)
        tuned.add(ppi_paired_difference(a[:100], b[:100], f[:100], g[:100], f[100:], g[100:]), 0.06)
        alone.add(paired_difference(a[:100], b[:100]), 0.06)
    assert 0.925 <= tuned.covered / 600 <= 0.98
    assert tuned.width < 0.85 * alone.width


def test_few_discordant_labels_are_left_to_bonett_and_price() -> None:
    a, b = [1.0] * 55 + [0.0] * 45, [1.0] * 50 + [0.0] * 50
    interval = ppi_paired_difference(a, b, a, b, a * 10, b * 10)
    expected = paired_binary_difference(50, 5, 0, 45)
    assert (interval.low, interval.high) == (expected.low, expected.high)
    assert interval.method == "bonett-price, labels only"


def test_paired_scores_need_no_switch_but_need_unlabelled_cases() -> None:
    random = Random(2)
    a = [random.random() for _ in range(40)]
    b = [max(x - 0.1 * random.random(), 0) for x in a]
    tuned = ppi_paired_difference(a, b, a, b, a * 10, b * 10)
    alone = ppi_paired_difference(a, b, a, b, [], [])
    assert tuned.method == "ppi++, paired"
    assert alone.method == "paired t, labels only"
    assert alone.low == paired_difference(a, b).low


def test_paired_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(UsageError, match="judged_b has 1"):
        ppi_paired_difference([1, 0], [1, 0], [1, 0], [1], [1], [1])
    with pytest.raises(UsageError, match="judged_only_a has 2, judged_only_b has 1"):
        ppi_paired_difference([1, 0], [1, 0], [1, 0], [1, 1], [1, 1], [1])
    with pytest.raises(UsageError, match="labels_a needs at least one number"):
        ppi_paired_difference([], [], [], [], [1], [1])
