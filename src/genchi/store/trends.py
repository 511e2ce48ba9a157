"""Counts and measures of many spans at once: the values of a field, and how things go over time.

Percentiles are exact: SQLite's `percentile()` sorts what it is given and interpolates linearly
between order statistics (Hyndman and Fan 1996, type 7, as numpy does).
"""

from __future__ import annotations

import heapq
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import apsw

from genchi.errors import UsageError
from genchi.store.conditions import TOKENS, text_of
from genchi.store.database import Database, one, rows
from genchi.store.interface import Facet, Measure, TrendPoint
from genchi.store.paging import in_order, settled
from genchi.store.payload_conditions import payload_text
from genchi.store.selecting import Selection, one_moment
from genchi.store.text_index import TextIndex

_MODEL, _STATUS = text_of("model"), text_of("status")
_LONGEST_NS = 2**62
_MEASURES: dict[Measure, str] = {
    "count": "count(*)",
    "errors": "count(*) FILTER (WHERE status = 'error')",
    "p50": "percentile(duration_ns, 50) / 1e9",
    "p95": "percentile(duration_ns, 95) / 1e9",
    "p99": "percentile(duration_ns, 99) / 1e9",
    "tokens": f"sum(CAST({TOKENS} AS REAL))",
    "cost": "sum(cost)",
}


def facets(
    database: Database,
    selection: Selection,
    index: TextIndex | None,
    fields: Sequence[str],
    limit: int,
) -> list[Facet]:
    """How many spans of a selection have which value of each field."""
    if limit < 1:
        raise UsageError(f"a facet lists at least one value, not {limit}")
    columns = [text_of(field) for field in fields]  # complains of wrong ones before any work
    chosen = settled(database, selection, index)
    return [
        _facet(
            field,
            _counted(database, chosen, column)
            if column is not None
            else _counted_in_payloads(database, chosen, field),
            limit,
        )
        for field, column in zip(fields, columns, strict=True)
    ]


def trend(
    database: Database,
    selection: Selection,
    index: TextIndex | None,
    *,
    of: Sequence[Measure],
    by: str | None,
    every_ns: int,
) -> list[TrendPoint]:
    """Measures of a selection in stretches of `every_ns`, in order of time and group."""
    _refuse_odd(of, every_ns)
    column = "NULL" if by is None else text_of(by)
    if by is None or column is not None:
        chosen = settled(database, selection, index)
        with database.read() as connection, one_moment(connection):
            points = [
                point
                for part, group in _parts(connection, chosen, of, f"{column}")
                for point in _points(connection, part, of, every_ns, group)
            ]
    else:
        groups = _groups(database, selection, index, by)
        with database.read() as connection, one_moment(connection):
            points = [
                TrendPoint(point.start_ns, group, point.values)
                for group, ids in groups.items()
                for point in _points(connection, selection.decided(ids), of, every_ns, "NULL")
            ]
    return sorted(points, key=_by_time_and_group)


def _by_time_and_group(point: TrendPoint) -> tuple[int, bool, str]:
    return point.start_ns, point.group is not None, point.group or ""


def _refuse_odd(of: Sequence[Measure], every_ns: int) -> None:
    for measure in of:
        if measure not in _MEASURES:
            raise UsageError(f"{measure!r} is not a measure: there are {', '.join(_MEASURES)}")
    if not 0 < every_ns <= _LONGEST_NS:
        raise UsageError(f"a stretch of time is longer than nothing, not {every_ns} ns")


def _parts(
    connection: apsw.Connection, selection: Selection, of: Sequence[Measure], group: str
) -> Iterator[tuple[Selection, str]]:
    """What to ask on its own, and how to group it: by model, spans without one are apart.

    The index of models has all that is measured but errors; spans without one have their own.
    """
    with_model = None
    if group == _MODEL and "errors" not in of:
        with_model = selection.each_model(connection)
    if with_model is None:
        yield selection, group
        return
    yield with_model, group
    yield selection.without_model(), "NULL"


def _points(
    connection: apsw.Connection,
    selection: Selection,
    of: Sequence[Measure],
    every_ns: int,
    group: str,
) -> Iterator[TrendPoint]:
    source, values = selection.everywhere()
    start = "start_ns - (start_ns % ?1 + ?1) % ?1"  # the remainder of a negative time is negative
    measured = "".join(f", {_MEASURES[measure]}" for measure in of)
    sql = f"SELECT {start} AS stretch, {group} AS its_group{measured} {source} GROUP BY 1, 2"
    for stretch, its_group, *found in rows(connection, sql, (every_ns, *values)):
        yield TrendPoint(stretch, its_group, dict(zip(of, found, strict=True)))


def _groups(
    database: Database, selection: Selection, index: TextIndex | None, by: str
) -> dict[str | None, array[int]]:
    """The ids of rows by what their payloads have under `by`."""
    groups: dict[str | None, array[int]] = {}
    for (_, number), span in in_order(database, selection, index, payloads=True):
        groups.setdefault(payload_text(span, by), array("q")).append(number)
    return groups


def _counted(
    database: Database, selection: Selection, column: str
) -> Iterator[tuple[str | None, int]]:
    with database.read() as connection, one_moment(connection):
        apart, others = _apart(connection, selection, column)
        if not apart:
            source, values = selection.everywhere()
            yield from rows(connection, f"SELECT {column}, count(*) {source} GROUP BY 1", values)
            return
        rest = _number(connection, selection)
        for value, part in apart:
            number = _number(connection, part)
            rest -= number
            yield value, number
        yield others, rest


def _apart(
    connection: apsw.Connection, selection: Selection, column: str
) -> tuple[list[tuple[str, Selection]], str | None]:
    """Values whose spans an index counts without reading a row, and the value of all others."""
    if column == _MODEL and (with_model := selection.each_model(connection)) is not None:
        return [(model, with_model.of_model(model)) for model in with_model.models or ()], None
    if column == _STATUS and (failed := selection.failed()) is not None:
        return [("error", failed)], "ok"
    return [], None


def _number(connection: apsw.Connection, selection: Selection) -> int:
    source, values = selection.everywhere()
    return int(one(connection, f"SELECT count(*) {source}", values))


def _counted_in_payloads(
    database: Database, selection: Selection, field: str
) -> Iterable[tuple[str | None, int]]:
    found = in_order(database, selection, None, payloads=True)
    return Counter(payload_text(span, field) for _, span in found).items()


def _facet(field: str, counted: Iterable[tuple[str | None, int]], limit: int) -> Facet:
    missing = total = 0

    def valued() -> Iterator[tuple[str, int]]:
        nonlocal missing, total
        for value, number in counted:
            if value is None:
                missing += number
            elif number:
                total += number
                yield value, number

    values = heapq.nsmallest(limit, valued(), key=lambda found: (-found[1], found[0]))
    return Facet(field, tuple(values), total - sum(number for _, number in values), missing)
