"""OpenAI chat logs: requests and responses as the API has them, fine-tuning files, batch files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MAPPING: Mapping[str, str] = {
    "id": "id || custom_id || response.id || response.body.id",
    "messages": "request.body.messages || request.messages || body.messages || messages",
    "output_messages": (
        "(response.body.choices || response.choices || choices || completion.choices)[:1].message"
    ),
    "finish_reason": (
        "(response.body.choices || response.choices || choices || completion.choices)"
        "[0].finish_reason"
    ),
    "model": "request.body.model || request.model || body.model || model || response.model",
    "response_model": "response.body.model || response.model",
    "time": (
        "request_time || response.body.created || response.created || created || created_at || time"
        " || timestamp"
    ),
    "input_tokens": "(response.body.usage || response.usage || usage).prompt_tokens",
    "cached_tokens": (
        "(response.body.usage || response.usage || usage).prompt_tokens_details.cached_tokens"
    ),
    "output_tokens": "(response.body.usage || response.usage || usage).completion_tokens",
    "reasoning_tokens": (
        "(response.body.usage || response.usage || usage)"
        ".completion_tokens_details.reasoning_tokens"
    ),
    "error": "error.message || response.error.message || response.body.error.message || error",
}
USED = ("request", "response", "body", "messages", "choices", "completion", "usage")
"""Top-level fields that the mapping takes apart and that need not be kept as metadata."""


def matches(record: Mapping[str, Any]) -> bool:
    """Whether a record is a chat: messages with roles, or a request with them, or choices."""
    request = record.get("request") or record.get("body")
    asked = record.get("messages")
    if asked is None and isinstance(request, dict):
        asked = request.get("messages") or (request.get("body") or {}).get("messages")
    if isinstance(asked, list) and asked:
        return all(isinstance(m, dict) and "role" in m for m in asked)
    response = record.get("response")
    return isinstance(response, dict) and ("choices" in response or "body" in response)
