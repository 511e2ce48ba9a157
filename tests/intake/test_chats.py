"""Chats as the providers write them become messages, an answer and usage."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genchi import Home
from genchi.records import (
    Message,
    OtherPart,
    Payload,
    Reasoning,
    Span,
    Text,
    ToolCall,
    ToolResult,
)

Read = Callable[[dict[str, Any]], tuple[Span, Payload]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """One record, imported: its span and payload."""

    def imported(record: dict[str, Any]) -> tuple[Span, Payload]:
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps(record) + "\n")
        with Home(tmp_path / "home") as home:
            assert home.import_file(path, "app").rejected == 0
            (span,) = home.store().spans.list("app", payloads=True)
        assert span.payload is not None
        return span, span.payload

    return imported


USER = {"role": "user", "content": "退款"}
ANSWER = {"role": "assistant", "content": "好"}
CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}
COMPLETION = {
    "model": "m-2026",
    "created": 1_700_000_000,
    "choices": [{"message": ANSWER, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 5, "completion_tokens": 2},
}


def test_the_last_message_of_a_fine_tuning_record_is_the_answer(read: Read) -> None:
    _, payload = read({"messages": [{"role": "system", "content": "s"}, USER, ANSWER]})
    assert [m.role for m in payload.messages] == ["system", "user"]
    assert payload.output_messages == (Message("assistant", (Text("好"),)),)
    assert payload.output == "好"


@pytest.mark.parametrize(
    "record",
    [
        {"request": {"model": "m", "messages": [USER]}, "response": COMPLETION},
        {
            "custom_id": "1",
            "request": {"body": {"model": "m", "messages": [USER]}},
            "response": {"status_code": 200, "body": COMPLETION},
        },
    ],
)
def test_requests_and_responses_and_batch_files(read: Read, record: dict[str, Any]) -> None:
    span, payload = read(record)
    assert payload.messages == (Message("user", (Text("退款"),)),)
    assert payload.output == "好"
    assert (span.model, span.response_model) == ("m", "m-2026")
    assert (span.usage.input_tokens, span.usage.output_tokens) == (5, 2)
    assert span.start_ns == 1_700_000_000 * 10**9
    assert payload.metadata["finish_reason"] == "stop"


def test_parallel_tool_calls_and_their_results(read: Read) -> None:
    second = {"id": "c2", "type": "function", "function": {"name": "g", "arguments": "{broken"}}
    asked = {"role": "assistant", "content": None, "tool_calls": [CALL, second]}
    results = [{"role": "tool", "tool_call_id": c, "content": c.upper()} for c in ("c1", "c2")]
    _, payload = read({"messages": [USER, asked, *results, ANSWER]})
    assert payload.messages[1].parts == (
        ToolCall("c1", "f", {"a": 1}),
        ToolCall("c2", "g", "{broken"),
    )
    assert [m.parts for m in payload.messages[2:]] == [
        (ToolResult("c1", "C1"),),
        (ToolResult("c2", "C2"),),
    ]
    assert payload.output == "好"


def test_the_older_function_call(read: Read) -> None:
    asked = {"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}}
    _, payload = read(
        {"messages": [USER, asked, {"role": "function", "name": "f", "content": "r"}]}
    )
    assert payload.messages[1].parts == (ToolCall(None, "f", {}),)
    assert payload.messages[2] == Message("tool", (ToolResult("f", "r"),), "f")


def test_a_refusal_is_what_was_answered(read: Read) -> None:
    refused = {"role": "assistant", "content": None, "refusal": "I cannot."}
    assert read({"messages": [USER, refused]})[1].output == "I cannot."


def test_an_image_among_the_parts_is_kept_as_it_came(read: Read) -> None:
    image = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    asked = {"role": "user", "content": [{"type": "text", "text": "what?"}, image]}
    _, payload = read({"messages": [asked, ANSWER]})
    assert payload.messages[0].parts == (Text("what?"), OtherPart(image))


def test_anthropic_blocks(read: Read) -> None:
    blocks = [
        {"type": "thinking", "thinking": "hm"},
        {"type": "text", "text": "I look."},
        {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}},
    ]
    result = [{"type": "tool_result", "tool_use_id": "t", "content": "r"}]
    asked = {"role": "assistant", "content": blocks}
    _, payload = read({"messages": [USER, asked, {"role": "user", "content": result}, ANSWER]})
    assert payload.messages[1].parts == (
        Reasoning("hm"),
        Text("I look."),
        ToolCall("t", "f", {"a": 1}),
    )
    assert payload.messages[2].parts == (ToolResult("t", "r"),)


def test_sharegpt_conversations(read: Read) -> None:
    turns = [{"from": "human", "value": "退款"}, {"from": "gpt", "value": "好"}]
    _, payload = read({"conversations": turns})
    assert payload.messages == (Message("user", (Text("退款"),)),)
    assert payload.output == "好"
