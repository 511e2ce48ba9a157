"""What a check sees of a traced application: the answer, and what the spans within it found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genchi.checks import check, run_checks
from genchi.checks.recorded import recorded_subject
from genchi.records import Message, Passage, Payload, Span, SpanKey, Subject, ToolCall
from genchi.store import Store, open_store

_TRACE = "a" * 32
_ROOT = SpanKey("shop", _TRACE, "1" * 16)
_FOUND = Passage("三十天内可退", id="p1")
_CALL = ToolCall("c1", "find_order", {"id": 7})


def inner(number: int, operation: str, payload: Payload, **fields: Any) -> Span:
    key = SpanKey("shop", _TRACE, f"{number:016x}")
    return Span(
        key, number, parent_id=_ROOT.span_id, operation=operation, payload=payload, **fields
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    opened.spans.add(
        [
            inner(20, "retrieval", Payload(passages=(_FOUND,))),
            inner(30, "chat", Payload(output_messages=(Message("assistant", (_CALL,)),))),
            inner(40, "span", Payload(passages=(Passage("not searched for"),))),
            Span(_ROOT, 10, operation="invoke_agent", payload=Payload(output="三十天")),
        ]
    )
    yield opened
    opened.close()


def root_of(store: Store) -> Span:
    found = store.spans.get(_ROOT)
    assert found is not None
    return found


def test_a_root_gets_the_passages_and_tool_calls_of_its_trace(store: Store) -> None:
    subject = recorded_subject(store, root_of(store))
    assert subject.output == "三十天"
    assert subject.passages == (_FOUND,)
    assert subject.tool_calls == (_CALL,)


def test_what_an_output_has_of_its_own_is_not_replaced(store: Store) -> None:
    key = SpanKey("shop", _TRACE, "2" * 16)
    own = Passage("eigene")
    store.spans.add([Span(key, 5, payload=Payload(output="x", passages=(own,)))])
    span = store.spans.get(key)
    assert span is not None
    assert recorded_subject(store, span).passages == (own,)


def test_another_application_with_the_same_trace_gives_nothing(store: Store) -> None:
    key = SpanKey("other", _TRACE, "1" * 16)
    store.spans.add([Span(key, 5, payload=Payload(output="x"))])
    span = store.spans.get(key)
    assert span is not None
    assert recorded_subject(store, span).passages == ()


def test_checks_are_run_with_what_the_trace_found(store: Store) -> None:
    @check
    def saw_a_passage(subject: Subject) -> bool:
        return subject.passages == (_FOUND,)

    [run] = run_checks(store, "shop", [saw_a_passage], now_ns=1)
    assert (run.passed, run.failed, run.judged) == (1, 0, 1)
