"""What reviewers do is kept once, in order, whatever their clients send again."""

from __future__ import annotations

import itertools
import random
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genchi.records import Criterion, FailureMode, Label, Payload, Question, Span, SpanKey, Target
from genchi.store import Action, Keep, LabelAction, Lease, Store, UndoAction, open_store

NOW = 1_800_000_000_000_000_000
MINUTE = 60 * 10**9
LEASE = Lease(NOW, NOW + 10 * MINUTE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    opened.spans.add([Span(key(n), NOW - n, payload=Payload(output="x")) for n in range(1, 31)])
    opened.criteria.word(Criterion("shop", "good", "answers the question"))
    yield opened
    opened.close()


def key(number: int, app: str = "shop") -> SpanKey:
    return SpanKey(app, f"{number:032x}", f"{number:016x}")


def label(
    name: int | str, on: int = 1, value: float | None = 1.0, who: str = "mei", **more: object
) -> LabelAction:
    at_ns = int(more.pop("at_ns", NOW))  # type: ignore[call-overload]
    target = more.pop("target", Target(key(on)))
    given_label = Label("good", target, value, who, at_ns, **more)  # type: ignore[arg-type]
    return LabelAction(f"action-{name}", given_label, ms=1200)


def undo(name: int | str, of: int | str, who: str = "mei") -> UndoAction:
    return UndoAction(f"action-{name}", "shop", who, f"action-{of}", NOW)


def apply(store: Store, *actions: Action, now_ns: int = NOW) -> list[str]:
    applied = store.actions.apply(actions, now_ns=now_ns, held_until_ns=now_ns + 10 * MINUTE)
    return [one.outcome for one in applied]


def labelled(store: Store) -> list[tuple[str, float | None]]:
    """Every label in the order of its row: its output and its value."""
    with store.database.read() as connection:
        found = connection.execute("SELECT hex(span_id), value FROM label ORDER BY id").fetchall()
    return [(str(span_id).lower(), value) for span_id, value in found]  # type: ignore[misc]


def test_an_action_that_comes_again_changes_nothing(store: Store) -> None:
    assert apply(store, label(1), label(2, on=2, value=0.0)) == ["stored", "stored"]
    assert apply(store, label(2, on=2, value=0.0), label(1)) == ["known", "known"]
    assert labelled(store) == [(key(1).span_id, 1.0), (key(2).span_id, 0.0)]


def test_two_labels_that_say_the_same_in_one_millisecond_are_undone_apart(store: Store) -> None:
    apply(store, label(1), label(2))
    assert apply(store, undo(3, of=1)) == ["undone"]
    assert labelled(store) == [(key(1).span_id, 1.0)]


def test_an_undo_takes_back_its_own_label_for_good(store: Store) -> None:
    assert apply(store, label(1), undo(2, of=1)) == ["stored", "undone"]
    assert labelled(store) == []
    assert apply(store, label(1), undo(2, of=1), undo(3, of=1)) == ["undone", "known", "nothing"]
    assert labelled(store) == []


def test_an_undo_that_came_before_its_label_is_remembered(store: Store) -> None:
    assert apply(store, undo(2, of=1)) == ["nothing"]
    assert apply(store, label(1), label(1)) == ["undone", "undone"]
    assert labelled(store) == []


def test_nobody_takes_back_what_somebody_else_did(store: Store) -> None:
    apply(store, label(1))
    assert apply(store, undo(2, of=1, who="tom")) == ["refused"]
    assert apply(store, undo(3, of=4, who="tom"), label(4, on=2)) == ["nothing", "stored"]
    assert len(labelled(store)) == 2


def test_an_undo_of_an_undo_is_nothing(store: Store) -> None:
    assert apply(store, label(1), undo(2, of=1), undo(3, of=2)) == ["stored", "undone", "nothing"]


def test_one_bad_action_does_not_stop_the_others(store: Store) -> None:
    gone = label(1, on=999)
    other = LabelAction("action-2", Label("unheard", Target(key(1)), 1.0, "mei", NOW))
    applied = store.actions.apply([gone, other, label(3)], now_ns=NOW, held_until_ns=NOW + MINUTE)
    assert [one.outcome for one in applied] == ["refused", "refused", "stored"]
    assert applied[0].error is not None
    assert "no output" in applied[0].error
    assert applied[1].error == "shop has no criterion 'unheard': make it first"


def test_a_name_that_another_application_used_is_refused(store: Store) -> None:
    apply(store, label(1))
    store.spans.add([Span(key(1, "bank"), NOW)])
    store.criteria.word(Criterion("bank", "good"))
    elsewhere = LabelAction("action-1", Label("good", Target(key(1, "bank")), 1.0, "mei", NOW))
    assert apply(store, elsewhere) == ["refused"]


def test_a_clock_that_is_ahead_is_not_believed(store: Store) -> None:
    apply(store, label(1, at_ns=NOW + 90 * MINUTE), label(2, value=0.0))
    (now,) = store.labels.current("shop", "good")
    assert (now.created_ns, now.value) == (NOW, 0.0)


def test_others_who_hold_or_labelled_the_same_output_are_named(store: Store) -> None:
    apply(store, label(1, who="tom"))
    store.leases.take("good", "anna", [key(1)], "whoever", LEASE)
    (applied,) = store.actions.apply([label(2)], now_ns=NOW, held_until_ns=NOW)
    assert applied.also == ("anna", "tom")


def test_a_preference_a_piece_and_a_skip_are_kept_as_they_are(store: Store) -> None:
    preference = Target(key(1), "preference", other=key(2))
    piece = Target(key(3), "piece", start=2, end=7)
    apply(
        store,
        label(1, target=preference, value=0.5),
        label(2, target=piece, value=0.0, failure="编造-政策", why="random", inclusion=0.25),
        label(3, on=4, value=None, reason="看不懂", correction="退款需要 5 天"),
    )
    (compared,) = store.labels.preferences("shop", "good")
    (marked,) = store.labels.pieces("shop", "good")
    (skipped,) = store.labels.current("shop", "good")
    assert (compared.target, compared.value) == (preference, 0.5)
    assert (marked.target, marked.failure, marked.why) == (piece, "编造-政策", "random")
    assert (skipped.value, skipped.correction) == (None, "退款需要 5 天")


def outbox(seed: int, number: int) -> list[Action]:
    """Labels with undos in between, some of which undo what was undone or never was."""
    draw = random.Random(seed)
    actions: list[Action] = []
    for n in range(number):
        if n and draw.random() < 0.3:
            actions.append(undo(n, of=draw.randrange(n)))
        else:
            value = draw.choice([0.0, 1.0, None])
            actions.append(label(n, on=draw.randint(1, 30), value=value, at_ns=NOW - 10**6 + n))
    return actions


def test_two_hundred_actions_sent_twice_in_overlapping_batches_come_out_once_in_order(
    store: Store, tmp_path: Path
) -> None:
    actions = outbox(7, 200)
    apply(store, *actions)
    once = labelled(store)
    assert len(once) > 50
    again = open_store(tmp_path / "again", create=True)
    again.spans.add([Span(key(n), NOW - n) for n in range(1, 31)])
    again.criteria.word(Criterion("shop", "good"))
    for start in range(0, 200, 30):
        apply(again, *actions[max(0, start - 20) : start + 30])
        apply(again, *actions[start : start + 30])
    assert labelled(again) == once
    again.close()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 10**6),
    cuts=st.lists(st.tuples(st.integers(0, 24), st.integers(1, 25)), max_size=8),
    late=st.lists(st.tuples(st.integers(0, 24), st.integers(1, 25)), max_size=4),
)
def test_any_batches_of_one_outbox_end_as_if_it_was_applied_once(
    store: Store, seed: int, cuts: list[tuple[int, int]], late: list[tuple[int, int]]
) -> None:
    actions = outbox(seed, 25)
    with _fresh(store):
        apply(store, *actions)
        once = sorted(labelled(store), key=str)
    with _fresh(store):
        for start, length in cuts:
            apply(store, *actions[start : start + length])
        apply(store, *actions)
        for start, length in late:
            apply(store, *actions[start : start + length])
        assert sorted(labelled(store), key=str) == once


