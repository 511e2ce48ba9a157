"""A span that has ended as the record that is kept: text clean, personal data removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from genchi.records import Payload, Span, SpanKey
from genchi.tracing.openspan import OpenSpan, text_or_none

if TYPE_CHECKING:
    from genchi.tracing.redaction import Redactor

SAMPLE_RATE = "genchi.sample_rate"
"""The attribute that says which share of traces was kept, where not all were."""


def record_of(span: OpenSpan, app: str, redactor: Redactor | None) -> Span:
    """The record of a span that has ended."""
    record = Span(
        key=SpanKey(app, span.trace_id, span.span_id),
        start_ns=span.start_ns,
        duration_ns=span.duration_ns,
        parent_id=span.parent_id,
        operation=text_or_none(span.operation) or "span",
        name=text_or_none(span.name) or "",
        model=text_or_none(span.model),
        response_model=text_or_none(span.response_model),
        prompt_version=text_or_none(span.prompt_version),
        user=text_or_none(span.user),
        session=text_or_none(span.session),
        status="error" if text_or_none(span.status) == "error" else "ok",
        status_message=text_or_none(span.status_message),
        usage=span.known_usage,
        payload=_payload(span),
    )
    return record if redactor is None else redactor.span(record)


def _payload(span: OpenSpan) -> Payload:
    attributes: dict[str, Any] = span._attributes or {}
    if span._rate < 1:
        attributes = attributes | {SAMPLE_RATE: span._rate}
    return Payload(
        inputs=span._inputs or {},
        output=span._output,
        messages=span._messages,
        output_messages=span._output_messages,
        passages=span._passages,
        metadata=span._metadata or {},
        attributes=attributes,
        events=tuple(span._events or ()),
    )
