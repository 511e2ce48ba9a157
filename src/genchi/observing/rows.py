"""Spans as a list shows them: a line of what went in and came out, and what was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genchi.records import Feedback, Label, Outcome, Payload, Span, SpanKey, Verdict, output_text
from genchi.review.items import asked_text, preview
from genchi.store import Store, Tally

_NOTHING = Payload()


@dataclass(frozen=True, slots=True)
class ListedSpan:
    """One row. `values` are criteria with the mean of what people said last."""

    span: Span
    input_preview: str
    output_preview: str
    outcomes: dict[Outcome, int]
    values: list[tuple[str, float | None]]
    feedback: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """All that was said of one span."""

    verdicts: list[tuple[str, Verdict]]
    labels: list[Label]
    feedback: list[Feedback]


def listed(store: Store, app: str, spans: Sequence[Span]) -> list[ListedSpan]:
    """These spans of an application as rows, in their order."""
    keys = [span.key for span in spans]
    payloads = store.spans.payloads(keys)
    outcomes = store.judgements.outcomes(app, keys)
    values = store.judgements.values(app, keys)
    feedback = store.feedback.counts(spans)
    return [
        ListedSpan(
            span,
            preview(_asked(payloads.get(span.key, _NOTHING))),
            preview(_answered(payloads.get(span.key, _NOTHING))),
            outcomes.get(span.key, {}),
            values.get(span.key, []),
            feedback.get(span.key, ()),
        )
        for span in spans
    ]


def judged(store: Store, app: str, trace_id: str) -> dict[str, Judged]:
    """What was said of the spans of a trace, by span id, for those that anything was said of.

    Feedback on a whole trace belongs to its root, or to the first span where none is.
    """
    verdicts = store.judgements.verdicts(app, trace_id)
    labels = store.judgements.labels(app, trace_id)
    feedback = _feedback(store, app, trace_id)
    return {
        key.span_id: Judged(verdicts.get(key, []), labels.get(key, []), feedback.get(key, []))
        for key in verdicts.keys() | labels.keys() | feedback.keys()
    }


def _feedback(store: Store, app: str, trace_id: str) -> dict[SpanKey, list[Feedback]]:
    given = store.feedback.of(app, trace_id)
    whole = any(one.span_id is None for one in given)
    root = _root(store.spans.trace(trace_id, app)) if whole else None
    found: dict[SpanKey, list[Feedback]] = {}
    for one in given:
        span_id = one.span_id or root
        if span_id is not None:  # the spans of the trace may not have arrived yet
            found.setdefault(SpanKey(app, trace_id, span_id), []).append(one)
    return found


def _root(spans: Sequence[Span]) -> str | None:
    roots = [span.key.span_id for span in spans if span.parent_id is None]
    return next(iter([*roots, *(span.key.span_id for span in spans[:1])]), None)


def _asked(payload: Payload) -> str:
    """What went in: inputs or a person's words, else the last words of whoever spoke."""
    spoken = (message.text for message in reversed(payload.messages))
    return asked_text(payload) or next(filter(None, spoken), "")


def _answered(payload: Payload) -> str:
    """What came out: the output, else the words or the tool calls of the answer."""
    words = (message.text for message in payload.output_messages)
    calls = (call.name for message in payload.output_messages for call in message.tool_calls)
    return output_text(payload.output) or " ".join(filter(None, words)) or ", ".join(calls)
