"""Feedback of users, kept once each, whether or not the span it is about has arrived.

Senders send again until they were answered, so the same id of an application is one row. Feedback
goes with its span; what is about a whole trace goes with the trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from genchi.records import Feedback, Label, Span, SpanKey, clean
from genchi.records.feedback import WHY
from genchi.store.database import Database, one, rows
from genchi.store.labels import Labels
from genchi.store.selecting import key_values_of
from genchi.store.spans import KeyValues

_COLUMNS = "event, app, trace_id, span_id, kind, at_ns, value, text, distance, user"
_SELECT = f"SELECT {_COLUMNS} FROM feedback"
_INSERT = f"INSERT OR IGNORE INTO feedback ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NO_SPAN = (
    "NOT EXISTS (SELECT 1 FROM span WHERE span.trace_id = feedback.trace_id "
    "AND span.app = feedback.app AND span.span_id = coalesce(feedback.span_id, span.span_id))"
)
"""Nobody has sent the span, or any span of the trace."""
# `+app` keeps SQLite from looking through an application where it can look up a trace.


@dataclass(frozen=True, slots=True)
class Tally:
    """How much feedback of one kind there is; `mean` is of its values, of an edit its distances."""

    kind: str
    n: int
    mean: float | None


class FeedbackStore:
    """The feedback of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._labels = Labels(database)

    def add(self, given: Iterable[tuple[Feedback, Label | None]]) -> int:
        """Store feedback, each with the label that it is as well; how many were new.

        All of it is committed at once. Of an id that is known nothing is stored again.
        """
        new = 0
        with self._database.write() as connection:
            for feedback, label in given:
                connection.execute(_INSERT, _row(feedback))
                if connection.changes():
                    new += 1
                    self._labels.add([] if label is None else [label])
        return new

    def of(self, app: str, trace_id: str, span_id: str | None = None) -> list[Feedback]:
        """The feedback on a trace and all its spans, or on one span alone, oldest first."""
        key = key_values_of(SpanKey(app, trace_id, span_id or ""))
        if key is None:
            return []
        with self._database.read() as connection:
            sql = (
                f"{_SELECT} WHERE trace_id = ?1 AND (?2 = x'' OR span_id = ?2) AND +app = ?3 "
                "ORDER BY at_ns, id"
            )
            return [_feedback(row) for row in rows(connection, sql, key)]

    def recent(self, app: str, kind: str | None = None, limit: int = 100) -> list[Feedback]:
        """The newest feedback of an application, newest first."""
        with self._database.read() as connection:
            sql = (
                f"{_SELECT} WHERE app = ?1 AND (?2 IS NULL OR kind = ?2) "
                "ORDER BY at_ns DESC, id DESC LIMIT ?3"
            )
            values = (clean(app), clean(kind), limit)
            return [_feedback(row) for row in rows(connection, sql, values)]

    def counts(self, spans: Iterable[Span]) -> dict[SpanKey, tuple[Tally, ...]]:
        """What there is of each kind on these spans; the root of a trace has the trace's own too.

        Spans without feedback are left out.
        """
        sql = (
            "SELECT kind, count(*), avg(CASE kind WHEN 'edited' THEN distance ELSE value END) "
            "FROM feedback WHERE trace_id = ?1 AND +app = ?3 "
            "AND (span_id = ?2 OR ?4 AND span_id IS NULL) GROUP BY kind ORDER BY kind"
        )
        found: dict[SpanKey, tuple[Tally, ...]] = {}
        with self._database.read() as connection:
            for span in spans:
                key = key_values_of(span.key)
                if key is None:
                    continue
                of_span = rows(connection, sql, (*key, span.parent_id is None))
                tallies = tuple(Tally(*row) for row in of_span)
                if tallies:
                    found[span.key] = tallies
        return found

    def arrived(self) -> int:
        """A number that grows with everything that arrives, whatever application it is for."""
        with self._database.read() as connection:
            return one(connection, "SELECT max(id) FROM feedback") or 0


def delete_feedback(connection: apsw.Connection, chunk: Sequence[KeyValues]) -> int:
    """Delete the feedback on spans, inside the caller's transaction; how much there was.

    `delete_of_traces` has to follow once the spans are gone: it knows which traces are empty.
    """
    before = connection.total_changes()
    connection.executemany(
        "DELETE FROM feedback WHERE trace_id = ? AND span_id = ? AND app = ?", chunk
    )
    return connection.total_changes() - before


def delete_of_traces(connection: apsw.Connection, chunk: Sequence[KeyValues]) -> int:
    """Delete the feedback on whole traces that have no span any more; how much there was."""
    before = connection.total_changes()
    connection.executemany(
        f"DELETE FROM feedback WHERE trace_id = ? AND +app = ? AND span_id IS NULL AND {_NO_SPAN}",
        {(trace_id, app) for trace_id, _, app in chunk},
    )
    return connection.total_changes() - before


def delete_of_user(connection: apsw.Connection, user: str, app: str | None) -> int:
    """Delete all that a user said, on whatever span, also as labels; how much feedback it was."""
    whose = (clean(user), clean(app))
    connection.execute(
        "DELETE FROM label WHERE annotator = ?1 AND (?2 IS NULL OR app = ?2) AND why = ?3",
        (*whose, WHY),
    )
    connection.execute("DELETE FROM feedback WHERE user = ?1 AND (?2 IS NULL OR app = ?2)", whose)
    return connection.changes()


def delete_orphans(connection: apsw.Connection, app: str, before_ns: int, most: int) -> int:
    """Delete some feedback from before a time whose span never came; how much that was."""
    connection.execute(
        "DELETE FROM feedback WHERE id IN (SELECT id FROM feedback "
        f"WHERE app = ? AND at_ns < ? AND {_NO_SPAN} LIMIT ?)",
        (app, before_ns, most),
    )
    return connection.changes()


def apps_with_feedback(connection: apsw.Connection) -> Iterator[str]:
    """The applications that have feedback, each found by one step in an index."""
    name = one(connection, "SELECT min(app) FROM feedback")
    while name is not None:
        yield name
        name = one(connection, "SELECT min(app) FROM feedback WHERE app > ?", (name,))


def _row(feedback: Feedback) -> tuple[Any, ...]:
    return (
        feedback.id,
        clean(feedback.app),
        bytes.fromhex(feedback.trace_id),
        None if feedback.span_id is None else bytes.fromhex(feedback.span_id),
        feedback.kind,
        feedback.at_ns,
        feedback.value,
        clean(feedback.text),
        feedback.distance,
        clean(feedback.user),
    )


def _feedback(row: tuple[Any, ...]) -> Feedback:
    event, app, trace_id, span_id, *rest = row
    return Feedback(event, app, trace_id.hex(), span_id.hex() if span_id else None, *rest)
