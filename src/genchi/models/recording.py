"""A call of a model as one span, whatever the provider: retries and hedges are part of it.

Names of attributes: OpenTelemetry semantic conventions for GenAI. Our own are `genchi.alias`,
`genchi.attempts` (every try, where there was more than one), `genchi.answer` (how an answer falls
short), `genchi.pin` (the model that answered is not the one that was asked) and
`genchi.usage.estimated` (tokens that no tokenizer counted).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from genchi.models.bounds import BudgetError
from genchi.models.failures import ProviderError
from genchi.models.pins import Pin
from genchi.records import Attempt, Request, Response, Tool, Usage
from genchi.tracing import SILENT, OpenSpan, is_recording, open_span

_SETTINGS = {
    "gen_ai.request.max_tokens": "max_tokens",
    "gen_ai.request.temperature": "temperature",
    "gen_ai.request.top_p": "top_p",
    "gen_ai.request.seed": "seed",
    "gen_ai.request.reasoning.level": "reasoning_effort",
}


def begin(alias: str, provider: str, model: str, request: Request) -> OpenSpan:
    """The span of a call that is about to be made."""
    if not is_recording():  # nobody is told that nothing is recorded: tracing was not asked for
        return SILENT
    span = open_span(f"chat {model}", operation="chat", model=model)
    if not span.recording:
        return span
    span.messages = request.messages
    if request.passages:
        span.passages = request.passages
    settings = {name: getattr(request, setting) for name, setting in _SETTINGS.items()}
    span.set(**{"genchi.alias": alias, "gen_ai.provider.name": provider, **settings})
    if request.stop:
        span.set("gen_ai.request.stop_sequences", list(request.stop))
    if request.tools:
        span.set("gen_ai.tool.definitions", [_definition(tool) for tool in request.tools])
    if request.schema is not None:
        span.set("gen_ai.output.type", "json")
    return span


def _definition(tool: Tool) -> dict[str, Any]:
    return {"type": "function", **asdict(tool)}


@contextmanager
def working(operation: str, provider: str, model: str) -> Iterator[OpenSpan]:
    """The span of another operation than a chat, such as `embeddings`; it ends with the block."""
    span: OpenSpan = SILENT
    if is_recording():
        span = open_span(f"{operation} {model}", operation=operation, model=model)
        span.set("gen_ai.provider.name", provider)
    try:
        yield span
    except BaseException as error:
        failed(span, error)
        raise
    span.end()


def used(span: OpenSpan, model: str | None, usage: Usage) -> None:
    """Write down who did it, and what it used."""
    span.response_model = model
    span.usage(
        input_tokens=usage.input_tokens,
        cached_tokens=usage.cached_tokens,
        output_tokens=usage.output_tokens,
        reasoning_tokens=usage.reasoning_tokens,
        cost=usage.cost,
        first_token=usage.first_token,
    )


def answered(span: OpenSpan, response: Response, pin: Pin, provider: str) -> None:
    """Write down what came back."""
    if not span.recording:
        return
    span.output_messages = (response.message,)
    span.output = response.text or None
    used(span, response.model, response.usage)
    span.set(
        **{
            "gen_ai.provider.name": provider,
            "gen_ai.response.id": response.id,
            "genchi.answer": response.lacks,
            "genchi.usage.estimated": response.estimated or None,
            "genchi.pin": pin if pin == "other" else None,
        }
    )
    if response.finish_reason is not None:
        span.set("gen_ai.response.finish_reasons", [response.finish_reason])
    if len(response.attempts) > 1:
        _tries(span, response.attempts)


def failed(span: OpenSpan, error: BaseException) -> None:
    """Write down why nothing came back. A call that was thrown away is no failure."""
    if isinstance(error, ProviderError):
        span.set("error.type", error.kind)
        if error.status is not None:
            span.set("http.response.status_code", error.status)
    if isinstance(error, ProviderError | BudgetError) and error.attempts:
        _tries(span, error.attempts)
    span.finish(error)


def _tries(span: OpenSpan, attempts: Sequence[Attempt]) -> None:
    span.set("genchi.attempts", [asdict(attempt) for attempt in attempts])
