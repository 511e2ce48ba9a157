"""What one node of a JSON Schema says by itself, and what two nodes say together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from genchi.records import Json

Node = Any
"""A schema or a part of one: a dict, or a boolean."""

TYPES = frozenset(["object", "array", "string", "number", "integer", "boolean", "null"])

_NAMES = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (list, "array"),
    (dict, "object"),
)


@dataclass(frozen=True, slots=True)
class View:
    """What a node allows; None means that it does not say."""

    types: frozenset[str] | None = None
    members: tuple[Json, ...] | None = None
    properties: tuple[tuple[str, Node], ...] = ()
    required: frozenset[str] = frozenset()
    patterns: tuple[tuple[str, Node], ...] = ()
    others: Node = None
    items: Node = None
    first_items: tuple[Node, ...] = ()
    unions: tuple[tuple[Node, ...], ...] = ()

    @property
    def closed(self) -> bool:
        """Whether keys that it does not name are forbidden."""
        return self.others is False

    def node_of(self, key: str) -> Node:
        """The node of a member; None where the schema says nothing about it."""
        named = [node for name, node in self.properties if name == key]
        named += [node for pattern, node in self.patterns if _searches(pattern, key)]
        return named[0] if named else self.others

    def names(self, key: str) -> bool:
        """Whether the schema speaks of this key."""
        return any(name == key for name, _ in self.properties) or any(
            _searches(pattern, key) for pattern, _ in self.patterns
        )


def type_of(value: Json) -> str:
    """The JSON type of a value; a whole float is a number.

    >>> [type_of(value) for value in (None, True, 1, 1.5, "a", [], {})]
    ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']
    """
    if value is None:
        return "null"
    for kind, name in _NAMES:
        if isinstance(value, kind):
            return name
    raise TypeError(f"no JSON: {type(value).__name__}")


def plain_view(node: Node) -> View:
    """What a node says by itself."""
    if node is False:
        return View(types=frozenset())
    if not isinstance(node, dict):
        return View()
    kinds = node.get("type")
    listed = node["items"] if isinstance(node.get("items"), list) else []
    first = node.get("prefixItems") or listed
    closed = node.get("unevaluatedProperties") is False
    return View(
        types=None if kinds is None else frozenset([kinds] if isinstance(kinds, str) else kinds),
        members=(node["const"],) if "const" in node else _tuple(node.get("enum")),
        properties=tuple(node.get("properties", {}).items()),
        required=frozenset(node.get("required", ())),
        patterns=tuple(node.get("patternProperties", {}).items()),
        others=node.get("additionalProperties", False if closed else None),
        items=node["items"] if isinstance(node.get("items"), dict | bool) else None,
        first_items=tuple(first),
        unions=tuple(tuple(node[name]) for name in ("anyOf", "oneOf") if node.get(name)),
    )


def both_views(one: View, other: View) -> View:
    """What is left where two views hold at once."""
    return View(
        types=_met(one.types, other.types),
        members=one.members if other.members is None else other.members,
        properties=_together(one.properties, other.properties),
        required=one.required | other.required,
        patterns=_together(one.patterns, other.patterns),
        others=other.others if one.others is None else one.others,
        items=_either(one.items, other.items),
        first_items=one.first_items or other.first_items,
        unions=one.unions + other.unions,
    )


def _met(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    whole = {"integer"} if "integer" in one | other and "number" in one | other else set()
    return (one & other) | whole


def _together(
    one: tuple[tuple[str, Node], ...], other: tuple[tuple[str, Node], ...]
) -> tuple[tuple[str, Node], ...]:
    nodes = dict(one)
    for name, node in other:
        nodes[name] = {"allOf": [nodes[name], node]} if name in nodes else node
    return tuple(nodes.items())


def _either(one: Node, other: Node) -> Node:
    if one is None or other is None:
        return other if one is None else one
    return {"allOf": [one, other]}


def _tuple(values: list[Json] | None) -> tuple[Json, ...] | None:
    return None if values is None else tuple(values)


@lru_cache(maxsize=1024)
def _pattern(written: str) -> re.Pattern[str] | None:
    try:
        return re.compile(written)
    except re.error:
        return None


def _searches(written: str, key: str) -> bool:
    pattern = _pattern(written)
    return bool(pattern and pattern.search(key))
