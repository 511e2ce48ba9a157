"""What is asked of one application never shows anything of another, not even in a count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from tests.store.conformance.questions import MEASURES, TEXTS, filters, walked
from tests.store.conformance.worlds import APPS, HOUR, world

from genchi.records import Filter, Span, SpanKey
from genchi.store.interface import SpanStore


def answers(store: SpanStore, app: str, spans: list[Span], seed: int) -> Iterator[Any]:
    """Answers about one application to questions made of what all have."""
    random = Random(seed)
    for _ in range(40):
        filter_, span = filters(random, spans), random.choice(spans)
        ids = random.choice([None, [one.key for one in random.sample(spans, 50)]])
        field, limit = random.choice(TEXTS), random.choice([5, 500])
        yield walked(store, filter_, 9, app=app, limit=limit, ids=ids)
        yield store.facets(filter_, [field, "app"], app=app, ids=ids)
        yield store.trend(filter_, MEASURES, app=app, by=field, every_ns=HOUR, ids=ids)
        yield store.sample(filter_, 9, app=app, by=random.choice([None, field]), ids=ids)
        yield list(store.everything(filter_, app=app))
        yield store.trace(span.key.trace_id, app)
        yield store.near(app, span.start_ns, 10)
        yield store.session(app, span.session or "s1")
        yield store.get(SpanKey(app, span.key.trace_id, span.key.span_id))
        yield store.payloads([SpanKey(app, span.key.trace_id, span.key.span_id)])


@pytest.mark.parametrize("app", APPS)
def test_other_applications_change_no_answer(
    new_backend: Callable[[], SpanStore], app: str
) -> None:
    spans = world(11, 300)
    shared, alone = new_backend(), new_backend()
    shared.add(spans)
    alone.add([span for span in spans if span.key.app == app])
    pairs = zip(answers(shared, app, spans, 1), answers(alone, app, spans, 1), strict=True)
    for got, wanted in pairs:
        assert got == wanted


def test_deleting_from_one_application_leaves_the_others(backend: SpanStore) -> None:
    spans = world(12, 300)
    backend.add(spans)
    others = [found for found in backend.everything(Filter()) if found.key.app != "shop"]
    twins = [SpanKey("shop", span.key.trace_id, span.key.span_id) for span in spans]
    assert backend.delete(twins) == sum(span.key.app == "shop" for span in spans)
    assert list(backend.everything(Filter())) == others
    assert backend.page(Filter(), app="shop").spans == ()
