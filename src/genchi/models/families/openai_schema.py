"""Which schemas OpenAI's strict mode takes: it refuses a request with any other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_INNER = ("anyOf", "allOf", "oneOf", "prefixItems")
_NAMED = ("properties", "$defs", "definitions")


def is_strict(schema: object) -> bool:
    """Whether every object of a schema is closed and requires all that it has.

    https://platform.openai.com/docs/guides/structured-outputs#supported-schemas

    >>> is_strict({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]})
    False
    """
    return isinstance(schema, dict) and _is_object(schema) and all(map(_closed, schemas_in(schema)))


def schemas_in(schema: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """A schema and every schema within it."""
    yield schema
    inner = [item for key in _INNER for item in _items(schema.get(key))]
    named = [item for key in _NAMED for item in _items(list(_values(schema.get(key))))]
    for item in (*inner, *named, *_items([schema.get("items")])):
        yield from schemas_in(item)


def _items(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _values(value: object) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else ()


def _is_object(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "object"


def _closed(schema: dict[str, Any]) -> bool:
    if "oneOf" in schema or "patternProperties" in schema or "not" in schema:
        return False
    if not _is_object(schema) and "properties" not in schema:
        return True
    given = schema.get("properties") or {}
    return schema.get("additionalProperties") is False and set(schema.get("required", ())) == set(
        given
    )
