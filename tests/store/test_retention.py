"""Rules keep what they say: old spans go, with their messages; labels and young spans stay."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.errors import UsageError
from genchi.records import Label, Message, Payload, Span, SpanKey, Target, Text, Verdict
from genchi.store import Due, Keep, Store, Swept, open_store

DAY_NS = 86_400 * 10**9
NOW_NS = 1_790_000_000_000_000_000
SYSTEM = Message("system", (Text("你是客服。Answer politely. " * 40),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def key(number: int, app: str = "shop") -> SpanKey:
    return SpanKey(app, f"{number:032x}", f"{number:016x}")


def aged(number: int, days: float, app: str = "shop") -> Span:
    long = Message("user", (Text(f"退款 order {number} " * 40),))
    start = NOW_NS - round(days * DAY_NS)
    return Span(key(number, app), start, payload=Payload(messages=(SYSTEM, long)))


def numbers(store: Store, app: str = "shop") -> list[int]:
    spans = list(store.spans.list(app, payloads=True))
    assert all(span.payload and span.payload.messages[0] == SYSTEM for span in spans)
    return sorted(int(span.key.span_id, 16) for span in spans)


def count(store: Store, table: str) -> int:
    with store.database.read() as connection:
        return int(str(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]))


def test_rules_are_kept_and_a_new_one_takes_the_place_of_the_old(store: Store) -> None:
    store.retention.set(Keep(days=30))
    store.retention.set(Keep("商店", days=7, max_bytes=10**9, labelled=True))
    store.retention.set(Keep(days=90))
    assert store.retention.list() == [
        Keep(days=90),
        Keep("商店", days=7, max_bytes=10**9, labelled=True),
    ]
    store.retention.remove(None)
    assert [rule.app for rule in store.retention.list()] == ["商店"]
    with pytest.raises(UsageError, match="no rule for all applications: `genchi keep` lists"):
        store.retention.remove(None)
    with pytest.raises(UsageError, match="no rule for 'desk'"):
        store.retention.remove("desk")


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({}, "needs a limit"),
        ({"days": 0}, "days above zero, not 0"),
        ({"days": math.nan}, "days above zero, not nan"),
        ({"days": math.inf}, "days above zero, not inf"),
        ({"max_bytes": -1}, "bytes above zero, not -1"),
        ({"max_bytes": 2**63}, "bytes above zero"),
        ({"app": "\ud800", "days": 1}, "is not the name of an application"),
    ],
)
def test_a_rule_without_sense_is_refused(limits: dict[str, float], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Keep(**limits)  # type: ignore[arg-type]


def test_without_rules_everything_stays(store: Store) -> None:
    store.spans.add([aged(1, 10_000)])
    assert store.retention.due(NOW_NS) == ()
    assert store.retention.sweep(NOW_NS) == Swept(0, 0)
    assert numbers(store) == [1]


def test_spans_older_than_the_days_of_a_rule_go_with_messages_nobody_names(store: Store) -> None:
    store.spans.add([aged(number, number) for number in range(1, 101)])
    store.retention.set(Keep(days=30.5))
    assert store.retention.due(NOW_NS) == (Due("shop", NOW_NS - round(30.5 * DAY_NS), False),)
    swept = store.retention.sweep(NOW_NS)
    assert swept.spans == 70
    assert swept.bytes > 1000
    assert numbers(store) == list(range(1, 31))
    assert count(store, "message") == 31, "those of the spans, and the one they share"
    assert store.retention.sweep(NOW_NS) == Swept(0, 0)


def test_a_rule_of_an_application_counts_there_instead_of_the_one_for_all(store: Store) -> None:
    for app in ("shop", "desk", "商店"):
        store.spans.add([aged(number, number, app) for number in range(1, 41)])
    store.retention.set(Keep(days=10.5))
    store.retention.set(Keep("商店", days=20.5))
    assert store.retention.sweep(NOW_NS).spans == 30 + 30 + 20
    assert numbers(store) == numbers(store, "desk") == list(range(1, 11))
    assert numbers(store, "商店") == list(range(1, 21))


def test_spans_with_labels_stay_unless_the_rule_says_so(store: Store) -> None:
    store.spans.add([aged(number, 100) for number in range(1, 301)])
    labelled = [Label("good", Target(key(n)), 1.0, "anna", 5) for n in range(10, 300, 10)]
    store.labels.add(labelled)
    verdict = Verdict("pass", "")
    store.verdicts.add("shop", "polite", "1", [(key(n), verdict) for n in range(1, 301)], now_ns=1)
    store.retention.set(Keep(days=30))
    assert store.retention.sweep(NOW_NS).spans == 271
    assert numbers(store) == list(range(10, 300, 10))
    assert len(list(store.labels.current("shop", "good"))) == 29
    assert len(store.verdicts.of("shop", "polite")) == 29
    store.retention.set(Keep(days=30, labelled=True))
    assert store.retention.sweep(NOW_NS).spans == 29
    for table in ("span", "payload", "label", "verdict", "message", "message_block"):
        assert count(store, table) == 0, table


def test_the_oldest_go_until_the_rest_fits_into_the_bytes_of_a_rule(store: Store) -> None:
    for first in range(1, 2001, 200):
        store.spans.add([aged(number, 3000 - number) for number in range(first, first + 200)])
    size = store.path.stat().st_size + store.path.with_name("genchi.db-wal").stat().st_size
    store.retention.set(Keep(max_bytes=100 * size))
    assert store.retention.sweep(NOW_NS) == Swept(0, 0)
    store.retention.set(Keep(max_bytes=700_000))
    swept = store.retention.sweep(NOW_NS)
    kept = numbers(store)
    assert 0 < len(kept) < 2000
    assert swept.spans == 2000 - len(kept)
    assert kept == list(range(2001 - len(kept), 2001)), "the newest are kept"
    for _ in range(5):
        store.retention.sweep(NOW_NS)
    store.vacuum()
    assert 350_000 < store.path.stat().st_size <= 700_000


def test_only_the_applications_of_a_rule_are_cut_to_its_bytes(store: Store) -> None:
    for app in ("desk", "shop"):
        store.spans.add([aged(number, 100 + number, app) for number in range(1, 501)])
    store.retention.set(Keep("shop", max_bytes=10_000))
    assert store.retention.sweep(NOW_NS).spans > 100
    assert len(numbers(store)) < 400
    assert len(numbers(store, "desk")) == 500


def test_a_stopped_sweep_goes_on_at_the_next(store: Store) -> None:
    store.spans.add([aged(number, 100) for number in range(1, 501)])
    store.retention.set(Keep(days=30))
    calls: list[None] = []

    def soon() -> bool:
        calls.append(None)
        return len(calls) > 2

    first = store.retention.sweep(NOW_NS, stop=soon).spans
    assert 0 < first < 500
    assert len(numbers(store)) == 500 - first
    assert store.retention.sweep(NOW_NS).spans == 500 - first
    assert count(store, "message") == count(store, "message_doubt") == 0


def test_tables_of_weeks_without_spans_are_dropped_and_the_others_stay_right(store: Store) -> None:
    store.spans.add([aged(number, number) for number in range(1, 101)])
    store.labels.add([Label("good", Target(key(90)), 1.0, "anna", 5)])
    store.text.catch_up()
    with store.database.read() as connection:
        sql = "SELECT count(*) FROM sqlite_schema WHERE name GLOB 'fts_??????'"
        before = connection.execute(sql).get
        store.retention.set(Keep(days=30.5))
        store.retention.sweep(NOW_NS)
        assert before == 15
        assert connection.execute(sql).get == 6, "five weeks of the last 30 days, and a label"
    watermark = store.text.watermark()
    assert len(list(store.text.narrowed(['"退款"'], None, None, watermark=watermark))) == 31
    assert store.text.catch_up() == 0
    assert count(store, "text_gone") == 0
    assert len(list(store.text.narrowed(['"退款"'], None, None, watermark=watermark))) == 31


def test_two_sweeps_at_once_delete_no_more_than_one(store: Store) -> None:
    store.spans.add([aged(number, number) for number in range(1, 101)])
    other = open_store(store.path.parent, create=False)
    store.retention.set(Keep(days=50.5))

    def meanwhile() -> bool:
        other.retention.sweep(NOW_NS)
        return False

    store.retention.sweep(NOW_NS, stop=meanwhile)
    assert numbers(store) == list(range(1, 51))
    other.close()


def test_spans_that_come_back_after_they_were_deleted_are_kept_as_new(store: Store) -> None:
    spans = [aged(number, 100) for number in range(1, 41)]
    store.spans.add(spans)
    store.retention.set(Keep(days=30))
    store.retention.sweep(NOW_NS)
    assert store.spans.add(spans) == [True] * 40
    assert numbers(store) == list(range(1, 41))
