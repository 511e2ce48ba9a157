"""What is recorded of a call of the Anthropic SDK that gets an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from genchi.records import Message, Payload, Reasoning, Span, Text, ToolCall, ToolResult, Usage
from genchi.tracing.instruments import instrument

anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

ASK: list[Any] = [{"role": "user", "content": "怎么退款?"}]
TOOL = {"name": "weather", "input_schema": {"type": "object"}}
TEXT = "退款需要 7 天。"
SAID = (Reasoning("先想想"), Text(TEXT))


@pytest.fixture
def client(provider: Any) -> Iterator[Any]:
    undo = instrument("anthropic")
    with anthropic.Anthropic(api_key="k", base_url=provider.url, timeout=2) as made:
        yield made
    undo()


def payload_of(span: Span) -> Payload:
    assert span.payload is not None
    return span.payload


def test_a_message_is_recorded_with_all_that_was_asked_and_answered(
    client: Any, provider: Any, spans: list[Span]
) -> None:
    client.messages.create(
        model="plain",
        max_tokens=100,
        system=[{"type": "text", "text": "你是客服"}],
        messages=ASK,
        tools=[TOOL],
        stop_sequences=["。"],
        extra_body={"temperature": 0.2, "service_tier": "auto"},
    )
    [span] = spans
    assert (span.name, span.operation, span.status) == ("chat plain", "chat", "ok")
    assert (span.model, span.response_model) == ("plain", "plain-2026")
    # 5 that are new, 12 read from the cache and 3 written to it
    assert span.usage == Usage(input_tokens=20, cached_tokens=12, output_tokens=9)
    payload = payload_of(span)
    assert payload.messages == (
        Message("system", (Text("你是客服"),)),
        Message("user", (Text("怎么退款?"),)),
    )
    assert payload.output_messages == (Message("assistant", SAID, finish_reason="end_turn"),)
    assert payload.output == TEXT
    assert payload.attributes == {
        "gen_ai.provider.name": "anthropic",
        "server.address": "127.0.0.1",
        "server.port": provider.server_port,
        "gen_ai.request.temperature": 0.2,
        "gen_ai.request.max_tokens": 100,
        "gen_ai.request.stop_sequences": ["。"],
        "gen_ai.tool.definitions": [TOOL],
        "gen_ai.usage.cache_creation.input_tokens": 3,
        "anthropic.request.service_tier": "auto",
        "anthropic.response.service_tier": "standard",
        "gen_ai.response.id": "msg_1",
        "gen_ai.response.finish_reasons": ["end_turn"],
    }


@pytest.mark.parametrize("model", ["plain", "tools", "refusing", "truncated", "gzip"])
def test_a_streamed_message_is_recorded_as_the_whole_one_would_be(
    client: Any, spans: list[Span], model: str
) -> None:
    client.messages.create(model=model, max_tokens=9, messages=ASK)
    list(client.messages.create(model=model, max_tokens=9, messages=ASK, stream=True))
    with client.messages.stream(model=model, max_tokens=9, messages=ASK) as stream:
        stream.get_final_message()
    whole, *streamed = spans
    for span in streamed:
        assert payload_of(span).output_messages == payload_of(whole).output_messages
        assert span.usage.first_token is not None
        assert span.usage.output_tokens == 9
        assert span.usage.input_tokens == 20
        added = {"gen_ai.request.stream": True, "genchi.stream.end": "read"}
        assert payload_of(span).attributes == {**payload_of(whole).attributes, **added}


def test_tool_calls_and_their_results_are_recorded_as_such(client: Any, spans: list[Span]) -> None:
    call = {"type": "tool_use", "id": "t1", "name": "weather", "input": {"city": "上海"}}
    result = {"type": "tool_result", "tool_use_id": "t1", "content": "晴"}
    turns = [{"role": "assistant", "content": [call]}, {"role": "user", "content": [result]}]
    client.messages.create(model="tools", max_tokens=9, messages=[*ASK, *turns])
    payload = payload_of(spans[0])
    assert payload.messages[1:] == (
        Message("assistant", (ToolCall("t1", "weather", {"city": "上海"}),)),
        Message("user", (ToolResult("t1", "晴"),)),
    )
    called = (ToolCall("toolu_1", "weather", {"city": "上海"}),)
    assert payload.output_messages == (Message("assistant", called, finish_reason="tool_use"),)


def test_messages_that_can_be_read_only_once_are_sent_and_recorded(
    client: Any, provider: Any, spans: list[Span]
) -> None:
    client.messages.create(model="plain", max_tokens=9, messages=iter(ASK))
    [(_, body)] = provider.asked
    assert body["messages"] == ASK
    assert payload_of(spans[0]).messages == (Message("user", (Text("怎么退款?"),)),)


def test_a_refusal_and_an_empty_answer_say_so(client: Any, spans: list[Span]) -> None:
    client.messages.create(model="refusing", max_tokens=9, messages=ASK)
    client.messages.create(model="empty", max_tokens=9, messages=ASK)
    lacks = [payload_of(span).attributes.get("genchi.answer") for span in spans]
    assert lacks == ["refused", "empty"]


def test_counting_tokens_is_not_a_call_of_a_model(client: Any, spans: list[Span]) -> None:
    with pytest.raises(anthropic.NotFoundError):
        client.messages.count_tokens(model="status-404", messages=ASK)
    assert spans == []
