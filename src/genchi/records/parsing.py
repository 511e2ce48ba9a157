"""One JSON value from text, as Python may have written it: NaN, lone surrogates, long integers."""

from __future__ import annotations

import json

import orjson

from genchi.records.encoding import Json, clean

_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 20


def _whole(digits: str) -> Json:
    return int(digits) if len(digits) < 4000 else digits  # Python refuses to read longer ones


DECODER = json.JSONDecoder(parse_constant=lambda name: None, parse_int=_whole, strict=False)
"""Reads what Python writes: NaN as nothing, integers of any length, tabs within text."""


def parse(text: bytes | str) -> Json:
    """The value. Raises `ValueError` with a short reason where the text is not JSON."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    try:
        if _LONG not in data.translate(_ALIKE):  # orjson would round an integer over 64 bits
            return orjson.loads(data)
    except ValueError:
        pass
    try:
        return clean(DECODER.decode(data.decode()))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: {error.reason} at byte {error.start + 1}") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None
