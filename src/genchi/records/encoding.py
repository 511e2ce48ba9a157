"""JSON for records: one spelling for every value, so that equal things have equal hashes.

`clean` makes any value JSON can carry, `to_json` writes it the same way every time, and
`content_hash` names it. Nothing here raises on odd input: what JSON cannot say (NaN, infinities,
lone surrogates, integers over 64 bits, nesting too deep to be read again) is written as the nearest
thing it can say. Only a value that Python itself cannot walk, about a thousand levels deep, raises
`RecursionError`.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

import orjson

Json = Any
"""A value as `orjson.loads` returns it: dict, list, str, int, float, bool or None."""

_INTEGERS = range(-(2**63), 2**64)
"""What every reader and writer of JSON can count to."""
_MAX_DEPTH = 200
"""Levels of nesting that every reader and writer of JSON can follow."""
_SORTED = orjson.OPT_SORT_KEYS


def clean(value: Any) -> Json:
    """`value` with everything JSON cannot carry replaced.

    NaN and infinities become None (unknown), lone surrogates become U+FFFD, integers over
    64 bits become text, keys become text, other objects become their `str`, and what is nested
    more than 200 levels deep becomes text that holds its JSON.

    >>> clean({"score": float("nan"), 1: ("a", "b")})
    {'score': None, '1': ['a', 'b']}
    """
    return _clean(value, 0)


def _clean(value: Any, depth: int) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, int):
        return int(value) if value in _INTEGERS else _digits(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth == _MAX_DEPTH and isinstance(value, dict | list | tuple):
        return _clean_text(json.dumps(value, ensure_ascii=False, default=str))
    if isinstance(value, Mapping):
        return {_clean_text(str(key)): _clean(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item, depth + 1) for item in value]
    if isinstance(value, set | frozenset):  # a set has no order of its own
        return sorted((_clean(item, depth + 1) for item in value), key=to_json)
    return _clean_text(str(value))


def _digits(value: int) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no more than 4,300 decimal digits
        return hex(value)


def _clean_text(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def to_json(value: Any) -> bytes:
    """`value` as UTF-8 JSON with sorted keys and no spaces.

    >>> to_json({"b": 1, "a": "退款"}).decode()
    '{"a":"退款","b":1}'
    """
    try:
        return orjson.dumps(value, option=_SORTED)
    except (TypeError, ValueError, RecursionError):
        return orjson.dumps(clean(value), option=_SORTED)


def from_json(data: bytes | str) -> Json:
    """The value that `to_json` wrote."""
    return orjson.loads(data)


def content_hash(value: Any, *, size: int = 16) -> bytes:
    """A `size`-byte name for `value`: equal values have equal names on every machine.

    >>> content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
    True
    """
    return name_of(to_json(value), size=size)


def name_of(data: bytes, *, size: int = 16) -> bytes:
    """A `size`-byte name for what `to_json` wrote."""
    return hashlib.blake2b(data, digest_size=size).digest()
