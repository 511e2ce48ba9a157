"""Spans: written once, never changed; narrow rows for lists, payloads on request.

Questions about more than one of them are answered in `finding.py`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import apsw

from genchi.records import Payload, Span, SpanKey, Usage
from genchi.store import blocks
from genchi.store.database import Database, one, rows

Row = tuple[Any, ...]
KeyValues = tuple[bytes, bytes, str]
"""Trace id, span id and application, as the columns have them."""

COLUMNS = (
    "operation",
    "name",
    "model",
    "response_model",
    "prompt_version",
    "user",
    "session",
    "status",
    "status_message",
)
"""Text fields of a span that have a column of their own."""
_USAGE = (
    "input_tokens",
    "cached_tokens",
    "output_tokens",
    "reasoning_tokens",
    "cost",
    "first_token",
)
_IDENTITY = ("app", "trace_id", "span_id", "parent_id", "start_ns", "duration_ns")
_ROW = (*_IDENTITY, *COLUMNS, *_USAGE, "inputs_hash")
SELECTED = ", ".join((*_ROW, "block"))
"""The columns that `span_of` and `with_payloads` read, first in a row."""
_SELECT = f"SELECT {SELECTED} FROM span"
_columns, _used = attrgetter(*COLUMNS), attrgetter(*_USAGE)
_NOTHING = Payload()
_IS_KEY = "WHERE trace_id = ? AND span_id = ? AND app = ?"
_INSERT = (
    f"INSERT INTO span ({', '.join(_ROW)}, import_id, block) "
    f"VALUES ({', '.join('?' * (len(_ROW) + 2))})"
)


class Spans:
    """The spans of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, spans: Sequence[Span], import_id: int | None = None) -> list[bool]:
        """Store `spans`; which of them were new. A span that is there already is left as it is."""
        with self._database.write() as connection:
            keys = [key_values(span.key) for span in spans]
            new = _new_ones(connection, keys)
            fresh = list(itertools.compress(zip(keys, spans, strict=True), new))
            _write(connection, fresh, import_id)
        return new

    def get(self, key: SpanKey) -> Span | None:
        """One span with its payload."""
        with self._database.read() as connection:
            found = rows(connection, f"{_SELECT} {_IS_KEY}", key_values(key))
            return next(with_payloads(connection, found), None)

    def list(self, app: str, *, roots: bool = True, payloads: bool = False) -> Iterator[Span]:
        """The spans of an application, oldest first; `roots` leaves out spans inside others.

        Payloads cost a decompression for every 64 spans: ask for them only where they are read.
        """
        where = "app = ?" + (" AND parent_id IS NULL" if roots else "")
        with self._database.read() as connection:
            found = rows(connection, f"{_SELECT} WHERE {where} ORDER BY start_ns, id", (app,))
            if payloads:
                yield from with_payloads(connection, found)
            else:
                yield from (span_of(row) for row in found)

    def count(self, app: str | None = None, *, roots: bool = False) -> int:
        """How many spans there are, in all or of one application; `roots`: within no other."""
        where, values = _of_app(app)
        sql = f"SELECT count(*) FROM span WHERE {where}" + " AND parent_id IS NULL" * roots
        with self._database.read() as connection:
            return int(one(connection, sql, values))

    def count_traces(self, app: str | None = None) -> int:
        """How many traces there are, in all or of one application."""
        where, values = _of_app(app)
        sql = f"SELECT count(*) FROM (SELECT DISTINCT app, trace_id FROM span WHERE {where})"
        with self._database.read() as connection:
            return int(one(connection, sql, values))

    def apps(self) -> dict[str, int]:
        """The applications in the store and how many spans each has."""
        with self._database.read() as connection:
            return dict(rows(connection, "SELECT app, count(*) FROM span GROUP BY app"))


def _of_app(app: str | None) -> tuple[str, tuple[str, ...]]:
    return ("1", ()) if app is None else ("app = ?", (app,))


def key_values(key: SpanKey) -> KeyValues:
    """The values that a key condition compares with, in the order of the index."""
    return bytes.fromhex(key.trace_id), bytes.fromhex(key.span_id), key.app


def _new_ones(connection: apsw.Connection, keys: Sequence[KeyValues]) -> list[bool]:
    known = set(
        connection.executemany(
            "SELECT trace_id, span_id, app FROM span "
            "WHERE trace_id = ? AND span_id = ? AND app = ?",
            keys,
        )
    )
    new = []
    for key in keys:
        new.append(key not in known)
        known.add(key)
    return new


