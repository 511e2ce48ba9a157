"""JSON values to `AnyValue` and `KeyValue` bytes, by hand: the sender's share of the cost.

The other direction is `values`. What `AnyValue` cannot say is said as nearly as possible: whole
numbers over 64 bits and what is nested more than 100 levels deep become text.
"""

from __future__ import annotations

import base64
import binascii
import functools
import struct
from collections.abc import Iterable, Mapping

from genchi.records import Json, clean, to_json
from genchi.tracing.otlp.values import MAX_DEPTH, as_bytes_value

INT64 = range(-(2**63), 2**63)


def varint(number: int) -> bytes:
    """A number as protobuf writes it.

    >>> varint(300)
    b'\\xac\\x02'
    """
    return _SHORT[number] if 0 <= number < len(_SHORT) else _long_varint(number)


def _long_varint(number: int) -> bytes:
    number &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


_SHORT = tuple(map(_long_varint, range(2048)))


def delimited(tag: bytes, data: bytes) -> bytes:
    """A field of bytes, text or a message."""
    return tag + varint(len(data)) + data


def utf8(text: str) -> bytes:
    """Text as UTF-8, whatever it holds."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return str(clean(text)).encode()


def key_values(tag: bytes, attributes: Iterable[tuple[str, Json]]) -> bytes:
    """Attributes as the `KeyValue`s of a repeated field."""
    out: list[bytes] = []
    for name, value in attributes:
        key = _key(name)
        data = any_value(value)
        size = varint(len(data))
        out += (tag, varint(len(key) + len(size) + len(data)), key, size, data)
    return b"".join(out)


@functools.lru_cache(maxsize=4096)
def _key(name: str) -> bytes:
    """The start of a `KeyValue`: its key, and the tag of its value."""
    return delimited(b"\x0a", utf8(name)) + b"\x12"


def any_value(value: Json, depth: int = 0) -> bytes:
    """The contents of an `AnyValue`."""
    if isinstance(value, str):
        return delimited(b"\x0a", utf8(value))
    if isinstance(value, bool):
        return b"\x10\x01" if value else b"\x10\x00"
    if isinstance(value, int):
        return b"\x18" + varint(value) if value in INT64 else any_value(str(clean(value)))
    if isinstance(value, float):
        return b"\x21" + struct.pack("<d", value)
    if value is None:
        return b""
    return _nested(value, depth)


def _nested(value: Json, depth: int) -> bytes:
    if depth == MAX_DEPTH:
        return any_value(to_json(value).decode())
    if isinstance(value, Mapping):
        data = bytes_of(value)
        if data is not None:
            return delimited(b"\x3a", data)
        pairs = (
            delimited(b"\x0a", _key(str(name)) + delimited(b"", any_value(item, depth + 1)))
            for name, item in value.items()
        )
        return delimited(b"\x32", b"".join(pairs))
    if isinstance(value, list | tuple):
        items = (delimited(b"\x0a", any_value(item, depth + 1)) for item in value)
        return delimited(b"\x2a", b"".join(items))
    return any_value(clean(value))


def bytes_of(value: Mapping[str, Json]) -> bytes | None:
    """The bytes that `values.as_bytes_value` wrote as JSON, or None where it is no such value."""
    text = value.get("bytesValue") if len(value) == 1 else None
    if not isinstance(text, str):
        return None
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if as_bytes_value(data) == value else None
