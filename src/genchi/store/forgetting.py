"""Deletion for good: spans, what was said about them, and every trace of their words in the store.

Spans share payload blocks and name messages that others may name too. A block with other spans in
it is written anew with empty lines where the deleted ones were, so that the others keep their
places. A message that a deleted span named is in doubt until all payloads have been looked through
once: it is removed where nobody names it, in the transaction that has seen the newest payloads.
Doubts and how far the looking has come are in the store, so killed at any moment it goes on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import apsw

from genchi.records import SpanKey
from genchi.store import blocks
from genchi.store.answers import delete_answers_of
from genchi.store.database import Database, one, overwriting, rows
from genchi.store.feedback import delete_feedback, delete_of_traces, delete_of_user
from genchi.store.selecting import key_values_of
from genchi.store.spans import KeyValues
from genchi.store.text_index import TextIndex
from genchi.store.vacuuming import Pace, vacuum

_NAME = re.compile(rb'"([0-9a-f]{32})"')
"""How a payload names a message. Other text that looks like it keeps a message, at worst."""
_DOUBTED = "SELECT hash, place FROM message_doubt WHERE round < ?"
_AT_FIRST = 8
"""Spans, or messages, in the first transaction: each may be in a block of its own."""
_BLOCKS = 50
"""Payload blocks looked through at first."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was deleted, and by how many bytes the blocks that held it are smaller."""

    spans: int = 0
    messages: int = 0
    bytes: int = 0

    def __add__(self, other: Erased) -> Erased:
        return Erased(
            self.spans + other.spans, self.messages + other.messages, self.bytes + other.bytes
        )


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What `forget` deleted."""

    spans: int
    labels: int
    verdicts: int
    messages: int
    feedback: int = 0
    answers: int = 0


def forget(
    database: Database,
    text: TextIndex,
    keys: Sequence[SpanKey],
    *,
    user: str | None = None,
    app: str | None = None,
    rewrite: bool = True,
) -> Forgotten:
    """Delete spans, labels, verdicts, feedback on them, messages nobody else has, index entries.

    Feedback that `user` gave on other spans goes too, where one is named (of `app`, or of all),
    and so do the cached answers that were for this user alone, which belong to no application.
    Labels that prefer another span to one of these go too. The work is done in transactions that
    hold the lock for some 20 ms; what an earlier call left undone is finished. SQLite leaves parts
    of deleted rows in its pages, so the file is written anew at the end (`vacuum`), for which
    writers pause. `rewrite=False` leaves that for later. Only the store is covered, not files
    beside it: what clients have in their spools, records that imports rejected, backups.
    """
    with overwriting(database):
        labels = _delete_preferences(database, keys)
        spans, verdicts, feedback = 0, 0, _delete_said(database, user, app)
        answers = 0 if user is None else delete_answers_of(database, user)
        pace = Pace(database, _AT_FIRST)
        rest = [values for key in keys if (values := key_values_of(key)) is not None]
        while rest:
            chunk, rest = rest[: pace.amount], rest[pace.amount :]
            with pace.write(len(chunk)) as connection:
                labels += delete_labels(connection, chunk)
                delete_reviews(connection, chunk)
                verdicts += delete_verdicts(connection, chunk)
                feedback += delete_feedback(connection, chunk)
                spans += _delete_spans(connection, text, chunk)
                feedback += delete_of_traces(connection, chunk)
        messages = collect_messages(database).messages
        text.purge()
    if rewrite:
        vacuum(database)
    return Forgotten(spans, labels, verdicts, messages, feedback, answers)


def erase(connection: apsw.Connection, ids: Sequence[int]) -> Erased:
    """Delete rows of `span` by their ids, with their payloads, inside the caller's transaction.

    The messages they named are left for `collect_messages`, the text index for its `catch_up`.
    """
    found = [
        place
        for id_ in ids
        for (place,) in rows(connection, "SELECT block FROM span WHERE id = ?", (id_,))
    ]
    named: set[bytes] = set()
    freed = _empty_lines(connection, "payload", found, lambda line: named.update(_names_in(line)))
    connection.executemany("DELETE FROM span WHERE id = ?", [(id_,) for id_ in ids])
    _doubt(connection, named)
    return Erased(spans=len(found), bytes=freed)


def _names_in(payload: bytes) -> set[bytes]:
    return {bytes.fromhex(name.decode()) for name in _NAME.findall(payload)}


def collect_messages(database: Database, stop: Callable[[], bool] = lambda: False) -> Erased:
    """Remove the messages in doubt that no payload names.

    A round looks through all payloads once, in small steps, for the doubts there were when it
    began. A stopped round goes on at the next call.
    """
    total = Erased()
    looking, removing = Pace(database, _BLOCKS), Pace(database, _AT_FIRST)
    while not stop() and _in_round(database):
        if not _look(database, looking):
            with removing.write(removing.amount) as connection:
                if _all_seen(connection):
                    total += _remove_doubted(connection, removing.amount)
    return total


def _delete_said(database: Database, user: str | None, app: str | None) -> int:
    if user is None:
        return 0
    with database.write() as connection:
        return delete_of_user(connection, user, app)


def _delete_spans(connection: apsw.Connection, text: TextIndex, chunk: Sequence[KeyValues]) -> int:
    sql = "SELECT id, start_ns FROM span WHERE trace_id = ? AND span_id = ? AND app = ?"
    found: dict[int, int] = dict(row for key in chunk for row in rows(connection, sql, key))
    text.mark_for_purge(connection, found.values())
    return erase(connection, list(found)).spans


def delete_labels(connection: apsw.Connection, chunk: Sequence[KeyValues]) -> int:
    """Delete the labels on spans, inside the caller's transaction; how many there were."""
    before = connection.total_changes()
    connection.executemany(
        "DELETE FROM label WHERE trace_id = ? AND span_id = ? AND app = ?", chunk
    )
    return connection.total_changes() - before


