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
        {"body": {"model": "m", "messages": [USER]}, "response": COMPLETION},
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


@pytest.mark.parametrize("name", ["response", "completion", "output", "answer", "回答"])
def test_an_answer_may_stand_as_text_beside_the_messages(read: Read, name: str) -> None:
    _, payload = read({"messages": [USER], name: "好的"})
    assert payload.output == "好的"
    assert payload.messages == (Message("user", (Text("退款"),)),)
    assert payload.metadata == {}


@pytest.mark.parametrize(
    "response",
    [
        {"message": ANSWER},
        {"role": "assistant", "content": [{"type": "text", "text": "好"}]},
        {"content": "好"},
        {"choices": [], "message": ANSWER},
    ],
)
def test_responses_of_other_providers_have_an_answer(read: Read, response: dict[str, Any]) -> None:
    usage = {"input_tokens": 5, "output_tokens": 2, "service_tier": "standard"}
    span, payload = read({"request": {"messages": [USER]}, "response": response | {"usage": usage}})
    assert payload.output == "好"
    assert (span.usage.input_tokens, span.usage.output_tokens) == (5, 2)
    assert payload.metadata["response"]["usage"] == {"service_tier": "standard"}


def test_what_was_asked_besides_the_messages_is_metadata(read: Read) -> None:
    request = {"model": "m", "messages": [USER], "temperature": 0.2, "tools": [{"name": "f"}]}
    second = {"message": {"role": "assistant", "content": "也好"}, "index": 1}
    choices = [{"message": ANSWER, "finish_reason": "stop"}, second]
    _, payload = read({"request": request, "response": COMPLETION | {"choices": choices}})
    assert payload.output == "好"
    assert payload.metadata["request"] == {"temperature": 0.2, "tools": [{"name": "f"}]}
    assert payload.metadata["response"]["choices"] == [None, second]


@pytest.mark.parametrize("odd", ["text", 7, ["text"], {"body": "text"}, {"body": [1]}, None])
@pytest.mark.parametrize("name", ["request", "body", "response", "completion", "choices"])
def test_a_request_or_response_of_an_odd_shape_ends_in_no_error(
    read: Read, odd: object, name: str
) -> None:
    _, payload = read({"messages": [USER], name: odd, "generation": "a"})
    assert payload.output in ("a", "text", 7)


@pytest.mark.parametrize("role", ["Assistant", "ASSISTANT", "gpt", "AI", "助手", "model"])
def test_roles_of_many_spellings(read: Read, role: str) -> None:
    _, payload = read(
        {"messages": [{"role": "用户", "content": "q"}, {"role": role, "content": "a"}]}
    )
    assert [m.role for m in (*payload.messages, *payload.output_messages)] == ["user", "assistant"]
    assert payload.output == "a"


def test_parts_of_gemini_are_words(read: Read) -> None:
    turns = [
        {"role": "user", "parts": [{"text": "q"}]},
        {"role": "model", "parts": [{"text": "a"}]},
    ]
    _, payload = read({"messages": turns})
    assert (payload.messages[0].text, payload.output) == ("q", "a")
