"""POST /v1/responses, as the official SDK reads it: one body, or the events of a stream."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from genchi.models.mock.estimating import pieces
from genchi.models.mock.exchange import CREATED, Answer, Event, Format
from genchi.models.mock.openai_responses_reading import Remembered, read

Item = dict[str, Any]
_ECHOED = (
    "instructions",
    "max_output_tokens",
    "metadata",
    "previous_response_id",
    "temperature",
    "text",
    "top_p",
    "user",
)
"""What a response repeats of its request."""


def format_with(remembered: Remembered) -> Format:
    """The format, over the conversations it goes on from."""
    return Format(partial(read, remembered), whole, events, remembered.keep)


def whole(answer: Answer) -> dict[str, Any]:
    """The answer as one body."""
    cut_off = answer.said[0].finish == "length"
    spent = answer.spent
    return _head(answer) | {
        "status": "incomplete" if cut_off else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut_off else None,
        "completed_at": None if cut_off else CREATED,
        "output": _items(answer),
        "usage": {
            "input_tokens": spent.input,
            "input_tokens_details": {"cached_tokens": spent.cached, "cache_write_tokens": 0},
            "output_tokens": spent.output,
            "output_tokens_details": {"reasoning_tokens": spent.reasoning},
            "total_tokens": spent.input + spent.output,
        },
    }


def events(answer: Answer) -> Iterator[Event]:
    """The answer as the events of a stream, numbered."""
    for number, event in enumerate(_events(answer)):
        yield event["type"], event | {"sequence_number": number}


def _events(answer: Answer) -> Iterator[dict[str, Any]]:
    begun = _head(answer) | {"status": "in_progress", "output": [], "usage": None}
    yield {"type": "response.created", "response": begun}
    yield {"type": "response.in_progress", "response": begun}
    done = whole(answer)
    for place, item in enumerate(done["output"]):
        yield from _EVENTS[item["type"]](item, {"output_index": place})
        yield {"type": "response.output_item.done", "output_index": place, "item": item}
    yield {"type": f"response.{done['status']}", "response": done}


def _head(answer: Answer) -> dict[str, Any]:
    body = answer.body
    echoed = {key: body.get(key) for key in _ECHOED}
    return echoed | {
        "id": answer.id("resp_"),
        "object": "response",
        "created_at": CREATED,
        "model": answer.model,
        "error": None,
        "incomplete_details": None,
        "metadata": body.get("metadata") or {},
        "parallel_tool_calls": answer.asked.parallel,
        "reasoning": body.get("reasoning") or {"effort": None, "summary": None},
        "service_tier": "default",
        "store": body.get("store") is not False,
        "text": body.get("text") or {"format": {"type": "text"}},
        "tool_choice": body.get("tool_choice") or "auto",
        "tools": body.get("tools") or [],
        "truncation": "disabled",
    }


def _items(answer: Answer) -> list[Item]:
    [said] = answer.said
    cut_off = said.finish == "length"
    status = "incomplete" if cut_off else "completed"
    items: list[Item] = []
    if said.reasoning:
        summary = [{"type": "summary_text", "text": said.reasoning}]
        items.append({"id": answer.id("rs_"), "type": "reasoning", "summary": summary})
    if said.text or not (said.calls or cut_off):
        text = {"type": "output_text", "text": said.text, "annotations": [], "logprobs": []}
        message = {"id": answer.id("msg_"), "type": "message", "role": "assistant"}
        items.append(message | {"status": status, "content": [text]})
    for place, call in enumerate(said.calls):
        last = place == len(said.calls) - 1
        items.append(
            {
                "id": answer.id("fc_", str(place)),
                "type": "function_call",
                "call_id": answer.id("call_", str(place)),
                "name": call.name,
                "arguments": call.arguments,
                "status": status if last else "completed",
            }
        )
    return items


def _message_events(item: Item, at: dict[str, Any]) -> Iterator[dict[str, Any]]:
    begun = item | {"status": "in_progress", "content": []}
    yield {"type": "response.output_item.added", "item": begun} | at
    [part] = item["content"]
    where = at | {"item_id": item["id"], "content_index": 0}
    yield {"type": "response.content_part.added", "part": part | {"text": ""}} | where
    for piece in pieces(part["text"]):
        yield {"type": "response.output_text.delta", "delta": piece, "logprobs": []} | where
    yield {"type": "response.output_text.done", "text": part["text"], "logprobs": []} | where
    yield {"type": "response.content_part.done", "part": part} | where


def _call_events(item: Item, at: dict[str, Any]) -> Iterator[dict[str, Any]]:
    begun = item | {"status": "in_progress", "arguments": ""}
    yield {"type": "response.output_item.added", "item": begun} | at
    where = at | {"item_id": item["id"]}
    for piece in pieces(item["arguments"]):
        yield {"type": "response.function_call_arguments.delta", "delta": piece} | where
    told = {"name": item["name"], "arguments": item["arguments"]}
    yield {"type": "response.function_call_arguments.done"} | told | where


def _reasoning_events(item: Item, at: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {"type": "response.output_item.added", "item": item | {"summary": []}} | at
    [part] = item["summary"]
    where = at | {"item_id": item["id"], "summary_index": 0}
    yield {"type": "response.reasoning_summary_part.added", "part": part | {"text": ""}} | where
    for piece in pieces(part["text"]):
        yield {"type": "response.reasoning_summary_text.delta", "delta": piece} | where
    yield {"type": "response.reasoning_summary_text.done", "text": part["text"]} | where
    yield {"type": "response.reasoning_summary_part.done", "part": part} | where


_EVENTS = {
    "message": _message_events,
    "function_call": _call_events,
    "reasoning": _reasoning_events,
}
