"""Picoschema, the short schemas of dotprompt, as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Mapping

from genchi.errors import UsageError
from genchi.prompts.schemas import TYPES
from genchi.records import Json

_KEY = re.compile(r"(?P<name>[^?(]+)(?P<optional>\?)?(?:\((?P<kind>\w+)(?:,\s*(?P<about>.*))?\))?")


def json_schema(value: Json) -> dict[str, Json]:
    """The JSON Schema of a Picoschema; a JSON Schema is returned as it is.

    >>> json_schema({"tags(array, labels)": "string", "n?": "integer, how many"})["properties"]
    {'tags': {'type': 'array', 'items': {'type': 'string'}, 'description': 'labels'}, 'n': \
{'type': 'integer', 'description': 'how many'}}
    """
    if isinstance(value, str):
        return _scalar(value)
    if not isinstance(value, Mapping):
        raise UsageError(f"{value!r} is no Picoschema: it has names with types")
    if value.get("type") in {*TYPES, "any"} or isinstance(value.get("properties"), Mapping):
        return dict(value)
    properties: dict[str, Json] = {}
    required: list[str] = []
    more: Json = False
    for key, of in value.items():
        if key == "(*)":
            more = json_schema(of)
            continue
        match = _KEY.fullmatch(key)
        if match is None:
            raise UsageError(f"{key!r} is no field of a Picoschema")
        name = match["name"].strip()
        properties[name] = _field(match["kind"], of, match["about"])
        required += [] if match["optional"] else [name]
    found = {"type": "object", "properties": properties, "additionalProperties": more}
    return {**found, "required": required} if required else found


def _field(kind: str | None, of: Json, about: str | None) -> dict[str, Json]:
    if kind == "array":
        found: dict[str, Json] = {"type": "array", "items": json_schema(of)}
    elif kind == "enum":
        found = {"enum": list(of) if isinstance(of, list) else [of]}
    else:
        found = json_schema(of)
    return {**found, "description": about} if about else found


def _scalar(text: str) -> dict[str, Json]:
    kind, _, about = (part.strip() for part in text.partition(","))
    if kind != "any" and kind not in TYPES:
        raise UsageError(f"{kind!r} is a schema that is defined elsewhere: write it out")
    found: dict[str, Json] = {} if kind == "any" else {"type": kind}
    return {**found, "description": about} if about else found
