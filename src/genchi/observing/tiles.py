"""The numbers at the top: how an application did in a period, and in the one before.

| tile | is | of |
|---|---|---|
| `pass_rate` | the share of good outputs, by the labels that are a fair sample | labelled outputs |
| `volume` | how many | outputs (spans within no other) |
| `cost` | US dollars | all spans that know their cost |
| `p95` | the 95th percentile of latency in seconds, exact | outputs |
| `errors` | the share that failed | outputs |
| `feedback` | the share of thumbs that point up | the last 10,000 thumbs |

Shares have Wilson's interval (of the pass rate as in `genchi.review.rates`); sums and percentiles
have none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from genchi.observing.periods import Period
from genchi.review.outputs import LabelledOutput, fairly, only_labelled
from genchi.review.rates import fair_interval
from genchi.stats import Interval, wilson
from genchi.store import Store
from genchi.store.interface import Measure, TrendPoint

TileName = Literal["pass_rate", "volume", "cost", "p95", "errors", "feedback"]
_ONE_PART = 2**62
_THUMBS = 10_000


@dataclass(frozen=True, slots=True)
class Tile:
    """One number: now, with its interval where it has one, before, and in each part of the period.

    `n` is how many observations it rests on. None is unknown: nothing of the kind was recorded.
    """

    name: TileName
    value: float | None
    interval: Interval | None
    before: float | None
    before_interval: Interval | None
    n: int
    series: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Traffic:
    """What was recorded in a period and the one before it: outputs by part, and as a whole."""

    parts: tuple[TrendPoint, ...]
    now: TrendPoint | None
    before: TrendPoint | None


@dataclass(frozen=True, slots=True)
class Thumbs:
    """Thumbs as (time, whether it points up), newest first."""

    given: tuple[tuple[int, bool], ...]

    def share(self, period: Period) -> Interval | None:
        """The share that points up in a period; None where there is none."""
        ups = [up for at, up in self.given if period.part_of(at) is not None]
        return wilson(sum(ups), len(ups)) if ups else None


_TRAFFIC: tuple[Measure, ...] = ("count", "errors", "p95")


def traffic(store: Store, app: str, period: Period) -> Traffic:
    """What was recorded: three questions to the store, each answered from an index of outputs."""

    def asked(of: Period, every_ns: int) -> list[TrendPoint]:
        return store.spans.trend(of.filter(roots=True), _TRAFFIC, app=app, every_ns=every_ns)

    now, before = (next(iter(asked(p, _ONE_PART)), None) for p in (period, period.before))
    return Traffic(tuple(asked(period, period.every_ns)), now, before)


def thumbs(store: Store, app: str) -> Thumbs:
    """The last thumbs that users gave."""
    found = store.feedback.recent(app, "thumbs", _THUMBS)
    return Thumbs(tuple((one.at_ns, (one.value or 0.0) >= 0.5) for one in found))


def traffic_tiles(seen: Traffic, period: Period) -> list[Tile]:
    """Volume, latency and errors."""

    def tile(name: TileName, measure: Measure) -> Tile:
        now, before = (_of(point, measure) for point in (seen.now, seen.before))
        series = _series(period, seen.parts, lambda point: point.values[measure])
        n = int(_of(seen.now, "count") or 0)
        return Tile(name, now, None, before, None, n, series)

    rates = [error_rate(point) for point in (seen.now, seen.before)]
    series = _series(period, seen.parts, lambda p: _value(error_rate(p)))
    errors = _share_tile("errors", rates[0], rates[1], series)
    return [tile("volume", "count"), tile("p95", "p95"), errors]


def error_rate(point: TrendPoint | None) -> Interval | None:
    """The share of outputs that failed; None where there are none."""
    count = int(_of(point, "count") or 0)
    return wilson(int(_of(point, "errors") or 0), count) if count else None


def cost_tile(points: Sequence[TrendPoint], period: Period) -> Tile:
    """What all spans cost, from points by model of this period and the one before."""
    known = [
        (p.start_ns, cost, int(p.values["count"] or 0))
        for p in points
        if (cost := p.values["cost"]) is not None
    ]
    before = [cost for at, cost, _ in known if period.before.part_of(at) is not None]
    sums: dict[int, list[float]] = defaultdict(list)
    counted = 0
    for at, cost, spans in known:
        part = period.part_of(at)
        if part is not None:
            sums[part].append(cost)
            counted += spans
    series = tuple(math.fsum(sums[n]) if n in sums else None for n in range(period.parts))
    now = [cost for costs in sums.values() for cost in costs]
    return Tile("cost", _sum(now), None, _sum(before), None, counted, series)


def feedback_tile(given: Thumbs, period: Period) -> Tile:
    """How many of the thumbs point up."""
    parts: dict[int, list[bool]] = defaultdict(list)
    for at, up in given.given:
        part = period.part_of(at)
        if part is not None:
            parts[part].append(up)
    series = tuple(
        sum(parts[n]) / len(parts[n]) if n in parts else None for n in range(period.parts)
    )
    return _share_tile("feedback", given.share(period), given.share(period.before), series)


def fair_outputs(store: Store, app: str, criterion: str) -> list[LabelledOutput]:
    """The labelled outputs of an application with the labels that rates may be made of."""
    labelled = only_labelled(store, app, criterion)
    everything = len(labelled) >= store.spans.count(app, roots=True)
    return [output for output in fairly(labelled, everything=everything) if output.labels]


def pass_rate_tile(outputs: Iterable[LabelledOutput], period: Period) -> Tile:
    """How many of the outputs of a period were good."""
    known = list(outputs)
    now, before = (
        [o for o in known if of.part_of(o.start_ns) is not None] for of in (period, period.before)
    )
    parts = by_part(now, period)
    series = tuple(_value(rate_of(parts[n])) if n in parts else None for n in range(period.parts))
    return _share_tile("pass_rate", rate_of(now), rate_of(before), series)


def by_part(outputs: Iterable[LabelledOutput], period: Period) -> dict[int, list[LabelledOutput]]:
    """The outputs in each part of a period that has some."""
    parts: dict[int, list[LabelledOutput]] = {}
    for output in outputs:
        part = period.part_of(output.start_ns)
        if part is not None:
            parts.setdefault(part, []).append(output)
    return parts


def rate_of(outputs: Sequence[LabelledOutput]) -> Interval | None:
    """The rate of good ones; None of none."""
    return fair_interval(outputs) if outputs else None


def _share_tile(
    name: TileName,
    now: Interval | None,
    before: Interval | None,
    series: tuple[float | None, ...],
) -> Tile:
    n = int(now.n) if now else 0
    return Tile(name, _value(now), now, _value(before), before, n, series)


def _series(
    period: Period, points: Sequence[TrendPoint], read: Callable[[TrendPoint], float | None]
) -> tuple[float | None, ...]:
    found = {period.part_of(point.start_ns): read(point) for point in points}
    return tuple(found.get(number) for number in range(period.parts))


def _of(point: TrendPoint | None, measure: Measure) -> float | None:
    return None if point is None else point.values[measure]


def _value(interval: Interval | None) -> float | None:
    return None if interval is None else interval.value


def _sum(values: Sequence[float]) -> float | None:
    return math.fsum(values) if values else None
