"""Spans that belong together: those of a trace, of a session, and those around a moment."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from genchi.errors import UsageError
from genchi.records import Span
from genchi.store.conditions import storable
from genchi.store.database import Database, rows
from genchi.store.interface import SessionTurn
from genchi.store.selecting import BY_TRACE, one_moment
from genchi.store.spans import SELECTED, span_of

_EARLIEST, _LATEST = -(2**63), 2**63 - 1


def trace(database: Database, trace_id: str, app: str | None) -> list[Span]:
    """The spans of a trace by start, those that started together by arrival."""
    try:
        values: list[object] = [bytes.fromhex(trace_id)]
    except ValueError:
        return []
    where = "trace_id = ?"
    if app is not None:
        where += " AND app = ?"
        values.append(storable(app))
    with database.read() as connection:
        return _ordered(connection, where, values)


def session(database: Database, app: str, name: str) -> list[SessionTurn]:
    """The traces that have a span in a session, in order of time."""
    app = storable(app)
    with database.read() as connection, one_moment(connection):
        traces = rows(
            connection,
            "SELECT DISTINCT trace_id FROM span INDEXED BY span_by_session "
            "WHERE app = ? AND session = ?",
            (app, storable(name)),
        )
        turns = [
            _turn(_ordered(connection, "trace_id = ? AND app = ?", (trace_id, app)))
            for (trace_id,) in list(traces)
        ]
    return sorted(turns, key=lambda turn: (turn.root.start_ns, turn.root.key.trace_id))


def near(database: Database, app: str, time_ns: int, number: int) -> list[Span]:
    """The `number` spans of an application that started closest to a moment, in order of time."""
    if number < 1:
        raise UsageError(f"ask for at least one span near a moment, not {number}")
    moment = min(max(time_ns, _EARLIEST), _LATEST)
    values = (storable(app), moment, min(number, _LATEST))
    sql = f"SELECT {SELECTED} FROM span INDEXED BY span_by_time WHERE app = ? AND start_ns"
    with database.read() as connection, one_moment(connection):
        before = rows(connection, f"{sql} < ? ORDER BY start_ns DESC, id DESC LIMIT ?", values)
        since = rows(connection, f"{sql} >= ? ORDER BY start_ns, id LIMIT ?", values)
        around = [*map(span_of, reversed(list(before))), *map(span_of, since)]
    closest = sorted(range(len(around)), key=lambda i: abs(around[i].start_ns - moment))[:number]
    return [around[place] for place in sorted(closest)]


def _ordered(connection: apsw.Connection, where: str, values: Sequence[object]) -> list[Span]:
    sql = f"SELECT {SELECTED} FROM {BY_TRACE} WHERE {where} ORDER BY start_ns, id"
    return [span_of(row) for row in rows(connection, sql, values)]


def _turn(spans: Sequence[Span]) -> SessionTurn:
    """The root is the first span without a parent, or the first where every one has a parent."""
    root = min(spans, key=lambda span: span.parent_id is not None)
    return SessionTurn(root, len(spans), sum(span.status == "error" for span in spans))
