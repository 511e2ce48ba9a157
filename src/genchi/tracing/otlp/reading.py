"""An OTLP body to spans, one after the other; what cannot be kept comes with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from genchi.records import Span
from genchi.tracing.otlp import json_form, protobuf_form
from genchi.tracing.otlp.assembling import Origin, assemble
from genchi.tracing.otlp.incoming import Encoding, RejectedSpan, Sent


def read(
    body: bytes, encoding: Encoding, *, app: str | None = None
) -> Iterator[Span | RejectedSpan]:
    """The spans of a body, in its order.

    Raises `MalformedError` at once where the whole body is not OTLP, and nothing later. Every span
    is of the application `app`; where None, of the one its resource names.
    """
    if encoding == "json":
        sent = json_form.sent(json_form.parse_request(body))
    else:
        sent = protobuf_form.sent(protobuf_form.parse_request(body))
    return _spans(sent, app)


def count(body: bytes, encoding: Encoding) -> int:
    """How many spans a body has, good or bad. Raises `MalformedError` as `read` does."""
    if encoding == "json":
        return json_form.count_spans(json_form.parse_request(body))
    return protobuf_form.count_spans(protobuf_form.parse_request(body))


def _spans(sent: Sent, app: str | None) -> Iterator[Span | RejectedSpan]:
    for emitter, spans in sent:
        origin = Origin.of(emitter, app)
        for raw in spans:
            yield raw if isinstance(raw, RejectedSpan) else assemble(raw, origin)
