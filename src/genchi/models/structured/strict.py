"""JSON exactly as RFC 8259 says, and only where Python can hold exactly what is written.

Python's own parser takes NaN, keeps the last of two equal keys, rounds a number of thirty digits
and makes infinity of 1e999, all without a word. Here such a text is not strict; a later rung says
why.
"""

from __future__ import annotations

import json
import math
from decimal import Decimal
from typing import Any

from genchi.records import Json

_EXACT_DIGITS = 15
"""Decimal digits that every float keeps, if it is not next to nothing."""
_SMALL = 1e-290


class NotStrictError(ValueError):
    """The text is not JSON, or not JSON that a Python value holds exactly."""


def read_whole(text: str) -> Json:
    """The value of a text that is JSON from its first character to its last."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise NotStrictError(str(error)) from None


def read_at(text: str, start: int) -> tuple[Json, int]:
    """The value that begins at `start`, and where it ends."""
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError) as error:
        raise NotStrictError(str(error)) from None


def exact_float(written: str) -> float:
    """The number, where a float says the same number as the text.

    >>> exact_float("1.50")
    1.5
    """
    value = float(written)
    if not math.isfinite(value) or not _says_the_same(value, written):
        raise NotStrictError(f"{written[:40]} does not fit a float")
    return value


def _says_the_same(value: float, written: str) -> bool:
    # A float stands for the shortest decimal that names it, so 0.1 is exact.
    short = len(written) <= _EXACT_DIGITS and abs(value) > _SMALL
    return short or Decimal(repr(value)) == Decimal(written)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotStrictError("a key stands twice")
    return members


def _refused(name: str) -> Json:
    raise NotStrictError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=exact_float, parse_constant=_refused
)
