"""A random sample whose probabilities are known, so that what it shows can be scaled up.

Every span has a number that follows from the seed and its key alone; the smallest numbers are the
sample. The same seed gives the same sample in whatever order spans came in.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from hashlib import blake2b

from genchi.errors import UsageError
from genchi.store.conditions import text_of
from genchi.store.database import Database, rows
from genchi.store.interface import Sampled
from genchi.store.paging import in_order, settled
from genchi.store.payload_conditions import payload_text
from genchi.store.selecting import Selection
from genchi.store.spans import key_values
from genchi.store.text_index import TextIndex

Group = str | None
Drawn = tuple[bytes, int]
"""The number a span has drawn, in eight bytes from the highest down, and the id of its row."""
_ABOVE_ALL = b"\xff" * 9


def sample(
    database: Database,
    selection: Selection,
    index: TextIndex | None,
    *,
    number: int,
    by: str | None,
    seed: int,
) -> list[Sampled]:
    """`number` spans of a selection, in equal parts from each value of `by`, in order of time."""
    if number < 0:
        raise UsageError(f"a sample has some spans or none, not {number}")
    sizes, least = _least(_drawn(database, selection, index, by, seed), number)
    inclusion = {
        row_id: part / sizes[group]
        for group, part in shares(sizes, number).items()
        for _, row_id in heapq.nsmallest(part, least[group])
    }
    chosen = in_order(database, selection.decided(list(inclusion), in_order=True), None)
    return [Sampled(span, inclusion[row_id]) for (_, row_id), span in chosen]


def shares(sizes: Mapping[Group, int], number: int) -> dict[Group, int]:
    """How many of `number` each group gives: equal parts, small groups all they have.

    What does not divide goes to the largest groups, one each; of equal ones the last by name.

    >>> shares({"a": 100, "b": 2, "c": 50}, 13)
    {'b': 2, 'c': 5, 'a': 6}
    """
    order = sorted(sizes, key=lambda group: (sizes[group], group is not None, group or ""))
    parts: dict[Group, int] = {}
    for place, group in enumerate(order):
        parts[group] = min(sizes[group], number // (len(order) - place))
        number -= parts[group]
    return parts


def _least(
    drawn: Iterator[tuple[Group, Drawn]], number: int
) -> tuple[dict[Group, int], dict[Group, list[Drawn]]]:
    """How many there are of each group, and the `number` least of each, with some others."""
    sizes: dict[Group, int] = {}
    kept: dict[Group, list[Drawn]] = {}
    bounds: dict[Group, bytes] = {}
    for group, one in drawn:
        sizes[group] = sizes.get(group, 0) + 1
        if one[0] > bounds.setdefault(group, _ABOVE_ALL):  # of a million nearly all
            continue
        some = kept.setdefault(group, [])
        some.append(one)
        if len(some) > 2 * number + 1:
            kept[group] = heapq.nsmallest(number + 1, some)
            bounds[group] = kept[group][-1][0]
    return sizes, kept


def _drawn(
    database: Database, selection: Selection, index: TextIndex | None, by: str | None, seed: int
) -> Iterator[tuple[Group, Drawn]]:
    """Each span's group and draw: a number that depends on nothing but the seed and the key."""
    salt, column = b"%d " % seed, "NULL" if by is None else text_of(by)
    if by is not None and column is None:
        for (_, row_id), span in in_order(database, selection, index, payloads=True):
            trace_id, span_id, app = key_values(span.key)
            drawn = blake2b(salt + trace_id + span_id + app.encode(), digest_size=8)
            yield payload_text(span, by), (drawn.digest(), row_id)
        return
    source, values = settled(database, selection, index).everywhere()
    sql = f"SELECT {column}, id, CAST(trace_id || span_id || app AS BLOB) {source}"
    with database.read() as connection:
        for group, row_id, key in rows(connection, sql, values):
            yield group, (blake2b(salt + key, digest_size=8).digest(), row_id)
