"""What several topics of the API answer with: where an output is, and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass

from genchi import records
from genchi.records import Evidence


@dataclass(frozen=True, slots=True)
class Key:
    """Which span of an application."""

    trace_id: str
    span_id: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check said. Places are Unicode code points from the start of the field."""

    check: str
    outcome: records.Outcome
    score: float | None
    reason: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said. `start` and `end` are Unicode code points of the output."""

    criterion: str
    kind: str
    start: int | None
    end: int | None
    passage: int | None
    other: Key | None
    value: float | None
    annotator: str
    created_ns: int
    blind: bool
    why: str
    failure: str | None
    correction: str | None
    reason: str


def key_of(key: records.SpanKey) -> Key:
    """A span without its application."""
    return Key(key.trace_id, key.span_id)


def verdict_of(check: str, verdict: records.Verdict) -> Verdict:
    """A verdict with the check that said it."""
    return Verdict(check, verdict.outcome, verdict.score, verdict.reason, verdict.evidence)


def label_of(label: records.Label) -> Label:
    """A label without the output it is on."""
    target = label.target
    return Label(
        label.criterion,
        target.kind,
        target.start,
        target.end,
        target.passage,
        key_of(target.other) if target.other else None,
        label.value,
        label.annotator,
        label.created_ns,
        label.blind,
        label.why,
        label.failure,
        label.correction,
        label.reason,
    )
