"""An OTLP/JSON body to emitters and raw spans.

As the protobuf JSON mapping has it, with what OTLP changes of it: ids are hexadecimal, enums are
numbers. Also accepted: names of enums, snake_case names of fields, 64-bit numbers as numbers or as
text. Unknown fields are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from genchi.records import Event, Json, clean, to_json
from genchi.records.parsing import parse
from genchi.tracing.otlp.incoming import Emitter, MalformedError, RawSpan, RejectedSpan, Sent
from genchi.tracing.otlp.values import MAX_DEPTH, UNREADABLE, finite

Fields = dict[str, Any]

_KINDS = ("UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER")
_ENUMS = {f"SPAN_KIND_{name}": number for number, name in enumerate(_KINDS)} | {
    "STATUS_CODE_UNSET": 0,
    "STATUS_CODE_OK": 1,
    "STATUS_CODE_ERROR": 2,
}


class _UnreadableError(ValueError):
    """A field of a span has a value that it cannot have; the message says which."""


def parse_request(body: bytes) -> list[tuple[Fields, list[Fields]]]:
    """The resource groups of a body, each with its scope groups.

    Raises `MalformedError` where the body is not an `ExportTraceServiceRequest` down to the lists
    of spans.
    """
    try:
        request = parse(body)
    except ValueError:
        raise MalformedError("the body is not JSON") from None
    if not isinstance(request, dict):
        raise MalformedError("the body is not a JSON object")
    groups = []
    for group in _objects(request, "resourceSpans", "resource_spans"):
        scopes = _objects(group, "scopeSpans", "scope_spans")
        for scope in scopes:
            _list(scope, "spans")
        groups.append((group, scopes))
    return groups


def count_spans(groups: list[tuple[Fields, list[Fields]]]) -> int:
    """How many spans a parsed body has."""
    return sum(len(_list(scope, "spans")) for _, scopes in groups for scope in scopes)


def sent(groups: list[tuple[Fields, list[Fields]]]) -> Sent:
    """The spans of a parsed body, by emitter."""
    for group, scopes in groups:
        resource = _attributes(_get(_object(group, "resource"), "attributes"), 0)
        schema = _text(_get(group, "schemaUrl", "schema_url"))
        for scope in scopes:
            yield Emitter(resource, schema, _scope(scope)), _spans(_list(scope, "spans"))


def _list(fields: Fields, *names: str) -> list[Any]:
    found = _get(fields, *names)
    if found is None:
        return []
    if not isinstance(found, list):
        raise MalformedError(f"{names[0]} is not a list")
    return found


def _objects(fields: Fields, *names: str) -> list[Fields]:
    found = _list(fields, *names)
    if not all(isinstance(item, dict) for item in found):
        raise MalformedError(f"{names[0]} has an element that is not an object")
    return found


def _get(fields: Fields, *names: str) -> Any:
    for name in names:
        if fields.get(name) is not None:
            return fields[name]
    return None


def _object(fields: Fields, name: str) -> Fields:
    found = fields.get(name)
    return found if isinstance(found, dict) else {}


def _scope(scope_spans: Fields) -> dict[str, Json]:
    scope = _object(scope_spans, "scope")
    said: dict[str, Json] = {
        "name": _text(scope.get("name")),
        "version": _text(scope.get("version")),
        "attributes": _attributes(scope.get("attributes"), 0),
        "dropped_attributes_count": _dropped(scope, "Attributes"),
        "schema_url": _text(_get(scope_spans, "schemaUrl", "schema_url")),
    }
    return {name: value for name, value in said.items() if value}


def _spans(spans: list[Any]) -> Iterator[RawSpan | RejectedSpan]:
    for span in spans:
        if not isinstance(span, dict):
            yield RejectedSpan("it is not a JSON object")
            continue
        try:
            yield _span(span)
        except _UnreadableError as error:
            yield RejectedSpan(str(error), _text(span.get("name")))


def _span(span: Fields) -> RawSpan:
    status = _object(span, "status")
    counts = {
        "dropped_attributes_count": _dropped(span, "Attributes"),
        "dropped_events_count": _dropped(span, "Events"),
        "dropped_links_count": _dropped(span, "Links"),
    }
    return RawSpan(
        _id(_get(span, "traceId", "trace_id"), "trace id"),
        _id(_get(span, "spanId", "span_id"), "span id"),
        _id(_get(span, "parentSpanId", "parent_span_id"), "parent id"),
        _text(span.get("name")),
        _whole(_get(span, "startTimeUnixNano", "start_time_unix_nano"), "start time"),
        _whole(_get(span, "endTimeUnixNano", "end_time_unix_nano"), "end time"),
        _enum(span.get("kind")),
        _whole(span.get("flags"), "flags"),
        _enum(status.get("code")),
        _text(status.get("message")),
        _text(_get(span, "traceState", "trace_state")),
        _attributes(span.get("attributes"), 0),
        [_event(item) for item in _dicts(span.get("events"))],
        [_link(item) for item in _dicts(span.get("links"))],
        {name: number for name, number in counts.items() if number},
    )


def _dicts(found: Any) -> list[Fields]:
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _event(event: Fields) -> Event:
    return Event(
        _text(event.get("name")),
        _whole(_get(event, "timeUnixNano", "time_unix_nano"), "time of an event"),
        _attributes(event.get("attributes"), 0),
    )


def _link(link: Fields) -> dict[str, Json]:
    said: dict[str, Json] = {
        "trace_id": _id(_get(link, "traceId", "trace_id"), "trace id of a link").hex(),
        "span_id": _id(_get(link, "spanId", "span_id"), "span id of a link").hex(),
        "trace_state": _text(_get(link, "traceState", "trace_state")),
        "attributes": _attributes(link.get("attributes"), 0),
        "dropped_attributes_count": _dropped(link, "Attributes"),
        "flags": _whole(link.get("flags"), "flags of a link"),
    }
    return {name: value for name, value in said.items() if value}


def _dropped(fields: Fields, what: str) -> int:
    found = _get(fields, f"dropped{what}Count", f"dropped_{what.lower()}_count")
    return _whole(found, f"count of dropped {what.lower()}")


def _id(found: Any, what: str) -> bytes:
    if found is None:
        return b""
    try:
        return bytes.fromhex(found)
    except (TypeError, ValueError):
        raise _UnreadableError(f"its {what} is not hexadecimal") from None


def _whole(found: Any, what: str) -> int:
    """A number from 0 to 64 bits, written as a number or as text."""
    if found is None:
        return 0
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) <= 20:
        found = int(found)
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found < 2**64:
        raise _UnreadableError(f"its {what} is not a whole number of 64 bits")
    return found


def _enum(found: Any) -> int:
    if isinstance(found, str):
        return _ENUMS.get(found, 0)
    return found if isinstance(found, int) else 0


def _text(found: Any) -> str:
    if found is None:
        return ""
    return found if isinstance(found, str) else _as_text(found) or ""


def _attributes(found: Any, depth: int) -> dict[str, Json]:
    """The attributes of a list of `{key, value}`; what is none stands under `genchi.unreadable`."""
    attributes: dict[str, Json] = {}
    for pair in found if isinstance(found, list) else []:
        if isinstance(pair, dict) and isinstance(pair.get("key"), str):
            attributes[pair["key"]] = _value(pair.get("value"), depth)
        else:
            attributes.setdefault(UNREADABLE, []).append(_as_it_came(pair, depth))
    return attributes


def _value(found: Any, depth: int) -> Json:
    """The value of an `AnyValue`; what is none is kept as it came."""
    if not isinstance(found, dict):
        return _as_it_came(found, depth)
    for name, value in found.items():
        read = _READERS.get(name)
        if read is not None:
            return read(value, depth)
    return _as_it_came(found, depth) if found else None


def _as_it_came(value: Any, _: int) -> Json:
    try:
        return clean(value)
    except RecursionError:
        return None


def _integer(value: Any, depth: int) -> Json:
    if isinstance(value, str) and len(value) <= 20:
        digits = value.removeprefix("-")
        if digits.isascii() and digits.isdigit():
            return int(value)
    return _as_it_came(value, depth)


def _double(value: Any, depth: int) -> Json:
    if isinstance(value, str):
        try:
            return finite(float(value))
        except ValueError:
            return value
    if isinstance(value, int) and not isinstance(value, bool):
        return finite(float(value))
    return _as_it_came(value, depth)


def _array(value: Any, depth: int) -> Json:
    items = _items(value, depth)
    return _as_text(value) if items is None else [_value(item, depth + 1) for item in items]


def _object_value(value: Any, depth: int) -> Json:
    pairs = _items(value, depth)
    return _as_text(value) if pairs is None else _attributes(pairs, depth + 1)


def _items(value: Any, depth: int) -> list[Any] | None:
    """The elements of a list or an object; None where they are not to be followed."""
    items = value.get("values", []) if isinstance(value, dict) else None
    return items if isinstance(items, list) and depth < MAX_DEPTH else None


def _as_text(value: Any) -> str | None:
    """The JSON of what is not followed: nested too deeply, or of another type than it must be."""
    try:
        return to_json(value).decode()
    except RecursionError:
        return None


def _bytes(value: Any, depth: int) -> Json:
    return {"bytesValue": _as_it_came(value, depth)}


_READERS = {
    "stringValue": _as_it_came,
    "boolValue": _as_it_came,
    "intValue": _integer,
    "doubleValue": _double,
    "arrayValue": _array,
    "kvlistValue": _object_value,
    "bytesValue": _bytes,
    "string_value": _as_it_came,
    "bool_value": _as_it_came,
    "int_value": _integer,
    "double_value": _double,
    "array_value": _array,
    "kvlist_value": _object_value,
    "bytes_value": _bytes,
}
