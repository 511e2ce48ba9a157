"""An output as a reviewer sees it: what was asked, what the answer was built from, who said what.

What is shown is cut: very long texts, very many messages. The whole of it is on the trace's page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from typing import Any

from genchi.checks.recorded import recorded_subject
from genchi.intake.guesses import INPUTS, PROMPTS, plain
from genchi.records import (
    Feedback,
    Json,
    Label,
    Message,
    Passage,
    Payload,
    Span,
    SpanKey,
    Verdict,
    output_text,
    to_json,
)
from genchi.review.items import asked_text
from genchi.store import Store
from genchi.text import sentences

TEXT = 65_536
"""Characters of one text."""
SIZE = 1_000_000
"""Bytes of one view; texts are cut shorter until it fits."""
_MANY = 100
"""Messages, tools and passages of each."""
_LENGTHS = (TEXT, TEXT // 8, TEXT // 64, TEXT // 512)
_MODEL_CALLS = frozenset(["chat", "generate_content", "text_completion"])


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool that the application used, what it was asked and what it gave."""

    name: str
    arguments: Json
    result: Json
    duration_ns: int | None
    error: bool


@dataclass(frozen=True, slots=True)
class View:
    """All that is shown of an output; `cut` says whether some of it was left out.

    `sentences` are stretches of `output_text`. `labels` are what others said last, and `verdicts`
    what the newest version of each check did.
    """

    span: Span
    asked: str
    system: str | None
    messages: tuple[Message, ...]
    tools: tuple[ToolUse, ...]
    passages: tuple[Passage, ...]
    output: Json
    output_text: str
    sentences: tuple[tuple[int, int], ...]
    reference: Json
    metadata: Mapping[str, Json]
    verdicts: tuple[tuple[str, Verdict], ...]
    labels: tuple[Label, ...]
    feedback: tuple[Feedback, ...]
    cut: bool


def view_of(store: Store, key: SpanKey, criterion: str, reviewer: str) -> View | None:
    """What a reviewer sees of a span; None where it is not there or has no output."""
    span = store.spans.get(key)
    if span is None or span.payload is None or span.payload.output in (None, ""):
        return None
    whole = _whole(store, span, span.payload, criterion, reviewer)
    for length in _LENGTHS:
        view = _shortened(whole, length)
        if size_of(view) <= SIZE:
            break
    stretches = tuple((s.start, s.end) for s in sentences(view.output_text))
    return replace(view, sentences=stretches)


def size_of(view: View) -> int:
    """About how many bytes a view takes."""
    return len(to_json(asdict(view)))


def last_labels(labels: Sequence[Label], criterion: str, reviewer: str) -> tuple[Label, ...]:
    """What others said last of each part of an output, oldest first."""
    last = {
        (label.annotator, label.target): label
        for label in labels
        if label.criterion == criterion and label.annotator != reviewer
    }
    return tuple(last.values())


def _whole(store: Store, span: Span, payload: Payload, criterion: str, reviewer: str) -> View:
    key = span.key
    inner = _inner(store, span)
    messages = payload.messages or _first_messages(inner)
    asked_at = max((n for n, m in enumerate(messages) if m.role == "user"), default=len(messages))
    return View(
        span=replace(span, payload=None),
        asked=_asked(payload, messages),
        system=next((m.text for m in messages if m.role in ("system", "developer")), None),
        messages=tuple(m for m in payload.messages[:asked_at] if m.role != "system")[-_MANY:],
        tools=tuple(_tool(one) for one in inner if one.operation == "execute_tool")[:_MANY],
        passages=recorded_subject(store, span).passages[:_MANY],
        output=payload.output,
        output_text=output_text(payload.output),
        sentences=(),
        reference=payload.reference,
        metadata=payload.metadata,
        verdicts=_verdicts(store, key),
        labels=last_labels(store.labels.history(key), criterion, reviewer),
        feedback=_feedback(store, span),
        cut=False,
    )


def _inner(store: Store, span: Span) -> list[Span]:
    """The tools and model calls within a span that is within no other, with their payloads."""
    if span.parent_id is not None:
        return []
    wanted = {"execute_tool", *_MODEL_CALLS}
    found = [
        one
        for one in store.spans.trace(span.key.trace_id, span.key.app)
        if one.key != span.key and one.operation in wanted
    ][: 2 * _MANY]
    payloads = store.spans.payloads([one.key for one in found])
    return [replace(one, payload=payloads.get(one.key, Payload())) for one in found]


def _first_messages(inner: Sequence[Span]) -> tuple[Message, ...]:
    """What the first model call within a trace was sent."""
    sent = (one.payload.messages for one in inner if one.payload and one.payload.messages)
    return next(sent, ())


def _asked(payload: Payload, messages: Sequence[Message]) -> str:
    """The last words of a person, else the input whose name says that it is the question."""
    if not payload.messages and payload.inputs:
        for names in (INPUTS, PROMPTS):
            for name, value in payload.inputs.items():
                if plain(name) in names and value not in (None, "", [], {}):
                    return output_text(value)
        return asked_text(payload)
    return next((m.text for m in reversed(messages) if m.role == "user" and m.text), "")


def _tool(span: Span) -> ToolUse:
    payload = span.payload or Payload()
    error = span.status == "error"
    return ToolUse(span.name, payload.inputs, payload.output, span.duration_ns, error)


def _verdicts(store: Store, key: SpanKey) -> tuple[tuple[str, Verdict], ...]:
    said = (
        (spec, store.verdicts.on([key], key.app, spec).get(key))
        for spec in dict(store.verdicts.checks(key.app))
    )
    return tuple((spec, verdict) for spec, verdict in said if verdict is not None)


def _feedback(store: Store, span: Span) -> tuple[Feedback, ...]:
    """What users said of a span; of a whole trace, where the span is the first of it."""
    own = [span.key.span_id] + ([None] if span.parent_id is None else [])
    found = store.feedback.of(span.key.app, span.key.trace_id)
    return tuple(one for one in found if one.span_id in own)


def _shortened(view: View, length: int) -> View:
    """The view with every text cut at a length."""
    cutting = _Cutting(length)
    shorter: View = cutting.of(view)
    return replace(shorter, cut=cutting.cut)


class _Cutting:
    """Cuts texts in values of any shape, and remembers whether it did."""

    def __init__(self, length: int) -> None:
        self._length, self.cut = length, False

    def of(self, value: Any) -> Any:
        if isinstance(value, str):
            self.cut |= len(value) > self._length
            return value[: self._length]
        if isinstance(value, Mapping):
            return {self.of(key): self.of(item) for key, item in self._some(list(value.items()))}
        if isinstance(value, list | tuple):
            return type(value)(self.of(item) for item in self._some(value))
        if is_dataclass(value) and not isinstance(value, type | Span | Verdict | Label | Feedback):
            parts = {field.name: self.of(getattr(value, field.name)) for field in fields(value)}
            return type(value)(**parts)
        return value

    def _some(self, values: Sequence[Any]) -> Sequence[Any]:
        self.cut |= len(values) > self._length
        return values[: self._length]
