"""Spans to an OTLP body that any OpenTelemetry receiver understands, and `read` gives back.

An `ExportTraceServiceRequest`, its protobuf written by hand: a client pays for this in the process
it watches. The service is the application; fields win over attributes that say the same.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from genchi.records import Event, Json, Payload, Span
from genchi.tracing.otlp.encoding import delimited, key_values, utf8, varint
from genchi.tracing.otlp.incoming import KINDS
from genchi.tracing.otlp.json_writing import request_json
from genchi.tracing.otlp.naming import attributes_of, end_of, grouped, resource_of

_NOTHING = Payload()
_DROPPED = (
    (b"\x50", "dropped_attributes_count"),
    (b"\x60", "dropped_events_count"),
    (b"\x70", "dropped_links_count"),
)
"""Tags of `Span`'s counts of what the sender dropped, and their names in an origin."""
_time = struct.Struct("<Q").pack
_flags = struct.Struct("<I").pack


def write(spans: Iterable[Span]) -> bytes:
    """The body that sends `spans`, as protobuf."""
    return b"".join(delimited(b"\x0a", _resource_spans(group)) for group in grouped(spans))


def write_json(spans: Iterable[Span]) -> bytes:
    """The body that sends `spans`, as OTLP/JSON."""
    return request_json(grouped(spans))


def _resource_spans(spans: list[Span]) -> bytes:
    origin = (spans[0].payload or _NOTHING).origin
    scope = origin.get("scope", {})
    resource = key_values(b"\x0a", resource_of(spans[0]).items())
    scope_spans = b"".join(
        [
            delimited(b"\x0a", _scope(scope)) if scope else b"",
            *[delimited(b"\x12", _span(span)) for span in spans],
            _text(b"\x1a", scope.get("schema_url")),
        ]
    )
    return b"".join(
        [
            delimited(b"\x0a", resource),
            delimited(b"\x12", scope_spans),
            _text(b"\x1a", origin.get("schema_url")),
        ]
    )


def _scope(scope: Mapping[str, Json]) -> bytes:
    return b"".join(
        [
            _text(b"\x0a", scope.get("name")),
            _text(b"\x12", scope.get("version")),
            key_values(b"\x1a", scope.get("attributes", {}).items()),
            _number(b"\x20", scope.get("dropped_attributes_count")),
        ]
    )


def _span(span: Span) -> bytes:
    key, payload = span.key, span.payload or _NOTHING
    origin = payload.origin
    out = [b"\x0a\x10", bytes.fromhex(key.trace_id), b"\x12\x08", bytes.fromhex(key.span_id)]
    parent = span.parent_id or origin.get("parent_span_id")
    if parent:
        out.append(delimited(b"\x22", bytes.fromhex(parent)))
    out += (delimited(b"\x2a", utf8(span.name)), b"\x39", _time(span.start_ns))
    end = end_of(span)
    if end:
        out += (b"\x41", _time(end))
    out.append(key_values(b"\x4a", attributes_of(span).items()))
    if payload.events:
        out += [delimited(b"\x5a", _event(event)) for event in payload.events]
    if span.status == "error" or span.status_message:
        out.append(delimited(b"\x7a", _status(span)))
    if origin:
        out.append(_origin(origin))
    return b"".join(out)


def _origin(origin: Mapping[str, Json]) -> bytes:
    out = [_text(b"\x1a", origin.get("trace_state"))]
    if "kind" in origin:
        out.append(_number(b"\x30", KINDS.index(origin["kind"])))
    out += [_number(tag, origin.get(name)) for tag, name in _DROPPED]
    out += [delimited(b"\x6a", _link(link)) for link in origin.get("links", ())]
    if "flags" in origin:
        out += (b"\x85\x01", _flags(origin["flags"]))
    return b"".join(out)


def _event(event: Event) -> bytes:
    return b"".join(
        [
            b"\x09",
            _time(event.time_ns),
            _text(b"\x12", event.name),
            key_values(b"\x1a", event.attributes.items()),
        ]
    )


def _link(link: Mapping[str, Json]) -> bytes:
    flags = link.get("flags")
    return b"".join(
        [
            delimited(b"\x0a", bytes.fromhex(link.get("trace_id", ""))),
            delimited(b"\x12", bytes.fromhex(link.get("span_id", ""))),
            _text(b"\x1a", link.get("trace_state")),
            key_values(b"\x22", link.get("attributes", {}).items()),
            _number(b"\x28", link.get("dropped_attributes_count")),
            b"\x35" + _flags(flags) if flags else b"",
        ]
    )


def _status(span: Span) -> bytes:
    code = b"\x18\x02" if span.status == "error" else b""
    return _text(b"\x12", span.status_message) + code


def _text(tag: bytes, text: str | None) -> bytes:
    return delimited(tag, utf8(text)) if text else b""


def _number(tag: bytes, number: int | None) -> bytes:
    return tag + varint(number) if number else b""
