"""Three instrumentations of OpenAI's SDK; each of them watches the same application."""

from __future__ import annotations

import json
from typing import Any

from genchi.records import Message, Reasoning, Text, ToolCall, ToolResult, Usage

CALLED = ToolCall("call_1", "weather", {"city": "上海"})
ANSWER = "退款需要 7 天。"
PLAIN = (Message("system", (Text("你是客服。Be brief."),)), Message("user", (Text("怎么退款？"),)))
WITH_TOOLS = (
    Message("user", (Text("北京天气？"),)),
    Message("assistant", (ToolCall("call_0", "weather", {}),)),
    Message("tool", (ToolResult("call_0", '{"sky": "晴"}'),)),
    Message("assistant", (Text("晴。"),)),
    Message("user", (Text("上海呢？"),)),
)
TEXTS = ["退款政策", "refund policy"]
OPENAI_V2 = (
    "openai_v2",
    "opentelemetry.instrumentation.openai_v2",
    "opentelemetry.util.genai.instruments",  # version 1 has none: the two do not fit together
    "httpx",
)
"""The program, and what it needs."""


def test_openinference_tells_everything_of_the_calls_it_watches(emit: Any) -> None:
    told = emit("openinference_openai", "openinference.instrumentation.openai", "openai")
    _calls_are_understood(told)
    plain, tools, streamed = (told.of_model(name) for name in ("plain", "tools", "thinking"))
    used = Usage(input_tokens=20, cached_tokens=8, output_tokens=9, reasoning_tokens=3)
    assert plain.usage == tools.usage == used
    assert _said(plain) == Message("assistant", (Text(ANSWER),), finish_reason="stop")
    assert _said(tools) == Message("assistant", (CALLED,), finish_reason="tool_calls")
    assert _said(streamed) == Message("assistant", (Text(ANSWER),), finish_reason="stop")
    assert streamed.usage.first_token is not None
    schema = json.loads(tools.payload.attributes["llm.tools.0.tool.json_schema"])
    assert schema["function"]["description"] == "今天的天气"
    embedded = told.of_model("embedder", "embeddings")
    assert embedded.payload.inputs["input"] == TEXTS
    for span in told.children(told.the("handle request")):
        assert (span.user, span.session) == ("user-7", "session-3")
        assert span.payload.metadata == {"tier": "金牌", "tags": ["beta"]}
    assert [event.name for event in told.of_model("status-429").payload.events] == ["exception"]
    # its raw request repeats the messages that its flattened attributes tell
    kept = tools.payload.attributes
    assert [name for name, value in kept.items() if "北京天气" in str(value)] == []


def test_traceloop_tells_everything_of_the_calls_it_watches(emit: Any) -> None:
    told = emit("traceloop_openai", "opentelemetry.instrumentation.openai", "openai")
    _calls_are_understood(told)
    plain, tools, streamed = (told.of_model(name) for name in ("plain", "tools", "thinking"))
    used = Usage(input_tokens=20, cached_tokens=8, output_tokens=9, reasoning_tokens=3)
    assert plain.usage == tools.usage == used
    assert _said(plain) == Message("assistant", (Text(ANSWER),), finish_reason="stop")
    assert _said(tools) == Message("assistant", (CALLED,), finish_reason="tool_call")
    thought = (Text(ANSWER), Reasoning("先想想"))
    assert _said(streamed) == Message("assistant", thought, finish_reason="stop")
    assert streamed.usage.cached_tokens == 8
    assert streamed.usage.first_token is not None
    (tool,) = json.loads(tools.payload.attributes["gen_ai.tool.definitions"])
    assert tool["description"] == "今天的天气"
    embedded = told.of_model("embedder", "embeddings")
    assert [message.text for message in embedded.payload.messages] == TEXTS
    assert plain.user == "user-7"
    assert [event.name for event in told.of_model("status-429").payload.events] == ["exception"]


def test_opentelemetrys_own_instrumentation_tells_messages_on_spans(emit: Any) -> None:
    told = emit(
        *OPENAI_V2,
        OTEL_SEMCONV_STABILITY_OPT_IN="gen_ai_latest_experimental",
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT="span_only",
    )
    _calls_are_understood(told)
    plain, tools, streamed = (told.of_model(name) for name in ("plain", "tools", "thinking"))
    assert _said(plain) == Message("assistant", (Text(ANSWER),), finish_reason="stop")
    assert _said(tools) == Message("assistant", (CALLED,), finish_reason="tool_calls")
    assert _said(streamed) == Message("assistant", (Text(ANSWER),), finish_reason="stop")
    assert told.of_model("status-429").payload.attributes["error.type"] == "RateLimitError"


def test_opentelemetrys_own_instrumentation_as_it_comes_tells_no_messages(emit: Any) -> None:
    """Its older form has the words in log records, which genchi does not take."""
    told = emit(*OPENAI_V2, OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT="true")
    told.is_whole()
    plain = told.of_model("plain")
    assert (plain.response_model, plain.usage.output_tokens) == ("plain-2026", 9)
    assert (plain.payload.messages, plain.payload.output_messages) == ((), ())


def _calls_are_understood(told: Any) -> None:
    """What all of them tell."""
    told.is_whole()
    request = told.the("handle request")
    assert len(told.spans) == 6
    assert len(told.children(request)) == 5
    assert request.operation == "span"

    plain, tools, streamed = (told.of_model(name) for name in ("plain", "tools", "thinking"))
    assert plain.response_model == "plain-2026"
    assert plain.payload.messages == PLAIN
    assert plain.payload.output == ANSWER
    assert (tools.response_model, tools.payload.messages) == ("tools-2026", WITH_TOOLS)
    assert streamed.response_model == "thinking-2026"
    assert streamed.payload.messages == (Message("user", (Text("慢慢说"),)),)
    assert streamed.payload.output == ANSWER
    for span in (plain, tools, streamed):
        assert (span.usage.input_tokens, span.usage.output_tokens) == (20, 9)
        assert (span.status, span.status_message) == ("ok", None)

    embedded = told.of_model("embedder", "embeddings")
    assert embedded.usage.input_tokens == 4
    failed = told.of_model("status-429")
    assert failed.status == "error"
    assert failed.status_message.endswith("Error code: 429 - 请稍后再试")
    assert failed.payload.messages == (Message("user", (Text("太多了吗？"),)),)
    assert failed.payload.output_messages == ()


def _said(span: Any) -> Message:
    (message,) = span.payload.output_messages
    assert isinstance(message, Message)
    return message
