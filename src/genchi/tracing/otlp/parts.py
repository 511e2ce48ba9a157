"""One message in the form of OpenTelemetry GenAI, read in one pass.

As `records.message_from_json` reads it, and it also says whether the message holds all that was
there: only then may the attribute it came in be dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from genchi.records import (
    Message,
    OtherPart,
    Reasoning,
    Text,
    ToolCall,
    ToolResult,
    message_from_json,
)
from genchi.records import Part as MessagePart
from genchi.tracing.otlp.rules import text_or_structure

_HELD = frozenset(["role", "parts", "name", "finish_reason"])


def read_message(fields: dict[str, Any]) -> tuple[Message, bool] | None:
    """The message, and whether it holds everything; None where it is not in this form."""
    role, parts, name, reason, whole = fields["role"], fields["parts"], None, None, True
    if len(fields) > 2:
        name, reason = fields.get("name"), fields.get("finish_reason")
        whole = fields.keys() <= _HELD
    if not (isinstance(parts, list) and _is_text(name) and _is_text(reason)):
        return None
    made: list[MessagePart] = []
    typed = not parts
    for part in parts:
        if not isinstance(part, dict):
            return None
        kind = part.get("type")
        if kind == "text" and len(part) == 2 and isinstance(part.get("content"), str):
            made.append(Text(part["content"]))  # nearly every part
            typed = True
            continue
        if not _is_text(part.get("id")):
            return None
        typed = typed or isinstance(kind, str)
        make = _MAKERS.get(kind) if isinstance(kind, str) else None
        exact = make(part) if make else None
        if exact is None:  # a part that holds all of itself, or a known one that says more
            exact = message_from_json({"parts": [part]}).parts[0]
            whole = whole and isinstance(exact, OtherPart)
        made.append(exact)
    return (Message(role, tuple(made), name, reason), whole) if typed else None


def _is_text(value: object) -> bool:
    """Whether what may be text is text or not there."""
    return value is None or isinstance(value, str)


def _reasoning(part: dict[str, Any]) -> MessagePart | None:
    content = part.get("content")
    return Reasoning(content) if len(part) == 2 and isinstance(content, str) else None


def _call(part: dict[str, Any]) -> MessagePart | None:
    name = part.get("name")
    if not isinstance(name, str) or not part.keys() <= _CALL:
        return None
    # some senders leave the arguments in the text that the model wrote
    return ToolCall(part.get("id"), name, text_or_structure(part.get("arguments"), {}))


def _result(part: dict[str, Any]) -> MessagePart | None:
    said = "response" if "response" in part else "result"
    if said not in part or not part.keys() <= _RESULTS[said]:
        return None
    return ToolResult(part.get("id"), part[said])


_CALL = frozenset(["type", "id", "name", "arguments"])
_RESULTS = {
    said: frozenset(["type", "id", "name", said])  # the name is that of the call with this id
    for said in ("response", "result")
}
_MAKERS: dict[str, Callable[[dict[str, Any]], MessagePart | None]] = {
    "reasoning": _reasoning,
    "tool_call": _call,
    "tool_call_response": _result,
}
"""By type, a part of ours that holds everything there is in it, or None."""
