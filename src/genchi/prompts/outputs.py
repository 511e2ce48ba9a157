"""What a prompt is to be answered with: a JSON Schema, or the name of a class that makes one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.prompts.front_matter import FrontMatter
from genchi.prompts.schemas import Schema, is_schema, schema_of
from genchi.records import Json

_REFERENCE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Output:
    """One of the two: a `schema`, or a `reference` such as `package.module:Class`, not resolved."""

    schema: Schema | None = None
    reference: str | None = None


def read_output(front: FrontMatter) -> Output | None:
    """The output of front matter: a reference, a JSON Schema, or fields, all of them required."""
    value = front.values.get("output")
    if value is None:
        return None
    if isinstance(value, str):
        if not _REFERENCE.fullmatch(value):
            raise front.place("output").error(
                f"the output {value!r} is neither package.module:Class nor a list of fields"
            )
        return Output(reference=value)
    if not isinstance(value, Mapping) or not value:
        raise front.place("output").error("output is a list of fields, a JSON Schema, or a class")
    if is_schema(value):
        return Output(_schema(front, value))
    properties = {name: _schema(front, field, name) for name, field in value.items()}
    return Output(
        {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
    )


def _schema(front: FrontMatter, value: Json, *path: str) -> Schema:
    try:
        return schema_of(value)
    except (ValueError, UsageError) as error:
        what = f"the field {path[0]!r}" if path else "the output"
        raise front.place("output", *path).error(f"{what}: {error}") from None
