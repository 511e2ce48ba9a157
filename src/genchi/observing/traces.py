"""`Traces`: every question about recorded spans, with filters as people type them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from genchi.errors import OutsideError, UsageError
from genchi.observing.judged import narrowed
from genchi.observing.measuring import nanoseconds_of
from genchi.observing.pages import pages
from genchi.records import (
    ROOTS,
    AnyOf,
    Condition,
    Filter,
    Payload,
    Span,
    SpanKey,
    Words,
    parse_filter,
)
from genchi.store import Store
from genchi.store.interface import Facet, Measure, Page, Sampled, SessionTurn, TrendPoint

_CATCH_UP = 20_000
"""Spans that a search adds to the text index before it begins, where no server does that."""
_TRACE_ID = re.compile(r"[0-9a-f]{1,32}")
_SPAN_ID = re.compile(r"[0-9a-f]{16}")


class NotFoundError(UsageError):
    """A trace, span or session that is not there."""


class Traces:
    """The recorded spans of a store, asked for by filters.

    A filter is a text such as `model:gpt-4* latency:>2s refund`, or a `Filter`.

    `app` narrows to one application, whatever the filter says.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], int] = time.time_ns,
        feeds_index: Callable[[], bool] = lambda: False,
    ) -> None:
        """`feeds_index` says whether nobody else feeds the text index: searching does so then."""
        self._store, self._clock, self._feeds_index = store, clock, feeds_index

    def parsed(self, asked: str | Filter, *, roots: bool = False) -> Filter:
        """A filter as data; `roots` adds that spans within others are not meant."""
        now_ns = self._clock()
        filter_ = parse_filter(asked, now_ns=now_ns) if isinstance(asked, str) else asked
        if not roots:
            return filter_
        return Filter((*filter_.conditions, *ROOTS.conditions))

    def find(
        self,
        asked: str | Filter = "",
        *,
        app: str | None = None,
        roots: bool = False,
        limit: int = 50,
        after: str | None = None,
        oldest_first: bool = False,
    ) -> Page:
        """One page of spans without payloads, newest first; `roots` leaves out those in others."""
        filter_, ids = self._asked(asked, app, roots=roots)
        return self._store.spans.page(
            filter_, app=app, limit=limit, after=after, oldest_first=oldest_first, ids=ids
        )

    def trace(self, trace_id: str, *, app: str | None = None) -> list[Span]:
        """The spans of a trace by start, without payloads. The beginning of its id is enough."""
        spans = self._store.spans.trace(self._whole_id(trace_id, app), app)
        if not spans:
            raise NotFoundError(f"there is no trace {trace_id}: `genchi traces` lists them")
        return spans

    def trace_id(self, beginning: str, *, app: str | None = None) -> str:
        """The id of the one trace whose id begins so, and that is there."""
        whole = self._whole_id(beginning, app)
        if self._first(Filter((Condition("trace", AnyOf((whole,))),)), app) is None:
            raise NotFoundError(f"there is no trace {whole}: `genchi traces` lists them")
        return whole

    def payload(self, key: SpanKey) -> Payload:
        """What went into a span and what came out."""
        ids = key.trace_id, key.span_id
        there = len(ids[0]) == 32 and _TRACE_ID.fullmatch(ids[0]) and _SPAN_ID.fullmatch(ids[1])
        found = self._store.spans.payloads([key]).get(key) if there else None
        if found is None:
            raise NotFoundError(f"{key.app!r} has no span {key.span_id} in trace {key.trace_id}")
        return found

    def payloads(self, keys: Sequence[SpanKey]) -> dict[SpanKey, Payload]:
        """The payloads of these spans."""
        return self._store.spans.payloads(keys)

    def with_payloads(self, spans: Sequence[Span]) -> list[Span]:
        """These spans with what went in and came out."""
        payloads = self.payloads([span.key for span in spans])
        return [replace(span, payload=payloads.get(span.key)) for span in spans]

    def facets(
        self,
        fields: Sequence[str],
        asked: str | Filter = "",
        *,
        app: str | None = None,
        limit: int = 20,
    ) -> list[Facet]:
        """How many spans have which value of each field."""
        filter_, ids = self._asked(asked, app)
        return self._store.spans.facets(filter_, fields, app=app, limit=limit, ids=ids)

    def trend(
        self,
        asked: str | Filter = "",
        *,
        of: Sequence[Measure] = ("count",),
        every: str = "1h",
        by: str | None = None,
        app: str | None = None,
    ) -> list[TrendPoint]:
        """Measures over time, in stretches such as `15m` or `1d`."""
        filter_, ids = self._asked(asked, app)
        every_ns = nanoseconds_of(every)
        return self._store.spans.trend(filter_, of, app=app, by=by, every_ns=every_ns, ids=ids)

    def sample(
        self,
        number: int,
        asked: str | Filter = "",
        *,
        by: str | None = None,
        seed: int = 0,
        app: str | None = None,
        roots: bool = False,
    ) -> list[Sampled]:
        """A random sample, the same for the same seed; in equal parts from each value of `by`."""
        filter_, ids = self._asked(asked, app, roots=roots)
        return self._store.spans.sample(filter_, number, app=app, by=by, seed=seed, ids=ids)

    def session(self, app: str, session: str) -> list[SessionTurn]:
        """The traces of a session, in order of time."""
        turns = self._store.spans.session(app, session)
        if not turns:
            raise NotFoundError(f"{app!r} has no session {session!r}")
        return turns

    def count(self, asked: str | Filter = "", *, app: str | None = None) -> int:
        """How many spans a filter means."""
        (facet,) = self.facets(["app"], asked, app=app)
        return facet.other + facet.missing + sum(count for _, count in facet.values)

    def everything(self, asked: str | Filter = "", *, app: str | None = None) -> Iterator[Span]:
        """All spans a filter means, oldest first, with payloads."""
        filter_, ids = self._asked(asked, app)
        if ids is None:
            yield from self._store.spans.everything(filter_, app=app)
            return
        for page in pages(self._store, filter_, app=app, oldest_first=True, ids=ids):
            yield from self.with_payloads(page)

    def of_person(self, user: str, *, app: str | None = None) -> list[SpanKey]:
        """A person's spans: those that name them, and those in the same traces that name nobody."""
        named = self._named(user, app)
        traces = {(key.app, key.trace_id) for key in named}
        beside = (span for one, trace in traces for span in self._store.spans.trace(trace, one))
        return [*named, *(span.key for span in beside if span.user is None)]

    def of_traces(self, trace_ids: Sequence[str], *, app: str | None = None) -> list[SpanKey]:
        """Every span of these traces."""
        return [span.key for trace_id in trace_ids for span in self.trace(trace_id, app=app)]

    def _named(self, user: str, app: str | None) -> list[SpanKey]:
        """The spans of a user. A `*` in the name stands for itself here."""
        filter_ = Filter((Condition("user", AnyOf((user,))),))
        found = pages(self._store, filter_, app=app)
        return [span.key for page in found for span in page if span.user == user]

    def _asked(
        self, asked: str | Filter, app: str | None, *, roots: bool = False
    ) -> tuple[Filter, Sequence[SpanKey] | None]:
        filter_ = self.parsed(asked, roots=roots)
        if any(isinstance(c, Words) for c in filter_.conditions) and self._feeds_index():
            with suppress(OutsideError):  # who may only read finds the same, only later
                self._store.text.catch_up(max_spans=_CATCH_UP)
        return narrowed(self._store, filter_, app)

    def _whole_id(self, beginning: str, app: str | None) -> str:
        """The id of the one trace whose id begins so."""
        beginning = beginning.strip().lower()
        if not _TRACE_ID.fullmatch(beginning):
            raise NotFoundError(f"{beginning!r} is no trace id: it has up to 32 of 0-9 and a-f")
        if len(beginning) == 32:
            return beginning
        like = Condition("trace", AnyOf((f"{beginning}*",)))
        first = self._first(Filter((like,)), app)
        if first is None:
            raise NotFoundError(f"there is no trace {beginning}: `genchi traces` lists them")
        other = Condition("trace", AnyOf((first,)), negated=True)
        second = self._first(Filter((like, other)), app)
        if second is not None:
            raise UsageError(
                f"{beginning} begins several trace ids ({first}, {second}, …): give more of it"
            )
        return first

    def _first(self, filter_: Filter, app: str | None) -> str | None:
        spans = self._store.spans.page(filter_, app=app, limit=1).spans
        return spans[0].key.trace_id if spans else None
