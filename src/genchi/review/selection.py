"""Which checks to keep: all that seldom fail a good output, or the fewest that catch enough.

Two answers for two uses. `detector_set` is for watching outputs nobody has seen: several checks
that find the same failure are a strength, since the next failure may slip past one of them.
`minimal_set` is for people who read the list: the smallest set that explains what was caught. Its
numbers on the outputs that chose it are too good; see `held_out`.

The numbers in a `Selection` are those of the outputs that chose it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from genchi.errors import UsageError
from genchi.review.cover_search import cover_problem, smallest_cover
from genchi.review.outcomes import Bools, Outcomes, alignment_of, read_outcomes, share, usable
from genchi.stats.arguments import positive, unit_numbers


@dataclass(frozen=True, slots=True)
class Selection:
    """The chosen checks by column, and what they do together on the outputs that chose them.

    `coverage`, `false_failure` and `alignment` are those of the whole set, None where there is no
    bad or no good output. `coverable` of the `bad` bad outputs are caught by some check that might
    be chosen. `reached` says whether the share that was asked for was caught, and `optimal` whether
    the set was proved to be the best: a search that ran out of time proves nothing.
    """

    checks: tuple[int, ...]
    coverage: float | None
    false_failure: float | None
    alignment: float | None
    optimal: bool
    reached: bool
    coverable: int
    bad: int
    good: int
    note: str
    """One sentence for people where the set is not what was asked for; else empty."""


def detector_set(
    passes: npt.ArrayLike, good: npt.ArrayLike, max_false_failure: float = 0.10
) -> Selection:
    """Every check that catches a bad output and fails few good ones, widest coverage first.

    The limit is on each check, over the good outputs it judged; the set as a whole fails more of
    them, and `false_failure` says how many. Checks that say the same of everything, or that judged
    no good output, are never chosen. Equal coverage leaves the order of the columns.

    >>> detector_set([[0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 1, 1]], [0, 0, 1, 1]).checks
    (0, 1)
    """
    (limit,) = unit_numbers("max_false_failure", [max_false_failure])
    outcomes = read_outcomes(passes, good)
    kept = usable(outcomes) & (_own_false_failure(outcomes) <= limit)
    caught = outcomes.failed[outcomes.bad].sum(axis=0)
    order = sorted(np.flatnonzero(kept).tolist(), key=lambda check: (-int(caught[check]), check))
    return _selection(outcomes, order, kept, note=_classes_missing(outcomes))


def minimal_set(
    passes: npt.ArrayLike,
    good: npt.ArrayLike,
    coverage: float = 1.0,
    max_false_failure: float = 0.25,
    seconds: float = 20,
) -> Selection:
    """The fewest checks that catch `coverage` of the bad outputs that checks can catch at all.

    The whole set fails at most `max_false_failure` of the good outputs. Where that makes the
    coverage unreachable, as many bad outputs as possible are caught, by the fewest checks. Of
    equally small sets the one that fails the fewest good outputs is taken, then the one that
    catches the most, then the one whose checks come first: the same data give the same set.

    The set is exact (`optimal`) unless the search takes longer than `seconds`; then it is the best
    one found, which may depend on the speed of the machine. The problem is that of SPADE (Shankar
    et al. 2024, arXiv:2401.03038), without its subsumption term.

    >>> passes = [[0, 1, 0], [1, 0, 0], [1, 0, 1], [1, 1, 1], [1, 1, 1]]
    >>> minimal_set(passes, [0, 0, 0, 1, 1]).checks
    (0, 1)
    """
    wanted_share, limit = unit_numbers(
        "coverage and max_false_failure", _pair(coverage, max_false_failure)
    )
    positive("seconds", seconds)
    outcomes = read_outcomes(passes, good)
    allowed = math.floor(limit * int(outcomes.good.sum()) + 1e-9)
    kept = usable(outcomes) & (outcomes.failed[outcomes.good].sum(axis=0) <= allowed)
    bad, fine = outcomes.failed[outcomes.bad][:, kept], outcomes.failed[outcomes.good][:, kept]
    wanted = math.ceil(wanted_share * int(bad.any(axis=1).sum()) - 1e-9)
    found = smallest_cover(cover_problem(bad, fine, wanted, allowed), seconds)
    checks = np.flatnonzero(kept)[found.chosen].tolist()
    reached = int(bad[:, found.chosen].any(axis=1).sum()) >= wanted
    note = _classes_missing(outcomes) or _shortfall(outcomes, kept, reached, found.optimal)
    return _selection(outcomes, checks, kept, optimal=found.optimal, reached=reached, note=note)


def _pair(coverage: float, max_false_failure: float) -> list[float]:
    if not 0 < coverage <= 1:
        raise UsageError(f"coverage must lie above 0 and be at most 1, but was given {coverage!r}")
    return [coverage, max_false_failure]


def _own_false_failure(outcomes: Outcomes) -> npt.NDArray[np.float64]:
    """Each check's false failures over the good outputs it judged; infinite where it judged none.

    Over all good outputs a check that seldom works would look harmless.
    """
    judged = outcomes.measured[outcomes.good].sum(axis=0)
    failed = outcomes.failed[outcomes.good].sum(axis=0)
    return np.where(judged > 0, failed / np.maximum(judged, 1), np.inf)


def _selection(
    outcomes: Outcomes,
    checks: list[int],
    kept: Bools,
    *,
    optimal: bool = True,
    reached: bool = True,
    note: str = "",
) -> Selection:
    fails = np.asarray(outcomes.failed[:, checks].any(axis=1))
    coverage, false_failure = share(fails[outcomes.bad]), share(fails[outcomes.good])
    return Selection(
        checks=tuple(checks),
        coverage=coverage,
        false_failure=false_failure,
        alignment=alignment_of(coverage, false_failure),
        optimal=optimal,
        reached=reached,
        coverable=int(outcomes.failed[outcomes.bad][:, kept].any(axis=1).sum()),
        bad=int(outcomes.bad.sum()),
        good=int(outcomes.good.sum()),
        note=note,
    )


def _classes_missing(outcomes: Outcomes) -> str:
    missing = [n for n, x in (("bad", outcomes.bad), ("good", outcomes.good)) if not x.any()]
    if not missing:
        return ""
    return f"no check can be chosen without graded outputs that are {' or '.join(missing)}"


def _shortfall(outcomes: Outcomes, kept: Bools, reached: bool, optimal: bool) -> str:
    if not optimal:
        return "the search ran out of time: this is the best set found, perhaps not the smallest"
    if not reached:
        return (
            "the limit on false failures leaves no set with that coverage: this one comes nearest"
        )
    bad = outcomes.failed[outcomes.bad][:, kept]
    uncaught = int((~bad.any(axis=1)).sum())
    if uncaught:
        return f"{uncaught} of {len(bad)} bad outputs are caught by no check that may be chosen"
    return ""
