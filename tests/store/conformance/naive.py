"""The questions of `SpanStore` answered from a list, one span at a time: slow, plain and right."""

from __future__ import annotations

import dataclasses
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from genchi.errors import UsageError
from genchi.records import (
    AnyOf,
    Between,
    Condition,
    Filter,
    Json,
    Payload,
    Span,
    SpanKey,
    Words,
    inputs_hash,
    output_text,
    said_in,
)
from genchi.store.interface import (
    Facet,
    Measure,
    Page,
    Sampled,
    SessionTurn,
    TrendPoint,
)
from genchi.text import fold, search_of

Arrived = tuple[int, Span]
"""A span and which one it was to arrive."""


class Naive:
    """Spans in a dict, in order of arrival."""

    def __init__(self) -> None:
        self.spans: dict[SpanKey, Span] = {}

    def add(self, spans: Sequence[Span], import_id: int | None = None) -> list[bool]:
        new = []
        for span in spans:
            new.append(span.key not in self.spans)
            if span.key not in self.spans:
                self.spans[span.key] = as_stored(span)
        return new

    def get(self, key: SpanKey) -> Span | None:
        return self.spans.get(key)

    def meant(
        self, filter_: Filter, app: str | None = None, ids: Sequence[SpanKey] | None = None
    ) -> list[Arrived]:
        """The spans that a question is about, oldest first."""
        found = [
            (arrival, span)
            for arrival, span in enumerate(self.spans.values())
            if (app is None or span.key.app == app)
            and (ids is None or span.key in ids)
            and all(self.holds(condition, span) for condition in filter_.conditions)
        ]
        return sorted(found, key=place)

    def holds(self, condition: Condition | Words, span: Span) -> bool:
        if isinstance(condition, Words):
            said = fold(said_in(span.payload or Payload(), span.status_message))
            return search_of(condition.text).matches(said) is not condition.negated
        value = self.value(span, condition.field)
        return self.passes(condition, value) is not condition.negated

    def passes(self, condition: Condition, value: Json) -> bool:
        test = condition.test
        if isinstance(test, Between):
            return self.between(test, value)
        if value is None:
            return False
        if condition.field in ("trace", "span", "parent"):
            test = AnyOf(tuple(pattern.lower() for pattern in test.patterns))
        values = value if isinstance(value, list) else [value]
        return any(self.like(p, output_text(v)) for p in test.patterns for v in values)

    def between(self, test: Between, value: Json) -> bool:
        if value is None or isinstance(value, bool | str | list | dict):
            return False
        above = test.low is None or value > test.low or (value == test.low and test.with_low)
        below = test.high is None or value < test.high or (value == test.high and test.with_high)
        return above and below

    def like(self, pattern: str, text: str) -> bool:
        if not pattern.strip("*"):
            return text != "" if pattern else text == ""
        return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.S) is not None

    def value(self, span: Span, field: str) -> Json:
        """What a span has under a field, None where it has nothing."""
        return value_of(span, field)

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
        found = self.meant(filter_, app, ids)
        if not oldest_first:
            found.reverse()
        if after is not None:
            found = [arrived for arrived in found if self.behind(arrived, after, oldest_first)]
        more = self.cursor(found[limit - 1]) if len(found) > limit else None
        return Page(tuple(narrow(span) for _, span in found[:limit]), more)

    def cursor(self, arrived: Arrived) -> str:
        start_ns, arrival = place(arrived)
        return f"{start_ns} {arrival}"

    def behind(self, arrived: Arrived, after: str, oldest_first: bool) -> bool:
        start_ns, arrival = map(int, after.split())
        if oldest_first:
            return place(arrived) > (start_ns, arrival)
        return place(arrived) < (start_ns, arrival)

    def trace(self, trace_id: str, app: str | None = None) -> list[Span]:
        found = self.meant(Filter((Condition("trace", AnyOf((trace_id,))),)), app)
        return [narrow(span) for _, span in found]

    def payloads(self, keys: Sequence[SpanKey]) -> dict[SpanKey, Payload]:
        there = (self.spans[key] for key in keys if key in self.spans)
        return {span.key: span.payload or Payload() for span in there}

    def facets(
        self,
        filter_: Filter,
        fields: Sequence[str],
        *,
        app: str | None = None,
        limit: int = 20,
        ids: Sequence[SpanKey] | None = None,
    ) -> list[Facet]:
        found = self.meant(filter_, app, ids)
        return [
            self.facet(field, [text_of(span, field) for _, span in found], limit)
            for field in fields
        ]

    def facet(self, field: str, texts: Sequence[str | None], limit: int) -> Facet:
        counted = Counter(text for text in texts if text is not None)
        order = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        other = sum(number for _, number in order[limit:])
        return Facet(field, tuple(order[:limit]), other, texts.count(None))

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
        groups: dict[tuple[int, str | None], list[Span]] = {}
        for _, span in self.meant(filter_, app, ids):
            stretch = self.stretch(span.start_ns, every_ns)
            groups.setdefault((stretch, by and text_of(span, by)), []).append(span)
        return [
            TrendPoint(start, group, {m: self.measured(m, groups[start, group]) for m in of})
            for start, group in sorted(groups, key=lambda g: (g[0], g[1] is not None, g[1] or ""))
        ]

    def stretch(self, start_ns: int, every_ns: int) -> int:
        return start_ns // every_ns * every_ns

    def measured(self, measure: Measure, spans: Sequence[Span]) -> float | None:
        if measure == "count":
            return len(spans)
        if measure == "errors":
            return sum(span.status == "error" for span in spans)
        field = {"tokens": "tokens", "cost": "cost"}.get(measure, "latency")
        known = sorted(v for span in spans if (v := value_of(span, field)) is not None)
        if not known:
            return None
        if measure in ("tokens", "cost"):
            return math.fsum(known)
        return self.percentile(known, int(measure[1:]))

    def percentile(self, known: Sequence[float], percent: int) -> float:
        position = (len(known) - 1) * percent / 100
        low = math.floor(position)
        high = min(low + 1, len(known) - 1)
        return known[low] + (position - low) * (known[high] - known[low])

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
        groups: dict[str | None, list[Arrived]] = {}
        for arrived in self.meant(filter_, app, ids):
            groups.setdefault(by and text_of(arrived[1], by), []).append(arrived)
        parts = self.shares({group: len(found) for group, found in groups.items()}, number)
        chosen = [
            (arrived, self.inclusion(parts[group], len(found), number))
            for group, found in groups.items()
            for arrived in sorted(found, key=lambda a: self.draw(seed, a))[: parts[group]]
        ]
        chosen.sort(key=lambda pair: place(pair[0]))
        return [Sampled(narrow(arrived[1]), inclusion) for arrived, inclusion in chosen]

    def draw(self, seed: int, arrived: Arrived) -> str:
        key = arrived[1].key
        return inputs_hash(Payload(inputs={"of": [seed, key.app, key.trace_id, key.span_id]}))

    def inclusion(self, part: int, size: int, number: int) -> float:
        return part / size

    def shares(self, sizes: dict[str | None, int], number: int) -> dict[str | None, int]:
        """Every group gets one more in turn, as long as it has one; the last round is not full."""
        parts = dict.fromkeys(sizes, 0)
        order = sorted(sizes, key=lambda group: (sizes[group], group is not None, group or ""))
        while number > 0 and (open_ := [g for g in order if parts[g] < sizes[g]]):
            for group in reversed(open_):
                if number > 0:
                    parts[group] += 1
                    number -= 1
        return parts

    def near(self, app: str, time_ns: int, number: int = 20) -> list[Span]:
        found = self.meant(Filter(), app)
        closest = sorted(found, key=lambda arrived: abs(arrived[1].start_ns - time_ns))[:number]
        return [narrow(span) for _, span in sorted(closest, key=place)]

    def session(self, app: str, session: str) -> list[SessionTurn]:
        of_app = [span for _, span in self.meant(Filter(), app)]
        names = {span.key.trace_id for span in of_app if span.session == session}
        turns = [self.turn([s for s in of_app if s.key.trace_id == name]) for name in names]
        return sorted(turns, key=lambda turn: (turn.root.start_ns, turn.root.key.trace_id))

    def turn(self, spans: Sequence[Span]) -> SessionTurn:
        root = min(spans, key=lambda span: span.parent_id is not None)
        errors = sum(span.status == "error" for span in spans)
        return SessionTurn(narrow(root), len(spans), errors)

    def delete(self, keys: Sequence[SpanKey]) -> int:
        return sum(self.spans.pop(key, None) is not None for key in keys)

    def everything(self, filter_: Filter, *, app: str | None = None) -> Iterator[Span]:
        return (span for _, span in self.meant(filter_, app))


