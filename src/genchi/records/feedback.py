"""What the users of a product said about an output, or did with it.

Some of it is said (a thumb, a correction), some is what people do anyway (send a draft as it is,
change it, ask for another). All of it is kept as it came: what it is worth is decided by whoever
reads it. Only a person who verified an output against a criterion makes a label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from genchi.errors import UsageError
from genchi.records.encoding import clean
from genchi.records.labels import Label, Target
from genchi.records.spans import SpanKey

FeedbackKind = Literal[
    "thumbs",
    "correction",
    "accepted",
    "edited",
    "ignored",
    "regenerated",
    "copied",
    "comment",
    "verified",
]
FEEDBACK_KINDS: tuple[FeedbackKind, ...] = get_args(FeedbackKind)
ANONYMOUS = "feedback"
"""The annotator of labels from feedback that names no user."""
WHY = "feedback"
"""Why the output of such a label was looked at: somebody chose to, so it is no fair sample."""

MOST_BYTES = 65_536
_MOST_IN_NAMES = 256
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_TRACE, _SPAN = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{16}")
_NEEDS_VALUE = ("thumbs", "verified")
_NEEDS_TEXT = ("correction", "comment")
_LAST_NS = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thing that a user said of an output, or did with it.

    `id` is made by the sender, so that it may send again. Without `span_id` it is about the whole
    trace. `value` is from 0 (bad) to 1 (good), `distance` is how much of a text was changed, from 0
    (nothing) to 1 (everything). None is unknown.
    """

    id: str
    app: str
    trace_id: str
    span_id: str | None
    kind: FeedbackKind
    at_ns: int
    value: float | None = None
    text: str | None = None
    distance: float | None = None
    user: str | None = None

    def __post_init__(self) -> None:
        _require_names(self)
        _require_place(self)
        _require_numbers(self)
        require_short("the text", self.text)
        if self.kind in _NEEDS_VALUE and self.value is None:
            raise UsageError(f"{self.kind} needs a value: 1 for good, 0 for bad")
        if self.kind in _NEEDS_TEXT and not self.text:
            raise UsageError(f"{self.kind} needs a text")


def label_from(feedback: Feedback, criterion: str) -> Label:
    """The label that feedback of a person who verified an output, or corrected it, is as well.

    A correction says that the output was bad (unless it has a value) and what would be better; the
    text of a verification is its reason.
    """
    if feedback.kind not in ("verified", "correction"):
        raise UsageError(
            f"{feedback.kind} is no judgement by a criterion: verified and correction are"
        )
    if feedback.span_id is None:
        raise UsageError("a label is about one output: give the span_id as well")
    if not criterion.strip() or len(criterion) > _MOST_IN_NAMES or criterion != clean(criterion):
        raise UsageError(f"{criterion!r} is not the name of a criterion")
    corrected = feedback.kind == "correction"
    return Label(
        criterion,
        Target(SpanKey(feedback.app, feedback.trace_id, feedback.span_id)),
        0.0 if feedback.value is None else feedback.value,
        feedback.user or ANONYMOUS,
        feedback.at_ns,
        correction=feedback.text if corrected else None,
        reason="" if corrected else feedback.text or "",
        why=WHY,
    )


def require_short(what: str, text: str | None) -> None:
    """Raise `UsageError` where a text is longer than feedback may be."""
    if text is None:
        return
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise UsageError(f"{what} has {size:,} bytes, and {MOST_BYTES:,} are the most: shorten it")


def _require_names(feedback: Feedback) -> None:
    if not _ID.fullmatch(feedback.id):
        raise UsageError(
            f"the id {feedback.id[:80]!r} is not 8 to 64 letters, digits, hyphens and underscores"
        )
    if feedback.kind not in FEEDBACK_KINDS:
        raise UsageError(
            f"feedback is one of {', '.join(FEEDBACK_KINDS)}, not {str(feedback.kind)[:80]!r}"
        )
    for what, name in (("an application", feedback.app), ("a user", feedback.user)):
        if name is not None and not (name.strip() and len(name) <= _MOST_IN_NAMES):
            raise UsageError(
                f"the name of {what} has 1 to {_MOST_IN_NAMES} characters, not {name[:80]!r}"
            )


def _require_place(feedback: Feedback) -> None:
    if not _TRACE.fullmatch(feedback.trace_id):
        raise UsageError(f"the trace_id {feedback.trace_id[:80]!r} is not 32 digits of 0-9 and a-f")
    if feedback.span_id is not None and not _SPAN.fullmatch(feedback.span_id):
        raise UsageError(f"the span_id {feedback.span_id[:80]!r} is not 16 digits of 0-9 and a-f")


def _require_numbers(feedback: Feedback) -> None:
    for name in ("value", "distance"):
        number = getattr(feedback, name)
        if number is not None and not 0 <= number <= 1:
            raise UsageError(f"the {name} is between 0 and 1, not {number!r}")
    if not 0 <= feedback.at_ns <= _LAST_NS:
        raise UsageError(f"the time {feedback.at_ns} is not nanoseconds since 1970")
