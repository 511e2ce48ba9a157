"""From the values found in a record to a span, its labels and the verdicts recorded with it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from genchi.intake import values
from genchi.intake.mapping import BadValueError, Found
from genchi.intake.rows import Imported
from genchi.records import (
    Json,
    Label,
    Payload,
    Span,
    SpanKey,
    Target,
    Usage,
    Verdict,
    clean,
    output_text,
)
from genchi.records.conversations import answer_of, is_conversation, read_messages, split_answer

T = TypeVar("T")


def identity(app: str, record: bytes, occurrence: int) -> SpanKey:
    """The ids of a record (as canonical JSON): the same ids every time it is imported."""
    text = b"\x00".join([app.encode("utf-8", "replace"), record, b"%d" % occurrence])
    digest = hashlib.blake2b(text, digest_size=24).hexdigest()
    return SpanKey(app, digest[:32], digest[32:])


def build(found: Found, key: SpanKey, fallback_ns: int) -> Imported:
    """The span of a record. Raises `BadValueError` where a value the caller meant is no use."""
    reading = _Reading(found)
    payload = _payload(reading)
    start_ns = reading.take("time", values.read_time)
    span = Span(
        key=key,
        start_ns=fallback_ns if start_ns is None else start_ns,
        duration_ns=_duration(reading),
        name=reading.take("name", values.read_text) or "",
        model=reading.take("model", values.read_text),
        response_model=reading.take("response_model", values.read_text),
        prompt_version=reading.take("prompt_version", values.read_text),
        user=reading.take("user", values.read_text),
        session=reading.take("session", values.read_text),
        usage=_usage(reading),
        **_status(reading),
    )
    labels, verdicts = _labels(reading, span), _verdicts(reading)
    # what turned out to be no use while reading is metadata now, so the payload comes last
    return Imported(
        span=_with_payload(span, payload, reading),
        labels=labels,
        verdicts=verdicts,
        doubts=tuple(reading.doubts),
    )


class _Reading:
    """Takes values by key: a bad one that was meant raises, a bad guess becomes metadata."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.doubts: list[str] = []

    def take(self, key: str, read: Callable[[Any], T]) -> T | None:
        value = self.found.values.get(key)
        if key not in self.found.values or (value is not None and values.is_nothing(value)):
            self.found.values.pop(key, None)
            return None
        try:
            return read(value)
        except ValueError as error:
            if key in self.found.meant:
                raise BadValueError(f"{key}: {error}") from error
            self.found.give_back(key)
            self.doubts.append(key)
            return None

    def judged(
        self, key: str, read: Callable[[Any], T], parts: tuple[tuple[str, ...], ...]
    ) -> T | None:
        """Like `take`; an object that says more than is read of it is metadata as well."""
        value = self.found.values.get(key)
        said = self.take(key, read)
        if isinstance(value, dict | list) and value:
            nothing = said is None or said == []
            if nothing or values.says_more(value, parts):
                self.found.keep(self.found.fields.get(key, key), value)
        return said

    def unfold(self, key: str, prefix: str) -> None:
        """Make of one object of many values as many values under `prefix`, good or bad alone."""
        found = self.found
        for name, value in (self.take(key, values.read_object) or {}).items():
            own = f"{prefix}{name}"
            if own in found.values:
                found.keep(own, value)
                continue
            found.values[own] = value
            if key in found.meant:
                found.meant.add(own)

    def under(self, prefix: str) -> dict[str, str]:
        """The keys that start with `prefix`, by what follows it."""
        return {k.removeprefix(prefix): k for k in self.found.values if k.startswith(prefix)}


def _payload(reading: _Reading) -> dict[str, Any]:
    messages = reading.take("messages", read_messages) or ()
    answered = reading.take("output_messages", read_messages) or ()
    if messages and not answered and "output" not in reading.found.values:
        messages, answered = split_answer(messages)
    output = clean(reading.found.values.get("output"))
    if is_conversation(output):
        answered, output = (*answered, *read_messages(output)), None
    if output is None and (messages or answered):
        output = answer_of(answered or messages)
    return {
        "messages": messages,
        "output_messages": answered,
        "output": output,
        "inputs": _inputs(reading),
        "passages": reading.take("passages", values.read_passages) or (),
        "reference": clean(reading.found.values.get("reference")),
    }


