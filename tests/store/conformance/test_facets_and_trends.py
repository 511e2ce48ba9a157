"""Counts of values, and measures over time."""

from __future__ import annotations

import math
from random import Random

import pytest

from genchi.errors import UsageError
from genchi.records import AnyOf, Between, Condition, Filter, Payload, Span, SpanKey, Usage, Words
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


def test_spans_of_no_model_are_one_group_whatever_the_bounds(backend: SpanStore) -> None:
    models = ["通义", None, "", "b", "通义", None, "b", "b"]
    spans = [span(n, n * HOUR, model=m, duration_ns=n) for n, m in enumerate(models)]
    twin = SpanKey("b", "f" * 32, "f" * 16)
    backend.add([*spans, Span(twin, 4 * HOUR, model="通义", status="error", duration_ns=9)])
    between = Condition("time", Between(HOUR, 7 * HOUR, True, False))
    got = backend.trend(Filter((between,)), ["count", "p50"], by="model", every_ns=4 * HOUR)
    assert [(p.start_ns // HOUR, p.group, p.values["count"], p.values["p50"]) for p in got] == [
        (0, None, 2, 1.5e-9),
        (0, "b", 1, 3e-9),
        (4, None, 1, 5e-9),
        (4, "b", 1, 6e-9),
        (4, "通义", 2, 6.5e-9),
    ]
    slow = Condition("latency", Between(4e-9, None, True, False))
    for condition, model, status in [
        (between, Facet("model", (("b", 2), ("通义", 2)), 0, 3), (("ok", 6), ("error", 1))),
        (slow, Facet("model", (("b", 2), ("通义", 2)), 0, 1), (("ok", 4), ("error", 1))),
    ]:
        found = backend.facets(Filter((condition,)), ["model", "status"])
        assert found == [model, Facet("status", status)]


@pytest.mark.parametrize(
    ("patterns", "meant"),
    [
        (("g*",), [0, 1, 4]),
        (("*-mini", "通*"), [1, 3, 4]),
        (("G*",), []),
        (("*",), [0, 1, 3, 4]),
        (("g*", ""), [0, 1, 2, 4]),
    ],
)
def test_a_pattern_of_models_is_listed_in_order_of_time(
    backend: SpanStore, patterns: tuple[str, ...], meant: list[int]
) -> None:
    models = ["gpt-4o", "gpt-4o-mini", "", "通义", "gpt-4o-mini", None]
    backend.add([span(n, n // 2, model=m) for n, m in enumerate(models)])
    filter_ = Filter((Condition("model", AnyOf(patterns)),))
    for oldest_first in (True, False):
        listed: list[int] = []
        after = None
        while True:
            page = backend.page(filter_, limit=1, after=after, oldest_first=oldest_first)
            listed += [int(one.key.span_id, 16) for one in page.spans]
            if (after := page.after) is None:
                break
        assert listed == (meant if oldest_first else meant[::-1])


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
