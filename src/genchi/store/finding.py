"""Every question about spans, answered by SQLite: the `SpanStore` that rooms above speak to."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import apsw

from genchi.records import Filter, Payload, Span, SpanKey
from genchi.store import paging, sampling, sessions, trends
from genchi.store.database import Database, rows
from genchi.store.forgetting import erase
from genchi.store.interface import Facet, Measure, Page, Sampled, SessionTurn, TrendPoint
from genchi.store.selecting import Selection, ids_of, one_moment, select
from genchi.store.spans import SELECTED, Spans, with_payloads
from genchi.store.text_index import TextIndex

_AT_ONCE = 200
"""Spans to erase in one transaction: short enough for writers not to notice."""


class SqliteSpans(Spans):
    """The spans of a store and the questions of `SpanStore`.

    `index` finds words. Without one, payloads are read.
    """

    def __init__(self, database: Database, index: TextIndex | None = None) -> None:
        super().__init__(database)
        self._index = index

    def page(
        self,
        filter_: Filter,
        *,
        app: str | None = None,
        limit: int = 50,
        after: str | None = None,
        oldest_first: bool = False,
        ids: Sequence[SpanKey] | None = None,
    ) -> Page:
        """The spans a filter means, newest first, ties by order of arrival."""
        chosen = self._selection(filter_, app, ids)
        return paging.page(
            self._database,
            chosen,
            self._index,
            limit=limit,
            after=after,
            oldest_first=oldest_first,
        )

    def trace(self, trace_id: str, app: str | None = None) -> list[Span]:
        """The spans of a trace by start, without payloads."""
        return sessions.trace(self._database, trace_id, app)

    def payloads(self, keys: Sequence[SpanKey]) -> dict[SpanKey, Payload]:
        """The payloads of these spans; spans that are not there are left out."""
        found: dict[SpanKey, Payload] = {}
        for some in _batches(keys):
            with self._database.read() as connection, one_moment(connection):
                for span in _full(connection, ids_of(connection, some)):
                    if span.payload is not None:
                        found[span.key] = span.payload
        return found

    def facets(
        self,
        filter_: Filter,
        fields: Sequence[str],
        *,
        app: str | None = None,
        limit: int = 20,
        ids: Sequence[SpanKey] | None = None,
    ) -> list[Facet]:
        """How many spans have which value of each field."""
        chosen = self._selection(filter_, app, ids)
        return trends.facets(self._database, chosen, self._index, fields, limit)

    def trend(
        self,
        filter_: Filter,
        of: Sequence[Measure],
        *,
        app: str | None = None,
        by: str | None = None,
        every_ns: int,
        ids: Sequence[SpanKey] | None = None,
    ) -> list[TrendPoint]:
        """Measures over time, in order of time and group."""
        chosen = self._selection(filter_, app, ids)
        return trends.trend(self._database, chosen, self._index, of=of, by=by, every_ns=every_ns)

    def sample(
        self,
        filter_: Filter,
        number: int,
        *,
        app: str | None = None,
        by: str | None = None,
        seed: int = 0,
        ids: Sequence[SpanKey] | None = None,
    ) -> list[Sampled]:
        """A random sample, in equal parts from each value of `by` where it is given."""
        chosen = self._selection(filter_, app, ids)
        return sampling.sample(self._database, chosen, self._index, number=number, by=by, seed=seed)

    def near(self, app: str, time_ns: int, number: int = 20) -> list[Span]:
        """The spans of an application that started closest to a moment, in order of time."""
        return sessions.near(self._database, app, time_ns, number)

    def session(self, app: str, session: str) -> list[SessionTurn]:
        """The traces of a session, in order of time."""
        return sessions.session(self._database, app, session)

    def delete(self, keys: Sequence[SpanKey]) -> int:
        """Remove spans with their payloads, and index entries; how many there were."""
        gone = 0
        for some in _batches(keys):
            with self._database.write() as connection:
                ids = ids_of(connection, some)
                erase(connection, ids)
                gone += len(ids)
        return gone

    def everything(self, filter_: Filter, *, app: str | None = None) -> Iterator[Span]:
        """All spans a filter means, oldest first, with payloads."""
        chosen = self._selection(filter_, app, None)
        found = paging.in_order(self._database, chosen, self._index, payloads=True)
        return (span for _, span in found)

    def _selection(
        self, filter_: Filter, app: str | None, ids: Sequence[SpanKey] | None
    ) -> Selection:
        with self._database.read() as connection:
            return select(connection, filter_, app, ids)


def _batches(keys: Sequence[SpanKey]) -> Iterator[Sequence[SpanKey]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _full(connection: apsw.Connection, ids: Sequence[int]) -> Iterator[Span]:
    if not ids:
        return iter(())
    sql = (
        f"SELECT {SELECTED} FROM span NOT INDEXED "
        "WHERE id IN (SELECT value FROM carray(?)) ORDER BY block"
    )
    return with_payloads(connection, rows(connection, sql, (apsw.carray(array("q", ids)),)))