class _fresh:  # noqa: N801 - reads as a word in `with`
    """Without labels and actions before and after."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> None:
        with self.store.database.write() as connection:
            connection.execute("DELETE FROM label")
            connection.execute("DELETE FROM review_action")

    def __exit__(self, *_: object) -> None:
        self.__enter__()


def test_what_one_holds_is_not_given_to_another_until_the_lease_ends(store: Store) -> None:
    take = store.leases.take
    assert take("good", "mei", [key(1)], "nobody", LEASE)
    assert not take("good", "tom", [key(1)], "nobody", LEASE)
    assert take("other", "tom", [key(1)], "nobody", LEASE)
    assert take("good", "mei", [key(1)], "nobody", LEASE)
    later = Lease(LEASE.until_ns, LEASE.until_ns + MINUTE)
    assert take("good", "tom", [key(1)], "nobody", later)
    assert store.leases.held("shop", "good", later.now_ns) == {key(1): "tom"}


def test_a_lease_is_renewed_released_and_ended_by_a_label(store: Store) -> None:
    for number in (1, 2, 3):
        store.leases.take("good", "mei", [key(number)], "nobody", LEASE)
    store.leases.renew("good", "mei", [key(1)], Lease(NOW, NOW + 60 * MINUTE))
    store.leases.release("good", "tom", [key(2)])
    store.leases.release("good", "mei", [key(2)])
    apply(store, label(1, on=3))
    assert store.leases.held("shop", "good", NOW + 30 * MINUTE) == {key(1): "mei"}
    assert store.leases.held("shop", "good", NOW) == {key(1): "mei"}


def test_an_undone_output_is_held_again_by_who_labelled_it(store: Store) -> None:
    apply(store, label(1), undo(2, of=1))
    assert store.leases.held("shop", "good", NOW) == {key(1): "mei"}


def test_what_is_labelled_is_not_leased_to_those_who_want_it_untouched(store: Store) -> None:
    apply(store, label(1, on=1, why="picked"), label(2, on=2, why="random"))
    may = {
        untouched: [
            store.leases.take("good", who, [key(on)], untouched, LEASE)
            for on, who in ((1, "mei"), (2, "mei"), (1, "tom"), (3, "tom"))
        ]
        for untouched in ("nobody", "not fairly", "not by holder")
    }
    store.leases.release("good", "mei", [key(1), key(2)])
    assert may["nobody"] == [False, False, False, True]
    assert may["not fairly"][:2] == [True, False]
    assert may["not by holder"][:2] == [False, False]


def test_threads_that_drain_one_queue_never_lease_the_same(store: Store) -> None:
    got: dict[str, list[int]] = {name: [] for name in ("mei", "tom", "anna")}

    def drain(name: str) -> None:
        for number in range(1, 31):
            if store.leases.take("good", name, [key(number)], "nobody", LEASE):
                got[name].append(number)

    threads = [threading.Thread(target=drain, args=(name,)) for name in got]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(itertools.chain(*got.values())) == list(range(1, 31))


def test_picks_wait_until_their_output_is_labelled_after_them(store: Store) -> None:
    apply(store, label(1, on=1))
    pick = store.reviewing.pick
    wanted = [key(1), key(2), key(99)]
    assert pick("good", wanted, person="mei", now_ns=NOW) == [key(1), key(2)]
    assert pick("", [key(3)], person="mei", now_ns=NOW + 1) == [key(3)]
    assert pick("good", [key(1)], person="tom", now_ns=NOW + 2) == []
    assert store.reviewing.picked("shop", "good") == [key(1), key(2), key(3)]
    apply(store, label(2, on=1), label(3, on=3))
    assert store.reviewing.picked("shop", "good") == [key(2)]
    assert store.reviewing.picked("shop", "other") == [key(3)]
    apply(store, undo(4, of=2))
    assert store.reviewing.picked("shop", "good") == [key(1), key(2)]
    assert store.reviewing.unpick("good", [key(1), key(2)]) == 2
    assert store.reviewing.picked("shop", "good") == []


def test_a_rota_is_kept_by_application(store: Store) -> None:
    days: Sequence[str | None] = ["Mei", None, "汤姆", None, None, None, "Mei"]
    store.reviewing.set_rota("shop", days)
    assert store.reviewing.rota("shop") == tuple(days)
    assert store.reviewing.rota("bank") == (None,) * 7


def test_a_criterion_is_kept_with_its_steps_in_both_languages(store: Store) -> None:
    steps = (Question("Is it true?", "no", "made-up", "是真的吗？"), Question("Rude?", "yes"))
    full = Criterion("shop", "true", "s", 5, "True", "# 指南", steps, "真实", "不编造")
    store.criteria.word(Criterion("shop", "true", "earlier", 4))
    store.criteria.word(full)
    assert store.criteria.wordings("shop", "true")[-1] == full
    assert [c.name for c in store.criteria.all("shop")] == ["good", "true"]
    assert store.criteria.all("shop")[1] == full


def test_failure_modes_are_in_the_order_in_which_they_were_named(store: Store) -> None:
    modes = [FailureMode("shop", "good", name, title=name) for name in ("z", "编造", "a")]
    assert [store.criteria.name_mode(mode) for mode in modes] == [True] * 3
    assert not store.criteria.name_mode(modes[0])
    assert store.criteria.modes("shop", "good") == modes


def test_a_label_without_a_why_keeps_the_name_it_had_before(store: Store) -> None:
    plain = Label("good", Target(key(1)), 1.0, "mei", 1)
    store.labels.add([plain])
    with store.database.read() as connection:
        ((name,),) = connection.execute("SELECT hex(identity) FROM label").fetchall()
    assert name == "D29B071543E43276714CAA9EE263EF01"  # as stores written before have it


def test_nothing_of_reviewing_is_left_of_a_forgotten_span(store: Store) -> None:
    store.reviewing.pick("good", [key(1), key(2)], person="mei", now_ns=NOW)
    store.leases.take("good", "tom", [key(1)], "whoever", LEASE)
    apply(store, undo(9, of=3), label(1), label(2, value=0.0), undo(5, of=2), label(3))
    preference = Target(key(2), "preference", other=key(1))
    apply(store, label(6, target=preference))
    store.forget([key(1)])
    with store.database.read() as connection:
        for table in ("review_action", "lease", "pick", "label"):
            rows = connection.execute(f"SELECT hex(span_id) FROM {table}").fetchall()
            assert (key(1).span_id.upper(),) not in rows, table
    assert apply(store, label(1)) == ["refused"]


def test_a_sweep_takes_what_was_undone_and_keeps_what_is_labelled(store: Store) -> None:
    apply(store, label(1, on=1), label(2, on=2), undo(3, of=2))
    store.retention.set(Keep("shop", days=1))
    store.retention.sweep(NOW + 10 * 86_400 * 10**9)
    assert store.spans.count("shop") == 1
    with store.database.read() as connection:
        rows = connection.execute("SELECT action FROM review_action").fetchall()
    assert rows == [("action-1",)]


def test_an_import_that_is_taken_back_takes_its_reviews_along(store: Store) -> None:
    run = store.imports.start("shop", "file", "jsonl", 1)
    store.spans.add([Span(key(77), NOW)], run)
    apply(store, label(1, on=77), label(2, on=1))
    store.imports.undo(run, 2)
    with store.database.read() as connection:
        rows = connection.execute("SELECT action FROM review_action").fetchall()
    assert rows == [("action-2",)]
