"""The text index finds what a scan finds, whatever came, went and stood still in between."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.records import Message, Payload, Span, SpanKey, Text, said_in
from genchi.store import Store, open_store
from genchi.text import fold, search_of

WEEK_NS = 7 * 86_400 * 10**9
START_NS = 1_700_000_000_000_000_000
WORDS = (
    "refund",
    "refunds",
    "order",
    "café",
    "退款",
    "退货",
    "款项",
    "GPT-4o",
    "かが",
    "한국어",
    "7",
)
QUERIES = (
    *WORDS,
    "ref*",
    "退",
    "退款 order",
    "款退",
    "gpt",
    "cafe",
    "4o 退款",
    "无",
    "absent",
    "한국",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def asked(number: int, text: str, start_ns: int = START_NS, app: str = "shop") -> Span:
    key = SpanKey(app, f"{number:032x}", f"{number:016x}")
    return Span(key, start_ns, payload=Payload(messages=(Message("user", (Text(text),)),)))


def random_spans(rnd: random.Random, first: int, count: int) -> list[Span]:
    return [
        asked(
            number,
            "".join(rnd.choice(WORDS) + rnd.choice(("", " ", "，")) for _ in range(4)),
            START_NS + rnd.randrange(4 * WEEK_NS),
        )
        for number in range(first, first + count)
    ]


def candidates(store: Store, words: str, **options: bool) -> list[int]:
    """What the index says, newest first."""
    expression = search_of(words).candidates()
    assert expression is not None
    watermark = store.text.watermark()
    return list(store.text.narrowed([expression], None, None, watermark=watermark, **options))


def numbers(store: Store, ids: list[int]) -> list[int]:
    """The numbers that the spans with these ids were made with."""
    with store.database.read() as connection:
        sql = "SELECT span_id FROM span WHERE id = ?"
        return [
            int(found[0].hex(), 16) for found in connection.executemany(sql, [(i,) for i in ids])
        ]


def spans_by_id(store: Store) -> dict[int, Span]:
    with store.database.read() as connection:
        ids = {
            span_id.hex(): id_
            for id_, span_id in connection.execute("SELECT id, span_id FROM span")
        }
    apps = store.spans.apps()
    return {ids[s.key.span_id]: s for app in apps for s in store.spans.list(app, payloads=True)}


def assert_finds_what_a_scan_finds(store: Store) -> None:
    everything, watermark = spans_by_id(store), store.text.watermark()
    for words in QUERIES:
        search = search_of(words)
        folded = {
            id_: fold(said_in(span.payload or Payload(), span.status_message))
            for id_, span in everything.items()
        }
        found = candidates(store, words)
        assert len(found) == len(set(found))
        assert all(id_ <= watermark for id_ in found)
        above = [id_ for id_ in everything if id_ > watermark]
        verified = {id_ for id_ in [*found, *above] if search.matches(folded[id_])}
        assert verified == {id_ for id_, text in folded.items() if search.matches(text)}, words


def assert_is_what_a_rebuild_gives(store: Store) -> None:
    before = {words: candidates(store, words) for words in QUERIES}
    assert any(before.values())
    store.text.rebuild()
    assert store.text.watermark() == 0
    assert candidates(store, "refund") == []
    store.text.catch_up()
    assert before == {words: candidates(store, words) for words in QUERIES}


def test_spans_are_found_newest_first_across_weeks(store: Store) -> None:
    starts = [START_NS, START_NS + 3 * WEEK_NS, START_NS + WEEK_NS, START_NS + WEEK_NS + 1]
    store.spans.add([asked(n, f"退款 {n}", start) for n, start in enumerate(starts, start=1)])
    assert store.text.catch_up() == 4
    assert store.text.catch_up() == 0
    assert numbers(store, candidates(store, "退款")) == [2, 4, 3, 1]
    assert numbers(store, candidates(store, "退款", oldest_first=True)) == [1, 3, 4, 2]
    assert numbers(store, candidates(store, "3")) == [3]


def test_all_expressions_must_hold_and_times_bound_what_is_found(store: Store) -> None:
    texts = ("order 退款", "order", "退款")
    store.spans.add([asked(n, t, START_NS + n * WEEK_NS) for n, t in enumerate(texts, start=1)])
    store.text.catch_up()
    watermark = store.text.watermark()

    def found(expressions: list[str], low: int | None, high: int | None) -> list[int]:
        return numbers(
            store, list(store.text.narrowed(expressions, low, high, watermark=watermark))
        )

    assert found(['"order"', '"退款"'], None, None) == [1]
    assert found(['"order" OR "退款"'], None, None) == [3, 2, 1]
    assert found(['"order" OR "退款"'], START_NS + 2 * WEEK_NS, None) == [3, 2]
    assert found(['"order" OR "退款"'], None, START_NS + 2 * WEEK_NS) == [1]
    assert found(['"order" OR "退款"'], 0, 2**63 - 1) == [3, 2, 1]


def test_it_is_fed_in_steps_and_stops_when_it_is_told_to(store: Store) -> None:
    store.spans.add(random_spans(random.Random(1), 1, 100))
    assert store.text.catch_up(stop=lambda: True) == 0
    assert store.text.catch_up(max_spans=30) == 30
    assert store.text.watermark() == 30
    assert_finds_what_a_scan_finds(store)
    assert store.text.catch_up() == 70
    assert_is_what_a_rebuild_gives(store)


@pytest.mark.parametrize("seed", range(8))
def test_index_and_scan_agree_while_spans_come_and_go(store: Store, seed: int) -> None:
    rnd = random.Random(seed)
    number = 1
    runs: list[int] = []
    for step in range(12):
        match rnd.choice(("add", "import", "undo", "delete", "index", "index", "all", "purge")):
            case "add":
                store.spans.add(random_spans(rnd, number, 20))
                number += 20
            case "import":
                runs.append(store.imports.start("shop", f"{step}.jsonl", "jsonl", 0))
                store.spans.add(random_spans(rnd, number, 20), runs[-1])
                number += 20
            case "undo" if runs:
                store.imports.undo(runs.pop(), 1)
            case "delete":
                everyone = [span.key for span in store.spans.list("shop")]
                store.forget(rnd.sample(everyone, len(everyone) // 4))
            case "index":
                store.text.catch_up(max_spans=rnd.randrange(1, 30))
            case "all":
                store.text.catch_up()
            case _:
                store.text.purge()
        assert_finds_what_a_scan_finds(store)
    store.spans.add(random_spans(rnd, number, 20))
    store.text.catch_up()
    assert_finds_what_a_scan_finds(store)
    assert_is_what_a_rebuild_gives(store)


def test_an_import_that_is_taken_back_is_not_found_and_its_ids_may_be_used_again(
    store: Store,
) -> None:
    store.spans.add([asked(1, "order")])
    run = store.imports.start("shop", "a.jsonl", "jsonl", 0)
    store.spans.add([asked(n, "退款", START_NS + n * WEEK_NS) for n in range(2, 6)], run)
    store.text.catch_up()
    store.imports.undo(run, 1)
    assert candidates(store, "退款") == []
    store.spans.add([asked(9, "café")])
    assert spans_by_id(store).keys() == {1, 2}, "SQLite gives ids out again"
    assert candidates(store, "退款") == []
    assert store.text.catch_up() == 1
    assert candidates(store, "退款") == []
    assert numbers(store, candidates(store, "cafe")) == [9]


def test_spans_that_are_exchanged_while_a_batch_waits_for_the_lock_are_read_again(
    store: Store,
) -> None:
    store.text.catch_up()
    run = store.imports.start("shop", "a.jsonl", "jsonl", 0)
    store.spans.add([asked(n, "退款") for n in range(1, 6)], run)
    done: list[int] = []
    other = threading.Thread(target=lambda: done.append(store.text.catch_up()))
    with store.together():
        other.start()
        time.sleep(0.3)  # by now it has most likely read the spans and waits for us
        store.imports.undo(run, 1)
        store.spans.add([asked(n, "order") for n in range(11, 16)])
    other.join()
    assert done == [5]
    assert candidates(store, "退款") == []
    assert sorted(numbers(store, candidates(store, "order"))) == [11, 12, 13, 14, 15]


@pytest.mark.parametrize("start_ns", [-(2**63), -1, 0, 4_000_000_000_000_000_000, 2**63 - 1])
def test_a_wrong_clock_makes_no_week_of_its_own(store: Store, start_ns: int) -> None:
    store.spans.add([asked(1, "退款", start_ns)])
    store.text.catch_up()
    assert numbers(store, candidates(store, "退款")) == [1]
    with store.database.read() as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE name GLOB 'fts_??????'")
        assert [name for (name,) in tables] in (["fts_201501"], ["fts_204952"])


def test_the_error_of_a_span_is_found(store: Store) -> None:
    key = SpanKey("shop", "ab" * 16, "cd" * 8)
    store.spans.add([Span(key, START_NS, status="error", status_message="连接超时 timeout")])
    store.text.catch_up()
    assert len(candidates(store, "超时")) == len(candidates(store, "timeout")) == 1


_CATCH_UP = """
import sys
from pathlib import Path
from genchi.store import open_store
store = open_store(Path(sys.argv[1]), create=False)
print("ready", flush=True)
sys.stdin.readline()
done = 0
while (batch := store.text.catch_up(max_spans=7)):
    done += batch
print(done)
"""


def test_two_processes_that_catch_up_at_once_neither_double_nor_skip(
    store: Store, tmp_path: Path
) -> None:
    rnd = random.Random(3)
    for first in range(1, 2000, 100):
        store.spans.add(random_spans(rnd, first, 100))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _CATCH_UP, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    done = [int(worker.communicate(timeout=120)[0]) for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    assert sum(done) == 2000
    assert store.text.watermark() == 2000
    assert_finds_what_a_scan_finds(store)
    assert_is_what_a_rebuild_gives(store)
