"""OpenAI's other two: text completions, the API before chat, and embeddings.

Of embeddings only the question is kept, never the vectors: they can be computed again.
"""

from __future__ import annotations

from typing import Any

from genchi.records import Message, Text, Usage
from genchi.tracing.instruments.openai_chat import (
    all_finished,
    answer,
    head_of,
    settings,
)
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
    text,
)


def _completion_asked(body: Body) -> Asked:
    prompt = body.get("prompt")
    prompts = prompt if isinstance(prompt, list) else [prompt]
    if not all(isinstance(piece, str) for piece in prompts):  # numbers of tokens
        return Asked(inputs={"prompt": prompt}, attributes=settings(body))
    turns = [{"role": "user", "content": piece} for piece in prompts]
    return Asked(conversation(turns), attributes=settings(body))


def _completion_answered(body: Body) -> Answer:
    return answer(body, tuple(_said(choice) for choice in objects(body.get("choices"))))


def _said(choice: dict[str, Any]) -> Message:
    words = text(choice.get("text"))
    reason = text(choice.get("finish_reason"))
    return Message("assistant", (Text(words),) if words else (), finish_reason=reason)


class _CompletionFold:
    """Chunks of a streamed text completion, put together choice by choice."""

    def __init__(self) -> None:
        self.complete = False
        self.failure: Failure | None = None
        self._head: dict[str, Any] = {}
        self._pieces: dict[int, list[str]] = {}
        self._reasons: dict[int, str | None] = {}

    def add(self, event: dict[str, Any]) -> None:
        """Take the next chunk in."""
        self.failure = self.failure or failure_in(event)
        self._head |= head_of(event)
        for choice in objects(event.get("choices")):
            number = choice.get("index") or 0
            self._pieces.setdefault(number, []).append(text(choice.get("text")) or "")
            self._reasons[number] = text(choice.get("finish_reason")) or self._reasons.get(number)
        self.complete = all_finished(self._reasons.values())

    def whole(self) -> dict[str, Any]:
        """The completion, as far as it came."""
        choices = [
            {"text": "".join(self._pieces[number]), "finish_reason": self._reasons[number]}
            for number in sorted(self._pieces)
        ]
        return self._head | {"choices": choices}


def _embeddings_asked(body: Body) -> Asked:
    attributes = picked(body, {"gen_ai.embeddings.dimension.count": "dimensions"})
    if form := text(body.get("encoding_format")):
        attributes["gen_ai.request.encoding_formats"] = [form]
    return Asked(inputs={"input": body.get("input")}, attributes=attributes)


def _embeddings_answered(body: Body) -> Answer:
    attributes = {}
    if (size := _dimensions(inner(body, "data", 0, "embedding"))) is not None:
        attributes["gen_ai.embeddings.dimension.count"] = size
    usage = Usage(input_tokens=count(inner(body, "usage", "prompt_tokens")))
    model = text(body.get("model"))
    return Answer((), model, usage, attributes, failure=failure_in(body))


def _dimensions(vector: object) -> int | None:
    if isinstance(vector, list):
        return len(vector)
    if isinstance(vector, str):  # base64 of 32-bit floats, what the SDK asks for by itself
        return (len(vector) * 3 // 4 - vector[-2:].count("=")) // 4
    return None


class _NoFold:
    """Embeddings are never streamed."""

    complete = True
    failure: Failure | None = None

    def add(self, event: dict[str, Any]) -> None:
        """Nothing comes in pieces."""

    def whole(self) -> dict[str, Any]:
        """Nothing came."""
        return {}


COMPLETIONS = Api("text_completion", _completion_asked, _completion_answered, _CompletionFold)
EMBEDDINGS = Api("embeddings", _embeddings_asked, _embeddings_answered, _NoFold)
