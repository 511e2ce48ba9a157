"""Traceloop as it wrote before it took up GenAI, Pydantic AI's older attributes, Langfuse."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from genchi.records import Message, OtherPart, Payload, Span, Text, ToolCall, ToolResult, Usage

Understood = Callable[..., tuple[Span, Payload]]


@pytest.mark.parametrize(
    ("name", "value", "operation"),
    [
        ("traceloop.span.kind", "workflow", "invoke_workflow"),
        ("traceloop.span.kind", "task", "task"),
        ("traceloop.span.kind", "agent", "invoke_agent"),
        ("traceloop.span.kind", "tool", "execute_tool"),
        ("llm.request.type", "chat", "chat"),
        ("llm.request.type", "completion", "text_completion"),
        ("llm.request.type", "embedding", "embeddings"),
        ("llm.request.type", "unknown", "span"),
    ],
)
def test_kinds_and_request_types_are_operations(
    understood: Understood, name: str, value: str, operation: str
) -> None:
    span, payload = understood({name: value})
    assert span.operation == operation
    assert payload.attributes == {name: value}


def test_what_openllmetry_wrote_of_a_chat(understood: Understood) -> None:
    kept = {
        "llm.request.type": "chat",
        "gen_ai.system": "OpenAI",
        "gen_ai.usage.prompt_tokens": 20,
        "gen_ai.usage.completion_tokens": 9,
        "llm.usage.total_tokens": 29,
        "llm.request.functions.0.name": "look",
        "llm.request.functions.0.parameters": "{}",
        "traceloop.workflow.name": "desk",
    }
    flat = {
        "gen_ai.prompt.0.role": "system",
        "gen_ai.prompt.0.content": "你是客服",
        "gen_ai.prompt.1.role": "user",
        "gen_ai.prompt.1.content": json.dumps(
            [{"type": "text", "text": "看图"}, {"type": "image_url", "image_url": {"url": "u"}}]
        ),
        "gen_ai.prompt.2.role": "assistant",
        "gen_ai.prompt.2.tool_calls.0.id": "c1",
        "gen_ai.prompt.2.tool_calls.0.name": "look",
        "gen_ai.prompt.2.tool_calls.0.arguments": '{"n": 1}',
        "gen_ai.prompt.3.role": "tool",
        "gen_ai.prompt.3.content": "shipped",
        "gen_ai.prompt.3.tool_call_id": "c1",
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.content": "已发货",
        "gen_ai.completion.0.finish_reason": "stop",
    }
    span, payload = understood({**kept, **flat, "gen_ai.request.model": "gpt-4"})
    assert (span.operation, span.model) == ("chat", "gpt-4")
    assert span.usage == Usage(20, None, 9)
    assert payload.messages == (
        Message("system", (Text("你是客服"),)),
        Message(
            "user", (Text("看图"), OtherPart({"type": "image_url", "image_url": {"url": "u"}}))
        ),
        Message("assistant", (ToolCall("c1", "look", {"n": 1}),)),
        Message("tool", (ToolResult("c1", "shipped"),)),
    )
    assert payload.output_messages == (
        Message("assistant", (Text("已发货"),), finish_reason="stop"),
    )
    assert payload.attributes == kept


def test_text_that_only_looks_like_parts_is_text(understood: Understood) -> None:
    for content in ('[{"a": 1}]', "[{", '[{"type": "text"'):
        _, payload = understood(
            {"gen_ai.prompt.0.role": "user", "gen_ai.prompt.0.content": content}
        )
        assert payload.messages == (Message("user", (Text(content),)),)


def test_an_entity_has_inputs_and_an_output(understood: Understood) -> None:
    called = {"args": ["退款"], "kwargs": {"lang": "zh"}}
    span, payload = understood(
        {
            "traceloop.span.kind": "workflow",
            "traceloop.entity.name": "desk",
            "traceloop.entity.input": json.dumps(called),
            "traceloop.entity.output": '"可以"',
        }
    )
    assert span.operation == "invoke_workflow"
    assert payload.inputs == called
    assert payload.output == '"可以"'
    assert payload.attributes == {
        "traceloop.span.kind": "workflow",
        "traceloop.entity.name": "desk",
    }


def test_association_properties_are_metadata_and_say_who_asked(understood: Understood) -> None:
    prefix = "traceloop.association.properties."
    who = {f"{prefix}user_id": "u1", f"{prefix}session_id": "s1"}
    span, payload = understood({**who, f"{prefix}team": "客服", f"{prefix}tier": 2})
    assert (span.user, span.session) == ("u1", "s1")
    assert payload.metadata == {"team": "客服", "tier": 2}
    assert payload.attributes == who


@pytest.mark.parametrize("name", ["all_messages_events", "events"])
def test_events_in_one_attribute_become_the_conversation(understood: Understood, name: str) -> None:
    """Pydantic AI up to its instrumentation version 1."""
    told = [
        {"content": "你是客服", "role": "system", "event.name": "gen_ai.system.message"},
        {
            "content": "在吗",
            "role": "user",
            "gen_ai.message.index": 0,
            "event.name": "gen_ai.user.message",
        },
        {
            "index": 0,
            "message": {"role": "assistant", "content": "在"},
            "event.name": "gen_ai.choice",
        },
    ]
    _, payload = understood({name: json.dumps(told)})
    assert payload.messages == (
        Message("system", (Text("你是客服"),)),
        Message("user", (Text("在吗"),)),
    )
    assert payload.output_messages == (Message("assistant", (Text("在"),)),)
    assert payload.attributes == {}


def test_an_attribute_that_is_only_called_events_stays(understood: Understood) -> None:
    for value in ("3 events", '[{"name": "a"}]', "[]", ["a"]):
        assert understood({"events": value})[1] == Payload(attributes={"events": value})


def test_pydantic_ai_tools_and_results(understood: Understood) -> None:
    _, payload = understood({"tool_arguments": '{"order": 7}', "tool_response": "shipped"})
    assert (payload.inputs, payload.output) == ({"order": 7}, "shipped")
    assert understood({"final_result": '{"a": 1}'})[1].output == {"a": 1}


def test_langfuse_names_the_user_and_the_session(understood: Understood) -> None:
    span, _ = understood({"langfuse.user.id": "u", "langfuse.session.id": "s"})
    assert (span.user, span.session) == ("u", "s")


def test_the_texts_that_pydantic_ai_embeds_are_inputs(understood: Understood) -> None:
    said = {"inputs": '["退款政策", "refund policy"]', "gen_ai.operation.name": "embeddings"}
    span, payload = understood(said)
    assert span.operation == "embeddings"
    assert payload == Payload({"input": ["退款政策", "refund policy"]})


def test_an_attribute_that_is_only_called_inputs_stays(understood: Understood) -> None:
    said = {"inputs": '["a"]', "gen_ai.operation.name": "chat"}
    assert understood(said)[1] == Payload(attributes={"inputs": '["a"]'})
