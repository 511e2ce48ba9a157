"""What a check looks at when an output was recorded: the output, and what its trace retrieved.

An application that is traced answers in one span and searches in others within it. Checks of the
answer need what was found and which tools were asked for, so the root gets both where it has none
of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from genchi.records import Filter, Payload, Span, SpanKey, Subject, subject_of
from genchi.store import Store

_SEARCHES = frozenset(["retrieval", "rerank"])
_MODEL_CALLS = frozenset(["chat", "generate_content", "text_completion"])
_MOST = 500
"""Spans of a trace that are looked into, in order of time."""
_AT_ONCE = 128
"""Two blocks of payloads."""


def recorded_subject(store: Store, span: Span) -> Subject:
    """The subject of a span that came with its payload, completed from the spans within it."""
    subject = subject_of(span)
    if span.parent_id is not None or (subject.passages and subject.tool_calls):
        return subject
    inner = [
        other
        for other in store.spans.trace(span.key.trace_id, span.key.app)
        if other.key != span.key and other.operation in _SEARCHES | _MODEL_CALLS
    ][:_MOST]
    if not inner:
        return subject
    payloads = store.spans.payloads([other.key for other in inner])
    found = [(other.operation, payloads.get(other.key, Payload())) for other in inner]
    return replace(
        subject,
        passages=subject.passages
        or tuple(
            p for operation, payload in found if operation in _SEARCHES for p in payload.passages
        ),
        tool_calls=subject.tool_calls
        or tuple(
            call
            for operation, payload in found
            if operation in _MODEL_CALLS
            for message in payload.output_messages
            for call in message.tool_calls
        ),
    )


def recorded_spans(store: Store, app: str, keys: Sequence[SpanKey]) -> Iterator[Span]:
    """These spans of an application with their payloads, in no order; those not there are left out.

    Memory holds a few of them at a time.
    """
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        spans = store.spans.page(Filter(), app=app, limit=_AT_ONCE, ids=some).spans
        payloads = store.spans.payloads([span.key for span in spans])
        yield from (replace(s, payload=payloads[s.key]) for s in spans if s.key in payloads)
