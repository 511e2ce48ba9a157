"""POST /v1/messages, as the official SDK reads it: one body, or the events of a stream."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from genchi.models.mock.anthropic_reading import read
from genchi.models.mock.anthropic_threads import Threads
from genchi.models.mock.estimating import pieces
from genchi.models.mock.exchange import Answer, Asked, Event, Format, Json
from genchi.models.mock.prompt_cache import PromptCache

_STOP = {
    "stop": "end_turn",
    "sequence": "stop_sequence",
    "length": "max_tokens",
    "tools": "tool_use",
}
Block = dict[str, Any]
Deltas = list[dict[str, str]]


def format_with(cache: PromptCache, threads: Threads) -> Format:
    """The format, over the cache that its usage speaks of and the threads it goes on with."""

    def read_all(body: Json) -> Asked:
        return read(threads.expanded(body))

    def settle(answer: Answer) -> Answer:
        body = threads.expanded(answer.body)
        threads.keep(answer.id("msg_"), body, _content(answer))
        return cache.settle(answer, body)

    return Format(read_all, whole, events, settle)


def whole(answer: Answer) -> dict[str, Any]:
    """The answer as one body."""
    told = {"content": _content(answer), "usage": _usage(answer)}
    return _head(answer) | told | _end(answer)


def events(answer: Answer) -> Iterator[Event]:
    """The answer as the events of a stream."""
    begun: dict[str, Any] = {"content": [], "stop_reason": None, "stop_sequence": None}
    usage = _usage(answer) | {"output_tokens": 1}
    yield _event("message_start", message=_head(answer) | begun | {"usage": usage})
    yield _event("ping")
    for index, (block, _, deltas) in enumerate(_blocks(answer)):
        yield _event("content_block_start", index=index, content_block=block)
        for delta in deltas:
            yield _event("content_block_delta", index=index, delta=delta)
        yield _event("content_block_stop", index=index)
    used = {key: value for key, value in _usage(answer).items() if key.endswith("_tokens")}
    yield _event("message_delta", delta=_end(answer), usage=used)
    yield _event("message_stop")


def _event(kind: str, **told: Any) -> Event:
    return kind, {"type": kind} | told


def _head(answer: Answer) -> dict[str, Any]:
    return {"id": answer.id("msg_"), "type": "message", "role": "assistant", "model": answer.model}


def _content(answer: Answer) -> list[Block]:
    return [block | full for block, full, _ in _blocks(answer)]


def _end(answer: Answer) -> dict[str, Any]:
    [said] = answer.said
    return {"stop_reason": _STOP[said.finish], "stop_sequence": said.stopped_by}


def _blocks(answer: Answer) -> Iterator[tuple[Block, Block, Deltas]]:
    """Each block of the answer: as a stream opens it, what fills it, and the same in pieces."""
    [said] = answer.said
    if said.reasoning:
        full = {"thinking": said.reasoning, "signature": answer.id("mock_signature_")}
        deltas = [{"type": "thinking_delta", "thinking": part} for part in pieces(said.reasoning)]
        deltas.append({"type": "signature_delta", "signature": full["signature"]})
        yield {"type": "thinking", "thinking": "", "signature": ""}, full, deltas
    if said.text:
        deltas = [{"type": "text_delta", "text": part} for part in pieces(said.text)]
        yield {"type": "text", "text": "", "citations": None}, {"text": said.text}, deltas
    for place, call in enumerate(said.calls):
        block = {"type": "tool_use", "id": answer.id("toolu_", str(place)), "name": call.name}
        parts = ["", *pieces(call.arguments)]
        deltas = [{"type": "input_json_delta", "partial_json": part} for part in parts]
        yield block | {"input": {}}, {"input": _object(call.arguments)}, deltas


def _object(arguments: str) -> dict[str, Any]:
    """Arguments as the object a whole body has; nothing of those that were cut off."""
    try:
        value = json.loads(arguments)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _usage(answer: Answer) -> dict[str, Any]:
    spent = answer.spent
    return {
        "input_tokens": spent.input - spent.cached - spent.written,
        "cache_creation_input_tokens": spent.written,
        "cache_read_input_tokens": spent.cached,
        "cache_creation": {
            "ephemeral_5m_input_tokens": spent.written,
            "ephemeral_1h_input_tokens": 0,
        },
        "output_tokens": spent.output,
        "output_tokens_details": {"thinking_tokens": spent.reasoning},
        "service_tier": "standard",
    }
