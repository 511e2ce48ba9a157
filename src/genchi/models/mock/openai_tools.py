"""Tools, their choice, and formats of output, as both of OpenAI's APIs have them.

Chat completions wrap what is told of a function or a schema in one more object; responses do not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from genchi.models.mock.exchange import Choice, Json, Refused, Tool
from genchi.models.mock.fields import an_object, invalid, list_at, object_at, wrong

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_CHOICES: Mapping[str, Choice] = {"auto": "auto", "none": "none", "required": "any"}
_ANY_OBJECT: Json = {
    "type": "object",
    "properties": {"answer": {"type": "string"}},
    "required": ["answer"],
}
_DEEPEST = 60


def tools_in(body: Json, *, wrapped: bool) -> tuple[Tool, ...]:
    """The functions of a request. Tools that the provider runs itself are passed over."""
    found = []
    for place, item in enumerate(list_at(body, "tools")):
        tool = an_object(item, f"tools[{place}]")
        if text_at_path(tool, "type", f"tools[{place}].type") != "function":
            continue
        path = f"tools[{place}].function" if wrapped else f"tools[{place}]"
        told = an_object(tool.get("function"), path) if wrapped else tool
        name = text_at_path(told, "name", f"{path}.name")
        if not _NAME.fullmatch(name):
            raise invalid(f"{path}.name", f"{name!r} does not match '^[a-zA-Z0-9_-]+$'.")
        schema = object_at(told, "parameters", path=f"{path}.parameters")
        if told.get("strict") is True:
            _must_be_strict(schema, f"function '{name}'", f"{path}.parameters")
        found.append(Tool(name, schema))
    return tuple(found)


def choice_in(
    body: Json, tools: tuple[Tool, ...], *, wrapped: bool
) -> tuple[Choice, str | None, tuple[Tool, ...]]:
    """Whether tools are called, the one that must be, and those that may be."""
    told = body.get("tool_choice")
    if told is None:
        return "auto", None, tools
    if wrapped and not body.get("tools"):
        raise Refused(
            "'tool_choice' is only allowed when 'tools' are specified.", param="tool_choice"
        )
    if isinstance(told, str):
        if told not in _CHOICES:
            raise invalid("tool_choice", f"{told!r} is none of {', '.join(_CHOICES)}.")
        return _CHOICES[told], None, tools
    choice = an_object(told, "tool_choice")
    if choice.get("type") == "function":
        name = _name_of(choice, wrapped=wrapped)
        _must_have(tools, name)
        return "any", name, tools
    if choice.get("type") == "allowed_tools":
        inner = object_at(choice, "allowed_tools") if wrapped else choice
        allowed = [
            _name_of(an_object(one, "tool_choice.tools"), wrapped=wrapped)
            for one in list_at(inner, "tools")
        ]
        for name in allowed:
            _must_have(tools, name)
        mode: Choice = "any" if inner.get("mode") == "required" else "auto"
        return mode, None, tuple(tool for tool in tools if tool.name in allowed)
    return "auto", None, tools


def schema_in(told: Json, path: str, *, wrapped: bool, said: str) -> Json | None:
    """The schema that the answer must fit. `said` is the conversation: OpenAI wants to read "JSON"
    in it before it promises any."""
    kind = told.get("type", "text")
    if kind == "text":
        return None
    if kind == "json_object":
        if "json" not in said.lower():
            raise Refused(
                f"'messages' must contain the word 'json' in some form, to use '{path}' of type "
                "'json_object'.",
                param="messages",
            )
        return _ANY_OBJECT
    if kind != "json_schema":
        raise invalid(f"{path}.type", f"{kind!r} is none of text, json_object, json_schema.")
    where = f"{path}.json_schema" if wrapped else path
    about = an_object(told.get("json_schema"), where) if wrapped else told
    name = text_at_path(about, "name", f"{where}.name")
    schema = an_object(about.get("schema", {}), f"{where}.schema")
    if about.get("strict") is True:
        _must_be_strict(schema, f"response_format '{name}'", path)
    return schema


def text_at_path(told: Json, field: str, path: str) -> str:
    """A text in an inner object, refused by its whole path."""
    value = told.get(field)
    if not isinstance(value, str) or not value:
        raise wrong(path, "a string", value if value != "" else None)
    return value


def _name_of(told: Json, *, wrapped: bool) -> str:
    inner = an_object(told.get("function"), "tool_choice.function") if wrapped else told
    return text_at_path(
        inner, "name", "tool_choice.function.name" if wrapped else "tool_choice.name"
    )


def _must_have(tools: tuple[Tool, ...], name: str) -> None:
    if name not in [tool.name for tool in tools]:
        raise Refused(f"Tool choice '{name}' not found in 'tools' parameter.", param="tool_choice")


def _must_be_strict(schema: Json, whose: str, param: str) -> None:
    why = strict_fault(schema)
    if why:
        raise Refused(f"Invalid schema for {whose}: {why}", param=param, code="invalid_json_schema")


def strict_fault(schema: Any, place: tuple[str, ...] = ()) -> str | None:
    """Why a schema is none that OpenAI takes as strict, or None.

    >>> strict_fault({"type": "object", "properties": {}})
    "In context=(), 'additionalProperties' is required to be supplied and to be false."
    """
    if not isinstance(schema, Mapping) or len(place) > _DEEPEST:
        return None
    properties = schema.get("properties")
    named = properties if isinstance(properties, Mapping) else {}
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            why = "'additionalProperties' is required to be supplied and to be false."
            return f"In context={place}, {why}"
        required = schema.get("required")
        missing = [key for key in named if not isinstance(required, list) or key not in required]
        if missing:
            return (
                f"In context={place}, 'required' is required to be supplied and to be an array "
                f"including every key in properties. Missing '{missing[0]}'."
            )
    inner: list[tuple[tuple[str, ...], Any]] = [(("items",), schema.get("items"))]
    inner += [(("properties", str(key)), value) for key, value in named.items()]
    for word in ("anyOf", "$defs", "definitions"):
        found = schema.get(word)
        if isinstance(found, Mapping):
            inner += [((word, str(key)), value) for key, value in found.items()]
        elif isinstance(found, list):
            inner += [((word, str(n)), value) for n, value in enumerate(found)]
    faults = (strict_fault(part, place + at) for at, part in inner)
    return next((fault for fault in faults if fault), None)
