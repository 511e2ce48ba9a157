"""Groups of spans as OTLP/JSON: ids in hexadecimal, 64-bit numbers as text, enums as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from genchi.records import Event, Json, Payload, Span, clean, to_json
from genchi.tracing.otlp.encoding import INT64, bytes_of
from genchi.tracing.otlp.incoming import KINDS
from genchi.tracing.otlp.naming import attributes_of, end_of, resource_of
from genchi.tracing.otlp.values import MAX_DEPTH

_NOTHING = Payload()


def request_json(groups: Iterable[list[Span]]) -> bytes:
    """The request that sends groups of spans, each of one application, resource and scope."""
    return to_json({"resourceSpans": [_resource_spans(group) for group in groups]})


def _resource_spans(spans: list[Span]) -> dict[str, Json]:
    origin = (spans[0].payload or _NOTHING).origin
    scope = origin.get("scope", {})
    scope_spans = {
        "scope": _said(
            name=scope.get("name"),
            version=scope.get("version"),
            attributes=_attributes(scope.get("attributes", {})),
            droppedAttributesCount=scope.get("dropped_attributes_count"),
        ),
        "spans": [_span(span) for span in spans],
        "schemaUrl": scope.get("schema_url"),
    }
    return _said(
        resource={"attributes": _attributes(resource_of(spans[0]))},
        scopeSpans=[_said(**scope_spans)],
        schemaUrl=origin.get("schema_url"),
    )


def _span(span: Span) -> dict[str, Json]:
    key, payload = span.key, span.payload or _NOTHING
    origin = payload.origin
    end, failed = end_of(span), span.status == "error"
    return _said(
        traceId=key.trace_id,
        spanId=key.span_id,
        parentSpanId=span.parent_id or origin.get("parent_span_id"),
        traceState=origin.get("trace_state"),
        flags=origin.get("flags"),
        name=span.name,
        kind=KINDS.index(origin["kind"]) if "kind" in origin else None,
        startTimeUnixNano=str(span.start_ns),
        endTimeUnixNano=str(end) if end else None,
        attributes=_attributes(attributes_of(span)),
        events=[_event(event) for event in payload.events],
        links=[_link(link) for link in origin.get("links", ())],
        status=_said(code=2 if failed else None, message=span.status_message),
        droppedAttributesCount=origin.get("dropped_attributes_count"),
        droppedEventsCount=origin.get("dropped_events_count"),
        droppedLinksCount=origin.get("dropped_links_count"),
    )


def _event(event: Event) -> dict[str, Json]:
    return _said(
        timeUnixNano=str(event.time_ns),
        name=event.name,
        attributes=_attributes(event.attributes),
    )


def _link(link: Mapping[str, Json]) -> dict[str, Json]:
    return _said(
        traceId=link.get("trace_id"),
        spanId=link.get("span_id"),
        traceState=link.get("trace_state"),
        attributes=_attributes(link.get("attributes", {})),
        droppedAttributesCount=link.get("dropped_attributes_count"),
        flags=link.get("flags"),
    )


def _said(**fields: Any) -> dict[str, Json]:
    """The fields that say something: in protobuf, nothing and the default value are one."""
    return {name: value for name, value in fields.items() if value}


def _attributes(attributes: Mapping[str, Json]) -> list[Json]:
    return [{"key": name, "value": _value(value, 0)} for name, value in attributes.items()]


def _value(value: Json, depth: int) -> dict[str, Json]:
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)} if value in INT64 else {"stringValue": str(clean(value))}
    if isinstance(value, float):
        return {"doubleValue": value}
    if value is None:
        return {}
    if depth == MAX_DEPTH:
        return {"stringValue": to_json(value).decode()}
    if isinstance(value, Mapping):
        if bytes_of(value) is not None:
            return dict(value)
        pairs = [{"key": str(k), "value": _value(item, depth + 1)} for k, item in value.items()]
        return {"kvlistValue": {"values": pairs}}
    if isinstance(value, list | tuple):
        return {"arrayValue": {"values": [_value(item, depth + 1) for item in value]}}
    return _value(clean(value), depth)
