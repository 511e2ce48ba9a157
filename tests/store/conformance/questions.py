"""Questions at random, asked of two stores to see whether they agree."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

from tests.store.conformance.naive import Naive, narrow, text_of, value_of
from tests.store.conformance.worlds import APPS, HOUR, world

from genchi.records import (
    AnyOf,
    Between,
    Condition,
    Filter,
    Payload,
    Span,
    SpanKey,
    Words,
)
from genchi.store.interface import Measure, SpanStore, TrendPoint

TEXTS = (
    *("name", "operation", "model", "response_model", "prompt_version", "user", "session"),
    *("status", "error", "trace", "span", "parent", "app", "metadata.lang", "attribute.gen_ai.n"),
)
NUMBERS = (
    *("latency", "first_token", "cost", "tokens", "input_tokens", "output_tokens"),
    *("cached_tokens", "reasoning_tokens", "time", "metadata.score", "attribute.gen_ai.n"),
)
MEASURES: tuple[Measure, ...] = ("count", "errors", "p50", "p95", "p99", "tokens", "cost")
_SHARP = (
    *(("name", "a?*"), ("name", "[ab]*"), ("name", "*[*"), ("model", "m[*"), ("model", "m?*")),
    *(("name", ""), ("name", "*"), ("error", "*"), ("model", "gpt-4o"), ("user", "u*", "用户")),
    *(("trace", "0*"), ("trace", "*7"), ("trace", "00zz*"), ("span", "00"), ("parent", "*")),
    *(
        ("name", "退款*"),
        ("name", "*a"),
        ("name", "a*b"),
        ("app", "a*b"),
        ("app", "*"),
        ("metadata.lang", "en"),
    ),
)
"""Fields with patterns that are easily taken for something else."""

Question = Callable[[SpanStore, Naive], str | None]
"""Asks both and says how they differ, if they do."""


def filters(random: Random, spans: Sequence[Span]) -> Filter:
    """A filter that means some of the spans, or none."""
    if random.random() < 0.2:
        field, *patterns = random.choice(_SHARP)
        return Filter((Condition(field, AnyOf(tuple(patterns)), random.random() < 0.3),))
    number = random.choice([0, 1, 1, 1, 2, 3])
    return Filter(tuple(_condition(random, spans) for _ in range(number)))


def _condition(random: Random, spans: Sequence[Span]) -> Condition | Words:
    kind, negated = random.random(), random.random() < 0.3
    if kind < 0.15:
        return Words(random.choice(["refund", "refund*", "退款", "政策", "find_order"]), negated)
    if kind < 0.2:
        return Condition("root", AnyOf((random.choice(["true", "false"]),)), negated)
    if kind < 0.5:
        return _number_condition(random, spans, negated)
    field = random.choice(TEXTS)
    values = [text_of(random.choice(spans), field) or "" for _ in range(random.choice([1, 1, 3]))]
    return Condition(field, AnyOf(tuple(_pattern(random, value) for value in values)), negated)


def _pattern(random: Random, value: str) -> str:
    cut = random.randrange(len(value) + 1)
    choices = (value, value, "*", f"{value[:cut]}*", f"*{value[cut:]}", f"*{value[1:-1]}*")
    return random.choice((*choices, f"{value[:cut]}*{value[cut:]}", value.upper(), "nothing"))


def _number_condition(random: Random, spans: Sequence[Span], negated: bool) -> Condition:
    field = random.choice(NUMBERS)
    found = [value_of(random.choice(spans), field) for _ in range(4)]
    known = sorted(v for v in found if isinstance(v, int | float) and not isinstance(v, bool))
    low = random.choice([None, *known[:1]])
    high = random.choice([None, *known[-1:]])
    inclusive = random.choice([True, False])
    return Condition(field, Between(low, high, inclusive, random.choice([True, False])), negated)


def questions(seed: int, spans: Sequence[Span], rounds: int) -> Iterator[tuple[str, Question]]:
    """Named questions at random, all kinds in each round."""
    random = Random(seed)
    for _ in range(rounds):
        filter_ = filters(random, spans)
        app = random.choice([None, *APPS, "nobody"])
        some = [span.key for span in random.sample(spans, min(len(spans), 40))]
        ids = random.choice([None, None, some, [], [*some, SpanKey("shop", "f" * 32, "f" * 16)]])
        span = random.choice(spans)
        said = f"{filter_} app={app} ids={ids is not None}"
        yield f"page {said}", _pages(filter_, app, ids, random)
        yield f"facets {said}", _facets(filter_, app, ids, random)
        yield f"trend {said}", _trend(filter_, app, ids, random)
        yield f"sample {said}", _sample(filter_, app, ids, random)
        yield f"everything {said}", _everything(filter_, app)
        yield f"trace {span.key} {app}", _same("trace", span.key.trace_id, app)
        yield f"get {span.key}", _same("get", span.key)
        yield "payloads", _same("payloads", [*some, SpanKey("shop", "f" * 32, "f" * 16)])
        name = random.choice(APPS)
        yield f"session {span.session}", _same("session", name, span.session or "s0")
        yield f"near {span.start_ns}", _near(name, span.start_ns + random.choice([0, 1, HOUR]))


def differences(
    store: SpanStore, spans: Sequence[Span], *, seed: int, rounds: int
) -> Iterator[str]:
    """Stores the spans in an empty store, asks everything, deletes some, and asks again."""
    naive = Naive()
    half = len(spans) // 2
    for some in (spans[:half], spans[half // 2 :], _changed(spans)):
        if store.add(some) != naive.add(some):
            yield "add: which spans were new"
    yield from _asked(store, naive, spans, seed, rounds)
    gone = [span.key for span in Random(seed).sample(spans, len(spans) // 5)]
    gone = [*gone, *gone[:3], SpanKey("nobody", "e" * 32, "e" * 16)]
    if store.delete(gone) != naive.delete(gone):
        yield "delete: how many there were"
    yield from _asked(store, naive, spans, seed + 1, rounds)


def _changed(spans: Sequence[Span]) -> list[Span]:
    """Spans that are there, with something else in them: they must stay as they were."""
    return [dataclasses.replace(span, name="changed", payload=Payload()) for span in spans[:3]]


def _asked(
    store: SpanStore, naive: Naive, spans: Sequence[Span], seed: int, rounds: int
) -> Iterator[str]:
    for name, question in questions(seed, spans, rounds):
        if (difference := question(store, naive)) is not None:
            yield f"{name}: {difference}"


def _same(method: str, *values: Any) -> Question:
    def ask(store: SpanStore, naive: Naive) -> str | None:
        return _unlike(getattr(store, method)(*values), getattr(naive, method)(*values))

    return ask


def _unlike(got: object, wanted: object) -> str | None:
    return None if got == wanted else f"got {got!r:.300}, wanted {wanted!r:.300}"


def _pages(
    filter_: Filter, app: str | None, ids: Sequence[SpanKey] | None, random: Random
) -> Question:
    options = {
        "limit": random.choice([1, 3, 50, 1000]),
        "oldest_first": random.choice([True, False]),
        "app": app,
        "ids": ids,
    }

    def ask(store: SpanStore, naive: Naive) -> str | None:
        return _unlike(walked(store, filter_, 8, **options), walked(naive, filter_, 8, **options))

    return ask


def walked(store: SpanStore, filter_: Filter, most: int, **options: Any) -> list[tuple[Span, ...]]:
    """The first pages of a list, `most` of them."""
    pages: list[tuple[Span, ...]] = []
    after = None
    while len(pages) < most:
        page = store.page(filter_, after=after, **options)
        pages.append(page.spans)
        after = page.after
        if after is None:
            break
    return pages


def _facets(
    filter_: Filter, app: str | None, ids: Sequence[SpanKey] | None, random: Random
) -> Question:
    fields, limit = random.sample(TEXTS, 3), random.choice([2, 20])

    def ask(store: SpanStore, naive: Naive) -> str | None:
        return _unlike(
            store.facets(filter_, fields, app=app, limit=limit, ids=ids),
            naive.facets(filter_, fields, app=app, limit=limit, ids=ids),
        )

    return ask


def _trend(
    filter_: Filter, app: str | None, ids: Sequence[SpanKey] | None, random: Random
) -> Question:
    of = random.sample(MEASURES, random.randrange(1, len(MEASURES)))
    by = random.choice([None, "model", "app", "metadata.lang", random.choice(TEXTS)])
    every_ns = random.choice([HOUR, 24 * HOUR, 10**9, 7])

    def ask(store: SpanStore, naive: Naive) -> str | None:
        got = store.trend(filter_, of, app=app, by=by, every_ns=every_ns, ids=ids)
        wanted = naive.trend(filter_, of, app=app, by=by, every_ns=every_ns, ids=ids)
        close = len(got) == len(wanted) and all(map(_alike, got, wanted))
        return None if close else f"by {by}: {_unlike(got, wanted)}"

    return ask


def _alike(got: TrendPoint, wanted: TrendPoint) -> bool:
    """Whether two points are the same but for how sums and fractions are rounded."""
    if (got.start_ns, got.group) != (wanted.start_ns, wanted.group):
        return False
    if list(got.values) != list(wanted.values):
        return False
    return all(
        one is other or (one is not None and other is not None and math.isclose(one, other))
        for one, other in zip(got.values.values(), wanted.values.values(), strict=True)
    )


def _everything(filter_: Filter, app: str | None) -> Question:
    def ask(store: SpanStore, naive: Naive) -> str | None:
        got = list(store.everything(filter_, app=app))
        return _unlike(got, list(naive.everything(filter_, app=app)))

    return ask


def _near(app: str, time_ns: int) -> Question:
    def ask(store: SpanStore, naive: Naive) -> str | None:
        got, wanted = store.near(app, time_ns, 5), naive.near(app, time_ns, 5)
        far = [sorted(abs(span.start_ns - time_ns) for span in spans) for spans in (got, wanted)]
        known = {narrow(span) for span in naive.spans.values() if span.key.app == app}
        in_order = got == sorted(got, key=lambda span: span.start_ns)
        if far[0] == far[1] and in_order and known.issuperset(got) and len(set(got)) == len(got):
            return None
        return _unlike(got, wanted)

    return ask


def _sample(
    filter_: Filter, app: str | None, ids: Sequence[SpanKey] | None, random: Random
) -> Question:
    number, seed = random.choice([0, 1, 5, 30]), random.randrange(100)
    by = random.choice([None, "model", "app", "metadata.lang"])

    def ask(store: SpanStore, naive: Naive) -> str | None:
        got = store.sample(filter_, number, app=app, by=by, seed=seed, ids=ids)
        wanted = naive.sample(filter_, number, app=app, by=by, seed=seed, ids=ids)
        if got != store.sample(filter_, number, app=app, by=by, seed=seed, ids=ids):
            return "another sample from the same seed"
        sorts = [
            Counter((by and text_of(_full(naive, s.span), by), s.inclusion) for s in sampled)
            for sampled in (got, wanted)
        ]
        meant = {narrow(span) for _, span in naive.meant(filter_, app, ids)}
        chosen = [sampled.span for sampled in got]
        if not meant.issuperset(chosen) or len(set(chosen)) != len(chosen):
            return "spans that are not meant, or twice"
        if chosen != sorted(chosen, key=lambda span: span.start_ns):
            return "not in order of time"
        return _unlike(sorts[0], sorts[1])

    return ask


def _full(naive: Naive, span: Span) -> Span:
    return naive.spans.get(span.key, span)


def fair_samples(new_store: Callable[[], SpanStore]) -> Iterator[str]:
    """Whether samples are fair over many seeds and do not depend on the order of arrival.

    Each span is drawn about as often as its probability says: within five standard deviations.
    """
    spans, seeds, number = world(3, 60), 400, 15
    store, turned = new_store(), new_store()
    store.add(spans)
    turned.add(spans[::-1])
    drawn: Counter[SpanKey] = Counter()
    expected: dict[SpanKey, float] = {}
    for seed in range(seeds):
        sampled = store.sample(Filter(), number, by="model", seed=seed)
        keys = {one.span.key for one in sampled}
        if keys != {s.span.key for s in turned.sample(Filter(), number, by="model", seed=seed)}:
            yield f"seed {seed}: the sample depends on the order of arrival"
            return
        drawn.update(keys)
        expected |= {one.span.key: one.inclusion for one in sampled}
    for key in (span.key for span in spans):
        share = expected.get(key, 0.0)
        if abs(drawn[key] - seeds * share) > 5 * math.sqrt(seeds * share * (1 - share)):
            yield f"{key} was drawn {drawn[key]} times of {seeds}, not with probability {share}"
        if not drawn[key]:
            yield f"{key} was never drawn"
    rates = [
        Counter(s.span.status for s in store.sample(Filter(), 20, seed=s)) for s in range(seeds)
    ]
    failed = sum(span.status == "error" for span in spans) / len(spans)
    error = math.sqrt(failed * (1 - failed) * (1 / 20 - 1 / len(spans)) / seeds)
    if abs(sum(rate["error"] for rate in rates) / seeds / 20 - failed) > 5 * error * 1.01:
        yield "failures are drawn more often or less often than others"
