"""Spans and labels as CSV and JSON Lines, page by page: what a page of the web app saves.

CSV begins with a byte order mark, without which Excel takes Chinese for something else. A text that
a spreadsheet would run as a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from genchi.errors import UsageError
from genchi.exporting import record_of, row_of
from genchi.observing import Traces
from genchi.records import Json, Label, Payload, Span, SpanKey, Target, output_text, to_json
from genchi.review.items import asked_text
from genchi.store import Store

SheetFormat = Literal["csv", "jsonl"]
MEDIA_TYPES: dict[SheetFormat, str] = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
}
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_PAGE = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NO_SPAN = Span(SpanKey("", "", ""), start_ns=0)
_NO_LABEL = Label("", Target(SpanKey("", "", "")), None, "", 0)
_Row = dict[str, Json]


def sheet_format(text: str) -> SheetFormat:
    """The format of that name. Raises `UsageError`."""
    for known in get_args(SheetFormat):
        if text == known:
            return known  # type: ignore[no-any-return]
    raise UsageError(f"there is no format {text!r} here: choose csv or jsonl")


def spans_sheet(
    traces: Traces, filter_text: str, app: str, format_name: SheetFormat, *, roots: bool
) -> Iterator[bytes]:
    """The spans a filter means with their payloads, newest first."""
    pages = _span_pages(traces, filter_text, app, roots=roots)
    if format_name == "jsonl":
        return _lines([record_of(span) for span in page] for page in pages)
    rows = ([_dated(row_of(span), "start_ns") for span in page] for page in pages)
    return _csv(_dated(row_of(_NO_SPAN), "start_ns"), rows)


def labels_sheet(
    store: Store, app: str, criterion: str | None, format_name: SheetFormat
) -> Iterator[bytes]:
    """The labels that count, oldest first, each with what was asked and answered."""
    pages = _label_pages(store, app, criterion)
    if format_name == "jsonl":
        return _lines(pages)
    rows = ([_dated(row, "created_ns") for row in page] for page in pages)
    return _csv(_dated(_label_row(_NO_LABEL, None), "created_ns"), rows)


def _span_pages(
    traces: Traces, filter_text: str, app: str, *, roots: bool
) -> Iterator[Sequence[Span]]:
    after: str | None = None
    while True:
        page = traces.find(filter_text, app=app, roots=roots, limit=_PAGE, after=after)
        yield traces.with_payloads(page.spans)
        after = page.after
        if after is None:
            return


def _label_pages(store: Store, app: str, criterion: str | None) -> Iterator[list[_Row]]:
    ids = store.judgements.counting(app, criterion)
    for start in range(0, len(ids), _PAGE):
        labels = store.judgements.labels_by_id(ids[start : start + _PAGE])
        payloads = store.spans.payloads([label.target.span for label in labels])
        yield [_label_row(label, payloads.get(label.target.span)) for label in labels]


def _label_row(label: Label, payload: Payload | None) -> _Row:
    target = label.target
    return {
        "created_ns": label.created_ns,
        "criterion": label.criterion,
        "kind": target.kind,
        "value": label.value,
        "annotator": label.annotator,
        "failure": label.failure,
        "reason": label.reason,
        "correction": label.correction,
        "blind": label.blind,
        "why": label.why,
        "inclusion": label.inclusion,
        "trace_id": target.span.trace_id,
        "span_id": target.span.span_id,
        "start": target.start,
        "end": target.end,
        "passage": target.passage,
        "other_trace_id": target.other.trace_id if target.other else None,
        "other_span_id": target.other.span_id if target.other else None,
        "input": "" if payload is None else asked_text(payload),
        "output": "" if payload is None else output_text(payload.output),
    }


def _lines(pages: Iterable[Sequence[_Row]]) -> Iterator[bytes]:
    for page in pages:
        yield b"".join(to_json(row) + b"\n" for row in page)


def _csv(columns: Iterable[str], pages: Iterable[Sequence[_Row]]) -> Iterator[bytes]:
    head = _BOM.encode() + _csv_lines([list(columns)])
    for page in pages:
        yield head + _csv_lines([list(map(_cell, row.values())) for row in page])
        head = b""
    if head:
        yield head


def _csv_lines(lines: Iterable[Sequence[Json]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Json) -> Json:
    """A value as a cell: text stays text, also where it looks like a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _dated(row: _Row, name: str) -> _Row:
    """The row with its time as people and spreadsheets read it, in UTC, before all else."""
    return {"time": _time(row[name])} | row


def _time(time_ns: int) -> str:
    try:
        moment = _EPOCH + timedelta(microseconds=time_ns // 1000)
    except OverflowError:
        return ""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
