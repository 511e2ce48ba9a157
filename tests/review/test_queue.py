"""The queue: what it gives to whom, in which parts, and never the same to two people."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from genchi.records import (
    Criterion,
    Feedback,
    Label,
    Message,
    Passage,
    Payload,
    Span,
    SpanKey,
    Target,
    Text,
    ToolCall,
    Verdict,
)
from genchi.review.drawing import drawn, set_aside
from genchi.review.pairing import flipped, item_id, keys_of, pairs_of
from genchi.review.planning import Plans
from genchi.review.queueing import LEASE_SECONDS, Queue, Wanted
from genchi.review.viewing import SIZE, TEXT, size_of, view_of
from genchi.store import Store, open_store

NOW = 1_800_000_000_000_000_000
WORDS = {
    "refund": "The refund takes five days and goes back to your card",
    "parcel": "Your parcel left the warehouse and arrives on Monday",
    "账号": "请在设置页面重新绑定手机号码，然后再登录账号",
}


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now_ns = NOW

    def __call__(self) -> int:
        return self.now_ns


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    opened.criteria.word(Criterion("shop", "good", "answers the question"))
    yield opened
    opened.close()


@pytest.fixture
def plans(store: Store, clock: Clock) -> Iterator[Plans]:
    made = Plans(store, clock=clock)
    yield made
    made.close()


@pytest.fixture
def queue(store: Store, plans: Plans, clock: Clock) -> Queue:
    return Queue(store, plans, clock=clock)


def key(number: int, app: str = "shop") -> SpanKey:
    spread = number * 0x9E3779B97F4A7C15 % 2**64
    return SpanKey(app, f"{spread:032x}", f"{spread:016x}")


def fill(store: Store, count: int) -> list[SpanKey]:
    """Outputs of three kinds, the newest first."""
    spans = []
    for number in range(count):
        kind = list(WORDS)[number % 3]
        payload = Payload(inputs={"question": f"{kind} {number}"}, output=f"{WORDS[kind]} {number}")
        spans.append(Span(key(number), NOW - 10**9 * (number + 1), payload=payload))
    store.spans.add(spans)
    return [span.key for span in spans]


def wanted(reviewer: str = "mei", limit: int = 10, **more: object) -> Wanted:
    return replace(Wanted("shop", "good", reviewer, limit), **more)  # type: ignore[arg-type]


def say(
    store: Store, on: SpanKey, value: float | None, who: str = "mei", why: str = "random"
) -> None:
    store.labels.add([Label("good", Target(on), value, who, NOW, why=why)])


def is_refund(store: Store, on: SpanKey) -> bool:
    return "refund" in str(store.spans.payloads([on])[on].output)


def test_before_there_are_labels_one_in_five_is_random_and_the_rest_typical(
    store: Store, queue: Queue, plans: Plans
) -> None:
    fill(store, 300)
    batch = queue.next(wanted(limit=20))
    whys = Counter(one.why for one in batch.items)
    assert whys == {"typical": 16, "random": 4}
    assert batch.parts is None
    assert batch.waiting == 300
    assert not batch.ended
    for one in batch.items:
        assert set_aside(one.item[0]) == (one.why == "random")
        assert one.inclusion == (pytest.approx(1 / 300) if one.why == "random" else None)


def test_typical_outputs_show_every_kind_at_once(store: Store, queue: Queue, plans: Plans) -> None:
    fill(store, 300)
    queue.next(wanted(limit=0))
    plans.settle()
    batch = queue.next(wanted(limit=5))
    said = {str(one.views[0].output)[:3] for one in batch.items if one.why == "typical"}
    assert said == {text[:3] for text in WORDS.values()}


def test_with_labels_the_recipe_is_two_two_two_four_and_finds_what_people_called_bad(
    store: Store, queue: Queue, plans: Plans
) -> None:
    keys = fill(store, 600)
    for on in keys[:60]:
        say(store, on, 0.0 if is_refund(store, on) else 1.0)
    queue.next(wanted(limit=0))
    plans.settle()
    batch = queue.next(wanted(limit=20))
    assert Counter(one.why for one in batch.items) == {
        "likely_bad": 8,
        "uncertain": 4,
        "unlike": 4,
        "random": 4,
    }
    assert batch.parts == {"likely_bad": 0.4, "uncertain": 0.2, "unlike": 0.2, "random": 0.2}
    likely = [one.item[0] for one in batch.items if one.why == "likely_bad"]
    assert all(is_refund(store, on) for on in likely)
    assert not {one.item[0] for one in batch.items} & set(keys[:60])


def test_what_checks_fail_is_part_of_the_guess(store: Store, queue: Queue, plans: Plans) -> None:
    keys = fill(store, 300)
    failing = set(keys[::7])
    verdicts = [(on, Verdict("fail" if on in failing else "pass")) for on in keys]
    store.verdicts.add("shop", "polite", "1", verdicts, now_ns=1)
    for on in keys[:100]:
        say(store, on, 0.0 if on in failing else 1.0)
    queue.next(wanted(limit=0))
    plans.settle()
    likely = [o.item[0] for o in queue.next(wanted(limit=15)).items if o.why == "likely_bad"]
    assert set(likely) <= failing


def test_the_same_seed_gives_the_same_queue(store: Store, clock: Clock) -> None:
    fill(store, 200)

    def first() -> list[SpanKey]:
        plans = Plans(store, clock=clock, seed=3)
        queue = Queue(store, plans, clock=clock)
        queue.next(wanted(limit=0))
        plans.settle()
        batch = queue.next(wanted(limit=12))
        queue.release("shop", "good", "mei", [item_id(one.item) for one in batch.items])
        plans.close()
        return [one.item[0] for one in batch.items]

    assert first() == first()


def test_two_reviewers_who_drain_one_queue_never_get_the_same(store: Store, queue: Queue) -> None:
    keys = fill(store, 120)
    got: dict[str, list[SpanKey]] = {"mei": [], "汤姆": []}

    def drain(name: str) -> None:
        while batch := queue.next(wanted(name, limit=7)).items:
            for one in batch:
                got[name].append(one.item[0])
                say(store, one.item[0], 1.0, name, one.why)

    threads = [threading.Thread(target=drain, args=(name,)) for name in got]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got["mei"] + got["汤姆"], key=str) == sorted(keys, key=str)
    assert queue.next(wanted(limit=5)).ended


def test_what_one_holds_comes_to_others_when_the_lease_ends(
    store: Store, queue: Queue, clock: Clock
) -> None:
    fill(store, 6)
    held = {one.item[0] for one in queue.next(wanted(limit=6)).items}
    assert len(held) == 6
    assert queue.next(wanted("tom")).items == ()
    clock.now_ns += (LEASE_SECONDS - 1) * 10**9
    have = tuple(item_id((on,)) for on in sorted(held, key=str)[:2])
    again = queue.next(wanted(limit=6, have=have))
    assert {one.item[0] for one in again.items} == held - set(keys_of("shop", "~".join(have)))
    clock.now_ns += LEASE_SECONDS * 10**9
    assert len(queue.next(wanted("tom")).items) == 6


def test_released_items_are_free_at_once(store: Store, queue: Queue) -> None:
    fill(store, 5)
    items = queue.next(wanted(limit=5)).items
    queue.release("shop", "good", "mei", [item_id(one.item) for one in items] + ["nonsense", ""])
    assert len(queue.next(wanted("tom", limit=5)).items) == 5


def test_spans_without_output_are_not_shown_and_new_ones_come_later(
    store: Store, queue: Queue, plans: Plans, clock: Clock
) -> None:
    store.spans.add([Span(key(n), NOW - n, payload=Payload(output=None)) for n in range(1, 4)])
    fill(store, 0)
    batch = queue.next(wanted())
    assert (batch.items, batch.ended) == ((), True)
    store.spans.add([Span(key(9), NOW, payload=Payload(output="新的回答"))])
    queue.next(wanted())
    plans.settle()
    assert [one.item[0] for one in queue.next(wanted()).items] == [key(9)]


def test_second_opinions_are_of_what_others_labelled_and_hide_nothing_else(
    store: Store, queue: Queue
) -> None:
    keys = fill(store, 10)
    say(store, keys[0], 1.0, "tom")
    say(store, keys[1], 0.0, "tom")
    say(store, keys[1], 0.0, "mei")
    batch = queue.next(wanted(source="second"))
    assert [(one.item[0], one.why) for one in batch.items] == [(keys[0], "second")]
    assert [label.annotator for label in batch.items[0].views[0].labels] == ["tom"]
    assert (batch.waiting, batch.ended) == (1, True)


def test_picked_outputs_come_in_the_order_in_which_they_were_picked(
    store: Store, queue: Queue
) -> None:
    keys = fill(store, 10)
    store.reviewing.pick("good", [keys[7]], person="mei", now_ns=1)
    store.reviewing.pick("", [keys[2]], person="mei", now_ns=2)
    batch = queue.next(wanted(source="picked"))
    assert [(one.item[0], one.why) for one in batch.items] == [
        (keys[7], "picked"),
        (keys[2], "picked"),
    ]


def test_a_filter_gives_what_it_means_without_what_one_has_labelled(
    store: Store, queue: Queue
) -> None:
    keys = fill(store, 10)
    say(store, keys[3], 1.0)
    spans = [store.spans.get(on) for on in keys[2:6]]
    found = queue.next(wanted(source="filter", matching=lambda: [s for s in spans if s]))
    assert [one.item[0] for one in found.items] == [keys[2], keys[4], keys[5]]
    assert {one.why for one in found.items} == {"filter"}


def test_pairs_answer_the_same_question_and_each_is_compared_once(
    store: Store, queue: Queue
) -> None:
    spans = [
        Span(
            key(number),
            NOW - number,
            prompt_version="ab"[number % 2],
            payload=Payload(inputs={"question": number // 2}, output=f"answer {number}"),
        )
        for number in range(9)
    ]
    store.spans.add(spans)
    batch = queue.next(wanted(mode="pair"))
    pairs = [one.item for one in batch.items]
    assert {frozenset(pair) for pair in pairs} == {
        frozenset((key(2 * n), key(2 * n + 1))) for n in range(4)
    }
    assert {one.why for one in batch.items} == {"random"}
    assert all(len(one.views) == 2 for one in batch.items)
    a, b = pairs[0]
    target = Target(b, "preference", other=a)
    store.labels.add([Label("good", target, 1.0, "mei", NOW)])
    queue.release("shop", "good", "mei", [item_id(pair) for pair in pairs])
    assert len(queue.next(wanted(mode="pair")).items) == 3
    second = queue.next(wanted("tom", mode="pair", source="second")).items
    assert [one.item for one in second] == [(b, a)]


def test_sides_of_pairs_are_flipped_about_half_the_time_and_always_the_same_way() -> None:
    pairs = [(key(n), key(n + 1000)) for n in range(400)]
    flips = [flipped(pair) for pair in pairs]
    assert 150 < sum(flips) < 250
    assert flips == [flipped(pair) for pair in pairs]
    assert not flipped((key(1),))


def test_variants_are_paired_before_answers_of_one_variant() -> None:
    def span(number: int, version: str) -> Span:
        return Span(key(number), NOW, prompt_version=version, inputs_hash="same")

    (first, *_) = pairs_of([span(1, "a"), span(2, "a"), span(3, "b")])
    assert key(3) in first


@pytest.mark.parametrize("name", ["", "a.b", "~", "x" * 32 + "." + "0" * 16, "a~b~c", "." * 50])
def test_what_is_no_item_is_no_key(name: str) -> None:
    assert keys_of("shop", name) == ()


def test_the_random_order_changes_with_the_seed_alone() -> None:
    keys = [key(n) for n in range(50)]
    assert drawn(keys, 1) == drawn(reversed(keys), 1)
    assert drawn(keys, 1) != drawn(keys, 2)


def test_one_output_in_five_is_set_aside() -> None:
    assert 900 < sum(set_aside(key(n)) for n in range(5000)) < 1100


def traced(store: Store) -> SpanKey:
    """A trace as an agent leaves it: a search, a model call that asks for a tool, the tool."""
    root = SpanKey("shop", "c" * 32, f"{1:016x}")

    def inner(number: int, operation: str, name: str, payload: Payload, **more: object) -> Span:
        inside = replace(root, span_id=f"{number:016x}")
        return Span(
            inside,
            NOW + number,
            5,
            root.span_id,
            operation,
            name,
            payload=payload,
            **more,  # type: ignore[arg-type]
        )

    asked = (Message("system", (Text("你是客服。"),)), Message("user", (Text("能退款吗？"),)))
    call = Message("assistant", (ToolCall("1", "find_order", {"id": 7}),))
    store.spans.add(
        [
            Span(
                root, NOW, 90, operation="invoke_agent", payload=Payload(output="可以。五天到账！")
            ),
            inner(2, "retrieval", "search", Payload(passages=(Passage("退款规则", "p1"),))),
            inner(3, "chat", "chat", Payload(messages=asked, output_messages=(call,))),
            inner(
                4,
                "execute_tool",
                "find_order",
                Payload(inputs={"id": 7}, output={"state": "paid"}),
                status="error",
            ),
        ]
    )
    return root


def test_a_view_brings_together_what_a_trace_has(store: Store) -> None:
    root = traced(store)
    store.verdicts.add("shop", "polite", "1", [(root, Verdict("pass", "ok"))], now_ns=1)
    say(store, root, 0.0, "tom")
    say(store, root, 1.0, "mei")
    thumb = Feedback("feedback-1", "shop", root.trace_id, None, "thumbs", NOW, 0.0)
    store.feedback.add([(thumb, None)])
    view = view_of(store, root, "good", "mei")
    assert view is not None
    assert (view.asked, view.system, view.messages) == ("能退款吗？", "你是客服。", ())
    assert [passage.text for passage in view.passages] == ["退款规则"]
    (tool,) = view.tools
    assert (tool.name, tool.arguments, tool.result) == ("find_order", {"id": 7}, {"state": "paid"})
    assert tool.error
    assert [view.output_text[a:b] for a, b in view.sentences] == ["可以。", "五天到账！"]
    assert [(spec, verdict.outcome) for spec, verdict in view.verdicts] == [("polite", "pass")]
    assert [(label.annotator, label.value) for label in view.labels] == [("tom", 0.0)]
    assert view.feedback == (thumb,)
    assert not view.cut


def test_what_was_asked_is_the_last_word_of_the_person_or_the_likeliest_input(
    store: Store,
) -> None:
    chat = tuple(
        Message(role, (Text(text),))
        for role, text in (("system", "s"), ("user", "one"), ("assistant", "two"), ("user", "三"))
    )
    payloads = {
        1: Payload(messages=chat, output="x"),
        2: Payload(inputs={"lang": "zh", "User_Query": "退款？"}, output="x"),
        3: Payload(inputs={"prompt": "Say hi", "n": 3}, output={"a": 1}),
        4: Payload(inputs={"x": 1, "y": "2"}, output="x"),
        5: Payload(output="x"),
    }
    store.spans.add([Span(key(n), NOW, payload=payload) for n, payload in payloads.items()])
    views = {n: view_of(store, key(n), "good", "mei") for n in payloads}
    asked = {n: view.asked for n, view in views.items() if view}
    assert asked == {1: "三", 2: "退款？", 3: "Say hi", 4: "1\n2", 5: ""}
    assert views[1] is not None
    assert [message.text for message in views[1].messages] == ["one", "two"]
    assert views[3] is not None
    assert (views[3].output, views[3].output_text) == ({"a": 1}, '{"a":1}')


def test_long_texts_are_cut_and_a_view_of_very_many_is_cut_shorter(store: Store) -> None:
    long = Payload(inputs={"question": "q"}, output="长" * (2 * TEXT))
    many = tuple(Message("user", (Text(f"{n}" * 60_000),)) for n in range(90))
    store.spans.add(
        [
            Span(key(1), NOW, payload=long),
            Span(key(2), NOW, payload=Payload(messages=many, output="short")),
        ]
    )
    first, second = (view_of(store, key(n), "good", "mei") for n in (1, 2))
    assert first is not None
    assert (len(first.output_text), first.cut) == (TEXT, True)
    assert first.sentences[-1][1] == TEXT
    assert second is not None
    assert (second.output_text, second.cut) == ("short", True)
    assert size_of(second) <= SIZE


def test_a_batch_is_not_larger_than_what_one_answer_may_be(store: Store, queue: Queue) -> None:
    big = "x" * TEXT
    store.spans.add([Span(key(n), NOW - n, payload=Payload(output=big)) for n in range(20)])
    batch = queue.next(wanted(limit=20))
    assert 0 < len(batch.items) < 20
    assert sum(size_of(view) for one in batch.items for view in one.views) <= SIZE
    others = queue.next(wanted("tom", limit=20))
    assert others.items


def test_garbage_in_a_store_does_not_stop_a_queue(store: Store, queue: Queue, plans: Plans) -> None:
    odd: list[object] = [
        {},
        [],
        0,
        False,
        {"a": [None] * 200_000},
        "\x00" * 99,
        "🙂",
        " ",
        "a" * 10**6,
    ]
    store.spans.add(
        [Span(key(n), NOW - n, payload=Payload(output=value)) for n, value in enumerate(odd)]
    )
    queue.next(wanted(limit=0))
    plans.settle()
    got = 0
    while batch := queue.next(wanted(limit=24)).items:
        got += len(batch)
        for one in batch:
            say(store, one.item[0], 1.0)
    assert got == len(odd)


def test_progress_counts_the_outputs_of_today(
    store: Store, queue: Queue, act: Callable[..., None]
) -> None:
    keys = fill(store, 10)
    act(keys[0], 1.0)
    act(keys[0], 0.0)
    act(keys[1], 1.0)
    act(keys[2], 1.0, at_ns=NOW - 3 * 86_400 * 10**9)
    assert queue.next(wanted(limit=0)).done_today == 2


def test_progress_counts_pairs_and_no_marks_on_parts_of_outputs(
    store: Store, queue: Queue, act: Callable[..., None]
) -> None:
    keys = fill(store, 10)
    act(Target(keys[0], "piece", start=0, end=3), 0.0)
    act(Target(keys[1], "passage", passage=0), 0.0)
    assert queue.next(wanted(limit=0)).done_today == 0
    act(Target(keys[2], "preference", other=keys[3]), 1.0)
    act(Target(keys[2], "preference", other=keys[4]), 0.0)
    act(Target(keys[2], "preference", other=keys[4]), 1.0)
    assert queue.next(wanted(limit=0)).done_today == 2
    act(keys[2], 1.0)
    assert queue.next(wanted(limit=0)).done_today == 3


@pytest.fixture
def act(store: Store) -> Callable[..., None]:
    """Labels an output, or a target on it, through an action."""
    from genchi.store import LabelAction

    numbers = iter(range(10**6))

    def one(on: SpanKey | Target, value: float | None, who: str = "mei", at_ns: int = NOW) -> None:
        label = Label("good", Target(on) if isinstance(on, SpanKey) else on, value, who, at_ns)
        action = LabelAction(f"action-{next(numbers)}", label, 900)
        store.actions.apply([action], now_ns=NOW, held_until_ns=NOW)

    return one
