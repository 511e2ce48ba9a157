"""The text index: which spans may hold some words, one FTS5 table for each week of span time.

A span is found here by what `said_in` takes from it. The index finds candidates, the payload
decides. It is fed behind a watermark on `span.id`, in transactions of its own, so that nobody who
records waits for it: ids above the watermark are not in it yet and are for the caller to scan.
Deletions reach it the same way: triggers note the ids that went, and `catch_up` takes them out.
Killed at any moment it goes on where it was: a batch and its watermark are one transaction.

Nothing else is precomputed. Exact percentiles straight from the indexes of `span` are fast enough
for a million spans, so there are no tables of daily sums to keep right.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import apsw

from genchi.records import Payload, said_in
from genchi.store.database import Database, one, rows
from genchi.store.spans import SELECTED, with_payloads
from genchi.store.vacuuming import Pace
from genchi.text import index_terms

_CREATE = (
    "CREATE VIRTUAL TABLE {table} USING fts5(text, content='', contentless_delete=1, detail=none, "
    "tokenize='ascii'); "
    "INSERT INTO {table} ({table}, rank) VALUES ('automerge', 0), ('deletemerge', 50), "
    "('usermerge', 16), ('crisismerge', 64), ('hashsize', 16777216)"
)
"""Merging is left to us, in steps of our size and 16 parts at a time: with 4, as is usual, terms
are written anew twice as often. A part is rewritten when half of it is gone, and each transaction
makes one part, whatever fits into 16 MB."""
_MARKED = "SELECT key FROM meta WHERE key GLOB 'text_purge *'"
_FIRST_YEAR, _LAST_YEAR = 2015, 2049
"""Times before and after belong to the first and last week: a wrong clock makes no more tables."""
_DAY_NS = 86_400 * 10**9
_WEEK_NS = 7 * _DAY_NS
_ALL_TIME = (-(2**63), 2**63 - 1)
_AT_FIRST = 250_000
"""Characters that the first transaction takes."""
_SPAN_COSTS = 200
"""Characters that a span counts for beside its text."""
_MOST = 4_000
"""Spans in one transaction, however short they are."""
_PAGES = 100
"""Pages that a step of a merge writes at most."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Spans to index: what was so when they were read, and each span's week, id and terms."""

    begun: tuple[int, int]
    """The watermark, and how often spans were taken out: ids may be given out again after that."""
    last: int
    spans: tuple[tuple[str, int, str], ...]
    characters: int


