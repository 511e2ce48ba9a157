"""Labels. One is never changed: a later one of the same person counts instead."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import apsw

from genchi.records import Label, SpanKey, Target, content_hash, from_json, to_json
from genchi.store.database import Database, one, rows

LABEL_COLUMNS = (
    "app, criterion, trace_id, span_id, kind, place, value, annotator, created_ns, "
    "blind, inclusion, failure, correction, reason, why"
)
_CREATED = LABEL_COLUMNS.split(", ").index("created_ns")
_INSERT = (
    f"INSERT OR IGNORE INTO label (identity, {LABEL_COLUMNS}, import_id) "
    f"VALUES ({', '.join('?' * 17)})"
)


class Labels:
    """The labels of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, labels: Iterable[Label], *, import_id: int | None = None, timeless: bool = False
    ) -> int:
        """Store labels; how many were new.

        The same label twice is one. `timeless` says that the time of a label is not part of what
        makes it the same, as in a file that may be imported again.
        """
        kept = [(_identity(row, timeless), *row, import_id) for row in map(_row, labels)]
        with self._database.write() as connection:
            before = connection.total_changes()
            connection.executemany(_INSERT, kept)
            return connection.total_changes() - before

    def current(self, app: str, criterion: str) -> Iterator[Label]:
        """Every annotator's last label on every whole output of the application."""
        with self._database.read() as connection:
            found = rows(
                connection,
                f"SELECT {LABEL_COLUMNS} FROM (SELECT *, row_number() OVER (PARTITION BY trace_id, "
                "span_id, annotator ORDER BY created_ns DESC, id DESC) AS age FROM label "
                "WHERE app = ? AND criterion = ? AND kind = 'output') WHERE age = 1",
                (app, criterion),
            )
            yield from map(label_of_row, found)

    def touched(self, app: str, criterion: str) -> list[tuple[SpanKey, str, str]]:
        """Which whole outputs were ever labelled: the span, who did, and why they were shown it."""
        with self._database.read() as connection:
            found = rows(
                connection,
                "SELECT trace_id, span_id, annotator, why FROM label "
                "WHERE app = ? AND criterion = ? AND kind = 'output' ORDER BY id",
                (app, criterion),
            )
            return [(SpanKey(app, t.hex(), s.hex()), who, why) for t, s, who, why in found]

    def preferences(self, app: str, criterion: str) -> Iterator[Label]:
        """Every label that prefers one output of the application to another, oldest first."""
        with self._database.read() as connection:
            found = rows(
                connection,
                f"SELECT {LABEL_COLUMNS} FROM label "
                "WHERE app = ? AND criterion = ? AND kind = 'preference' ORDER BY id",
                (app, criterion),
            )
            yield from map(label_of_row, found)

    def pieces(self, app: str, criterion: str) -> Iterator[Label]:
        """Every label on a piece of an output of the application."""
        with self._database.read() as connection:
            found = rows(
                connection,
                f"SELECT {LABEL_COLUMNS} FROM label "
                "WHERE app = ? AND criterion = ? AND kind = 'piece' ORDER BY id",
                (app, criterion),
            )
            yield from map(label_of_row, found)

    def history(self, key: SpanKey) -> list[Label]:
        """Every label ever given to a span, oldest first."""
        with self._database.read() as connection:
            found = rows(
                connection,
                f"SELECT {LABEL_COLUMNS} FROM label WHERE trace_id = ? AND span_id = ? AND app = ? "
                "ORDER BY created_ns, id",
                (bytes.fromhex(key.trace_id), bytes.fromhex(key.span_id), key.app),
            )
            return [label_of_row(row) for row in found]

    def counts(self, app: str) -> dict[str, int]:
        """The criteria that have labels in this application and how many each has."""
        with self._database.read() as connection:
            return dict(
                rows(
                    connection,
                    "SELECT criterion, count(*) FROM label WHERE app = ? GROUP BY criterion",
                    (app,),
                )
            )

    def on_import(self, import_id: int) -> int:
        """How many labels of other origin stand on the spans of an import."""
        with self._database.read() as connection:
            return int(
                one(
                    connection,
                    "SELECT count(*) FROM label JOIN span USING (trace_id, span_id, app) "
                    "WHERE span.import_id = ?1 AND label.import_id IS NOT ?1",
                    (import_id,),
                )
            )


def insert_label(connection: apsw.Connection, label: Label, identity: bytes) -> int:
    """Store a label under a name of its own, inside the caller's transaction; the id of its row."""
    connection.execute(_INSERT, (identity, *_row(label), None))
    return connection.last_insert_rowid()


def _identity(row: Sequence[Any], timeless: bool) -> bytes:
    """The name of a label from the values of its columns.

    A label that does not say why its output was shown keeps the name it had before it could.
    """
    said = [value.hex() if isinstance(value, bytes) else value for value in row]
    if not said[-1]:
        del said[-1]
    if timeless:
        del said[_CREATED]
    return content_hash(said)


def _row(label: Label) -> tuple[Any, ...]:
    target = label.target
    place = {
        "start": target.start,
        "end": target.end,
        "passage": target.passage,
        "other": dataclasses.asdict(target.other) if target.other else None,
    }
    known = {key: value for key, value in place.items() if value is not None}
    return (
        target.span.app,
        label.criterion,
        bytes.fromhex(target.span.trace_id),
        bytes.fromhex(target.span.span_id),
        target.kind,
        to_json(known).decode() if known else None,
        label.value,
        label.annotator,
        label.created_ns,
        label.blind,
        label.inclusion,
        label.failure,
        label.correction,
        label.reason,
        label.why,
    )


def label_of_row(row: tuple[Any, ...]) -> Label:
    """A label from `LABEL_COLUMNS`."""
    app, criterion, *target, value, annotator, created_ns, blind = row[:10]
    where = target_of_row((app, *target))
    return Label(criterion, where, value, annotator, created_ns, bool(blind), *row[10:])


def target_of_row(row: Sequence[Any]) -> Target:
    """What a label is about from its app, trace, span, kind and place."""
    app, trace_id, span_id, kind, place = row
    where = from_json(place) if place else {}
    if "other" in where:
        where["other"] = SpanKey(**where["other"])
    return Target(SpanKey(app, trace_id.hex(), span_id.hex()), kind, **where)
