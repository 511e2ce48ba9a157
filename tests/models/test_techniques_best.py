"""Best of n: nothing wins that did not pass, and what was judged is all told."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.models.techniques import Best, best_of
from genchi.records import Verdict


def saying(*answers: str) -> Callable[[str], str]:
    left = iter(answers)
    return lambda prompt: next(left)


def judging(verdicts: Sequence[Any]) -> Callable[[str], Any]:
    """A check that gives the verdict whose number the text is."""
    return lambda text: verdicts[int(text)]


VERDICTS = st.builds(
    Verdict,
    st.sampled_from(["pass", "fail", "skip", "error"]),
    score=st.none() | st.floats(0, 1),
)


@given(st.lists(VERDICTS, min_size=1, max_size=8))
def test_only_a_pass_wins_whatever_the_scores_of_the_others(verdicts: list[Verdict]) -> None:
    texts = [str(place) for place in range(len(verdicts))]
    found = best_of(saying(*texts), "?", judging(verdicts), n=len(verdicts), stop_at_pass=False)
    scores = [1.0 if v.score is None else v.score for v in verdicts if v.passed]
    assert [c.outcome for c in found.candidates] == [v.outcome for v in verdicts]
    if not scores:
        assert found.winner is None
        assert found.tied == ()
    else:
        assert found.winner is not None
        assert found.winner.outcome == "pass"
        assert (1.0 if found.winner.score is None else found.winner.score) == max(scores)
        assert len(found.tied) == scores.count(max(scores)) - 1
        assert all(found.winner.place < other.place for other in found.tied)
    passed = [c.outcome == "pass" for c in found.ranked]
    assert passed == sorted(passed, reverse=True)


def test_the_first_that_passes_ends_it() -> None:
    found = best_of(saying("no", "yes", "yes!"), "?", lambda text: "yes" in text, n=3)
    assert [c.outcome for c in found.candidates] == ["fail", "pass"]
    assert found.saved == 1


def test_numbers_alone_are_compared_and_all_are_asked_for() -> None:
    found = best_of(saying("好", "好的", "好吧", "嗯"), "?", len, n=4)
    assert found.winner is not None
    assert (found.winner.text, found.winner.outcome, found.winner.score) == ("好的", "scored", 2)
    assert [c.text for c in found.tied] == ["好吧"]
    assert found.saved == 0


def test_a_number_that_is_enough_passes_and_one_that_is_not_does_not_win() -> None:
    enough = best_of(saying("a", "abc", "abcd"), "?", len, n=3, enough=3)
    assert enough.winner is not None
    assert (enough.winner.text, enough.saved) == ("abc", 1)
    short = best_of(saying("a", "ab"), "?", len, n=2, enough=3)
    assert short.winner is None
    assert short.ranked[0].text == "ab"


def test_a_check_that_breaks_or_gives_nan_is_an_error_with_its_reason() -> None:
    def check(text: str) -> float:
        return math.nan if text == "nan" else float(text)

    found = best_of(saying("nan", "many", "-5"), "?", check, n=3)
    assert [c.outcome for c in found.candidates] == ["error", "error", "scored"]
    assert "nan, which is no score" in found.candidates[0].reason
    assert "could not convert" in found.candidates[1].reason
    assert found.winner is not None
    assert found.winner.text == "-5"


def test_calls_that_fail_are_told_with_their_place() -> None:
    found = best_of(saying("0"), "?", bool, n=3, stop_at_pass=False)
    assert [failure.place for failure in found.failures] == [1, 2]
    assert [c.place for c in found.candidates] == [0]
    nothing = best_of(saying(), "?", bool, n=2)
    assert (nothing.winner, len(nothing.failures)) == (None, 2)


@pytest.mark.parametrize("concurrency", [1, 2, 5])
def test_a_judge_that_waits_judges_what_a_plain_model_said(concurrency: int) -> None:
    async def judge(text: str) -> Verdict:
        await asyncio.sleep(0)
        return Verdict("pass" if text == "2" else "fail", text)

    async def run() -> Best:
        ask = saying("0", "1", "2", "3", "4")
        return await best_of(ask, "?", judge, n=5, concurrency=concurrency)

    found = asyncio.run(run())
    assert found.winner is not None
    assert (found.winner.place, found.winner.reason) == (2, "2")
    assert len(found.candidates) + found.saved == 5
    assert len(found.candidates) == -(-3 // concurrency) * concurrency


def test_a_check_that_returns_something_else_is_a_mistake_and_shown() -> None:
    with pytest.raises(UsageError, match="or a Verdict, not 'good'"):
        best_of(saying("a"), "?", lambda text: "good")  # type: ignore[arg-type,return-value]
    with pytest.raises(UsageError, match="but was given 0"):
        best_of(saying("a"), "?", len, n=0)
