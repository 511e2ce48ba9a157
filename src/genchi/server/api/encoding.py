"""Answers as bytes: dataclasses as JSON, and what is long packed as the asker can unpack it."""

from __future__ import annotations

import gzip
from typing import Any

import orjson

from genchi import zstd
from genchi.records import to_json

_WORTH_PACKING = 1024
_FAST = 1
"""The level of both: the network of one machine or one office is faster than a better one."""


def encoded(value: object) -> bytes:
    """The value as JSON; what JSON cannot say becomes the nearest thing it can.

    >>> encoded({"rate": float("nan")})
    b'{"rate":null}'
    """
    try:
        return orjson.dumps(value)
    except (TypeError, RecursionError):  # a lone surrogate, or an integer over 64 bits
        return to_json(_plain(value))


def packed(data: bytes, accepted: str) -> tuple[bytes, dict[str, str]]:
    """The data as whoever asks can unpack it, with the headers that say so.

    >>> packed(b"short", "gzip")
    (b'short', {})
    """
    if len(data) < _WORTH_PACKING:
        return data, {}
    vary = {"vary": "Accept-Encoding"}
    names = accepting(accepted)
    if "zstd" in names:
        return zstd.compress(data, _FAST), vary | {"content-encoding": "zstd"}
    if "gzip" in names:
        return gzip.compress(data, _FAST, mtime=0), vary | {"content-encoding": "gzip"}
    return data, vary


def accepting(header: str) -> frozenset[str]:
    """The packings that an Accept-Encoding names, without those it refuses.

    >>> sorted(accepting("gzip, zstd;q=0.5, br;q=0"))
    ['gzip', 'zstd']
    """
    parts = [part.strip().lower().split(";") for part in header.split(",")]
    refused = ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return frozenset(
        name.strip() for name, *how in parts if not any(h.strip() in refused for h in how)
    )


def _plain(value: Any) -> Any:
    """Dataclasses within the value as dicts."""
    if hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
