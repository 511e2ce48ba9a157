"""OpenTelemetry GenAI, current and legacy, as real instrumentations write it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from genchi.records import (
    Event,
    Message,
    OtherPart,
    Passage,
    Payload,
    Reasoning,
    Span,
    Text,
    ToolCall,
    ToolResult,
    Usage,
)

Understood = Callable[..., tuple[Span, Payload]]
ASKED = [
    {"role": "user", "parts": [{"type": "text", "content": "我的订单呢？"}]},
    {
        "role": "assistant",
        "parts": [
            {"type": "reasoning", "content": "look it up"},
            {"type": "tool_call", "id": "c1", "name": "lookup", "arguments": {"order": 7}},
        ],
    },
    {
        "role": "tool",
        "parts": [
            {"type": "tool_call_response", "id": "c1", "name": "lookup", "result": "shipped"}
        ],
    },
]
ANSWERED = [
    {
        "role": "assistant",
        "parts": [{"type": "text", "content": "已发货"}],
        "finish_reason": "stop",
    }
]
MESSAGES = (
    Message("user", (Text("我的订单呢？"),)),
    Message("assistant", (Reasoning("look it up"), ToolCall("c1", "lookup", {"order": 7}))),
    Message("tool", (ToolResult("c1", "shipped"),)),
)
ANSWER = (Message("assistant", (Text("已发货"),), finish_reason="stop"),)


def chat(**more: Any) -> dict[str, Any]:
    """What opentelemetry-instrumentation-openai-v2 writes with the latest conventions."""
    return {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.response.model": "gpt-4o-mini-2024-07-18",
        "gen_ai.response.id": "chatcmpl-1",
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.usage.input_tokens": 20,
        "gen_ai.usage.output_tokens": 9,
        "gen_ai.usage.cache_read.input_tokens": 4,
        "gen_ai.usage.reasoning.output_tokens": 3,
        "gen_ai.response.time_to_first_chunk": 0.25,
        "gen_ai.conversation.id": "conv-1",
        "server.address": "api.openai.com",
        "server.port": 443,
    } | more


def test_a_chat_fills_the_fields_and_keeps_what_no_field_holds(understood: Understood) -> None:
    content = {
        "gen_ai.input.messages": json.dumps(ASKED),
        "gen_ai.output.messages": json.dumps(ANSWERED),
        "gen_ai.system_instructions": '[{"type": "text", "content": "你是客服"}]',
    }
    span, payload = understood(chat(**content))
    assert (span.operation, span.name, span.key.app) == ("chat", "a span", "desk")
    assert (span.model, span.response_model) == ("gpt-4o-mini", "gpt-4o-mini-2024-07-18")
    assert span.session == "conv-1"
    assert span.usage == Usage(20, 4, 9, 3, first_token=0.25)
    assert payload.messages == (Message("system", (Text("你是客服"),)), *MESSAGES)
    assert payload.output_messages == ANSWER
    assert payload.output == "已发货"
    assert payload.attributes == {
        "gen_ai.provider.name": "openai",
        "gen_ai.response.id": "chatcmpl-1",
        "gen_ai.response.finish_reasons": ["stop"],
        "server.address": "api.openai.com",
        "server.port": 443,
    }


def test_messages_may_be_structured(understood: Understood) -> None:
    _, payload = understood(
        {
            "gen_ai.input.messages": ASKED,
            "gen_ai.output.messages": ANSWERED,
            "gen_ai.system_instructions": [{"type": "text", "content": "你是客服"}],
        }
    )
    assert payload.messages == (Message("system", (Text("你是客服"),)), *MESSAGES)
    assert payload.output_messages == ANSWER
    assert payload.attributes == {}


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ('{"city": "上海"}', {"city": "上海"}),
        ("[1, 2]", [1, 2]),
        ('{"city": "上', '{"city": "上'),
        ("上海", "上海"),
        ("7", "7"),
        ("", ""),
    ],
)
def test_arguments_that_a_sender_left_as_text_are_parsed(
    understood: Understood, text: str, arguments: Any
) -> None:
    """Pydantic AI sends them as the model wrote them."""
    call = {"type": "tool_call", "id": "c1", "name": "look", "arguments": text}
    _, payload = understood({"gen_ai.output.messages": [{"role": "assistant", "parts": [call]}]})
    assert payload.output_messages == (Message("assistant", (ToolCall("c1", "look", arguments),)),)
    assert payload.attributes == {}


def test_system_instructions_that_the_messages_repeat_are_not_repeated(
    understood: Understood,
) -> None:
    system = {"role": "system", "parts": [{"type": "text", "content": "客服"}]}
    _, payload = understood(
        {
            "gen_ai.input.messages": json.dumps([system, *ASKED]),
            "gen_ai.system_instructions": "客服",
        }
    )
    assert payload.messages == (Message("system", (Text("客服"),)), *MESSAGES)
    assert payload.attributes == {}


def test_a_role_of_another_vocabulary_is_read_as_ours(understood: Understood) -> None:
    parts = [{"type": "text", "content": "好"}]
    told = [{"role": role, "parts": parts} for role in ("model", "developer", "critic")]
    google = {"role": "user", "parts": [{"text": "在吗"}]}
    _, payload = understood({"gen_ai.input.messages": json.dumps([*told, google])})
    assert payload.messages == (
        Message("assistant", (Text("好"),)),
        Message("system", (Text("好"),)),
        Message("critic", (Text("好"),)),
        Message("user", (Text("在吗"),)),
    )
    assert payload.attributes == {}


def test_inputs_that_lost_to_better_ones_stay_beside_them(understood: Understood) -> None:
    lost = {"gen_ai.tool.call.arguments": '{"a": 1}', "output.value": 7}
    won = {"gen_ai.retrieval.query.text": "q", "gen_ai.tool.call.result": "r"}
    _, payload = understood(won | lost)
    assert (payload.inputs, payload.output) == ({"query": "q"}, "r")
    assert payload.attributes == lost


def test_parts_of_other_kinds_are_kept_as_they_came(understood: Understood) -> None:
    image = {"type": "uri", "modality": "image", "uri": "http://x/y.png"}
    asked = json.dumps([{"role": "user", "parts": [image]}])
    _, payload = understood({"gen_ai.input.messages": asked})
    assert payload.messages == (Message("user", (OtherPart(image),)),)
    assert payload.attributes == {}


@pytest.mark.parametrize(
    "more", [{"id": "m1"}, {"parts": [{"type": "text", "content": "a", "annotations": [1]}]}]
)
def test_messages_that_say_more_than_ours_can_hold_stay_an_attribute_as_well(
    more: dict[str, Any],
) -> None:
    from genchi.tracing import otlp
    from genchi.tracing.otlp.encoding import delimited, key_values

    message = {"role": "user", "parts": [{"type": "text", "content": "a"}]} | more
    pairs = key_values(b"\x4a", [("gen_ai.input.messages", json.dumps([message]))])
    ids = delimited(b"\x0a", b"\xab" * 16) + delimited(b"\x12", b"\xcd" * 8)
    span = ids + b"\x39" + (1).to_bytes(8, "little") + pairs
    [read] = otlp.read(delimited(b"\x0a", delimited(b"\x12", delimited(b"\x12", span))), "protobuf")
    assert isinstance(read, Span)
    assert read.payload is not None
    assert read.payload.messages == (Message("user", (Text("a"),)),)
    assert json.loads(read.payload.attributes["gen_ai.input.messages"]) == [message]


@pytest.mark.parametrize("broken", ['[{"role": "user", "parts": [', "[]", "[3]", '[{"role": 3}]'])
def test_messages_that_do_not_parse_stay_an_attribute(understood: Understood, broken: str) -> None:
    _, payload = understood({"gen_ai.output.messages": broken})
    assert payload == Payload(attributes={"gen_ai.output.messages": broken})


def test_a_tool_call_has_its_arguments_as_inputs_and_its_result_as_output(
    understood: Understood,
) -> None:
    span, payload = understood(
        {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": "lookup",
            "gen_ai.tool.call.arguments": '{"order": 7}',
            "gen_ai.tool.call.result": '{"state": "已发货"}',
        }
    )
    assert span.operation == "execute_tool"
    assert payload.inputs == {"order": 7}
    assert payload.output == {"state": "已发货"}
    assert payload.attributes == {"gen_ai.tool.name": "lookup"}


def test_arguments_without_names_are_one_input(understood: Understood) -> None:
    _, payload = understood({"gen_ai.tool.call.arguments": "退款", "gen_ai.tool.call.result": 5})
    assert (payload.inputs, payload.output) == ({"input": "退款"}, 5)


def test_a_retrieval_has_its_query_as_input_and_its_documents_as_passages(
    understood: Understood,
) -> None:
    span, payload = understood(
        {
            "gen_ai.operation.name": "retrieval",
            "gen_ai.retrieval.query.text": "退货政策",
            "gen_ai.retrieval.documents": '[{"id": "d1", "score": 0.9}, {"id": "d2", "score": 1}]',
        }
    )
    assert span.operation == "retrieval"
    assert payload.inputs == {"query": "退货政策"}
    assert payload.passages == (
        Passage("", "d1", scores={"score": 0.9}),
        Passage("", "d2", scores={"score": 1.0}),
    )
    assert payload.attributes == {}


def test_documents_keep_what_a_sender_adds(understood: Understood) -> None:
    documents = [{"id": "d1", "content": "七天无理由", "metadata": {"lang": "zh"}, "page": 3}]
    _, payload = understood({"gen_ai.retrieval.documents": json.dumps(documents)})
    assert payload.passages == (Passage("七天无理由", "d1", metadata={"lang": "zh", "page": 3}),)


def test_the_version_of_a_prompt_is_believed_before_its_name(understood: Understood) -> None:
    span, _ = understood({"gen_ai.prompt.name": "refund", "gen_ai.prompt.version": "v7"})
    assert span.prompt_version == "v7"
    assert understood({"gen_ai.prompt.name": "refund"})[0].prompt_version == "refund"


def test_a_response_model_that_is_the_one_asked_for_is_not_said_twice(
    understood: Understood,
) -> None:
    span, payload = understood({"gen_ai.request.model": "m", "gen_ai.response.model": "m"})
    assert (span.model, span.response_model) == ("m", None)
    assert payload.attributes == {"gen_ai.response.model": "m"}


def test_reasons_to_stop_are_given_to_the_answers_that_lack_one(understood: Understood) -> None:
    answers = [{"role": "assistant", "parts": [{"type": "text", "content": c}]} for c in "ab"]
    _, payload = understood(
        {
            "gen_ai.output.messages": json.dumps(answers),
            "gen_ai.response.finish_reasons": ["stop", "length"],
        }
    )
    assert [m.finish_reason for m in payload.output_messages] == ["stop", "length"]


def test_numbers_written_as_text_are_read(understood: Understood) -> None:
    span, payload = understood({"gen_ai.usage.input_tokens": "12", "gen_ai.usage.cost": "0.002"})
    assert span.usage == Usage(input_tokens=12, cost=0.002)
    assert payload.attributes == {}


@pytest.mark.parametrize("odd", [-1, True, 1.5, "many", [1]])
def test_a_count_that_is_none_stays_an_attribute(understood: Understood, odd: Any) -> None:
    span, payload = understood({"gen_ai.usage.output_tokens": odd})
    assert span.usage == Usage()
    assert payload.attributes == {"gen_ai.usage.output_tokens": odd}


def test_the_current_names_are_believed_before_the_legacy_ones(understood: Understood) -> None:
    span, payload = understood(
        {
            "gen_ai.usage.prompt_tokens": 1,
            "gen_ai.usage.input_tokens": 2,
            "gen_ai.prompt": '[{"role": "user", "content": "old"}]',
            "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"new"}]}]',
            "llm.input_messages.0.message.role": "user",
            "llm.input_messages.0.message.content": "other",
            "gen_ai.prompt.0.role": "user",
            "gen_ai.prompt.0.content": "new",
            "llm.token_count.prompt": 3,
        }
    )
    assert span.usage.input_tokens == 2
    assert payload.messages == (Message("user", (Text("new"),)),)
    assert payload.attributes == {
        "gen_ai.usage.prompt_tokens": 1,
        "gen_ai.prompt": '[{"role": "user", "content": "old"}]',
        "llm.input_messages.0.message.role": "user",
        "llm.input_messages.0.message.content": "other",
        "llm.token_count.prompt": 3,
    }


def test_without_any_hint_it_is_a_span(understood: Understood) -> None:
    span, payload = understood({"http.method": "GET"})
    assert span.operation == "span"
    assert payload == Payload(attributes={"http.method": "GET"})


LEGACY = {
    "gen_ai.system": "openai",
    "gen_ai.request.model": "gpt-4",
    "gen_ai.usage.prompt_tokens": 3,
    "gen_ai.usage.completion_tokens": 5,
}


def test_legacy_message_events_become_the_conversation(understood: Understood) -> None:
    call = [{"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": 1}'}}]
    said: list[tuple[str, dict[str, Any]]] = [
        ("gen_ai.system.message", {"gen_ai.system": "openai", "content": "你是客服"}),
        ("gen_ai.user.message", {"gen_ai.system": "openai", "content": "在吗"}),
        ("gen_ai.assistant.message", {"tool_calls": json.dumps(call)}),
        ("gen_ai.tool.message", {"id": "c1", "content": "ok"}),
        (
            "gen_ai.choice",
            {"index": 0, "finish_reason": "stop", "message": '{"role":"assistant","content":"在"}'},
        ),
    ]
    other = Event("note", 7, {"k": "v"})
    events = (*(Event(name, n, fields) for n, (name, fields) in enumerate(said)), other)
    span, payload = understood(LEGACY, events)
    assert span.usage == Usage(3, None, 5)
    assert payload.messages == (
        Message("system", (Text("你是客服"),)),
        Message("user", (Text("在吗"),)),
        Message("assistant", (ToolCall("c1", "f", {"a": 1}),)),
        Message("tool", (ToolResult("c1", "ok"),)),
    )
    assert payload.output_messages == (Message("assistant", (Text("在"),), finish_reason="stop"),)
    assert payload.output == "在"
    assert payload.events == (other,)
    assert payload.attributes["gen_ai.system"] == "openai"


def test_message_events_without_content_stay_events(understood: Understood) -> None:
    events = (
        Event("gen_ai.user.message", 1, {"gen_ai.system": "openai"}),
        Event("gen_ai.choice", 2, {"index": 0, "finish_reason": "stop"}),
    )
    _, payload = understood({"gen_ai.system": "openai"}, events)
    assert payload == Payload(attributes={"gen_ai.system": "openai"}, events=events)


def test_a_message_event_may_hold_its_body_as_json(understood: Understood) -> None:
    body = {"gen_ai.event.content": '{"role": "user", "content": "在吗"}', "gen_ai.system": "az"}
    _, payload = understood(LEGACY, (Event("gen_ai.user.message", 1, body),))
    assert payload.messages == (Message("user", (Text("在吗"),)),)
    assert payload.events == ()


def test_content_events_hold_whole_conversations(understood: Understood) -> None:
    prompt = {"gen_ai.prompt": '[{"role": "user", "content": "在吗"}]'}
    completion = {"gen_ai.completion": '[{"role": "assistant", "content": "在"}]'}
    _, payload = understood(
        LEGACY,
        (
            Event("gen_ai.content.prompt", 1, prompt),
            Event("gen_ai.content.completion", 2, completion),
        ),
    )
    assert payload.messages == (Message("user", (Text("在吗"),)),)
    assert payload.output == "在"
    assert payload.events == ()


def test_an_event_that_says_more_than_messages_is_kept(understood: Understood) -> None:
    event = Event(
        "gen_ai.client.inference.operation.details",
        1,
        {"gen_ai.output.messages": json.dumps(ANSWERED), "gen_ai.request.seed": 4},
    )
    _, payload = understood(LEGACY, (event,))
    assert payload.output_messages == ANSWER
    assert payload.events == (event,)


def test_bare_prompts_and_completions_are_messages(understood: Understood) -> None:
    _, payload = understood({"gen_ai.prompt": "在吗", "gen_ai.completion": "在"})
    assert payload.messages == (Message("user", (Text("在吗"),)),)
    assert payload.output_messages == (Message("assistant", (Text("在"),)),)
    assert payload.attributes == {}


def test_an_exception_says_why_a_span_failed(understood: Understood) -> None:
    told = {"exception.type": "TimeoutError", "exception.message": "30 秒", "error.type": "x"}
    event = Event("exception", 5, told)
    span, payload = understood({"error.type": "timeout"}, (event,), failed=True)
    assert (span.status, span.status_message) == ("error", "TimeoutError: 30 秒")
    assert payload.events == (event,)
    span, _ = understood({"error.type": "timeout"}, failed=True)
    assert span.status_message == "timeout"
    assert understood({"error.type": "timeout"})[0].status == "ok"
