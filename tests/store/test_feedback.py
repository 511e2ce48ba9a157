"""Feedback is kept once, waits for its span, and goes with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genchi.records import Feedback, Label, Span, SpanKey, Target, label_from
from genchi.store import Keep, Store, Tally, open_store

DAY_NS = 86_400 * 10**9
NOW_NS = 1_790_000_000_000_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def key(number: int, trace: int | None = None, app: str = "客服") -> SpanKey:
    return SpanKey(app, f"{number if trace is None else trace:032x}", f"{number:016x}")


def span(number: int, days: float = 0, parent: int | None = None, trace: int | None = None) -> Span:
    start = NOW_NS - round(days * DAY_NS)
    return Span(key(number, trace), start, parent_id=f"{parent:016x}" if parent else None)


def given(
    name: int, on: SpanKey, kind: Any = "accepted", *, whole: bool = False, **fields: Any
) -> Feedback:
    place = None if whole else on.span_id
    return Feedback(
        f"event-{name:04}", on.app, on.trace_id, place, kind, **{"at_ns": name} | fields
    )


def add(store: Store, *feedback: Feedback) -> int:
    return store.feedback.add([(one, None) for one in feedback])


def left(store: Store, app: str = "客服") -> list[int]:
    return sorted(int(one.id.removeprefix("event-")) for one in store.feedback.recent(app))


def test_feedback_is_read_as_it_was_given(store: Store) -> None:
    said = [
        given(1, key(1), "thumbs", value=0.0, user="梅", text="不对\x00\n"),
        given(2, key(1), "edited", distance=0.25, text="三十天内免费"),
        given(3, key(1), "comment", text="好", whole=True),
        given(4, key(2, trace=1), "copied"),
    ]
    assert add(store, *said) == 4
    assert store.feedback.of("客服", key(1).trace_id) == said
    assert store.feedback.of("客服", key(1).trace_id, key(1).span_id) == said[:2]
    assert store.feedback.recent("客服") == said[::-1]
    assert store.feedback.recent("客服", "copied", limit=1) == [said[3]]
    for odd in ("", "nothing", "\ud800"):
        assert store.feedback.of(odd, odd, odd) == store.feedback.recent(odd) == []


def test_the_same_id_of_an_application_is_one_event_whoever_sends_it_again(store: Store) -> None:
    first, changed = given(1, key(1), "thumbs", value=1.0), given(1, key(1), "thumbs", value=0.0)
    elsewhere = given(1, key(1, app="desk"), "thumbs", value=0.0)
    assert [add(store, first), add(store, first, changed), add(store, elsewhere)] == [1, 0, 1]
    assert store.feedback.recent("客服") == [first]
    assert store.feedback.recent("desk") == [elsewhere]


def test_senders_at_the_same_time_store_each_event_once(store: Store) -> None:
    new: list[int] = []
    events = [given(n, key(n)) for n in range(1, 51)]
    threads = [
        threading.Thread(target=lambda: new.extend(add(store, one) for one in events))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(new), left(store)) == (50, list(range(1, 51)))


def test_a_batch_is_stored_whole_or_not_at_all(store: Store) -> None:
    def broken() -> Iterator[tuple[Feedback, Label | None]]:
        yield given(1, key(1)), None
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.feedback.add(broken())
    assert (left(store), store.feedback.arrived()) == ([], 0)


def test_a_label_is_stored_with_new_feedback_only(store: Store) -> None:
    verified = given(1, key(1), "verified", value=1.0, user="mei")
    label = label_from(verified, "helpful")
    assert store.feedback.add([(verified, label)]) == 1
    assert store.labels.history(key(1)) == [label]
    again = Label("helpful", Target(key(1)), 0.0, "mei", 9, why="feedback")
    assert store.feedback.add([(verified, again)]) == 0
    assert list(store.labels.current("客服", "helpful")) == [label]


def test_lists_get_one_line_for_each_kind_and_roots_what_is_about_the_trace(store: Store) -> None:
    spans = [span(1), span(2, parent=1, trace=1), span(3)]
    add(
        store,
        given(1, key(1), "thumbs", value=1.0),
        given(2, key(1), "thumbs", value=0.0),
        given(3, key(1), "edited", distance=0.5, value=1.0),
        given(4, key(1), "edited"),
        given(5, key(1), "ignored", whole=True),
        given(6, key(2, trace=1), "copied"),
        given(7, key(1, app="desk"), "copied"),
    )
    assert store.feedback.counts(spans) == {
        key(1): (Tally("edited", 2, 0.5), Tally("ignored", 1, None), Tally("thumbs", 2, 0.5)),
        key(2, trace=1): (Tally("copied", 1, None),),
    }
    assert store.feedback.counts([Span(SpanKey("客服", "no hex", "?"), 0)]) == {}


def test_the_counter_moves_when_something_arrives_and_only_then(store: Store) -> None:
    seen = [store.feedback.arrived()]
    for event in (given(1, key(1)), given(1, key(1)), given(2, key(7, app="desk"))):
        add(store, event)
        seen.append(store.feedback.arrived())
    assert seen == [0, 1, 1, 2]


def test_feedback_goes_with_its_span_and_that_of_a_trace_with_the_last_span(store: Store) -> None:
    store.spans.add([span(1), span(2, parent=1, trace=1), span(3)])
    add(
        store,
        given(1, key(1)),
        given(2, key(2, trace=1)),
        given(3, key(1), whole=True),
        given(4, key(3)),
        given(5, key(1, app="desk")),
    )
    assert store.forget([key(1)]).feedback == 1
    assert left(store) == [2, 3, 4], "a span of the trace is still there"
    assert store.forget([key(2, trace=1)]).feedback == 2
    assert (left(store), left(store, "desk")) == ([4], [5])


def test_no_word_of_forgotten_feedback_is_left_in_the_file(store: Store) -> None:
    store.spans.add([span(1)])
    add(
        store,
        *(given(n, key(1), "comment", text="魑魅魍魉 zqx", whole=n % 2 == 0) for n in range(50)),
    )
    assert store.forget([key(1)]).feedback == 50
    raw = store.path.read_bytes() + store.path.with_name("genchi.db-wal").read_bytes()
    assert "魑魅".encode() not in raw
    assert b"zqx" not in raw


def test_a_person_who_is_forgotten_leaves_no_feedback_and_no_label_of_it(store: Store) -> None:
    store.spans.add([span(1), span(2)])
    mine = given(1, key(1), "correction", text="魑魅魍魉", user="梅")
    own_work = Label("helpful", Target(key(1)), 1.0, "梅", 5)
    store.feedback.add([(mine, label_from(mine, "helpful"))])
    store.labels.add([own_work])
    add(store, given(2, key(2), user="anna"), given(3, key(9), user="梅"), given(4, key(2)))
    elsewhere = given(5, key(1, app="desk"), user="梅")
    add(store, elsewhere)
    assert store.forget([], user="梅", app="客服").feedback == 2
    assert (left(store), left(store, "desk")) == ([2, 4], [5])
    assert store.labels.history(key(1)) == [own_work], "what she did as a reviewer stays"
    assert "魑魅魍魉".encode() not in store.path.read_bytes()
    assert store.forget([], user="梅").feedback == 1
    assert store.forget([], user="\ud800").feedback == 0


def test_feedback_is_kept_as_long_as_its_span(store: Store) -> None:
    store.spans.add([span(1, days=40), span(2, days=40), span(3, days=1)])
    store.labels.add([Label("good", Target(key(2)), 1.0, "anna", 5)])
    add(store, *(given(n, key(n)) for n in (1, 2, 3)), given(4, key(1), whole=True))
    store.retention.set(Keep(days=30))
    assert store.retention.sweep(NOW_NS).spans == 1
    assert left(store) == [2, 3], "a span with a label stays, and a young one"


def test_feedback_whose_span_never_came_goes_when_it_is_old(store: Store) -> None:
    old, young = NOW_NS - 31 * DAY_NS, NOW_NS - 29 * DAY_NS
    add(store, given(1, key(1), at_ns=old), given(2, key(2), at_ns=young))
    add(store, given(3, key(3), whole=True, at_ns=old), given(4, key(4, app="desk"), at_ns=old))
    store.retention.set(Keep("客服", days=30, max_bytes=1))
    store.retention.sweep(NOW_NS)
    assert (left(store), left(store, "desk")) == ([2], [4])


def test_an_import_that_is_taken_back_takes_the_feedback_on_its_outputs(store: Store) -> None:
    run = store.imports.start("客服", "file", "jsonl", 1)
    store.spans.add([span(1)], import_id=run)
    store.spans.add([span(2)])
    add(store, given(1, key(1)), given(2, key(2)), given(3, key(1), whole=True))
    add(store, given(4, key(2), whole=True))
    store.imports.undo(run, 2)
    assert left(store) == [2, 4]


def test_feedback_is_looked_up_and_never_looked_for(store: Store) -> None:
    seen: list[tuple[str, Any]] = []

    def note(_cursor: object, sql: str, values: Any) -> bool:
        if "feedback" in sql and not sql.startswith("INSERT"):
            seen.append((sql, values or ()))
        return True

    store.spans.add([span(1)])
    store.retention.set(Keep(days=30))
    with store.database.read() as connection:
        connection.exec_trace = note
        store.feedback.of("客服", key(1).trace_id)
        store.feedback.of("客服", key(1).trace_id, key(1).span_id)
        store.feedback.recent("客服")
        store.feedback.counts([span(1)])
        store.feedback.arrived()
        store.retention.sweep(NOW_NS)
        store.forget([key(1)], rewrite=False)
        connection.exec_trace = None
        plans = {
            sql: [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            for sql, values in seen
        }
    assert len(plans) >= 8
    for sql, plan in plans.items():
        assert not any(step.startswith("SCAN feedback") for step in plan), sql
        by_trace = "trace_id = ?" in sql
        assert not by_trace or any("feedback_by_trace" in step for step in plan), (sql, plan)
