"""`/api/feedback`: what the users of a product say of its outputs, from its pages and servers.

Pages send it themselves, with a key that everybody can read, or from an origin that is let in. So
it is the one door that takes something from strangers: what a sender may do there is little and
bounded, and nothing that a key for feedback sends becomes a label.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from genchi import records
from genchi.errors import UsageError
from genchi.records import FEEDBACK_KINDS, Label, label_from
from genchi.records.feedback import require_short
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import APP
from genchi.server.api.refusing import ForbiddenError, TooManyError
from genchi.text import edit_distance

MOST_EVENTS = 100
_WEIGHT = 4096
"""Characters that count as one event more: the distance of two long texts takes its time."""


@dataclass(frozen=True, slots=True)
class FeedbackEvent:
    """One event as a sender gives it."""

    id: str
    trace_id: str
    kind: str
    span_id: str | None = None
    value: float | None = None
    text: str | None = None
    original: str | None = None
    distance: float | None = None
    user: str | None = None
    at_ms: int | None = None
    criterion: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackBatch:
    """Up to 100 events of one application; with an API key that says which."""

    events: list[FeedbackEvent]
    app: str | None = None


@dataclass(frozen=True, slots=True)
class FeedbackTaken:
    """How many events are new, and how many were there already."""

    stored: int
    known: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said of an output, or did with it."""

    id: str
    kind: str
    value: float | None
    text: str | None
    distance: float | None
    user: str | None
    at_ns: int


@dataclass(frozen=True, slots=True)
class PlacedFeedback(Feedback):
    """The same with the output it is about; without `span_id`, a whole trace."""

    trace_id: str
    span_id: str | None


def shown(one: records.Feedback) -> Feedback:
    """Feedback as the API gives it beside its output."""
    return Feedback(one.id, one.kind, one.value, one.text, one.distance, one.user, one.at_ns)


def _placed(one: records.Feedback) -> PlacedFeedback:
    return PlacedFeedback(
        one.id,
        one.kind,
        one.value,
        one.text,
        one.distance,
        one.user,
        one.at_ns,
        one.trace_id,
        one.span_id,
    )


def _take(context: Context, asked: Asked) -> FeedbackTaken:
    app, events = asked.one_app(), asked.body.events
    if not 0 < len(events) <= MOST_EVENTS:
        raise UsageError(f"a request has 1 to {MOST_EVENTS} events, not {len(events)}")
    _require_rate(context, asked, events)
    given = [_given(context, asked, app, n, event) for n, event in enumerate(events, start=1)]
    new = context.store.feedback.add(given)
    return FeedbackTaken(new, len(given) - new)


def _require_rate(context: Context, asked: Asked, events: list[FeedbackEvent]) -> None:
    texts = (text for event in events for text in (event.text, event.original) if text)
    amount = max(len(events), sum(map(len, texts)) // _WEIGHT)
    key = asked.asker.key
    wait = context.feedback_rate.wait((asked.asker.address, key and key.id), amount)
    if wait:
        seconds = math.ceil(wait)
        raise TooManyError(
            f"that is more feedback than one sender may send: go on in {seconds} s", seconds
        )


def _given(
    context: Context, asked: Asked, app: str, number: int, event: FeedbackEvent
) -> tuple[records.Feedback, Label | None]:
    """An event as it is stored, with the label that it is as well."""
    try:
        feedback = _feedback(context, app, event)
        if event.criterion is None:
            return feedback, None
        _require_reviewer(asked)
        return feedback, label_from(feedback, event.criterion)
    except ForbiddenError:
        raise
    except UsageError as error:
        raise UsageError(f"event {number} of {len(asked.body.events)}: {error}") from error


def _feedback(context: Context, app: str, event: FeedbackEvent) -> records.Feedback:
    now = context.clock()
    at = now if event.at_ms is None else min(now, event.at_ms * 1_000_000)
    require_short("the text", event.text)
    require_short("the original", event.original)
    text = event.text
    if text is not None and context.redactor is not None:
        text = context.redactor.text(text)
    return records.Feedback(
        event.id,
        app,
        event.trace_id,
        event.span_id,
        event.kind,  # type: ignore[arg-type]  # the record says so where it is no kind
        at,
        event.value,
        text,
        event.distance if event.distance is not None else _distance(event),
        event.user,
    )


def _distance(event: FeedbackEvent) -> float | None:
    """How large a share of a draft was changed; None where that cannot be known."""
    if event.kind != "edited" or event.original is None or event.text is None:
        return None
    longest = max(len(event.original), len(event.text))
    return edit_distance(event.original, event.text) / longest if longest else 0.0


def _require_reviewer(asked: Asked) -> None:
    """That whoever makes a label may judge: labels are what all else is measured by."""
    key = asked.asker.key
    if key is not None and key.scope == "app":
        return
    if key is not None or not asked.asker.may("reviewer"):
        raise ForbiddenError(
            "feedback with a criterion becomes a label, which a key for feedback or a visitor may "
            "not make: send it from your server, with a key of the application"
        )


def _of(context: Context, asked: Asked) -> list[PlacedFeedback]:
    found = context.store.feedback.of(asked.one_app(), asked.text("trace"), asked.maybe("span"))
    return [_placed(one) for one in found]


def _recent(context: Context, asked: Asked) -> list[PlacedFeedback]:
    kind = asked.maybe("kind")
    if kind is not None and kind not in FEEDBACK_KINDS:
        raise UsageError(f"feedback is one of {', '.join(FEEDBACK_KINDS)}, not {kind[:80]!r}")
    found = context.store.feedback.recent(asked.one_app(), kind, asked.number("limit"))
    return [_placed(one) for one in found]


ENDPOINTS = (
    Endpoint(
        "/api/feedback",
        "Store what users said of outputs, or did with them; an id that is known changes nothing.",
        (),
        _take,
        FeedbackTaken,
        method="POST",
        body=FeedbackBatch,
        programs=True,
    ),
    Endpoint(
        "/api/feedback",
        "The feedback on a trace and all its spans, or on one span, oldest first.",
        (
            APP,
            Parameter("trace", "the id of the trace", required=True),
            Parameter("span", "the id of a span: only the feedback on it"),
        ),
        _of,
        list[PlacedFeedback],
    ),
    Endpoint(
        "/api/feedback/recent",
        "The newest feedback of an application.",
        (
            APP,
            Parameter("kind", f"only this kind: {', '.join(FEEDBACK_KINDS)}"),
            Parameter("limit", "how many", "integer", default=100, least=1, most=1000),
        ),
        _recent,
        list[PlacedFeedback],
    ),
)
