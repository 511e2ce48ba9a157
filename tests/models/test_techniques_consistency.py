"""Sampling stops when it may, never before, and says how sure the answer is."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.models.techniques import Consistent, leader_probability, self_consistent
from genchi.stats import wilson

ANSWERS = st.lists(st.sampled_from(["A", "B", "C", "!"]), min_size=30, max_size=30)


def saying(answers: Sequence[str]) -> tuple[Callable[[str], str], list[str]]:
    """A model that says these one after the other ("!": it fails), and what it was asked."""
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        if answers[len(asked) - 1] == "!":
            raise OSError("no line")
        return answers[len(asked) - 1]

    return ask, asked


def top_two(votes: Sequence[str]) -> tuple[int, int]:
    first, second, *_ = [*(n for _, n in Counter(votes).most_common(2)), 0, 0]
    return first, second


@given(ANSWERS, st.integers(1, 30), st.sampled_from([0.6, 0.8, 0.95, 0.99]))
def test_it_stops_at_the_first_moment_it_may_and_at_no_other(
    answers: list[str], n: int, confidence: float
) -> None:
    ask, asked = saying(answers)
    found = self_consistent(ask, "?", n=n, confidence=confidence)
    may = []
    for calls in range(n + 1):
        first, second = top_two([answer for answer in answers[:calls] if answer != "!"])
        certain = leader_probability(first, second) > confidence
        may.append(certain or first - second > n - calls)
    earliest = may.index(True) if True in may else n
    assert len(asked) == found.calls == earliest
    assert found.saved == n - found.calls


@given(ANSWERS, st.integers(1, 30))
def test_stopping_because_it_is_decided_never_changes_the_majority(
    answers: list[str], n: int
) -> None:
    found = self_consistent(saying(answers)[0], "?", n=n, key=str)
    everyone = Counter(answer for answer in answers[:n] if answer != "!")
    if found.stopped == "decided":
        assert found.answer == everyone.most_common(1)[0][0]
    elif found.stopped == "all asked":
        assert found.counts == everyone


@given(ANSWERS, st.integers(1, 30))
def test_counts_and_failures_add_up_to_the_calls(answers: list[str], n: int) -> None:
    found = self_consistent(saying(answers)[0], "?", n=n, key=str)
    assert sum(found.counts.values()) + len(found.failures) == found.calls <= n
    assert [f.place for f in found.failures] == [
        place for place, answer in enumerate(answers[: found.calls]) if answer == "!"
    ]
    first, second = top_two([answer for answer in answers[: found.calls] if answer != "!"])
    assert found.probability == leader_probability(first, second)
    assert len(found.tied) == max(list(found.counts.values()).count(first) - 1, 0)


@given(ANSWERS, st.integers(1, 30), st.integers(1, 9))
def test_concurrency_changes_neither_the_calls_nor_the_result(
    answers: list[str], n: int, concurrency: int
) -> None:
    numbers = count()

    async def ask(prompt: str) -> str:
        answer = answers[next(numbers)]
        await asyncio.sleep(0)
        if answer == "!":
            raise OSError("no line")
        return answer

    async def run() -> Consistent:
        return await self_consistent(ask, "?", n=n, key=str, concurrency=concurrency)

    waited = asyncio.run(run())
    alone = self_consistent(saying(answers)[0], "?", n=n, key=str)
    assert next(numbers) == alone.calls
    assert said(waited) == said(alone)


def said(found: Consistent) -> Any:
    """Everything but the errors, of which two are never equal, and the interval, maybe nan."""
    failures = [(failure.place, failure.why) for failure in found.failures]
    return found.answer, found.counts, found.stopped, found.calls, found.tied, failures


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_probability_is_that_of_a_fair_coin_turned_around(a: int, b: int) -> None:
    from math import comb

    # P(Beta(a + 1, b + 1) > 1/2) is P(Binomial(a + b + 1, 1/2) <= a), for whole numbers.
    size = a + b + 1
    exact = sum(comb(size, k) for k in range(a + 1)) / 2**size
    assert leader_probability(a, b) == pytest.approx(exact, abs=1e-12)


def test_four_of_one_mind_are_enough_at_the_usual_confidence() -> None:
    ask, asked = saying(["答案是 42"] * 40)
    found = self_consistent(ask, "六乘七？", n=40)
    assert (found.answer, found.calls, found.saved) == ("答案是 42", 4, 36)
    assert found.stopped == "certain"
    assert asked == ["六乘七？"] * 4
    assert found.share == wilson(4, 4)


def test_a_tie_is_told_and_what_came_first_is_the_answer() -> None:
    found = self_consistent(saying(["B", "A", "A", "B"])[0], "?", n=4)
    assert (found.answer, found.tied) == ("B", ("a",))
    assert found.stopped == "all asked"
    assert found.probability == pytest.approx(0.5)


def test_spellings_of_one_answer_count_together_and_the_first_is_given() -> None:
    found = self_consistent(saying(["“Ｙｅｓ”", '"yes"', '"YES"', '"Yes"'])[0], "?", n=9)
    assert found.counts == {'"yes"': 4}
    assert found.answer == "“Ｙｅｓ”"


def test_a_sample_without_an_answer_is_a_failure_and_so_is_one_the_key_cannot_read() -> None:
    def number(text: str) -> int | None:
        return None if text == "unsure" else int(text)

    found = self_consistent(saying(["unsure", "4", "four", "4"])[0], "?", n=4, key=number)
    assert found.counts == {4: 2}
    assert found.failures[0].why == "NoAnswerError: no answer in 'unsure'"
    assert found.failures[1].why.startswith("ValueError: invalid literal")


def test_when_every_sample_fails_there_is_no_answer_and_all_reasons() -> None:
    found = self_consistent(saying(["!"] * 5)[0], "?", n=5)
    assert (found.answer, found.counts, len(found.failures)) == (None, {}, 5)
    assert (found.share.low, found.share.high) == (0, 1)


@pytest.mark.parametrize("options", [{"n": 0}, {"confidence": 0.5}, {"confidence": 1}])
def test_what_makes_no_sense_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="but was given"):
        self_consistent(str, "?", **options)
