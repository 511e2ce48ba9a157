"""kill -9 of upkeep at random moments: the index catches up, what was to be forgotten is gone."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from genchi.records import Message, Payload, Span, SpanKey, Text
from genchi.store import Store, blocks, open_store

WEEK_NS = 7 * 86_400 * 10**9
START_NS = 1_700_000_000_000_000_000
WORDS = ("refund", "order", "退款", "退货", "GPT", "café", "gone", "한국어")
QUERIES = ('"refund"', '"order" AND "cafe"', '"退款"', '"退"', '"gp"*', '"한국" OR "gone"')

_CATCH_UP = """
import sys
from pathlib import Path
from genchi.store import open_store
store = open_store(Path(sys.argv[1]), create=False)
print("ready", flush=True)
while store.text.catch_up(max_spans=50):
    pass
"""
_FORGET = """
import sys
from pathlib import Path
from genchi.records import SpanKey
from genchi.store import open_store
store = open_store(Path(sys.argv[1]), create=False)
print("ready", flush=True)
with store.database.read() as connection:
    found = connection.execute("SELECT trace_id, span_id FROM span WHERE user = 'wang'").fetchall()
store.forget([SpanKey("shop", trace_id.hex(), span_id.hex()) for trace_id, span_id in found])
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def killed_after(script: str, home: Path, seconds: float) -> None:
    """Run a script and kill it in the midst of its work, or after it."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        process.kill()


def spans(rnd: random.Random, first: int, count: int, **fields: str) -> list[Span]:
    return [
        Span(
            SpanKey("shop", f"{number:032x}", f"{number:016x}"),
            START_NS + rnd.randrange(3 * WEEK_NS),
            payload=Payload(messages=(Message("user", (Text(text(rnd)),)),)),
            **fields,  # type: ignore[arg-type]
        )
        for number in range(first, first + count)
    ]


def text(rnd: random.Random) -> str:
    return " ".join(rnd.choice(WORDS) for _ in range(rnd.choice((3, 80))))


def answers(store: Store) -> dict[str, list[int]]:
    watermark = store.text.watermark()
    return {
        query: list(store.text.narrowed([query], None, None, watermark=watermark))
        for query in QUERIES
    }


@pytest.mark.slow
def test_a_killed_index_catches_up_to_what_a_rebuild_gives(
    store: Store, tmp_path: Path, rounds: int
) -> None:
    rnd = random.Random(7)
    number, runs = 1, list[int]()
    for _ in range(rounds):
        runs.append(store.imports.start("shop", "a.jsonl", "jsonl", 0))
        store.spans.add(spans(rnd, number, 400), runs[-1])
        number += 400
        killed_after(_CATCH_UP, tmp_path, rnd.random() * 0.4)
        if rnd.random() < 0.5:
            store.imports.undo(runs.pop(rnd.randrange(len(runs))), 1)
    store.text.catch_up()
    caught_up = answers(store)
    assert all(caught_up.values())
    assert all(len(ids) == len(set(ids)) for ids in caught_up.values())
    store.text.rebuild()
    store.text.catch_up()
    assert answers(store) == caught_up


@pytest.mark.slow
def test_a_forgetting_that_was_killed_is_finished_by_the_next(
    store: Store, tmp_path: Path, rounds: int
) -> None:
    rnd = random.Random(8)
    secret = "zqxmarker魑魅"
    whole = Message("user", (Text(f"{secret} " * 40),))
    number = 1
    for _ in range(max(3, rounds // 4)):
        others = spans(rnd, number, 300, user="li")
        persons = [
            Span(
                SpanKey("shop", f"{n:032x}", f"{n:016x}"),
                START_NS + n,
                user="wang",
                session=secret,
                payload=Payload(inputs={"q": f"{secret} {n}"}, messages=(whole,)),
            )
            for n in range(number + 300, number + 400)
        ]
        mixed = rnd.sample([*others, *persons], 400)
        store.spans.add(mixed)
        number += 400
        store.text.catch_up()
        killed_after(_FORGET, tmp_path, rnd.random() * 0.4)
    left = [span.key for span in store.spans.list("shop") if span.user == "wang"]
    store.forget(left)
    raw = store.path.read_bytes() + store.path.with_name("genchi.db-wal").read_bytes()
    assert b"zqxmarker" not in raw
    assert "魑".encode() not in raw
    assert counted(store, lambda span: span.user == "li") == store.spans.count()
    with store.database.read() as connection:
        for table in ("text_gone", "message_doubt"):
            assert connection.execute(f"SELECT count(*) FROM {table}").get == 0
        for (data,) in connection.execute("SELECT data FROM message_block").fetchall():
            assert isinstance(data, bytes)
            assert b"zqxmarker" not in b"".join(blocks.unpack(data))


def counted(store: Store, test: Callable[[Span], bool]) -> int:
    """How many spans pass, of those whose payload can be read."""
    return sum(test(span) for span in store.spans.list("shop", payloads=True) if span.payload)
