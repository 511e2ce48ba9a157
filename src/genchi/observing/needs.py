"""What asks for somebody's attention: a code each, by thresholds that are written here.

| code | when |
|---|---|
| `no_criteria` | nobody has said what good means, and nothing is labelled |
| `no_labels` | the criterion has no labels |
| `review_due` | today's reviewer, anybody where there is no rota, has done less than the goal |
| `errors_up` | the share of failed outputs is above that of the period before, intervals apart |
| `latency_up` | the 95th percentile is at least 1.25 times that before, of 100 outputs in each |
| `check_failing` | a check fails a larger share than before, intervals apart |
| `disagree` | 3 or more labels of the period contradict a check with a kappa of 0.2 or more |
| `bad_feedback` | somebody's thumb pointed down |
| `unknown_cost` | a model used tokens and no span of it knows its cost |

Shares are compared by Wilson's 95 % intervals, a stricter test than one of the difference. Checks
are compared on the newest 1,000 outputs of each period, so that it costs the same at any size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from genchi.observing.periods import Period
from genchi.observing.tiles import Thumbs, Traffic, error_rate
from genchi.records import AnyOf, Between, Condition, Filter, Json, SpanKey, filter_text
from genchi.review.items import Said
from genchi.review.queueing import GOAL, done_today
from genchi.stats import Interval, cohen_kappa, wilson
from genchi.store import Store
from genchi.store.interface import TrendPoint

SLOWER, FEWEST_TIMED = 1.25, 100
FEWEST_APART, FAIR_KAPPA = 3, 0.2
"""From 0.2 on agreement is called fair (Landis & Koch 1977)."""
NEWEST = 1_000
_MOST_CHECKS = 3

Code = Literal[
    "no_criteria",
    "no_labels",
    "review_due",
    "errors_up",
    "latency_up",
    "check_failing",
    "disagree",
    "bad_feedback",
    "unknown_cost",
]


@dataclass(frozen=True, slots=True)
class Need:
    """Something to look at: what it is, its numbers, and the page of the app to look at it on."""

    code: Code
    values: Mapping[str, Json]
    to: str


def of_traffic(seen: Traffic, thumbs: Thumbs, period: Period) -> Iterator[Need]:
    """What the outputs of the period ask for."""
    now, before = error_rate(seen.now), error_rate(seen.before)
    if now and before and above(now, before):
        yield Need(
            "errors_up",
            {"rate": now.value, "before": before.value},
            _traces("status", AnyOf(("error",))),
        )
    if seen.now and seen.before and _slower(seen.now, seen.before):
        values = {"p95": seen.now.values["p95"], "before": seen.before.values["p95"]}
        slow = Between(low=values["before"], with_low=False)
        yield Need("latency_up", values, _traces("latency", slow))
    downs = sum(1 for at, up in thumbs.given if not up and period.part_of(at) is not None)
    if downs:
        yield Need("bad_feedback", {"n": downs}, "/traces")


def of_cost(points: Iterable[TrendPoint], period: Period) -> Iterator[Need]:
    """The model with the most spans that used tokens at a cost nobody knows."""
    spans: dict[str, int] = {}
    known = set[str]()
    for point in points:
        if point.group and period.part_of(point.start_ns) is not None:
            if point.values["cost"] is not None:
                known.add(point.group)
            elif point.values["tokens"]:
                spans[point.group] = spans.get(point.group, 0) + int(point.values["count"] or 0)
    unknown = {model: n for model, n in spans.items() if model not in known}
    if unknown:
        model = max(unknown, key=lambda name: (unknown[name], name))
        to = _traces("model", AnyOf((model,)))
        yield Need("unknown_cost", {"n": unknown[model], "model": model}, to)


def of_checks(store: Store, app: str, period: Period) -> Iterator[Need]:
    """The checks that fail more than before, those that rose most first."""
    keys = [_newest(store, app, of) for of in (period, period.before)]
    if not all(keys):
        return
    risen = []
    for spec in dict(store.verdicts.checks(app)):
        now, before = (_failing(store, app, spec, some) for some in keys)
        if now and before and above(now, before):
            risen.append((now.value - before.value, spec, now.value, before.value))
    for _, spec, rate, was in sorted(risen, reverse=True)[:_MOST_CHECKS]:
        values = {"check": spec, "rate": rate, "before": was}
        yield Need("check_failing", values, _traces(f"check.{spec}", AnyOf(("fail",))))


def of_today(store: Store, app: str, criterion: str | None, now_ns: int) -> Iterator[Need]:
    """The review of today, as long as the goal is not reached by whoever's turn it is."""
    days = store.reviewing.rota(app)
    person = days[datetime.fromtimestamp(now_ns / 10**9).astimezone().weekday()]
    if person is None and any(days):
        return  # a day off
    labelled = done_today(store, app, criterion or "", person, now_ns)
    if labelled < GOAL:
        values = {"person": person, "labelled": labelled, "goal": GOAL}
        yield Need("review_due", values, "/review")


def of_labels(
    store: Store, app: str, criterion: str, said: Mapping[SpanKey, Said], period: Period
) -> Iterator[Need]:
    """The check that labels of the period contradict most, of those that agree with people."""
    keys = [key for key, one in said.items() if one.value != 0.5]
    lately = {
        key
        for key in keys
        if any(period.part_of(label.created_ns) is not None for label in said[key].labels)
    }
    found = []
    for spec in dict(store.verdicts.checks(app)) if lately else ():
        verdicts = store.verdicts.on(keys, app, spec)
        pairs = {
            key: (said[key].value > 0.5, verdict.passed)
            for key, verdict in verdicts.items()
            if verdict.outcome in ("pass", "fail")
        }
        if pairs and cohen_kappa(*zip(*pairs.values(), strict=True)) >= FAIR_KAPPA:
            found.append((sum(a != b for key, (a, b) in pairs.items() if key in lately), spec))
    n, spec = max(found, default=(0, ""))
    if n >= FEWEST_APART:
        to = "/criteria?" + urlencode({"criterion": criterion, "check": spec})
        yield Need("disagree", {"check": spec, "n": n}, to)


def above(now: Interval, before: Interval) -> bool:
    """Whether a share is above another one beyond doubt: their intervals do not meet."""
    return now.low > before.high


def _slower(now: TrendPoint, before: TrendPoint) -> bool:
    p95, was = now.values["p95"], before.values["p95"]
    enough = min(now.values["count"] or 0, before.values["count"] or 0) >= FEWEST_TIMED
    return p95 is not None and was is not None and enough and was > 0 and p95 >= SLOWER * was


def _newest(store: Store, app: str, period: Period) -> list[SpanKey]:
    page = store.spans.page(period.filter(roots=True), app=app, limit=NEWEST)
    return [span.key for span in page.spans]


def _failing(store: Store, app: str, spec: str, keys: Sequence[SpanKey]) -> Interval | None:
    """The share of the outputs that a check fails, of those it judged."""
    found = [verdict.outcome for verdict in store.verdicts.on(keys, app, spec).values()]
    judged = [outcome for outcome in found if outcome in ("pass", "fail")]
    return wilson(judged.count("fail"), len(judged)) if judged else None


def _traces(field: str, test: AnyOf | Between) -> str:
    """The list of traces with a filter; the page keeps the time range itself."""
    return "/traces?" + urlencode({"filter": filter_text(Filter((Condition(field, test),)))})
