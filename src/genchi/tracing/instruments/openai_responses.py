"""OpenAI's Responses API: a conversation of typed items, read as messages.

Items of the model's side that follow each other (thoughts, words, tool calls) are one message of
the assistant; a tool's output is a message of the tool. Items of other kinds are kept as they came.
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
    objects,
    picked,
    shortfall,
    text,
)

_REQUEST = {
    "gen_ai.request.temperature": "temperature",
    "gen_ai.request.top_p": "top_p",
    "gen_ai.request.max_tokens": "max_output_tokens",
    "gen_ai.request.stream": "stream",
    "gen_ai.tool.definitions": "tools",
    "openai.request.service_tier": "service_tier",
    "openai.request.previous_response_id": "previous_response_id",
}
_RESPONSE = {
    "gen_ai.response.id": "id",
    "openai.response.service_tier": "service_tier",
}
_PIECES = {
    "response.output_text.delta": ("content", "content_index", "output_text", "text"),
    "response.refusal.delta": ("content", "content_index", "refusal", "refusal"),
    "response.reasoning_text.delta": ("content", "content_index", "reasoning_text", "text"),
    "response.reasoning_summary_text.delta": ("summary", "summary_index", "summary_text", "text"),
}
"""Events that bring text: the list of the item, its place there, the type and field of the part."""


def _asked(body: Body) -> Asked:
    attributes = picked(body, _REQUEST)
    if level := inner(body, "reasoning", "effort"):
        attributes["gen_ai.request.reasoning.level"] = level
    if form := text(inner(body, "text", "format", "type")):
        attributes["gen_ai.output.type"] = "json" if form.startswith("json") else form
    if name := text(body.get("conversation")) or text(inner(body, "conversation", "id")):
        attributes["gen_ai.conversation.id"] = name
    instructions = body.get("instructions")
    first = [{"role": "system", "content": instructions}] if instructions else []
    return Asked(conversation(first) + messages_of(body.get("input")), attributes=attributes)


def messages_of(items: object) -> tuple[Message, ...]:
    """The items of an input or an output as messages."""
    if isinstance(items, str):
        return conversation(items)
    turns: list[dict[str, Any]] = []
    for item in objects(items):
        turn = _turn(item)
        if turns and turn["role"] == turns[-1]["role"] == "assistant":
            turns[-1]["content"] += turn["content"]
        else:
            turns.append(turn)
    return conversation(turns)


def _turn(item: dict[str, Any]) -> dict[str, Any]:
    kind = item.get("type") or "message"
    if kind == "message":
        return {"role": item.get("role") or "user", "content": _parts(item.get("content"))}
    if kind.endswith("_call_output"):
        call = item.get("call_id")
        return {"role": "tool", "tool_call_id": call, "content": item.get("output")}
    return {"role": "assistant", "content": _done(kind, item)}


def _done(kind: str, item: dict[str, Any]) -> list[Any]:
    if kind == "function_call":
        return [_call(item, _arguments(item.get("arguments")))]
    if kind == "custom_tool_call":
        return [_call(item, item.get("input"))]
    if kind == "reasoning":
        said = objects(item.get("content")) or objects(item.get("summary"))
        thoughts = "\n".join(t for piece in said if (t := text(piece.get("text"))))
        return [{"type": "reasoning", "reasoning": thoughts}] if thoughts else []
    return [item]


def _call(item: dict[str, Any], given: object) -> dict[str, Any]:
    name = text(item.get("name")) or ""
    return {"type": "tool_use", "id": item.get("call_id"), "name": name, "input": given}


def _arguments(given: object) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return parse(given)
    except ValueError:
        return given


def _parts(content: object) -> list[Any]:
    parts = content if isinstance(content, list) else [content]
    return [_words(part) for part in parts if part]


def _words(part: object) -> object:
    """A part of a message; a refusal is words, as in a chat completion."""
    if isinstance(part, str):
        return {"type": "text", "text": part}
    refusal = inner(part, "refusal")
    return {"type": "text", "text": refusal} if isinstance(refusal, str) else part


def _answered(body: Body) -> Answer:
    output = objects(body.get("output"))
    messages = messages_of(output)
    attributes = picked(body, _RESPONSE)
    reason = _reason(body)
    if reason:
        attributes["gen_ai.response.finish_reasons"] = [reason]
        messages = (*messages[:-1], *(replace(m, finish_reason=reason) for m in messages[-1:]))
    refused = any(inner(p, "refusal") for item in output for p in objects(item.get("content")))
    return Answer(
        messages,
        text(body.get("model")),
        _usage(body),
        attributes,
        lacks=shortfall(messages, [reason], refused=refused) if reason else None,
        failure=failure_in(body),
    )


def _reason(body: Body) -> str | None:
    """Why the response ended; None for one that goes on, as in the background."""
    status = text(body.get("status"))
    going_on = status in ("queued", "in_progress")
    return None if going_on else text(inner(body, "incomplete_details", "reason")) or status


def _usage(body: Body) -> Usage:
    usage = body.get("usage")
    return Usage(
        input_tokens=count(inner(usage, "input_tokens")),
        cached_tokens=count(inner(usage, "input_tokens_details", "cached_tokens")),
        output_tokens=count(inner(usage, "output_tokens")),
        reasoning_tokens=count(inner(usage, "output_tokens_details", "reasoning_tokens")),
    )


class _ResponseFold:
    """Events of a streamed response. The last one holds all of it; until then, the pieces count."""

    def __init__(self) -> None:
        self.complete = False
        self.failure: Failure | None = None
        self._response: dict[str, Any] = {}
        self._items: dict[int, dict[str, Any]] = {}
        self._pieces: dict[tuple[int, str, int, str, str], list[str]] = {}
        self._arguments: dict[int, list[str]] = {}

    def add(self, event: dict[str, Any]) -> None:
        """Take the next event in."""
        kind = event.get("type")
        place = event.get("output_index") or 0
        if isinstance(response := event.get("response"), dict):
            self._response = response
        if isinstance(item := event.get("item"), dict):
            self._items[place] = item
        if kind in _PIECES:
            key, index, part, field = _PIECES[kind]
            where = (place, key, event.get(index) or 0, part, field)
            self._pieces.setdefault(where, []).append(text(event.get("delta")) or "")
        elif kind in (
            "response.function_call_arguments.delta",
            "response.custom_tool_call_input.delta",
        ):
            self._arguments.setdefault(place, []).append(text(event.get("delta")) or "")
        elif kind == "error":  # its fields are those of an error, or hold one
            self.failure = failure_in(event) or failure_in({"error": {**event, "type": None}})
        elif kind in ("response.completed", "response.incomplete", "response.failed"):
            self.complete = True

    def whole(self) -> dict[str, Any]:
        """The response, as far as it came."""
        if self.complete and self._response.get("output"):
            return self._response
        items = [self._item(place) for place in sorted(self._places())]
        return self._response | {"output": items}

    def _places(self) -> set[int]:
        return {*self._items, *(where[0] for where in self._pieces), *self._arguments}

    def _item(self, place: int) -> dict[str, Any]:
        item = self._items.get(place) or {"type": "message", "role": "assistant"}
        if item.get("status") == "completed":  # the item came whole, after its pieces
            return item
        grown: dict[str, list[Any]] = {}
        for where in sorted(where for where in self._pieces if where[0] == place):
            _, key, _, part, field = where
            piece = {"type": part, field: "".join(self._pieces[where])}
            grown.setdefault(key, []).append(piece)
        item = item | grown
        if place in self._arguments:
            given = "".join(self._arguments[place])
            item = item | {"arguments": given, "input": given}
        return item


RESPONSES = Api("chat", _asked, _answered, _ResponseFold)
