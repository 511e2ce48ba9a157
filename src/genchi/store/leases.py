"""Who is looking at which output, so that two reviewers of one queue are not given the same.

A lease is per output and criterion, lasts minutes, and is renewed while its holder is there. It
keeps an output from being offered, never from being labelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import apsw

from genchi.records import SpanKey
from genchi.store.database import Database, one, rows
from genchi.store.spans import KeyValues, key_values

Untouched = Literal["nobody", "not fairly", "not by holder", "whoever"]
"""Which outputs may be leased by what was said of them: labelled by nobody; by nobody who was shown
them by chance; not by the one who asks; any."""
_IS_KEY = "trace_id = ?1 AND span_id = ?2 AND app = ?3"
_LABELLED = f"SELECT 1 FROM label WHERE {_IS_KEY} AND criterion = ?4 AND kind = 'output'"
_TOUCHED: dict[Untouched, str] = {
    "nobody": f"{_LABELLED} LIMIT 1",
    "not fairly": f"{_LABELLED} AND why IN ('', 'random') LIMIT 1",
    "not by holder": f"{_LABELLED} AND annotator = ?5 LIMIT 1",
}
_COMPARED = (
    f"SELECT 1 FROM label WHERE {_IS_KEY} AND criterion = ?4 AND kind = 'preference' "
    "AND annotator = ?5 AND json_extract(place, '$.other.trace_id') = ?6 "
    "AND json_extract(place, '$.other.span_id') = ?7 LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Lease:
    """From when to when an output is held."""

    now_ns: int
    until_ns: int


class Leases:
    """The leases of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(
        self,
        criterion: str,
        holder: str,
        item: Sequence[SpanKey],
        untouched: Untouched,
        lease: Lease,
    ) -> bool:
        """Lease an item, which is one output, or two that are compared; whether it may be.

        It may where nobody else holds any of its outputs and, by `untouched`, where nobody has
        labelled it; a pair, where the holder has not compared it. What the holder holds already
        may be leased again.
        """
        keys = [key_values(key) for key in item]
        with self._database.write() as connection:
            connection.execute("DELETE FROM lease WHERE until_ns <= ?", (lease.now_ns,))
            if _is_touched(connection, criterion, holder, keys, untouched):
                return False
            return hold(connection, criterion, holder, keys, lease)

    def renew(
        self,
        criterion: str,
        holder: str,
        keys: Sequence[SpanKey],
        lease: Lease,
    ) -> None:
        """Hold these outputs on, as far as nobody else holds them by now."""
        with self._database.write() as connection:
            for key in keys:
                hold(connection, criterion, holder, [key_values(key)], lease)

    def release(self, criterion: str, holder: str, keys: Sequence[SpanKey]) -> None:
        """Give leases back; those of others stay."""
        with self._database.write() as connection:
            for key in keys:
                give_back(connection, key.app, criterion, holder, [key])

    def held(self, app: str, criterion: str, now_ns: int) -> dict[SpanKey, str]:
        """Who holds which output now."""
        with self._database.read() as connection:
            found = rows(
                connection,
                "SELECT trace_id, span_id, holder FROM lease "
                "WHERE app = ? AND criterion = ? AND until_ns > ?",
                (app, criterion, now_ns),
            )
            return {
                SpanKey(app, trace_id.hex(), span_id.hex()): holder
                for trace_id, span_id, holder in found
            }


def hold(
    connection: apsw.Connection,
    criterion: str,
    holder: str,
    keys: Sequence[KeyValues],
    lease: Lease,
) -> bool:
    """Lease outputs that nobody else holds, all or none; whether they are leased."""
    if any(holders(connection, criterion, key, lease.now_ns) - {holder} for key in keys):
        return False
    connection.executemany(
        "INSERT OR REPLACE INTO lease (app, criterion, trace_id, span_id, holder, until_ns) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        [(app, criterion, trace, span, holder, lease.until_ns) for trace, span, app in keys],
    )
    return True


def holders(connection: apsw.Connection, criterion: str, key: KeyValues, now_ns: int) -> set[str]:
    """Who holds an output now."""
    sql = f"SELECT holder FROM lease WHERE {_IS_KEY} AND criterion = ?4 AND until_ns > ?5"
    return {holder for (holder,) in rows(connection, sql, (*key, criterion, now_ns))}


def give_back(
    connection: apsw.Connection, app: str, criterion: str, holder: str, keys: Sequence[SpanKey]
) -> None:
    """Release outputs, inside the caller's transaction."""
    connection.executemany(
        "DELETE FROM lease WHERE trace_id = ? AND span_id = ? AND app = ? "
        "AND criterion = ? AND holder = ?",
        [(*key_values(key)[:2], app, criterion, holder) for key in keys],
    )


def _is_touched(
    connection: apsw.Connection,
    criterion: str,
    holder: str,
    keys: Sequence[KeyValues],
    untouched: Untouched,
) -> bool:
    if len(keys) == 2:
        return any(
            one(
                connection,
                _COMPARED,
                (*a, criterion, holder, b[0].hex(), b[1].hex()),
            )
            for a, b in (keys, keys[::-1])
        )
    if untouched == "whoever":
        return False
    values = (*keys[0], criterion) + ((holder,) if untouched == "not by holder" else ())
    return bool(one(connection, _TOUCHED[untouched], values))
