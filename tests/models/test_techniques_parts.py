"""Small prompts: every part has its answer or its reason, and a chain tells how far it came."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from genchi.errors import UsageError
from genchi.models.techniques import Chained, chain, map_parts
from genchi.models.techniques.filling import filled


def failing_at(word: str) -> Any:
    def ask(prompt: str) -> str:
        if word in prompt:
            raise OSError(f"no line for {word}")
        return f"[{prompt}]"

    return ask


def test_answers_are_combined_in_the_order_of_the_parts() -> None:
    found = map_parts(["一", "二", "三"], failing_at("四"), combine="".join, concurrency=3)
    assert (found.combined, found.failures, found.uncombined) == ("[一][二][三]", (), "")


def test_nothing_is_combined_when_a_part_is_missing_and_it_is_said_which() -> None:
    found = map_parts(["一", "二", "三"], failing_at("二"), combine="".join)
    assert found.answers == ("[一]", None, "[三]")
    assert (found.combined, found.uncombined) == (None, "1 of 3 parts failed")
    [failure] = found.failures
    assert (failure.place, failure.why) == (1, "OSError: no line for 二")


def test_the_answers_are_kept_when_combining_fails() -> None:
    found = map_parts(["a", "b"], str.upper, combine=lambda answers: answers[7])
    assert found.answers == ("A", "B")
    assert found.combined is None
    assert found.uncombined == "combine failed: IndexError: list index out of range"


def test_combining_may_wait_though_the_parts_did_not() -> None:
    async def combine(answers: list[str]) -> str:
        await asyncio.sleep(0)
        return "+".join(answers)

    async def run() -> Any:
        waiting: Any = map_parts(["a", "b"], str.upper, combine=combine)
        return await waiting

    assert asyncio.run(run()).combined == "A+B"


def test_no_parts_is_a_mistake_and_not_an_empty_result() -> None:
    with pytest.raises(UsageError, match="nothing to ask"):
        map_parts([], str.upper)


def test_each_step_of_a_chain_sees_what_is_given_and_what_was_said() -> None:
    asked: list[Any] = []

    async def ask(prompt: Any) -> str:
        asked.append(prompt)
        return f"回答{len(asked)}"

    def reply(results: Mapping[str, str]) -> list[dict[str, str]]:
        return [{"role": "user", "content": f"{results['facts']}/{results['letter']}"}]

    async def run() -> Chained:
        return await chain(
            [("facts", "事实：{letter}"), ("reply", reply), ("title", "{reply} {facts}")],
            ask,
            letter="包裹{没到}",
        )

    found = asyncio.run(run())
    assert asked == [
        "事实：包裹{没到}",
        [{"role": "user", "content": "回答1/包裹{没到}"}],
        "回答2 回答1",
    ]
    assert found.results == {"facts": "回答1", "reply": "回答2", "title": "回答3"}
    assert found.answer == "回答3"


def test_a_chain_that_breaks_keeps_what_came_before_and_asks_no_more() -> None:
    steps = [("a", "one"), ("b", "two {a}"), ("c", "three {b}")]
    found = chain(steps, failing_at("two"))
    assert (found.results, found.answer, found.failed) == ({"a": "[one]"}, None, "b")
    assert str(found.error) == "no line for two"


def test_what_an_answer_puts_in_braces_is_not_filled_in_again() -> None:
    steps = [("a", "say"), ("b", "{a}")]
    assert chain(steps, lambda prompt: "{secret}", secret="hidden").results["b"] == "{secret}"
    assert filled('{"n": 1, "a": {x}}', {"x": "2"}) == '{"n": 1, "a": 2}'


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], "at least one step"),
        ([("a", "{b}"), ("b", "x")], r"nothing fills \{b\} of '\{b\}'; there is letter"),
        ([("letter", "x")], "two results of the chain are called 'letter'"),
    ],
)
def test_a_chain_that_cannot_work_is_refused_before_its_first_call(steps: Any, said: str) -> None:
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return ""

    with pytest.raises(UsageError, match=said):
        chain(steps, ask, letter="…")
    assert asked == []
