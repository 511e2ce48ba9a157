"""The smallest set of a few checks: all of their sets are looked at, which takes a moment.

How many outputs each set misses comes from one pass over the sets for each check (the zeta
transform over subsets: Yates 1937), not from the outputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genchi.review.outcomes import Bools, Ints

if TYPE_CHECKING:
    from genchi.review.cover_search import CoverProblem

MOST_CHECKS = 14
"""Whose 16,384 sets are looked at in about two milliseconds."""


def first_of_all(problem: CoverProblem) -> Bools:
    """The first set in the order of `CoverProblem.rank` that fails no more good ones than allowed.

    A set is a number in which the first check is the highest bit: of sets of one size the one whose
    checks come first is the largest number.
    """
    checks = problem.bad.shape[1]
    caught = _touched(problem.bad, problem.bad_weights)
    wrong = _touched(problem.good, problem.good_weights)
    left = np.flatnonzero(wrong <= problem.allowed)
    for place in (np.maximum(problem.wanted - caught, 0), _sizes(checks), wrong, -caught):
        left = left[place[left] == place[left].min()]
    return np.asarray(left.max() >> np.arange(checks)[::-1] & 1, dtype=bool)


def _touched(patterns: Bools, weights: Ints) -> Ints:
    """For each set of checks, how many outputs at least one of them fails: (2 ** checks,)."""
    checks = patterns.shape[1]
    within = np.zeros(2**checks, dtype=np.int64)
    np.add.at(within, patterns @ (1 << np.arange(checks)[::-1]), weights)
    for check in range(checks):  # afterwards: outputs that only checks of the set fail
        halves = within.reshape(-1, 2, 2**check)
        halves[:, 1] += halves[:, 0]
    return np.asarray(within[-1] - within[::-1], dtype=np.int64)


def _sizes(checks: int) -> Ints:
    sizes = np.zeros(2**checks, dtype=np.int64)
    for check in range(checks):
        sizes[2**check : 2 ** (check + 1)] = sizes[: 2**check] + 1
    return sizes
