"""Best of n: several answers, each judged by a check that comes in as a function.

What does not pass does not win. A check that broke or does not apply says nothing about an answer,
and nothing is not a pass.
"""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from numbers import Real
from typing import Any, Literal, TypeVar, overload

from genchi.errors import UsageError
from genchi.models.techniques.waves import Failure, Outcome, Plan, answer_text, carried_out
from genchi.records import Verdict

P = TypeVar("P")
Judged = float | bool | Verdict
Standing = Literal["pass", "scored", "fail", "skip", "error"]
_ORDER: tuple[Standing, ...] = ("pass", "scored", "fail", "skip", "error")
_WINNING = ("pass", "scored")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer and what the check said of it.

    `outcome` is that of the verdict, or `scored` for a number where no `enough` says what passes.
    """

    place: int
    text: str
    outcome: Standing
    score: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Best:
    """Every candidate in the order in which they were asked for, and the one that won.

    - `winner`: the best of those that passed, or of those that were scored; None if there is none.
    - `tied`: others that are as good as the winner, which came first.
    - `failures`: calls that brought no answer.
    - `saved`: calls that were not needed.
    """

    winner: Candidate | None
    candidates: tuple[Candidate, ...]
    tied: tuple[Candidate, ...]
    failures: tuple[Failure, ...]
    saved: int

    @property
    def ranked(self) -> tuple[Candidate, ...]:
        """Best first, those that did not pass after all that did."""
        return tuple(sorted(self.candidates, key=_rank))


@overload
def best_of(
    ask: Callable[[P], str],
    prompt: P,
    check: Callable[[str], Judged],
    *,
    n: int = 4,
    enough: float | None = None,
    stop_at_pass: bool = True,
    concurrency: int = 1,
) -> Best: ...


@overload
def best_of(
    ask: Callable[[P], Awaitable[str]],
    prompt: P,
    check: Callable[[str], Judged] | Callable[[str], Awaitable[Judged]],
    *,
    n: int = 4,
    enough: float | None = None,
    stop_at_pass: bool = True,
    concurrency: int = 1,
) -> Awaitable[Best]: ...


@overload
def best_of(
    ask: Callable[[P], str],
    prompt: P,
    check: Callable[[str], Awaitable[Judged]],
    *,
    n: int = 4,
    enough: float | None = None,
    stop_at_pass: bool = True,
    concurrency: int = 1,
) -> Awaitable[Best]: ...


def best_of(
    ask: Callable[[P], str | Awaitable[str]],
    prompt: P,
    check: Callable[[str], Judged | Awaitable[Judged]],
    *,
    n: int = 4,
    enough: float | None = None,
    stop_at_pass: bool = True,
    concurrency: int = 1,
) -> Best | Awaitable[Best]:
    """Ask up to `n` times and keep the answer that the check likes best.

    The check takes a text and returns a number (more is better; `enough` or more passes), True or
    False, or a `Verdict`. One that raises is an `error`. A verdict without a score counts as 1 if
    it passes and 0 if not. The first wave with a pass is the last, unless `stop_at_pass` is false;
    a wave has `concurrency` calls.

    >>> said = iter(["too long to be a title", "Refunds, explained", "Refunds"])
    >>> best = best_of(lambda prompt: next(said), "A title?", lambda text: len(text) < 20)
    >>> best.winner.text, best.saved
    ('Refunds, explained', 2)
    """
    if n < 1:
        raise UsageError(f"n is how many candidates to ask for, 1 or more, but was given {n!r}")
    plan = _judging(
        partial(ask, prompt),
        check,
        n=n,
        enough=enough,
        stop_at_pass=stop_at_pass,
        wave=concurrency,
    )
    return carried_out(plan, concurrency)


def _judging(
    call: Callable[[], Any],
    check: Callable[[str], Any],
    *,
    n: int,
    enough: float | None,
    stop_at_pass: bool,
    wave: int,
) -> Plan[Best]:
    candidates: list[Candidate] = []
    failures: list[Failure] = []
    asked = 0
    while asked < n and not (stop_at_pass and any(c.outcome == "pass" for c in candidates)):
        outcomes = yield [call] * min(wave, n - asked)
        texts = list(_answers(outcomes, asked, failures))
        asked += len(outcomes)
        judged = (yield [partial(check, text) for _, text in texts]) if texts else []
        candidates += [
            _candidate(place, text, outcome, enough)
            for (place, text), outcome in zip(texts, judged, strict=True)
        ]
    return _best(candidates, failures, n - asked)


def _answers(
    outcomes: Sequence[Outcome], first: int, failures: list[Failure]
) -> Iterator[tuple[int, str]]:
    """Place and text of every call that brought one; the others are added to the failures."""
    for place, outcome in enumerate(outcomes, first):
        if outcome.error is None:
            yield place, answer_text(outcome.value)
        else:
            failures.append(Failure(place, outcome.error))


def _candidate(place: int, text: str, outcome: Outcome, enough: float | None) -> Candidate:
    if outcome.error is not None:
        return Candidate(place, text, "error", reason=Failure(place, outcome.error).why)
    judged = outcome.value
    if isinstance(judged, Verdict):
        return Candidate(place, text, judged.outcome, judged.score, judged.reason)
    if isinstance(judged, bool):
        return Candidate(place, text, "pass" if judged else "fail")
    if not isinstance(judged, Real):
        raise UsageError(
            f"a check returns a number, True or False, or a Verdict, not {judged!r}: look at what "
            "yours returns"
        )
    return _scored(place, text, float(judged), enough)


def _scored(place: int, text: str, score: float, enough: float | None) -> Candidate:
    if math.isnan(score):
        return Candidate(place, text, "error", reason="the check returned nan, which is no score")
    if enough is None:
        return Candidate(place, text, "scored", score)
    return Candidate(place, text, "pass" if score >= enough else "fail", score)


def _best(candidates: list[Candidate], failures: list[Failure], saved: int) -> Best:
    ranked = sorted(candidates, key=_rank)
    winner = ranked[0] if ranked and ranked[0].outcome in _WINNING else None
    tied = tuple(c for c in ranked[1:] if winner and _rank(c)[:2] == _rank(winner)[:2])
    return Best(winner, tuple(candidates), tied, tuple(failures), saved)


def _rank(candidate: Candidate) -> tuple[int, float, int]:
    """Less is better: what came of the check, then the score, then who was first."""
    score = candidate.score
    if score is None:
        score = float(candidate.outcome == "pass")
    return _ORDER.index(candidate.outcome), -score, candidate.place
