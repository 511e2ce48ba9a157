"""JSON for records: one spelling for every value, so that equal things have equal hashes.

`clean` makes any value JSON can carry, `to_json` writes it the same way every time, and
`content_hash` names it. Nothing here raises on odd input: what JSON cannot say (NaN, infinities,
lone surrogates, integers over 64 bits) is written as the nearest thing it can say.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from typing import Any

import orjson

Json = Any
"""A value as `orjson.loads` returns it: dict, list, str, int, float, bool or None."""

_MAX_INT = 2**63 - 1
_SORTED = orjson.OPT_SORT_KEYS


def clean(value: Any) -> Json:
    """`value` with everything JSON cannot carry replaced.

    NaN and infinities become None (unknown), lone surrogates become U+FFFD, integers over
    64 bits become text, keys become text, other objects become their `str`.

    >>> clean({"score": float("nan"), 1: ("a", "b")})
    {'score': None, '1': ['a', 'b']}
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, int):
        return int(value) if abs(value) <= _MAX_INT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {_clean_text(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(item) for item in value]
    return _clean_text(str(value))


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
    return hashlib.blake2b(to_json(value), digest_size=size).digest()
