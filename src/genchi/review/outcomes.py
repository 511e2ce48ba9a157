"""What every check said about every graded output, and what a set of checks says together.

The numbers of SPADE (Shankar et al. 2024, arXiv:2401.03038) and EvalGen (Shankar et al. 2024,
arXiv:2404.12272). A set fails an output when any of its checks fails it; coverage is the share of
the bad outputs it fails, false failure the share of the good ones. Where there is no bad or no good
output the share is None: not measurable, which is neither 0 nor perfect.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genchi.errors import UsageError

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outputs by row, checks by column.

    `measured` says where a check passed or failed; `failed` where it failed. An error or a skip is
    neither: it is never a pass, it catches nothing, and it fails nothing falsely.
    """

    failed: Bools
    measured: Bools
    bad: Bools

    @property
    def good(self) -> Bools:
        """The outputs people called good."""
        return ~self.bad

    def of(self, outputs: npt.ArrayLike) -> Outcomes:
        """Some of the outputs: a mask, or their places."""
        rows = np.asarray(outputs)
        return Outcomes(self.failed[rows], self.measured[rows], self.bad[rows])


def read_outcomes(passes: npt.ArrayLike, good: npt.ArrayLike) -> Outcomes:
    """The outcomes in a table of 1 (pass), 0 (fail) and nan or None (error or skip).

    `UsageError` for a shape that is not outputs by checks, lengths that differ, or other values.

    >>> read_outcomes([[1, 0], [None, 1]], [1, 0]).measured.tolist()
    [[True, True], [False, True]]
    """
    table, grades = read_table(passes), _numbers("good", good)
    if grades.shape != table.shape[:1]:
        raise UsageError(
            f"good needs one grade for each of the {len(table)} outputs, "
            f"but has the shape {grades.shape}"
        )
    _require_binary("good", grades, "1 (good) or 0 (bad): leave out what nobody graded")
    return Outcomes(table == 0, ~np.isnan(table), grades == 0)


def read_table(passes: npt.ArrayLike) -> Floats:
    """A table of outputs by checks with 1, 0 and nan; `UsageError` for anything else."""
    table = _numbers("passes", passes)
    if table.ndim != 2:
        raise UsageError(
            f"passes must be a table with a row for each output and a column for each check, "
            f"but has the shape {table.shape}"
        )
    _require_binary("passes", table[~np.isnan(table)], "1 (pass), 0 (fail) or nan (error, skip)")
    return table


def read_groups(groups: Sequence[Hashable] | None, outputs: int) -> Ints:
    """The number of each output's group, by first appearance; every output its own for None."""
    if groups is None:
        return np.arange(outputs)
    if len(groups) != outputs:
        raise UsageError(
            f"groups needs one entry for each of the {outputs} outputs, but has {len(groups)}"
        )
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(g, len(numbers)) for g in groups], dtype=np.int64)


def usable(outcomes: Outcomes) -> Bools:
    """The checks that may be chosen at all.

    Such a check was measured on a good output, fails at least one bad one, and does not say the
    same of everything.
    """
    tested = outcomes.measured[outcomes.good].any(axis=0)
    catches = outcomes.failed[outcomes.bad].any(axis=0)
    passes_some = (outcomes.measured & ~outcomes.failed).any(axis=0)
    return np.asarray(tested & catches & passes_some)


def share(marked: Bools) -> float | None:
    """The share of marked outputs; None of none.

    >>> share(np.array([True, False])), share(np.array([], dtype=bool))
    (0.5, None)
    """
    return int(marked.sum()) / marked.size if marked.size else None


def alignment_of(coverage: float | None, false_failure: float | None) -> float | None:
    """The harmonic mean of coverage and 1 - false failure; None where either is.

    >>> alignment_of(0.75, 0.25), alignment_of(0.0, 1.0), alignment_of(1.0, None)
    (0.75, 0.0, None)
    """
    if coverage is None or false_failure is None:
        return None
    total = coverage + 1 - false_failure
    return 2 * coverage * (1 - false_failure) / total if total > 0 else 0.0


def _numbers(name: str, values: npt.ArrayLike) -> Floats:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise UsageError(
            f"{name} must hold 1, 0 or nan only, in rows of one length: {error}"
        ) from (error)


def _require_binary(name: str, values: Floats, allowed: str) -> None:
    wrong = values[(values != 0) & (values != 1)]
    if wrong.size:
        raise UsageError(f"{name} holds {wrong[0]:g}, but each value is {allowed}")
