"""`/api/review/actions`: what reviewers did, sent by pages that may be offline and send again.

Each action of a batch is read on its own: one that cannot be understood is refused with a sentence
and the others are applied, since a page that met an error for all could never send any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec

from genchi.errors import UsageError
from genchi.records import Json, Label, SpanKey, Target
from genchi.review.acting import act
from genchi.review.recipe import Why
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import LATEST_MS
from genchi.server.api.shapes import Key
from genchi.store import Action, Applied, LabelAction, UndoAction

MOST = 200
Text = Annotated[str, msgspec.Meta(max_length=200_000)]
Name = Annotated[str, msgspec.Meta(max_length=200)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=LATEST_MS)]


@dataclass(frozen=True, slots=True)
class LabelTarget:
    """What a label is about: an output, a piece of it, a passage, or it and `other`."""

    kind: Literal["output", "piece", "passage", "preference"]
    trace_id: str
    span_id: str
    start: int | None = None
    end: int | None = None
    passage: int | None = None
    other: Key | None = None


class LabelDone(msgspec.Struct, tag_field="kind", tag="label", frozen=True):
    """Somebody labelled something."""

    id: str
    at_ms: Moment
    criterion: Name
    target: LabelTarget
    value: Annotated[float, msgspec.Meta(ge=0, le=1)] | None
    blind: bool
    why: Why | Literal[""]
    ms: Annotated[int, msgspec.Meta(ge=0, le=LATEST_MS)]
    failure: Name | None = None
    reason: Text = ""
    correction: Text | None = None
    inclusion: Annotated[float, msgspec.Meta(gt=0, le=1)] | None = None
    side: Literal["left", "right"] | None = None
    answers: Annotated[list[Literal["yes", "no"]], msgspec.Meta(max_length=20)] = []


class UndoDone(msgspec.Struct, tag_field="kind", tag="undo", frozen=True):
    """Somebody took back what an action of theirs did."""

    id: str
    at_ms: Moment
    of: str


ActionDone = LabelDone | UndoDone


def _inlined() -> Json:
    """The schema of an action in one piece: items are described so, and read one by one."""
    schema = msgspec.json.schema(ActionDone)
    parts = schema.pop("$defs")

    def resolved(value: Json) -> Json:
        if isinstance(value, dict):
            if "$ref" in value:
                return resolved(parts[value["$ref"].rpartition("/")[2]])
            return {name: resolved(item) for name, item in value.items() if name != "discriminator"}
        return [resolved(item) for item in value] if isinstance(value, list) else value

    return resolved(schema)


@dataclass(frozen=True, slots=True)
class ReviewActions:
    """Actions of one reviewer, in the order in which they did them."""

    app: str
    actions: Annotated[
        list[Any], msgspec.Meta(max_length=MOST, extra_json_schema={"items": _inlined()})
    ]
    reviewer: str | None = None


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What became of an action; `also` are others who hold or labelled the same thing."""

    id: str
    outcome: Literal["stored", "known", "undone", "nothing", "refused"]
    also: list[str]
    error: str | None


@dataclass(frozen=True, slots=True)
class ActionResults:
    """One for each action, in their order."""

    results: list[ActionResult]


def _act(context: Context, asked: Asked) -> ActionResults:
    body: ReviewActions = asked.body
    app, reviewer = asked.one_app(), asked.reviewer(body.reviewer)
    actions = [_read(context, app, reviewer, one) for one in body.actions]
    applied = act(context.store, actions, now_ns=context.clock())
    return ActionResults(
        [ActionResult(one.id, one.outcome, list(one.also), one.error) for one in applied]
    )


def _read(context: Context, app: str, reviewer: str, given: Json) -> Action | Applied:
    """An action as it was sent, or why it cannot be one."""
    try:
        done = msgspec.convert(given, ActionDone)
        if isinstance(done, UndoDone):
            return UndoAction(done.id, app, reviewer, done.of, done.at_ms * 10**6)
        return _label(context, app, reviewer, done)
    except (msgspec.ValidationError, UsageError, RecursionError) as error:
        name = given.get("id") if isinstance(given, dict) else None
        sentence = f"the action is not as it should be: {error}"
        return Applied(name[:80] if isinstance(name, str) else "", "refused", error=sentence)


def _label(context: Context, app: str, reviewer: str, done: LabelDone) -> LabelAction:
    target = done.target
    other = (
        None if target.other is None else SpanKey(app, target.other.trace_id, target.other.span_id)
    )
    label = Label(
        criterion=done.criterion,
        target=Target(
            SpanKey(app, target.trace_id, target.span_id),
            target.kind,
            *(target.start, target.end, target.passage),
            other,
        ),
        value=done.value,
        annotator=reviewer,
        created_ns=done.at_ms * 10**6,
        blind=done.blind,
        inclusion=done.inclusion,
        failure=done.failure or None,
        correction=None if done.correction is None else _redacted(context, done.correction),
        reason=_redacted(context, done.reason),
        why=done.why,
    )
    return LabelAction(done.id, label, done.ms, done.side, tuple(done.answers))


def _redacted(context: Context, text: str) -> str:
    return text if context.redactor is None else context.redactor.text(text)


ENDPOINTS = (
    Endpoint(
        "/api/review/actions",
        "Apply labels and undos in order, in one transaction; one that is known changes nothing.",
        (),
        _act,
        ActionResults,
        method="POST",
        body=ReviewActions,
        role="reviewer",
    ),
)
