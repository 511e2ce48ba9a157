"""A schema in the form its user has it: JSON Schema, a dataclass, a pydantic model.

Of a class the value comes back as an instance. A class has no place for keys it does not name, so
its schema forbids them: they are dropped and told, not dropped in silence by the constructor.
"""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from genchi.errors import UsageError
from genchi.models.structured.schemas import Schema, compiled
from genchi.records import Json

SchemaLike = dict[str, Any] | bool | type
"""What `schema=` takes."""


@dataclass(frozen=True, slots=True)
class Target:
    """The schema, and what makes an instance of a value that fits it (None: the value stays)."""

    schema: Schema
    build: Callable[[Json], Any] | None = None


def target_of(schema: SchemaLike) -> Target:
    """The schema of a user, ready to be asked; raises `UsageError` where it is none."""
    if isinstance(schema, type):
        return _of_class(schema)
    return Target(compiled(_text_of(schema)))


def json_schema(schema: SchemaLike) -> dict[str, Any] | bool:
    """The JSON Schema of what a user gave; of a class it is made once, so do not change it.

    >>> @dataclasses.dataclass(frozen=True)
    ... class Answer:
    ...     text: str
    >>> json_schema(Answer)["$defs"]["Answer"]["required"]
    ['text']
    """
    return _schema_of_class(schema) if isinstance(schema, type) else schema


@lru_cache(maxsize=256)
def _schema_of_class(wanted: type) -> dict[str, Any]:
    if hasattr(wanted, "model_json_schema"):
        return _closed(wanted.model_json_schema())
    if dataclasses.is_dataclass(wanted):
        return _closed(msgspec.json.schema(wanted))
    raise _no_schema(wanted.__name__)


@lru_cache(maxsize=256)
def _of_class(wanted: type) -> Target:
    try:
        schema = compiled(_text_of(json_schema(wanted)))
    except TypeError as error:
        raise UsageError(f"{wanted.__name__} has no JSON Schema: {error}") from None
    if hasattr(wanted, "model_validate"):
        return Target(schema, wanted.model_validate)
    return Target(schema, lambda value: msgspec.convert(value, wanted))


def _text_of(schema: Any) -> str:
    if not isinstance(schema, dict | bool):
        raise _no_schema(type(schema).__name__)
    return json.dumps(schema, ensure_ascii=False)


def _no_schema(name: str) -> UsageError:
    return UsageError(f"{name} is no schema: give a JSON Schema, a dataclass or a pydantic model")


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with keys forbidden that its objects do not name."""
    whole = copy.deepcopy(schema)
    waiting: list[Any] = [whole]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("type") == "object" and isinstance(node.get("properties"), dict):
                node.setdefault("additionalProperties", False)
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return whole
