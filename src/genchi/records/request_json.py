"""Requests and responses as JSON: the part of a key that says what was asked, and answers kept."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from genchi.records.encoding import Json
from genchi.records.messages import message_from_json, message_to_json
from genchi.records.requests import Request, Response
from genchi.records.spans import Usage

_SETTINGS = [
    field.name for field in fields(Request) if field.name not in ("messages", "tools", "passages")
]


def request_to_json(request: Request) -> dict[str, Json]:
    """All of a request that is sent to a provider; passages are not.

    >>> request_to_json(Request.of("hi"))["messages"]
    [{'role': 'user', 'parts': [{'type': 'text', 'content': 'hi'}]}]
    """
    return {
        "messages": [message_to_json(message) for message in request.messages],
        "tools": [asdict(tool) for tool in request.tools],
        **{name: getattr(request, name) for name in _SETTINGS},
    }


def response_to_json(response: Response) -> dict[str, Json]:
    """A response without its attempts, which are about one call of it."""
    usage = {name: value for name, value in asdict(response.usage).items() if value is not None}
    return {
        "message": message_to_json(response.message),
        "model": response.model,
        "usage": usage,
        "id": response.id,
        "lacks": response.lacks,
        "estimated": response.estimated,
    }


def response_from_json(told: Any) -> Response:
    """The response that `response_to_json` wrote."""
    return Response(
        message_from_json(told["message"]),
        told["model"],
        Usage(**told["usage"]),
        told["id"],
        told["lacks"],
        bool(told.get("estimated")),
    )
