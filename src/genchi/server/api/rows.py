"""The endpoints that show spans with what was said of them: lists with previews, and a trace."""

from __future__ import annotations

from dataclasses import dataclass

from genchi.exporting import span_json
from genchi.observing.rows import Judged, ListedSpan, judged, listed
from genchi.records import OUTCOMES
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.feedback import Feedback, shown
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import ALL_SPANS, APP, FILTER, PAGING, found_page
from genchi.server.api.schemas import OutcomeCounts, SpanJson
from genchi.server.api.shapes import Label, Verdict, label_of, verdict_of
from genchi.store import Tally


@dataclass(frozen=True, slots=True)
class LabelMean:
    """A criterion, and the mean of what people said last (null: nobody could say)."""

    criterion: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A span as a list shows it."""

    span: SpanJson
    input_preview: str
    output_preview: str
    verdicts: OutcomeCounts
    labels: list[LabelMean]
    feedback: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a list; `after` is where the next one begins."""

    rows: list[Row]
    after: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """All that was said of one span."""

    verdicts: list[Verdict]
    labels: list[Label]
    feedback: list[Feedback]


def _rows(context: Context, asked: Asked) -> Rows:
    app = asked.one_app()
    page = found_page(context, asked)
    return Rows(list(map(_row, listed(context.store, app, page.spans))), page.after)


def _row(row: ListedSpan) -> Row:
    return Row(
        span_json(row.span),
        row.input_preview,
        row.output_preview,
        {outcome: row.outcomes.get(outcome, 0) for outcome in OUTCOMES},
        [LabelMean(criterion, value) for criterion, value in row.values],
        row.feedback,
    )


def _judged(context: Context, asked: Asked) -> dict[str, Said]:
    app = asked.one_app()
    trace_id = context.traces.trace_id(asked.text("trace"), app=app)
    return {span: _said(one) for span, one in judged(context.store, app, trace_id).items()}


def _said(one: Judged) -> Said:
    return Said(
        [verdict_of(check, verdict) for check, verdict in one.verdicts],
        list(map(label_of, one.labels)),
        list(map(shown, one.feedback)),
    )


ENDPOINTS = (
    Endpoint(
        "/api/rows",
        "Spans with a line of what went in and came out, and what was said of each.",
        (FILTER, APP, ALL_SPANS, *PAGING),
        _rows,
        Rows,
    ),
    Endpoint(
        "/api/traces/{trace}/judged",
        "What checks, people and users said of the spans of a trace, by span id.",
        (Parameter("trace", "its id, or as much of its beginning as is unique", place="path"), APP),
        _judged,
        dict[str, Said],
    ),
)
