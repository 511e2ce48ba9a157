"""Faults that are in the answer itself: cut off, or JSON that does not parse."""

from __future__ import annotations

import json
import random
from dataclasses import replace

from genchi.models.mock.exchange import Said


def truncated(said: Said) -> Said:
    """The first half of an answer, ended by its length.

    >>> truncated(Said('{"city": "上海"}')).text
    '{"city"'
    """
    if not said.calls:
        short = said.text[: len(said.text) // 2]
        return replace(said, text=short, finish="length", stopped_by=None)
    *whole, last = said.calls
    last = replace(last, arguments=last.arguments[: max(1, len(last.arguments) // 2)])
    return replace(said, calls=(*whole, last), finish="length", stopped_by=None)


def malformed(said: Said, draw: random.Random) -> Said:
    """An answer whose text is no JSON any more, in one of the ways in which models break it."""
    return replace(said, text=broken(said.text, draw))


def broken(text: str, draw: random.Random) -> str:
    """JSON that is none any more.

    >>> broken('{"a": [1, 2]}', random.Random(3)) != '{"a": [1, 2]}'
    True
    """
    ways = [text[:-1], text[:-1] + "," + text[-1:], text.replace('"', "'", 1), text + "\n```"]
    made = draw.choice(ways)
    return made if not _parses(made) else text + "}"


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
