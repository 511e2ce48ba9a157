"""POST /v1/chat/completions, as the official SDK reads it: one body, or chunks of a stream."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from genchi.models.mock.estimating import pieces
from genchi.models.mock.exchange import CREATED, Answer, Call, Event, Format, Said
from genchi.models.mock.openai_chat_reading import read

_FINISH = {"stop": "stop", "sequence": "stop", "length": "length", "tools": "tool_calls"}
FINGERPRINT = "fp_genchi_mock"


def whole(answer: Answer) -> dict[str, Any]:
    """The answer as one body."""
    choices = [
        {
            "index": index,
            "message": _message(answer, index, said),
            "logprobs": None,
            "finish_reason": _finish(answer, said),
        }
        for index, said in enumerate(answer.said)
    ]
    return _head(answer, "chat.completion") | {"choices": choices, "usage": _usage(answer)}


def events(answer: Answer) -> Iterator[Event]:
    """The answer as the chunks of a stream, with `[DONE]` at its end."""
    head = _head(answer, "chat.completion.chunk")
    with_usage = bool((answer.body.get("stream_options") or {}).get("include_usage"))
    if with_usage:
        head["usage"] = None
    for index, said in enumerate(answer.said):
        for delta in _deltas(answer, index, said):
            yield None, head | {"choices": [_choice(index, delta, None)]}
        yield None, head | {"choices": [_choice(index, {}, _finish(answer, said))]}
    if with_usage:
        yield None, head | {"choices": [], "usage": _usage(answer)}
    yield None, "[DONE]"


FORMAT = Format(read, whole, events)


def _head(answer: Answer, kind: str) -> dict[str, Any]:
    return {
        "id": answer.id("chatcmpl-"),
        "object": kind,
        "created": CREATED,
        "model": answer.model,
        "service_tier": "default",
        "system_fingerprint": FINGERPRINT,
    }


def _message(answer: Answer, index: int, said: Said) -> dict[str, Any]:
    message: dict[str, Any] = {
        "role": "assistant",
        "content": said.text or (None if said.calls else ""),
        "refusal": None,
        "annotations": [],
    }
    if said.reasoning:
        message["reasoning_content"] = said.reasoning
    if said.calls:
        message["tool_calls"] = [
            _opened(answer, index, place, call)
            | {"function": {"name": call.name, "arguments": call.arguments}}
            for place, call in enumerate(said.calls)
        ]
    return message


def _opened(answer: Answer, index: int, place: int, call: Call) -> dict[str, Any]:
    return {"id": answer.id("call_", f"{index}.{place}"), "type": "function"}


def _deltas(answer: Answer, index: int, said: Said) -> Iterator[dict[str, Any]]:
    first = None if said.calls and not said.text else ""
    yield {"role": "assistant", "content": first, "refusal": None}
    for piece in pieces(said.reasoning):
        yield {"reasoning_content": piece}
    for piece in pieces(said.text):
        yield {"content": piece}
    for place, call in enumerate(said.calls):
        opened = {"index": place} | _opened(answer, index, place, call)
        yield {"tool_calls": [opened | {"function": {"name": call.name, "arguments": ""}}]}
        for piece in pieces(call.arguments):
            yield {"tool_calls": [{"index": place, "function": {"arguments": piece}}]}


def _choice(index: int, delta: dict[str, Any], finish: str | None) -> dict[str, Any]:
    return {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}


def _finish(answer: Answer, said: Said) -> str:
    """Why it ended. A call of the one tool that had to be called ends with "stop", as at OpenAI."""
    if said.finish == "tools" and answer.asked.named is not None:
        return "stop"
    return _FINISH[said.finish]


def _usage(answer: Answer) -> dict[str, Any]:
    spent = answer.spent
    return {
        "prompt_tokens": spent.input,
        "completion_tokens": spent.output,
        "total_tokens": spent.input + spent.output,
        "prompt_tokens_details": {"cached_tokens": spent.cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": spent.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
