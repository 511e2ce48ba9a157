"""A message goes out as OpenTelemetry JSON and comes back as it was."""

from __future__ import annotations

from typing import Any

import pytest

from genchi.records import (
    Message,
    OtherPart,
    Reasoning,
    Text,
    ToolCall,
    ToolResult,
    from_json,
    message_from_json,
    message_to_json,
    to_json,
)

FULL = Message(
    "assistant",
    (
        Reasoning("hm"),
        Text("one"),
        ToolCall("c", "f", {"a": [1]}),
        ToolCall(None, "g", "{broken"),
        ToolResult("c", {"ok": True}),
        OtherPart({"type": "image", "uri": "x"}),
        Text("two"),
    ),
    name="bot",
    finish_reason="stop",
)


def test_a_message_comes_back_as_it_was() -> None:
    assert message_from_json(from_json(to_json(message_to_json(FULL)))) == FULL


def test_the_words_and_the_calls_of_a_message() -> None:
    assert FULL.text == "one\ntwo"
    assert [call.name for call in FULL.tool_calls] == ["f", "g"]


def test_a_message_without_anything_is_a_user_who_says_nothing() -> None:
    assert message_from_json({}) == Message("user")
    assert message_from_json({"parts": "x"}) == Message("user")


def test_a_part_of_an_unknown_kind_is_kept() -> None:
    message = message_from_json({"role": "user", "parts": ["loose", {"type": "new", "a": 1}]})
    assert message.parts == (
        OtherPart({"type": "unknown", "content": "loose"}),
        OtherPart({"type": "new", "a": 1}),
    )


@pytest.mark.parametrize(
    "data",
    [
        {"type": "text", "text": "in another member"},
        {"type": "text", "content": ["not text"]},
        {"type": "reasoning", "summary": ["in another member"]},
        {"type": "tool_call", "function": {"name": "f"}},
        {"type": "tool_call_response", "output": "in another member"},
    ],
)
def test_a_part_of_a_known_kind_but_another_shape_is_kept_whole(data: dict[str, Any]) -> None:
    (part,) = message_from_json({"role": "user", "parts": [data]}).parts
    assert part == OtherPart(data)


def test_the_older_name_of_a_tool_result_is_read() -> None:
    data = {"type": "tool_call_response", "id": "1", "result": "r"}
    assert message_from_json({"role": "tool", "parts": [data]}).parts == (ToolResult("1", "r"),)
