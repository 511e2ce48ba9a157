"""Feedback says what it is, and only what a person verified or corrected is a label."""

from __future__ import annotations

from typing import Any

import pytest

from genchi.errors import UsageError
from genchi.records import FEEDBACK_KINDS, Feedback, SpanKey, label_from

TRACE, SPAN = "ab" * 16, "cd" * 8


def given(kind: Any = "accepted", **fields: Any) -> Feedback:
    known: dict[str, Any] = {
        "id": "event-0001",
        "app": "客服",
        "trace_id": TRACE,
        "span_id": SPAN,
        "at_ns": 5,
    }
    return Feedback(kind=kind, **known | fields)


def test_every_kind_can_be_said() -> None:
    for kind in FEEDBACK_KINDS:
        assert given(kind, value=1.0, text="三十天").kind == kind


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("liked", {}, "one of thumbs, correction, .*, not 'liked'"),
        ("accepted", {"id": "short"}, "'short' is not 8 to 64"),
        ("accepted", {"id": "退款退款退款退款"}, "is not 8 to 64"),
        ("accepted", {"id": "x" * 65}, "is not 8 to 64"),
        ("accepted", {"id": "event-0001\n"}, "is not 8 to 64"),
        ("accepted", {"app": ""}, "name of an application has 1 to 256"),
        ("accepted", {"user": "u" * 257}, "name of a user has 1 to 256"),
        ("accepted", {"trace_id": "AB" * 16}, "is not 32 digits of 0-9 and a-f"),
        ("accepted", {"span_id": "cd"}, "'cd' is not 16 digits"),
        ("accepted", {"at_ns": -1}, "is not nanoseconds since 1970"),
        ("accepted", {"at_ns": 2**63}, "is not nanoseconds since 1970"),
        ("edited", {"distance": 1.01}, "distance is between 0 and 1, not 1.01"),
        ("edited", {"distance": float("nan")}, "distance is between 0 and 1"),
        ("thumbs", {"value": -1}, "value is between 0 and 1, not -1"),
        ("thumbs", {}, "thumbs needs a value: 1 for good, 0 for bad"),
        ("verified", {"text": "fine"}, "verified needs a value"),
        ("correction", {}, "correction needs a text"),
        ("comment", {"text": ""}, "comment needs a text"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(
    kind: str, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        given(kind, **fields)


def test_a_text_is_as_long_as_its_bytes() -> None:
    assert given("comment", text="退" * 21_845)
    with pytest.raises(UsageError, match="has 65,538 bytes, and 65,536 are the most: shorten it"):
        given("comment", text="退" * 21_846)


def test_a_verified_output_is_a_label_of_the_one_who_verified_it() -> None:
    label = label_from(given("verified", value=1.0, text="对的", user="mei"), "helpful")
    assert (label.criterion, label.value, label.annotator) == ("helpful", 1.0, "mei")
    assert (label.target.span, label.target.kind) == (SpanKey("客服", TRACE, SPAN), "output")
    assert (label.why, label.reason, label.correction) == ("feedback", "对的", None)


def test_a_correction_is_a_bad_label_with_the_better_text() -> None:
    label = label_from(given("correction", text="十四天"), "helpful")
    assert (label.value, label.correction, label.reason) == (0.0, "十四天", "")
    assert label.annotator == "feedback", "who did it is not known"
    assert label_from(given("correction", text="x", value=0.5), "helpful").value == 0.5


@pytest.mark.parametrize(
    ("feedback", "criterion", "message"),
    [
        (given("thumbs", value=1), "helpful", "thumbs is no judgement by a criterion"),
        (given("verified", value=1, span_id=None), "helpful", "give the span_id as well"),
        (given("verified", value=1), " ", "is not the name of a criterion"),
        (given("verified", value=1), "\ud800", "is not the name of a criterion"),
    ],
)
def test_other_feedback_makes_no_label(feedback: Feedback, criterion: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        label_from(feedback, criterion)