def delete_reviews(connection: apsw.Connection, chunk: Sequence[KeyValues]) -> None:
    """Delete what reviewing kept of spans beside labels, inside the caller's transaction."""
    for table in ("review_action", "lease", "pick"):
        connection.executemany(
            f"DELETE FROM {table} WHERE trace_id = ? AND span_id = ? AND app = ?", chunk
        )


def delete_verdicts(connection: apsw.Connection, chunk: Sequence[KeyValues]) -> int:
    """Delete the verdicts on spans, inside the caller's transaction; how many there were."""
    before = connection.total_changes()
    connection.executemany(
        "DELETE FROM verdict WHERE trace_id = ? AND span_id = ? "
        "AND check_id IN (SELECT id FROM check_version WHERE app = ?)",
        chunk,
    )
    return connection.total_changes() - before


def _delete_preferences(database: Database, keys: Sequence[SpanKey]) -> int:
    """Delete the labels on other spans that compare them with one of these."""
    parts = ", ".join(f"json_extract(place, '$.other.{part}')" for part in SpanKey.__slots__)
    wanted = set(keys)
    with database.read() as connection:
        found = rows(connection, f"SELECT id, {parts} FROM label WHERE kind = 'preference'")
        ids = [(id_,) for id_, *other in found if SpanKey(*other) in wanted]
    if ids:
        with database.write() as connection:
            connection.executemany("DELETE FROM label WHERE id = ?", ids)
    return len(ids)


