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
from genchi.store.spans import KeyValues, key_values
from genchi.store.text_index import TextIndex

Group = str | None
Drawn = tuple[int, int]
"""The number a span has drawn, and the id of its row."""


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
    sizes: dict[Group, int] = {}
    least: dict[Group, list[Drawn]] = {}
    for group, (draw, row_id) in _drawn(database, selection, index, by, seed):
        sizes[group] = sizes.get(group, 0) + 1
        _keep_least(least.setdefault(group, []), number, (-draw, row_id))
    inclusion = {
        row_id: part / sizes[group]
        for group, part in shares(sizes, number).items()
        for _, row_id in heapq.nlargest(part, least[group])
    }
    chosen = in_order(database, selection.decided(list(inclusion)), None)
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


def _keep_least(kept: list[Drawn], number: int, drawn: Drawn) -> None:
    """Keep the `number` smallest draws. They are negative: a heap gives up what is least."""
    if len(kept) < number:
        heapq.heappush(kept, drawn)
    elif kept:
        heapq.heappushpop(kept, drawn)


def _drawn(
    database: Database, selection: Selection, index: TextIndex | None, by: str | None, seed: int
) -> Iterator[tuple[Group, Drawn]]:
    column = "NULL" if by is None else text_of(by)
    if by is not None and column is None:
        for (_, row_id), span in in_order(database, selection, index, payloads=True):
            yield payload_text(span, by), (_draw(seed, key_values(span.key)), row_id)
        return
    source, values = settled(database, selection, index).everywhere()
    with database.read() as connection:
        sql = f"SELECT {column}, id, trace_id, span_id, app {source}"
        for group, row_id, *key in rows(connection, sql, values):
            yield group, (_draw(seed, (key[0], key[1], key[2])), row_id)


def _draw(seed: int, key: KeyValues) -> int:
    """A number below 2**64 that depends on nothing but the seed and the key."""
    trace_id, span_id, app = key
    drawn = blake2b(b"%d " % seed + trace_id + span_id + app.encode(), digest_size=8)
    return int.from_bytes(drawn.digest(), "big")
