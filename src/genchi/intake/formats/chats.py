"""OpenAI chat logs: requests and responses as the API has them, fine-tuning files, batch files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_REQUESTS = ("request.body", "request", "body")
_RESPONSES = ("response.body", "response", "completion")
_CHOICES = f"({' || '.join(f'{r}.choices' for r in _RESPONSES)} || choices)"
_USAGE = f"({' || '.join(f'{r}.usage' for r in _RESPONSES)} || usage)"
_WHOLE = "[{{role: 'assistant', content: {0}.content}}]"
MAPPING: Mapping[str, str] = {
    "id": "id || custom_id || response.id || response.body.id",
    "messages": "request.body.messages || request.messages || body.messages || messages",
    "output_messages": " || ".join(
        [
            f"{_CHOICES}[:1].message",
            *(f"{r}.message && [{r}.message]" for r in _RESPONSES),
            *(f"{r}.content && {_WHOLE.format(r)}" for r in _RESPONSES),
        ]
    ),
    "finish_reason": f"{_CHOICES}[0].finish_reason || response.stop_reason",
    "model": "request.body.model || request.model || body.model || model || response.model",
    "response_model": "response.body.model || response.model",
    "time": (
        "request_time || response.body.created || response.created || created || created_at || time"
        " || timestamp"
    ),
    "input_tokens": f"{_USAGE}.prompt_tokens || {_USAGE}.input_tokens",
    "cached_tokens": f"{_USAGE}.prompt_tokens_details.cached_tokens",
    "output_tokens": f"{_USAGE}.completion_tokens || {_USAGE}.output_tokens",
    "reasoning_tokens": f"{_USAGE}.completion_tokens_details.reasoning_tokens",
    "error": "error.message || response.error.message || response.body.error.message || error",
}
_OF_RESPONSE = (
    *("choices.0.message", "choices.0.finish_reason", "choices.0.index", "message", "content"),
    *("usage.prompt_tokens", "usage.completion_tokens", "usage.input_tokens"),
    *("usage.output_tokens", "usage.prompt_tokens_details.cached_tokens", "role", "stop_reason"),
    *("usage.completion_tokens_details.reasoning_tokens", "model", "created"),
)
USED = (
    *("messages", *(name for name in _OF_RESPONSE if name.startswith(("choices", "usage")))),
    *(f"{request}.{name}" for request in _REQUESTS for name in ("messages", "model")),
    *(f"{response}.{name}" for response in _RESPONSES for name in _OF_RESPONSE),
)
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
