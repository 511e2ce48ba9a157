"""What stands in an OTLP body, the same for both encodings, before anybody asks what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from genchi.records import Event, Json

Encoding = Literal["protobuf", "json"]
"""The two ways in which OTLP over HTTP writes a body."""

KINDS = ("", "", "server", "client", "producer", "consumer")
"""`Span.SpanKind` by number; unspecified and internal say nothing."""


class MalformedError(ValueError):
    """A whole body is not OTLP. The message is one short sentence."""


@dataclass(frozen=True, slots=True)
class RejectedSpan:
    """One span that cannot be kept, and why."""

    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Emitter:
    """Who sent a group of spans: a resource and one of its instrumentation scopes."""

    resource: dict[str, Json]
    resource_schema: str = ""
    scope: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class RawSpan:
    """A span as OTLP has it. `kind` and `code` are the numbers of the protobuf enums."""

    trace_id: bytes
    span_id: bytes
    parent_id: bytes
    name: str
    start: int
    end: int
    kind: int
    flags: int
    code: int
    message: str
    trace_state: str
    attributes: dict[str, Json]
    events: list[Event]
    links: list[dict[str, Json]]
    dropped: dict[str, Json]
    """How many attributes, events and links the sender dropped, by the names OTLP has for them."""


Sent = Iterator[tuple[Emitter, Iterator[RawSpan | RejectedSpan]]]
"""The spans of a body, by emitter."""
