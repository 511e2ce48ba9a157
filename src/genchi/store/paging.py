"""Spans in order of time, a stretch after another, so that a list of any length costs what is read.

A page ends at a place (start and id of its last span) and the next begins behind it: spans that
arrive in between move nothing. Where payloads decide, spans are read in chunks until there are
enough; no chunk leaves a transaction open, so that reading for minutes holds nobody up.
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice

import apsw

from genchi.errors import UsageError
from genchi.records import Span
from genchi.store.database import Database, one, rows
from genchi.store.interface import Page
from genchi.store.selecting import Selection, one_moment
from genchi.store.spans import SELECTED, Row, span_of, with_payloads
from genchi.store.text_index import TextIndex

Place = tuple[int, int]
"""Where a span stands in time: its start, and the id of its row for those that started together."""
Found = tuple[Place, Span]

_LONGEST_PAGE = 1_000_000
_MOST_AT_ONCE = 2048
_MOST_PAYLOADS_AT_ONCE = 64
"""Payloads may be large: two blocks of them."""
_INTEGERS = range(-(2**63), 2**63)
_CURSOR = re.compile(r"([no])(-?[0-9]{1,19})\.([0-9]{1,19})")


def page(
    database: Database,
    selection: Selection,
    index: TextIndex | None,
    *,
    limit: int,
    after: str | None,
    oldest_first: bool,
) -> Page:
    """The next `limit` spans of a selection and where the page after them begins."""
    if not 1 <= limit <= _LONGEST_PAGE:
        raise UsageError(f"a page has 1 to {_LONGEST_PAGE:,} spans, not {limit}")
    start = None if after is None else _place(after, oldest_first)
    found = in_order(
        database, selection, index, after=start, oldest_first=oldest_first, chunk=limit + 1
    )
    spans = list(islice(found, limit + 1))
    more = _cursor(spans[limit - 1][0], oldest_first) if len(spans) > limit else None
    return Page(tuple(span for _, span in spans[:limit]), more)


def in_order(
    database: Database,
    selection: Selection,
    index: TextIndex | None,
    *,
    after: Place | None = None,
    oldest_first: bool = True,
    payloads: bool = False,
    chunk: int = _MOST_AT_ONCE,
) -> Iterator[Found]:
    """The spans of a selection with their places, read as far as they are asked for.

    `chunk` is how many to read at first.
    """
    reading = _Reading(database, oldest_first, payloads, chunk)
    if index is None or not selection.expressions:
        return reading.by_time(selection, after)
    watermark = index.watermark()
    with database.read() as connection:
        last = one(connection, "SELECT coalesce(max(id), 0) FROM span")
    return heapq.merge(
        reading.by_words(selection, index, watermark, after),
        reading.by_time(selection.above(watermark, last), after),
        key=_place_of,
        reverse=not oldest_first,
    )


def settled(database: Database, selection: Selection, index: TextIndex | None) -> Selection:
    """The same spans as a selection that columns alone decide."""
    if selection.holds is None:
        return selection
    if index is None or not selection.exact:
        return selection.decided(_ids(in_order(database, selection, index, payloads=True)))
    with database.read() as connection, one_moment(connection):  # ids may be given out again
        watermark = index.watermark()
        low, high = selection.low_ns, selection.high_ns
        ids = array("q", index.narrowed(selection.expressions, low, high, watermark=watermark))
        last = one(connection, "SELECT coalesce(max(id), 0) FROM span")
    rest = selection.above(watermark, last)
    return selection.decided(ids + _ids(in_order(database, rest, None, payloads=True)))


def _ids(found: Iterable[Found]) -> array[int]:
    """The ids of rows. Spans that were read with payloads are not made again without."""
    return array("q", (row_id for (_, row_id), _ in found))


class _Reading:
    """One way to read selections: in which direction, with payloads or not."""

    def __init__(self, database: Database, oldest_first: bool, payloads: bool, chunk: int) -> None:
        self._database = database
        self._oldest_first, self._payloads, self._first = oldest_first, payloads, chunk

    def by_time(self, selection: Selection, after: Place | None) -> Iterator[Found]:
        """Along the index of start times."""
        for size in self._sizes():
            seen, kept = self._read(selection, after, size)
            yield from kept
            if len(seen) < size:
                return
            after = seen[-1]

    def by_words(
        self, selection: Selection, index: TextIndex, watermark: int, after: Place | None
    ) -> Iterator[Found]:
        """Those that an index of words names, in the order in which it does."""
        low, high = self._still_to_come(selection, after)
        named = index.narrowed(
            selection.expressions,
            low,
            high,
            watermark=watermark,
            oldest_first=self._oldest_first,
        )
        for size in self._sizes():
            ids = list(islice(named, size))
            if index.watermark() < watermark:  # it is built anew and may have lost what it named
                yield from self.by_time(selection.narrowed("id <= ?", watermark), after)
                return
            if not ids:
                return
            seen, kept = self._read(selection.only(ids), after, size)
            yield from kept
            after = seen[-1] if seen else after

    def _sizes(self) -> Iterator[int]:
        most = _MOST_PAYLOADS_AT_ONCE if self._payloads else _MOST_AT_ONCE
        size = min(self._first, most)
        while True:
            yield size
            size = min(2 * size, most)

    def _still_to_come(
        self, selection: Selection, after: Place | None
    ) -> tuple[int | None, int | None]:
        low, high = selection.low_ns, selection.high_ns
        if after is None:
            return low, high
        if self._oldest_first:
            return max(after[0], after[0] if low is None else low), high
        return low, min(after[0] + 1, after[0] + 1 if high is None else high)

    def _read(
        self, selection: Selection, after: Place | None, size: int
    ) -> tuple[list[Place], list[Found]]:
        """The places of the next `size` rows, and those of their spans that are meant."""
        with self._database.read() as connection, one_moment(connection):
            found = self._rows(connection, selection, after, size)
            places = [(row[-2], row[-1]) for row in found]
            return places, list(self._kept(connection, selection, places, found))

    def _rows(
        self, connection: apsw.Connection, selection: Selection, after: Place | None, size: int
    ) -> list[Row]:
        order, sign = ("", ">") if self._oldest_first else (" DESC", "<")
        behind = "" if after is None else f" AND (start_ns, id) {sign} (?, ?)"
        ending = f"{behind} ORDER BY start_ns{order}, id{order} LIMIT ?"
        each = [
            rows(
                connection,
                f"SELECT {SELECTED}, start_ns, id {source}{ending}",
                (*values, *(after or ()), size),
            )
            for source, values in selection.rows()
        ]
        merged = heapq.merge(*each, key=lambda row: row[-2:], reverse=not self._oldest_first)
        return list(islice(merged, size))

    def _kept(
        self,
        connection: apsw.Connection,
        selection: Selection,
        places: Iterable[Place],
        found: list[Row],
    ) -> Iterator[Found]:
        if selection.holds is None and not self._payloads:
            yield from zip(places, map(span_of, found), strict=True)
            return
        full = with_payloads(connection, found)
        for place, row, span in zip(places, found, full, strict=True):
            if selection.holds is None or selection.holds(span):
                yield place, span if self._payloads else span_of(row)


def _place_of(found: Found) -> Place:
    return found[0]


def _cursor(place: Place, oldest_first: bool) -> str:
    return f"{'o' if oldest_first else 'n'}{place[0]}.{place[1]}"


def _place(cursor: str, oldest_first: bool) -> Place:
    found = _CURSOR.fullmatch(cursor)
    if found is None or int(found[2]) not in _INTEGERS or int(found[3]) not in _INTEGERS:
        raise UsageError(
            f"{cursor!r} is not where a page ends: give what the page before said, or nothing"
        )
    if (found[1] == "o") is not oldest_first:
        raise UsageError(
            f"{cursor!r} belongs to a list in the other order: start again from its beginning"
        )
    return int(found[2]), int(found[3])
