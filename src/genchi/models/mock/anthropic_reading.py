"""What a request for a message asks, and what Anthropic would refuse of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from genchi.models.mock.exchange import Asked, Choice, Json, Refused, Role, Tool, Turn
from genchi.models.mock.fields import (
    an_object,
    count_at,
    flag_at,
    invalid,
    list_at,
    number_at,
    object_at,
    text_at,
    wrong,
)
from genchi.models.mock.openai_tools import text_at_path

_ROLES: Mapping[str, Role] = {"user": "user", "assistant": "assistant", "system": "system"}
_CHOICES: Mapping[str, Choice] = {"auto": "auto", "any": "any", "tool": "any", "none": "none"}


def read(body: Json) -> Asked:
    """What is asked. Raises `Refused`."""
    model = text_at(body, "model")
    most = count_at(body, "max_tokens")
    if most is None:
        raise wrong("max_tokens", "an integer", None)
    number_at(body, "temperature", least=0, most=1)
    return _asked(body, model, most)


def read_counted(body: Json) -> Asked:
    """What a request to count tokens asks about: the same without `max_tokens`."""
    return _asked(body, text_at(body, "model"), None)


def _asked(body: Json, model: str, most: int | None) -> Asked:
    tools = _tools(body)
    choice = object_at(body, "tool_choice")
    kind = choice.get("type", "auto")
    if not isinstance(kind, str) or kind not in _CHOICES:
        raise invalid("tool_choice.type", f"{kind!r} is none of {', '.join(_CHOICES)}.")
    if choice and not body.get("tools") and kind != "none":
        raise invalid("tool_choice", "it may only be specified while providing `tools`.")
    named = text_at_path(choice, "name", "tool_choice.name") if kind == "tool" else None
    if named is not None and named not in [tool.name for tool in tools]:
        raise invalid("tool_choice.name", f"tool '{named}' not found in provided tools.")
    thinking = object_at(body, "thinking").get("type")
    return Asked(
        model=model,
        turns=_turns(body),
        tools=tools,
        choice=_CHOICES[kind],
        named=named,
        parallel=not flag_at(choice, "disable_parallel_tool_use", otherwise=False),
        schema=_schema(body),
        most=most,
        stops=_stops(body),
        thinks=thinking in ("enabled", "adaptive") or "reasoner" in model,
        stream=flag_at(body, "stream", otherwise=False),
    )


def blocks_of(content: Any, path: str) -> list[Json]:
    """Content as blocks: a string is one block of text."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    if not isinstance(content, list):
        raise wrong(path, "a string or an array of blocks", content)
    found = []
    for place, item in enumerate(content):
        block = an_object(item, f"{path}.{place}")
        text_at_path(block, "type", f"{path}.{place}.type")
        found.append(block)
    return found


def text_of(block: Json, path: str) -> str:
    """The text of a block; "" where it has none."""
    match block["type"]:
        case "text":
            text = block.get("text")
            if not isinstance(text, str):
                raise wrong(f"{path}.text", "a string", text)
            return text
        case "tool_use":
            return f"{block.get('name', '')}{json.dumps(block.get('input'), ensure_ascii=False)}"
        case "tool_result":
            if block.get("content") is None:
                return ""
            inner = blocks_of(block["content"], f"{path}.content")
            return "\n".join(text_of(one, f"{path}.content.{n}") for n, one in enumerate(inner))
    return ""


def _turns(body: Json) -> tuple[Turn, ...]:
    turns = []
    if body.get("system") is not None:
        blocks = blocks_of(body["system"], "system")
        turns.append(Turn("system", "\n".join(text_of(b, "system") for b in blocks)))
    if body.get("messages") is None:
        raise wrong("messages", "an array", None)
    messages = list_at(body, "messages")
    if not messages:
        raise invalid("messages", "at least one message is required.")
    waiting: list[str] = []
    for place, item in enumerate(messages):
        turns += _said(an_object(item, f"messages.{place}"), place, waiting)
    if waiting:
        raise _unanswered(len(messages) - 1, waiting)
    return tuple(turns)


def _said(message: Json, place: int, waiting: list[str]) -> list[Turn]:
    """What one message says. `waiting` are the calls of tools that have no result yet."""
    path = f"messages.{place}"
    role = text_at_path(message, "role", f"{path}.role")
    if role not in _ROLES:
        raise invalid(f"{path}.role", "Input should be 'user', 'assistant' or 'system'.")
    if role == "assistant" and place == 0:
        raise invalid("messages", "first message must use the user role.")
    blocks = blocks_of(message.get("content"), f"{path}.content")
    results = [block for block in blocks if block["type"] == "tool_result"]
    for block in results:
        call_id = text_at_path(block, "tool_use_id", f"{path}.content.tool_use_id")
        if call_id not in waiting:
            raise Refused(
                f"{path}: unexpected `tool_use_id` found in `tool_result` blocks: {call_id}. Each "
                "`tool_result` block must have a corresponding `tool_use` block in the previous "
                "message."
            )
        waiting.remove(call_id)
    if waiting:
        raise _unanswered(place - 1, waiting)
    waiting += [
        text_at_path(block, "id", f"{path}.content.id")
        for block in blocks
        if block["type"] == "tool_use"
    ]
    texts = [
        (block["type"], text_of(block, f"{path}.content.{n}")) for n, block in enumerate(blocks)
    ]
    if not any(text for _, text in texts) and role == "user" and not results:
        raise invalid(f"{path}.content", "user messages must have non-empty content.")
    if role != "user":
        called = tuple(str(b.get("name", "")) for b in blocks if b["type"] == "tool_use")
        return [Turn(_ROLES[role], "\n".join(text for _, text in texts), called)]
    told = [Turn("tool", text) for kind, text in texts if kind == "tool_result"]
    asked = "\n".join(text for kind, text in texts if kind != "tool_result")
    return [*told, Turn("user", asked)] if asked else told


def _unanswered(place: int, waiting: list[str]) -> Refused:
    return Refused(
        f"messages.{place}: `tool_use` ids were found without `tool_result` blocks immediately "
        f"after: {', '.join(waiting)}. Each `tool_use` block must have a corresponding "
        "`tool_result` block in the next message."
    )


def _tools(body: Json) -> tuple[Tool, ...]:
    found = []
    for place, item in enumerate(list_at(body, "tools")):
        tool = an_object(item, f"tools.{place}")
        if tool.get("type", "custom") in ("custom", None):
            name = text_at_path(tool, "name", f"tools.{place}.name")
            if tool.get("input_schema") is None:
                raise wrong(f"tools.{place}.input_schema", "an object", None)
            found.append(Tool(name, an_object(tool["input_schema"], f"tools.{place}.input_schema")))
    return tuple(found)


def _schema(body: Json) -> Json | None:
    told = object_at(body, "output_config").get("format") or body.get("output_format")
    if told is None:
        return None
    shape = an_object(told, "output_config.format")
    if shape.get("type") != "json_schema":
        raise invalid("output_config.format.type", "Input should be 'json_schema'.")
    return an_object(shape.get("schema"), "output_config.format.schema")


def _stops(body: Json) -> tuple[str, ...]:
    stops = list_at(body, "stop_sequences")
    for place, stop in enumerate(stops):
        if not isinstance(stop, str):
            raise wrong(f"stop_sequences.{place}", "a string", stop)
        if not stop.strip():
            raise invalid("stop_sequences", "each stop sequence must contain non-whitespace.")
    return tuple(stops)
