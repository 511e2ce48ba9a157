"""Words are found alike, however far the text index has come and whatever happens to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.records import Condition, Filter, Payload, Span, SpanKey, Words
from genchi.records.filters import Between
from genchi.store import Store, open_store

DAY = 24 * 3600 * 10**9
START = 1_780_000_000 * 10**9
REFUND = Filter((Words("退款"),))
MEANT = range(0, 400, 3)


def span(number: int) -> Span:
    said = f"能退款吗？ {number}" if number in MEANT else f"hello {number}"
    key = SpanKey("a", f"{number:032x}", f"{number:016x}")
    return Span(key, START + number // 8 * DAY, payload=Payload(output=said))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Four hundred spans of seven weeks."""
    opened = open_store(tmp_path, create=True)
    opened.spans.add([span(n) for n in range(400)])
    yield opened
    opened.close()


def listed(store: Store, filter_: Filter, oldest_first: bool) -> list[int]:
    found: list[int] = []
    after: str | None = None
    for _ in range(400):
        page = store.spans.page(filter_, limit=7, after=after, oldest_first=oldest_first)
        found += [int(one.key.span_id, 16) for one in page.spans]
        if (after := page.after) is None:
            break
    return found


@pytest.mark.parametrize("indexed", [0, 1, 57, 200, 399, 400])
@pytest.mark.parametrize("oldest_first", [True, False])
def test_pages_go_over_from_the_index_to_what_it_has_not_reached(
    store: Store, indexed: int, oldest_first: bool
) -> None:
    store.text.catch_up(max_spans=indexed)
    order = list(MEANT) if oldest_first else list(reversed(MEANT))
    assert listed(store, REFUND, oldest_first) == order
    for with_high, end in [(True, 168), (False, 160)]:
        weeks = Between(START + 10 * DAY, START + 20 * DAY, True, with_high)
        within = Filter((*REFUND.conditions, Condition("time", weeks)))
        assert listed(store, within, oldest_first) == [n for n in order if 80 <= n < end]
    assert store.spans.facets(REFUND, ["app"])[0].values == (("a", len(MEANT)),)


@pytest.mark.parametrize("oldest_first", [True, False])
@pytest.mark.parametrize("then", [0, 10, 350])
def test_an_index_that_is_built_anew_in_between_loses_nothing(
    store: Store, oldest_first: bool, then: int
) -> None:
    store.text.catch_up()
    seen: list[int] = []
    after: str | None = None
    for number in range(100):
        page = store.spans.page(REFUND, limit=7, after=after, oldest_first=oldest_first)
        seen += [int(one.key.span_id, 16) for one in page.spans]
        if (after := page.after) is None:
            break
        if number == 3:
            store.text.rebuild()
            store.text.catch_up(max_spans=then)
    assert seen == (list(MEANT) if oldest_first else list(reversed(MEANT)))


@pytest.mark.parametrize("then", [0, 10, 350])
def test_reading_on_while_the_index_is_built_anew_loses_nothing(store: Store, then: int) -> None:
    store.text.catch_up()
    reading = store.spans.everything(REFUND)
    first = [next(reading) for _ in range(3)]
    store.text.rebuild()
    store.text.catch_up(max_spans=then)
    assert [int(one.key.span_id, 16) for one in (*first, *reading)] == list(MEANT)


def test_a_span_that_took_the_row_of_a_deleted_one_is_found_by_its_own_words(store: Store) -> None:
    store.text.catch_up()
    last = span(399).key
    store.spans.delete([last])
    again = Span(SpanKey("b", last.trace_id, last.span_id), START, payload=Payload(output="zebra"))
    store.spans.add([again])
    zebra = Filter((Words("zebra"),))
    for _ in range(2):
        assert [one.key.app for one in store.spans.page(zebra).spans] == ["b"]
        assert listed(store, REFUND, oldest_first=True) == [n for n in MEANT if n != 399]
        store.text.catch_up()