class TextIndex:
    """The text index of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._adding = Pace(database, _AT_FIRST)
        self._removing = Pace(database, 1_000)
        self._merging = Pace(database, _PAGES)

    def watermark(self) -> int:
        """Spans up to this id are in the index."""
        with self._database.read() as connection:
            return _state(connection)[0]

    def narrowed(
        self,
        expressions: Sequence[str],
        low_ns: int | None,
        high_ns: int | None,
        *,
        watermark: int,
        oldest_first: bool = False,
    ) -> Iterator[int]:
        """The ids of spans that may match all of `expressions`, newest first, week by week.

        Those up to `watermark` that started from `low_ns` on and before `high_ns`. Expressions are
        FTS5's, as `Search.candidates` makes them. No lock and no cursor is held between two ids.
        """
        low, high = _week(low_ns or 0), _week(high_ns or 0)
        weeks = [
            week
            for week in self._weeks()
            if (low_ns is None or low <= week) and (high_ns is None or week <= high)
        ]
        match = " AND ".join(f"({expression})" for expression in expressions)
        for week in weeks if oldest_first else reversed(weeks):
            yield from self._found(week, (match, watermark, low_ns, high_ns), oldest_first)

    def catch_up(
        self, max_spans: int | None = None, stop: Callable[[], bool] = lambda: False
    ) -> int:
        """Index what is not in the index yet, and take out what is gone; how many were indexed.

        Any number of threads and processes may do it at once.
        """
        done = 0
        self._begin()
        while not stop() and (max_spans is None or done < max_spans):
            if self._remove_gone(stop) or self.purge(stop):
                continue
            batch = self._next(_MOST if max_spans is None else min(_MOST, max_spans - done))
            if batch is None:
                break
            done += self._add(batch, stop)
        return done

    def rebuild(self) -> None:
        """Throw the index away, so that `catch_up` builds it anew; until then all is scanned."""
        with self._database.write() as connection:
            for week in self._weeks():
                connection.execute(f"DROP TABLE fts_{week}")
            connection.execute("DELETE FROM text_gone")
            connection.execute("DELETE FROM meta WHERE key GLOB 'text_purge *'")
            connection.execute("UPDATE meta SET value = 0 WHERE key = 'text_index'")

    def drop_empty(self) -> int:
        """Drop the tables of weeks of which no span is left; how many there were."""
        with self._database.read() as connection:
            empty = [week for week in self._weeks() if not _any_span(connection, week)]
        for week in empty:
            with self._database.write() as connection:
                if not _any_span(connection, week):
                    connection.execute(f"DROP TABLE IF EXISTS fts_{week}")
        return len(empty)

    def mark_for_purge(self, connection: apsw.Connection, starts_ns: Iterable[int]) -> None:
        """In the transaction that deletes spans: `purge` shall leave no trace of them here."""
        connection.executemany(
            "INSERT OR IGNORE INTO meta VALUES ('text_purge ' || ?, 1)",
            [(week,) for week in {_week(start) for start in starts_ns}],
        )

    def purge(self, stop: Callable[[], bool] = lambda: False) -> bool:
        """Rewrite the tables of marked weeks without what is gone; whether there were any.

        FTS5 only notes a deletion beside the terms; merging all parts of a table drops them.
        """
        with self._database.read() as connection:
            marked = list(rows(connection, _MARKED))
        for week in (key.removeprefix("text_purge ") for (key,) in marked):
            while not stop() and not self._purged(week, stop):
                self._remove_gone(stop)
        return bool(marked)

    def _purged(self, week: str, stop: Callable[[], bool]) -> bool:
        """One round of merging; whether there was nothing left to merge and the mark is off."""
        pages = min(_PAGES, self._merging.amount)
        with self._merging.write(pages) as connection:
            changed = _merge(connection, week, -pages)
            if not changed and not _any_gone(connection, week):
                connection.execute("DELETE FROM meta WHERE key = 'text_purge ' || ?", (week,))
                return True
        self._merge_parts([week], stop)
        return False

    def _merge_parts(self, weeks: Iterable[str], stop: Callable[[], bool]) -> None:
        """Merge the parts of tables that are many, as FTS5 would if it were left to it."""
        for week in weeks:
            changed = True
            while changed and not stop():
                pages = min(_PAGES, self._merging.amount)
                with self._merging.write(pages) as connection:
                    changed = _merge(connection, week, pages)

    def _weeks(self) -> list[str]:
        """The weeks that have a table, oldest first."""
        with self._database.read() as connection:
            names = [name for (name,) in rows(connection, "SELECT name FROM sqlite_schema")]
        return sorted(n[4:] for n in names if re.fullmatch(r"fts_\d{6}", n))

    def _found(self, week: str, asked: tuple[object, ...], oldest_first: bool) -> list[int]:
        order = "start_ns, span.id" if oldest_first else "start_ns DESC, span.id DESC"
        sql = (
            f"SELECT span.id FROM fts_{week} JOIN span ON span.id = fts_{week}.rowid "
            f"WHERE fts_{week} MATCH ?1 AND fts_{week}.rowid <= ?2 "
            "AND (?3 IS NULL OR start_ns >= ?3) AND (?4 IS NULL OR start_ns < ?4) "
            f"ORDER BY {order}"
        )
        with self._database.read() as connection:
            try:
                return [id_ for (id_,) in rows(connection, sql, asked)]
            except apsw.SQLError:
                if _has(connection, week):
                    raise
                return []  # the week was dropped after we saw it: it has no spans

    def _begin(self) -> None:
        with self._database.read() as connection:
            begun = one(connection, "SELECT 1 FROM meta WHERE key = 'text_index'")
        if not begun:
            with self._database.write() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO meta VALUES ('text_index', 0), ('text_removals', 0)"
                )

    def _next(self, most: int) -> _Batch | None:
        """The spans above the watermark that fit into one transaction, cut into terms."""
        sql = f"SELECT {SELECTED}, id FROM span WHERE id > ? ORDER BY id LIMIT ?"
        cut: list[tuple[str, int, str]] = []
        characters = 0
        with self._database.read() as connection:
            begun = _state(connection)
            found, same = itertools.tee(rows(connection, sql, (begun[0], most)))
            for row, span in zip(found, with_payloads(connection, same), strict=False):
                terms = index_terms(said_in(span.payload or Payload(), span.status_message))
                cut.append((_week(span.start_ns), row[-1], terms))
                characters += len(terms) + _SPAN_COSTS
                if characters >= self._adding.amount:
                    break
        return _Batch(begun, cut[-1][1], tuple(cut), characters) if cut else None

    def _add(self, batch: _Batch, stop: Callable[[], bool]) -> int:
        """Store a batch, unless another process was faster or spans of it were deleted."""
        weeks = sorted({week for week, _, _ in batch.spans})
        with self._adding.write(batch.characters) as connection:
            gone = one(connection, "SELECT 1 FROM text_gone WHERE id > ?", (batch.begun[0],))
            purging = one(connection, f"{_MARKED} LIMIT 1")
            if gone or purging or _state(connection) != batch.begun:
                return 0
            for week in weeks:
                if not _has(connection, week):
                    connection.execute(_CREATE.format(table=f"fts_{week}"))
                connection.executemany(
                    f"INSERT INTO fts_{week} (rowid, text) VALUES (?, ?)",
                    [(id_, terms) for of, id_, terms in batch.spans if of == week],
                )
            connection.execute("UPDATE meta SET value = ? WHERE key = 'text_index'", (batch.last,))
        self._merge_parts(weeks, stop)
        return len(batch.spans)

    def _remove_gone(self, stop: Callable[[], bool]) -> bool:
        """Take some of the spans that are gone out; whether there were any."""
        with self._database.read() as connection:
            if not one(connection, "SELECT 1 FROM text_gone"):
                return False
        amount = self._removing.amount
        with self._removing.write(amount) as connection:
            gone = list(rows(connection, "SELECT id, start_ns FROM text_gone LIMIT ?", (amount,)))
            weeks = {_week(start) for _, start in gone}
            for week in weeks:
                if _has(connection, week):
                    connection.executemany(
                        f"DELETE FROM fts_{week} WHERE rowid = ?",
                        [(id_,) for id_, start in gone if _week(start) == week],
                    )
            connection.executemany("DELETE FROM text_gone WHERE id = ? AND start_ns = ?", gone)
            connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'text_removals'")
        self._merge_parts(weeks, stop)
        return True


def _state(connection: apsw.Connection) -> tuple[int, int]:
    found = dict(rows(connection, "SELECT key, value FROM meta WHERE key GLOB 'text_[ir]*'"))
    return found.get("text_index", 0), found.get("text_removals", 0)


def _has(connection: apsw.Connection, week: str) -> bool:
    sql = "SELECT 1 FROM sqlite_schema WHERE name = 'fts_' || ?"
    return one(connection, sql, (week,)) is not None


def _merge(connection: apsw.Connection, week: str, pages: int) -> bool:
    """A step of FTS5's merge, a negative number to begin; whether there was anything to do."""
    if not _has(connection, week):
        return False
    before = connection.total_changes()
    connection.execute(f"INSERT INTO fts_{week} (fts_{week}, rank) VALUES ('merge', ?)", (pages,))
    return connection.total_changes() - before >= 2  # as FTS5's documentation says


