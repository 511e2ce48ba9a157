"""Spans of real instrumentations, encoded by the official exporter, read for what they mean."""

from __future__ import annotations

import base64
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from genchi.records import Message, OtherPart, Payload, Span, Text, ToolCall, ToolResult, Usage
from genchi.tracing import otlp

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("opentelemetry") is None
    or importlib.util.find_spec("opentelemetry.exporter") is None,
    reason="the OpenTelemetry SDK is not installed",
)


def spans_of(sender: str, package: str) -> list[Span]:
    """What a sender sends, read; skips where it is not installed."""
    try:
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    except ModuleNotFoundError:
        pytest.skip(f"{package} is not installed")
    script = Path(__file__).with_name("sender.py")
    done = subprocess.run([sys.executable, script, sender], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    spans = list(otlp.read(base64.b64decode(done.stdout.split()[-1]), "protobuf"))
    found = [span for span in spans if isinstance(span, Span)]
    assert found == spans
    assert list(otlp.read(otlp.write(found), "protobuf")) == found
    assert list(otlp.read(otlp.write_json(found), "json")) == found
    return found


def payload_of(span: Span) -> Payload:
    assert span.payload is not None
    return span.payload


def conversation(image: dict[str, Any]) -> tuple[Message, ...]:
    return (
        Message("system", (Text("你是客服"),)),
        Message("user", (Text("我的订单？"), OtherPart(image))),
        Message("assistant", (ToolCall("c1", "look", {"n": 7}),)),
        Message("tool", (ToolResult("c1", "shipped"),)),
    )


ANSWER = (
    Message(
        "assistant",
        (Text("您的订单已发货"), ToolCall("c2", "notify", {"via": "短信"})),
        finish_reason="stop",
    ),
)
USAGE = Usage(20, 4, 9, 3)


def test_openinference_openai() -> None:
    [span] = spans_of("openinference", "openinference.instrumentation.openai")
    payload = payload_of(span)
    assert (span.key.app, span.operation, span.status) == ("客服", "chat", "ok")
    assert span.usage == USAGE
    assert payload.messages == conversation(
        {"type": "image_url", "image_url": {"url": "http://x/y.png"}}
    )
    assert payload.output_messages == ANSWER
    assert payload.output == "您的订单已发货"
    assert payload.inputs == {}
    # the request is in the messages, the parameters and the tools: its raw form is gone
    assert "input.value" not in payload.attributes
    assert not [name for name in payload.attributes if name.startswith("llm.input_messages")]
    assert "llm.invocation_parameters" in payload.attributes


def test_traceloop_openai() -> None:
    [span] = spans_of("traceloop", "opentelemetry.instrumentation.openai")
    payload = payload_of(span)
    assert (span.key.app, span.operation, span.model) == ("客服", "chat", "gpt-4o-mini")
    assert span.response_model == "gpt-4o-mini-2024-07-18"
    assert span.usage == USAGE
    assert payload.messages == conversation(
        {"type": "uri", "modality": "image", "uri": "http://x/y.png"}
    )
    assert payload.output_messages == ANSWER
    assert payload.origin["kind"] == "client"
    assert not {"gen_ai.input.messages", "gen_ai.output.messages"} & payload.attributes.keys()


def test_pydantic_ai() -> None:
    spans = spans_of("pydantic_ai", "pydantic_ai")
    first, tool, last, agent = spans
    assert [span.operation for span in spans] == ["chat", "execute_tool", "chat", "invoke_agent"]
    assert {span.parent_id for span in (first, tool, last)} == {agent.key.span_id}
    assert payload_of(first).messages == (
        Message("system", (Text("你是客服"),)),
        Message("user", (Text("我的订单？"),)),
    )
    assert payload_of(tool).inputs == {"order": 0}
    assert payload_of(tool).output == "order 0 is on its way"
    assert payload_of(last).output == payload_of(agent).output == "已发货"
    assert payload_of(agent).messages == payload_of(last).messages
    assert payload_of(agent).output_messages == payload_of(last).output_messages
    held = {"gen_ai.input.messages", "pydantic_ai.all_messages", "gen_ai.tool.call.result"}
    assert not any(held & payload_of(span).attributes.keys() for span in spans)
    assert len({span.session for span in spans}) == 1
