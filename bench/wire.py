"""OTLP protobuf by hand: enough to write trace requests and to count the spans in one.

The benches share neither code with what they measure nor a library with its rivals. Field numbers
are those of opentelemetry-proto 1.x (trace/v1/trace.proto and common/v1/common.proto).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

Value = str | bool | int | float | Sequence[str]

_VARINT, _EIGHT_BYTES, _LENGTH, _FOUR_BYTES = 0, 1, 2, 5


def varint(number: int) -> bytes:
    """A whole number from 0 to 2**64 - 1, seven bits a byte."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def whole(field: int, number: int) -> bytes:
    """A field with a number."""
    return varint(field << 3 | _VARINT) + varint(number)


def fixed(field: int, number: int) -> bytes:
    """A field with eight bytes, such as a time."""
    return varint(field << 3 | _EIGHT_BYTES) + struct.pack("<Q", number)


def part(field: int, data: bytes | str) -> bytes:
    """A field with a text, bytes or another message."""
    content = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | _LENGTH) + varint(len(content)) + content


def attribute(field: int, key: str, value: Value) -> bytes:
    """A `KeyValue` in the field `field`."""
    return part(field, part(1, key) + part(2, _any_value(value)))


def _any_value(value: Value) -> bytes:
    match value:
        case str():
            return part(1, value)
        case bool():
            return whole(2, value)
        case int():
            return whole(3, value)
        case float():
            return varint(4 << 3 | _EIGHT_BYTES) + struct.pack("<d", value)
    return part(5, b"".join(part(1, _any_value(item)) for item in value))


def parts(data: bytes, field: int) -> Iterator[bytes]:
    """The contents of every field `field` of a message. `ValueError` where it is not protobuf."""
    place = 0
    while place < len(data):
        tag, place = _varint_at(data, place)
        kind = tag & 7
        if kind == _VARINT:
            _, place = _varint_at(data, place)
            continue
        length = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}.get(kind)
        if kind == _LENGTH:
            length, place = _varint_at(data, place)
        if length is None or place + length > len(data):
            raise ValueError("not protobuf")
        if tag == field << 3 | _LENGTH:
            yield data[place : place + length]
        place += length


def span_count(request: bytes) -> int:
    """How many spans an ExportTraceServiceRequest holds; 0 where it is something else."""
    try:
        return sum(
            1
            for resource_spans in parts(request, 1)
            for scope_spans in parts(resource_spans, 2)
            for _ in parts(scope_spans, 2)
        )
    except ValueError:
        return 0


def _varint_at(data: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        if place >= len(data) or shift > 63:
            raise ValueError("not protobuf")
        byte = data[place]
        number |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return number, place