def _any_gone(connection: apsw.Connection, week: str) -> bool:
    sql = "SELECT 1 FROM text_gone WHERE start_ns BETWEEN ? AND ?"
    return one(connection, sql, _bounds(week)) is not None


def _any_span(connection: apsw.Connection, week: str) -> bool:
    sql = "SELECT 1 FROM span WHERE app = ? AND start_ns BETWEEN ? AND ? LIMIT 1"
    found = (one(connection, sql, (app, *_bounds(week))) for app in apps(connection))
    return any(found)


def apps(connection: apsw.Connection) -> list[str]:
    """The applications that have spans, each found by one step in an index."""
    found: list[str] = []
    name = one(connection, "SELECT min(app) FROM span")
    while name is not None:
        found.append(name)
        name = one(connection, "SELECT min(app) FROM span WHERE app > ?", (name,))
    return found


def _week(start_ns: int) -> str:
    """The ISO week of a time, such as 202648, within the years that have tables."""
    return _week_of_day(max(_ALL_TIME[0], min(start_ns, _ALL_TIME[1])) // _DAY_NS)


@lru_cache
def _week_of_day(days: int) -> str:
    """The week of the day that is so many after the first of 1970."""
    year, week, _ = (_EPOCH + timedelta(days=days)).isocalendar()
    if year < _FIRST_YEAR:
        return f"{_FIRST_YEAR}01"
    return f"{year}{week:02}" if year <= _LAST_YEAR else f"{_LAST_YEAR}52"


def _bounds(week: str) -> tuple[int, int]:
    """The first and the last nanosecond of a week of span time."""
    monday = datetime.fromisocalendar(int(week[:4]), int(week[4:]), 1).replace(tzinfo=UTC)
    low = (monday - _EPOCH) // timedelta(seconds=1) * 10**9
    return (
        _ALL_TIME[0] if week == f"{_FIRST_YEAR}01" else low,
        _ALL_TIME[1] if week == f"{_LAST_YEAR}52" else low + _WEEK_NS - 1,
    )
