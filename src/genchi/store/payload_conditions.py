"""What a filter means where only the payload of a span can say: metadata, attributes, words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from genchi.errors import UsageError
from genchi.records import (
    Between,
    Condition,
    Filter,
    Json,
    Span,
    Words,
    output_text,
    said_in,
)
from genchi.store.conditions import matches, patterns_of
from genchi.text import Search, fold, search_of

Test = Callable[[Span], bool]
"""Asked of a span with its payload."""


def payload_test(filter_: Filter) -> Test | None:
    """Whether a filter means a span, as far as columns cannot say; None where they say it all."""
    tests: list[Test] = []
    searches: list[tuple[Search, bool]] = []
    for condition in filter_.conditions:
        if isinstance(condition, Words):
            searches.append((search_of(condition.text), condition.negated))
        elif condition.field.startswith(("metadata.", "attribute.")):
            tests.append(_holds(condition))
        elif condition.field.startswith(("label.", "check.")):
            raise UsageError(
                f"{condition.field} is not kept with spans: ask for the spans it means instead"
            )
    if searches:  # after the others: folding a text takes time
        tests.append(_says(searches))
    return (lambda span: all(test(span) for test in tests)) if tests else None


def expressions(filter_: Filter) -> list[str]:
    """What to ask a text index so that it finds every span that a filter's words may mean."""
    words = (c for c in filter_.conditions if isinstance(c, Words) and not c.negated)
    found = (search_of(word.text).candidates() for word in words)
    return [expression for expression in found if expression is not None]


def payload_value(span: Span, field: str) -> Json:
    """What the payload has under `metadata.NAME` or `attribute.NAME`."""
    place, _, name = field.partition(".")
    if span.payload is None:
        return None
    values = span.payload.metadata if place == "metadata" else span.payload.attributes
    return values.get(name)


def payload_text(span: Span, field: str) -> str | None:
    """The same as text; what is no text is JSON, and None says that there is nothing."""
    return output_text(payload_value(span, field)) or None


def _holds(condition: Condition) -> Test:
    field, test, negated = condition.field, condition.test, condition.negated
    if isinstance(test, Between):
        return lambda span: _lies(payload_value(span, field), test) is not negated
    patterns = patterns_of(field, test)
    return lambda span: _is_one_of(payload_value(span, field), patterns) is not negated


def _is_one_of(value: Json, patterns: Sequence[str]) -> bool:
    """Of a list, any item may be meant."""
    if value is None:
        return False
    texts = [output_text(item) for item in (value if isinstance(value, list) else [value])]
    return any(matches(pattern, text) for pattern in patterns for text in texts)


def _lies(value: Json, test: Between) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    above = test.low is None or value > test.low or (test.with_low and value == test.low)
    below = test.high is None or value < test.high or (test.with_high and value == test.high)
    return above and below


def _says(searches: Sequence[tuple[Search, bool]]) -> Test:
    def says(span: Span) -> bool:
        if span.payload is None:
            return False
        said = fold(said_in(span.payload, span.status_message))
        return all(search.matches(said) is not negated for search, negated in searches)

    return says
