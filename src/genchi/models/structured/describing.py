"""A schema as the types of TypeScript, in fewer words than JSON Schema.

What a type cannot say (a pattern, a range, a description) stands in a comment beside it. The order
of keys is that of the schema, so reasoning fields that come first are written first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from genchi.models.structured.typed import SchemaLike, json_schema
from genchi.models.structured.views import Node
from genchi.records import Json

_SIMPLE = {
    "string": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
    "null": "null",
    "object": "object",
    "array": "any[]",
}
_LIMITS = {
    "format": "{}",
    "pattern": "pattern {}",
    "minimum": ">= {}",
    "maximum": "<= {}",
    "exclusiveMinimum": "> {}",
    "exclusiveMaximum": "< {}",
    "multipleOf": "multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
}
_NAME = re.compile(r"[A-Za-z_$][\w$]*", re.ASCII)


def schema_text(schema: SchemaLike) -> str:
    """The schema as compact types, for a prompt.

    >>> print(schema_text({
    ...     "type": "object",
    ...     "properties": {"城市": {"type": "string"}, "score": {"type": "integer", "minimum": 1}},
    ...     "required": ["城市"],
    ... }))
    {
      "城市": string,
      score?: integer, // >= 1
    }
    """
    root = json_schema(schema)
    written: dict[str, str] = {}
    main = _type(root, root, written, "")
    named = [f"type {name} = {text}" for name, text in written.items() if text]
    return "\n\n".join([*named, main])


def _type(node: Node, root: Node, written: dict[str, str], indent: str) -> str:
    """The type of a node; the types it names go into `written`."""
    if not isinstance(node, dict):
        return "any" if node else "never"
    if "$ref" in node:
        return _named(node["$ref"], root, written)
    if "const" in node:
        return _literal(node["const"])
    if "enum" in node:
        return " | ".join(map(_literal, node["enum"]))
    for group, mark in (("anyOf", " | "), ("oneOf", " | "), ("allOf", " & ")):
        if node.get(group):
            parts = [_type(part, root, written, indent) for part in node[group]]
            own = [_object(node, root, written, indent)] if node.get("properties") else []
            return mark.join(dict.fromkeys([*own, *parts]))
    kinds = node.get("type")
    if isinstance(kinds, list):
        return " | ".join(_type({**node, "type": kind}, root, written, indent) for kind in kinds)
    if kinds == "array" or "items" in node or "prefixItems" in node:
        return _array(node, root, written, indent)
    if "properties" in node or "additionalProperties" in node:
        return _object(node, root, written, indent)
    return _SIMPLE.get(str(kinds), "any")


def _named(reference: str, root: Node, written: dict[str, str]) -> str:
    """The name of a type that others refer to; it is written out once."""
    node: Any = root
    for step in reference.removeprefix("#").split("/")[1:]:
        node = node.get(step.replace("~1", "/").replace("~0", "~"), {}) if node else {}
    name = re.sub(r"[^\w$]", "_", reference.rsplit("/", 1)[-1].lstrip("#")) or "Root"
    if name not in written:
        written[name] = ""  # so that a type which contains itself ends here
        written[name] = _type(node, root, written, "")
    return name


def _array(node: dict[str, Any], root: Node, written: dict[str, str], indent: str) -> str:
    first = node.get("prefixItems")
    if first:
        return f"[{', '.join(_type(item, root, written, indent) for item in first)}]"
    inner = _type(node.get("items", True), root, written, indent)
    return f"({inner})[]" if " | " in inner.partition("{")[0] else f"{inner}[]"


def _object(node: dict[str, Any], root: Node, written: dict[str, str], indent: str) -> str:
    inside = indent + "  "
    lines = [
        f"{inside}{_key(name)}{'' if name in node.get('required', ()) else '?'}: "
        f"{_type(member, root, written, inside)},{_comment(member)}"
        for name, member in node.get("properties", {}).items()
    ]
    others = node.get("additionalProperties")
    if isinstance(others, dict) or (others is True and not lines):
        lines.append(f"{inside}[key: string]: {_type(others, root, written, inside)},")
    return "{\n" + "\n".join(lines) + f"\n{indent}}}" if lines else "{}"


def _comment(node: Node) -> str:
    said = list(_said(node)) if isinstance(node, dict) else []
    return f" // {'; '.join(said)}" if said else ""


def _said(node: dict[str, Any]) -> Iterator[str]:
    """What a type cannot say."""
    if node.get("description"):
        yield " ".join(str(node["description"]).split())
    for keyword, words in _LIMITS.items():
        if keyword in node:
            yield words.format(node[keyword])


def _key(name: str) -> str:
    return name if _NAME.fullmatch(name) else _literal(name)


def _literal(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
