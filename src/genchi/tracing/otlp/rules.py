"""What an attribute means: which field it speaks about, how it is read, who is believed first.

A rule never raises. It returns None for a value that cannot be meant, which then stays an
attribute, and `Part` where the value says more than the field can hold.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from genchi.records import Json, clean
from genchi.records.parsing import parse

Attributes = Mapping[str, Json]
Reader = Callable[[Json, Attributes], Any]
"""What a value means, given all attributes of its span (a few need another one to be read)."""

GENCHI, CURRENT, LEGACY, OPENINFERENCE, TRACELOOP, OTHERS = range(6)
"""Vocabularies; where several say something of one field, the first of them is believed."""


@dataclass(frozen=True, slots=True)
class Part:
    """A meaning that leaves out some of what the value said, so that the value is kept as well."""

    value: Any


@dataclass(frozen=True, slots=True)
class Rule:
    """How one attribute is read.

    `held` says that the attribute need not be kept where the field has its meaning: `naming` says
    it again, in a current name. Other attributes are kept, whatever is made of them.
    """

    slot: str
    rank: float
    read: Reader
    held: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a flattened attribute belongs: `list.3.tool_calls.0.id` is of item 3 of `list`."""

    family: str
    index: int
    path: tuple[str | int, ...]


def text(value: Json, _: Attributes) -> str | None:
    """A name or an id: text as it is, whole numbers as they are written."""
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def bare_text(value: Json) -> str | None:
    """Text that is not meant to be JSON; what is left of JSON that was cut off is none.

    >>> bare_text("[INST] hello"), bare_text('[{"role": "us')
    ('[INST] hello', None)
    """
    return value if isinstance(value, str) and value and not _JSON_START.match(value) else None


_JSON_START = re.compile(r"\s*(\[\s*[\[{\"]|\{\s*\")")


def count(value: Json, _: Attributes) -> int | None:
    """A whole number from 0 that the store can keep."""
    if value.__class__ is int and 0 <= value < 2**63:  # nearly every one
        return value
    number = _number(value)
    if number is None or not 0 <= number < 2**63 or number != int(number):
        return None
    return int(number)


def amount(value: Json, _: Attributes) -> float | None:
    """A number from 0: seconds or USD."""
    if value.__class__ is float and 0 <= value < math.inf:  # nearly every one
        return value
    number = _number(value)
    return None if number is None or number < 0 else float(number)


def parsed(words: str) -> Json:
    """The value of a JSON text, nested no deeper than all of genchi can follow it.

    Raises `ValueError` where the text is not JSON.
    """
    found = parse(words)
    if len(words) < 2 * _SURELY_FLAT or words.count("[") + words.count("{") < _SURELY_FLAT:
        return found
    try:
        orjson.dumps(found)
    except TypeError:
        try:
            return clean(found)
        except RecursionError:
            raise ValueError("nested too deeply") from None
    return found


_SURELY_FLAT = 200
"""With fewer brackets than this to be opened and closed, no text is nested too deeply."""


def structure(value: Json) -> Json:
    """A structured value as it is, or the one that is written in a JSON text; None for neither."""
    if isinstance(value, str):
        try:
            value = parsed(value) if value.lstrip()[:1] in ("{", "[") else None
        except ValueError:
            return None
    return value if isinstance(value, dict | list) else None


def json_object(value: Json, _: Attributes) -> dict[str, Json] | None:
    """An object, structured or as JSON."""
    found = structure(value)
    return found if isinstance(found, dict) else None


def json_value(value: Json, _: Attributes) -> Json:
    """Any value, as the JSON text that genchi wrote."""
    if not isinstance(value, str):
        return value
    try:
        return parsed(value)
    except ValueError:
        return None


def text_or_structure(value: Json, _: Attributes) -> Json:
    """An output: an object or a list where the text is one, else the value as it is."""
    found = structure(value) if isinstance(value, str) else None
    return value if found is None else found


def named_inputs(value: Json, attributes: Attributes) -> dict[str, Json] | None:
    """Inputs by name: an object as it is, anything else as the one input there is."""
    found = text_or_structure(value, attributes)
    if found is None or isinstance(found, dict):
        return found
    return {"input": found}


def query(value: Json, _: Attributes) -> dict[str, Json] | None:
    """The one input of a search."""
    return {"query": value} if isinstance(value, str) else None


def _number(value: Json) -> int | float | None:
    if isinstance(value, str):
        try:
            value = float(value) if len(value) < 40 else None
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if math.isfinite(value) else None
