"""What checks and people said of some spans, for lists and for the page of a trace.

A check counts by its newest version unless it was replaced, a person by the last label on each
target.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Any

import apsw

from genchi.records import Label, Outcome, SpanKey, Verdict
from genchi.store.check_uses import IS_IN_USE
from genchi.store.conditions import storable
from genchi.store.database import Database, rows
from genchi.store.labels import LABEL_COLUMNS, label_of_row
from genchi.store.selecting import key_values_of
from genchi.store.verdicts import VERDICT_COLUMNS, verdict_of_row

_NEWEST = (
    f"SELECT spec, max(id) AS newest FROM check_version WHERE app = ?1 AND {IS_IN_USE} "
    "GROUP BY spec"
)
_ON_TRACES = (
    f"FROM ({_NEWEST}) CROSS JOIN carray(?2) AS trace "
    "JOIN verdict ON check_id = newest AND trace_id = trace.value"
)
_LAST = (
    "SELECT *, row_number() OVER (PARTITION BY trace_id, span_id, criterion, kind, place, "
    "annotator ORDER BY created_ns DESC, id DESC) AS age FROM label "
    "WHERE trace_id IN (SELECT value FROM carray(?2)) AND app = ?1"
)


class Judgements:
    """The judgements of a store, asked for by spans of one application."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def outcomes(self, app: str, keys: Sequence[SpanKey]) -> dict[SpanKey, dict[Outcome, int]]:
        """How many checks said what of each span; spans that none has judged are left out."""
        sql = f"SELECT trace_id, span_id, outcome, count(*) {_ON_TRACES} GROUP BY 1, 2, 3"
        found: dict[SpanKey, dict[Outcome, int]] = {}
        for key, outcome, number in self._of(sql, app, keys):
            found.setdefault(key, {})[outcome] = number
        return found

    def values(
        self, app: str, keys: Sequence[SpanKey]
    ) -> dict[SpanKey, list[tuple[str, float | None]]]:
        """The criteria each whole output is labelled by, and the mean over those who could say."""
        sql = (
            f"SELECT trace_id, span_id, criterion, avg(value) FROM ({_LAST} AND kind = 'output') "
            "WHERE age = 1 GROUP BY 1, 2, 3 ORDER BY criterion"
        )
        found: dict[SpanKey, list[tuple[str, float | None]]] = {}
        for key, criterion, value in self._of(sql, app, keys):
            found.setdefault(key, []).append((criterion, value))
        return found

    def verdicts(self, app: str, trace_id: str) -> dict[SpanKey, list[tuple[str, Verdict]]]:
        """What checks said of the spans of a trace, by spec."""
        sql = f"SELECT trace_id, span_id, spec, {VERDICT_COLUMNS} {_ON_TRACES} ORDER BY spec"
        found: dict[SpanKey, list[tuple[str, Verdict]]] = {}
        for key, spec, *row in self._of_trace(sql, app, trace_id):
            found.setdefault(key, []).append((spec, verdict_of_row(row)))
        return found

    def labels(self, app: str, trace_id: str) -> dict[SpanKey, list[Label]]:
        """What people said of the spans of a trace and of parts of them, oldest first."""
        sql = (
            f"SELECT trace_id, span_id, {LABEL_COLUMNS} FROM ({_LAST}) WHERE age = 1 "
            "ORDER BY created_ns, id"
        )
        found: dict[SpanKey, list[Label]] = {}
        for key, *row in self._of_trace(sql, app, trace_id):
            found.setdefault(key, []).append(label_of_row(tuple(row)))
        return found

    def counting(self, app: str, criterion: str | None = None) -> list[int]:
        """The ids of the labels that count, oldest first, of all criteria where none is named."""
        sql = (
            "SELECT id FROM (SELECT id, created_ns, row_number() OVER (PARTITION BY trace_id, "
            "span_id, criterion, kind, place, annotator ORDER BY created_ns DESC, id DESC) AS age "
            "FROM label WHERE app = ?1 AND (?2 IS NULL OR criterion = ?2)) WHERE age = 1 "
            "ORDER BY created_ns, id"
        )
        with self._database.read() as connection:
            return [row[0] for row in rows(connection, sql, (storable(app), criterion))]

    def labels_by_id(self, ids: Sequence[int]) -> list[Label]:
        """The labels with these ids, oldest first; those that are gone are left out."""
        if not ids:
            return []
        sql = (
            f"SELECT {LABEL_COLUMNS} FROM label WHERE id IN (SELECT value FROM carray(?)) "
            "ORDER BY created_ns, id"
        )
        with self._database.read() as connection:
            return list(map(label_of_row, rows(connection, sql, (apsw.carray(array("q", ids)),))))

    def _of(self, sql: str, app: str, keys: Sequence[SpanKey]) -> Iterator[tuple[Any, ...]]:
        """The rows of a statement about the traces of these spans that are about the spans."""
        wanted = set(keys)
        traces = tuple({bytes.fromhex(key.trace_id) for key in keys})
        return (row for row in self._rows(sql, app, traces) if row[0] in wanted)

    def _of_trace(self, sql: str, app: str, trace_id: str) -> Iterator[tuple[Any, ...]]:
        values = key_values_of(SpanKey(app, trace_id, ""))
        return self._rows(sql, app, () if values is None else (values[0],))

    def _rows(self, sql: str, app: str, traces: tuple[bytes, ...]) -> Iterator[tuple[Any, ...]]:
        if not traces:
            return
        with self._database.read() as connection:
            for trace_id, span_id, *row in rows(connection, sql, (app, apsw.carray(traces))):
                yield SpanKey(app, trace_id.hex(), span_id.hex()), *row
