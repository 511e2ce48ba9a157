"""What a program gives as messages and passages, as ours: a snapshot within bounds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from genchi.records import (
    Json,
    Message,
    OtherPart,
    Part,
    Passage,
    Reasoning,
    Text,
    ToolCall,
    ToolResult,
)
from genchi.records.conversations import is_conversation, read_messages
from genchi.tracing import faults
from genchi.tracing.capture import take

_MANY = 10_000


def messages_of(value: object, limit: int) -> tuple[tuple[Message, ...], int]:
    """The messages and how many characters they have. What is no message is left out.

    >>> messages, size = messages_of([{"role": "user", "content": "退款"}], 1000)
    >>> messages[0].text, size
    ('退款', 2)
    """
    try:
        budget = _Budget(limit)
        return tuple(budget.message(message) for message in _read(value)), limit - budget.left
    except Exception as error:
        faults.note("reading messages", error)
        return (), 0


def passages_of(value: object, limit: int) -> tuple[tuple[Passage, ...], int]:
    """The passages and how many characters they have; a plain text is a passage too."""
    try:
        budget = _Budget(limit)
        items = value if isinstance(value, list | tuple) else [value]
        return tuple(budget.passages(items[:_MANY])), limit - budget.left
    except Exception as error:
        faults.note("reading passages", error)
        return (), 0


def _read(value: object) -> tuple[Message, ...]:
    if isinstance(value, Message):
        return (value,)
    items = list(value)[:_MANY] if isinstance(value, list | tuple) else []
    if is_conversation(items):
        return read_messages(items)
    return tuple(item for item in items if isinstance(item, Message))


class _Budget:
    """The characters that may still be kept."""

    __slots__ = ("left",)

    def __init__(self, limit: int) -> None:
        self.left = limit

    def json(self, value: object) -> Json:
        taken, size = take(value, max(self.left, 0))
        self.left -= size
        return taken

    def text(self, value: object) -> str:
        taken = self.json(value)
        return taken if isinstance(taken, str) else str(taken)

    def name(self, value: object) -> str | None:
        return None if value is None else self.text(value)

    def message(self, message: Message) -> Message:
        parts = tuple(self.part(part) for part in message.parts)
        role, name = self.text(message.role), self.name(message.name)
        self.left += len(role) + len(name or "")  # the frame is free
        return Message(role, parts, name, self.name(message.finish_reason))

    def part(self, part: Part) -> Part:
        match part:
            case Text(content):
                return Text(self.text(content))
            case Reasoning(content):
                return Reasoning(self.text(content))
            case ToolCall(id_, name, arguments):
                return ToolCall(self.name(id_), self.text(name), self.json(arguments))
            case ToolResult(id_, response):
                return ToolResult(self.name(id_), self.json(response))
            case OtherPart(data):
                taken = self.json(data)
                return OtherPart(taken if isinstance(taken, dict) else {"content": taken})

    def passages(self, items: Any) -> Iterator[Passage]:
        for item in items:
            if isinstance(item, Passage):
                yield Passage(
                    self.text(item.text),
                    self.text(item.id),
                    self.text(item.document),
                    self.json(item.scores),
                    self.json(item.metadata),
                    self.text(item.tenant),
                )
            elif isinstance(item, str):
                yield Passage(self.text(item))
