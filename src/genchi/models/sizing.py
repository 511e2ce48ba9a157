"""How many tokens a request or an answer has, by an estimate: what a provider counts is its own."""

from __future__ import annotations

from collections.abc import Iterable

from genchi.records import (
    Json,
    Message,
    Part,
    Reasoning,
    Request,
    Text,
    ToolCall,
    ToolResult,
    to_json,
)
from genchi.text.token_counts import estimated_tokens

OTHER_PART = 1000
"""Tokens of an image or a file: about what one of ordinary size costs."""


def request_tokens(request: Request) -> int:
    """The messages and the tools of a request.

    >>> request_tokens(Request.of("怎么退款？", system="Be brief."))
    8
    """
    tools = [_json_tokens([tool.name, tool.description, tool.parameters]) for tool in request.tools]
    return message_tokens(request.messages) + sum(tools)


def message_tokens(messages: Iterable[Message]) -> int:
    """All parts of some messages."""
    return sum(_part_tokens(part) for message in messages for part in message.parts)


def _part_tokens(part: Part) -> int:
    match part:
        case Text(content) | Reasoning(content):
            return estimated_tokens(content)
        case ToolCall(_, name, arguments):
            return estimated_tokens(name) + _json_tokens(arguments)
        case ToolResult(_, response):
            return _json_tokens(response)
        case _:
            return OTHER_PART


def _json_tokens(value: Json) -> int:
    return estimated_tokens(value if isinstance(value, str) else to_json(value).decode())
