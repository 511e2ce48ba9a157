"""Suggested checks for an application, from its labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from genchi.checks.recorded import recorded_subject
from genchi.errors import UsageError
from genchi.records import SpanKey
from genchi.review.alignment import grade  # noqa: F401 - says which extra is missing
from genchi.review.outputs import only_labelled
from genchi.review.suggesting import Suggestion, suggest_checks
from genchi.store import Store


@dataclass(frozen=True, slots=True)
class SuggestedCheck:
    """A suggestion with the bad outputs it catches."""

    suggestion: Suggestion
    caught: tuple[SpanKey, ...]


def suggest(store: Store, app: str, criterion: str) -> list[SuggestedCheck]:
    """The checks that the labels of a criterion suggest, best held out first.

    Raises `UsageError` where nothing is labelled, or only good or only bad outputs are.
    """
    graded = [output for output in only_labelled(store, app, criterion) if output.label != 0.5]
    good = [(output.label or 0.0) > 0.5 for output in graded]
    if not any(good) or all(good):
        kind = "bad" if all(good) else "good"
        raise UsageError(
            f"no output of {app} is labelled {kind} for {criterion!r}: a check can only be "
            "suggested where people found some good and some bad"
        )
    spans = [store.spans.get(output.span) for output in graded]
    subjects = [recorded_subject(store, span) for span in spans if span is not None]
    _, groups = np.unique([output.asked for output in graded], return_inverse=True)
    found = suggest_checks(subjects, good, groups.astype(np.int64))
    return [SuggestedCheck(s, tuple(graded[place].span for place in s.caught)) for s in found]
