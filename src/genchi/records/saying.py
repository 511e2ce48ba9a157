"""What is new in a span, as text: what it is found by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from genchi.records.encoding import Json, to_json
from genchi.records.messages import Message, OtherPart, Reasoning, Text, ToolCall, ToolResult
from genchi.records.spans import Payload

_ESCAPES = dict(zip(("\\n", "\\r", "\\t", '\\"', "\\\\"), '\n\r\t"\\', strict=True))


def said_in(payload: Payload, status_message: str | None) -> str:
    """What is searched for words in a span, one thing a line.

    Its inputs without their names, its output, what the assistant answered, the messages since the
    assistant spoke before, passages, reference and error. Earlier messages are found in the spans
    that they were new in; system messages are alike in all spans and are not searched.

    >>> said_in(Payload({"question": "能退款吗？"}, {"answer": "可以"}), "timed out")
    '能退款吗？\\n{"answer":"可以"}\\ntimed out'
    """
    pieces = [
        *(_as_text(value) for value in payload.inputs.values()),
        _as_text(payload.output),
        *_in_messages(payload.output_messages),
        *_in_messages(_new(payload.messages)),
        *(passage.text for passage in payload.passages),
        _as_text(payload.reference),
        status_message or "",
    ]
    return "\n".join(dict.fromkeys(piece for piece in pieces if piece))


def _new(messages: Sequence[Message]) -> Sequence[Message]:
    """The messages after the assistant's last one, without the system's."""
    latest = list(takewhile(lambda message: message.role != "assistant", reversed(messages)))
    return [message for message in reversed(latest) if message.role != "system"]


def _in_messages(messages: Sequence[Message]) -> Iterator[str]:
    for message in messages:
        for part in message.parts:
            match part:
                case Text(content) | Reasoning(content):
                    yield content
                case ToolCall(_, name, arguments):
                    yield f"{name} {_as_text(arguments)}".rstrip()
                case ToolResult(_, response):
                    yield _as_text(response)
                case OtherPart({"text": str(content)}):
                    yield content
                case OtherPart({"type": "unknown", "content": content}):
                    yield _as_text(content)
                case OtherPart():  # an image, a sound or a file: no words
                    pass


def _as_text(value: Json) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    text = to_json(value).decode()
    if "\\" not in text:
        return text
    # A `\n` left in it would be glued to the word that follows.
    return re.sub(r"\\.", lambda found: _ESCAPES.get(found[0], found[0]), text)
