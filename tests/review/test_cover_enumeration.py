"""The smallest set of a few checks: the first of all sets, as the order says and programs find."""

from __future__ import annotations

from itertools import product
from time import monotonic

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("scipy")

from genchi.review import cover_search
from genchi.review.cover_enumeration import first_of_all
from genchi.review.cover_search import CoverProblem, cover_problem


@st.composite
def problems(draw: st.DrawFn) -> CoverProblem:
    checks = draw(st.integers(0, 6))
    row = st.lists(st.booleans(), min_size=checks, max_size=checks)
    bad, good = (draw(st.lists(row, max_size=12)) for _ in range(2))
    shaped = [np.array(rows, dtype=bool).reshape(len(rows), checks) for rows in (bad, good)]
    wanted, allowed = draw(st.integers(0, 14)), draw(st.integers(0, 6))
    return cover_problem(shaped[0], shaped[1], wanted, allowed)


@given(problems())
def test_it_is_the_first_of_all_sets_in_the_order(problem: CoverProblem) -> None:
    sets = [np.array(s, dtype=bool) for s in product([False, True], repeat=problem.bad.shape[1])]
    allowed = [s for s in sets if problem.falsely_failed(s) <= problem.allowed]
    best = min(allowed, key=problem.rank)
    assert first_of_all(problem).tolist() == best.tolist()


@given(problems())
def test_integer_programs_find_the_same_set(problem: CoverProblem) -> None:
    found = cover_search._Search(problem, monotonic() + 60).run()
    assert found.optimal
    assert problem.rank(found.chosen) == problem.rank(first_of_all(problem))


def test_a_set_of_many_checks_is_found_by_programs() -> None:
    chance = np.random.default_rng(3)
    bad, good = chance.random((60, 30)) < 0.2, chance.random((60, 30)) < 0.05
    problem = cover_problem(bad, good, wanted=40, allowed=10)
    found = cover_search.smallest_cover(problem, seconds=30)
    assert found.optimal
    assert problem.caught(found.chosen) >= 40
    assert problem.falsely_failed(found.chosen) <= 10
