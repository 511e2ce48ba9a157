"""Deleted spans are gone from every answer, and all others are as they were."""

from __future__ import annotations

import threading
from random import Random

from tests.store.conformance.worlds import world

from genchi.records import Filter, Message, Payload, Span, SpanKey, Text, Words
from genchi.store.interface import SpanStore

LONG = Message("user", (Text("退款政策 " * 100),))
"""Long enough to be kept once for all spans."""


def test_what_is_left_is_as_it_was(backend: SpanStore) -> None:
    spans, random = world(21, 400), Random(21)
    backend.add(spans)
    whole = {span.key: span for span in backend.everything(Filter())}
    while whole:
        gone = random.sample(list(whole), min(37, len(whole)))
        assert backend.delete([*gone, SpanKey("a", "no", "hex")]) == len(gone)
        for key in gone:
            del whole[key]
            assert backend.get(key) is None
        assert {span.key: span for span in backend.everything(Filter())} == whole
        assert backend.payloads(gone) == {}
    assert backend.page(Filter()).spans == ()


def test_spans_that_share_a_message_keep_it(backend: SpanStore) -> None:
    spans = [
        Span(SpanKey("a", f"{n:032x}", f"{n:016x}"), n, payload=Payload(messages=(LONG,)))
        for n in range(5)
    ]
    backend.add(spans)
    assert backend.delete([spans[0].key, spans[0].key, spans[2].key]) == 2
    left = [span.payload for span in backend.everything(Filter())]
    assert left == [Payload(messages=(LONG,))] * 3


def test_a_span_can_come_again(backend: SpanStore) -> None:
    old = Span(SpanKey("a", "1" * 32, "1" * 16), 5, payload=Payload(output="alpha"))
    new = Span(old.key, 6, payload=Payload(output="beta"))
    backend.add([old])
    assert backend.delete([old.key]) == 1
    assert backend.page(Filter((Words("alpha"),))).spans == ()
    assert backend.add([new]) == [True]
    assert [span.start_ns for span in backend.page(Filter((Words("beta"),))).spans] == [6]
    assert backend.page(Filter((Words("alpha"),))).spans == ()


def test_questions_are_answered_while_spans_are_deleted(backend: SpanStore) -> None:
    backend.add(world(22, 900))
    keys = [span.key for span in backend.everything(Filter())]
    Random(22).shuffle(keys)
    left, gone = keys[600:], keys[:600]

    def delete() -> None:
        for start in range(0, len(gone), 5):
            backend.delete(gone[start : start + 5])

    thread = threading.Thread(target=delete)
    thread.start()
    deleting = True
    while deleting:
        deleting = thread.is_alive()
        found = {span.key for span in backend.everything(Filter())}
        assert found >= set(left)
        assert set(backend.payloads(keys)) >= set(left)
        backend.page(Filter((Words("refund*"),)), limit=100)
        backend.facets(Filter((Words("退款"),)), ["model", "metadata.lang"])
        backend.sample(Filter((Words("退款", negated=True),)), 10, by="metadata.lang")
    thread.join()
    assert found == set(left)
