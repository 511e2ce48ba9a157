"""OTLP as files have it: what the file exporter of an OpenTelemetry collector writes, one request
on each line, or one JSON document. Its spans come as they are: there is nothing to map.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from genchi.intake.rows import Imported, Reject, Row
from genchi.records import Span, to_json

MAPPING: Mapping[str, str] = {}
USED: Mapping[str, tuple[str, ...]] = {}
_REQUEST, _RESOURCE = ("resourceSpans", "resource_spans"), ("scopeSpans", "scope_spans")


def matches(record: Mapping[str, Any]) -> bool:
    """Whether a record is an OTLP request, or what it has of one sender."""
    return any(name in record for name in (*_REQUEST, *_RESOURCE))


def spans(row: Row, app: str) -> Iterator[Imported | Reject]:
    """The spans of a record."""
    from genchi.tracing import otlp

    record = row.record
    request = record if any(name in record for name in _REQUEST) else {"resourceSpans": [record]}
    try:
        for found in otlp.read(to_json(request), "json", app=app):
            if isinstance(found, Span):
                yield Imported(found)
            else:
                yield Reject(row.place, found.reason, found.name)
    except otlp.MalformedError as error:
        yield Reject(row.place, str(error), to_json(record).decode())
