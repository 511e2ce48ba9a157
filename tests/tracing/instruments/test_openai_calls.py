"""What is recorded of a call of the OpenAI SDK that gets an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from genchi.records import Message, Payload, Reasoning, Span, Text, ToolCall, ToolResult, Usage
from genchi.tracing.instruments import instrument
from genchi.tracing.instruments.openai import provider_of

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")

ASK: list[Any] = [
    {"role": "developer", "content": "你是客服"},
    {"role": "user", "content": [{"type": "text", "text": "怎么退款?"}]},
]
ASKED = (Message("system", (Text("你是客服"),)), Message("user", (Text("怎么退款?"),)))
TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
TEXT = "退款需要 7 天。"
CALL = ToolCall("call_1", "weather", {"city": "上海"})
USAGE = Usage(input_tokens=20, cached_tokens=8, output_tokens=9, reasoning_tokens=3)


@pytest.fixture
def client(provider: Any) -> Iterator[Any]:
    undo = instrument("openai")
    with openai.OpenAI(api_key="k", base_url=f"{provider.url}/v1", timeout=2) as made:
        yield made
    undo()


def payload_of(span: Span) -> Payload:
    assert span.payload is not None
    return span.payload


def test_a_chat_completion_is_recorded_with_all_that_was_asked_and_answered(
    client: Any, provider: Any, spans: list[Span]
) -> None:
    client.chat.completions.create(
        model="plain",
        messages=ASK,
        tools=[TOOL],
        temperature=0.2,
        top_p=0.9,
        max_completion_tokens=100,
        seed=7,
        stop="。",
        n=2,
        frequency_penalty=0.1,
        presence_penalty=0.3,
        service_tier="auto",
        response_format={"type": "json_object"},
    )
    [span] = spans
    assert (span.name, span.operation, span.status) == ("chat plain", "chat", "ok")
    assert (span.model, span.response_model) == ("plain", "plain-2026")
    assert span.usage == USAGE
    payload = payload_of(span)
    assert payload.messages == ASKED
    assert payload.output_messages == (Message("assistant", (Text(TEXT),), finish_reason="stop"),)
    assert payload.output == TEXT
    assert payload.attributes == {
        "gen_ai.provider.name": "openai",
        "server.address": "127.0.0.1",
        "server.port": provider.server_port,
        "gen_ai.request.temperature": 0.2,
        "gen_ai.request.top_p": 0.9,
        "gen_ai.request.max_tokens": 100,
        "gen_ai.request.seed": 7,
        "gen_ai.request.stop_sequences": ["。"],
        "gen_ai.request.choice.count": 2,
        "gen_ai.request.frequency_penalty": 0.1,
        "gen_ai.request.presence_penalty": 0.3,
        "gen_ai.output.type": "json",
        "gen_ai.tool.definitions": [TOOL],
        "openai.request.service_tier": "auto",
        "openai.response.service_tier": "default",
        "gen_ai.response.id": "chatcmpl-1",
        "gen_ai.response.finish_reasons": ["stop"],
    }


def test_a_tool_call_that_comes_in_pieces_is_recorded_whole(client: Any, spans: list[Span]) -> None:
    for _ in client.chat.completions.create(model="tools", messages=ASK, stream=True):
        pass
    [message] = payload_of(spans[0]).output_messages
    assert message == Message("assistant", (CALL,), finish_reason="tool_calls")


def test_the_turns_of_tools_are_recorded_as_messages(client: Any, spans: list[Span]) -> None:
    custom = {"id": "c2", "type": "custom", "custom": {"name": "sql", "input": "select 1"}}
    function = {"name": "weather", "arguments": '{"city": "上海"}'}
    calls = [{"id": "call_1", "type": "function", "function": function}, custom]
    turns = [
        {"role": "assistant", "tool_calls": calls},
        {"role": "tool", "tool_call_id": "call_1", "content": "晴"},
        {"role": "tool", "tool_call_id": "c2", "content": "1"},
    ]
    client.chat.completions.create(model="plain", messages=[*ASK, *turns])
    assert payload_of(spans[0]).messages == (
        *ASKED,
        Message("assistant", (CALL, ToolCall("c2", "sql", "select 1"))),
        Message("tool", (ToolResult("call_1", "晴"),)),
        Message("tool", (ToolResult("c2", "1"),)),
    )


def test_a_streamed_answer_is_recorded_as_the_whole_one_would_be(
    client: Any, spans: list[Span]
) -> None:
    made = client.chat.completions
    for model in ("plain", "thinking", "tools", "refusing", "truncated", "filtered", "gzip"):
        made.create(model=model, messages=ASK)
        options = {"include_usage": True}
        list(made.create(model=model, messages=ASK, stream=True, stream_options=options))
        whole, streamed = spans
        assert payload_of(streamed).output_messages == payload_of(whole).output_messages
        assert streamed.usage.first_token is not None
        assert streamed.usage.first_token > 0
        assert streamed.usage.output_tokens == whole.usage.output_tokens == 9
        assert streamed.response_model == whole.response_model
        added = {"gen_ai.request.stream": True, "genchi.stream.end": "read"}
        assert payload_of(streamed).attributes == {**payload_of(whole).attributes, **added}
        spans.clear()


def test_without_usage_in_a_stream_the_tokens_are_unknown(client: Any, spans: list[Span]) -> None:
    list(client.chat.completions.create(model="plain", messages=ASK, stream=True))
    assert spans[0].usage.input_tokens is None


@pytest.mark.parametrize(
    ("model", "lacks"),
    [
        ("plain", None),
        ("tools", None),
        ("refusing", "refused"),
        ("filtered", "filtered"),
        ("truncated", "truncated"),
        ("empty", "empty"),
    ],
)
def test_an_answer_that_falls_short_says_how(
    client: Any, spans: list[Span], model: str, lacks: str | None
) -> None:
    client.chat.completions.create(model=model, messages=ASK)
    assert payload_of(spans[0]).attributes.get("genchi.answer") == lacks
    assert payload_of(spans[0]).output_messages[0].role == "assistant"
    assert spans[0].status == "ok"


def test_thoughts_are_kept_apart_from_words(client: Any, spans: list[Span]) -> None:
    client.chat.completions.create(model="thinking", messages=ASK)
    assert payload_of(spans[0]).output_messages[0].parts == (Reasoning("先想想"), Text(TEXT))


def test_items_of_the_responses_api_are_recorded_as_messages(
    client: Any, spans: list[Span]
) -> None:
    items = [
        {"role": "user", "content": [{"type": "input_text", "text": "天气?"}]},
        {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "查"}]},
        {"type": "function_call", "call_id": "c1", "name": "weather", "arguments": '{"a": 1}'},
        {"type": "function_call_output", "call_id": "c1", "output": "晴"},
    ]
    client.responses.create(
        model="plain",
        input=items,
        instructions="你是客服",
        max_output_tokens=50,
        previous_response_id="resp_0",
        reasoning={"effort": "low"},
    )
    payload = payload_of(spans[0])
    assert payload.messages == (
        Message("system", (Text("你是客服"),)),
        Message("user", (Text("天气?"),)),
        Message("assistant", (Reasoning("查"), ToolCall("c1", "weather", {"a": 1}))),
        Message("tool", (ToolResult("c1", "晴"),)),
    )
    said = (Reasoning("先想想"), Text(TEXT))
    assert payload.output_messages == (Message("assistant", said, finish_reason="completed"),)
    assert (spans[0].name, spans[0].operation) == ("chat plain", "chat")
    assert spans[0].usage == USAGE
    assert (
        payload.attributes.items()
        >= {
            "gen_ai.request.max_tokens": 50,
            "gen_ai.request.reasoning.level": "low",
            "openai.request.previous_response_id": "resp_0",
            "gen_ai.response.id": "resp_1",
        }.items()
    )


@pytest.mark.parametrize("model", ["plain", "tools", "truncated", "failing"])
def test_a_streamed_response_is_recorded_as_the_whole_one_would_be(
    client: Any, spans: list[Span], model: str
) -> None:
    client.responses.create(model=model, input="天气?")
    list(client.responses.create(model=model, input="天气?", stream=True))
    whole, streamed = spans
    assert whole.status == streamed.status == ("error" if model == "failing" else "ok")
    assert whole.status_message == streamed.status_message
    assert streamed.usage.output_tokens == 9
    if model != "failing":
        assert payload_of(streamed).output_messages == payload_of(whole).output_messages


def test_a_text_completion_is_recorded_whether_streamed_or_not(
    client: Any, spans: list[Span]
) -> None:
    client.completions.create(model="old", prompt="怎么退款?", stop=["。"])
    list(client.completions.create(model="old", prompt="怎么退款?", stream=True))
    for span in spans:
        assert (span.name, span.operation) == ("text_completion old", "text_completion")
        assert payload_of(span).messages == (Message("user", (Text("怎么退款?"),)),)
        said = Message("assistant", (Text(TEXT),), finish_reason="stop")
        assert payload_of(span).output_messages == (said,)
    assert spans[0].usage.input_tokens == 5


def test_of_embeddings_the_question_is_kept_and_not_the_vectors(
    client: Any, spans: list[Span]
) -> None:
    client.embeddings.create(model="bge", input=["退款", "refund"])
    client.embeddings.create(model="bge", input="退款", encoding_format="float")
    first, second = spans
    assert (first.name, first.operation) == ("embeddings bge", "embeddings")
    assert payload_of(first).inputs == {"input": ["退款", "refund"]}
    assert payload_of(second).inputs == {"input": "退款"}
    for span in spans:
        assert payload_of(span).attributes["gen_ai.embeddings.dimension.count"] == 3
        assert payload_of(span).output is None
        assert span.usage.input_tokens == 4


def test_azure_is_recorded_as_azure(provider: Any, spans: list[Span]) -> None:
    undo = instrument("openai")
    with openai.AzureOpenAI(
        api_key="k", azure_endpoint=provider.url, api_version="2026-01-01", timeout=2
    ) as client:
        client.chat.completions.create(model="plain", messages=ASK)
    undo()
    assert payload_of(spans[0]).attributes["gen_ai.provider.name"] == "azure.ai.openai"
    assert payload_of(spans[0]).output == TEXT


def test_what_the_sdk_adds_to_the_body_is_recorded_as_it_was_sent(
    client: Any, spans: list[Span]
) -> None:
    body = {"temperature": 0.7, "enable_thinking": False}
    client.chat.completions.create(model="plain", messages=ASK, extra_body=body)
    assert payload_of(spans[0]).attributes["gen_ai.request.temperature"] == 0.7


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("api.openai.com", "openai"),
        ("api.deepseek.com", "deepseek"),
        ("api.groq.com", "groq"),
        ("api.mistral.ai", "mistral_ai"),
        ("api.x.ai", "x_ai"),
        ("api.perplexity.ai", "perplexity"),
        ("api.moonshot.cn", "moonshot_ai"),
        ("me.openai.azure.com", "azure.ai.openai"),
        ("netflix.ai", "openai"),
    ],
)
def test_the_host_tells_who_answers(host: str, name: str) -> None:
    assert provider_of(host) == name
