"""Our bytes and those of the official OpenTelemetry SDK say the same."""

from __future__ import annotations

import json
from typing import Any

import pytest

from genchi.records import Event, Message, Payload, Span, SpanKey, Text, Usage
from genchi.tracing import otlp

trace_encoder = pytest.importorskip(
    "opentelemetry.exporter.otlp.proto.common.trace_encoder",
    reason="the OpenTelemetry SDK is not installed",
)
service = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
START = 1_700_000_000_000_000_000
ALL_FIELDS = Span(
    key=SpanKey("客服", "ab" * 16, "cd" * 8),
    start_ns=START,
    duration_ns=1_500_000_000,
    parent_id="ef" * 8,
    operation="chat",
    name="chat qwen",
    model="qwen-max",
    response_model="qwen-max-2026",
    prompt_version="v7",
    user="小明",
    session="s1",
    status="error",
    status_message="超时",
    usage=Usage(20, 4, 9, 3, 0.002, 0.25),
    payload=Payload(
        inputs={"question": "退款？"},
        output={"answer": "可以"},
        messages=(Message("user", (Text("退款？"),)),),
        reference="可以",
        metadata={"team": "desk"},
        attributes={"http.status": 504, "ratio": 0.5, "ok": False, "list": ["a", 1], "none": None},
        events=(Event("exception", START + 5, {"exception.type": "TimeoutError"}),),
        origin={
            "resource": {"host.name": "h1"},
            "schema_url": "https://opentelemetry.io/schemas/1.40.0",
            "scope": {"name": "desk", "version": "2", "attributes": {"a": 1}},
            "kind": "client",
            "trace_state": "k=v",
            "flags": 0x301,
            "links": [
                {
                    "trace_id": "11" * 16,
                    "span_id": "22" * 8,
                    "attributes": {"why": "retry"},
                    "flags": 1,
                }
            ],
            "dropped_attributes_count": 1,
            "dropped_events_count": 2,
            "dropped_links_count": 300,
        },
    ),
)


