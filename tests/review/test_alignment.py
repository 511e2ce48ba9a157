"""Checks against people: graded, chosen, held out. Small tables are compared with brute force."""

from __future__ import annotations

import itertools
import math
import random

import pytest

np = pytest.importorskip("numpy", reason='needs the lab extra: pip install "genchi[lab]"')
pytest.importorskip("scipy", reason='needs the lab extra: pip install "genchi[lab]"')

from genchi.review.alignment import (  # noqa: E402
    detector_set,
    grade,
    held_out,
    minimal_set,
    next_to_label,
    redundancy,
    span_agreement,
    uncaught,
)
from genchi.stats import cohen_kappa, matthews, wilson  # noqa: E402

NAN = float("nan")


def shares(
    passes: list[list[float]], good: list[int], chosen: tuple[int, ...]
) -> tuple[float, float]:
    """Coverage and false failures of a set, counted one by one."""
    failed = [any(row[c] == 0 for c in chosen) for row in passes]
    bad = [f for f, g in zip(failed, good, strict=True) if not g]
    fine = [f for f, g in zip(failed, good, strict=True) if g]
    return sum(bad) / len(bad), sum(fine) / len(fine)


def random_table(seed: int, outputs: int, checks: int) -> tuple[list[list[float]], list[int]]:
    generator = random.Random(seed)
    good = [int(generator.random() < 0.6) for _ in range(outputs)]
    good[:2] = [0, 1]
    passes = [
        [
            NAN
            if generator.random() < 0.05
            else float(generator.random() < (0.9 if g else 0.6 + 0.05 * c))
            for c in range(checks)
        ]
        for g in good
    ]
    return passes, good


def test_nothing_graded_is_not_measurable() -> None:
    for one in grade(np.empty((0, 2)), [], []):
        assert (one.n, one.coverage, one.kappa, one.mcc) == (0, None, None, None)


def test_a_grade_counts_what_is_caught_and_what_is_wrongly_failed() -> None:
    passes = [[0], [0], [1], [0], [1], [1], [1], [1]]
    good = [0, 0, 0, 1, 1, 1, 1, 1]
    (one,) = grade(passes, good)
    assert (one.tp, one.fp, one.fn, one.tn, one.n, one.unmeasured) == (2, 1, 1, 4, 8, 0)
    assert one.coverage == one.tnr == wilson(2, 3)
    assert one.false_failure == wilson(1, 5)
    assert one.tpr is not None
    assert one.tpr.value == pytest.approx(0.8)
    assert one.mcc is not None
    assert one.mcc.value == pytest.approx(matthews(2, 1, 1, 4))
    assert one.kappa is not None
    judged = [1 - row[0] for row in passes]
    assert one.kappa.value == pytest.approx(cohen_kappa(judged, [1 - g for g in good]))
    assert one.mcc.low <= one.mcc.value <= one.mcc.high


def test_an_error_is_neither_a_pass_nor_a_catch() -> None:
    (one,) = grade([[NAN], [0.0], [1.0], [NAN]], [0, 0, 1, 1])
    assert (one.tp, one.fn, one.unmeasured) == (1, 0, 2)
    assert one.coverage is not None
    assert one.coverage.value == 0.5  # of all bad outputs, the unmeasured one is not caught
    assert one.tnr is not None
    assert one.tnr.value == 1.0  # of those it judged
    assert uncaught([[NAN], [0.0]], [0, 0]) == [0]


def test_a_share_of_nothing_is_not_measurable() -> None:
    (no_bad,) = grade([[1], [0]], [1, 1])
    assert no_bad.coverage is None
    assert no_bad.mcc is None
    (no_good,) = grade([[1], [0]], [0, 0])
    assert no_good.false_failure is None
    selection = minimal_set([[1], [0]], [1, 1])
    assert (selection.checks, selection.coverage) == ((), None)
    assert detector_set([[1], [0]], [1, 1]).checks == ()
    result = held_out([[1], [0]], [1, 1], detector_set)
    assert result.coverage is None
    assert "not measurable" in result.reason


@pytest.mark.parametrize("column", [[0, 0, 0, 0], [1, 1, 1, 1], [NAN] * 4])
def test_a_check_that_says_the_same_of_everything_is_never_chosen(column: list[float]) -> None:
    passes = [[useful, constant] for useful, constant in zip([0, 1, 1, 1], column, strict=True)]
    good = [0, 0, 1, 1]
    assert detector_set(passes, good).checks == (0,)
    assert minimal_set(passes, good).checks == (0,)


def test_the_detector_set_is_every_check_within_the_limit_that_catches_something() -> None:
    for seed in range(30):
        passes, good = random_table(seed, 25, 7)
        chosen = detector_set(passes, good, max_false_failure=0.2)
        expected = set()
        for check in range(7):
            judged = [row[check] for row, g in zip(passes, good, strict=True) if g]
            measured = [value for value in judged if not math.isnan(value)]
            catches = shares(passes, good, (check,))[0] > 0
            if catches and measured.count(0.0) <= 0.2 * len(measured):
                expected.add(check)
        assert set(chosen.checks) == expected
        if expected:
            assert (chosen.coverage, chosen.false_failure) == pytest.approx(
                shares(passes, good, chosen.checks)
            )


