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
    """Spans in order, without payloads; `after` is where the next page begins, None at the end.

    It is text that only the backend reads, and stays good when the program starts again.
    """

    spans: tuple[Span, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a field and how many spans have each: most frequent first, then by value.

    `other` is how many spans have values that are not listed, `missing` how many have none; an
    empty text is none.
    """

    field: str
    values: tuple[tuple[str, int], ...]
    other: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One group in one stretch of time.

    `group` is None for spans without a value, or where nothing was asked to group by. A measure
    that is known of no span (no latency, no cost) is None; those that do not know it do not count.
    """

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
    """One trace of a session: its root, how many spans it has and how many of them failed.

    The root is the first span without a parent; where every span has one, the first of all.
    """

    root: Span
    spans: int
    errors: int


class SpanStore(Protocol):
    """Spans, written once, and every question about them.

    `app` None means all applications. `ids` narrows to these spans (they come from labels and
    verdicts), all of them where it is None. A filter never holds `label.` or `check.` conditions
    here: whoever asks has turned them into `ids`. What a filter cannot mean (an unknown field, a
    range of texts) is a `UsageError`; values that nothing can have find nothing.

    Text is compared as it is written; ids in either case. A value of `metadata.NAME` or
    `attribute.NAME` that is no text is compared as JSON, and of a list any item may be meant.
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
        """The spans a filter means, newest first, ties by arrival with the last to arrive first.

        `oldest_first` turns the whole order round. Following `after` to the end gives every span
        once, also while newer ones arrive. An `after` of another order is a `UsageError`.
        """

    def trace(self, trace_id: str, app: str | None = None) -> list[Span]:
        """The spans of a trace, by start and arrival, without payloads."""

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
        """How many spans have which value of each field of text, `metadata.` or `attribute.`."""

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
        """Measures over time, in order of time and then group; no point where there are no spans.

        `by` is a field as in `facets`; spans without a value are the group None, which comes first.
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
        """A random sample in order of time, in equal parts from each value of `by` if it is given.

        A group that is smaller than its part is taken whole and leaves the rest to the others; what
        does not divide goes to the largest, one each (of equal ones to the last by name). All
        samples of its size are equally likely within a group, so `inclusion` is its part divided by
        its size. The same seed over the same spans gives the same sample, whatever order they came
        in.
        """

    def near(self, app: str, time_ns: int, number: int = 20) -> list[Span]:
        """The spans of an application that started closest to a moment, in order of time.

        Of those that are equally far, any.
        """

    def session(self, app: str, session: str) -> list[SessionTurn]:
        """The traces with a span in a session, by start of their roots, counted with all spans."""

    def delete(self, keys: Sequence[SpanKey]) -> int:
        """Remove spans with their payloads, and index entries; how many there were.

        What others said about them (labels, verdicts) is left to whoever asks.
        """

    def everything(self, filter_: Filter, *, app: str | None = None) -> Iterator[Span]:
        """All spans a filter means, oldest first, with payloads.

        Memory does not grow with their number, and no writer waits while they are read.
        """
