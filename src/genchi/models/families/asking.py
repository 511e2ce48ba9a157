"""What the families have in common when they write a request down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Any, Literal

from genchi.models.structured import schema_text
from genchi.records import (
    Json,
    Message,
    OtherPart,
    Part,
    Request,
    Text,
    ToolCall,
    ToolResult,
    to_json,
)

Schemas = Literal["json_schema", "json_object", "words"]
"""How a provider takes a schema: whole, as "some JSON", or only in the words of the prompt."""
SIGNATURE = "thought_signature"
"""The type of a part that is Google's alone: the signature of the call of a tool before it."""


def shared_settings(request: Request, *, limit: str) -> dict[str, Any]:
    """The settings that every provider has, where given; `limit` names the most tokens."""
    settings = {
        limit: request.max_tokens,
        "temperature": request.temperature,
        "top_p": request.top_p,
    }
    return {name: value for name, value in settings.items() if value is not None}


def schema_in_words(request: Request) -> Request:
    """The request with its schema told to the model, for providers that do not enforce one."""
    words = f"Answer with JSON alone, of this shape:\n{schema_text(dict(request.schema or {}))}"
    first, *rest = request.messages or (Message("user"),)
    if first.role != "system":
        return replace(request, messages=(Message("system", (Text(words),)), *request.messages))
    told = replace(first, parts=(*first.parts, Text(words)))
    return replace(request, messages=(told, *rest))


def as_text(value: Json) -> str:
    """What a tool answered, as the text that providers take.

    >>> as_text({"城市": "上海"}), as_text("晴")
    ('{"城市":"上海"}', '晴')
    """
    return value if isinstance(value, str) else to_json(value).decode()


def arguments_text(call: ToolCall) -> str:
    """The arguments of a call as text: as they came, where they did not parse."""
    given = call.arguments
    return given if isinstance(given, str) else as_text({} if given is None else given)


def arguments_object(call: ToolCall) -> dict[str, Any]:
    """The arguments of a call as the object that some providers want.

    What did not parse when the model wrote it is kept under a name of its own.
    """
    given = call.arguments
    if given is None:
        return {}
    return given if isinstance(given, dict) else {"arguments": given}


def shown(parts: Iterable[Part]) -> list[Text | OtherPart]:
    """The parts that are words or media, for every provider."""
    return [
        part
        for part in parts
        if isinstance(part, Text)
        or (isinstance(part, OtherPart) and part.data.get("type") != SIGNATURE)
    ]


def paired(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """The messages with an id for every call of a tool and every result.

    Not all providers give ids. Results without one answer the calls before them, in their order.

    >>> call, result = ToolCall(None, "clock"), ToolResult(None, "12:00")
    >>> turns = paired((Message("assistant", (call,)), Message("tool", (result,))))
    >>> [turn.parts[0].id for turn in turns]
    ['made_1', 'made_1']
    """
    told = (p for m in messages for p in m.parts if isinstance(p, ToolCall | ToolResult))
    if all(part.id for part in told):
        return messages
    numbers, waiting = count(1), list[str]()

    def named(part: Part) -> Part:
        if isinstance(part, ToolCall):
            given = part.id or f"made_{next(numbers)}"
            waiting.append(given)
            return part if part.id else replace(part, id=given)
        if isinstance(part, ToolResult):
            if part.id in waiting:
                waiting.remove(part.id)
            elif not part.id and waiting:
                return replace(part, id=waiting.pop(0))
        return part

    return tuple(replace(message, parts=tuple(map(named, message.parts))) for message in messages)
