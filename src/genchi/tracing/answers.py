"""How many spans an OTLP server says it did not keep, of a request that it answered with 200.

`ExportTraceServiceResponse` (opentelemetry/proto/collector/trace/v1/trace_service.proto) is three
fields in all, so it is read here and not with a protobuf library.
"""

from __future__ import annotations

from collections.abc import Iterator

_VARINT, _BYTES = 0, 2
_FIXED = {1: 8, 5: 4}


def rejected_in(body: bytes) -> tuple[int, str]:
    """The number of rejected spans and the server's words; (0, "") where it is not such an answer.

    >>> rejected_in(bytes.fromhex("0a0708031203626164"))
    (3, 'bad')
    """
    try:
        partial = next((value for number, value in _fields(body) if number == 1), b"")
        if not isinstance(partial, bytes):
            return 0, ""
        fields = dict(_fields(partial))
    except (IndexError, ValueError):
        return 0, ""
    rejected, said = fields.get(1, 0), fields.get(2, b"")
    words = said.decode("utf-8", "replace")[:500] if isinstance(said, bytes) else ""
    return (rejected if isinstance(rejected, int) else 0), words


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        kind = tag & 7
        if kind == _VARINT:
            value, place = _varint(data, place)
            yield tag >> 3, value
            continue
        size = _FIXED.get(kind, 0)
        if kind == _BYTES:
            size, place = _varint(data, place)
        elif not size:
            raise ValueError("not protobuf")
        if place + size > len(data):
            raise ValueError("cut short")
        yield tag >> 3, data[place : place + size]
        place += size


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7
        if shift > 63:
            raise ValueError("a number over 64 bits")