def _inputs(reading: _Reading) -> dict[str, Json]:
    under = reading.under("inputs.")
    inputs = {name: clean(reading.found.values[key]) for name, key in under.items()}
    for name, key in under.items():
        value = inputs[name]
        guessed = name.lower() == "inputs" and key not in reading.found.meant
        if guessed and isinstance(value, dict) and not inputs.keys() & value.keys():
            inputs |= inputs.pop(name)
    return inputs


def _with_payload(span: Span, fields: dict[str, Any], reading: _Reading) -> Span:
    found = reading.found
    own = {name: name for name in ("id", "finish_reason") if name in found.values}
    for name, key in (own | reading.under("metadata.")).items():
        before = found.metadata.pop(name, None)
        found.keep(name, found.values[key])
        if before is not None:
            found.keep(name, before)
    payload = Payload(**fields, metadata=clean(found.metadata))
    return dataclasses.replace(span, payload=payload)


def _duration(reading: _Reading) -> int | None:
    nanoseconds = reading.take("latency", values.read_seconds)
    if nanoseconds is not None:
        return nanoseconds
    return reading.take("latency_ms", values.read_milliseconds)


def _usage(reading: _Reading) -> Usage:
    left = dict(reading.take("usage", values.read_object) or {})
    for key, names in _USAGE_NAMES.items():
        name = next((n for n in names if left.get(n) is not None), None)
        if name is not None and key not in reading.found.values:
            reading.found.values[key] = left.pop(name)
    if left:
        reading.found.keep("usage", left)
    return Usage(
        input_tokens=reading.take("input_tokens", values.read_count),
        cached_tokens=reading.take("cached_tokens", values.read_count),
        output_tokens=reading.take("output_tokens", values.read_count),
        reasoning_tokens=reading.take("reasoning_tokens", values.read_count),
        cost=reading.take("cost", values.read_amount),
    )


_USAGE_NAMES = {
    "input_tokens": ("input_tokens", "prompt_tokens"),
    "output_tokens": ("output_tokens", "completion_tokens"),
    "cached_tokens": ("cached_tokens", "cache_read_input_tokens"),
    "reasoning_tokens": ("reasoning_tokens",),
    "cost": ("cost", "cost_usd"),
}


def _status(reading: _Reading) -> dict[str, Any]:
    error = reading.found.values.get("error")
    if values.is_nothing(error) or not error or str(error).strip().lower() in _NO_ERROR:
        return {}
    return {"status": "error", "status_message": output_text(error)}


_NO_ERROR = frozenset(["false", "0", "no", "否", "无"])
"""What a table says in a column for errors where there was none."""


def _labels(reading: _Reading, span: Span) -> tuple[Label, ...]:
    default = reading.take("annotator", values.read_text) or "import"
    reading.unfold("labels", "label.")
    said = {
        name: reading.judged(key, values.read_judgements, values.LABEL_PARTS) or []
        for name, key in reading.under("label.").items()
    }
    whole = [
        Label(
            criterion=name,
            target=Target(span.key),
            value=judgement.value,
            annotator=judgement.annotator or default,
            created_ns=span.start_ns,
            reason=judgement.reason,
            failure=judgement.failure,
        )
        for name, judgements in said.items()
        for judgement in judgements
    ]
    labels = (*whole, *_marked_pieces(reading, span, default))
    if not labels and "annotator" in reading.found.values:  # nobody's name is lost for that
        reading.found.give_back("annotator")
    return labels


def _marked_pieces(reading: _Reading, span: Span, annotator: str) -> Iterator[Label]:
    """The pieces of the output that somebody marked as bad."""
    for name, key in reading.under("spans.").items():
        for start, end, reason in reading.judged(key, values.read_places, values.PLACE_PARTS) or ():
            target = Target(span.key, "piece", start, end)
            yield Label(name, target, 0.0, annotator, span.start_ns, reason=reason)


def _verdicts(reading: _Reading) -> tuple[tuple[str, Verdict], ...]:
    reading.unfold("checks", "check.")
    said = {
        name: reading.judged(key, values.read_recorded_verdict, values.CHECK_PARTS)
        for name, key in reading.under("check.").items()
    }
    return tuple((name, verdict) for name, verdict in said.items() if verdict is not None)
