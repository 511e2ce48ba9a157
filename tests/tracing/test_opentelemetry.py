"""Spans through the OpenTelemetry SDK that a program has: one tree with everybody else's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from genchi import tracing
from genchi.records import Message, Text

pytest.importorskip("opentelemetry.sdk")

from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import SpanKind, StatusCode, format_span_id, format_trace_id

from genchi.tracing.opentelemetry import OpenTelemetrySink


class Host:
    """A program that has set up OpenTelemetry."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.tracer = self.provider.get_tracer("theirs")

    def named(self, name: str) -> ReadableSpan:
        (found,) = (s for s in self.exporter.get_finished_spans() if s.name == name)
        return found

    def parent(self, name: str) -> str | None:
        parent = self.named(name).parent
        ids = {s.context.span_id: s.name for s in self.exporter.get_finished_spans() if s.context}
        return ids[parent.span_id] if parent else None


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    tracing.start(app="desk", sink=OpenTelemetrySink(host.provider))
    yield host
    tracing.stop()
    host.provider.shutdown()


def test_spans_nest_in_theirs_and_theirs_in_ours(host: Host) -> None:
    with (
        host.tracer.start_as_current_span("request"),
        tracing.span("answer") as answer,
        host.tracer.start_as_current_span("http") as http,
        tracing.span("inner"),
    ):
        assert answer.trace_id == format_trace_id(http.get_span_context().trace_id)
    assert [host.parent(n) for n in ("request", "answer", "http", "inner")] == [
        None,
        "request",
        "answer",
        "http",
    ]
    context = host.named("answer").context
    assert context is not None
    assert answer.span_id == format_span_id(context.span_id)
    assert not trace.get_current_span().get_span_context().is_valid


def test_what_is_known_becomes_attributes_status_and_events(host: Host) -> None:
    error = ValueError("断了")
    with pytest.raises(ValueError, match="断了"), tracing.span("m", operation="chat") as span:
        span.model = "m-1"
        span.usage(input_tokens=3)
        span.messages = [Message("user", (Text("退款"),))]
        span.set("app.list", [1, {"a": 2}])
        raise error
    theirs = host.named("m")
    attributes = theirs.attributes or {}
    assert theirs.kind is SpanKind.CLIENT
    assert attributes["gen_ai.operation.name"] == "chat"
    assert attributes["gen_ai.request.model"] == "m-1"
    assert attributes["gen_ai.usage.input_tokens"] == 3
    assert "退款" in str(attributes["gen_ai.input.messages"])
    assert attributes["app.list"] == '[1,{"a":2}]'
    assert theirs.status.status_code is StatusCode.ERROR
    assert theirs.status.description == "ValueError: 断了"
    assert [event.name for event in theirs.events] == ["exception"]
    assert theirs.end_time is not None


def test_a_trace_goes_on_from_a_header(host: Host) -> None:
    incoming = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with tracing.span("handler", parent=incoming) as span:
        assert span.trace_id == "0af7651916cd43dd8448eb211c80319c"
        assert span.parent_id == "b7ad6b7169203331"


def test_a_generator_is_current_there_only_while_it_runs(host: Host) -> None:
    @tracing.trace
    async def stream() -> AsyncIterator[int]:
        for i in range(2):
            with host.tracer.start_as_current_span(f"made {i}"):
                pass
            yield i

    async def main() -> None:
        async for i in stream():
            with host.tracer.start_as_current_span(f"read {i}"):
                pass

    asyncio.run(main())
    name = stream.__qualname__.rpartition(".")[2]
    assert [host.parent(f"made {i}") for i in range(2)] == [name, name]
    assert [host.parent(f"read {i}") for i in range(2)] == [None, None]


def test_what_their_sampler_leaves_out_is_left_out_with_all_below_it() -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(sampler=ALWAYS_OFF)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.start(app="desk", sink=OpenTelemetrySink(provider))
    with tracing.span("outer") as outer, tracing.span("inner"):
        assert not outer.recording
        assert outer.traceparent.endswith("-00")
        outer.output = "x"
    tracing.stop()
    provider.shutdown()
    assert exporter.get_finished_spans() == ()


def test_counters_are_kept_as_for_any_sink(host: Host) -> None:
    with tracing.span("a"), tracing.span("b"):
        pass
    result = tracing.flush()
    assert (result.closed, result.delivered, result.waiting) == (2, 2, 0)
