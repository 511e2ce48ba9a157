"""What is forgotten is nowhere in the store: no row, no block, no index, no byte of its files."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi import zstd
from genchi.errors import OutsideError
from genchi.records import (
    Event,
    Evidence,
    Label,
    Message,
    Passage,
    Payload,
    Span,
    SpanKey,
    Target,
    Text,
    ToolCall,
    ToolResult,
    Verdict,
)
from genchi.store import Keep, Store, open_store
from genchi.store.forgetting import collect_messages

ASCII, CHINESE = "zqxmarker", "魑魅魍魉"
PERSON = f"{ASCII} {CHINESE}"
TRACES = (b"xmarker", b"XMARKER", "魑".encode(), b"\\u9b51", "魉".encode())
"""Bytes that nothing but the person's data has; an index may leave out how a term begins."""
SYSTEM = Message("system", (Text("你是客服。Answer politely. " * 40),))
FAQ = Message("user", (Text("Everybody asks this long question about refunds 退款. " * 20),))
START_NS = 1_700_000_000_000_000_000
DAY_NS = 86_400 * 10**9


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def key(number: int, app: str = "shop") -> SpanKey:
    spread = number * 0x9E3779B97F4A7C15 % 2**64  # as random ids are, anywhere in the indexes
    return SpanKey(app, f"{spread:032x}", f"{spread:016x}")


def usual(number: int) -> Span:
    said = f"question {number} 怎么退款 " + random.Random(number).randbytes(150).hex()
    return Span(
        key(number),
        START_NS + number * DAY_NS // 50,
        name="answer",
        user=f"user{number % 20}",
        session=f"session{number % 40}",
        payload=Payload(
            messages=(SYSTEM, FAQ, Message("user", (Text(said),))),
            output=f"answer {number}",
            metadata={"n": number},
        ),
    )


def personal(number: int) -> Span:
    call = ToolCall("c1", "find", {"who": PERSON})
    long = Message("user", (Text(f"I am {PERSON} {number}. " * 20),))
    return Span(
        key(number),
        START_NS + number * DAY_NS // 50,
        name=f"answer {ASCII}",
        user=f"{PERSON}@example.com",
        session=f"session-{PERSON}",
        model=f"tuned-{ASCII}",
        response_model=f"tuned-{ASCII}",
        prompt_version=ASCII,
        status="error",
        status_message=f"no such person: {PERSON}",
        payload=Payload(
            inputs={"question": PERSON, PERSON: 1},
            output={"answer": PERSON},
            messages=(SYSTEM, FAQ, long, Message("assistant", (call,))),
            output_messages=(Message("tool", (ToolResult("c1", PERSON * 40),)),),
            passages=(Passage(PERSON, PERSON, metadata={"of": PERSON}),),
            reference=PERSON,
            metadata={"name": PERSON},
            attributes={"enduser.id": PERSON},
            events=(Event("seen", 1, {"who": PERSON}),),
            origin={"resource": {"host.name": PERSON}},
        ),
    )


def fill(store: Store, count: int = 600) -> list[SpanKey]:
    """Spans of many, one in ten the person's, that came in small batches; the person's keys."""
    spans = [personal(n) if n % 10 == 3 else usual(n) for n in range(1, count + 1)]
    for first in range(0, count, 20):
        store.spans.add(spans[first : first + 20])
        if first % 100 == 0:
            store.text.catch_up()
    return [span.key for span in spans if span.user and ASCII in span.user]


def judge(store: Store, keys: list[SpanKey]) -> None:
    reason = f"{PERSON} says so"
    for span in keys[:20]:
        label = Label("good", Target(span), 0.0, "anna", 5, correction=PERSON, reason=reason)
        preference = Target(key(1), "preference", other=span)
        store.labels.add([label, Label("better", preference, 1.0, "anna", 5, reason=reason)])
    verdict = Verdict("fail", reason, evidence=(Evidence(0, 3, note=PERSON),))
    store.verdicts.add("shop", "polite", "1", [(span, verdict) for span in keys], now_ns=1)


def found_in(store: Store) -> list[str]:
    """Where anything of the person is: in rows, blocks, terms of the index, bytes of the files."""
    found = [*_in_tables(store), *_in_terms(store)]
    for name in ("genchi.db", "genchi.db-wal"):
        raw = (store.path.parent / name).read_bytes()
        found += [f"{name}: {trace!r}" for trace in TRACES if trace in raw]
        found += [f"{name}: a block" for data in _frames(raw) if _is_personal(data)]
    return found


def _in_tables(store: Store) -> Iterator[str]:
    with store.database.read() as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
        ).fetchall()
        for table in (str(name) for (name,) in tables):
            if table.startswith("fts_") and len(table) == len("fts_202648"):
                continue  # its parts are tables of their own
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    data = value if isinstance(value, bytes) else str(value).encode()
                    if _is_personal(data) or any(map(_is_personal, _frames(data))):
                        yield table


