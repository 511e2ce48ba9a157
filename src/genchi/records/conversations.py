"""Chat messages as the providers write them, read as ours.

OpenAI (with tools, and the older functions), Anthropic content blocks, ShareGPT (`from`, `value`),
Inspect, and OpenTelemetry GenAI parts. What is not understood is kept as it came.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from genchi.records.encoding import Json
from genchi.records.messages import (
    Message,
    OtherPart,
    Part,
    Reasoning,
    Text,
    ToolCall,
    ToolResult,
    message_from_json,
)
from genchi.records.parsing import parse
from genchi.records.subjects import output_text

_ROLES = {
    "human": "user",
    "gpt": "assistant",
    "bot": "assistant",
    "model": "assistant",
    "ai": "assistant",
    "developer": "system",
    "function": "tool",
    "用户": "user",
    "助手": "assistant",
    "系统": "system",
}


def is_conversation(value: object) -> bool:
    """Whether a value is a list of messages."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(m, dict) and ("role" in m or "from" in m) for m in value)
    )


def read_messages(value: object) -> tuple[Message, ...]:
    """The messages of a list. Raises `ValueError` where it is not a list of messages."""
    if not is_conversation(value):
        raise ValueError("this is not a list of messages with roles")
    return tuple(_message(m) for m in value)  # type: ignore[attr-defined]


def split_answer(messages: tuple[Message, ...]) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """A conversation as what was sent and what came back: its last message, if the assistant's."""
    if messages and messages[-1].role == "assistant":
        return messages[:-1], messages[-1:]
    return messages, ()


def answer_of(messages: Iterable[Message]) -> Json:
    """The last words of the assistant, or None where it said nothing."""
    said = [m.text for m in messages if m.role == "assistant" and m.text]
    return said[-1] if said else None


def _message(fields: dict[str, Any]) -> Message:
    parts = fields.get("parts")
    role = str(fields.get("role") or fields.get("from")).lower()
    role = _ROLES.get(role, role)
    if isinstance(parts, list) and all(isinstance(p, dict) and "type" in p for p in parts):
        return message_from_json(fields | {"role": role})
    content = next((fields[key] for key in ("content", "value") if key in fields), parts)
    if role == "tool":
        call = fields.get("tool_call_id") or fields.get("name")
        said: tuple[Part, ...] = (ToolResult(call, content),)
    else:
        said = (*_thoughts(fields), *_content(content), *_refusal(fields), *_calls(fields))
    name = fields.get("name")
    return Message(role, said, name if isinstance(name, str) else None)


def _thoughts(fields: dict[str, Any]) -> list[Part]:
    thought = fields.get("reasoning_content") or fields.get("reasoning")
    return [Reasoning(thought)] if isinstance(thought, str) and thought else []


def _refusal(fields: dict[str, Any]) -> list[Part]:
    refusal = fields.get("refusal")
    return [Text(refusal)] if isinstance(refusal, str) and refusal else []


def _content(content: object) -> list[Part]:
    if content is None or content == "":
        return []
    if isinstance(content, str):
        return [Text(content)]
    if isinstance(content, list):
        return [_part(part) for part in content]
    return [Text(output_text(content))]


def _part(part: object) -> Part:
    if not isinstance(part, dict):
        return Text(output_text(part))
    match part:
        case {"type": "text" | "input_text" | "output_text", "text": str(text)}:
            return Text(text)
        case {"text": str(text)} if len(part) == 1:
            return Text(text)
        case {"type": "tool_use", "name": str(name)}:
            return ToolCall(part.get("id"), name, part.get("input"))
        case {"type": "tool_result"}:
            return ToolResult(part.get("tool_use_id"), part.get("content"))
        case {"type": "thinking", "thinking": str(thought)} | {
            "type": "reasoning",
            "reasoning": str(thought),
        }:
            return Reasoning(thought)
        case _:
            return OtherPart(part)


def _calls(fields: dict[str, Any]) -> list[Part]:
    calls = fields.get("tool_calls") or []
    old = fields.get("function_call")
    older = [{"function": old}] if isinstance(old, dict) else []
    return [_call(call) for call in [*(calls if isinstance(calls, list) else [calls]), *older]]


def _call(call: object) -> Part:
    if not isinstance(call, dict):
        return OtherPart({"type": "tool_calls", "content": call})
    function = call.get("function")
    if isinstance(function, dict):
        return ToolCall(call.get("id"), str(function.get("name")), _arguments(function))
    return ToolCall(call.get("id"), str(function or call.get("name")), _arguments(call))


def _arguments(call: dict[str, Any]) -> Json:
    arguments = call.get("arguments")
    if not isinstance(arguments, str):
        return arguments
    try:
        return parse(arguments)
    except ValueError:
        return arguments
