"""What rooms above ask about spans: the questions a backend must answer, and their answers.

SQLite answers them here; another backend (ClickHouse, PostgreSQL) offers the same methods and
passes the same tests. Payloads come only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from genchi.records import Filter, Payload, Span, SpanKey

Measure = Literal["count", "errors", "p50", "p95", "p99", "tokens", "cost"]
"""What a trend can show: spans, failed spans, percentiles of latency (s), tokens, USD."""


@dataclass(frozen=True, slots=True)
class Page:
    """Spans in order, without payloads; `after` is where the next page begins, None at the end."""

    spans: tuple[Span, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a field and how many spans have each, most frequent first.

    `other` is how many spans have values that are not listed, `missing` how many have none.
    """

    field: str
    values: tuple[tuple[str, int], ...]
    other: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One group in one stretch of time. A measure that is not known (no latency) is None."""

    start_ns: int
    group: str | None
    values: dict[Measure, float | None]


@dataclass(frozen=True, slots=True)
class Sampled:
    """A span and the probability with which it came into the sample."""

    span: Span
    inclusion: float


@dataclass(frozen=True, slots=True)
class SessionTurn:
    """One trace of a session: its root, how many spans it has and how many of them failed."""

    root: Span
    spans: int
    errors: int


class SpanStore(Protocol):
    """Spans, written once, and every question about them.

    `app` None means all applications. `ids` narrows to these spans (they come from labels and
    verdicts). A filter never holds `label.` or `check.` conditions here: whoever asks has turned
    them into `ids`.
    """

    def add(self, spans: Sequence[Span], import_id: int | None = None) -> list[bool]:
        """Store spans; which were new. A span that is there already is left as it is."""

    def get(self, key: SpanKey) -> Span | None:
        """One span with its payload."""

    def page(
        self,
        filter_: Filter,
        *,
        app: str | None = None,
        limit: int = 50,
        after: str | None = None,
        oldest_first: bool = False,
        ids: Sequence[SpanKey] | None = None,
    ) -> Page:
        """The spans a filter means, newest first, ties by order of arrival."""

    def trace(self, trace_id: str, app: str | None = None) -> list[Span]:
        """The spans of a trace by start, without payloads."""

    def payloads(self, keys: Sequence[SpanKey]) -> dict[SpanKey, Payload]:
        """The payloads of these spans; spans that are not there are left out."""

    def facets(
        self,
        filter_: Filter,
        fields: Sequence[str],
        *,
        app: str | None = None,
        limit: int = 20,
        ids: Sequence[SpanKey] | None = None,
    ) -> list[Facet]:
        """How many spans have which value of each field."""

    def trend(
        self,
        filter_: Filter,
        of: Sequence[Measure],
        *,
        app: str | None = None,
        by: str | None = None,
        every_ns: int,
        ids: Sequence[SpanKey] | None = None,
    ) -> list[TrendPoint]:
        """Measures over time, by a text field or in one group; stretches without spans are left out.

        Stretches begin at multiples of `every_ns` since 1970. Percentiles are exact, by linear
        interpolation between order statistics (Hyndman and Fan, type 7).
        """

    def sample(
        self,
        filter_: Filter,
        number: int,
        *,
        app: str | None = None,
        by: str | None = None,
        seed: int = 0,
        ids: Sequence[SpanKey] | None = None,
    ) -> list[Sampled]:
        """A random sample, in equal parts from each value of `by` where it is given.

        The same seed over the same spans gives the same sample, whatever order they came in.
        """

    def near(self, app: str, time_ns: int, number: int = 20) -> list[Span]:
        """The spans of an application that started closest to a moment, in order of time."""

    def session(self, app: str, session: str) -> list[SessionTurn]:
        """The traces of a session, in order of time."""

    def delete(self, keys: Sequence[SpanKey]) -> int:
        """Remove spans with their payloads, and index entries; how many there were."""

    def everything(self, filter_: Filter, *, app: str | None = None) -> Iterator[Span]:
        """All spans a filter means, oldest first, with payloads, without growing with their number."""
