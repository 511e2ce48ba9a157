"""The smallest set of checks that catches enough: exact, else greedy.

The problem of SPADE (Shankar et al. 2024, arXiv:2401.03038). Of a few checks all sets are looked
at; of more, HiGHS solves integer programs. The best set is the first by this order, which leaves no
ties, so that the same data give the same set twice:

1. it catches as many bad outputs as were asked for, or as near to that as the limit allows;
2. it has the fewest checks;
3. it fails the fewest good outputs;
4. it catches the most bad outputs;
5. its checks come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

import numpy as np

from genchi.review.cover_enumeration import MOST_CHECKS, first_of_all
from genchi.review.outcomes import Bools, Floats, Ints

Rank = tuple[int, int, int, int, tuple[int, ...]]
_AT_ONCE = 10  # checks whose order one program settles: its weights 1 … 512 stay exact


@dataclass(frozen=True, slots=True)
class CoverProblem:
    """Which bad and good outputs each check fails, and what is asked of a set.

    `bad` and `good` have a row for each different pattern of failures; `bad_weights` and
    `good_weights` count the outputs that share it. `wanted` bad outputs should be caught, and at
    most `allowed` good ones failed.
    """

    bad: Bools
    good: Bools
    bad_weights: Ints
    good_weights: Ints
    wanted: int
    allowed: int

    def caught(self, chosen: Bools) -> int:
        """How many bad outputs a set catches."""
        return int(self.bad_weights[self.bad[:, chosen].any(axis=1)].sum())

    def falsely_failed(self, chosen: Bools) -> int:
        """How many good outputs a set fails."""
        return int(self.good_weights[self.good[:, chosen].any(axis=1)].sum())

    def rank(self, chosen: Bools) -> Rank:
        """The place of a set in the order; the smaller, the better."""
        caught, wrong = self.caught(chosen), self.falsely_failed(chosen)
        places = tuple(np.flatnonzero(chosen).tolist())
        return max(self.wanted - caught, 0), len(places), wrong, -caught, places


@dataclass(frozen=True, slots=True)
class Found:
    """A set of checks, and whether it was proved to be the first in the order."""

    chosen: Bools
    optimal: bool


def cover_problem(bad: Bools, good: Bools, wanted: int, allowed: int) -> CoverProblem:
    """The problem with equal outputs counted once.

    >>> same = np.array([[True, False], [True, False]])
    >>> cover_problem(same, same, wanted=2, allowed=0).bad_weights.tolist()
    [2]
    """
    bad_rows, bad_weights = _distinct(bad)
    good_rows, good_weights = _distinct(good)
    return CoverProblem(bad_rows, good_rows, bad_weights, good_weights, wanted, allowed)


def smallest_cover(problem: CoverProblem, seconds: float) -> Found:
    """The first set in the order, or the best one found when the time is up."""
    kept = _undominated(problem)
    among = replace(problem, bad=problem.bad[:, kept], good=problem.good[:, kept])
    if kept.sum() <= MOST_CHECKS:
        found = Found(first_of_all(among), True)
    else:
        found = _Search(among, monotonic() + seconds).run()
    chosen = np.zeros(len(kept), dtype=bool)
    chosen[np.flatnonzero(kept)[found.chosen]] = True
    return Found(chosen, found.optimal)


def greedy_cover(problem: CoverProblem) -> Bools:
    """A good set without search: always the check that catches most more, then drop what is spare.

    Of checks that catch equally many more the one that fails fewer good outputs, then the first.
    """
    chosen = np.zeros(problem.bad.shape[1], dtype=bool)
    while problem.caught(chosen) < problem.wanted:
        best = min(_additions(problem, chosen), default=None)
        if best is None:
            break
        chosen[best[2]] = True
    for place in np.flatnonzero(chosen)[::-1]:
        without = chosen.copy()
        without[place] = False
        chosen = min(chosen, without, key=problem.rank)
    return chosen


def _additions(problem: CoverProblem, chosen: Bools) -> Iterator[tuple[int, int, int]]:
    """The checks that may join a set: minus what each catches more, good ones failed, its place."""
    missed = ~problem.bad[:, chosen].any(axis=1)
    spared = ~problem.good[:, chosen].any(axis=1)
    more = (problem.bad_weights * missed) @ problem.bad
    wrong = problem.falsely_failed(chosen) + (problem.good_weights * spared) @ problem.good
    for place in np.flatnonzero((more > 0) & (wrong <= problem.allowed)).tolist():
        yield -int(more[place]), int(wrong[place]), place


def _distinct(rows: Bools) -> tuple[Bools, Ints]:
    """The different rows that hold a failure, in a fixed order, and how often each occurs."""
    failing = rows[rows.any(axis=1)]
    if not len(failing):
        return failing, np.zeros(0, dtype=np.int64)
    packed, counts = np.unique(np.packbits(failing, axis=1), axis=0, return_counts=True)
    unpacked = np.unpackbits(packed, axis=1, count=rows.shape[1])
    return unpacked.astype(bool), counts.astype(np.int64)


def _undominated(problem: CoverProblem) -> Bools:
    """The checks that no earlier one can replace.

    Check j goes when an earlier i catches all that j catches and fails no good output that j does
    not: i in the place of j is never worse, and comes first.
    """
    bad, good = problem.bad.astype(np.float64), problem.good.astype(np.float64)
    catches_all = (1 - bad).T @ bad == 0  # [i, j]: i misses nothing that j catches
    fails_no_more = good.T @ (1 - good) == 0  # [i, j]: i fails nothing that j passes
    better = catches_all & fails_no_more
    return np.asarray(~np.triu(better, k=1).any(axis=0))


@dataclass(slots=True)
class _Search:
    """A chain of integer programs, each of which settles one place of the order for the next.

    The variables are x (a check is chosen), u (a bad pattern is caught) and z (a good pattern is
    failed). Only x must be whole: the best u and z are then whole of themselves.
    """

    problem: CoverProblem
    until: float
    best: Bools = field(init=False)
    rows: list[tuple[Floats, float, float]] = field(init=False, default_factory=list)

    def run(self) -> Found:
        """The first set in the order, or the best one found in time."""
        self.best = greedy_cover(self.problem)
        settled = self._settled()
        return Found(self.best, settled)

    def _settled(self) -> bool:
        """Whether each place of the order was settled in time; the best set is in `best`."""
        problem = self.problem
        if not problem.bad.size:
            self.best = np.zeros(problem.bad.shape[1], dtype=bool)
            return True
        ones = np.ones(problem.bad.shape[1])
        self.rows.append((self._row(z=problem.good_weights), 0, problem.allowed))
        return (
            self._settle_wanted()
            and self._settle(self._row(x=ones), problem.bad.shape[1])
            and self._settle(self._row(z=problem.good_weights), problem.allowed)
            and self._settle(self._row(u=-problem.bad_weights), int(problem.bad_weights.sum()))
            and self._settle_places()
        )

    def _settle_wanted(self) -> bool:
        """Ask for as many bad outputs as the limit on the good ones allows."""
        problem, caught = self.problem, self._row(u=self.problem.bad_weights)
        if problem.caught(self.best) < problem.wanted:
            most = self._solve(-caught, problem.wanted, [(caught, 0, problem.wanted)])
            if most is None:
                return False
            self.problem = replace(problem, wanted=min(problem.wanted, problem.caught(most)))
            self.best = min(self.best, most, key=self.problem.rank)
        self.rows.append((caught, self.problem.wanted, np.inf))
        return True

    def _settle(self, objective: Floats, largest: int) -> bool:
        """Minimise one whole-numbered objective, and hold it at its minimum from here on."""
        found = self._solve(objective, largest)
        if found is None:
            return False
        self.best = min(self.best, found, key=self.problem.rank)
        self.rows.append((objective, -np.inf, self._value(objective, self.best)))
        return True

    def _settle_places(self) -> bool:
        """Of equally good sets the one whose checks come first: the largest number in binary."""
        checks = self.problem.bad.shape[1]
        for start in range(0, checks, _AT_ONCE):
            block = np.arange(start, min(start + _AT_ONCE, checks))
            weights = np.zeros(checks)
            weights[block] = -(2.0 ** np.arange(len(block))[::-1])
            if not self._settle(self._row(x=weights), 2**_AT_ONCE):
                return False
        return True

    def _value(self, objective: Floats, chosen: Bools) -> float:
        """The objective of a set of checks."""
        caught = self.problem.bad[:, chosen].any(axis=1)
        wrong = self.problem.good[:, chosen].any(axis=1)
        return float(objective @ np.concatenate([chosen, caught, wrong]))

    def _row(self, **parts: Any) -> Floats:
        bad, good = self.problem.bad, self.problem.good
        sizes = {"x": bad.shape[1], "u": len(bad), "z": len(good)}
        return np.concatenate(
            [np.asarray(parts.get(n, np.zeros(size)), np.float64) for n, size in sizes.items()]
        )

    def _solve(
        self,
        objective: Floats,
        largest: int,
        more_rows: list[tuple[Floats, float, float]] | None = None,
    ) -> Bools | None:
        """The checks of a proved minimum, or None when the time was up first.

        Objectives are whole numbers of at most `largest`, so a gap below 1 is a proof.
        """
        from scipy.optimize import Bounds, milp

        left = self.until - monotonic()
        if left <= 0:
            return None
        checks = self.problem.bad.shape[1]
        result = milp(
            objective,
            integrality=np.concatenate([np.ones(checks), np.zeros(len(objective) - checks)]),
            bounds=Bounds(0, 1),
            constraints=self._constraints(more_rows or []),
            options={"time_limit": left, "mip_rel_gap": 0.9 / max(largest, 1)},
        )
        if result.x is None:
            return None
        chosen = np.asarray(result.x[:checks] > 0.5)
        if self.problem.falsely_failed(chosen) > self.problem.allowed:
            return None
        if result.status != 0:
            self.best = min(self.best, chosen, key=self.problem.rank)
            return None
        return chosen

    def _constraints(self, more_rows: list[tuple[Floats, float, float]]) -> list[Any]:
        from scipy.optimize import LinearConstraint

        rows, low, high = zip(*self.rows, *more_rows, strict=True)
        settled = LinearConstraint(np.array(rows), np.array(low) - 0.5, np.array(high) + 0.5)
        return [settled, *self._links()]

    def _links(self) -> Iterator[Any]:
        """u is at most the sum of the x that catch it; z is at least every x that fails it."""
        from scipy import sparse
        from scipy.optimize import LinearConstraint

        bad, good = self.problem.bad, self.problem.good
        none = sparse.csr_array((len(bad), len(good)))
        caught = sparse.hstack([bad.astype(float), -sparse.eye_array(len(bad)), none])
        yield LinearConstraint(sparse.csc_array(caught), 0, np.inf)
        row, check = np.nonzero(good)
        if not len(row):
            return
        ones, place = np.ones(len(row)), np.arange(len(row))
        x = sparse.csr_array((-ones, (place, check)), shape=(len(row), good.shape[1]))
        z = sparse.csr_array((ones, (place, row)), shape=(len(row), len(good)))
        between = sparse.csr_array((len(row), len(bad)))
        failed = sparse.hstack([x, between, z])
        yield LinearConstraint(sparse.csc_array(failed), 0, np.inf)
