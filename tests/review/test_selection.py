"""Choosing sets of checks: exactly the first by the documented order, and honest about the rest."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from typing import Any

import pytest

np = pytest.importorskip("numpy", reason='needs the lab extra: pip install "genchi[lab]"')
pytest.importorskip("scipy", reason='needs the lab extra: pip install "genchi[lab]"')

from genchi.errors import UsageError  # noqa: E402
from genchi.review.alignment import (  # noqa: E402
    Selection,
    detector_set,
    grade,
    held_out,
    minimal_set,
)
from genchi.stats import bootstrap, matthews  # noqa: E402

NAN = float("nan")


def small_table(seed: int) -> tuple[Any, Any]:
    """Up to 40 outputs and 9 checks, with and without errors, classes that may be missing."""
    random = np.random.default_rng(seed)
    outputs, checks = random.integers(1, 40), random.integers(1, 10)
    good = random.integers(0, 2, outputs).astype(float)
    passes = np.where(random.random((outputs, checks)) < random.uniform(0.05, 0.5), 0.0, 1.0)
    passes[random.random(passes.shape) < random.choice([0, 0.1])] = NAN
    return passes, good


def first_in_order(passes: Any, good: Any, coverage: float, limit: float) -> tuple[int, ...]:
    """The first of all sets by the order of `minimal_set`, by trying every one."""
    failed, bad, fine = passes == 0, good == 0, good == 1
    allowed = math.floor(limit * fine.sum() + 1e-9)

    def usable(check: int) -> bool:
        judged = ~np.isnan(passes[:, check])
        column = failed[:, check]
        constant = column[judged].all() or not column[judged].any()
        tested, catches = judged[fine].any(), column[bad].any()
        return bool(tested and catches and not constant and column[fine].sum() <= allowed)

    checks = [check for check in range(passes.shape[1]) if usable(check)]
    wanted = math.ceil(coverage * failed[bad][:, checks].any(axis=1).sum() - 1e-9)
    ranks = []
    for size in range(len(checks) + 1):
        for chosen in itertools.combinations(checks, size):
            fails = failed[:, list(chosen)].any(axis=1)
            caught, wrong = int(fails[bad].sum()), int(fails[fine].sum())
            if wrong <= allowed:
                ranks.append((max(0, wanted - caught), size, wrong, -caught, chosen))
    return min(ranks)[-1]


@pytest.mark.parametrize("seed", range(120))
def test_the_minimal_set_is_the_first_of_all_sets_down_to_the_last_tie(seed: int) -> None:
    passes, good = small_table(seed)
    coverage, limit = [0.3, 0.6, 0.8, 1.0][seed % 4], [0.0, 0.1, 0.25, 0.5, 1.0][seed % 5]
    found = minimal_set(passes, good, coverage, limit)
    assert found.optimal
    assert found.checks == first_in_order(passes, good, coverage, limit)


def test_of_checks_that_say_the_same_the_first_is_taken() -> None:
    column = np.array([0, 0, 1, 1, 1.0])
    passes = np.stack([column] * 12, axis=1)
    assert minimal_set(passes, [0, 0, 0, 1, 1]).checks == (0,)
    assert detector_set(passes, [0, 0, 0, 1, 1]).checks == tuple(range(12))


def test_among_equally_small_sets_the_one_that_fails_fewer_good_outputs_is_taken() -> None:
    passes = [[0, 0], [0, 0], [0, 1], [1, 1], [1, 1], [1, 1]]
    assert minimal_set(passes, [0, 0, 1, 1, 1, 1]).checks == (1,)


def test_bad_outputs_that_no_check_catches_are_said_and_do_not_count() -> None:
    found = minimal_set([[0], [1], [1], [1]], [0, 0, 1, 1])
    assert (found.checks, found.coverage, found.coverable, found.bad) == ((0,), 0.5, 1, 2)
    assert found.reached
    assert found.note == "1 of 2 bad outputs are caught by no check that may be chosen"


def test_where_the_limit_forbids_the_coverage_the_nearest_is_given_and_said() -> None:
    passes = [[0, 1], [1, 0], [0, 1], [1, 0], [1, 1], [1, 1]]
    found = minimal_set(passes, [0, 0, 1, 1, 1, 1], max_false_failure=0.25)
    assert (found.checks, found.coverage, found.reached) == ((0,), 0.5, False)
    assert "limit on false failures" in found.note


def test_a_check_that_seldom_works_is_judged_by_the_good_outputs_it_saw() -> None:
    passes = [[0.0], [1.0], [0.0], *[[NAN]] * 9]
    good = [0, 0, *[1] * 10]
    assert detector_set(passes, good, max_false_failure=0.2).checks == ()


def test_a_check_that_saw_no_good_output_is_never_chosen() -> None:
    passes = [[0.0], [1.0], [NAN], [NAN]]
    for choose in (detector_set, minimal_set):
        assert choose(passes, [0, 0, 1, 1]).checks == ()


@pytest.mark.parametrize("good", [[1, 1, 1], [0, 0, 0]])
def test_one_class_alone_chooses_nothing_and_says_why(good: list[int]) -> None:
    for choose in (detector_set, minimal_set):
        found = choose([[0], [1], [0]], good)
        assert (found.checks, found.alignment) == ((), None)
        assert "no check can be chosen without" in found.note


def test_the_same_hard_table_gives_the_same_set_twice() -> None:
    random = np.random.default_rng(4)
    good = np.repeat([0.0, 1.0], 40)
    passes = (random.random((80, 30)) > np.where(good, 0.03, 0.3)[:, None]).astype(float)
    first, second = minimal_set(passes, good), minimal_set(passes, good)
    assert first.optimal
    assert first == second


def test_when_the_time_is_up_the_set_is_within_the_limit_and_said_to_be_unproved() -> None:
    random = np.random.default_rng(0)
    good = np.repeat([0.0, 1.0], 500)
    passes = (random.random((1000, 60)) > np.where(good, 0.02, 0.2)[:, None]).astype(float)
    found = minimal_set(passes, good, seconds=1e-6)
    assert not found.optimal
    assert found.false_failure is not None
    assert found.false_failure <= 0.25
    assert "ran out of time" in found.note


def test_false_failures_of_many_checks_add_up() -> None:
    """Every check is within its limit, and the set is far beyond it."""
    random = np.random.default_rng(0)
    good = np.repeat([0.0, 1.0], 500)
    passes = (random.random((1000, 40)) > np.where(good, 0.05, 0.4)[:, None]).astype(float)
    found = detector_set(passes, good)
    assert len(found.checks) > 35
    assert found.false_failure is not None
    assert found.false_failure > 0.7


def draw(seed: int, bad: int, good: int) -> tuple[Any, Any]:
    """Fifteen checks of five kinds of failure, and fifteen that fail anything by chance."""
    fixed, random = np.random.default_rng(1), np.random.default_rng(seed)
    catches = np.concatenate([fixed.uniform(0.6, 0.9, 15), fixed.uniform(0.05, 0.3, 15)])
    wrong = np.concatenate([fixed.uniform(0.01, 0.05, 15), catches[15:]])
    kind_of = np.concatenate([np.arange(15) % 5, [-1] * 15])
    grades = np.repeat([0.0, 1.0], [bad, good])
    kinds = random.integers(0, 5, len(grades))
    its_kind = (kind_of == kinds[:, None]) | (kind_of < 0)
    chance = np.where(grades[:, None] == 1, wrong, np.where(its_kind, catches, wrong))
    return (random.random(chance.shape) >= chance).astype(float), grades


def true_alignment(selection: Selection, passes: Any, good: Any) -> float:
    fails = (passes[:, list(selection.checks)] == 0).any(axis=1)
    coverage, passed = fails[good == 0].mean(), 1 - fails[good == 1].mean()
    return float(2 * coverage * passed / (coverage + passed))


@pytest.mark.parametrize("select", [detector_set, minimal_set])
def test_held_out_is_near_the_truth_where_in_sample_is_far_off(select: Any) -> None:
    """On sixteen graded outputs, averaged over thirty draws of them."""
    fresh = draw(10_000, 3000, 3000)
    in_sample, elsewhere, truth = [], [], []
    for seed in range(30):
        passes, good = draw(seed, 8, 8)
        chosen, tested = select(passes, good), held_out(passes, good, select, repeats=1)
        assert tested.alignment is not None
        in_sample.append(chosen.alignment)
        elsewhere.append(tested.alignment.value)
        truth.append(true_alignment(chosen, *fresh))
    assert np.mean(in_sample) - np.mean(truth) > 0.25
    assert abs(np.mean(elsewhere) - np.mean(truth)) < 0.12


def test_the_interval_of_mcc_is_that_of_the_general_bootstrap() -> None:
    random = np.random.default_rng(2)
    good = (random.random(150) < 0.6).astype(float)
    passes = np.where(random.random(150) < 0.8, good, 1 - good)[:, None]
    groups = (np.arange(150) // 2).tolist()
    cells = [2 * p + g for p, g in zip(passes[:, 0].tolist(), good.tolist(), strict=True)]

    def statistic(drawn: Any) -> float:
        return matthews(*(list(drawn).count(cell) for cell in (0, 1, 2, 3)))

    for clusters in (None, groups):
        expected = bootstrap(cells, statistic, clusters=clusters)
        mcc = grade(passes, good, clusters)[0].mcc
        assert mcc is not None
        assert mcc.value == pytest.approx(expected.value)
        assert (mcc.low, mcc.high) == pytest.approx((expected.low, expected.high), abs=0.03)


@pytest.mark.parametrize(
    ("passes", "good", "message"),
    [
        ([1, 0], [1, 0], "passes must be a table"),
        ([[1], [0]], [1], "good needs one grade for each of the 2 outputs"),
        ([[1], [0.5]], [1, 0], "passes holds 0.5"),
        ([[1], [0]], [1, NAN], "leave out what nobody graded"),
        ([[1], ["x"]], [1, 0], "passes must hold 1, 0 or nan only"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_what_is_wrong(
    passes: Any, good: Any, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        detector_set(passes, good)


@pytest.mark.parametrize("absent", ["numpy", "scipy"])
def test_without_the_lab_extra_the_error_says_how_to_get_it(absent: str) -> None:
    script = f"import sys; sys.modules[{absent!r}] = None; import genchi.review.alignment"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "OutsideError: choosing checks by their agreement with people needs" in done.stderr
    assert 'pip install "genchi[lab]"' in done.stderr