def sdk_body(**resource: Any) -> bytes:
    """Two spans as the SDK records and encodes them."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
    from opentelemetry.trace import Link, SpanKind

    exporter = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource(resource))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("desk", "2", "https://opentelemetry.io/schemas/1.40.0", {"a": 1})
    with tracer.start_as_current_span("root", kind=SpanKind.SERVER, start_time=START) as root:
        link = Link(root.get_span_context(), {"why": "重试"})
        failing = tracer.start_as_current_span("child", links=[link], record_exception=True)
        try:
            with failing as child:
                child.set_attributes({"text": "退款", "n": -3, "x": 0.5, "yes": True, "l": [1, 2]})
                raise ValueError("不行")
        except ValueError:
            pass
    return bytes(trace_encoder.encode_spans(exporter.get_finished_spans()).SerializeToString())


def test_spans_of_the_sdk_are_read_right() -> None:
    body = sdk_body(**{"service.name": "客服", "host.name": "h1"})
    child, root = otlp.read(body, "protobuf")
    assert isinstance(child, Span)
    assert isinstance(root, Span)
    assert child.payload is not None
    assert root.payload is not None
    assert (root.name, root.start_ns, root.parent_id) == ("root", START, None)
    assert root.duration_ns is not None
    assert (child.parent_id, child.key.trace_id) == (root.key.span_id, root.key.trace_id)
    assert (child.status, child.status_message) == ("error", "ValueError: 不行")
    assert child.payload.attributes == {
        "text": "退款",
        "n": -3,
        "x": 0.5,
        "yes": True,
        "l": [1, 2],
    }
    [event] = child.payload.events
    assert (event.name, event.attributes["exception.type"]) == ("exception", "ValueError")
    [link] = child.payload.origin["links"]
    assert (link["span_id"], link["attributes"]) == (root.key.span_id, {"why": "重试"})
    assert root.payload.origin == {
        "resource": {"host.name": "h1"},
        "scope": {
            "name": "desk",
            "version": "2",
            "attributes": {"a": 1},
            "schema_url": "https://opentelemetry.io/schemas/1.40.0",
        },
        "kind": "server",
    }
    assert otlp.count(body, "protobuf") == 2


@pytest.mark.parametrize(
    ("resource", "app"),
    [
        ({"service.name": "desk"}, "desk"),
        ({"service.name": "  "}, "default"),
        ({"service.name": "unknown_service:python"}, "default"),
        ({"service.name": "unknown_service", "openinference.project.name": "客服"}, "客服"),
        ({"openinference.project.name": "p"}, "p"),
        ({"service.name": "长" * 300}, "长" * 200),
        ({"service.name": 5}, "default"),
        ({}, "default"),
    ],
)
def test_the_application_is_the_service_else_the_project(
    resource: dict[str, Any], app: str
) -> None:
    read = list(otlp.read(sdk_body(**resource), "protobuf"))
    assert {span.key.app for span in read if isinstance(span, Span)} == {app}


def test_a_forced_application_leaves_the_service_in_the_resource() -> None:
    for span in otlp.read(sdk_body(**{"service.name": "desk"}), "protobuf", app="other"):
        assert isinstance(span, Span)
        assert span.payload is not None
        assert span.key.app == "other"
        assert span.payload.origin["resource"] == {"service.name": "desk"}


def plain(value: Any) -> Any:
    """An official `AnyValue` as a Python value."""
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [plain(item) for item in value.array_value.values]
    return None if kind is None else getattr(value, kind)


def attributes(found: Any) -> dict[str, Any]:
    return {pair.key: plain(pair.value) for pair in found}


def assert_says_all(request: Any) -> None:
    """The official message says everything of `ALL_FIELDS`."""
    [group] = request.resource_spans
    assert attributes(group.resource.attributes) == {"service.name": "客服", "host.name": "h1"}
    assert group.schema_url == "https://opentelemetry.io/schemas/1.40.0"
    [scope_spans] = group.scope_spans
    assert (scope_spans.scope.name, scope_spans.scope.version) == ("desk", "2")
    assert attributes(scope_spans.scope.attributes) == {"a": 1}
    [span] = scope_spans.spans
    assert (span.trace_id.hex(), span.span_id.hex()) == ("ab" * 16, "cd" * 8)
    assert (span.parent_span_id.hex(), span.name, span.kind) == ("ef" * 8, "chat qwen", 3)
    assert (span.start_time_unix_nano, span.end_time_unix_nano) == (START, START + 1_500_000_000)
    assert (span.trace_state, span.flags) == ("k=v", 0x301)
    assert (span.status.code, span.status.message) == (2, "超时")
    dropped = (span.dropped_attributes_count, span.dropped_events_count, span.dropped_links_count)
    assert dropped == (1, 2, 300)
    [event] = span.events
    assert (event.name, event.time_unix_nano) == ("exception", START + 5)
    assert attributes(event.attributes) == {"exception.type": "TimeoutError"}
    [link] = span.links
    assert (link.trace_id.hex(), link.span_id.hex(), link.flags) == ("11" * 16, "22" * 8, 1)
    assert attributes(link.attributes) == {"why": "retry"}
    said = attributes(span.attributes)
    assert len(said) == len(span.attributes)
    messages = said.pop("gen_ai.input.messages")
    assert json.loads(messages) == [
        {"role": "user", "parts": [{"type": "text", "content": "退款？"}]}
    ]
    assert said == {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "qwen-max",
        "gen_ai.response.model": "qwen-max-2026",
        "gen_ai.conversation.id": "s1",
        "user.id": "小明",
        "genchi.prompt.version": "v7",
        "gen_ai.usage.input_tokens": 20,
        "gen_ai.usage.output_tokens": 9,
        "gen_ai.usage.cache_read.input_tokens": 4,
        "gen_ai.usage.reasoning.output_tokens": 3,
        "genchi.cost": 0.002,
        "gen_ai.usage.cost": 0.002,
        "gen_ai.response.time_to_first_chunk": 0.25,
        "input.value": '{"question":"退款？"}',
        "input.mime_type": "application/json",
        "output.value": '{"answer":"可以"}',
        "output.mime_type": "application/json",
        "genchi.reference": '"可以"',
        "genchi.metadata": '{"team":"desk"}',
        "http.status": 504,
        "ratio": 0.5,
        "ok": False,
        "list": ["a", 1],
        "none": None,
    }


def test_what_is_written_as_protobuf_parses_as_the_official_message() -> None:
    assert_says_all(service.ExportTraceServiceRequest.FromString(otlp.write([ALL_FIELDS])))
    assert list(otlp.read(otlp.write([ALL_FIELDS]), "protobuf")) == [ALL_FIELDS]


def test_what_is_written_as_json_parses_as_the_official_message() -> None:
    from google.protobuf import json_format

    body = json.loads(otlp.write_json([ALL_FIELDS]))
    for span in body["resourceSpans"][0]["scopeSpans"][0]["spans"]:
        for fields in (span, *span["links"]):  # the mapping has base64 where OTLP has hex digits
            for name in {"traceId", "spanId", "parentSpanId"} & fields.keys():
                fields[name] = base64_of(fields[name])
    assert_says_all(json_format.ParseDict(body, service.ExportTraceServiceRequest()))
    assert list(otlp.read(otlp.write_json([ALL_FIELDS]), "json")) == [ALL_FIELDS]


def base64_of(digits: str) -> str:
    import base64

    return base64.b64encode(bytes.fromhex(digits)).decode()


def test_answers_parse_as_the_official_messages() -> None:
    status = pytest.importorskip("google.rpc.status_pb2")
    answer = service.ExportTraceServiceResponse
    assert otlp.response(0, "", "protobuf") == b""
    partial = answer.FromString(otlp.response(300, "无开始时间", "protobuf")).partial_success
    assert (partial.rejected_spans, partial.error_message) == (300, "无开始时间")
    failed = status.Status.FromString(otlp.failure("坏", "protobuf"))
    assert failed.message == "坏"
    assert json.loads(otlp.failure("坏", "json")) == {"message": "坏"}
    assert json.loads(otlp.response(0, "note", "json")) == {
        "partialSuccess": {"errorMessage": "note"}
    }
