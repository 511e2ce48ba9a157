"""The nouns refuse what they cannot mean and are named by what they say."""

from __future__ import annotations

from typing import Any

import pytest

from genchi.errors import UsageError
from genchi.records import (
    Case,
    Dataset,
    Label,
    Message,
    Passage,
    Payload,
    Preference,
    Span,
    SpanKey,
    Target,
    Text,
    ToolCall,
    Verdict,
    inputs_hash,
    output_text,
    subject_of,
)

KEY = SpanKey("app", "ab" * 16, "cd" * 8)


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), 5])
def test_a_label_outside_zero_to_one_is_refused(value: float) -> None:
    with pytest.raises(UsageError, match=r"between 0 \(bad\) and 1 \(good\), not"):
        Label("good", Target(KEY), value, "mei", 0)


@pytest.mark.parametrize("inclusion", [0, -1, 1.5])
def test_an_inclusion_probability_is_above_zero_and_at_most_one(inclusion: float) -> None:
    with pytest.raises(UsageError, match="above 0 and at most 1"):
        Label("good", Target(KEY), None, "mei", 0, inclusion=inclusion)


def test_only_a_pass_is_true() -> None:
    outcomes: list[Any] = ["pass", "fail", "skip", "error"]
    assert [bool(Verdict(outcome)) for outcome in outcomes] == [True, False, False, False]
    unknown: Any = "maybe"
    with pytest.raises(UsageError, match="one of pass, fail, skip, error, but was given 'maybe'"):
        Verdict(unknown)


def test_a_preference_has_a_winner_or_a_tie() -> None:
    assert [Preference(s).winner for s in (1, 0.6, 0.5, 0.4, 0)] == ["a", "a", "tie", "b", "b"]
    with pytest.raises(UsageError, match=r"between 0 \(b\) and 1 \(a\), not 2"):
        Preference(2)


def test_the_version_of_a_dataset_is_its_cases_in_any_order() -> None:
    cases = tuple(Case({"q": n}, reference=n) for n in range(5))
    version = Dataset("one", cases).version
    assert Dataset("other", cases[::-1]).version == version
    assert Dataset("one", cases[1:]).version != version
    assert Dataset("one", (*cases, cases[0])).version != version
    assert len(version) == 16


def test_where_a_case_came_from_is_not_part_of_its_name() -> None:
    assert Case({"q": 1}, origin=KEY).id == Case({"q": 1}, metadata={"a": 1}).id
    assert Case({"q": 1}).id != Case({"q": 1}, reference="r").id


def test_the_same_question_has_the_same_name_under_another_system_prompt() -> None:
    asked = Message("user", (Text("q"),))
    bare = inputs_hash(Payload(messages=(asked,)))
    prompted = Payload(messages=(Message("system", (Text("s"),)), asked), passages=(Passage("p"),))
    assert inputs_hash(prompted) == bare != ""
    assert inputs_hash(Payload(output="x")) == ""


def test_a_subject_is_what_a_check_may_see() -> None:
    call = Message("assistant", (ToolCall("c", "f"),))
    payload = Payload({"q": 1}, {"a": 4}, (call,), reference="r", metadata={"m": 1})
    subject = subject_of(Span(KEY, 0, duration_ns=1_500_000_000, payload=payload))
    assert (subject.output, subject.latency, subject.span) == ('{"a":4}', 1.5, KEY)
    assert [c.name for c in subject.tool_calls] == ["f"]
    with pytest.raises(UsageError, match="came without its payload: fetch it first"):
        subject_of(Span(KEY, 0))


def test_an_output_as_text() -> None:
    assert [output_text(o) for o in (None, "a", 1, ["退"])] == ["", "a", "1", '["退"]']
