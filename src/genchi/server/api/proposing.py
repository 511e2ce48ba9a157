"""The endpoints from a bad output to a case and a check: proposing, saving, taking back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from genchi.checks import FOLDER, find_check
from genchi.checks.discovery import library_checks
from genchi.checks.recorded import recorded_spans
from genchi.checks.saving import save_check, unsave_check
from genchi.checks.using import no_more
from genchi.datasets import REGRESSIONS, add_case, dataset_path, read_cases, remove_case
from genchi.observing import NotFoundError
from genchi.records import Case, Json, SpanKey
from genchi.review.candidates import Candidate
from genchi.review.items import Said, said_of
from genchi.review.proposing import case_of, propose_apart
from genchi.server.api.checking import Nothing, start_run
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.item_refs import ItemRef, item_refs
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import APP
from genchi.server.api.trials import RecentOutputs
from genchi.stats import Interval


@dataclass(frozen=True, slots=True)
class BadOutput:
    """The output that was found bad, and the part of it that somebody selected."""

    app: str
    criterion: str
    trace_id: str
    span_id: str
    selection: str | None = None


@dataclass(frozen=True, slots=True)
class ProposedCase:
    """The case that asks the same again; `exists` says that it is in the dataset already."""

    id: str
    inputs: Mapping[str, Json]
    reference: Json
    exists: bool


@dataclass(frozen=True, slots=True)
class ProposedCheck:
    """A check that fails this output; intervals are Wilson's, over the outputs it was tried on."""

    spec: str
    description: str
    caught: int
    bad: int
    catches: Interval | None
    wrong: int
    good: int
    wrongly_fails: Interval | None
    recent: RecentOutputs
    caught_examples: tuple[ItemRef, ...]
    wrong_examples: tuple[ItemRef, ...]


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """A case and checks, best first; `tried` of `labelled` outputs were reached in the time."""

    case: ProposedCase
    candidates: tuple[ProposedCheck, ...]
    tried: int
    labelled: int


@dataclass(frozen=True, slots=True)
class NewRegression:
    """The case to save: its reference where it is not the correction, and a check beside it."""

    app: str
    criterion: str
    trace_id: str
    span_id: str
    reference: str | None = None
    check: str | None = None


@dataclass(frozen=True, slots=True)
class SavedRegression:
    """Where the case and the check were saved, and the job that judges with the check."""

    case_id: str
    dataset: str
    check: str | None
    file: str | None
    job: str | None


def _propose(context: Context, asked: Asked) -> ProposedAnswer:
    body: BadOutput = asked.body
    app = asked.one_app()
    key = SpanKey(app, body.trace_id, body.span_id)
    case = _case(context, key, body.criterion)
    found = propose_apart(context.store, app, body.criterion, key, body.selection or "")
    there = any(one.id == case.id for one in read_cases(_regressions(context)))
    return ProposedAnswer(
        case=ProposedCase(case.id, case.inputs, case.reference, there),
        candidates=tuple(_check(context, app, body.criterion, c) for c in found.candidates),
        tried=found.tried,
        labelled=found.labelled,
    )


def _check(context: Context, app: str, criterion: str, found: Candidate) -> ProposedCheck:
    def refs(keys: tuple[SpanKey, ...]) -> tuple[ItemRef, ...]:
        return tuple(item_refs(context, app, criterion, keys))

    return ProposedCheck(
        spec=found.spec,
        description=find_check(found.spec, library_checks()).description,
        caught=found.caught,
        bad=found.bad,
        catches=found.catches,
        wrong=found.wrong,
        good=found.good,
        wrongly_fails=found.wrongly_fails,
        recent=RecentOutputs(found.recent, found.failed, refs(found.recent_examples)),
        caught_examples=refs(found.caught_examples),
        wrong_examples=refs(found.wrong_examples),
    )


def _save(context: Context, asked: Asked) -> SavedRegression:
    body: NewRegression = asked.body
    app = asked.one_app()
    key = SpanKey(app, body.trace_id, body.span_id)
    case = _case(context, key, body.criterion, body.reference)
    path = _regressions(context)
    if body.check is None:
        add_case(path, case)
        return SavedRegression(case.id, str(path), None, None, None)
    read_cases(path)  # complains of a broken file before the check is saved
    saved = save_check(context.project / FOLDER, body.check)
    add_case(path, case)
    job = start_run(context, app, [saved.spec])
    return SavedRegression(case.id, str(path), saved.spec, str(saved.file), job)


def _undo(context: Context, asked: Asked) -> Nothing:
    app, folder = asked.one_app(), context.project / FOLDER
    path, check = _regressions(context), asked.maybe("check")
    gone = remove_case(path, asked.text("case"))
    if check is not None and unsave_check(folder, check):
        no_more(context.store, app, check, folder, now_ns=context.clock())
        gone = True
    if not gone:
        raise NotFoundError(f"{path} has no case {asked.text('case')}")
    return Nothing()


def _case(context: Context, key: SpanKey, criterion: str, reference: str | None = None) -> Case:
    span = next(recorded_spans(context.store, key.app, [key]), None)
    if span is None:
        raise NotFoundError(f"{key.app!r} has no span {key.span_id} in trace {key.trace_id}")
    return case_of(span, _said(context, key, criterion), criterion, reference)


def _said(context: Context, key: SpanKey, criterion: str) -> Said | None:
    labels = context.store.labels.current(key.app, criterion)
    return said_of(label for label in labels if label.target.span == key).get(key)


def _regressions(context: Context) -> Path:
    return dataset_path(context.project, REGRESSIONS)


ENDPOINTS = (
    Endpoint(
        "/api/review/proposals",
        "A case from a bad output, and at most 8 checks that fail it, with what else they fail.",
        (),
        _propose,
        ProposedAnswer,
        method="POST",
        body=BadOutput,
        role="reviewer",
    ),
    Endpoint(
        "/api/review/regressions",
        "Save the case in datasets/regressions.jsonl, and a check beside it.",
        (),
        _save,
        SavedRegression,
        method="POST",
        body=NewRegression,
        role="reviewer",
    ),
    Endpoint(
        "/api/review/regressions",
        "Take a saved case back, and the check that was saved beside it.",
        (
            APP,
            Parameter("case", "the id of the case", required=True),
            Parameter("check", "the spec of the check"),
        ),
        _undo,
        Nothing,
        method="DELETE",
        role="reviewer",
    ),
)
