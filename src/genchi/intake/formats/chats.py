"""OpenAI chat logs: requests and responses as the API has them, fine-tuning files, batch files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ASKED = ("request.body.", "request.", "body.", "")
_ANSWERED = ("response.body.", "response.", "completion.", "")


def _first_of(places: tuple[str, ...], *names: str) -> str:
    return " || ".join(f"{place}{name}" for name in names for place in places)


_ANSWER = f"{_first_of(_ANSWERED, 'choices[0].message')} || {_first_of(_ANSWERED[:3], 'message')}"
_CONTENT = _first_of(_ANSWERED[:3], "content")
_TAKEN = {
    "id": "id || custom_id || response.id || response.body.id",
    "messages": _first_of(_ASKED, "messages"),
    "finish_reason": _first_of(_ANSWERED, "choices[0].finish_reason", "stop_reason"),
    "model": "request.body.model || request.model || body.model || model || response.model",
    "response_model": "response.body.model || response.model",
    "time": (
        "request_time || response.body.created || response.created || created || created_at || time"
        " || timestamp"
    ),
    "input_tokens": _first_of(_ANSWERED, "usage.prompt_tokens", "usage.input_tokens"),
    "cached_tokens": _first_of(_ANSWERED, "usage.prompt_tokens_details.cached_tokens"),
    "output_tokens": _first_of(_ANSWERED, "usage.completion_tokens", "usage.output_tokens"),
    "reasoning_tokens": _first_of(_ANSWERED, "usage.completion_tokens_details.reasoning_tokens"),
    "error": "error.message || response.error.message || response.body.error.message || error",
}
MAPPING: Mapping[str, str] = _TAKEN | {
    "output_messages": (
        f"({_ANSWER}) && [{_ANSWER}]"
        f" || ({_CONTENT}) && [{{role: 'assistant', content: {_CONTENT}}}]"
    ),
}
USED: Mapping[str, tuple[str, ...]] = {key: (paths,) for key, paths in _TAKEN.items()} | {
    "output_messages": (f"{_ANSWER} || {_CONTENT}", _first_of(_ANSWERED, "choices[0].index")),
}
"""What the mapping takes out of a record; what is left beside it is kept as metadata."""


def matches(record: Mapping[str, Any]) -> bool:
    """Whether a record is a chat: messages with roles, or a request with them, or choices."""
    request = record.get("request") or record.get("body")
    asked = record.get("messages")
    if asked is None and isinstance(request, dict):
        body = request.get("body")
        asked = request.get("messages") or (isinstance(body, dict) and body.get("messages"))
    if isinstance(asked, list) and asked:
        return all(isinstance(m, dict) and "role" in m for m in asked)
    response = record.get("response")
    return isinstance(response, dict) and ("choices" in response or "body" in response)
