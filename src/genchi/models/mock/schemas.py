"""A value that fits a JSON Schema, drawn at random.

Small on purpose: objects, arrays, enums, constants, numbers with bounds, strings with lengths,
formats and simple patterns, `anyOf`, `oneOf`, `allOf`, `$ref` (also one that leads back to itself)
and nullable values. What it does not know, such as `not` and `if`, it leaves out of account.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from genchi.models.mock.patterns import matching
from genchi.models.mock.strings import of_format, some_words

DEEPEST = 6
"""Further down only what is required is filled in, and the shortest way out is taken."""
_MORE = 2
"""How many items an array has beyond its least, at most."""
_RANGE = 100
_TRIES = 20
_GIVE_UP = 40
_MOST = 10_000
"""However much a schema asks for, nothing gets longer than this."""


def value_for(schema: Any, draw: random.Random) -> Any:
    """A value that fits, as Python has it.

    >>> shape = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 3,
    ...          "maximum": 3}}, "required": ["n"]}
    >>> value_for(shape, random.Random(0))
    {'n': 3}
    """
    return _Drawing(schema, draw).value(schema, 0)


class _Drawing:
    """One value in the making: the whole schema, for its references, and the dice."""

    def __init__(self, root: Any, draw: random.Random) -> None:
        self.root = root
        self.draw = draw

    def value(self, schema: Any, depth: int) -> Any:
        if not isinstance(schema, Mapping) or depth > _GIVE_UP:
            return None if depth > _GIVE_UP else some_words(self.draw)
        schema = self.flat(schema)
        if "const" in schema:
            return schema["const"]
        if _listed(schema.get("enum")):
            return self.draw.choice(schema["enum"])
        for word in ("anyOf", "oneOf"):
            if _listed(schema.get(word)):
                return self.one_of(schema, word, depth)
        return self.typed(schema, self.kind_of(schema, depth), depth)

    def flat(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """The schema with what it refers to and all of `allOf` in one."""
        found = dict(schema)
        for _ in range(_TRIES):
            if "$ref" in found:
                target = self.target(found.pop("$ref"))
                found = {**target, **found}
            elif _listed(found.get("allOf")):
                for part in found.pop("allOf"):
                    found = _both(found, self.flat(part) if isinstance(part, Mapping) else {})
            else:
                break
        return found

    def target(self, reference: object) -> Mapping[str, Any]:
        found = self.root
        for step in str(reference).lstrip("#").split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, Mapping):
                found = found.get(name, {})
            elif isinstance(found, Sequence) and name.isdigit() and int(name) < len(found):
                found = found[int(name)]
        return found if isinstance(found, Mapping) else {}

    def one_of(self, schema: Mapping[str, Any], word: str, depth: int) -> Any:
        rest = {key: value for key, value in schema.items() if key != word}
        ways = [self.flat(way) if isinstance(way, Mapping) else {} for way in schema[word]]
        ways = _without_written_numbers(ways)
        way = self.shortest(ways) if depth >= DEEPEST else self.draw.choice(ways)
        return self.value(_both(rest, way), depth + 1)

    def shortest(self, ways: list[dict[str, Any]]) -> dict[str, Any]:
        def length(way: dict[str, Any]) -> int:
            if way.get("type") == "object" or "properties" in way:
                return 2 + len(way.get("required", ()))
            return 1 if way.get("type") == "array" or "anyOf" in way else 0

        return min(ways, key=length)

    def kind_of(self, schema: Mapping[str, Any], depth: int) -> str:
        kind = schema.get("type")
        if isinstance(kind, list) and kind:
            if depth >= DEEPEST and "null" in kind:
                return "null"
            return str(self.draw.choice(kind))
        if schema.get("nullable") is True and (depth >= DEEPEST or self.draw.random() < 0.2):
            return "null"
        if isinstance(kind, str):
            return kind
        if "properties" in schema or "required" in schema or "additionalProperties" in schema:
            return "object"
        if "items" in schema or "prefixItems" in schema:
            return "array"
        return "number" if "minimum" in schema or "maximum" in schema else "string"

    def typed(self, schema: Mapping[str, Any], kind: str, depth: int) -> Any:
        match kind:
            case "object":
                return self.an_object(schema, depth)
            case "array":
                return self.an_array(schema, depth)
            case "integer" | "number":
                return self.a_number(schema, whole=kind == "integer")
            case "boolean":
                return self.draw.random() < 0.5
            case "null":
                return None
        return self.a_string(schema)

    def an_object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        named = schema.get("properties")
        properties = named if isinstance(named, Mapping) else {}
        asked = schema.get("required")
        required = [str(key) for key in asked] if isinstance(asked, list) else []
        made = {}
        for key, about in properties.items():
            if key in required or (depth < DEEPEST and self.draw.random() < 0.5):
                made[key] = self.value(about, depth + 1)
        others = schema.get("additionalProperties")
        missing = [key for key in required if key not in made]
        short = min(_number(schema.get("minProperties"), 0), _MOST) - len(made) - len(missing)
        missing += [f"key_{n}" for n in range(1, int(short) + 1)]
        return made | {key: self.value(others or {}, depth + 1) for key in missing}

    def an_array(self, schema: Mapping[str, Any], depth: int) -> list[Any]:
        firsts = schema.get("prefixItems")
        firsts = firsts if isinstance(firsts, list) else []
        items = schema.get("items", {})
        least = min(int(_number(schema.get("minItems"), len(firsts))), _MOST)
        most = int(_number(schema.get("maxItems"), max(least, 1) + _MORE))
        low = min(max(least, 1), most)
        long = least if depth >= DEEPEST else self.draw.randint(low, max(low, most))
        if items is False:
            long = min(long, len(firsts))
        made: list[Any] = []
        for place in range(min(long, least + _MORE + len(firsts))):
            about = firsts[place] if place < len(firsts) else items
            made.append(self.value(about, depth + 1))
            if schema.get("uniqueItems"):
                made = made[:-1] + self.another(about, made, depth)
        return made

    def another(self, schema: Any, made: list[Any], depth: int) -> list[Any]:
        """The last value, or one in its place that is none of the others; none if there is none."""
        *others, last = made
        for _ in range(_TRIES):
            if last not in others:
                return [last]
            last = self.value(schema, depth + 1)
        return []

    def a_number(self, schema: Mapping[str, Any], *, whole: bool) -> int | float:
        step = _number(schema.get("multipleOf"), 1 if whole else 0)
        low, high = _bounds(schema, step or (1 if whole else 1e-6))
        if not step:
            return min(max(round(self.draw.uniform(low, high), 2), low), high)
        first, last = math.ceil(low / step), math.floor(high / step)
        made = self.draw.randint(first, max(first, last)) * step
        return int(made) if whole or float(made).is_integer() else round(made, 9)

    def a_string(self, schema: Mapping[str, Any]) -> str:
        if isinstance(schema.get("pattern"), str):
            made = self.like(schema["pattern"])
        else:
            made = of_format(str(schema.get("format", "")), self.draw)
        least = min(int(_number(schema.get("minLength"), 0)), _MOST)
        most = schema.get("maxLength")
        while len(made) < least:
            made += " " + some_words(self.draw)
        return made[: max(least, int(most))] if isinstance(most, int) else made

    def like(self, pattern: str) -> str:
        """A string that matches, where one is found soon."""
        made = ""
        for _ in range(_TRIES):
            with suppress(re.error, RecursionError):
                made = matching(pattern, self.draw)
                if re.search(pattern, made):
                    break
        return made


def _without_written_numbers(ways: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ways without a string of any kind beside a number: a decimal of pydantic is written like
    that, and does not take any string."""
    kinds = [way.get("type") for way in ways if way.get("type") != "null"]
    if sorted(map(str, kinds)) == ["number", "string"]:
        return [way for way in ways if way != {"type": "string"}]
    return ways


def _listed(value: object) -> bool:
    return isinstance(value, list) and len(value) > 0


def _number(value: object, otherwise: float) -> float:
    known = isinstance(value, int | float) and not isinstance(value, bool)
    return value if known else otherwise  # type: ignore[return-value]


def _bounds(schema: Mapping[str, Any], step: float) -> tuple[float, float]:
    """The least and the greatest number; a bound that is not told is some way from the other."""
    lows = [_number(schema.get("minimum"), -math.inf)]
    lows.append(_number(schema.get("exclusiveMinimum"), -math.inf) + step)
    highs = [_number(schema.get("maximum"), math.inf)]
    highs.append(_number(schema.get("exclusiveMaximum"), math.inf) - step)
    low, high = max(lows), min(highs)
    if low == -math.inf:
        low = 0 if high >= 0 else high - _RANGE * step
    return low, low + _RANGE * max(step, 1) if high == math.inf else high


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Two schemas that both hold; of properties and required keys all of both."""
    made = {**one, **other}
    if isinstance(one.get("properties"), Mapping) and isinstance(other.get("properties"), Mapping):
        made["properties"] = {**one["properties"], **other["properties"]}
    if isinstance(one.get("required"), list) and isinstance(other.get("required"), list):
        made["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    return made
