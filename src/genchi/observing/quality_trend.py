"""The rate of good outputs over time: by the labels that are a fair sample, or by a check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from genchi.observing.judged import narrowed
from genchi.observing.tiles import fair_outputs
from genchi.records import AnyOf, Condition, Filter, SpanKey
from genchi.review.outputs import LabelledOutput
from genchi.review.rates import fair_interval
from genchi.stats import Interval, wilson
from genchi.store import Store

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class QualityPoint:
    """One stretch of time: the rate with its limits, of `n` outputs."""

    start_ns: int
    value: float | None
    low: float | None
    high: float | None
    n: int


def quality_trend(
    store: Store, app: str, criterion: str, filter_: Filter, *, every_ns: int
) -> list[QualityPoint]:
    """The rate of good outputs among those that a filter means, by fair labels."""
    outputs = fair_outputs(store, app, criterion)
    meant = _meant(store, app, filter_, [output.span for output in outputs])
    parts: dict[int, list[LabelledOutput]] = {}
    for output in outputs:
        if output.span in meant:
            parts.setdefault(output.start_ns // every_ns * every_ns, []).append(output)
    return [_point(start, fair_interval(some)) for start, some in sorted(parts.items())]


def check_trend(
    store: Store, app: str, spec: str, filter_: Filter, *, every_ns: int
) -> list[QualityPoint]:
    """The share of outputs that a check passes, of those it passed or failed."""
    counts: dict[int, dict[str, int]] = {}
    for outcome in ("pass", "fail"):
        condition = Condition(f"check.{spec}", AnyOf((outcome,)))
        asked, ids = narrowed(store, Filter((*filter_.conditions, condition)), app)
        for point in store.spans.trend(asked, ["count"], app=app, every_ns=every_ns, ids=ids):
            counts.setdefault(point.start_ns, {})[outcome] = int(point.values["count"] or 0)
    return [
        _point(start, wilson(of.get("pass", 0), sum(of.values())))
        for start, of in sorted(counts.items())
    ]


def _meant(store: Store, app: str, filter_: Filter, keys: Iterable[SpanKey]) -> set[SpanKey]:
    """Those of these outputs that a filter means."""
    asked, ids = narrowed(store, filter_, app)
    among = set(keys) if ids is None else set(keys).intersection(ids)
    if not asked.conditions:
        return among
    found, left = set[SpanKey](), list(among)
    for start in range(0, len(left), _AT_ONCE):
        some = left[start : start + _AT_ONCE]
        found |= {s.key for s in store.spans.page(asked, app=app, limit=_AT_ONCE, ids=some).spans}
    return found


def _point(start_ns: int, rate: Interval) -> QualityPoint:
    return QualityPoint(start_ns, rate.value, rate.low, rate.high, int(rate.n))
