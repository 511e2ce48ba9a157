"""`KeyValue` and `AnyValue` (`opentelemetry/proto/common/v1/common.proto`) as bytes, to JSON.

Decoded by hand, because nearly all of the cost of a span is in its attributes. A value of bytes is
`{"bytesValue": "<base64>"}`, as OTLP/JSON has it; so is what is nested more than 100 levels deep,
and what cannot be decoded, which stands under `genchi.unreadable`. NaN and infinities are None.
"""

from __future__ import annotations

import base64
import functools
import math
import struct
from collections.abc import Sequence

from genchi.records import Json

MAX_DEPTH = 100
"""Levels of lists and objects that are followed into an attribute."""
UNREADABLE = "genchi.unreadable"
"""The attribute that holds the bytes of those that are no `KeyValue`."""
_REMEMBERED = 10_000
"""Attribute names that are remembered; senders that make up names do not fill the memory."""
_SHORT = 80
"""Bytes below which an attribute is remembered as a whole."""
_KEY, _VALUE, _TEXT, _INTEGER = 0x0A, 0x12, 0x0A, 0x18
"""Tags: `KeyValue.key` and `.value`, `AnyValue.string_value` and `.int_value`."""
_NEGATIVE = 2**63
"""From here on, a number of 64 bits is a negative one."""
_names: dict[bytes, str] = {}


class _BrokenError(ValueError):
    """Bytes that are not the message they should be."""


def attributes_of(pairs: Sequence[bytes]) -> dict[str, Json]:
    """The attributes that encoded `KeyValue`s say; the last of several with one name counts."""
    read = [_short_pair(data) if len(data) < _SHORT else _read_pair(data) for data in pairs]
    try:
        return dict(read)  # type: ignore[arg-type]
    except TypeError:  # some of it could not be read, and is None
        found = dict(pair for pair in read if pair)
        broken = [as_bytes_value(data) for data, pair in zip(pairs, read, strict=True) if not pair]
        said = found.get(UNREADABLE, [])
        return found | {UNREADABLE: [*(said if isinstance(said, list) else [said]), *broken]}


def _read_pair(data: bytes) -> tuple[str, Json] | None:
    try:
        # Nearly every attribute is a name under 128 bytes and one text up to the end. Lengths
        # up to 16,383 are read here; what does not end where it should is left to `_pair`.
        end, at = len(data), data[1] + 2
        size, start = data[at + 1], at + 2
        if size > 127:
            size, start = size - 128 + (data[start] << 7), start + 1
        if data[0] == _KEY and data[at] == _VALUE and at < 130 and start + size == end:
            encoded = data[2:at]
            name = _names.get(encoded) or _remembered(encoded)
            if data[start] == _TEXT:
                size, at = data[start + 1], start + 2
                if size > 127:
                    size, at = size - 128 + (data[at] << 7), at + 1
                if at + size == end:
                    return name, data[at:].decode("utf-8", "replace")
            return name, _value(data, start, end, 0)
    except (_BrokenError, IndexError):
        pass
    try:
        return _pair(data, 0, len(data), 0)
    except (_BrokenError, IndexError):
        return None


_short_pair = functools.lru_cache(maxsize=8192)(_read_pair)
"""Short attributes are alike in most spans of a sender: model, provider, operation, service."""


def as_bytes_value(data: bytes) -> Json:
    """Bytes as JSON can hold them.

    >>> as_bytes_value(b"\\x00\\xff")
    {'bytesValue': 'AP8='}
    """
    return {"bytesValue": base64.b64encode(data).decode()}


def finite(number: float) -> float | None:
    """A number that JSON can write, or None."""
    return number if math.isfinite(number) else None


def _remembered(encoded: bytes) -> str:
    name = encoded.decode("utf-8", "replace")
    if len(_names) < _REMEMBERED and len(encoded) < 128:
        _names[encoded] = name
    return name


def _pair(data: bytes, at: int, end: int, depth: int) -> tuple[str, Json]:
    name, value = "", None
    while at < end:
        tag, at = _varint(data, at)
        start, at = _contents(data, at, end, tag & 7)
        if tag == _KEY:
            encoded = data[start:at]
            name = _names.get(encoded) or _remembered(encoded)
        elif tag == _VALUE:
            value = _value(data, start, at, depth)
    return name, value


def _value(data: bytes, at: int, end: int, depth: int) -> Json:
    value: Json = None
    while at < end:
        tag = data[at]
        if tag == _INTEGER:
            number, at = _varint(data, at + 1)
            if at > end:
                raise _BrokenError
            value = number if number < _NEGATIVE else number - 2 * _NEGATIVE
            continue
        start, at = _contents(data, at + 1, end, tag & 7)
        match tag:
            case 0x0A:  # string_value
                value = data[start:at].decode("utf-8", "replace")
            case 0x10:  # bool_value
                value = _varint(data, start)[0] != 0
            case 0x21:  # double_value
                value = finite(struct.unpack_from("<d", data, start)[0])
            case 0x2A | 0x32 if depth == MAX_DEPTH:
                value = as_bytes_value(data[start:at])
            case 0x2A:  # array_value
                spans = _repeated(data, start, at)
                value = [_value(data, first, last, depth + 1) for first, last in spans]
            case 0x32:  # kvlist_value
                spans = _repeated(data, start, at)
                value = dict(_pair(data, first, last, depth + 1) for first, last in spans)
            case 0x3A:  # bytes_value
                value = as_bytes_value(data[start:at])
            case _ if tag > 0x7F:  # a field with a number above 15: not of this schema
                raise _BrokenError
    return value


def _repeated(data: bytes, at: int, end: int) -> list[tuple[int, int]]:
    """Where the elements of an `ArrayValue` or a `KeyValueList` start and end."""
    found = []
    while at < end:
        tag, at = _varint(data, at)
        start, at = _contents(data, at, end, tag & 7)
        if tag == 0x0A:
            found.append((start, at))
    return found


def _contents(data: bytes, at: int, end: int, wire_type: int) -> tuple[int, int]:
    """Where the contents of a field start and end, `at` being the place after its tag."""
    if wire_type == 2:
        size, at = _varint(data, at)
        stop = at + size
    elif wire_type == 0:
        stop = _varint(data, at)[1]
    elif wire_type in (1, 5):
        stop = at + (8 if wire_type == 1 else 4)
    else:
        raise _BrokenError
    if stop > end:
        raise _BrokenError
    return at, stop


def _varint(data: bytes, at: int) -> tuple[int, int]:
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    number, shift = byte & 0x7F, 7
    while byte > 0x7F:
        at += 1
        byte = data[at]
        number |= (byte & 0x7F) << shift
        shift += 7
        if shift > 70:
            raise _BrokenError
    return number & 0xFFFF_FFFF_FFFF_FFFF, at + 1
