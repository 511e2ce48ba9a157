"""What a filter means in SQL, as far as the columns of `span` can say.

A condition on a column is an expression that is true, false or NULL (there is no value); its
negation holds where it is not true, so that `-model:x` means spans without a model too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from genchi.errors import UsageError
from genchi.records import AnyOf, Between, Condition, Filter, clean
from genchi.records.filters import NUMBER_FIELDS, PREFIXES, TEXT_FIELDS

_MOST = 200
"""Conditions in a filter, and values in a condition: SQLite nests expressions 1,000 deep."""
_LONGEST = 10_000
"""Characters of a pattern; SQLite takes 50,000 bytes."""
_SQL_INTEGERS = range(-(2**63), 2**63)
_IDS = {"trace": ("trace_id", 32), "span": ("span_id", 16), "parent": ("parent_id", 16)}
"""Fields whose columns hold bytes, and their hexadecimal digits."""
_COLUMNS = {"error": "status_message"}
TOKENS = "coalesce(input_tokens + output_tokens, input_tokens, output_tokens)"
"""Input and output together; where one is not known, the other."""
_NUMBERS = {
    "time": "start_ns",
    "latency": "(duration_ns / 1e9)",
    "tokens": TOKENS,
}
"""Fields that are computed; the other numbers have a column of their name."""
NOTHING = "id = -1"
"""Holds for no span. A plain 0 would hide from SQLite the conditions that its indexes go by."""
_ROOT = {"true": "parent_id IS NULL", "false": "parent_id IS NOT NULL", "*": "1"}


@dataclass(frozen=True, slots=True)
class Sql:
    """An expression over `span` with the values for its question marks."""

    text: str
    values: tuple[Any, ...] = ()


def column_conditions(filter_: Filter) -> list[Sql]:
    """The conditions of a filter that columns answer, but for those on `app`."""
    if len(filter_.conditions) > _MOST:
        raise UsageError(f"a filter has at most {_MOST} conditions: this one is longer")
    return [
        _negated(_sql(condition)) if condition.negated else _sql(condition)
        for condition in filter_.conditions
        if isinstance(condition, Condition)
        and condition.field != "app"
        and not condition.field.startswith(PREFIXES)
    ]


def exactly(filter_: Filter, field: str) -> str | None:
    """The one value that a field must have, where the filter says so."""
    for condition in filter_.conditions:
        match condition:
            case Condition(name, AnyOf((str(pattern),)), negated=False) if name == field:
                return None if "*" in pattern else pattern
    return None


def apps_of(filter_: Filter, apps: Iterable[str]) -> list[str]:
    """Those of `apps` that a filter means."""
    tests = [c for c in filter_.conditions if isinstance(c, Condition) and c.field == "app"]
    return [app for app in apps if all(_is_app(test, app) for test in tests)]


def text_of(field: str) -> str | None:
    """The SQL for the text of a field as facets and groups show it; None if the payload has it."""
    if field in _IDS:
        return f"lower(nullif(hex({_IDS[field][0]}), ''))"
    if field in TEXT_FIELDS:
        return f"nullif({_COLUMNS.get(field, field)}, '')"
    if field.startswith(("metadata.", "attribute.")):
        return None
    raise UsageError(
        f"{field!r} is not a field of text: choose one of {', '.join(TEXT_FIELDS)}, "
        "metadata.NAME or attribute.NAME"
    )


def matches(pattern: str, text: str) -> bool:
    """Whether `text` is what a pattern says, in which `*` stands for anything, alone for something.

    >>> matches("gpt-4*", "gpt-4o"), matches("*退款*", "我要退款。"), matches("*", "")
    (True, True, False)
    """
    first, *rest = re.split(r"\*+", pattern)
    if not rest:
        return text == pattern
    if first == rest[-1] == "" and len(rest) == 1:
        return text != ""
    *middle, last = rest
    if not text.startswith(first) or len(text) < len(first) + len(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return text.endswith(last)


def patterns_of(field: str, test: AnyOf | Between) -> Sequence[str]:
    """The patterns of a test on a field of text, as SQLite can compare them."""
    if isinstance(test, Between):
        raise UsageError(f"{field} is not a number: give it values, as in {field}:VALUE")
    if len(test.patterns) > _MOST:
        raise UsageError(f"{field} takes at most {_MOST} values in a filter: use a pattern with *")
    for pattern in test.patterns:
        if len(pattern) > _LONGEST:
            raise UsageError(f"a value for {field} has at most {_LONGEST:,} characters")
    return [storable(pattern) for pattern in test.patterns]


def storable(text: str) -> str:
    """Text as SQLite can compare it: without lone surrogates."""
    return str(clean(text))


def _negated(sql: Sql) -> Sql:
    return Sql(f"(({sql.text}) IS NOT TRUE)", sql.values)


def _sql(condition: Condition) -> Sql:
    field, test = condition.field, condition.test
    if field == "root":
        return _any(Sql(_root(pattern)) for pattern in patterns_of(field, test))
    if field in _IDS:
        return _any(_id(*_IDS[field], pattern.lower()) for pattern in patterns_of(field, test))
    if field in TEXT_FIELDS:
        column = _COLUMNS.get(field, field)
        return _any(_text(column, pattern) for pattern in patterns_of(field, test))
    if field in NUMBER_FIELDS or field == "time":
        return _number(field, test)
    raise _unknown(field)


def _unknown(field: str) -> UsageError:
    known = (*TEXT_FIELDS, *NUMBER_FIELDS, "time", "root", *(f"{p}NAME" for p in PREFIXES))
    return UsageError(f"there is no field {field!r} to filter by: there are {', '.join(known)}")


def _any(found: Iterable[Sql]) -> Sql:
    parts = list(found) or [Sql(NOTHING)]
    text = " OR ".join(part.text for part in parts)
    return Sql(f"({text})", tuple(value for part in parts for value in part.values))


def _root(pattern: str) -> str:
    if pattern not in _ROOT:
        raise UsageError(f"root is true or false, not {pattern!r}")
    return _ROOT[pattern]


def _text(column: str, pattern: str) -> Sql:
    if "*" not in pattern:
        if (column, pattern) == ("status", "error"):  # in full, as its index has it
            return Sql("status = 'error'")
        return Sql(f"{column} = ?", (pattern,))
    if not pattern.strip("*"):
        return Sql(f"{column} > ''")
    return Sql(f"{column} GLOB ?", (_glob(pattern),))


def _glob(pattern: str) -> str:
    """Only `*` is special in a pattern; SQLite has `?` and `[` too."""
    return re.sub(r"[?\[]", r"[\g<0>]", re.sub(r"\*+", "*", pattern))


def _id(column: str, digits: int, pattern: str) -> Sql:
    start = pattern.rstrip("*")
    if re.fullmatch("[0-9a-f]*", start) is None:
        whole = "*" not in pattern
        return Sql(NOTHING) if whole else Sql(f"lower(hex({column})) GLOB ?", (_glob(pattern),))
    if start == pattern:
        known = len(pattern) == digits
        return Sql(f"{column} = ?", (bytes.fromhex(pattern),)) if known else Sql(NOTHING)
    if len(start) > digits:
        return Sql(NOTHING)
    bounds = (bytes.fromhex(start.ljust(digits, fill)) for fill in "0f")
    return Sql(f"{column} BETWEEN ? AND ?", tuple(bounds))


def _number(field: str, test: AnyOf | Between) -> Sql:
    expression = _NUMBERS.get(field, field)
    if isinstance(test, Between):
        return _between(expression, test)
    patterns = patterns_of(field, test)
    return _any(
        Sql(f"{expression} IS NOT NULL")
        if not pattern.strip("*") and pattern
        else Sql(f"{expression} = ?", (_read_number(field, pattern),))
        for pattern in patterns
    )


def _read_number(field: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{field} is a number, not {text!r}") from None


def _between(expression: str, test: Between) -> Sql:
    low, high = _bounds(test)
    parts = [Sql(f"{expression} {sign} ?", (bound,)) for sign, bound in (*low, *high)]
    if not parts:
        return Sql(f"{expression} IS NOT NULL")
    text = " AND ".join(part.text for part in parts)
    return Sql(f"({text})", tuple(value for part in parts for value in part.values))


def _bounds(test: Between) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    low = [] if test.low is None else [(">=" if test.with_low else ">", _bindable(test.low))]
    high = [] if test.high is None else [("<=" if test.with_high else "<", _bindable(test.high))]
    return low, high


def _bindable(value: float) -> float:
    """An integer over 64 bits is beyond every column, as infinity is."""
    if isinstance(value, int) and value not in _SQL_INTEGERS:
        return float("inf") if value > 0 else float("-inf")
    return value


def _is_app(condition: Condition, app: str) -> bool:
    found = any(matches(pattern, app) for pattern in patterns_of("app", condition.test))
    return found is not condition.negated