def _write(
    connection: apsw.Connection, spans: Sequence[tuple[KeyValues, Span]], import_id: int | None
) -> None:
    messages: dict[bytes, bytes] = {}
    pack = blocks.packer()
    block = one(connection, "SELECT coalesce(max(block), 0) FROM payload")
    for group in blocks.blocks_of(spans):
        block += 1
        lines = [
            blocks.payload_line(span.payload or _NOTHING, messages.__setitem__) for _, span in group
        ]
        data = pack(line for line, _ in lines)
        connection.execute("INSERT INTO payload VALUES (?, ?)", (block, data))
        places = itertools.count(block * blocks.SLOTS)
        connection.executemany(
            _INSERT,
            [
                _row(key, span, asked, import_id, place)
                for (key, span), (_, asked), place in zip(group, lines, places, strict=False)
            ],
        )
    _write_messages(connection, messages, pack)


def _write_messages(
    connection: apsw.Connection,
    messages: dict[bytes, bytes],
    pack: Callable[[Iterable[bytes]], bytes],
) -> None:
    stored: list[tuple[Any, ...]] = connection.executemany(
        "SELECT hash FROM message WHERE hash = ?", [(name,) for name in messages]
    ).fetchall()
    for (name,) in stored:
        del messages[name]
    block = one(connection, "SELECT coalesce(max(block), 0) FROM message_block")
    for group in blocks.blocks_of(messages.items()):
        block += 1
        data = pack(data for _, data in group)
        connection.execute("INSERT INTO message_block VALUES (?, ?)", (block, data))
        connection.executemany(
            "INSERT INTO message VALUES (?, ?)",
            [(name, block * blocks.SLOTS + line) for line, (name, _) in enumerate(group)],
        )


def _row(key: KeyValues, span: Span, asked: str, import_id: int | None, place: int) -> Row:
    trace_id, span_id, app = key
    return (
        app,
        trace_id,
        span_id,
        bytes.fromhex(span.parent_id) if span.parent_id else None,
        span.start_ns,
        span.duration_ns,
        *_columns(span),
        *_used(span.usage),
        bytes.fromhex(span.inputs_hash or asked or span.key.trace_id),
        import_id,
        place,
    )


def span_of(row: Row, payload: Payload | None = None) -> Span:
    """The span that a row begins with."""
    app, trace_id, span_id, parent_id, start_ns, duration_ns = row[: len(_IDENTITY)]
    columns = row[len(_IDENTITY) : len(_IDENTITY) + len(COLUMNS)]
    usage = row[len(_IDENTITY) + len(COLUMNS) : len(_ROW) - 1]
    return Span(
        key=SpanKey(app, trace_id.hex(), span_id.hex()),
        parent_id=parent_id.hex() if parent_id else None,
        start_ns=start_ns,
        duration_ns=duration_ns,
        usage=Usage(*usage),
        inputs_hash=row[len(_ROW) - 1].hex(),
        payload=payload,
        **dict(zip(COLUMNS, columns, strict=True)),
    )


class _Blocks:
    """The lines of one table of blocks; the block that was read last is at hand."""

    def __init__(self, connection: apsw.Connection, table: str) -> None:
        self._connection, self._table = connection, table
        self._held, self._lines = -1, list[bytes]()

    def line(self, place: int) -> bytes:
        number, slot = divmod(place, blocks.SLOTS)
        if number != self._held:
            sql = f"SELECT data FROM {self._table} WHERE block = ?"
            self._lines = blocks.unpack(one(self._connection, sql, (number,)))
            self._held = number
        return self._lines[slot]


def with_payloads(connection: apsw.Connection, found: Iterable[Row]) -> Iterator[Span]:
    """The spans that rows begin with, and their payloads; neighbours share one reading."""
    payloads, kept = _Blocks(connection, "payload"), _Blocks(connection, "message_block")

    @lru_cache(maxsize=1024)
    def message(name: bytes) -> bytes:
        return kept.line(one(connection, "SELECT place FROM message WHERE hash = ?", (name,)))

    for row in found:
        yield span_of(row, blocks.payload_of(payloads.line(row[len(_ROW)]), message))
