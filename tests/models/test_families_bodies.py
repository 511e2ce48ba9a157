"""What each family sends for a request, so that a change of it is seen in review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.models.families_speaking import CLOCK, CLOSED, NAMES, RICH, WEATHER, Speaker, speaking

from genchi.errors import UsageError
from genchi.models import mock
from genchi.models.failures import ProviderError
from genchi.models.families.anthropic_messages import MOST_TOKENS, AnthropicMessages
from genchi.models.families.openai_chat import OpenAIChat
from genchi.models.families.openai_responses import OpenAIResponses
from genchi.records import (
    Json,
    Message,
    OtherPart,
    Part,
    Reasoning,
    Request,
    Text,
    Tool,
    ToolCall,
    ToolResult,
)

pytest.importorskip("openai", reason="the openai SDK is not installed")
pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
SIGNED = OtherPart({"type": "thought_signature", "thought_signature": "AA=="})
CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
EMPTY = {"type": "object", "properties": {}}


def test_a_chat_completion_is_sent_like_this() -> None:
    family = OpenAIChat(limit="max_completion_tokens", thoughts=True)
    assert family.body("gpt-test", replace(RICH, stop=("。",))) == {
        "model": "gpt-test",
        "messages": [
            {"role": "system", "content": "你是客服。"},
            {"role": "user", "content": "上海和北京的天气？", "name": "lin"},
            {
                "role": "assistant",
                "content": "我查一下。",
                "tool_calls": [
                    {
                        "id": "call_1",
                        "type": "function",
                        "function": {"name": "get_weather", "arguments": '{"city":"上海"}'},
                    },
                    {
                        "id": "call_2",
                        "type": "function",
                        "function": {"name": "get_weather", "arguments": '{"city":"北京"}'},
                    },
                ],
                "reasoning_content": "两座城市。",
            },
            {"role": "tool", "tool_call_id": "call_1", "content": '{"晴":31}'},
            {"role": "tool", "tool_call_id": "call_2", "content": "雨"},
            {"role": "user", "content": "再告诉我时间。"},
        ],
        "max_completion_tokens": 300,
        "temperature": 0.5,
        "top_p": 0.9,
        "seed": 7,
        "stop": ["。"],
        "reasoning_effort": "low",
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "get_weather",
                    "description": "The weather of a city",
                    "parameters": CITY,
                },
            },
            {
                "type": "function",
                "function": {"name": "clock", "description": "", "parameters": EMPTY},
            },
        ],
        "tool_choice": {"type": "function", "function": {"name": "clock"}},
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": CLOSED, "strict": True},
        },
        "service_tier": "flex",
    }


def test_a_response_is_asked_for_like_this() -> None:
    assert OpenAIResponses().body("gpt-test", RICH) == {
        "model": "gpt-test",
        "store": False,
        "instructions": "你是客服。",
        "input": [
            {
                "role": "user",
                "content": [{"type": "input_text", "text": "上海和北京的天气？"}],
            },
            {"role": "assistant", "content": "我查一下。"},
            {
                "type": "function_call",
                "call_id": "call_1",
                "name": "get_weather",
                "arguments": '{"city":"上海"}',
            },
            {
                "type": "function_call",
                "call_id": "call_2",
                "name": "get_weather",
                "arguments": '{"city":"北京"}',
            },
            {"type": "function_call_output", "call_id": "call_1", "output": '{"晴":31}'},
            {"type": "function_call_output", "call_id": "call_2", "output": "雨"},
            {"role": "user", "content": [{"type": "input_text", "text": "再告诉我时间。"}]},
        ],
        "max_output_tokens": 300,
        "temperature": 0.5,
        "top_p": 0.9,
        "reasoning": {"effort": "low"},
        "tools": [
            {
                "type": "function",
                "strict": False,
                "name": "get_weather",
                "description": "The weather of a city",
                "parameters": CITY,
            },
            {
                "type": "function",
                "strict": False,
                "name": "clock",
                "description": "",
                "parameters": EMPTY,
            },
        ],
        "tool_choice": {"type": "function", "name": "clock"},
        "text": {
            "format": {"type": "json_schema", "name": "answer", "schema": CLOSED, "strict": True}
        },
        "service_tier": "flex",
    }


def test_a_message_is_asked_for_like_this() -> None:
    assert AnthropicMessages().body("claude-test", replace(RICH, stop=("。",))) == {
        "model": "claude-test",
        "max_tokens": 300,
        "system": "你是客服。",
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "上海和北京的天气？"}]},
            {
                "role": "assistant",
                "content": [
                    {"type": "text", "text": "我查一下。"},
                    {
                        "type": "tool_use",
                        "id": "call_1",
                        "name": "get_weather",
                        "input": {"city": "上海"},
                    },
                    {
                        "type": "tool_use",
                        "id": "call_2",
                        "name": "get_weather",
                        "input": {"city": "北京"},
                    },
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "call_1", "content": '{"晴":31}'},
                    {"type": "tool_result", "tool_use_id": "call_2", "content": "雨"},
                    {"type": "text", "text": "再告诉我时间。"},
                ],
            },
        ],
        "temperature": 0.5,
        "top_p": 0.9,
        "stop_sequences": ["。"],
        "tools": [
            {
                "name": "get_weather",
                "description": "The weather of a city",
                "input_schema": CITY,
            },
            {"name": "clock", "description": "", "input_schema": EMPTY},
        ],
        "tool_choice": {"type": "tool", "name": "clock"},
        "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": CLOSED}},
        "service_tier": "flex",
    }


def test_a_request_without_settings_sends_none() -> None:
    asked = Request.of("hi")
    turn = {"role": "user", "content": "hi"}
    assert OpenAIChat().body("m", asked) == {"model": "m", "messages": [turn]}
    assert OpenAIResponses().body("m", asked).keys() == {"model", "store", "input"}
    body = AnthropicMessages().body("m", asked)
    assert body.keys() == {"model", "max_tokens", "messages"}
    assert body["max_tokens"] == MOST_TOKENS


def test_extra_replaces_what_was_written() -> None:
    asked = replace(Request.of("hi"), extra={"store": True, "model": "other"})
    for family in (OpenAIChat(), OpenAIResponses(), AnthropicMessages()):
        body = family.body("m", asked)
        assert (body["store"], body["model"]) == (True, "other")


def test_an_image_goes_out_as_it_stands_beside_the_words() -> None:
    asked = Request((Message("user", (Text("这是什么？"), OtherPart(IMAGE))),))
    [chat] = OpenAIChat().body("m", asked)["messages"]
    assert chat["content"] == [{"type": "text", "text": "这是什么？"}, IMAGE]
    [item] = OpenAIResponses().body("m", asked)["input"]
    assert item["content"] == [{"type": "input_text", "text": "这是什么？"}, IMAGE]
    [turn] = AnthropicMessages().body("m", asked)["messages"]
    assert turn["content"] == [{"type": "text", "text": "这是什么？"}, IMAGE]


def test_the_signature_of_google_is_left_out_for_others() -> None:
    turns = (Message("assistant", (Text("a"), ToolCall("c", "clock"), SIGNED)),)
    for family in (OpenAIChat(), OpenAIResponses(), AnthropicMessages()):
        assert "signature" not in json.dumps(family.body("m", Request(turns)))


def test_messages_of_one_role_are_one_turn_for_anthropic() -> None:
    said = [Message(role, (Text(text),)) for role, text in zip("uuasu", "12345", strict=True)]
    roles = {"u": "user", "a": "assistant", "s": "system"}
    asked = Request(tuple(replace(m, role=roles[m.role]) for m in said))
    body = AnthropicMessages().body("m", asked)
    assert [(t["role"], [b["text"] for b in t["content"]]) for t in body["messages"]] == [
        ("user", ["1", "2"]),
        ("assistant", ["3"]),
        ("user", ["5"]),
    ]
    assert body["system"] == "4"


def test_results_stand_first_in_a_turn_for_anthropic_and_empty_words_nowhere() -> None:
    turns = (
        Message("assistant", (Text(""), ToolCall("c", "clock"))),
        Message("user", (Text("quick!"), Text(""))),
        Message("tool", (ToolResult("c", "noon"),)),
    )
    assistant, user = AnthropicMessages().body("m", Request(turns))["messages"]
    assert [block["type"] for block in assistant["content"]] == ["tool_use"]
    assert [block["type"] for block in user["content"]] == ["tool_result", "text"]


def test_the_beginning_of_an_answer_stays_last_for_anthropic() -> None:
    begun = Message("assistant", (Text("{"),))
    asked = Request((*Request.of("JSON, please").messages, begun))
    last = AnthropicMessages().body("m", asked)["messages"][-1]
    assert last == {"role": "assistant", "content": [{"type": "text", "text": "{"}]}


def test_the_prompt_of_the_system_keeps_its_blocks_for_anthropic() -> None:
    cached = {"type": "text", "text": "长长的手册", "cache_control": {"type": "ephemeral"}}
    asked = Request((Message("system", (Text("a"), OtherPart(cached))), *Request.of("b").messages))
    assert AnthropicMessages().body("m", asked)["system"] == [{"type": "text", "text": "a"}, cached]


def test_the_blocks_that_a_tool_answered_stay_blocks_for_anthropic() -> None:
    blocks: Json = [{"type": "text", "text": "晴"}]
    turns = (Message("tool", (ToolResult("c", blocks),)), Message("tool", (ToolResult("d", []),)))
    [turn] = AnthropicMessages().body("m", Request(turns))["messages"]
    assert [result["content"] for result in turn["content"]] == [blocks, "[]"]


def test_a_bound_that_anthropic_does_not_enforce_is_told_in_the_schema() -> None:
    schema = {
        "type": "object",
        "properties": {"n": {"type": "integer", "minimum": 2}},
        "required": ["n"],
    }
    body = AnthropicMessages().body("m", replace(Request.of("a"), schema=schema))
    sent = body["output_config"]["format"]["schema"]
    assert sent["additionalProperties"] is False
    assert sent["properties"]["n"] == {"type": "integer", "description": "{minimum: 2}"}


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "additionalProperties": {"type": "integer"}},
        {"type": "object", "properties": {"m": {"type": "object"}}},
        {"type": "object", "properties": {"m": {"type": ["string", "null"]}}},
        {"type": "object", "properties": {"m": {}}},
        {"type": "object", "properties": {"m": {"type": "array", "items": True}}},
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "properties": {"m": {"$ref": "#"}}},
        {
            "type": "object",
            "properties": {"m": {"$ref": "#/$defs/a"}},
            "$defs": {
                "a": {"type": "object", "properties": {"b": {"$ref": "#/$defs/b"}}},
                "b": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}},
            },
        },
    ],
    ids=json.dumps,
)
def test_a_schema_that_anthropic_would_empty_is_told_in_words(schema: dict[str, Any]) -> None:
    body = AnthropicMessages().body("m", replace(Request.of("a", system="s"), schema=schema))
    assert "output_config" not in body
    assert [block["text"][:6] for block in body["system"]] == ["s", "Answer"]


def test_a_schema_with_definitions_is_enforced_by_anthropic() -> None:
    place = {"type": "object", "properties": {"city": {"type": "string"}}}
    schema = {
        "type": "object",
        "properties": {"from": {"$ref": "#/$defs/place"}, "to": {"$ref": "#/$defs/place"}},
        "$defs": {"place": place},
    }
    body = AnthropicMessages().body("m", replace(Request.of("a"), schema=schema))
    sent = body["output_config"]["format"]["schema"]
    assert sent["properties"]["to"] == {"$ref": "#/$defs/place"}
    assert sent["$defs"]["place"] == place | {"additionalProperties": False}


def test_stop_sequences_are_refused_where_there_are_none() -> None:
    with pytest.raises(UsageError, match=r"stop=\['。'\].*leave it out"):
        OpenAIResponses().body("m", replace(Request.of("a"), stop=("。",)))


def test_instructions_are_words_alone_and_never_all_of_a_request() -> None:
    alone = OpenAIResponses().body("m", Request((Message("system", (Text("a"),)),)))
    assert "instructions" not in alone
    assert [item["role"] for item in alone["input"]] == ["system"]
    image = Message("system", (OtherPart(IMAGE),))
    beside = OpenAIResponses().body("m", Request((image, *Request.of("b").messages)))
    assert [item["role"] for item in beside["input"]] == ["system", "user"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)
ids = st.sampled_from([None, "call_1", "call_2"])
names = st.sampled_from(["clock", "get_weather"])
parts = st.one_of(
    st.builds(Text, st.text(max_size=8)),
    st.builds(Reasoning, st.text(max_size=8)),
    st.builds(ToolCall, ids, names, json_values),
    st.builds(ToolResult, ids, json_values),
    st.sampled_from([OtherPart(IMAGE), SIGNED, OtherPart({"type": "unknown", "content": 1})]),
)
messages = st.builds(
    Message,
    st.sampled_from(["system", "user", "assistant", "tool"]),
    st.lists(parts, max_size=4).map(tuple),
    st.sampled_from([None, "lin"]),
)


@st.composite
def exchanges(draw: st.DrawFn) -> list[Message]:
    """A question, calls of tools with their results, and an answer, each as providers want it."""
    words = st.text(min_size=1, max_size=8).map(Text)
    question = Message("user", (*draw(st.lists(words, min_size=1, max_size=2)),))
    given = draw(st.lists(st.sampled_from([None, "a", "b"]), max_size=3, unique=True))
    results: list[Part] = [ToolResult(name, draw(json_values)) for name in given]
    turns = [question]
    if given:
        thought = draw(st.lists(st.builds(Reasoning, st.text(max_size=8)), max_size=1))
        calls = [ToolCall(name, draw(names), draw(json_values)) for name in given]
        turns.append(Message("assistant", (*thought, *calls)))
        at = draw(st.integers(0, len(results)))
        turns += [Message("tool", tuple(r)) for r in (results[:at], results[at:]) if r]
    return [*turns, Message("assistant", (draw(words),))]


settings_of = {
    "tools": st.sampled_from([(CLOCK, WEATHER), (Tool("clock"),)]),
    "tool_choice": st.sampled_from([None, "auto", "required", "none", "clock"]),
    "schema": st.sampled_from([None, CLOSED, {}, {"type": "array"}]),
    "max_tokens": st.sampled_from([None, 20]),
    "reasoning_effort": st.sampled_from([None, "low"]),
}
wild = st.builds(Request, st.lists(messages, max_size=5).map(tuple), **settings_of)
first = st.lists(st.just(Message("system", (Text("你是客服。"),))), max_size=1)
last = st.just([Message("user", (Text("那么？"),))])
turns = st.tuples(first, *[exchanges()] * 3, last).map(lambda found: tuple(chain(*found)))
sensible = st.builds(Request, turns, **settings_of)


@pytest.fixture(scope="module")
def up() -> Iterator[mock.Mock]:
    with mock.serving() as made:
        yield made


@pytest.fixture(scope="module", params=NAMES)
def speaker(request: pytest.FixtureRequest, up: mock.Mock) -> Iterator[Speaker]:
    with speaking(request.param, up.url) as made:
        yield made


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(request=sensible)
def test_any_sensible_conversation_is_answered(speaker: Speaker, request: Request) -> None:
    assert speaker.complete(request).message.role == "assistant"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(request=wild)
def test_any_conversation_at_all_is_answered_or_refused_and_breaks_nothing(
    speaker: Speaker, request: Request
) -> None:
    try:
        outcome = speaker.complete(request).message.role
    except ProviderError as error:
        outcome = f"{error.kind} {error.status}"
    assert outcome in ("assistant", "bad_request 400")
