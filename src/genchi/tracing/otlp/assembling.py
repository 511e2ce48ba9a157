"""One raw span to one of ours: ids, times, status and origin here, attributes in `meaning`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genchi.records import Event, Json, Payload, Span, SpanKey, Usage
from genchi.tracing.otlp import openinference, traceloop
from genchi.tracing.otlp.incoming import KINDS, Emitter, RawSpan, RejectedSpan
from genchi.tracing.otlp.meaning import Meaning, understand

DEFAULT_APP = "default"
"""The application of spans whose sender named none."""
PLAIN_FLAGS = 0x101
"""Bits of `Span.flags` that say nothing of use: sampled, and "is remote" is known."""
_MAX_APP = 200
_MAX_TIME = 2**63 - 1
_NO_TRACE, _NO_SPAN = bytes(16), bytes(8)
_STREAMED = frozenset([openinference.FIRST_TOKEN, traceloop.CHUNK])


@dataclass(frozen=True, slots=True)
class Origin:
    """What all spans of one emitter share."""

    app: str
    said: dict[str, Json]

    @classmethod
    def of(cls, emitter: Emitter, app: str | None) -> Origin:
        """The application as forced, else as named; the resource without what the name holds."""
        app = _app_of(emitter.resource) if app is None else app
        resource = {
            name: value
            for name, value in emitter.resource.items()
            if not (name == "service.name" and value == app)
        }
        said: dict[str, Json] = {
            "resource": resource,
            "schema_url": emitter.resource_schema,
            "scope": emitter.scope,
        }
        return cls(app, {name: value for name, value in said.items() if value})


def assemble(raw: RawSpan, origin: Origin) -> Span | RejectedSpan:
    """The span, or why it cannot be kept."""
    refused = _refusal(raw)
    if refused is not None:
        return RejectedSpan(refused, raw.name)
    meaning = understand(raw.attributes, raw.events)
    said = meaning.said
    parent, start, end = raw.parent_id, raw.start, raw.end
    closed = start <= end <= _MAX_TIME
    failed = raw.code == 2
    return Span(
        SpanKey(origin.app, raw.trace_id.hex(), raw.span_id.hex()),
        start,
        end - start if closed else None,
        parent.hex() if len(parent) == 8 and parent != _NO_SPAN else None,
        said.get("operation", "span"),
        raw.name,
        said.get("model"),
        said.get("response_model"),
        said.get("prompt_version"),
        said.get("user"),
        said.get("session"),
        "error" if failed else "ok",
        raw.message or (_failure(raw.events, raw.attributes) if failed else None),
        _usage(said, raw),
        payload=_payload(meaning, _origin(raw, origin, closed)),
    )


def _app_of(resource: Mapping[str, Json]) -> str:
    for name in ("service.name", "openinference.project.name"):
        named = resource.get(name)
        if isinstance(named, str) and named.strip() and not named.startswith("unknown_service"):
            return named[:_MAX_APP]
    return DEFAULT_APP


def _refusal(raw: RawSpan) -> str | None:
    trace_id, span_id, start = raw.trace_id, raw.span_id, raw.start
    if len(trace_id) != 16:
        return f"its trace id has {len(trace_id)} bytes, not 16"
    if len(span_id) != 8:
        return f"its span id has {len(span_id)} bytes, not 8"
    if trace_id == _NO_TRACE or span_id == _NO_SPAN:
        return f"its {'trace' if trace_id == _NO_TRACE else 'span'} id is all zero"
    if start == 0:
        return "it has no start time"
    return None if start <= _MAX_TIME else f"its start time {start} is beyond the year 2262"


def _usage(said: Mapping[str, Json], raw: RawSpan) -> Usage:
    return Usage(
        said.get("input_tokens"),
        said.get("cached_tokens"),
        said.get("output_tokens"),
        said.get("reasoning_tokens"),
        said.get("cost"),
        said["first_token"] if "first_token" in said else _first_token(raw.events, raw.start),
    )


def _first_token(events: Sequence[Event], start: int) -> float | None:
    """Seconds to the first piece of a streamed answer, where an event of its own tells its time."""
    first = next((event.time_ns for event in events if event.name in _STREAMED), None)
    return None if first is None or first < start else (first - start) / 1e9


def _payload(meaning: Meaning, origin: dict[str, Json]) -> Payload:
    said = meaning.said
    return Payload(
        said.get("inputs", {}),
        said.get("output"),
        said.get("messages", ()),
        said.get("output_messages", ()),
        said.get("passages", ()),
        said.get("reference"),
        said.get("metadata", {}),
        meaning.attributes,
        tuple(meaning.events),
        origin,
    )


def _origin(raw: RawSpan, origin: Origin, closed: bool) -> dict[str, Json]:
    said = dict(origin.said)
    if 1 < raw.kind < len(KINDS):
        said["kind"] = KINDS[raw.kind]
    if raw.links:
        said["links"] = raw.links
    if raw.trace_state:
        said["trace_state"] = raw.trace_state
    if raw.dropped:
        said |= raw.dropped
    if raw.flags & ~PLAIN_FLAGS:
        said["flags"] = raw.flags
    if raw.end and not closed:
        said |= {"start_time_unix_nano": raw.start, "end_time_unix_nano": raw.end}
    if raw.parent_id and len(raw.parent_id) != 8:
        said["parent_span_id"] = raw.parent_id.hex()
    return said


def _failure(events: Sequence[Event], attributes: Mapping[str, Json]) -> str | None:
    """What went wrong, where the status does not say: the last exception, else the error type."""
    for event in reversed(events):
        if event.name == "exception":
            kind = event.attributes.get("exception.type")
            words = event.attributes.get("exception.message")
            told = ": ".join(part for part in (kind, words) if isinstance(part, str) and part)
            if told:
                return told
    kind = attributes.get("error.type")
    return kind if isinstance(kind, str) and kind else None
