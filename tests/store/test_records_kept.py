"""What goes into the store comes out again, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.errors import OutsideError, UsageError
from genchi.records import (
    Criterion,
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
    Usage,
    Verdict,
)
from genchi.store import Store, open_store

KEY = SpanKey("应用", "ab" * 16, "cd" * 8)
FULL = Span(
    key=KEY,
    start_ns=1_700_000_000_123_456_789,
    duration_ns=42,
    parent_id=None,
    operation="chat",
    name="answer",
    model="m-1",
    response_model="m-1-2026",
    prompt_version="v2",
    user="u",
    session="s",
    status="error",
    status_message="超时",
    usage=Usage(1, 2, 3, 4, 0.5, 0.25),
    payload=Payload(
        inputs={"问题": "怎么退款？", "n": 3, "deep": {"a": [1, None, 2.5]}},
        output={"answer": "30 天"},
        messages=(
            Message("system", (Text("Be brief. " * 50),)),
            Message("user", (Text("退款"),), name="wang"),
            Message("assistant", (ToolCall("c1", "find", {"id": 7}),), finish_reason="tool_calls"),
            Message("tool", (ToolResult("c1", "found"),)),
        ),
        output_messages=(Message("assistant", (Text("30 天"),)),),
        passages=(Passage("三十天内可退。", "p1", "policy", {"score": 0.5}, {"page": 2}, "t1"),),
        reference="30",
        metadata={"lang": "zh"},
        attributes={"gen_ai.request.temperature": 0.7, "tags": ["a", "退款"]},
        events=(Event("exception", 1_700_000_000_123_456_790, {"exception.type": "超时"}),),
        origin={"resource": {"service.name": "应用"}, "kind": "client", "links": []},
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def plain(number: int, **fields: object) -> Span:
    key = SpanKey("a", f"{number:032x}", f"{number:016x}")
    return Span(key, start_ns=number, **fields)  # type: ignore[arg-type]


def test_a_span_comes_back_as_it_was(store: Store) -> None:
    assert store.spans.add([FULL]) == [True]
    found = store.spans.get(KEY)
    assert found is not None
    assert found.inputs_hash
    assert found == FULL.__class__(
        **{name: getattr(FULL, name) for name in FULL.__slots__ if name != "inputs_hash"},
        inputs_hash=found.inputs_hash,
    )
    assert store.spans.get(SpanKey("other", KEY.trace_id, KEY.span_id)) is None


def test_a_span_is_stored_once_even_within_a_batch(store: Store) -> None:
    assert store.spans.add([plain(1), plain(2), plain(1)]) == [True, True, False]
    changed = plain(2, name="changed")
    assert store.spans.add([changed, plain(3)]) == [False, True]
    assert [s.name for s in store.spans.list("a")] == ["", "", ""]


def test_the_same_ids_in_another_application_are_another_span(store: Store) -> None:
    mine, theirs = plain(1), Span(SpanKey("b", f"{1:032x}", f"{1:016x}"), start_ns=1)
    assert store.spans.add([mine, theirs]) == [True, True]
    assert store.spans.apps() == {"a": 1, "b": 1}


def test_every_payload_of_many_blocks_is_its_own(store: Store) -> None:
    spans = [plain(n, payload=Payload(output=f"answer {n}")) for n in range(100)]
    store.spans.add(spans[:70])
    store.spans.add(spans[70:])
    outputs = [s.payload.output for s in store.spans.list("a", payloads=True) if s.payload]
    assert outputs == [f"answer {n}" for n in range(100)]


def test_spans_inside_others_are_left_out_unless_asked_for(store: Store) -> None:
    store.spans.add([plain(1), plain(2, parent_id=f"{1:016x}")])
    assert [s.start_ns for s in store.spans.list("a")] == [1]
    assert [s.start_ns for s in store.spans.list("a", roots=False)] == [1, 2]


def test_a_growing_conversation_keeps_each_message_once(store: Store) -> None:
    turns = tuple(Message("user", (Text(f"turn {n} " * 100),)) for n in range(20))
    store.spans.add([plain(n, payload=Payload(messages=turns[: n + 1])) for n in range(20)])
    with store.database.read() as connection:
        kept = connection.execute("SELECT count(*) FROM message").fetchall()
    assert kept == [(20,)]
    last = store.spans.get(plain(19).key)
    assert last is not None
    assert last.payload is not None
    assert last.payload.messages == turns


def test_only_the_last_label_of_each_annotator_counts(store: Store) -> None:
    target = Target(KEY)
    store.labels.add(
        [
            Label("grounded", target, 1.0, "mei", 10),
            Label("grounded", target, 0.0, "mei", 20, blind=True, reason="编造"),
            Label("grounded", target, 1.0, "tom", 5),
            Label("helpful", target, 1.0, "mei", 30),
            Label("grounded", Target(KEY, "piece", 2, 5), 0.0, "mei", 40),
        ]
    )
    current = {label.annotator: label for label in store.labels.current("应用", "grounded")}
    assert {name: label.value for name, label in current.items()} == {"mei": 0.0, "tom": 1.0}
    assert current["mei"].reason == "编造"
    assert len(store.labels.history(KEY)) == 5
    assert store.labels.counts("应用") == {"grounded": 4, "helpful": 1}


def test_a_label_comes_back_as_it_was(store: Store) -> None:
    label = Label(
        criterion="better",
        target=Target(KEY, "preference", other=SpanKey("应用", "11" * 16, "22" * 8)),
        value=0.75,
        annotator="李",
        created_ns=3,
        blind=True,
        inclusion=0.1,
        failure="wrong number",
        correction="三十天",
        reason="because",
    )
    store.labels.add([label])
    assert store.labels.history(KEY) == [label]


def test_the_same_label_twice_is_one_and_a_changed_mind_is_two(store: Store) -> None:
    target = Target(KEY)
    assert store.labels.add([Label("g", target, 1.0, "mei", 1)]) == 1
    assert store.labels.add([Label("g", target, 1.0, "mei", 1)]) == 0
    assert store.labels.add([Label("g", target, 0.0, "mei", 2)]) == 1
    assert store.labels.add([Label("g", target, 1.0, "mei", 3)]) == 1
    assert store.labels.add([Label("g", target, 0.5, "f", 1)], timeless=True) == 1
    assert store.labels.add([Label("g", target, 0.5, "f", 9)], timeless=True) == 0


def test_a_criterion_keeps_its_earlier_wordings(store: Store) -> None:
    store.criteria.word(Criterion("a", "g", "says only what the passages say", 1))
    store.criteria.word(Criterion("a", "g", "says nothing the passages do not say", 2))
    assert [c.statement[:10] for c in store.criteria.wordings("a", "g")] == [
        "says only ",
        "says nothi",
    ]


def test_verdicts_are_kept_by_the_version_of_the_check(store: Store) -> None:
    failed = Verdict("fail", "too long", 0.2, (Evidence(0, 5, "output", "here"),))
    store.verdicts.add("a", "max_words(3)", "v1", [(KEY, failed)], now_ns=1)
    again = store.verdicts.add("a", "max_words(3)", "v1", [(KEY, Verdict("pass"))], now_ns=2)
    assert again == 0
    key = SpanKey("a", KEY.trace_id, KEY.span_id)
    assert store.verdicts.of("a", "max_words(3)") == {key: failed}
    store.verdicts.add("a", "max_words(3)", "v2", [(KEY, Verdict("pass"))], now_ns=3)
    assert store.verdicts.of("a", "max_words(3)")[key].passed
    assert store.verdicts.of("a", "max_words(3)", "v1") == {key: failed}
    assert list(store.verdicts.checks("a")) == [("max_words(3)", "v1"), ("max_words(3)", "v2")]


def test_taking_an_import_back_leaves_everything_else(store: Store) -> None:
    first = store.imports.start("a", "one.jsonl", "jsonl", 1)
    second = store.imports.start("a", "two.jsonl", "jsonl", 2)
    one, two = [plain(n) for n in range(40)], [plain(n) for n in range(40, 80)]
    store.spans.add(one, first)
    store.spans.add(two, second)
    for spans, number in ((one, first), (two, second)):
        store.labels.add((Label("g", Target(s.key), 1.0, "f", 1) for s in spans), import_id=number)
        store.verdicts.add("a", "c", "1", [(s.key, Verdict("pass")) for s in spans], now_ns=1)
    store.labels.add([Label("g", Target(one[0].key), 0.0, "person", 5)])
    assert store.labels.on_import(first) == 1
    assert store.imports.undo(first, 9).source == "one.jsonl"
    assert [s.start_ns for s in store.spans.list("a", payloads=True)] == list(range(40, 80))
    assert store.labels.counts("a") == {"g": 40}
    assert len(store.verdicts.of("a", "c")) == 40
    assert [run.undone_ns for run in store.imports.list("a")] == [9, None]
    with pytest.raises(UsageError, match="taken back already"):
        store.imports.undo(first, 10)
    with pytest.raises(UsageError, match="there is no import 77"):
        store.imports.undo(77, 10)
    assert store.spans.add(one, first) == [True] * 40


def test_a_damaged_payload_is_one_sentence(store: Store) -> None:
    store.spans.add([plain(1)])
    with store.database.write() as connection:
        connection.execute("UPDATE payload SET data = x'00112233'")
    with pytest.raises(OutsideError, match="a stored payload is damaged"):
        store.spans.get(plain(1).key)
