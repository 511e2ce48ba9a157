"""Files of earlier versions are brought up to date with everything in them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import apsw
import orjson

from genchi import zstd
from genchi.records import Message, SpanKey, Text
from genchi.store import open_store
from genchi.store.migrations import APPLICATION_ID, MIGRATIONS

_SHORT = {"role": "user", "parts": [{"type": "text", "content": "退款"}]}
_LONG = {"role": "system", "parts": [{"type": "text", "content": "rule " * 500}]}


def _store_of_schema_1(path: Path) -> None:
    """A file as the first version wrote it: each message alone, marked as raw or compressed."""
    connection = apsw.Connection(str(path))
    connection.execute(MIGRATIONS[0]).fetchall()
    compress = zstd.compress
    names = [b"a" * 16, b"b" * 16]
    stored = [
        b"\x00" + orjson.dumps(_SHORT),
        b"\x01" + compress(orjson.dumps(_LONG)),
    ]
    connection.executemany(
        "INSERT INTO message VALUES (?, ?)", list(zip(names, stored, strict=True))
    )
    line = orjson.dumps({"messages": [name.hex() for name in names], "output": "好"})
    connection.execute("INSERT INTO payload VALUES (1, ?)", (compress(line),))
    connection.execute(
        "INSERT INTO span (app, trace_id, span_id, start_ns, operation, name, status, "
        "inputs_hash, block) VALUES ('a', ?, ?, 5, 'chat', 'x', 'ok', x'00', 128)",
        (bytes(15) + b"\x01", bytes(7) + b"\x01"),
    )
    connection.execute("PRAGMA user_version=1").fetchall()
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}").fetchall()
    connection.close()


def test_messages_of_the_first_schema_are_still_read(tmp_path: Path) -> None:
    _store_of_schema_1(tmp_path / "genchi.db")
    store = open_store(tmp_path, create=False)
    span = store.spans.get(SpanKey("a", "0" * 31 + "1", "0" * 15 + "1"))
    assert span is not None
    assert span.payload is not None
    assert span.payload.output == "好"
    assert span.payload.messages == (
        Message("user", (Text("退款"),)),
        Message("system", (Text("rule " * 500),)),
    )
    store.close()


def test_new_messages_go_beside_those_of_the_first_schema(tmp_path: Path) -> None:
    _store_of_schema_1(tmp_path / "genchi.db")
    store = open_store(tmp_path, create=False)
    old = store.spans.get(SpanKey("a", "0" * 31 + "1", "0" * 15 + "1"))
    assert old is not None
    key = SpanKey("b", "2" * 32, "2" * 16)
    store.spans.add([dataclasses.replace(old, key=key)])
    new = store.spans.get(key)
    assert new is not None
    assert new.payload == old.payload
    store.close()
