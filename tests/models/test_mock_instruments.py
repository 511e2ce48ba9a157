"""genchi's own instruments see of the mock what they would see of a provider."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from genchi import tracing
from genchi.models import mock
from genchi.records import Span, ToolCall
from genchi.tracing.instruments import instrument

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")
anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

ASK: list[Any] = [{"role": "user", "content": "get weather, 怎么退款？"}]
SHAPE = {"type": "object", "properties": {"city": {"const": "上海"}}, "required": ["city"]}
TOOL: Any = {"type": "function", "function": {"name": "get_weather", "parameters": SHAPE}}


@pytest.fixture
def spans() -> Iterator[list[Span]]:
    """Every span that ends is in this list at once."""
    sink = tracing.ListSink()
    tracing.start(app="app", sink=sink)
    undo = [instrument("openai"), instrument("anthropic")]
    yield sink.spans
    for one in undo:
        one()
    tracing.stop()


def calls_of(span: Span) -> list[ToolCall]:
    assert span.payload is not None
    parts = [part for message in span.payload.output_messages or () for part in message.parts]
    return [part for part in parts if isinstance(part, ToolCall)]


@pytest.mark.parametrize("stream", [False, True])
def test_calls_of_both_sdks_are_spans_with_model_usage_and_tool_calls(
    spans: list[Span], stream: bool
) -> None:
    options: dict[str, Any] = {"stream": True} if stream else {}
    with (
        mock.serving(faults={"wrong_model": 1}) as up,
        openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0) as one,
        anthropic.Anthropic(base_url=up.url, api_key="k", max_retries=0) as other,
    ):
        usage = {"stream_options": {"include_usage": True}} if stream else {}
        made = one.chat.completions.create(
            model="gpt", messages=ASK, tools=[TOOL], **options, **usage
        )
        list(made)
        list(
            one.responses.create(
                model="gpt",
                input=ASK,
                tools=[{"type": "function", **TOOL["function"], "strict": False}],
                **options,
            )
        )
        list(
            other.messages.create(
                model="claude",
                max_tokens=99,
                messages=ASK,
                tools=[{"name": "get_weather", "input_schema": SHAPE}],
                **options,
            )
        )
        tally = up.requests()
    assert [span.model for span in spans] == ["gpt", "gpt", "claude"]
    assert {span.response_model for span in spans} == {"mock-other-model"}
    assert [span.status for span in spans] == ["ok"] * 3
    for span in spans:
        [call] = calls_of(span)
        assert (call.name, call.arguments) == ("get_weather", {"city": "上海"})
    used = [(span.usage.input_tokens, span.usage.output_tokens) for span in spans if span.usage]
    assert sum(count or 0 for count, _ in used) == tally.input_tokens
    assert sum(count or 0 for _, count in used) == tally.output_tokens


def test_faults_are_failed_spans(spans: list[Span]) -> None:
    for kind in ("rate_limit", "server_error", "disconnect"):
        with (
            mock.serving(faults={kind: 1}) as up,
            openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0) as client,
            pytest.raises(openai.APIError),
        ):
            client.chat.completions.create(model=kind, messages=ASK)
    assert [(span.model, span.status) for span in spans] == [
        ("rate_limit", "error"),
        ("server_error", "error"),
        ("disconnect", "error"),
    ]
