"""Lists page by page: everything once, in order, whatever arrives in between."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable

import pytest
from tests.store.conformance.naive import narrow
from tests.store.conformance.questions import walked
from tests.store.conformance.worlds import world

from genchi.errors import UsageError
from genchi.records import AnyOf, Condition, Filter, Payload, Span, SpanKey, Words
from genchi.store.interface import SpanStore


def span(number: int, start_ns: int, app: str = "a") -> Span:
    return Span(SpanKey(app, f"{number:032x}", f"{number:016x}"), start_ns, name=str(number))


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
@pytest.mark.parametrize("oldest_first", [True, False])
@pytest.mark.parametrize("app", [None, "a"])
def test_spans_that_started_together_come_once(
    backend: SpanStore, limit: int, oldest_first: bool, app: str | None
) -> None:
    backend.add([span(n, n // 10, "ab"[app is None and n % 2]) for n in range(30)])
    pages = walked(backend, Filter(), 40, limit=limit, oldest_first=oldest_first, app=app)
    names = [int(found.name) for page in pages for found in page]
    assert names == sorted(range(30), reverse=not oldest_first)
    assert {len(page) for page in pages[:-1]} <= {limit}


def test_newer_spans_that_arrive_in_between_move_nothing(backend: SpanStore) -> None:
    backend.add([span(n, n) for n in range(50)])
    seen, after = list[str](), None
    for arriving in range(50, 1000):
        page = backend.page(Filter(), limit=7, after=after)
        seen += [found.name for found in page.spans]
        if (after := page.after) is None:
            break
        backend.add([span(arriving, arriving), span(arriving + 5000, 49)])
    assert [name for name in seen if int(name) < 50] == [str(n) for n in reversed(range(50))]
    assert len(seen) == len(set(seen))


def test_pages_are_whole_while_another_thread_adds(backend: SpanStore) -> None:
    backend.add([span(n, n // 3) for n in range(300)])
    stop = threading.Event()

    def add() -> None:
        number = 1000
        while not stop.is_set():
            backend.add([span(number, number)])
            number += 1

    thread = threading.Thread(target=add)
    thread.start()
    try:
        for _ in range(5):
            first = backend.page(Filter(), limit=10)
            names = [found.name for found in first.spans]
            after = first.after
            while after is not None:
                page = backend.page(Filter(), limit=10, after=after)
                names += [found.name for found in page.spans]
                after = page.after
            old = [name for name in names if int(name) < 1000]
            assert old == [str(n) for n in reversed(range(300))]
    finally:
        stop.set()
        thread.join()


def test_pages_of_what_only_payloads_tell_are_whole(backend: SpanStore) -> None:
    spans = [
        dataclasses.replace(span(n, n // 2), payload=Payload(output="退款" if n % 97 == 0 else "x"))
        for n in range(1000)
    ]
    backend.add(spans)
    pages = walked(backend, Filter((Words("退款"),)), 20, limit=3)
    assert [[int(s.name) for s in page] for page in pages] == [
        *([970, 873, 776], [679, 582, 485], [388, 291, 194], [97, 0])
    ]
    assert all(found.payload is None for page in pages for found in page)


@pytest.mark.parametrize("oldest_first", [True, False])
def test_ids_narrow_a_list(backend: SpanStore, oldest_first: bool) -> None:
    spans = [span(n, n) for n in range(300)]
    backend.add([*spans, span(5, 5, "other")])
    ids = [found.key for found in spans[::3]]
    ids = [*ids, ids[0], SpanKey("a", "f" * 32, "f" * 16), SpanKey("a", "no", "hex")]
    pages = walked(backend, Filter(), 99, limit=9, ids=ids, oldest_first=oldest_first)
    wanted = [narrow(backend.get(found.key) or found) for found in spans[::3]]
    listed = [found for page in pages for found in page]
    assert listed == (wanted if oldest_first else wanted[::-1])
    assert backend.page(Filter(), ids=[]).spans == ()


def test_a_limit_that_makes_no_page_is_one_sentence(backend: SpanStore) -> None:
    for limit in (0, -1, 10**30):
        with pytest.raises(UsageError):
            backend.page(Filter(), limit=limit)


def test_an_empty_store_has_empty_answers(backend: SpanStore) -> None:
    everything = Filter()
    assert backend.page(everything).spans == ()
    assert backend.page(everything, app="客服").after is None
    assert backend.trace("ab" * 16) == backend.trace("nonsense") == []
    assert backend.payloads([SpanKey("a", "ab" * 16, "cd" * 8), SpanKey("", "", "")]) == {}
    (facet,) = backend.facets(everything, ["model"])
    assert (facet.values, facet.other, facet.missing) == ((), 0, 0)
    assert backend.trend(everything, ["count", "p50"], every_ns=1) == []
    assert backend.sample(everything, 10, by="model") == []
    assert backend.near("a", 0) == []
    assert backend.session("a", "s") == []
    assert backend.delete([SpanKey("a", "ab" * 16, "cd" * 8)]) == 0
    assert list(backend.everything(Filter((Condition("model", AnyOf(("m",))),)))) == []


def test_everything_is_read_while_spans_come_and_go(
    new_backend: Callable[[], SpanStore],
) -> None:
    store, spans = new_backend(), world(1, 600)
    store.add(spans)
    whole = list(store.everything(Filter()))
    assert len(whole) == len(spans)
    gone = {found.key for found in whole[500:520]}
    reading = store.everything(Filter())
    start = [next(reading) for _ in range(3)]
    store.delete(list(gone))
    rest = list(reading)
    assert [s for s in [*start, *rest] if s.key not in gone] == [
        s for s in whole if s.key not in gone
    ]
