"""Results as tables for a terminal, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from genchi.evals import Comparison
from genchi.intake import Imported, Preview, Summary
from genchi.records import output_text, to_json
from genchi.report.pictures import difference_picture, rate_picture
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.review import GroupQuality
from genchi.settings import Language
from genchi.store import ApiKey, ImportRun, Person

_NAME = 28
"""Columns that a name may claim."""
_WIDE = 110
"""Columns from which a table shows all it has."""
_SHORT = 300
"""Characters of a field that a preview shows."""


def quality_table(
    rows: Sequence[GroupQuality], app: str, criterion: str, *, language: Language, width: int
) -> RenderableType:
    """The rate of good outputs by group, with its interval as a picture, in `width` columns."""
    title = heading(say(language, "quality", app=app, criterion=criterion))
    table = plain_table()
    several = any(row.annotators > 1 for row in rows)
    percent = f"{rows[0].confidence:.0%}" if rows else ""
    _add_names(table, say(language, "group"), [row.group for row in rows], width)
    for key in ("outputs", "labelled", "good"):
        table.add_column(say(language, key), justify="right", no_wrap=True)
    table.add_column(say(language, "interval", percent=percent), justify="right", no_wrap=True)
    table.add_column(
        say(language, "picture"), no_wrap=True, style="cyan", min_width=_picture_width(width)
    )
    if several:
        table.add_column(say(language, "agreement"), justify="right", no_wrap=True)
    if width >= _WIDE:
        table.add_column(say(language, "method"), style="dim")
    for row in rows:
        table.add_row(*_quality_cells(row, several, language, width))
    return Group(title, table, *_quality_notes(rows, several, language))


def comparison_table(
    rows: Sequence[Comparison],
    app: str,
    criterion: str,
    *,
    by: str,
    language: Language,
    width: int,
) -> RenderableType:
    """Every pair of variants with the difference as a picture and the verdict in words."""
    title = heading(say(language, "comparison", app=app, criterion=criterion, by=by))
    table = plain_table()
    _add_names(
        table, say(language, "a_versus_b"), [name for row in rows for name in (row.a, row.b)], width
    )
    table.add_column(say(language, "good"), justify="right", no_wrap=True)
    table.add_column(say(language, "pairs"), justify="right", no_wrap=True)
    table.add_column(say(language, "difference"), justify="right", no_wrap=True)
    percent = f"{rows[0].confidence:.0%}" if rows else ""
    table.add_column(say(language, "interval", percent=percent), justify="right", no_wrap=True)
    if width >= _WIDE:
        table.add_column("-100 … +100", no_wrap=True, style="cyan")
    table.add_column(say(language, "p"), justify="right", no_wrap=True)
    table.add_column(say(language, "verdict"), min_width=15)
    for row in rows:
        table.add_row(*_comparison_cells(row, language, width))
    notes = [_note(say(language, "holm", n=len(rows)))] if len(rows) > 1 else []
    return Group(title, table, *notes)


def preview_report(preview: Preview, language: Language) -> RenderableType:
    """The mapping that would be used and the first records as they would be stored."""
    title = heading(say(language, "preview", file=preview.file, format=preview.format))
    mapping = plain_table()
    mapping.add_column(say(language, "key"), style="bold")
    mapping.add_column(say(language, "comes_from"), overflow="fold")
    for key, expression in preview.mapping.items():
        mapping.add_row(escape(key), escape(expression))
    records = [
        _record_table(record, number, language)
        for number, record in enumerate(preview.records, start=1)
    ]
    rejects = [
        Text(say(language, "would_reject", place=r.place, reason=r.reason), style="yellow")
        for r in preview.rejects
    ]
    return Group(title, mapping, *records, *rejects)


def imports_table(runs: Sequence[ImportRun], language: Language) -> RenderableType:
    """What was imported when, and whether it is complete."""
    if not runs:
        return Text(say(language, "no_imports"))
    table = plain_table()
    for key in ("id", "app"):
        table.add_column(key)
    table.add_column(say(language, "when"), no_wrap=True)
    table.add_column(say(language, "source"), overflow="fold")
    for key in ("added", "duplicate", "rejected"):
        table.add_column(say(language, key), justify="right")
    table.add_column(say(language, "state"))
    for run in runs:
        table.add_row(*_import_cells(run, language))
    return Group(heading(say(language, "imports")), table)


def keys_table(keys: Sequence[ApiKey], language: Language) -> RenderableType:
    """The API keys: for whom, since when, and whether they still open anything."""
    if not keys:
        return Text(say(language, "no_keys"))
    table = plain_table()
    for name in ("id", "app", say(language, "ends_in"), say(language, "made")):
        table.add_column(name, no_wrap=True)
    for name in ("opens", "state"):
        table.add_column(say(language, name))
    for key in keys:
        state = "valid" if key.revoked_ns is None else "revoked"
        said = (say(language, f"opens_{key.scope}"), say(language, state))
        cells = (str(key.id), key.app, f"…{key.hint}", _when(key.created_ns), *said)
        table.add_row(*map(escape, cells))
    return Group(heading(say(language, "keys")), table)


def people_table(people: Sequence[Person], language: Language) -> RenderableType:
    """Who may sign in, what each may do, and how the token ends."""
    if not people:
        return Text(say(language, "no_people"))
    table = plain_table()
    for name in ("person", "role", "ends_in", "made"):
        table.add_column(say(language, name))
    for one in people:
        role = say(language, f"role_{one.role}")
        table.add_row(*map(escape, (one.name, role, f"…{one.hint}", _when(one.created_ns))))
    return Group(heading(say(language, "people")), table)


def record_fields(record: Imported) -> dict[str, object]:
    """One mapped record as flat fields, only those that hold something."""
    span = record.span
    payload = span.payload
    fields: dict[str, object] = {}
    if payload is not None:
        fields |= {f"inputs.{name}": value for name, value in payload.inputs.items()}
        fields["messages"] = [f"{m.role}: {m.text}" for m in payload.messages] or None
        fields["output"] = payload.output
        fields["reference"] = payload.reference
        fields["passages"] = [p.text for p in payload.passages] or None
    for name in ("model", "prompt_version", "user", "session", "name"):
        fields[name] = getattr(span, name)
    fields["time"] = _when(span.start_ns)
    fields["latency"] = None if span.duration_ns is None else span.duration_ns / 1e9
    fields["cost"] = span.usage.cost
    for label in record.labels:
        fields[f"label.{label.criterion} ({label.annotator})"] = label.value
    for name, verdict in record.verdicts:
        fields[f"check.{name}"] = verdict.outcome
    if payload is not None:
        fields |= {f"metadata.{name}": value for name, value in payload.metadata.items()}
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _add_names(table: Table, header: str, names: Sequence[str], width: int) -> None:
    """A column that is not squeezed before names of a usual length fit."""
    widest = max((cell_len(name) for name in names), default=0)
    table.add_column(
        header, overflow="fold", min_width=min(widest, _NAME if width >= _WIDE else _NAME // 2)
    )


def _note(text: str) -> Text:
    return Text(text, style="dim")


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}%"


def _picture_width(width: int) -> int:
    return 21 if width >= _WIDE else 9


def _quality_cells(
    row: GroupQuality, several: bool, language: Language, width: int
) -> Iterator[str]:
    yield escape(row.group)
    yield f"{row.n}"
    yield f"{row.labelled}"
    yield f"[bold]{_percent(row.rate)}[/bold]"
    yield f"{_percent(row.low)} … {_percent(row.high)}"
    yield rate_picture(row.rate, row.low, row.high, _picture_width(width))
    if several:
        yield "–" if row.agreement is None else f"{row.agreement:.2f}"
    if width >= _WIDE:
        yield say(language, row.method)


def _quality_notes(
    rows: Sequence[GroupQuality], several: bool, language: Language
) -> Iterator[Text]:
    if any(0 < row.labelled < row.n for row in rows):
        yield _note(say(language, "fair_sample"))
    unjudged = sum(row.unjudged for row in rows)
    if unjudged:
        yield Text(say(language, "unjudged", n=unjudged), style="yellow")
    chosen = sum(row.chosen for row in rows)
    if chosen:
        yield Text(say(language, "chosen", n=chosen), style="yellow")
    if any(row.method == "wilson, clustered" for row in rows):
        yield _note(say(language, "repeats"))
    if several:
        yield _note(say(language, "agreement_note"))


def _comparison_cells(row: Comparison, language: Language, width: int) -> Iterator[str]:
    yield f"{escape(row.a)}\n{escape(row.b)}"
    yield f"{_percent(row.a_rate)}\n{_percent(row.b_rate)}"
    yield f"{row.pairs}"
    yield "–" if row.difference is None else f"[bold]{100 * row.difference:+.1f}[/bold]"
    yield f"{100 * row.low:+.1f} … {100 * row.high:+.1f}"
    if width >= _WIDE:
        yield difference_picture(row.difference, row.low, row.high, _picture_width(width))
    yield f"{row.p_adjusted:.2g}" if row.pairs else "–"
    yield _verdict(row, language)


def _verdict(row: Comparison, language: Language) -> str:
    """The verdict, on the line of the better variant where one is better."""
    if row.verdict in ("better", "worse"):
        above = "" if row.verdict == "better" else "\n"
        return f"{above}[green]◀ {say(language, 'better')}[/green]"
    key = row.verdict if row.pairs else "no shared inputs"
    words = say(language, key, needed=row.needed)
    return words if key == "no difference shown" else f"[yellow]{words}[/yellow]"


def import_lines(summary: Summary, language: Language) -> Iterator[str]:
    """What became of a file, line by line."""
    if not summary.read:
        yield say(language, "nothing_in_file", file=summary.file)
        return
    counts = {name: getattr(summary, name) for name in ("file", "added", "duplicate", "rejected")}
    yield say(language, "imported", **counts)
    kept = {name: getattr(summary, name) for name in ("format", "labels", "verdicts")}
    yield "  " + say(language, "imported_format", **kept)
    for reason, n in summary.reasons.most_common(5):
        yield "  " + say(language, "reject_reason", n=n, reason=reason)
    if summary.rejects_file:
        yield "  " + say(language, "rejects_in", path=summary.rejects_file)
    for key, n in summary.doubts.items():
        yield "  " + say(language, "doubt", key=key, n=n)
    if summary.added:
        yield "  " + say(language, "undo_hint", id=summary.import_id)


def _record_table(record: Imported, number: int, language: Language) -> RenderableType:
    table = plain_table()
    table.add_column(say(language, "key"), style="bold", no_wrap=True)
    table.add_column("", overflow="fold")
    for name, value in record_fields(record).items():
        text = to_json(value).decode() if isinstance(value, list) else output_text(value)
        table.add_row(escape(name), escape(text[:_SHORT] + ("…" if len(text) > _SHORT else "")))
    return Group(heading(say(language, "record", n=number)), table)


def _import_cells(run: ImportRun, language: Language) -> Iterator[str]:
    yield f"{run.id}"
    yield escape(run.app)
    yield _when(run.started_ns)
    yield escape(run.source)
    yield f"{run.added}"
    yield f"{run.duplicate}"
    yield f"{run.rejected}"
    state = "done" if run.finished_ns else "cut short"
    yield say(language, "undone" if run.undone_ns else state)


def _when(ns: int) -> str:
    return datetime.fromtimestamp(ns / 1e9, tz=UTC).strftime("%Y-%m-%d %H:%M:%S")
