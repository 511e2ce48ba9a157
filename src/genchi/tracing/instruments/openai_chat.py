"""OpenAI chat completions, as OpenAI and the many who speak its language send and answer them.

Names of attributes: OpenTelemetry GenAI semantic conventions, and `openai.*` for the service tier.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from genchi.records import Json, Message, Usage
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
    objects,
    picked,
    shortfall,
    text,
)

_REQUEST = {
    "gen_ai.request.temperature": "temperature",
    "gen_ai.request.top_p": "top_p",
    "gen_ai.request.top_k": "top_k",
    "gen_ai.request.seed": "seed",
    "gen_ai.request.frequency_penalty": "frequency_penalty",
    "gen_ai.request.presence_penalty": "presence_penalty",
    "gen_ai.request.stream": "stream",
    "gen_ai.request.reasoning.level": "reasoning_effort",
    "openai.request.service_tier": "service_tier",
}
_RESPONSE = {
    "gen_ai.response.id": "id",
    "openai.response.service_tier": "service_tier",
    "openai.response.system_fingerprint": "system_fingerprint",
}
_GROWING = ("content", "refusal", "reasoning_content", "reasoning")
"""Fields of a message that a stream sends in pieces of text."""


def asked(body: Body) -> Asked:
    """What a request for a chat completion asks."""
    tools = body.get("tools") or body.get("functions")
    attributes = settings(body) | picked({"tools": tools}, {"gen_ai.tool.definitions": "tools"})
    kind = inner(body, "response_format", "type")
    if isinstance(kind, str):
        attributes["gen_ai.output.type"] = "json" if kind.startswith("json") else kind
    turns = body.get("messages")
    turns = [_plain_calls(turn) for turn in turns] if isinstance(turns, list) else turns
    return Asked(conversation(turns), attributes=attributes)


def _plain_calls(turn: object) -> object:
    """A message with calls of custom tools written as those of functions are."""
    calls = inner(turn, "tool_calls")
    if not isinstance(turn, dict) or not any(inner(call, "custom") for call in objects(calls)):
        return turn
    return turn | {"tool_calls": [_plain_call(call) for call in objects(calls)]}


def _plain_call(call: dict[str, Any]) -> dict[str, Any]:
    custom = call.get("custom")
    if not isinstance(custom, dict):
        return call
    function = {"name": custom.get("name"), "arguments": custom.get("input")}
    return {"id": call.get("id"), "function": function}


def settings(body: Body) -> dict[str, Json]:
    """The settings that chat and text completions have in common."""
    found = picked(body, _REQUEST)
    limit = body.get("max_completion_tokens", body.get("max_tokens"))
    if limit is not None:
        found["gen_ai.request.max_tokens"] = limit
    if stop := body.get("stop"):
        found["gen_ai.request.stop_sequences"] = [stop] if isinstance(stop, str) else stop
    if body.get("n") not in (None, 1):  # the convention: only where it is not one
        found["gen_ai.request.choice.count"] = body.get("n")
    return found


def answered(body: Body) -> Answer:
    """What a chat completion answers: a message for every choice."""
    choices = objects(body.get("choices"))
    messages = tuple(_message(choice) for choice in choices)
    refused = any(inner(choice, "message", "refusal") for choice in choices)
    return answer(body, messages, refused=refused)


def answer(body: Body, messages: tuple[Message, ...], *, refused: bool = False) -> Answer:
    """The answer of a chat or text completion, once its messages have been read."""
    attributes = picked(body, _RESPONSE)
    reasons = [message.finish_reason for message in messages if message.finish_reason]
    if reasons:
        attributes["gen_ai.response.finish_reasons"] = reasons
    return Answer(
        messages,
        text(body.get("model")),
        usage_of(body),
        attributes,
        lacks=shortfall(messages, reasons, refused=refused),
        failure=failure_in(body),
    )


def usage_of(body: Body) -> Usage:
    """The tokens of a completion; cached tokens also as DeepSeek and Moonshot write them."""
    usage = body.get("usage")
    cached = (
        inner(usage, "prompt_tokens_details", "cached_tokens"),
        inner(usage, "prompt_cache_hit_tokens"),
        inner(usage, "cached_tokens"),
    )
    return Usage(
        input_tokens=count(inner(usage, "prompt_tokens")),
        cached_tokens=next((c for c in map(count, cached) if c is not None), None),
        output_tokens=count(inner(usage, "completion_tokens")),
        reasoning_tokens=count(inner(usage, "completion_tokens_details", "reasoning_tokens")),
    )


def _message(choice: dict[str, Any]) -> Message:
    said = choice.get("message")
    fields = {"role": "assistant"} | (said if isinstance(said, dict) else {})
    fields["role"] = fields["role"] or "assistant"  # some send null
    spoken = inner(fields, "audio", "transcript")
    if spoken and not fields.get("content"):
        fields["content"] = spoken
    [message] = conversation([_plain_calls(fields)])
    return replace(message, finish_reason=text(choice.get("finish_reason")))


class ChatFold:
    """Chunks of a streamed chat completion, put together choice by choice."""

    def __init__(self) -> None:
        self.complete = False
        self.failure: Failure | None = None
        self._head: dict[str, Any] = {}
        self._choices: dict[int, _Choice] = {}

    def add(self, event: dict[str, Any]) -> None:
        """Take the next chunk in. The last chunks have the reasons to finish and the usage."""
        self.failure = self.failure or failure_in(event)
        self._head |= head_of(event)
        for choice in objects(event.get("choices")):
            self._choices.setdefault(choice.get("index") or 0, _Choice()).add(choice)
            if usage := choice.get("usage"):  # Moonshot
                self._head["usage"] = usage
        self.complete = all_finished(choice.reason for choice in self._choices.values())

    def whole(self) -> dict[str, Any]:
        """The chat completion, as far as it came."""
        return self._head | {"choices": [self._choices[i].whole() for i in sorted(self._choices)]}


def head_of(event: dict[str, Any]) -> dict[str, Any]:
    """What a chunk says of the whole answer."""
    found = {key: value for key, value in event.items() if value and key != "choices"}
    if usage := inner(event, "x_groq", "usage"):
        found["usage"] = usage
    return found


def all_finished(reasons: Iterable[str | None]) -> bool:
    """Whether every choice that has begun has said why it ended."""
    given = list(reasons)
    return bool(given) and all(given)


class _Choice:
    """One choice: pieces of text by field, tool calls by their number."""

    def __init__(self) -> None:
        self.reason: str | None = None
        self._role = "assistant"
        self._pieces: dict[str, list[str]] = {}
        self._calls: dict[int, _Call] = {}

    def add(self, choice: dict[str, Any]) -> None:
        self.reason = text(choice.get("finish_reason")) or self.reason
        delta = choice.get("delta")
        if not isinstance(delta, dict):
            return
        self._role = text(delta.get("role")) or self._role
        for key in _GROWING:
            if piece := text(delta.get(key)):
                self._pieces.setdefault(key, []).append(piece)
        if piece := text(inner(delta, "audio", "transcript")):
            self._pieces.setdefault("content", []).append(piece)
        if isinstance(old := delta.get("function_call"), dict):
            self._call(-1).add({"function": old})
        for place, call in enumerate(objects(delta.get("tool_calls"))):
            number = call.get("index")
            self._call(number if isinstance(number, int) else place).add(call)

    def _call(self, number: int) -> _Call:
        return self._calls.setdefault(number, _Call())

    def whole(self) -> dict[str, Any]:
        message: dict[str, Any] = {"role": self._role}
        message |= {key: "".join(pieces) for key, pieces in self._pieces.items()}
        if self._calls:
            message["tool_calls"] = [self._calls[number].whole() for number in sorted(self._calls)]
        return {"message": message, "finish_reason": self.reason}


class _Call:
    """One tool call: its id and name come once, its arguments in pieces."""

    def __init__(self) -> None:
        self._id: str | None = None
        self._name = ""
        self._arguments: list[str] = []

    def add(self, call: dict[str, Any]) -> None:
        self._id = text(call.get("id")) or self._id
        asked_for = call.get("function") or call.get("custom")
        self._name = text(inner(asked_for, "name")) or self._name
        piece = text(inner(asked_for, "arguments")) or text(inner(asked_for, "input"))
        if piece:
            self._arguments.append(piece)

    def whole(self) -> dict[str, Any]:
        function = {"name": self._name, "arguments": "".join(self._arguments)}
        return {"id": self._id, "function": function}


CHAT = Api("chat", asked, answered, ChatFold)
