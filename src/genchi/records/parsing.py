"""One JSON value from text, as Python may have written it: NaN, lone surrogates, long integers."""

from __future__ import annotations

import json

import orjson

from genchi.records.encoding import Json, clean

_ALIKE = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 20
"""The digits of the shortest integer over 64 bits, once `_ALIKE` has made all digits alike."""


def _whole(digits: str) -> Json:
    return int(digits) if len(digits) < 4000 else digits  # Python refuses to read longer ones


DECODER = json.JSONDecoder(parse_constant=lambda name: None, parse_int=_whole, strict=False)
"""Reads what Python writes: NaN as nothing, integers of any length, tabs within text."""


def parse(text: bytes | str) -> Json:
    """The value. Raises `ValueError` with a short reason where the text is not JSON."""
    # orjson would round an integer over 64 bits. Of 20 digits in a row, two stand next to each
    # other among every tenth character, which is all that is looked at in most texts.
    some = text[::10]
    some = some.encode("utf-8", "replace") if isinstance(some, str) else some
    try:
        if b"00" not in some.translate(_ALIKE) or _LONG not in _utf8(text).translate(_ALIKE):
            return orjson.loads(text)
    except ValueError:
        pass
    try:
        return clean(DECODER.decode(_utf8(text).decode()))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8: {error.reason} at byte {error.start + 1}") from None
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None


def _utf8(text: bytes | str) -> bytes:
    return text.encode("utf-8", "replace") if isinstance(text, str) else text
