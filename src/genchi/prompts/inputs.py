"""What a prompt needs to be told: typed inputs, and plain data made of what is handed in."""

from __future__ import annotations

import keyword
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genchi.errors import UsageError
from genchi.prompts.front_matter import FrontMatter
from genchi.prompts.schemas import Schema, misfit, schema_of
from genchi.records import Json, clean

_DEEP = 100
"""Levels of nesting an input may have."""
_RESERVED = frozenset("true false none True False None loop self and or not in is if else".split())


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its JSON Schema, and its default in a list of one (empty: it is required)."""

    name: str
    schema: Schema
    default: Sequence[Json] = ()
    why: str | None = None
    line: int = field(default=1, compare=False)

    @property
    def required(self) -> bool:
        """Whether it has to be given."""
        return not self.default

    @property
    def type(self) -> str:
        """Its type in a word or a few."""
        named = self.schema.get("type", "any")
        return named if isinstance(named, str) else " or ".join(map(str, named))


def read_inputs(front: FrontMatter) -> tuple[Input, ...]:
    """The inputs of front matter. Raises `UsageError` with the line of the one that is wrong."""
    table = front.values.get("inputs")
    if table is None:
        return ()
    if not isinstance(table, Mapping):
        raise front.place("inputs").error("inputs is a list of `name: type`")
    return tuple(_input(front, name, value) for name, value in table.items())


def bound(inputs: Sequence[Input], given: Mapping[str, Any], prompt: str) -> dict[str, Json]:
    """A deep copy of what was given, as plain JSON data, with defaults for what was not.

    Raises `UsageError` naming the prompt's file for an input that is missing, unknown, of another
    type, or no JSON data.
    """
    known = {one.name: one for one in inputs}
    there = ", ".join(f"{one.name} ({one.type})" for one in inputs) or "none"
    for name in given:
        if name not in known:
            raise UsageError(f"{prompt}: there is no input {name!r}; its inputs are: {there}")
    values: dict[str, Json] = {}
    for one in inputs:
        place = f"{prompt}:{one.line}"
        if one.name not in given:
            if one.required:
                raise UsageError(f"{place}: the input {one.name!r} is missing; inputs are: {there}")
            values[one.name] = clean(one.default[0])
            continue
        value = given[one.name]
        wrong = not_json(value) or _misfit(clean(value), one)
        if wrong:
            raise UsageError(f"{place}: the input {one.name!r} does not fit: {wrong}; {there}")
        values[one.name] = clean(value)
    return values


def not_json(value: object, depth: int = 0) -> str | None:
    """What in a value is no plain JSON data, or None.

    >>> not_json({"a": [1, {2, 3}]})
    '{2, 3} is a set, not JSON data'
    """
    if depth > _DEEP:
        return f"it is nested more than {_DEEP} levels deep"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is no number of JSON"
    if value is None or isinstance(value, str | int | float):
        return None
    if isinstance(value, Mapping):
        keys = (not_text(key) for key in value)
        items = (not_json(item, depth + 1) for item in value.values())
        return next(filter(None, (*keys, *items)), None)
    if isinstance(value, list | tuple):
        return next(filter(None, (not_json(item, depth + 1) for item in value)), None)
    return f"{str(value)[:60]} is a {type(value).__name__}, not JSON data"


def not_text(key: object) -> str | None:
    """What is wrong with a key of an object, or None."""
    return None if isinstance(key, str) else f"the key {key!r} is not text"


def _misfit(value: Json, one: Input) -> str | None:
    if value is None and not one.required and one.default[0] is None:
        return None
    return misfit(value, one.schema)


def _input(front: FrontMatter, name: str, value: Json) -> Input:
    place = front.place("inputs", name)
    if not name.isidentifier() or name in _RESERVED or keyword.iskeyword(name):
        raise place.error(f"an input cannot be called {name!r}: use letters, digits and _")
    spec = dict(value) if isinstance(value, Mapping) else value
    why: Json = None
    default: tuple[Json, ...] = ()
    if isinstance(spec, dict):
        why = spec.pop("why", None)
        default = (spec.pop("default"),) if "default" in spec else ()
    try:
        schema = schema_of(spec)
        one = Input(name, schema, default, None if why is None else str(why), place.line)
        wrong = _misfit(default[0], one) if default else None
    except (ValueError, UsageError) as error:
        raise place.error(f"the input {name!r}: {error}") from None
    if wrong:
        raise place.error(f"the default of {name!r} does not fit: {wrong}")
    return one
