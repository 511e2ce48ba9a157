"""`/api/checks/trial`: what a check would say, beside the one that it would replace."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from genchi.checks.trying import Trial, try_check
from genchi.records import SpanKey, Verdict
from genchi.review.outputs import LabelledOutput, newest_unlabelled, only_labelled
from genchi.server.api.aligning import require_lab
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.grades import GradeOfCheck
from genchi.server.api.item_refs import ItemRef, item_refs
from genchi.server.api.refusing import TooManyError

RECENT = 500
"""Outputs without labels, the newest, that a check is tried on."""
_EXAMPLES = 10
_AT_ONCE = 2
_trials = threading.BoundedSemaphore(_AT_ONCE)


@dataclass(frozen=True, slots=True)
class NewTrial:
    """A check to try, and the one that it would replace."""

    app: str
    criterion: str
    spec: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """An output of which the check says something else than the one before did."""

    item: ItemRef
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class RecentOutputs:
    """How many recent outputs a check judged and would fail, with some of those."""

    n: int
    failed: int
    examples: tuple[ItemRef, ...]


@dataclass(frozen=True, slots=True)
class TrialAnswer:
    """What a check says of the labelled outputs and of recent ones; nothing of it is stored."""

    spec: str
    version: str
    before: GradeOfCheck | None
    after: GradeOfCheck
    changed: tuple[Change, ...]
    recent: RecentOutputs


def _try(context: Context, asked: Asked) -> TrialAnswer:
    body: NewTrial = asked.body
    app = asked.one_app()
    require_lab()
    labelled = only_labelled(context.store, app, body.criterion)
    keys = [output.span for output in labelled]
    recent = newest_unlabelled(context.store, app, set(keys), RECENT)
    after = _tried(context, app, body.spec, [*keys, *recent])
    before = None if body.before is None else _before(context, app, body.before, keys)
    lately = [key for key in recent if _is(after.verdicts.get(key), "fail")]
    judged = sum(_is(after.verdicts.get(key), "pass", "fail") for key in recent)
    examples = item_refs(
        context, app, body.criterion, lately[:_EXAMPLES], check=after.spec, verdicts=after.verdicts
    )
    return TrialAnswer(
        spec=after.spec,
        version=after.version,
        before=None if before is None else _grade(before, labelled),
        after=_grade(after, labelled),
        changed=tuple(_changed(context, body, before, after, keys)),
        recent=RecentOutputs(judged, len(lately), tuple(examples)),
    )


def _tried(context: Context, app: str, spec: str, keys: Sequence[SpanKey]) -> Trial:
    """A trial, while not too many others go on."""
    if not _trials.acquire(blocking=False):
        raise TooManyError(f"{_AT_ONCE} checks are being tried already: try again when they end", 5)
    try:
        return try_check(context.store, app, spec, keys, project=context.project)
    finally:
        _trials.release()


def _before(context: Context, app: str, spec: str, keys: Sequence[SpanKey]) -> Trial:
    """What the check before said: as it is stored, else tried as well."""
    versions = dict(context.store.verdicts.checks(app))
    stored = context.store.verdicts.on(keys, app, spec) if spec in versions else {}
    if stored:
        return Trial(spec, versions[spec], stored)
    return _tried(context, app, spec, keys)


def _grade(trial: Trial, labelled: Sequence[LabelledOutput]) -> Any:
    from genchi.report.alignment_json import grade_json
    from genchi.review.alignment import grade

    graded = [output for output in labelled if output.label != 0.5]
    measured = {"pass": 1.0, "fail": 0.0}
    outcomes = [trial.verdicts.get(output.span) for output in graded]
    passes = [[math.nan if v is None else measured.get(v.outcome, math.nan)] for v in outcomes]
    good = [float((output.label or 0.0) > 0.5) for output in graded]
    (found,) = grade(passes, good, [output.asked for output in graded])
    return grade_json(trial.spec, trial.version, found)


def _changed(
    context: Context, body: NewTrial, before: Trial | None, after: Trial, keys: Sequence[SpanKey]
) -> list[Change]:
    """The labelled outputs with another outcome; without a check before, those that fail."""
    was = before.verdicts if before else {}
    outcomes = {
        key: (was[key].outcome if key in was else None, verdict.outcome)
        for key in keys
        if (verdict := after.verdicts.get(key)) is not None
    }
    other = [
        key for key, (then, now) in outcomes.items() if (then != now if before else now == "fail")
    ]
    app, criterion = body.app, body.criterion
    refs = item_refs(context, app, criterion, other, check=after.spec, verdicts=after.verdicts)
    keyed = [(SpanKey(app, ref.key.trace_id, ref.key.span_id), ref) for ref in refs]
    return [Change(ref, *outcomes[key]) for key, ref in keyed]


def _is(verdict: Verdict | None, *outcomes: str) -> bool:
    return verdict is not None and verdict.outcome in outcomes


ENDPOINTS = (
    Endpoint(
        "/api/checks/trial",
        "What a check would say of labelled and recent outputs, within 30 seconds; not stored.",
        (),
        _try,
        TrialAnswer,
        method="POST",
        body=NewTrial,
        role="reviewer",
    ),
)