def _empty_lines(
    connection: apsw.Connection,
    table: str,
    places: Iterable[int],
    on_line: Callable[[bytes], object] = lambda line: None,
) -> int:
    """Empty the lines at these places; a block without another goes. How many bytes that freed."""
    slots: defaultdict[int, set[int]] = defaultdict(set)
    for place in places:
        slots[place // blocks.SLOTS].add(place % blocks.SLOTS)
    freed = 0
    pack = blocks.packer()
    for block, emptied in sorted(slots.items()):
        data = one(connection, f"SELECT data FROM {table} WHERE block = ?", (block,))
        if data is None:
            continue
        lines = blocks.unpack(data)
        for slot in emptied:
            on_line(lines[slot])
            lines[slot] = b""
        if any(lines):
            kept = pack(lines)
            connection.execute(f"UPDATE {table} SET data = ? WHERE block = ?", (kept, block))
            freed += len(data) - len(kept)
        else:
            connection.execute(f"DELETE FROM {table} WHERE block = ?", (block,))
            freed += len(data)
    return freed


def _doubt(connection: apsw.Connection, names: Iterable[bytes]) -> None:
    """Note that the messages of these names may have no user; the next round looks into it."""
    round_ = _round(connection)
    connection.executemany(
        "INSERT INTO message_doubt SELECT hash, place, ? FROM message WHERE hash = ? "
        "ON CONFLICT (hash) DO UPDATE SET round = excluded.round",
        [(round_, name) for name in sorted(names)],
    )


def _in_round(database: Database) -> bool:
    """Whether a round has doubts to settle: the one under way, or a new one that begins here."""
    any_, of_round = "SELECT 1 FROM message_doubt LIMIT 1", f"{_DOUBTED} LIMIT 1"
    with database.read() as connection:
        if one(connection, of_round, (_round(connection),)):
            return True
        if not one(connection, any_):
            return False
    with database.write() as connection:
        if not one(connection, of_round, (_round(connection),)):
            connection.execute(
                "INSERT OR REPLACE INTO meta VALUES ('messages_round', ?), ('messages_checked', 0)",
                (_round(connection) + 1,),
            )
    return True


def _round(connection: apsw.Connection) -> int:
    return _meta(connection, "messages_round") or 0


def _look(database: Database, pace: Pace) -> bool:
    """Look through the next payload blocks and drop doubts they settle; whether there were any."""
    with database.read() as connection:
        begun = _progress(connection)
        found = _next_blocks(connection, pace.amount)
    if not found:
        return False
    named = _named(found)
    with pace.write(len(found)) as connection:
        if _progress(connection) == begun:  # else others were faster, or block numbers came again
            _settle(connection, named, found[-1][0])
    return True


def _progress(connection: apsw.Connection) -> list[int | None]:
    names = ("messages_round", "messages_checked", "payload_tops")
    return [_meta(connection, name) for name in names]


def _all_seen(connection: apsw.Connection) -> bool:
    """Look through what came since the last look; False where that was too much for one step."""
    found = _next_blocks(connection, _BLOCKS)
    if found:
        _settle(connection, _named(found), found[-1][0])
    return len(found) < _BLOCKS


def _next_blocks(connection: apsw.Connection, most: int) -> list[tuple[int, bytes]]:
    sql = "SELECT block, data FROM payload WHERE block > ? ORDER BY block LIMIT ?"
    return list(rows(connection, sql, (_meta(connection, "messages_checked"), most)))


def _named(found: Iterable[tuple[int, bytes]]) -> set[bytes]:
    return set().union(*(_names_in(b"\n".join(blocks.unpack(data))) for _, data in found))


def _settle(connection: apsw.Connection, named: Iterable[bytes], seen: int) -> None:
    """These messages are used, and payloads up to block `seen` have been looked through."""
    round_ = _round(connection)
    connection.executemany(
        "DELETE FROM message_doubt WHERE hash = ? AND round < ?",
        [(name, round_) for name in named],
    )
    connection.execute("UPDATE meta SET value = ? WHERE key = 'messages_checked'", (seen,))


def _remove_doubted(connection: apsw.Connection, most: int) -> Erased:
    """Remove some messages that nobody names, those of one block together."""
    sql = f"{_DOUBTED} ORDER BY place LIMIT ?"
    doomed = list(rows(connection, sql, (_round(connection), most)))
    freed = _empty_lines(connection, "message_block", (place for _, place in doomed))
    for table in ("message", "message_doubt"):
        connection.executemany(
            f"DELETE FROM {table} WHERE hash = ?", [(name,) for name, _ in doomed]
        )
    return Erased(messages=len(doomed), bytes=freed)


def _meta(connection: apsw.Connection, key: str) -> int | None:
    found: int | None = one(connection, "SELECT value FROM meta WHERE key = ?", (key,))
    return found
