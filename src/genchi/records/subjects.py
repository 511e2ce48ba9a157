"""All that a check may look at, and the passages an answer was built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from genchi.errors import UsageError
from genchi.records.encoding import Json, to_json
from genchi.records.messages import ToolCall

if TYPE_CHECKING:
    from genchi.records.spans import Span, SpanKey, Usage


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document: where it stands, what it says, why it was found."""

    text: str
    id: str = ""
    document: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)
    metadata: Mapping[str, Json] = field(default_factory=dict)
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """One output and everything a check may compare it with.

    `latency` is seconds; `span` is None for an output that was never recorded.
    """

    output: str
    inputs: Mapping[str, Json] = field(default_factory=dict)
    reference: Json = None
    passages: tuple[Passage, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = None
    latency: float | None = None
    metadata: Mapping[str, Json] = field(default_factory=dict)
    span: SpanKey | None = None


def subject_of(span: Span) -> Subject:
    """The subject a recorded span gives to a check; the span's payload must have been fetched."""
    payload = span.payload
    if payload is None:
        raise UsageError(f"span {span.key.span_id} came without its payload: fetch it first")
    return Subject(
        output=output_text(payload.output),
        inputs=payload.inputs,
        reference=payload.reference,
        passages=payload.passages,
        tool_calls=tuple(
            call for m in (*payload.messages, *payload.output_messages) for call in m.tool_calls
        ),
        usage=span.usage,
        latency=None if span.duration_ns is None else span.duration_ns / 1e9,
        metadata=payload.metadata,
        span=span.key,
    )


def output_text(output: Json) -> str:
    """An output as text: text stays, nothing is empty, anything else is JSON.

    >>> output_text({"answer": 4})
    '{"answer":4}'
    """
    if output is None:
        return ""
    return output if isinstance(output, str) else to_json(output).decode()
