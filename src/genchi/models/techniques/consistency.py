"""Self-consistency: ask the same several times and take what is said most, no longer than needed.

Wang et al. 2023 (arXiv:2203.11171) take the majority of a fixed number of samples. Aggarwal et al.
2023 (arXiv:2305.11860, Adaptive-Consistency) stop once the leader is certain enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Literal, TypeVar, overload

from genchi.errors import OutsideError, UsageError
from genchi.models.techniques.waves import Call, Failure, Outcome, Plan, answer_text, carried_out
from genchi.stats import Interval, wilson
from genchi.stats.distributions import regularised_beta
from genchi.text import normalise

P = TypeVar("P")
Key = Callable[[str], Hashable]


@dataclass(frozen=True, slots=True)
class Consistent:
    """The answer given most often, and how sure that is.

    - `answer`: the first sample that said it, word for word; None if no sample has an answer.
    - `counts`: how often each answer was given, by its key, the most frequent first.
    - `share`: that of the leader among all answers, with Wilson's interval. Sampling stops while
      the leader is ahead, so after an early stop the share is somewhat too high.
    - `probability`: that the leader is more common than the runner-up, given these counts.
    - `stopped`: `certain` (the probability passed the confidence asked for), `decided` (the calls
      that are left could not change the answer) or `all asked`.
    - `tied`: keys as frequent as that of the answer, which was given first.
    - `failures`: samples that raised, or in which the key found no answer.
    """

    answer: str | None
    counts: dict[Hashable, int]
    share: Interval
    probability: float
    stopped: Literal["certain", "decided", "all asked"]
    calls: int
    most: int
    tied: tuple[Hashable, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def saved(self) -> int:
        """Calls that were not needed."""
        return self.most - self.calls


class NoAnswerError(OutsideError):
    """The key found no answer in a sample."""


@overload
def self_consistent(
    ask: Callable[[P], str],
    prompt: P,
    *,
    n: int = 10,
    confidence: float = 0.95,
    key: Key = normalise,
    concurrency: int = 1,
) -> Consistent: ...


@overload
def self_consistent(
    ask: Callable[[P], Awaitable[str]],
    prompt: P,
    *,
    n: int = 10,
    confidence: float = 0.95,
    key: Key = normalise,
    concurrency: int = 1,
) -> Awaitable[Consistent]: ...


def self_consistent(
    ask: Callable[[P], str | Awaitable[str]],
    prompt: P,
    *,
    n: int = 10,
    confidence: float = 0.95,
    key: Key = normalise,
    concurrency: int = 1,
) -> Consistent | Awaitable[Consistent]:
    """Ask up to `n` times, and stop as soon as the most frequent answer is certain or decided.

    Answers are the same if their `key` is: by default the text in one spelling. A key of None says
    that the sample has no answer. The model has to vary: a temperature above 0, and no cache.

    A wave has only the calls without which sampling could not stop, so `concurrency` changes how
    long it takes and never how many calls are made.

    >>> said = iter(["42", "４２", "41", "42", "42", "42", "42"])
    >>> found = self_consistent(lambda prompt: next(said), "6 * 7?", n=20)
    >>> found.answer, found.counts, found.stopped, found.saved
    ('42', {'42': 6, '41': 1}, 'certain', 13)
    """
    if n < 1:
        raise UsageError(f"n is how often to ask at most, 1 or more, but was given {n!r}")
    if not 0.5 < confidence < 1:
        raise UsageError(
            f"confidence lies between 0.5 and 1, like 0.95, but was given {confidence!r}"
        )
    return carried_out(_sampling(lambda: ask(prompt), n, confidence, key), concurrency)


def leader_probability(leader: int, runner_up: int) -> float:
    """The probability that the leader is more common than the runner-up, given their counts.

    The posterior of the leader's share among the two, from a uniform prior, is
    Beta(leader + 1, runner_up + 1); this is its mass above one half (Aggarwal et al. 2023).

    >>> leader_probability(4, 0), round(leader_probability(5, 1), 4)
    (0.96875, 0.9375)
    """
    return regularised_beta(0.5, runner_up + 1, leader + 1)


def _sampling(call: Call, n: int, confidence: float, key: Key) -> Plan[Consistent]:
    votes: list[tuple[Hashable, str]] = []
    failures: list[Failure] = []
    asked = 0
    while more := _needed(votes, n - asked, confidence):
        outcomes = yield [call] * more
        for place, outcome in enumerate(outcomes, asked):
            vote = _vote(outcome, key)
            if isinstance(vote, Exception):
                failures.append(Failure(place, vote))
            else:
                votes.append(vote)
        asked += more
    return _result(votes, failures, asked, n, confidence)


def _vote(outcome: Outcome, key: Key) -> tuple[Hashable, str] | Exception:
    if outcome.error is not None:
        return outcome.error
    text = answer_text(outcome.value)
    try:
        found = key(text)
    except UsageError:
        raise
    except Exception as error:  # a key reads what a model wrote, and may meet anything
        return error
    return NoAnswerError(f"no answer in {text[:80]!r}") if found is None else (found, text)


def _needed(votes: list[tuple[Hashable, str]], left: int, confidence: float) -> int:
    """The fewest answers after which sampling may stop; 0: it stops now."""
    leader, runner_up = _first_two(Counter(key for key, _ in votes))
    for more in range(left):
        certain = leader_probability(leader + more, runner_up) > confidence
        if certain or _decided(leader + more, runner_up, left - more):
            return more
    return left


def _decided(leader: int, runner_up: int, left: int) -> bool:
    return leader - runner_up > left


def _first_two(counts: Counter[Hashable]) -> tuple[int, int]:
    first, second, *_ = [*(count for _, count in counts.most_common(2)), 0, 0]
    return first, second


def _result(
    votes: list[tuple[Hashable, str]],
    failures: list[Failure],
    asked: int,
    n: int,
    confidence: float,
) -> Consistent:
    counts = Counter(key for key, _ in votes)
    ordered = dict(counts.most_common())  # of equal counts, what was said first stands first
    leader, runner_up = _first_two(counts)
    first = next(iter(ordered), None)
    probability = leader_probability(leader, runner_up)
    early: Literal["certain", "decided"] = "certain" if probability > confidence else "decided"
    return Consistent(
        answer=next((text for key, text in votes if key == first), None),
        counts=ordered,
        share=wilson(leader, len(votes)),
        probability=probability,
        stopped=early if asked < n else "all asked",
        calls=asked,
        most=n,
        tied=tuple(key for key, count in ordered.items() if key != first and count == leader),
        failures=tuple(failures),
    )
