"""Spans that belong together."""

from __future__ import annotations

import pytest
from tests.store.conformance.naive import as_stored

from genchi.errors import UsageError
from genchi.records import Payload, Span, SpanKey
from genchi.store.interface import SpanStore

TRACE = "ab" * 16


def span(number: int, start_ns: int, trace: str = TRACE, **fields: object) -> Span:
    return Span(SpanKey("客服", trace, f"{number:016x}"), start_ns, **fields)  # type: ignore[arg-type]


def numbers(spans: list[Span]) -> list[int]:
    return [int(found.key.span_id, 16) for found in spans]


def test_a_trace_comes_by_start(backend: SpanStore) -> None:
    backend.add([span(1, 30), span(2, 10, parent_id="1" * 16), span(3, 20), span(4, 10)])
    backend.add([Span(SpanKey("shop", TRACE, "5" * 16), 0)])
    assert numbers(backend.trace(TRACE, "客服")) == [2, 4, 3, 1]
    assert [found.key.app for found in backend.trace(TRACE)] == ["shop", *["客服"] * 4]
    assert all(found.payload is None for found in backend.trace(TRACE))
    assert backend.trace("ab" * 15) == backend.trace("退款", "客服") == backend.trace("") == []


def test_payloads_come_for_the_spans_that_are_there(backend: SpanStore) -> None:
    spans = [span(n, n, payload=Payload(output=f"答 {n}")) for n in range(1, 500)]
    spans.append(span(600, 0))
    backend.add(spans)
    nobody = [SpanKey("shop", TRACE, "1" * 16), SpanKey("客服", "no", "hex")]
    found = backend.payloads([*nobody, *(one.key for one in reversed(spans))])
    assert found == {one.key: as_stored(one).payload for one in spans}
    assert backend.payloads([]) == {}


def test_a_session_shows_its_traces_with_all_their_spans(backend: SpanStore) -> None:
    other, third = "cd" * 16, "ef" * 16
    backend.add(
        [
            span(1, 100, session="对话", name="root"),
            span(2, 50, parent_id="1" * 16, status="error"),
            span(3, 120, parent_id="1" * 16, status="error", session="对话"),
            span(4, 10, other, parent_id="9" * 16, name="first"),
            span(5, 20, other, parent_id="9" * 16, session="对话"),
            span(6, 5, third, session="another"),
        ]
    )
    turns = backend.session("客服", "对话")
    assert [(t.root.name, t.spans, t.errors) for t in turns] == [("first", 2, 0), ("root", 3, 2)]
    assert backend.session("shop", "对话") == backend.session("客服", "") == []
    assert backend.session("客服", "\ud800") == []


@pytest.mark.parametrize(
    ("time_ns", "number", "found"),
    [
        (50, 1, [5]),
        (54, 3, [4, 5, 6]),
        (56, 3, [5, 6, 7]),
        (-(10**30), 2, [0, 1]),
        (10**30, 2, [8, 9]),
        (0, 100, list(range(10))),
        (0, 10**30, list(range(10))),
    ],
)
def test_near_finds_the_closest(
    backend: SpanStore, time_ns: int, number: int, found: list[int]
) -> None:
    backend.add([span(n, n * 10) for n in range(10)])
    backend.add([Span(SpanKey("shop", TRACE, "5" * 16), 50)])
    assert numbers(backend.near("客服", time_ns, number)) == found


def test_near_wants_a_number(backend: SpanStore) -> None:
    with pytest.raises(UsageError):
        backend.near("客服", 0, 0)
