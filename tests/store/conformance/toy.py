"""Backends that are wrong on purpose, each in one subtle way: the questions must tell them all.

A fault is a subclass of the plain list with one method changed; its docstring says what is wrong.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tests.store.conformance.naive import Arrived, Naive, as_stored, narrow, place

from genchi.records import AnyOf, Between, Condition, Filter, Json, Payload, Span, SpanKey
from genchi.store.interface import Facet, Measure, Sampled, SessionTurn, TrendPoint


class AddKeepsTheLast(Naive):
    """A span that is there already is replaced."""

    def add(self, spans: Sequence[Span], import_id: int | None = None) -> list[bool]:
        new = super().add(spans)
        self.spans.update({span.key: as_stored(span) for span in spans})
        return new


class AddTakesIdsWithoutTheirApplication(Naive):
    """The same ids in another application are taken for the same span."""

    def add(self, spans: Sequence[Span], import_id: int | None = None) -> list[bool]:
        new = []
        for span in spans:
            known = {(key.trace_id, key.span_id) for key in self.spans}
            there = (span.key.trace_id, span.key.span_id) in known
            new.extend([False] if there else super().add([span]))
        return new


class GetLeavesThePayload(Naive):
    """One span comes without its payload."""

    def get(self, key: SpanKey) -> Span | None:
        found = super().get(key)
        return found and narrow(found)


class NegationSkipsMissingValues(Naive):
    """A span without a model is not one that has another model."""

    def passes(self, condition: Condition, value: Json) -> bool:
        if condition.negated and value is None and condition.field == "model":
            return True
        return super().passes(condition, value)


class CaseDoesNotMatter(Naive):
    """gpt-4o is Gpt-4o."""

    def like(self, pattern: str, text: str) -> bool:
        return super().like(pattern.lower(), text.lower())


class QuestionMarksAreSpecial(Naive):
    """`?` in a pattern with a star stands for any character."""

    def like(self, pattern: str, text: str) -> bool:
        if "*" not in pattern:
            return super().like(pattern, text)
        wild = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        return text != "" and re.fullmatch(wild, text, re.S) is not None


class BracketsAreSpecial(Naive):
    """`[ab]` in a pattern with a star stands for a or b."""

    def like(self, pattern: str, text: str) -> bool:
        if "*" not in pattern or "?" in pattern:
            return super().like(pattern, text)
        return text != "" and fnmatch.fnmatchcase(text, pattern)


class PatternsMatchInside(Naive):
    """A pattern with a star need not reach the end."""

    def like(self, pattern: str, text: str) -> bool:
        return super().like(pattern + "*" if "*" in pattern else pattern, text)


class StarIsAlsoNothing(Naive):
    """`*` alone finds empty texts too."""

    def like(self, pattern: str, text: str) -> bool:
        return pattern == "*" or super().like(pattern, text)


class OnlyTheFirstOfSeveral(Naive):
    """`a,b` means a."""

    def passes(self, condition: Condition, value: Json) -> bool:
        match condition.test:
            case AnyOf((first, *_)):
                condition = dataclasses.replace(condition, test=AnyOf((first,)))
        return super().passes(condition, value)


class BoundsAreAlwaysIn(Naive):
    """`>` is taken for `>=`."""

    def between(self, test: Between, value: Json) -> bool:
        return super().between(dataclasses.replace(test, with_low=True), value)


class UnknownIsZero(Naive):
    """A span that does not know its tokens has none."""

    def value(self, span: Span, field: str) -> Json:
        found = super().value(span, field)
        return 0 if field == "tokens" and found is None else found


class TokensOfBothOnly(Naive):
    """Where input or output is unknown, so is the sum."""

    def value(self, span: Span, field: str) -> Json:
        known = span.usage.input_tokens is not None and span.usage.output_tokens is not None
        return None if field == "tokens" and not known else super().value(span, field)


class RootsHaveChildren(Naive):
    """A span is a root where it is the first of its trace to arrive."""

    def value(self, span: Span, field: str) -> Json:
        if field != "root":
            return super().value(span, field)
        firsts = {other.key.trace_id: other for other in reversed(self.spans.values())}
        return "true" if firsts[span.key.trace_id] is span else "false"


class ErrorsAreStatuses(Naive):
    """`error` has a value only where the status says so; `*` finds failures without a message."""

    def value(self, span: Span, field: str) -> Json:
        if field == "error" and span.status == "error":
            return span.status_message or "error"
        return super().value(span, field)


class ListsAreOneText(Naive):
    """Of a list in the metadata the items are not looked at."""

    def passes(self, condition: Condition, value: Json) -> bool:
        return super().passes(condition, [value] if isinstance(value, list) else value)


class TruthIsANumber(Naive):
    """`true` in the metadata lies between 0 and 3."""

    def between(self, test: Between, value: Json) -> bool:
        return super().between(test, int(value) if isinstance(value, bool) else value)


class IdsAreOfEveryApplication(Naive):
    """`ids` are looked up without their application."""

    def meant(
        self, filter_: Filter, app: str | None = None, ids: Sequence[SpanKey] | None = None
    ) -> list[Arrived]:
        if ids is not None:
            pairs = {(key.trace_id, key.span_id) for key in ids}
            ids = [key for key in self.spans if (key.trace_id, key.span_id) in pairs]
        return super().meant(filter_, app, ids)


class NoIdsIsNoLimit(Naive):
    """An empty list of ids means everything."""

    def meant(
        self, filter_: Filter, app: str | None = None, ids: Sequence[SpanKey] | None = None
    ) -> list[Arrived]:
        return super().meant(filter_, app, ids or None)


class PagesSkipTies(Naive):
    """The next page begins at another start."""

    def behind(self, arrived: Arrived, after: str, oldest_first: bool) -> bool:
        start_ns = int(after.split(maxsplit=1)[0])
        found = arrived[1].start_ns
        return found > start_ns if oldest_first else found < start_ns


class PagesRepeatTies(Naive):
    """The next page begins with the spans that started together with the last."""

    def behind(self, arrived: Arrived, after: str, oldest_first: bool) -> bool:
        start_ns = int(after.split(maxsplit=1)[0])
        found = arrived[1].start_ns
        return found >= start_ns if oldest_first else found <= start_ns


class PagesShowPayloads(Naive):
    """Lists come with payloads."""

    def page(self, filter_: Filter, **options: Any) -> Any:
        found = super().page(filter_, **options)
        return dataclasses.replace(found, spans=tuple(self.spans[s.key] for s in found.spans))


class PagesEndWithAnEmptyOne(Naive):
    """A last page that is full promises another."""

    def page(self, filter_: Filter, **options: Any) -> Any:
        found = super().page(filter_, **options)
        if found.after is None and len(found.spans) == options["limit"]:
            key = found.spans[-1].key
            arrival = list(self.spans).index(key)
            return dataclasses.replace(found, after=self.cursor((arrival, self.spans[key])))
        return found


class TracesCrossApplications(Naive):
    """A trace has the spans of other applications too."""

    def trace(self, trace_id: str, app: str | None = None) -> list[Span]:
        return super().trace(trace_id)


class TracesByArrival(Naive):
    """The spans of a trace come in order of arrival."""

    def trace(self, trace_id: str, app: str | None = None) -> list[Span]:
        found = super().trace(trace_id, app)
        return sorted(found, key=lambda span: list(self.spans).index(span.key))


class PayloadsOfNobody(Naive):
    """Spans that are not there have empty payloads."""

    def payloads(self, keys: Sequence[SpanKey]) -> dict[SpanKey, Payload]:
        return dict.fromkeys(keys, Payload()) | super().payloads(keys)


class FacetsCountNothingAsAValue(Naive):
    """Spans without a value are the value ""."""

    def facet(self, field: str, texts: Sequence[str | None], limit: int) -> Facet:
        return super().facet(field, [text or "" for text in texts], limit)


class FacetsForgetTheRest(Naive):
    """What is not listed is not counted."""

    def facet(self, field: str, texts: Sequence[str | None], limit: int) -> Facet:
        return dataclasses.replace(super().facet(field, texts, limit), other=0)


class FacetsTieByChance(Naive):
    """Values that are equally frequent come as they were met."""

    def facet(self, field: str, texts: Sequence[str | None], limit: int) -> Facet:
        counted = Counter(text for text in texts if text is not None).most_common()
        other = sum(number for _, number in counted[limit:])
        return Facet(field, tuple(counted[:limit]), other, texts.count(None))


class PercentilesOfTheNearest(Naive):
    """A percentile is one of the values."""

    def percentile(self, known: Sequence[float], percent: int) -> float:
        return known[math.ceil(len(known) * percent / 100) - 1]


class PercentilesOfWeibull(Naive):
    """Percentiles of type 6 (positions of n + 1), as other programs have them."""

    def percentile(self, known: Sequence[float], percent: int) -> float:
        position = min(max((len(known) + 1) * percent / 100 - 1, 0), len(known) - 1)
        low = math.floor(position)
        high = min(low + 1, len(known) - 1)
        return known[low] + (position - low) * (known[high] - known[low])


class TrendsKnowNothingAsZero(Naive):
    """No cost is a cost of zero."""

    def measured(self, measure: Measure, spans: Sequence[Span]) -> float | None:
        return super().measured(measure, spans) or 0


class TrendsDropTheNameless(Naive):
    """Spans without a value of the group are left out."""

    def trend(self, *values: Any, **options: Any) -> list[TrendPoint]:
        found = super().trend(*values, **options)
        return [point for point in found if options["by"] is None or point.group is not None]


class TrendsRoundTowardsZero(Naive):
    """Times before 1970 fall into the stretch after theirs."""

    def stretch(self, start_ns: int, every_ns: int) -> int:
        return int(math.copysign(abs(start_ns) // every_ns * every_ns, start_ns))


class TrendsEndStretchesTooLate(Naive):
    """A span that starts where a stretch begins belongs to the one before."""

    def stretch(self, start_ns: int, every_ns: int) -> int:
        return (start_ns - 1) // every_ns * every_ns


class SamplesFromTheTop(Naive):
    """A sample is the first spans, whatever the seed."""

    def draw(self, seed: int, arrived: Arrived) -> str:
        return f"{place(arrived)[0]:030} {arrived[0]:09}"


class SamplesByArrival(Naive):
    """What is drawn follows from when a span arrived."""

    def draw(self, seed: int, arrived: Arrived) -> str:
        return f"{random.Random(seed * 1_000_003 + arrived[0]).random():.15f}"


class SamplesOfTheMoment(Naive):
    """The same seed gives another sample each time."""

    def draw(self, seed: int, arrived: Arrived) -> str:
        return f"{random.random():.15f}"


class SamplesPreferFailures(Naive):
    """Failures are drawn twice and the better draw counts."""

    def draw(self, seed: int, arrived: Arrived) -> str:
        drawn = super().draw(seed, arrived)
        failed = arrived[1].status == "error"
        return min(drawn, super().draw(seed + 1000, arrived)) if failed else drawn


class SamplesInProportion(Naive):
    """Groups give parts in proportion to their sizes."""

    def shares(self, sizes: dict[str | None, int], number: int) -> dict[str | None, int]:
        total = sum(sizes.values())
        return {group: min(size, number * size // total) for group, size in sizes.items()}


class SamplesWasteWhatSmallGroupsLeave(Naive):
    """The part of a small group is not given to the others."""

    def shares(self, sizes: dict[str | None, int], number: int) -> dict[str | None, int]:
        return {group: min(size, number // len(sizes)) for group, size in sizes.items()}


class SamplesHaveOneInclusion(Naive):
    """The probability is that of a sample without groups."""

    def sample(self, filter_: Filter, number: int, **options: Any) -> list[Sampled]:
        found = super().sample(filter_, number, **options)
        total = len(self.meant(filter_, options.get("app"), options.get("ids")))
        return [Sampled(sampled.span, len(found) / total) for sampled in found]


class NearIsBefore(Naive):
    """Only spans that started before the moment, or then."""

    def near(self, app: str, time_ns: int, number: int = 20) -> list[Span]:
        found = [span for _, span in self.meant(Filter(), app) if span.start_ns <= time_ns]
        return [narrow(span) for span in found[-number:]]


class NearIsByDistance(Naive):
    """The closest comes first."""

    def near(self, app: str, time_ns: int, number: int = 20) -> list[Span]:
        found = super().near(app, time_ns, number)
        return sorted(found, key=lambda span: abs(span.start_ns - time_ns))


class SessionsCountTheirOwnSpans(Naive):
    """Spans of a trace that do not name the session are not counted."""

    def session(self, app: str, session: str) -> list[SessionTurn]:
        found = super().session(app, session)
        of_it = [s for s in self.spans.values() if s.session == session and s.key.app == app]
        counted = Counter(span.key.trace_id for span in of_it)
        return [dataclasses.replace(t, spans=counted[t.root.key.trace_id]) for t in found]


class SessionsCountFailedRoots(Naive):
    """Only the failure of the root counts."""

    def turn(self, spans: Sequence[Span]) -> SessionTurn:
        found = super().turn(spans)
        return dataclasses.replace(found, errors=int(found.root.status == "error"))


class SessionsBeginWithTheFirst(Naive):
    """The root is the first span of the trace."""

    def turn(self, spans: Sequence[Span]) -> SessionTurn:
        return dataclasses.replace(super().turn(spans), root=narrow(spans[0]))


class DeleteCountsWhatWasAsked(Naive):
    """Spans that were not there are counted as removed."""

    def delete(self, keys: Sequence[SpanKey]) -> int:
        super().delete(keys)
        return len(keys)


class DeleteRemovesTwins(Naive):
    """The same ids in other applications go too."""

    def delete(self, keys: Sequence[SpanKey]) -> int:
        number = super().delete(keys)
        pairs = {(key.trace_id, key.span_id) for key in keys}
        super().delete([key for key in self.spans if (key.trace_id, key.span_id) in pairs])
        return number


class DeleteEmptiesNeighbours(Naive):
    """The payload of the span beside the first goes with it."""

    def delete(self, keys: Sequence[SpanKey]) -> int:
        number = super().delete(keys)
        beside = next(iter(self.spans))
        self.spans[beside] = dataclasses.replace(self.spans[beside], payload=Payload())
        return number


class EverythingNewestFirst(Naive):
    """All spans in the wrong order."""

    def everything(self, filter_: Filter, *, app: str | None = None) -> Iterator[Span]:
        return reversed(list(super().everything(filter_, app=app)))


class EverythingOfOneMomentOnce(Naive):
    """Of spans that started together, one."""

    def everything(self, filter_: Filter, *, app: str | None = None) -> Iterator[Span]:
        found = {span.start_ns: span for span in super().everything(filter_, app=app)}
        return iter(found.values())


class EverythingWithoutPayloads(Naive):
    """All spans as lists show them."""

    def everything(self, filter_: Filter, *, app: str | None = None) -> Iterator[Span]:
        return map(narrow, super().everything(filter_, app=app))


FAULTS: dict[str, type[Naive]] = {
    re.sub(r"(?<=\w)(?=[A-Z])", " ", fault.__name__).lower(): fault
    for fault in Naive.__subclasses__()
}
"""Every fault by its name in words."""
