"""How an application is doing: numbers beside those before, what is new, and what needs somebody.

It is read from indexes and from samples of fixed size, so that it costs a second where the period
and the one before have a million spans, and half of that with 400,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from genchi.observing import needs
from genchi.observing.needs import Need
from genchi.observing.periods import Period
from genchi.observing.tiles import (
    Tile,
    cost_tile,
    fair_outputs,
    feedback_tile,
    pass_rate_tile,
    thumbs,
    traffic,
    traffic_tiles,
)
from genchi.records import AnyOf, Between, Condition, Filter
from genchi.review.items import said_of
from genchi.store import Store
from genchi.store.interface import Measure, TrendPoint

MOST_MARKERS = 20
_LOOK_AT = 500


@dataclass(frozen=True, slots=True)
class Marker:
    """The moment from which a prompt version or a model is seen that was not seen before."""

    at_ns: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page shows; `criterion` is the one that the pass rate is of."""

    tiles: tuple[Tile, ...]
    criterion: str | None
    markers: tuple[Marker, ...]
    needs: tuple[Need, ...]


def overview(
    store: Store,
    app: str,
    period: Period,
    *,
    now_ns: int,
    beside: Executor,
    criterion: str | None = None,
) -> Overview:
    """The overview of a period; without a criterion, of the one with the most labels.

    Of the two questions that take long, one is asked in a thread of `beside`. Its threads should
    last: the store keeps a connection for each.
    """
    counts = store.labels.counts(app)
    chosen = criterion or max(counts, key=lambda name: (counts[name], name), default=None)
    by_model = beside.submit(_by, store, app, period, "model", roots=False)
    seen, given = traffic(store, app, period), thumbs(store, app)
    labelled = fair_outputs(store, app, chosen) if chosen in counts and chosen else []
    models = by_model.result()
    volume, p95, errors = traffic_tiles(seen, period)
    tiles = (
        pass_rate_tile(labelled, period),
        volume,
        cost_tile(models, period),
        p95,
        errors,
        feedback_tile(given, period),
    )
    asks = [
        *_of_people(store, app, chosen, period, now_ns=now_ns),
        *needs.of_checks(store, app, period),
        *needs.of_traffic(seen, given, period),
        *needs.of_cost(models, period),
    ]
    found = [*_first_seen(store, app, period, "model", models), *_prompts(store, app, period)]
    markers = sorted(found, key=lambda marker: marker.at_ns)[-MOST_MARKERS:]
    return Overview(tiles, chosen, tuple(markers), tuple(asks))


def _of_people(
    store: Store, app: str, chosen: str | None, period: Period, *, now_ns: int
) -> Iterator[Need]:
    """What the people who judge have to do."""
    if chosen is None and not store.criteria.all(app):
        yield Need("no_criteria", {}, "/criteria")
        return
    yield from needs.of_today(store, app, chosen, now_ns)
    said = said_of(store.labels.current(app, chosen or ""))
    if not said:
        yield Need("no_labels", {}, "/review")
    else:
        yield from needs.of_labels(store, app, chosen or "", said, period)


def _by(store: Store, app: str, period: Period, field: str, *, roots: bool) -> list[TrendPoint]:
    """Spans, tokens and cost by a field, in this period and the one before."""
    both = Period(period.before.start_ns, period.end_ns, period.every_ns)
    of: tuple[Measure, ...] = ("count", "tokens", "cost") if field == "model" else ("count",)
    return store.spans.trend(
        both.filter(roots=roots), of, app=app, by=field, every_ns=period.every_ns
    )


def _prompts(store: Store, app: str, period: Period) -> list[Marker]:
    """New prompt versions: of outputs where these have them, else of all spans, which costs more.

    The newest spans say which it is; where none of them has one, nothing is counted.
    """
    newest = store.spans.page(period.filter(roots=False), app=app, limit=_LOOK_AT).spans
    versioned = [span for span in newest if span.prompt_version]
    if not versioned:
        return []
    roots = any(span.parent_id is None for span in versioned)
    points = _by(store, app, period, "prompt_version", roots=roots)
    return _first_seen(store, app, period, "prompt_version", points)


def _first_seen(
    store: Store, app: str, period: Period, field: str, points: list[TrendPoint]
) -> list[Marker]:
    """The values that the period before does not have, the last that came."""
    first: dict[str, int] = {}
    for point in points:  # in order of time
        if point.group:
            first.setdefault(point.group, point.start_ns)
    new = [(at, value) for value, at in first.items() if period.part_of(at) is not None]
    return [
        Marker(_moment(store, app, Condition(field, AnyOf((value,))), at), field, value)
        for at, value in sorted(new)[-MOST_MARKERS:]
    ]


def _moment(store: Store, app: str, is_so: Condition, since_ns: int) -> int:
    """When the first span from a time on began for which something is so."""
    since = Condition("time", Between(low=since_ns))
    page = store.spans.page(Filter((since, is_so)), app=app, limit=1, oldest_first=True)
    return page.spans[0].start_ns if page.spans else since_ns
