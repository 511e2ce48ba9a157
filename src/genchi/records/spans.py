"""One recorded operation of an application: a model call, a tool call, a whole request.

A span is written once and never changed. Its narrow part (ids, times, model, usage) is what lists
and charts read; its payload (inputs, outputs, messages, passages) is fetched when someone looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from genchi.records.encoding import Json, content_hash, name_of, to_json
from genchi.records.messages import Message, message_to_json
from genchi.records.subjects import Passage

Status = Literal["ok", "error"]


@dataclass(frozen=True, slots=True)
class Usage:
    """What an operation used. None means unknown, never zero.

    Tokens are counts, `cost` is USD, `first_token` is seconds to the first streamed token. The
    latency of a span is its duration.
    """

    input_tokens: int | None = None
    cached_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    cost: float | None = None
    first_token: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at one moment within a span, such as an exception."""

    name: str
    time_ns: int
    attributes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payload:
    """The heavy part of a span: what went in and what came out."""

    inputs: Mapping[str, Json] = field(default_factory=dict)
    output: Json = None
    messages: tuple[Message, ...] = ()
    """The conversation as sent, in order; what came back is in `output_messages`."""
    output_messages: tuple[Message, ...] = ()
    passages: tuple[Passage, ...] = ()
    reference: Json = None
    metadata: Mapping[str, Json] = field(default_factory=dict)
    attributes: Mapping[str, Json] = field(default_factory=dict)
    """OpenTelemetry attributes as they came, without those that the fields above hold in full."""
    events: tuple[Event, ...] = ()
    origin: Mapping[str, Json] = field(default_factory=dict)
    """What else OTLP said, where it said something: `resource` and `scope` (objects), `kind`,
    `links`, `trace_state`, and how many attributes, events and links the sender dropped."""


@dataclass(frozen=True, slots=True)
class SpanKey:
    """Which span: the application it belongs to and its W3C ids (32 and 16 hex digits)."""

    app: str
    trace_id: str
    span_id: str


@dataclass(frozen=True, slots=True)
class Span:
    """One recorded operation. Times are nanoseconds since 1970; None means unknown."""

    key: SpanKey
    start_ns: int
    duration_ns: int | None = None
    parent_id: str | None = None
    operation: str = "chat"
    name: str = ""
    model: str | None = None
    response_model: str | None = None
    """The model that answered, where it is not the one that was asked."""
    prompt_version: str | None = None
    user: str | None = None
    session: str | None = None
    status: Status = "ok"
    status_message: str | None = None
    usage: Usage = Usage()
    inputs_hash: str = ""
    """The name of what was asked (hex), filled when the span is stored; its own where unknown."""
    payload: Payload | None = None
    """None where it was not fetched."""


def inputs_hash(payload: Payload, messages: Sequence[bytes] | None = None) -> str:
    """The name of what was asked, so that answers to the same question can be paired.

    Named inputs where there are any, else the conversation without its system messages (a new
    prompt version asks the same question). Retrieved passages do not count: a new retriever
    answers the same question too. Empty where nothing says what was asked. `messages` are those of
    the payload as `to_json` writes them, where the caller has them already.
    """
    if payload.inputs:
        return content_hash(payload.inputs).hex()
    if messages is None:
        messages = [to_json(message_to_json(m)) for m in payload.messages]
    pairs = zip(payload.messages, messages, strict=True)
    asked = [data for message, data in pairs if message.role != "system"]
    return name_of(b"[%s]" % b",".join(asked)).hex() if asked else ""