def as_stored(span: Span) -> Span:
    """A span as a store gives it back, with its payload."""
    payload = span.payload or Payload()
    named = span.inputs_hash or inputs_hash(payload) or span.key.trace_id
    return dataclasses.replace(span, payload=payload, inputs_hash=named)


def narrow(span: Span) -> Span:
    """A span as lists show it."""
    return dataclasses.replace(span, payload=None)


def place(arrived: Arrived) -> tuple[int, int]:
    """Where a span stands: by start, then by arrival."""
    return arrived[1].start_ns, arrived[0]


def value_of(span: Span, field: str) -> Json:
    """What a span has under a field, None where it has nothing."""
    usage, payload = span.usage, span.payload or Payload()
    if field.startswith("metadata."):
        return payload.metadata.get(field.removeprefix("metadata."))
    if field.startswith("attribute."):
        return payload.attributes.get(field.removeprefix("attribute."))
    computed = {
        "app": span.key.app,
        "trace": span.key.trace_id,
        "span": span.key.span_id,
        "parent": span.parent_id,
        "error": span.status_message,
        "time": span.start_ns,
        "latency": None if span.duration_ns is None else span.duration_ns / 1e9,
        "tokens": _total(usage.input_tokens, usage.output_tokens),
        "root": "true" if span.parent_id is None else "false",
    }
    if field in computed:
        return computed[field]
    if not hasattr(span, field) and not hasattr(usage, field):
        raise UsageError(f"there is no field {field}")
    return getattr(span, field) if hasattr(span, field) else getattr(usage, field)


def text_of(span: Span, field: str) -> str | None:
    """The value of a field as groups show it, None where there is none."""
    value = value_of(span, field)
    return None if value is None else output_text(value) or None


def _total(*counts: int | None) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None
