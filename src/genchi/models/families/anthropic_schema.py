"""Which schemas Anthropic enforces, and how they have to be written for it.

https://platform.claude.com/docs/en/build-with-claude/structured-outputs
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genchi.models.families.openai_schema import schemas_in
from genchi.records import Json

_COMBINING = ("$ref", "anyOf", "oneOf", "allOf", "enum", "const")


def enforceable(schema: Mapping[str, Json]) -> dict[str, Any] | None:
    """A schema as Anthropic takes it, by its own SDK; None for one that it does not enforce.

    Objects have to be closed. One that is there for keys of any name would only ever be empty, so
    that a schema with such an object is none to enforce; nor is one that contains itself.
    """
    import anthropic

    told = dict(schema)
    open_ended = any(map(_is_open, schemas_in(told)))
    if told.get("type") != "object" or open_ended or _is_endless(told):
        return None
    try:
        return anthropic.transform_schema(told)
    except (AttributeError, TypeError, ValueError):  # a form of schema that the SDK does not know
        return None


def _is_open(schema: dict[str, Any]) -> bool:
    kind = schema.get("type")
    if isinstance(kind, list) or "definitions" in schema:  # the SDK knows neither
        return True
    if kind is None:
        return not any(word in schema for word in _COMBINING)
    closed = schema.get("additionalProperties", False) is False and schema.get("properties")
    return kind == "object" and ("patternProperties" in schema or not closed)


def _is_endless(schema: dict[str, Any]) -> bool:
    """Whether a definition comes to itself again, or a reference leads to none."""
    named = schema.get("$defs") or {}
    reached = {f"#/$defs/{name}": _references(inner) for name, inner in named.items()}
    if not _references(schema) <= reached.keys():
        return True
    for _ in named:  # each round goes one reference further
        for found in reached.values():
            found.update(*(reached[name] for name in tuple(found)))
    return any(name in found for name, found in reached.items())


def _references(schema: object) -> set[str]:
    inner = schemas_in(schema) if isinstance(schema, dict) else ()
    return {str(part["$ref"]) for part in inner if "$ref" in part}
