"""Anthropic's Messages API: content blocks in, content blocks out.

`gen_ai.usage.input_tokens` counts cached tokens too, which Anthropic reports beside them: the
conventions ask for the sum of `input_tokens`, `cache_read_…` and `cache_creation_input_tokens`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from genchi.records import Message, Usage
from genchi.records.parsing import parse
from genchi.tracing.instruments.wire import (
    Answer,
    Api,
    Asked,
    Body,
    Failure,
    conversation,
    count,
    failure_in,
    inner,
    picked,
    shortfall,
    text,
)

_REQUEST = {
    "gen_ai.request.temperature": "temperature",
    "gen_ai.request.top_p": "top_p",
    "gen_ai.request.top_k": "top_k",
    "gen_ai.request.max_tokens": "max_tokens",
    "gen_ai.request.stop_sequences": "stop_sequences",
    "gen_ai.request.stream": "stream",
    "gen_ai.tool.definitions": "tools",
    "anthropic.request.service_tier": "service_tier",
}
_PIECES = {
    "text_delta": ("text", "text"),
    "thinking_delta": ("thinking", "thinking"),
    "input_json_delta": ("partial_json", "input"),
}
"""Deltas that bring text: the field of the delta, and the field of the block it belongs to."""


def _asked(body: Body) -> Asked:
    attributes = picked(body, _REQUEST)
    if level := inner(body, "output_config", "effort"):
        attributes["gen_ai.request.reasoning.level"] = level
    form = inner(body, "output_config", "format") or body.get("output_format")
    if str(inner(form, "type")).startswith("json"):
        attributes["gen_ai.output.type"] = "json"
    system = body.get("system")
    first = [{"role": "system", "content": system}] if system else []
    return Asked(conversation(first) + conversation(body.get("messages")), attributes=attributes)


def _answered(body: Body) -> Answer:
    usage = body.get("usage")
    reason = text(body.get("stop_reason"))
    attributes = picked(body, {"gen_ai.response.id": "id"})
    if reason:
        attributes["gen_ai.response.finish_reasons"] = [reason]
    if tier := inner(usage, "service_tier"):
        attributes["anthropic.response.service_tier"] = tier
    if (written := count(inner(usage, "cache_creation_input_tokens"))) is not None:
        attributes["gen_ai.usage.cache_creation.input_tokens"] = written
    messages = _messages(body, reason)
    return Answer(
        messages,
        text(body.get("model")),
        _usage(usage),
        attributes,
        lacks=shortfall(messages, [reason or ""], refused=False),
        failure=failure_in(body),
    )


def _messages(body: Body, reason: str | None) -> tuple[Message, ...]:
    if "content" not in body:
        return ()
    turns = [{"role": body.get("role") or "assistant", "content": body.get("content")}]
    return tuple(replace(m, finish_reason=reason) for m in conversation(turns))


def _usage(usage: object) -> Usage:
    fresh = count(inner(usage, "input_tokens"))
    read = count(inner(usage, "cache_read_input_tokens"))
    written = count(inner(usage, "cache_creation_input_tokens"))
    return Usage(
        input_tokens=None if fresh is None else fresh + (read or 0) + (written or 0),
        cached_tokens=read,
        output_tokens=count(inner(usage, "output_tokens")),
        reasoning_tokens=count(inner(usage, "output_tokens_details", "thinking_tokens")),
    )


class _MessageFold:
    """Events of a streamed message: its head, its blocks piece by piece, its end."""

    def __init__(self) -> None:
        self.complete = False
        self.failure: Failure | None = None
        self._message: dict[str, Any] = {}
        self._blocks: dict[int, dict[str, Any]] = {}
        self._pieces: dict[tuple[int, str], list[str]] = {}

    def add(self, event: dict[str, Any]) -> None:
        """Take the next event in."""
        number = event.get("index") or 0
        match event.get("type"):
            case "message_start" if isinstance(event.get("message"), dict):
                self._message = dict(event["message"])
            case "content_block_start" if isinstance(event.get("content_block"), dict):
                self._blocks[number] = event["content_block"]
            case "content_block_delta":
                self._grow(number, event.get("delta"))
            case "message_delta":
                self._end(event)
            case "message_stop":
                self.complete = True
            case "error":
                self.failure = failure_in(event)

    def _grow(self, number: int, delta: object) -> None:
        kind = inner(delta, "type")
        if isinstance(kind, str) and kind in _PIECES:
            source, field = _PIECES[kind]
            pieces = self._pieces.setdefault((number, field), [])
            pieces.append(text(inner(delta, source)) or "")

    def _end(self, event: dict[str, Any]) -> None:
        if isinstance(delta := event.get("delta"), dict):
            self._message |= delta
        if isinstance(usage := event.get("usage"), dict):  # counts so far, never differences
            known = {key: value for key, value in usage.items() if value is not None}
            self._message["usage"] = (self._message.get("usage") or {}) | known

    def whole(self) -> dict[str, Any]:
        """The message, as far as it came."""
        if not self._message:
            return {}
        return self._message | {"content": [self._block(n) for n in sorted(self._blocks)]}

    def _block(self, number: int) -> dict[str, Any]:
        block = dict(self._blocks[number])
        for (place, field), pieces in self._pieces.items():
            if place == number:
                words = "".join(pieces)
                before = block.get(field)
                block[field] = _input(words) if field == "input" else f"{before or ''}{words}"
        return block


def _input(words: str) -> Any:
    """What a tool is given: JSON, or the raw text where the stream broke within it."""
    try:
        return parse(words) if words else {}
    except ValueError:
        return words


MESSAGES = Api("chat", _asked, _answered, _MessageFold)
