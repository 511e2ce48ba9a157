"""What is sent to a model and what comes back, in the OpenTelemetry GenAI message shape.

A message has a role and parts. JSON in and out follows the semantic conventions
(`{"role": "user", "parts": [{"type": "text", "content": "…"}]}`); a part of a kind we do not
know is kept as it came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genchi.records.encoding import Json


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    content: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What the model thought before it answered, where the provider shows it."""

    content: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model asks for a tool. `arguments` is parsed JSON, or raw text that did not parse."""

    id: str | None
    name: str
    arguments: Json = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What the tool answered to the call with this id."""

    id: str | None
    response: Json = None


@dataclass(frozen=True, slots=True)
class OtherPart:
    """A part of another kind (image, audio, file, …), kept as it came."""

    data: dict[str, Any]


Part = Text | Reasoning | ToolCall | ToolResult | OtherPart


@dataclass(frozen=True, slots=True)
class Message:
    """One turn: `role` is system, user, assistant or tool."""

    role: str
    parts: tuple[Part, ...] = ()
    name: str | None = None
    finish_reason: str | None = None

    @property
    def text(self) -> str:
        """The words of this message, without reasoning and tool calls."""
        return "\n".join([part.content for part in self.parts if isinstance(part, Text)])

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The tools this message asks for."""
        return tuple(part for part in self.parts if isinstance(part, ToolCall))


def message_to_json(message: Message) -> dict[str, Any]:
    """The message as OpenTelemetry GenAI JSON.

    >>> message_to_json(Message("user", (Text("退款"),)))
    {'role': 'user', 'parts': [{'type': 'text', 'content': '退款'}]}
    """
    out: dict[str, Any] = {
        "role": message.role,
        "parts": [
            {"type": "text", "content": part.content}  # nearly every part
            if isinstance(part, Text)
            else _part_to_json(part)
            for part in message.parts
        ],
    }
    if message.name is not None:
        out["name"] = message.name
    if message.finish_reason is not None:
        out["finish_reason"] = message.finish_reason
    return out


def message_from_json(data: dict[str, Any]) -> Message:
    """The message that `message_to_json` wrote."""
    parts = data.get("parts")
    return Message(
        role=str(data.get("role", "user")),
        parts=tuple(_part_from_json(p) for p in parts) if isinstance(parts, list) else (),
        name=data.get("name"),
        finish_reason=data.get("finish_reason"),
    )


def _part_to_json(part: Reasoning | ToolCall | ToolResult | OtherPart) -> dict[str, Any]:
    match part:
        case Reasoning(content):
            return {"type": "reasoning", "content": content}
        case ToolCall(id_, name, arguments):
            return {"type": "tool_call", "id": id_, "name": name, "arguments": arguments}
        case ToolResult(id_, response):
            return {"type": "tool_call_response", "id": id_, "response": response}
        case OtherPart(data):
            return data


def _part_from_json(data: Any) -> Part:
    if not isinstance(data, dict):
        return OtherPart({"type": "unknown", "content": data})
    match data:
        case {"type": "text", "content": str(content)}:
            return Text(content)
        case {"type": "reasoning", "content": str(content)}:
            return Reasoning(content)
        case {"type": "tool_call", "name": str(name)}:
            return ToolCall(data.get("id"), name, data.get("arguments"))
        case {"type": "tool_call_response", "response": response}:
            return ToolResult(data.get("id"), response)
        case {"type": "tool_call_response", "result": response}:
            return ToolResult(data.get("id"), response)
        case _:
            return OtherPart(data)
