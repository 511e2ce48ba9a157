"""Samples: fair, the same for the same seed, with probabilities that are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from tests.store.conformance.questions import fair_samples

from genchi.errors import UsageError
from genchi.records import AnyOf, Condition, Filter, Payload, Span, SpanKey, Words
from genchi.store.interface import SpanStore

GROUPS = {"big": 50, "中": 20, "small": 3, None: 7}


@pytest.fixture
def store(backend: SpanStore) -> SpanStore:
    models = [model for model, size in GROUPS.items() for _ in range(size)]
    backend.add(
        [
            Span(
                SpanKey("a", f"{n:032x}", f"{n:016x}"),
                n % 10,
                model=model,
                payload=Payload(output="退款", metadata={"model": model}),
            )
            for n, model in enumerate(models)
        ]
    )
    return backend


def test_samples_are_fair_and_do_not_depend_on_the_order_of_arrival(
    new_backend: Callable[[], SpanStore],
) -> None:
    assert list(fair_samples(new_backend)) == []


@pytest.mark.parametrize("by", ["model", "metadata.model"])
def test_groups_give_equal_parts(store: SpanStore, by: str) -> None:
    sampled = store.sample(Filter(), 30, by=by)
    assert Counter(one.span.model for one in sampled) == {"big": 10, "中": 10, "small": 3, None: 7}
    assert {(one.span.model, one.inclusion) for one in sampled} == {
        *(("big", 10 / 50), ("中", 10 / 20), ("small", 1.0), (None, 1.0))
    }


def test_what_does_not_divide_goes_to_the_largest(store: SpanStore) -> None:
    for number, parts in {3: [1, 1, 0, 1], 7: [2, 2, 1, 2], 16: [5, 4, 3, 4]}.items():
        found = Counter(one.span.model for one in store.sample(Filter(), number, by="model"))
        assert [found[model] for model in GROUPS] == parts


def test_the_inclusion_scales_a_sample_up_to_all(store: SpanStore) -> None:
    for number in (1, 4, 10, 79, 80, 1000):
        sampled = store.sample(Filter(), number)
        assert len(sampled) == min(number, 80)
        assert {one.inclusion for one in sampled} == {len(sampled) / 80}
        by_model = store.sample(Filter(), number, by="model")
        drawn = {one.span.model for one in by_model}
        scaled = sum(1 / one.inclusion for one in by_model)
        assert scaled == pytest.approx(sum(GROUPS[model] for model in drawn))


def test_a_sample_is_of_what_the_filter_means(store: SpanStore) -> None:
    small = Filter((Condition("model", AnyOf(("small",))), Words("退款")))
    sampled = store.sample(small, 10, seed=5)
    assert [(one.span.model, one.inclusion) for one in sampled] == [("small", 1.0)] * 3
    assert store.sample(Filter((Words("nothing"),)), 10) == []
    ids = [SpanKey("a", f"{n:032x}", f"{n:016x}") for n in range(40)]
    narrowed = store.sample(Filter(), 10, ids=ids)
    assert {one.inclusion for one in narrowed} == {0.25}
    assert {one.span.key for one in narrowed} <= set(ids)


def test_seeds_of_any_size_draw_different_samples(store: SpanStore) -> None:
    samples = {
        tuple(one.span.key for one in store.sample(Filter(), 20, seed=seed))
        for seed in (0, 1, -1, 2**64, 10**40)
    }
    assert len(samples) == 5


def test_more_spans_change_no_draw(store: SpanStore) -> None:
    before = {one.span.key for one in store.sample(Filter(), 20)}
    store.add([Span(SpanKey("a", f"{n:032x}", f"{n:016x}"), 3) for n in range(100, 140)])
    after = {one.span.key for one in store.sample(Filter(), 20)}
    old = {key for key in after if int(key.span_id, 16) < 100}
    assert old < before


def test_a_sample_has_no_negative_size(store: SpanStore) -> None:
    assert store.sample(Filter(), 0, by="model") == []
    with pytest.raises(UsageError):
        store.sample(Filter(), -1)
