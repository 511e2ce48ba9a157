"""Which checks agree with people: graded one by one, chosen as a set, and tested on other outputs.

    grade            what each check catches, and what it fails falsely
    detector_set     every check that is good enough: for watching
    minimal_set      the fewest checks that catch enough: for reading
    held_out         what such a choice is worth on outputs that did not make it
    redundancy       which checks say the same
    uncaught         the bad outputs that no check fails
    next_to_label    which outputs to look at next
    span_agreement   whether the evidence points where people pointed

All of these take `passes`, a table of outputs by checks with 1 (pass), 0 (fail) and nan (error or
skip), and `good`, a grade of 1 or 0 for each output.
"""

from __future__ import annotations

from genchi.errors import missing_extra

try:
    import numpy as np  # noqa: F401
    import scipy  # noqa: F401
except ImportError as error:
    raise missing_extra("choosing checks by their agreement with people", "lab") from error

from genchi.review.grading import Grade, grade
from genchi.review.holding_out import HeldOut, HeldOutCheck, held_out
from genchi.review.redundant import Overlap, next_to_label, redundancy, uncaught
from genchi.review.selection import Selection, detector_set, minimal_set
from genchi.review.span_overlap import SpanAgreement, SpanScore, span_agreement

__all__ = [
    "Grade",
    "HeldOut",
    "HeldOutCheck",
    "Overlap",
    "Selection",
    "SpanAgreement",
    "SpanScore",
    "detector_set",
    "grade",
    "held_out",
    "minimal_set",
    "next_to_label",
    "redundancy",
    "span_agreement",
    "uncaught",
]
