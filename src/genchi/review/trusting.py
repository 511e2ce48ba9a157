"""Which checks may be trusted to stand in for people on one criterion: a strict, short list.

A check is trusted when all of this holds on the labelled outputs it judged:

- there are enough of them: at least 10 that people called good and 5 that they called bad;
- it agrees with people beyond chance: the interval of Cohen's kappa lies above 0;
- it fails at most 10 % of all good outputs, and at least one bad one.

It says nothing about how much a check catches: a trusted check that catches 10 % is right when it
fails, and nine of ten bad outputs still need others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genchi.review.grading import Grade

MOST_FALSE_FAILURES = 0.10
FEWEST_GOOD, FEWEST_BAD = 10, 5


def is_trusted(grade: Grade) -> bool:
    """Whether a check with this grade may be trusted."""
    enough = grade.fp + grade.tn >= FEWEST_GOOD and grade.tp + grade.fn >= FEWEST_BAD
    if not enough or grade.kappa is None or grade.false_failure is None:
        return False
    few_false = grade.false_failure.value <= MOST_FALSE_FAILURES
    return grade.tp > 0 and few_false and grade.kappa.low > 0


def few_labels(good: Iterable[bool]) -> bool:
    """Whether there are too few labels for any check to be trusted, or distrusted."""
    grades = list(good)
    return sum(grades) < FEWEST_GOOD or len(grades) - sum(grades) < FEWEST_BAD
