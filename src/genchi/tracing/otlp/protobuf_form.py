"""A protobuf body to emitters and raw spans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from genchi.records import Event, Json
from genchi.tracing.otlp.incoming import Emitter, MalformedError, RawSpan, RejectedSpan, Sent
from genchi.tracing.otlp.schema import request_class
from genchi.tracing.otlp.values import attributes_of


def parse_request(body: bytes) -> Any:
    """The parsed body. Raises `MalformedError` where it is not an `ExportTraceServiceRequest`."""
    from google.protobuf.message import DecodeError

    try:
        return request_class().FromString(body)
    except DecodeError:
        raise MalformedError("the body is not an OTLP trace request in protobuf") from None


def count_spans(request: Any) -> int:
    """How many spans a parsed body has."""
    return sum(len(s.spans) for resource in request.resource_spans for s in resource.scope_spans)


def sent(request: Any) -> Sent:
    """The spans of a parsed body, by emitter."""
    for group in request.resource_spans:
        resource = attributes_of(group.resource.attributes)
        schema = _text(group.schema_url)
        for scope_spans in group.scope_spans:
            yield Emitter(resource, schema, _scope(scope_spans)), _spans(scope_spans.spans)


def _scope(scope_spans: Any) -> dict[str, Json]:
    scope = scope_spans.scope
    said: dict[str, Json] = {
        "name": _text(scope.name),
        "version": _text(scope.version),
        "attributes": attributes_of(scope.attributes),
        "dropped_attributes_count": scope.dropped,
        "schema_url": _text(scope_spans.schema_url),
    }
    return {name: value for name, value in said.items() if value}


def _spans(spans: Any) -> Iterator[RawSpan | RejectedSpan]:
    for span in spans:
        status = span.status
        yield RawSpan(
            span.trace_id,
            span.span_id,
            span.parent_span_id,
            _text(span.name),
            span.start,
            span.end,
            span.kind,
            span.flags,
            status.code,
            _text(status.message),
            _text(span.trace_state),
            attributes_of(span.attributes[:]),
            [_event(event) for event in span.events] if span.events else [],
            [_link(link) for link in span.links] if span.links else [],
            _dropped(span),
        )


def _event(event: Any) -> Event:
    return Event(_text(event.name), event.time, attributes_of(event.attributes))


def _link(link: Any) -> dict[str, Json]:
    said: dict[str, Json] = {
        "trace_id": link.trace_id.hex(),
        "span_id": link.span_id.hex(),
        "trace_state": _text(link.trace_state),
        "attributes": attributes_of(link.attributes),
        "dropped_attributes_count": link.dropped,
        "flags": link.flags,
    }
    return {name: value for name, value in said.items() if value}


def _dropped(span: Any) -> dict[str, Json]:
    attributes, events, links = span.dropped_attributes, span.dropped_events, span.dropped_links
    if not (attributes or events or links):
        return {}
    said = {
        "dropped_attributes_count": attributes,
        "dropped_events_count": events,
        "dropped_links_count": links,
    }
    return {name: number for name, number in said.items() if number}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace") if data else ""
