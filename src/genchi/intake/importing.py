"""Import a file: read, map, store in batches, and account for every record.

Promises: a batch is stored whole or not at all, so an import that was cut short is completed by
running it again; importing the same file twice adds nothing; every record is stored, known already,
or in the rejects file with the reason; memory does not grow with the file.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genchi.errors import UsageError
from genchi.intake.building import build, identity
from genchi.intake.formats import Format, find_format, rows_of
from genchi.intake.mapping import BadValueError, RecordMapping
from genchi.intake.occurrences import Occurrences
from genchi.intake.rejects import RejectsFile
from genchi.intake.rows import Imported, Reject, Row
from genchi.intake.source import Source, open_source
from genchi.records import SpanKey, Verdict, clean, to_json
from genchi.store import Store

BATCH = 512
_LOOK_AT = 100
"""Records that are looked at before an import, and in a preview."""
_REASONS = 1000
"""Different reasons that a summary counts one by one."""
RECORDED = "recorded"
"""The version of a check whose verdicts came with a file."""

Progress = Callable[[int, int], None]
"""Called with (bytes read, bytes in all) while a file is being read."""


@dataclass(slots=True)
class Summary:
    """What became of a file."""

    file: str
    format: str
    import_id: int
    read: int = 0
    added: int = 0
    duplicate: int = 0
    rejected: int = 0
    labels: int = 0
    verdicts: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    rejects_file: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: where each key comes from, and the first records as mapped."""

    file: str
    format: str
    mapping: dict[str, str]
    records: list[Imported]
    rejects: list[Reject]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How one file is to be read."""

    path: Path
    app: str
    format: Format
    rules: RecordMapping
    now_ns: int


def import_file(
    open_store: Callable[[], Store],
    path: Path,
    app: str,
    *,
    format_name: str | None = None,
    mapping: Sequence[str] = (),
    clock: Callable[[], int],
    on_progress: Progress = lambda done, total: None,
) -> Summary:
    """Store the records of a file. Raises `UsageError` where nothing of it can be meant.

    The store is opened only once the file is known to be of use, so that a slip leaves no store
    behind. `clock` gives nanoseconds since 1970.
    """
    plan = _plan(path, app, format_name, mapping, clock())
    store = open_store()
    name = clean(str(path))  # a file's name need not be text
    import_id = store.imports.start(app, name, plan.format.name, plan.now_ns)
    summary = Summary(name, plan.format.name, import_id)
    rejects = RejectsFile(store.path.parent / "rejects", f"{import_id}-{clean(path.name)}")
    with open_source(path) as source, Occurrences() as seen, rejects:
        for batch in _batches(_mapped(plan, source, seen)):
            _store_batch(store, plan, batch, summary)
            for reject in batch:
                if isinstance(reject, Reject):
                    rejects.write(reject)
            on_progress(source.position, source.size)
    store.imports.finish(import_id, clock())
    summary.rejects_file = rejects.written
    return summary


def preview_file(
    path: Path,
    app: str,
    *,
    format_name: str | None = None,
    mapping: Sequence[str] = (),
    now_ns: int,
    first: int = 3,
) -> Preview:
    """What importing the file would do, storing nothing."""
    plan = _plan(path, app, format_name, mapping, now_ns)
    with open_source(path) as source, Occurrences() as seen:
        looked_at = list(itertools.islice(_mapped(plan, source, seen), _LOOK_AT))
    records = [outcome for outcome in looked_at if isinstance(outcome, Imported)]
    rejected = [outcome for outcome in looked_at if isinstance(outcome, Reject)]
    shown = plan.rules.shown(next(_first_records(path, plan.format), {}))
    return Preview(str(path), plan.format.name, shown, records[:first], rejected)


def _plan(
    path: Path, app: str, format_name: str | None, mapping: Sequence[str], now_ns: int
) -> _Plan:
    if not app.strip():
        raise UsageError("--app is empty: give the application a name")
    if app != clean(app):
        raise UsageError(f"--app {app!r} is not valid text: give the application another name")
    with open_source(path):  # says what is wrong with the path before anything else does
        chosen = find_format(path, format_name)
    rules = RecordMapping(chosen, mapping)
    if chosen.spans is not None:
        if mapping:
            raise UsageError(f"--map does not go with {chosen.name}: its spans say what they are")
        return _Plan(path, app, chosen, rules, now_ns)
    records = _first_records(path, chosen)
    if not any(map(rules.finds_output, records)):
        _refuse_without_output(path, _first_records(path, chosen), mapping)
    return _Plan(path, app, chosen, rules, now_ns)


def _first_records(path: Path, format_: Format) -> Iterator[dict[str, Any]]:
    with open_source(path) as source:
        rows = itertools.islice(rows_of(source, format_), _LOOK_AT)
        yield from (row.record for row in rows if isinstance(row, Row))


def _refuse_without_output(
    path: Path, records: Iterator[dict[str, Any]], mapping: Sequence[str]
) -> None:
    record = next(records, None)
    if record is None:  # nothing but rejects, each of which has its own reason
        return
    fields = ", ".join(map(str, record))
    meant = next((text for text in mapping if text.partition("=")[0].strip() == "output"), None)
    if meant is not None:
        raise UsageError(
            f"--map {meant!r} finds nothing in the first records of {path}: the fields are {fields}"
        )
    raise UsageError(
        f"no field of {path} looks like the application's output: say which one is with "
        f"--map output=FIELD (the fields are {fields})"
    )


def _mapped(plan: _Plan, source: Source, seen: Occurrences) -> Iterator[Imported | Reject]:
    for number, row in enumerate(rows_of(source, plan.format)):
        if isinstance(row, Reject):
            yield row
            continue
        if plan.format.spans is not None:
            yield from plan.format.spans(row, plan.app)
            continue
        try:
            canonical = to_json(row.record)
            key = identity(plan.app, canonical, seen.count(canonical))
            yield build(plan.rules.find(row.record), key, plan.now_ns + number)
        except BadValueError as error:
            yield Reject(row.place, str(error), canonical.decode())
        except RecursionError:
            yield Reject(row.place, "nested too deeply to be kept")


def _batches(outcomes: Iterator[Imported | Reject]) -> Iterator[list[Imported | Reject]]:
    while batch := list(itertools.islice(outcomes, BATCH)):
        yield batch


def _store_batch(
    store: Store, plan: _Plan, batch: list[Imported | Reject], summary: Summary
) -> None:
    records = [outcome for outcome in batch if isinstance(outcome, Imported)]
    refused = [outcome for outcome in batch if isinstance(outcome, Reject)]
    import_id = summary.import_id
    with store.together():
        new = store.spans.add([record.span for record in records], import_id)
        labels = store.labels.add(
            (label for record in records for label in record.labels),
            import_id=import_id,
            timeless=True,
        )
        verdicts = _store_verdicts(store, plan, records, import_id)
        store.imports.count(
            import_id,
            added=sum(new),
            duplicate=len(new) - sum(new),
            rejected=len(refused),
            labels=labels,
        )
    summary.read += len(batch)
    summary.added += sum(new)
    summary.duplicate += len(new) - sum(new)
    summary.rejected += len(refused)
    summary.labels += labels
    summary.verdicts += verdicts
    for reject in refused:
        known = reject.reason in summary.reasons or len(summary.reasons) < _REASONS
        summary.reasons[reject.reason if known else "other reasons"] += 1
    summary.doubts.update(doubt for record in records for doubt in record.doubts)


def _store_verdicts(store: Store, plan: _Plan, records: list[Imported], import_id: int) -> int:
    by_check: dict[str, list[tuple[SpanKey, Verdict]]] = {}
    for record in records:
        for name, verdict in record.verdicts:
            by_check.setdefault(name, []).append((record.span.key, verdict))
    return sum(
        store.verdicts.add(plan.app, name, RECORDED, found, now_ns=plan.now_ns, import_id=import_id)
        for name, found in by_check.items()
    )