def _in_terms(store: Store) -> Iterator[str]:
    with store.database.read() as connection:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE name GLOB 'fts_??????'")
        for (table,) in names.fetchall():
            connection.execute(
                f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, {table}, row)"
            )
            for (term,) in connection.execute("SELECT term FROM temp.terms"):
                if _is_personal(str(term).encode()):
                    yield f"{table}: {term}"
            connection.execute("DROP TABLE temp.terms")


def _frames(raw: bytes) -> Iterator[bytes]:
    """All that can be decompressed, also of blocks of which only the beginning is there."""
    place = raw.find(b"\x28\xb5\x2f\xfd")
    while place >= 0:
        reader = zstd.ZstdDecompressor()
        got = b""
        try:
            for start in range(place, min(len(raw), place + 200_000), 64):
                got += reader.decompress(raw[start : start + 64])
        except (zstd.ZstdError, EOFError):
            pass
        yield got
        place = raw.find(b"\x28\xb5\x2f\xfd", place + 1)


def _is_personal(data: bytes) -> bool:
    return any(trace in data for trace in TRACES)


def contents(store: Store) -> dict[SpanKey, Span]:
    return {span.key: span for span in store.spans.list("shop", payloads=True)}


def test_nothing_of_a_person_is_left_and_everything_of_others_is(store: Store) -> None:
    keys = fill(store)
    store.text.catch_up()
    judge(store, keys)
    assert len(set(found_in(store))) > 8, "the test is able to find what it looks for"
    before = contents(store)
    gone = store.forget(keys)
    assert (gone.spans, gone.labels, gone.verdicts) == (60, 40, 60)
    assert gone.messages == 61, "a long message in each span, a long tool result in all of them"
    assert found_in(store) == []
    assert contents(store) == {k: span for k, span in before.items() if k not in set(keys)}
    store.text.catch_up()
    assert found_in(store) == []


def test_pages_that_earlier_deletions_left_behind_are_cleaned_too(store: Store) -> None:
    keys = fill(store, 300)
    store.text.catch_up()
    store.retention.set(Keep(days=2))
    swept = store.retention.sweep(START_NS + 4 * DAY_NS)
    store.text.catch_up()
    assert 0 < swept.spans < 300
    store.forget(keys)
    assert found_in(store) == []


def test_rows_are_gone_at_once_and_the_bytes_when_the_file_is_written_anew(store: Store) -> None:
    keys = fill(store)
    store.text.catch_up()
    judge(store, keys)
    store.forget(keys, rewrite=False)
    assert list(_in_tables(store)) == list(_in_terms(store)) == []
    assert store.vacuum() > 0
    assert found_in(store) == []


def test_a_message_stays_while_anybody_else_names_it(store: Store) -> None:
    spans = [usual(1), usual(2), usual(3)]
    store.spans.add(spans)
    assert store.forget([spans[0].key]).messages == 1, "the question that only this span has"
    rest = contents(store)
    assert [span.payload for span in rest.values()] == [span.payload for span in spans[1:]]
    assert store.forget([span.key for span in spans[1:]]).messages == 4
    with store.database.read() as connection:
        for table in ("span", "payload", "message", "message_block", "message_doubt"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)], table


def test_a_message_that_is_named_again_in_the_meantime_stays(store: Store) -> None:
    store.spans.add([usual(1), usual(2)])
    store.spans.delete([key(1), key(2)])
    again = usual(2)
    store.spans.add([again])
    assert store.forget([]).messages == 1
    found = store.spans.get(again.key)
    assert found is not None
    assert found.payload == again.payload


