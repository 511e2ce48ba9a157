"""From a question to its rows: of which applications, by which index, under which conditions.

SQLite is told which index to use: it has no statistics, and what it guesses may read the whole
table. Applications are few and every index begins with them, so a question about all asks each.
"""

from __future__ import annotations

import dataclasses
import math
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import apsw

from genchi.records import Between, Condition, Filter, Span, SpanKey
from genchi.store.conditions import NOTHING, apps_of, column_conditions, exactly, storable
from genchi.store.database import one
from genchi.store.payload_conditions import expressions, payload_test
from genchi.store.spans import KeyValues, key_values
from genchi.store.text_index import apps

_FEW = 10_000
"""Spans up to which looking each up is quicker than passing by all others."""
_BY_TIME = "span INDEXED BY span_by_time"
_BY_ID = "span NOT INDEXED"
BY_TRACE = "span INDEXED BY sqlite_autoindex_span_1"
"""By the index that comes with UNIQUE (trace_id, span_id, app)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The spans that a question is about.

    Rows of `source` with one of `apps` for which `where` is true, and of those the spans for which
    `holds` is true, where there is such a test.
    """

    apps: tuple[str, ...]
    source: str
    where: str
    values: tuple[Any, ...]
    holds: Callable[[Span], bool] | None
    expressions: tuple[str, ...]
    """What to ask a text index, none where it cannot help."""
    low_ns: int | None
    high_ns: int | None
    """Bounds of start times for a text index, the upper one not included."""

    def narrowed(self, where: str, *values: Any) -> Selection:
        """Of these spans, those for which one more condition is true."""
        return dataclasses.replace(
            self, where=f"{self.where} AND {where}", values=(*self.values, *values)
        )

    def only(self, ids: Sequence[int]) -> Selection:
        """Of these spans, those with the given ids of rows."""
        if not ids:
            return self.narrowed(NOTHING)
        chosen = self.narrowed("id IN (SELECT value FROM carray(?))", apsw.carray(array("q", ids)))
        return dataclasses.replace(chosen, source=_BY_ID) if len(ids) <= _FEW else chosen

    def decided(self, ids: Sequence[int]) -> Selection:
        """These ids of its rows, found by reading payloads."""
        return dataclasses.replace(self.only(ids), holds=None, expressions=())

    def above(self, watermark: int, last: int) -> Selection:
        """Of these spans, those with ids above a watermark; `last` is the highest there is."""
        chosen = self.narrowed("id > ?", watermark)
        return dataclasses.replace(chosen, source=_BY_ID) if last - watermark <= _FEW else chosen

    def everywhere(self) -> tuple[str, tuple[Any, ...]]:
        """`FROM` and `WHERE` over all applications at once, and their values."""
        if not self.apps:
            return f"FROM {self.source} WHERE {NOTHING} AND {self.where}", self.values
        of_app = "app IN (SELECT value FROM carray(?))"
        values = (apsw.carray(self.apps), *self.values)
        return f"FROM {self.source} WHERE {of_app} AND {self.where}", values


def select(
    connection: apsw.Connection,
    filter_: Filter,
    app: str | None = None,
    ids: Sequence[SpanKey] | None = None,
) -> Selection:
    """The selection that a filter means, of one application or all, narrowed to `ids`."""
    conditions = column_conditions(filter_)
    low, high = _times(filter_)
    selection = Selection(
        apps=tuple(apps_of(filter_, _apps(connection, app))),
        source=_source(filter_),
        where=" AND ".join(["1", *(condition.text for condition in conditions)]),
        values=tuple(value for condition in conditions for value in condition.values),
        holds=payload_test(filter_),
        expressions=tuple(expressions(filter_)),
        low_ns=low,
        high_ns=high,
    )
    if ids is None:
        return selection
    return dataclasses.replace(selection.only(ids_of(connection, ids)), expressions=())


def ids_of(connection: apsw.Connection, keys: Sequence[SpanKey]) -> list[int]:
    """The ids of rows of these spans, each once; spans that are not there are left out."""
    known = {values for key in keys if (values := key_values_of(key)) is not None}
    sql = "SELECT id FROM span WHERE trace_id = ? AND span_id = ? AND app = ?"
    return [found[0] for found in connection.executemany(sql, list(known))]


def key_values_of(key: SpanKey) -> KeyValues | None:
    """The values of the columns of a key; None where no span can have it."""
    try:
        return key_values(dataclasses.replace(key, app=storable(key.app)))
    except ValueError:
        return None


@contextmanager
def one_moment(connection: apsw.Connection) -> Iterator[None]:
    """Everything read in the block is as it was at one moment, whatever others write."""
    if not connection.get_autocommit():
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def _apps(connection: apsw.Connection, app: str | None) -> Sequence[str]:
    if app is None:
        return apps(connection)
    name = storable(app)
    there = one(connection, "SELECT 1 FROM span WHERE app = ? LIMIT 1", (name,))
    return [name] if there else []


def _source(filter_: Filter) -> str:
    """The index that leaves the fewest spans to look at."""
    if exactly(filter_, "trace") is not None:
        return BY_TRACE
    for field in ("session", "user"):
        if exactly(filter_, field) is not None:
            return f"span INDEXED BY span_by_{field}"
    if exactly(filter_, "status") == "error":
        return "span INDEXED BY span_errors"
    if exactly(filter_, "model") is not None:
        return "span INDEXED BY span_by_model"
    return _BY_TIME


def _times(filter_: Filter) -> tuple[int | None, int | None]:
    """Bounds of what a filter says of start times, wide enough; the upper one not included."""
    tests = [
        condition.test
        for condition in filter_.conditions
        if isinstance(condition, Condition) and condition.field == "time" and not condition.negated
    ]
    between = [test for test in tests if isinstance(test, Between)]
    lows = [test.low for test in between if test.low is not None and math.isfinite(test.low)]
    highs = [test.high for test in between if test.high is not None and math.isfinite(test.high)]
    return (
        _within(math.floor(max(lows))) if lows else None,
        _within(math.floor(min(highs)) + 1) if highs else None,
    )


def _within(time_ns: int) -> int:
    """The closest time that SQLite can count to."""
    return min(max(time_ns, -(2**63)), 2**63 - 1)
