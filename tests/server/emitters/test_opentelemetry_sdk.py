"""OpenTelemetry's own SDK, without any instrumentation."""

from __future__ import annotations

from typing import Any

from genchi.records import Message, Passage, Text, ToolCall, Usage

EXPORTER = "opentelemetry.exporter.otlp.proto.http"


def test_what_the_sdk_sends_through_two_processors_is_stored_once_and_whole(emit: Any) -> None:
    told = emit("otel_sdk", EXPORTER)
    told.is_whole()
    assert len(told.spans) == 26
    assert {headers.get("content-encoding") for _, headers in told.bodies} == {"gzip", None}
    _conventions_are_understood(told)
    _everything_else_is_kept(told)


def test_the_sdk_sends_a_key_that_decides_whose_its_spans_are(serve: Any, emit: Any) -> None:
    up = serve(keys=True)
    secret, _ = up.store.keys.create("客服", 1)
    headers = f"Authorization=Bearer {secret}"
    told = emit("otel_sdk", EXPORTER, up=up, app="客服", OTEL_EXPORTER_OTLP_HEADERS=headers)
    assert told.up.store.spans.apps() == {"客服": 26}
    assert {span.payload.origin["resource"]["service.name"] for span in told.spans} == {"shop"}


def _conventions_are_understood(told: Any) -> None:
    request = told.the("handle request")
    search, ask = told.children(request)
    (refund,) = told.children(ask)
    assert (request.user, request.session) == ("user-7", "session-3")
    assert search.operation == "retrieval"
    assert search.payload.inputs == {"query": "退款政策"}
    assert search.payload.passages == (
        Passage("", id="a", scores={"score": 0.75}),
        Passage("", id="b", scores={"score": 0.5}),
    )
    assert (ask.operation, ask.model, ask.response_model) == ("chat", "plain", "plain-2026")
    assert ask.usage == Usage(input_tokens=20, cached_tokens=8, output_tokens=9)
    assert ask.payload.messages == (Message("user", (Text("怎么退款？"),)),)
    assert ask.payload.output_messages == (
        Message(
            "assistant",
            (ToolCall("call_1", "refund", {"单号": "A-1"}),),
            finish_reason="tool_calls",
        ),
    )
    assert refund.operation == "execute_tool"
    assert refund.payload.inputs == {"单号": "A-1"}
    assert refund.payload.output == {"ok": True, "金额": 12.5}


def _everything_else_is_kept(told: Any) -> None:
    request, earlier = told.the("handle request"), told.the("earlier request")
    assert request.payload.origin["kind"] == "server"
    assert request.payload.origin["resource"]["deployment.environment.name"] == "测试"
    assert request.payload.origin["scope"] == {"name": "shop", "version": "1.2"}
    (link,) = request.payload.origin["links"]
    assert (link["trace_id"], link["span_id"]) == (earlier.key.trace_id, earlier.key.span_id)
    assert link["attributes"] == {"reason": "同一位客户"}
    (event,) = request.payload.events
    assert (event.name, event.attributes) == ("answered", {"pieces": 3, "words": ["三十", "天"]})
    assert request.payload.attributes["raw"] == {"bytesValue": "AP8="}
    assert request.payload.attributes["nothing.to.count"] is None

    failed = told.the("fail")
    assert (failed.status, failed.status_message) == ("error", "TimeoutError: 数据库没有回答")
    (exception,) = failed.payload.events
    assert exception.attributes["exception.message"] == "数据库没有回答"
    assert "otel_sdk.py" in exception.attributes["exception.stacktrace"]