@pytest.mark.parametrize("seed", range(40))
def test_the_minimal_set_is_the_one_that_trying_every_set_finds(seed: int) -> None:
    passes, good = random_table(seed, 18, 7)
    limit = 0.3
    usable = [c for c in range(7) if shares(passes, good, (c,))[0] > 0]
    sets = [s for k in range(8) for s in itertools.combinations(usable, k)]
    allowed = [(s, *shares(passes, good, s)) for s in sets if shares(passes, good, s)[1] <= limit]
    most = max(coverage for _, coverage, _ in allowed)
    best = min(
        (len(s), false_failure)
        for s, coverage, false_failure in allowed
        if math.isclose(coverage, most)
    )
    found = minimal_set(passes, good, coverage=1.0, max_false_failure=limit)
    assert found.optimal
    assert found.coverage == pytest.approx(most)
    assert len(found.checks) == best[0]
    assert found.false_failure == pytest.approx(best[1])


def test_ties_are_broken_the_same_way_twice() -> None:
    passes = [[0, 0, 0, 1], [0, 0, 0, 1], [1, 1, 1, 1], [1, 1, 1, 1]]
    good = [0, 0, 1, 1]
    assert [minimal_set(passes, good).checks for _ in range(3)] == [(0,)] * 3
    assert [detector_set(passes, good).checks for _ in range(3)] == [(0, 1, 2)] * 3


def test_no_time_still_gives_a_set_and_says_that_it_may_not_be_the_smallest() -> None:
    passes, good = random_table(3, 300, 40)
    found = minimal_set(passes, good, seconds=0.001)
    assert found.checks
    assert found.false_failure is not None
    assert found.false_failure <= 0.25


def test_out_of_sample_redundancy_wins() -> None:
    """Minimal sets look best on the outputs they were chosen on, and lose it elsewhere."""
    generator = random.Random(7)
    good = [1] * 60 + [0] * 60
    kinds = [generator.randrange(6) for _ in good]
    passes = []
    for g, kind in zip(good, kinds, strict=True):
        row = []
        for check in range(24):
            catches = not g and check % 6 == kind and generator.random() < 0.5
            row.append(0.0 if catches or (g and generator.random() < 0.01) else 1.0)
        passes.append(row)
    detector, minimal = detector_set(passes, good), minimal_set(passes, good)
    assert len(minimal.checks) < len(detector.checks)
    held = [
        held_out(passes, good, select, repeats=3)
        for select in (detector_set, lambda p, g: minimal_set(p, g, seconds=1))
    ]
    assert held[0].coverage is not None
    assert held[1].coverage is not None
    assert minimal.coverage is not None
    assert held[0].coverage.value > held[1].coverage.value
    assert minimal.coverage - held[1].coverage.value > 0.05


def test_what_is_held_out_had_no_part_in_choosing() -> None:
    """Checks that only remember single outputs are worth nothing elsewhere."""
    good = [0] * 10 + [1] * 10
    passes = [[0.0 if i == c else 1.0 for c in range(10)] for i in range(20)]
    assert detector_set(passes, good).coverage == 1.0
    result = held_out(passes, good, detector_set)
    assert result.coverage is not None
    assert result.coverage.value == 0.0


def test_outputs_of_one_group_are_held_out_together() -> None:
    good = [0] * 12 + [1] * 12
    groups = [i // 2 for i in range(24)]
    passes = [
        [0.0 if not g and groups[i] == c else 1.0 for c in range(6)] for i, g in enumerate(good)
    ]
    alone, together = (
        held_out(passes, good, detector_set, groups=g).coverage for g in (None, groups)
    )
    assert alone is not None
    assert together is not None
    assert alone.value > 0.5
    assert together.value == 0.0


def test_redundant_checks_are_found_with_what_they_share() -> None:
    passes = [[0, 0, 1], [0, 1, 1], [1, 1, 0], [1, 1, 1]]
    first = redundancy(passes, [0, 0, 0, 1])[0]
    assert (first.a, first.b, first.jaccard, first.b_in_a) == (0, 1, 0.5, True)


def test_outputs_to_look_at_next_come_from_both_ends() -> None:
    passes = [[1, 1], [0, 1], [0, 0], [1, 1], [1, 0]]
    order = next_to_label(passes, [True, False, False, False, False])
    assert order[:2] == [2, 3]
    assert sorted(order) == [1, 2, 3, 4]


def test_evidence_is_scored_against_what_people_marked() -> None:
    result = span_agreement([[(0, 10)], [], [(5, 6)]], [[(5, 15)], [(0, 4)], None])
    assert (result.pooled.evidence, result.pooled.labelled, result.pooled.overlap) == (10, 14, 5)
    assert result.pooled.precision == 0.5
    assert result.pooled.recall == pytest.approx(5 / 14)
    assert result.outputs[2] is None


def test_ten_thousand_outputs_and_forty_checks_are_no_trouble() -> None:
    generator = np.random.default_rng(0)
    good = (generator.random(10_000) < 0.8).astype(float)
    passes = (generator.random((10_000, 40)) < np.where(good, 0.97, 0.8)[:, None]).astype(float)
    assert len(detector_set(passes, good).checks) == 40
    assert minimal_set(passes, good, seconds=2).checks
    assert len(grade(passes, good)) == 40
