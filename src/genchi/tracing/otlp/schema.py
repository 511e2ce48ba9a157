"""The protobuf schema of OTLP traces, trimmed: attributes stay bytes, text stays bytes.

Reading 15 attributes of a span through protobuf objects costs several times what decoding their
bytes costs (see `values`). Text is declared as bytes so that one name that is not UTF-8 does not
refuse a whole body. Numbers are those of `opentelemetry/proto/trace/v1/trace.proto` and
`opentelemetry/proto/collector/trace/v1/trace_service.proto`; other fields are skipped.
"""

from __future__ import annotations

import functools
from typing import Any

_PACKAGE = "genchi.otlp"
_MESSAGES = {
    "Request": "1 *ResourceSpans resource_spans",
    "ResourceSpans": "1 Resource resource, 2 *ScopeSpans scope_spans, 3 bytes schema_url",
    "Resource": "1 *bytes attributes",
    "ScopeSpans": "1 Scope scope, 2 *Span spans, 3 bytes schema_url",
    "Scope": "1 bytes name, 2 bytes version, 3 *bytes attributes, 4 uint32 dropped",
    "Span": (
        "1 bytes trace_id, 2 bytes span_id, 3 bytes trace_state, 4 bytes parent_span_id, "
        "5 bytes name, 6 int32 kind, 7 fixed64 start, 8 fixed64 end, 9 *bytes attributes, "
        "10 uint32 dropped_attributes, 11 *Event events, 12 uint32 dropped_events, "
        "13 *Link links, 14 uint32 dropped_links, 15 Status status, 16 fixed32 flags"
    ),
    "Event": "1 fixed64 time, 2 bytes name, 3 *bytes attributes, 4 uint32 dropped",
    "Link": (
        "1 bytes trace_id, 2 bytes span_id, 3 bytes trace_state, 4 *bytes attributes, "
        "5 uint32 dropped, 6 fixed32 flags"
    ),
    "Status": "2 bytes message, 3 int32 code",
}
"""By message: number, type (`*` before it means repeated) and name of every field."""


@functools.cache
def request_class() -> Any:
    """The class that parses an `ExportTraceServiceRequest`, built when first needed."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(
        name="genchi_otlp.proto", package=_PACKAGE, syntax="proto3"
    )
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for line in fields.split(", "):
            _add_field(message.field.add(), *line.split(" "))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    found = pool.FindMessageTypeByName(f"{_PACKAGE}.Request")
    return message_factory.GetMessageClass(found)


def _add_field(field: Any, number: str, kind: str, name: str) -> None:
    field.name, field.number = name, int(number)
    field.label = field.LABEL_REPEATED if kind.startswith("*") else field.LABEL_OPTIONAL
    kind = kind.lstrip("*")
    if kind in _MESSAGES:
        field.type, field.type_name = field.TYPE_MESSAGE, f".{_PACKAGE}.{kind}"
    else:
        field.type = getattr(field, f"TYPE_{kind.upper()}")
