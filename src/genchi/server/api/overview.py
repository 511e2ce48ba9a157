"""The endpoints of the first page: how an application is doing, and its quality over time."""

from __future__ import annotations

from genchi.errors import UsageError
from genchi.observing.measuring import nanoseconds_of
from genchi.observing.overview import Overview, overview
from genchi.observing.periods import RANGES, Period, period_between, period_of
from genchi.observing.quality_trend import QualityPoint, check_trend, quality_trend
from genchi.records import Filter
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import APP, FILTER
from genchi.server.remembered import Remembered

EVERYTHING = "all"
_LATEST = 2**62
"""The moment after which nothing is asked for: in the year 2116."""
_KEPT_NS = 5 * 10**9
"""How long an overview is good for: several who look at one time cost as much as one."""
_overviews: Remembered[Overview] = Remembered(32)


def _overview(context: Context, asked: Asked) -> Overview:
    app, criterion, now_ns = asked.one_app(), asked.maybe("criterion"), context.clock()
    period = _period(context, asked, app, now_ns)
    return _overviews.get(
        (str(context.store.path), app, criterion, period),
        now_ns // _KEPT_NS,
        lambda: overview(
            context.store,
            app,
            period,
            now_ns=now_ns,
            beside=context.beside,
            criterion=criterion,
        ),
    )


def _period(context: Context, asked: Asked, app: str, now_ns: int) -> Period:
    since, until = asked.values["since_ns"], asked.values["until_ns"]
    if since is not None or until is not None:
        return period_between(int(since or 0), now_ns if until is None else int(until))
    if asked.text("range") != EVERYTHING:
        return period_of(asked.text("range"), now_ns)
    first = context.store.spans.page(Filter(), app=app, limit=1, oldest_first=True).spans
    return period_between(first[0].start_ns, now_ns + 1) if first else period_of("24h", now_ns)


def _quality(context: Context, asked: Asked) -> list[QualityPoint]:
    app, criterion, check = asked.one_app(), asked.maybe("criterion"), asked.maybe("check")
    filter_, every_ns = (
        context.traces.parsed(asked.text("filter")),
        nanoseconds_of(asked.text("every")),
    )
    if check is not None:
        return check_trend(context.store, app, check, filter_, every_ns=every_ns)
    if criterion is None:
        raise UsageError("say of what: criterion=NAME for labels, or check=SPEC for a check")
    return quality_trend(context.store, app, criterion, filter_, every_ns=every_ns)


ENDPOINTS = (
    Endpoint(
        "/api/overview",
        "Numbers beside those of the period before, what is new in it, and what needs somebody.",
        (
            APP,
            Parameter("range", f"{', '.join(RANGES)} or all, up to now", default="7d"),
            Parameter(
                "since_ns",
                "or: from when, nanoseconds since 1970",
                "integer",
                least=0,
                most=_LATEST,
            ),
            Parameter("until_ns", "until before when", "integer", least=0, most=_LATEST),
            Parameter("criterion", "of which the pass rate is; else the one with most labels"),
        ),
        _overview,
        Overview,
    ),
    Endpoint(
        "/api/quality/trend",
        "The rate of good outputs over time by fair labels, or of those that a check passes.",
        (
            APP,
            Parameter("criterion", "what the labels are about"),
            Parameter("check", "or: the spec of a check"),
            Parameter("every", "length of a stretch, such as 1h or 1d", default="1d"),
            FILTER,
        ),
        _quality,
        list[QualityPoint],
    ),
)
