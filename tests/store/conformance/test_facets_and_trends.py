"""Counts of values, and measures over time."""

from __future__ import annotations

import math
from random import Random

import pytest

from genchi.errors import UsageError
from genchi.records import AnyOf, Condition, Filter, Payload, Span, SpanKey, Usage, Words
from genchi.store.interface import Facet, SpanStore, TrendPoint

HOUR = 3600 * 10**9


def span(number: int, start_ns: int = 0, **fields: object) -> Span:
    key = SpanKey("a", f"{number:032x}", f"{number:016x}")
    return Span(key, start_ns, **fields)  # type: ignore[arg-type]


def test_facets_list_the_most_frequent_and_count_the_rest(backend: SpanStore) -> None:
    models = ["通义", "通义", "b", "b", "a", None, None, None, "c"]
    backend.add(
        [
            span(n, model=m, name="", payload=Payload(metadata={"lang": m, "n": n % 2}))
            for n, m in enumerate(models)
        ]
    )
    fields = ["model", "metadata.lang", "metadata.n", "name", "status"]
    assert backend.facets(Filter(), fields, limit=2) == [
        Facet("model", (("b", 2), ("通义", 2)), 2, 3),
        Facet("metadata.lang", (("b", 2), ("通义", 2)), 2, 3),
        Facet("metadata.n", (("0", 5), ("1", 4)), 0, 0),
        Facet("name", (), 0, 9),
        Facet("status", (("ok", 9),), 0, 0),
    ]
    words = Filter((Words("nothing"),))
    assert backend.facets(words, ["model"]) == [Facet("model", ())]
    assert backend.facets(Filter(), []) == []
    with pytest.raises(UsageError):
        backend.facets(Filter(), ["model"], limit=0)


@pytest.mark.parametrize("field", ["latency", "time", "colour", "label.good", "root"])
def test_a_facet_is_of_text(backend: SpanStore, field: str) -> None:
    with pytest.raises(UsageError):
        backend.facets(Filter(), [field])
    with pytest.raises(UsageError):
        backend.trend(Filter(), ["count"], by=field, every_ns=1)
    with pytest.raises(UsageError):
        backend.sample(Filter(), 1, by=field)


def test_stretches_begin_at_multiples_of_their_length(backend: SpanStore) -> None:
    starts = [-1, 0, HOUR - 1, HOUR, 5 * HOUR + 7]
    backend.add([span(n, start) for n, start in enumerate(starts)])
    assert backend.trend(Filter(), ["count"], every_ns=HOUR) == [
        TrendPoint(start, None, {"count": number})
        for start, number in [(-HOUR, 1), (0, 2), (HOUR, 1), (5 * HOUR, 1)]
    ]


def test_what_no_span_knows_is_not_zero(backend: SpanStore) -> None:
    backend.add(
        [
            span(1, model="a", usage=Usage(input_tokens=3, cost=0.5), duration_ns=10**9),
            span(2, model="a", usage=Usage(output_tokens=4), status="error"),
            span(3, user="u"),
        ]
    )
    of = ["cost", "tokens", "p95", "errors"]
    assert backend.trend(Filter(), of, by="model", every_ns=HOUR) == [  # type: ignore[arg-type]
        TrendPoint(0, None, {"cost": None, "tokens": None, "p95": None, "errors": 0}),
        TrendPoint(0, "a", {"cost": 0.5, "tokens": 7, "p95": 1.0, "errors": 1}),
    ]
    model = Filter((Condition("model", AnyOf(("a",))),))
    (point,) = backend.trend(model, ["count"], by="metadata.x", every_ns=HOUR)
    assert point == TrendPoint(0, None, {"count": 2})


def test_tokens_beyond_64_bits_are_added_up(backend: SpanStore) -> None:
    huge = Usage(2**62, output_tokens=2**62)
    backend.add([span(n, usage=huge) for n in range(4)])
    (point,) = backend.trend(Filter(), ["tokens"], every_ns=1)
    assert point.values["tokens"] == pytest.approx(4 * 2**63)


@pytest.mark.parametrize("number", [1, 2, 3, 10, 101, 1000])
def test_percentiles_are_those_of_numpy(backend: SpanStore, number: int) -> None:
    numpy = pytest.importorskip("numpy")
    random = Random(number)
    latencies = [int(10**9 * random.lognormvariate(0, 2)) for _ in range(number)]
    backend.add([span(n, duration_ns=latency) for n, latency in enumerate(latencies)])
    (point,) = backend.trend(Filter(), ["p50", "p95", "p99"], every_ns=HOUR)
    wanted = numpy.percentile(numpy.array(latencies) / 1e9, [50, 95, 99], method="linear")
    for got, value in zip(point.values.values(), wanted, strict=True):
        assert got is not None
        assert math.isclose(got, value, rel_tol=1e-9)


@pytest.mark.parametrize("every_ns", [0, -1, 2**70])
def test_a_stretch_has_a_length(backend: SpanStore, every_ns: int) -> None:
    with pytest.raises(UsageError):
        backend.trend(Filter(), ["count"], every_ns=every_ns)


def test_a_measure_is_one_of_those_there_are(backend: SpanStore) -> None:
    with pytest.raises(UsageError):
        backend.trend(Filter(), ["p50", "p42"], every_ns=1)  # type: ignore[list-item]
