"""OTLP/JSON in every spelling that senders use."""

from __future__ import annotations

import json
from typing import Any

import pytest

from genchi.records import Event, Message, Span, Text
from genchi.tracing import otlp

IDS = {"traceId": "ab" * 16, "spanId": "CD" * 8, "startTimeUnixNano": "1700000000000000000"}


def body(span: Any, **resource: Any) -> bytes:
    scopes = [{"scope": {"name": "s"}, "spans": [span]}]
    return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": scopes}]}).encode()


def read_one(span: Any, **resource: Any) -> Span | otlp.RejectedSpan:
    [read] = otlp.read(body(span, **resource), "json")
    return read


def kept(value: Any) -> Any:
    """What becomes of an attribute value."""
    read = read_one({**IDS, "attributes": [{"key": "k", "value": value}]})
    assert isinstance(read, Span)
    assert read.payload is not None
    return read.payload.attributes["k"]


def test_a_body_as_collectors_write_it() -> None:
    attributes = [
        {"key": "gen_ai.request.model", "value": {"stringValue": "通义"}},
        {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "12"}},
        {
            "key": "gen_ai.input.messages",
            "value": {
                "arrayValue": {
                    "values": [
                        {
                            "kvlistValue": {
                                "values": [
                                    {"key": "role", "value": {"stringValue": "user"}},
                                    {"key": "content", "value": {"stringValue": "在吗"}},
                                ]
                            }
                        }
                    ]
                }
            },
        },
    ]
    span = {
        **IDS,
        "parentSpanId": "",
        "name": "chat",
        "kind": 3,
        "endTimeUnixNano": 1700000000000000500,
        "attributes": attributes,
        "events": [{"name": "e", "timeUnixNano": "5", "attributes": []}],
        "links": [{"traceId": "11" * 16, "spanId": "22" * 8}],
        "status": {"code": 2, "message": "坏"},
        "somethingNew": [1],
    }
    service = {"key": "service.name", "value": {"stringValue": "客服"}}
    read = read_one(span, attributes=[service])
    assert isinstance(read, Span)
    assert read.payload is not None
    assert (read.key.app, read.key.span_id, read.parent_id) == ("客服", "cd" * 8, None)
    assert (read.duration_ns, read.model, read.usage.input_tokens) == (500, "通义", 12)
    assert (read.status, read.status_message) == ("error", "坏")
    assert read.payload.messages == (Message("user", (Text("在吗"),)),)
    assert read.payload.events == (Event("e", 5),)
    assert read.payload.origin == {
        "scope": {"name": "s"},
        "kind": "client",
        "links": [{"trace_id": "11" * 16, "span_id": "22" * 8}],
    }


def test_snake_case_names_and_names_of_enums_are_read() -> None:
    span = {
        "trace_id": "ab" * 16,
        "span_id": "cd" * 8,
        "parent_span_id": "ef" * 8,
        "start_time_unix_nano": 5,
        "end_time_unix_nano": 9.0,
        "kind": "SPAN_KIND_SERVER",
        "trace_state": "k=v",
        "attributes": [{"key": "user.id", "value": {"string_value": "u"}}],
        "dropped_attributes_count": 3,
        "status": {"code": "STATUS_CODE_ERROR"},
    }
    scopes = [{"spans": [span]}]
    text = json.dumps({"resource_spans": [{"scope_spans": scopes}]}).encode()
    [read] = otlp.read(text, "json")
    assert otlp.count(text, "json") == 1
    assert isinstance(read, Span)
    assert read.payload is not None
    assert (read.parent_id, read.duration_ns, read.status, read.user) == ("ef" * 8, 4, "error", "u")
    assert read.payload.origin == {
        "kind": "server",
        "trace_state": "k=v",
        "dropped_attributes_count": 3,
    }


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ({"intValue": "-9223372036854775808"}, -(2**63)),
        ({"intValue": 7}, 7),
        ({"intValue": "seven"}, "seven"),
        ({"doubleValue": "NaN"}, None),
        ({"doubleValue": "-Infinity"}, None),
        ({"doubleValue": "1.5"}, 1.5),
        ({"doubleValue": 2}, 2.0),
        ({"boolValue": True}, True),
        ({"bytesValue": "AP8="}, {"bytesValue": "AP8="}),
        ({"arrayValue": {}}, []),
        ({"kvlistValue": {"values": []}}, {}),
        ({"arrayValue": {"values": [{}, {"stringValue": "a"}]}}, [None, "a"]),
        ({"arrayValue": [1]}, "[1]"),
        ({"stringValue": 5}, 5),
        ({"futureValue": 5}, {"futureValue": 5}),
        ("bare", "bare"),
        ({}, None),
        (None, None),
    ],
)
def test_values_are_read_and_odd_ones_kept_as_they_came(value: Any, read: Any) -> None:
    found = kept(value)
    assert found == read
    assert type(found) is type(read)


def test_what_is_no_attribute_is_kept() -> None:
    read = read_one({**IDS, "attributes": [5, {"value": {"stringValue": "v"}}]})
    assert isinstance(read, Span)
    assert read.payload is not None
    left = {"genchi.unreadable": [5, {"value": {"stringValue": "v"}}]}
    assert read.payload.attributes == left


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"traceId": "xyz"}, "its trace id is not hexadecimal"),
        ({"traceId": 5}, "its trace id is not hexadecimal"),
        ({"traceId": None}, "its trace id has 0 bytes, not 16"),
        ({"spanId": "cd"}, "its span id has 1 bytes, not 8"),
        ({"startTimeUnixNano": "soon"}, "its start time is not a whole number of 64 bits"),
        ({"startTimeUnixNano": -1}, "its start time is not a whole number of 64 bits"),
        ({"startTimeUnixNano": None}, "it has no start time"),
        ({"events": [{"timeUnixNano": {}}]}, "its time of an event is not a whole number"),
    ],
)
def test_a_span_with_a_bad_field_is_rejected_alone(change: dict[str, Any], reason: str) -> None:
    spans = [{**IDS, "name": "坏", **change}, IDS, 7]
    text = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()
    bad, good, none = otlp.read(text, "json")
    assert isinstance(bad, otlp.RejectedSpan)
    assert bad.reason.startswith(reason)
    assert bad.name == "坏"
    assert isinstance(good, Span)
    assert none == otlp.RejectedSpan("it is not a JSON object")
    assert otlp.count(text, "json") == 3