class Collecting:
    """Messages are collected, and stand just before they write down what they have read last.

    What is done in the block is committed before they go on.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.removed: list[int] = []
        self._thread = threading.Thread(target=self._collect)

    def _collect(self) -> None:
        self.removed.append(collect_messages(self._store.database).messages)

    def __enter__(self) -> Collecting:
        steps = iter([False, True])
        collect_messages(self._store.database, stop=lambda: next(steps))
        self._together = self._store.together()
        self._together.__enter__()
        self._thread.start()
        time.sleep(0.3)  # by now they have most likely read and wait for us
        return self

    def __exit__(self, *error: object) -> None:
        self._together.__exit__(None, None, None)
        self._thread.join()


def one_in_each_block(store: Store, count: int) -> None:
    for number in range(1, count + 1):
        store.spans.add([usual(number)])


def test_a_message_that_is_named_again_just_before_its_removal_stays(store: Store) -> None:
    one_in_each_block(store, 2)
    store.spans.delete([key(1)])
    with Collecting(store) as collecting:
        store.spans.add([usual(1)])
    assert collecting.removed == [0]
    assert [span.payload for span in contents(store).values()] == [
        span.payload for span in (usual(1), usual(2))
    ]


def test_a_block_that_takes_the_number_of_one_just_looked_through_is_looked_through(
    store: Store,
) -> None:
    one_in_each_block(store, 52)
    store.spans.delete([key(1)])
    with Collecting(store):
        store.spans.delete([key(52)])
        store.spans.add([usual(1)])
    assert len(contents(store)) == 51
    assert contents(store)[key(1)].payload == usual(1).payload


def test_a_message_goes_though_its_last_user_went_while_it_was_seen(store: Store) -> None:
    store.spans.add([usual(1)])
    store.spans.add([Span(key(n), START_NS + n) for n in range(100, 100 + 32 * 50)])
    store.spans.add([Span(key(2), START_NS, payload=usual(1).payload), Span(key(3), START_NS)])
    store.spans.delete([key(1)])
    with Collecting(store):
        store.spans.delete([key(2)])
    with store.database.read() as connection:
        assert connection.execute("SELECT count(*) FROM message").get == 0


def test_an_index_that_was_to_be_cleaned_is_cleaned_by_whoever_catches_up(store: Store) -> None:
    store.spans.add([personal(2), *(usual(number) for number in range(3, 100))])
    store.text.catch_up()
    with store.together(), store.database.write() as connection:
        store.text.mark_for_purge(connection, [personal(2).start_ns])
        store.spans.delete([key(2)])
    assert any(table.startswith("fts_") for table in _in_tables(store))
    store.text.catch_up()
    assert not any(table.startswith("fts_") for table in _in_tables(store))


def test_the_same_trace_of_another_application_stays(store: Store) -> None:
    theirs = Span(key(1, "desk"), START_NS, payload=usual(1).payload)
    store.spans.add([usual(1), theirs])
    good = [Label("good", Target(key(1, app)), 1.0, "anna", 5) for app in ("shop", "desk")]
    store.labels.add(good)
    for app in ("shop", "desk"):
        store.verdicts.add(app, "polite", "1", [(key(1, app), Verdict("pass", ""))], now_ns=1)
    gone = store.forget([key(1)])
    assert (gone.spans, gone.labels, gone.verdicts, gone.messages) == (1, 1, 1, 0)
    found = store.spans.get(theirs.key)
    assert found is not None
    assert found.payload == theirs.payload
    assert store.labels.history(theirs.key) == [good[1]]
    assert store.verdicts.of("desk", "polite") == {theirs.key: Verdict("pass", "")}


def test_keys_that_are_no_spans_do_no_harm(store: Store) -> None:
    store.spans.add([usual(1)])
    odd = [SpanKey("shop", "no hex", "??"), SpanKey("\ud800", "ab" * 16, "cd" * 8), key(7)]
    assert store.forget(odd).spans == 0
    assert store.spans.count() == 1


def test_somebody_who_goes_on_reading_is_named_as_the_reason_that_bytes_are_left(
    store: Store,
) -> None:
    store.spans.add([usual(1), personal(2)])
    impatient = open_store(store.path.parent, create=False, busy_seconds=0.1)
    with store.database.read() as connection:
        reading = connection.execute("SELECT 1 FROM span")
        next(reading)
        with pytest.raises(OutsideError, match=r"has been reading .*genchi\.db-wal"):
            impatient.forget([key(2)])
        reading.close()
    assert impatient.forget([key(2)]).spans == 0
    assert found_in(store) == []
    impatient.close()


_WRITER = """
import json, sys, threading, time
from pathlib import Path
from genchi.records import *
from genchi.store import open_store
store = open_store(Path(sys.argv[1]), create=False)
stopped = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stopped.set()), daemon=True).start()
acknowledged, seconds, number = [], [], 1
system = Message("system", (Text("你是客服。Answer politely. " * 40),))
while not stopped.is_set():
    spans = [
        Span(SpanKey("shop", f"{n:032x}", f"{n:016x}"), 1_800_000_000_000_000_000 + n, payload=
             Payload(messages=(system, Message("user", (Text(f"退款 {n} " * 60),)))))
        for n in range(number, number + 10)
    ]
    began = time.perf_counter()
    store.spans.add(spans)
    seconds.append(time.perf_counter() - began)
    acknowledged += range(number, number + 10)
    if number == 1:
        print("ready", flush=True)
    number += 10
    time.sleep(0.002)
print(json.dumps([acknowledged, sorted(seconds)]))
"""


@pytest.mark.slow
def test_under_full_ingest_nothing_acknowledged_is_lost_and_writers_hardly_wait(
    store: Store, tmp_path: Path
) -> None:
    keys = fill(store, 3000)
    store.retention.set(Keep(days=5))
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdin is not None
        assert writer.stdout.readline() == "ready\n"
        swept = store.retention.sweep(START_NS + 30 * DAY_NS)
        gone = store.forget(keys, rewrite=False)
        store.text.catch_up(max_spans=2000)
        writer.stdin.write("stop\n")
        writer.stdin.flush()
        acknowledged, seconds = json.loads(writer.stdout.read())
    print(f"adding 10 spans, of {len(seconds)}: p50 {seconds[len(seconds) // 2]:.4f} s, "
          f"p99 {seconds[len(seconds) * 99 // 100]:.4f} s, most {seconds[-1]:.4f} s")  # fmt: skip
    assert swept.spans > 1000
    assert gone.spans > 100
    found = contents(store)
    assert {f"{n:016x}" for n in acknowledged} <= {k.span_id for k in found}
    assert all(span.payload and len(span.payload.messages) >= 2 for span in found.values())
    assert seconds[len(seconds) * 99 // 100] < 1
    store.vacuum()
    assert found_in(store) == []
