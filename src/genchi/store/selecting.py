"""From a question to its rows: of which applications, by which index, under which conditions.

SQLite is told which index to use: it has no statistics, and what it guesses may read the whole
table. Applications are few and every index begins with them, so a question about all asks each.
So are models: a pattern of them is asked of each model that it means.
"""

from __future__ import annotations

import dataclasses
import math
import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import apsw

from genchi.records import AnyOf, Between, Condition, Filter, Span, SpanKey, Words
from genchi.records.filters import PREFIXES
from genchi.store.conditions import NOTHING, apps_of, column_conditions, exactly, matches, storable
from genchi.store.database import one
from genchi.store.payload_conditions import expressions, payload_test
from genchi.store.spans import KeyValues, key_values
from genchi.store.text_index import apps
from genchi.text import search_of

_FEW = 10_000
"""Spans up to which looking each up is quicker than passing by all others."""
_MOST_MODELS = 200
"""Models of applications up to which each is asked; beyond that, all spans are passed by."""
_ONE_TERM = re.compile(r"(?!u[0-9a-f]+z\Z)[a-z0-9]{1,100}|[\u4e00-\u9fff]{2}")
"""Words that are one term of the text index. It spells odd characters as `u301z`."""
_IN_BY_MODEL = frozenset(
    ("app", "model", "time", "latency", "cost", "tokens", "input_tokens", "output_tokens")
)
"""Fields that the index of models can say."""
_BY_TIME = "span INDEXED BY span_by_time"
_ERRORS = "span INDEXED BY span_errors"
_BY_MODEL = "span INDEXED BY span_by_model"
_WITHOUT_MODEL = "span INDEXED BY span_without_model"
_BY_ID = "span NOT INDEXED"
_ONE_OF = "IN (SELECT value FROM carray(?))"
BY_TRACE = "span INDEXED BY sqlite_autoindex_span_1"
"""By the index that comes with UNIQUE (trace_id, span_id, app)."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The spans that a question is about.

    Rows of `source` with one of `apps`, and one of `models` where they are given, for which `where`
    is true, and of those the spans for which `holds` is true, where there is such a test.
    """

    apps: tuple[str, ...]
    models: tuple[str, ...] | None
    source: str
    where: str
    values: tuple[Any, ...]
    holds: Callable[[Span], bool] | None
    expressions: tuple[str, ...]
    """What to ask a text index, none where it cannot help."""
    exact: bool
    """Whether what the index finds is what `holds` would say."""
    low_ns: int | None
    high_ns: int | None
    """Bounds of start times for a text index, the upper one not included."""
    fields: frozenset[str]
    """What `where` reads, beside the application and the id."""

    def narrowed(self, where: str, *values: Any) -> Selection:
        """Of these spans, those for which one more condition is true."""
        return dataclasses.replace(
            self, where=f"{self.where} AND {where}", values=(*self.values, *values)
        )

    def only(self, ids: Sequence[int]) -> Selection:
        """Of these spans, those with the given ids of rows."""
        if not ids:
            return self.narrowed(NOTHING)
        chosen = self.narrowed(f"id {_ONE_OF}", apsw.carray(array("q", ids)))
        return chosen._along(_BY_ID) if len(ids) <= _FEW else chosen

    def decided(self, ids: Sequence[int], *, in_order: bool = False) -> Selection:
        """These ids of its rows, found by reading payloads, to be read in order of time or none."""
        chosen = dataclasses.replace(self.only(ids), holds=None, expressions=(), exact=False)
        return chosen if in_order else chosen._along(_BY_ID)

    def above(self, watermark: int, last: int) -> Selection:
        """Of these spans, those with ids above a watermark; `last` is the highest there is."""
        chosen = self.narrowed("id > ?", watermark)
        return chosen._along(_BY_ID) if last - watermark <= _FEW else chosen

    def each_model(self, connection: apsw.Connection) -> Selection | None:
        """Of these spans, those with a model; None where reading model by model is no quicker."""
        if self.source != _BY_TIME or self.holds is not None or not self.fields <= _IN_BY_MODEL:
            return None
        models = _models_of(connection, self.apps)
        if models is None:
            return None
        return dataclasses.replace(self, source=_BY_MODEL, models=tuple(models))

    def without_model(self) -> Selection:
        """Of spans that can be read model by model, those without one."""
        return dataclasses.replace(
            self.narrowed("nullif(model, '') IS NULL"), source=_WITHOUT_MODEL
        )

    def of_model(self, model: str) -> Selection:
        """Of spans that are read model by model, those of one."""
        return dataclasses.replace(self, models=(model,))

    def failed(self) -> Selection | None:
        """Of these spans, those that failed; None where their index does not know all it needs."""
        if self.source != _BY_TIME or self.holds is not None or not self.fields <= {"app", "time"}:
            return None
        failed = self.narrowed("status = 'error'")
        return dataclasses.replace(failed, source=_ERRORS)

    def rows(self) -> list[tuple[str, tuple[Any, ...]]]:
        """`FROM` and `WHERE` with their values, for each stretch of an index that is in order."""
        if self.models is None:
            text = f"FROM {self.source} WHERE app = ? AND {self.where}"
            return [(text, (app, *self.values)) for app in self.apps]
        text = f"FROM {self.source} WHERE app = ? AND model = ? AND {self.where}"
        return [(text, (app, of, *self.values)) for app in self.apps for of in self.models]

    def everywhere(self) -> tuple[str, tuple[Any, ...]]:
        """`FROM` and `WHERE` over all applications and models at once, and their values."""
        if not self.apps or self.models == ():
            nothing = NOTHING if self.models is None else f"{NOTHING} AND model > ''"
            return f"FROM {self.source} WHERE {nothing} AND {self.where}", self.values
        tests, values = f"app {_ONE_OF}", (apsw.carray(self.apps), *self.values)
        if self.models is not None:
            tests, values = f"model {_ONE_OF} AND {tests}", (apsw.carray(self.models), *values)
        return f"FROM {self.source} WHERE {tests} AND {self.where}", values

    def _along(self, source: str) -> Selection:
        return dataclasses.replace(self, source=source, models=None)


def select(
    connection: apsw.Connection,
    filter_: Filter,
    app: str | None = None,
    ids: Sequence[SpanKey] | None = None,
) -> Selection:
    """The selection that a filter means, of one application or all, narrowed to `ids`."""
    conditions = column_conditions(filter_)
    low, high = _times(filter_)
    meant = tuple(apps_of(filter_, _apps(connection, app)))
    source = _source(filter_)
    models = _meant_models(connection, filter_, meant) if source == _BY_TIME else None
    selection = Selection(
        apps=meant,
        models=models,
        source=source if models is None else _BY_MODEL,
        where=" AND ".join(["1", *(condition.text for condition in conditions)]),
        values=tuple(value for condition in conditions for value in condition.values),
        holds=payload_test(filter_),
        expressions=tuple(expressions(filter_)),
        exact=_said_exactly(filter_),
        low_ns=low,
        high_ns=high,
        fields=frozenset(c.field for c in filter_.conditions if isinstance(c, Condition)),
    )
    if ids is None:
        return selection
    chosen = selection.only(ids_of(connection, ids))
    return dataclasses.replace(chosen, expressions=(), exact=False)


def ids_of(connection: apsw.Connection, keys: Sequence[SpanKey]) -> list[int]:
    """The ids of rows of these spans, each once; spans that are not there are left out."""
    known = {values for key in keys if (values := key_values_of(key)) is not None}
    sql = "SELECT id FROM span WHERE trace_id = ? AND span_id = ? AND app = ?"
    return [found[0] for found in connection.executemany(sql, list(known))]


def key_values_of(key: SpanKey) -> KeyValues | None:
    """The values of the columns of a key; None where no span can have it."""
    try:
        return key_values(dataclasses.replace(key, app=storable(key.app)))
    except ValueError:
        return None


@contextmanager
def one_moment(connection: apsw.Connection) -> Iterator[None]:
    """Everything read in the block is as it was at one moment, whatever others write."""
    if not connection.get_autocommit():
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def _apps(connection: apsw.Connection, app: str | None) -> Sequence[str]:
    if app is None:
        return apps(connection)
    name = storable(app)
    there = one(connection, "SELECT 1 FROM span WHERE app = ? LIMIT 1", (name,))
    return [name] if there else []


def _source(filter_: Filter) -> str:
    """The index that leaves the fewest spans to look at."""
    if exactly(filter_, "trace") is not None:
        return BY_TRACE
    for field in ("session", "user"):
        if exactly(filter_, field) is not None:
            return f"span INDEXED BY span_by_{field}"
    if exactly(filter_, "status") == "error":
        return _ERRORS
    if exactly(filter_, "model") is not None:
        return _BY_MODEL
    if exactly(filter_, "root") == "true":
        return "span INDEXED BY span_roots"
    return _BY_TIME


def _models_of(connection: apsw.Connection, apps: Sequence[str]) -> list[str] | None:
    """The names of models that some applications used, each found by one step in an index.

    None where there are very many.
    """
    found: list[str] = []
    sql = f"SELECT min(model) FROM {_BY_MODEL} WHERE app = ? AND model > ?"
    for app in apps:
        model = one(connection, sql, (app, ""))
        while model is not None and len(found) <= _MOST_MODELS:
            found.append(model)
            model = one(connection, sql, (app, model))
    return sorted(set(found)) if len(found) <= _MOST_MODELS else None


def _said_exactly(filter_: Filter) -> bool:
    """Whether an index of words knows all that only payloads say of the spans that a filter means.

    So it is where each word is one term of the index: then what stands before and after it in a
    text divides terms where it ends words. Other words may only be in one span, not in a row.
    """
    return all(
        isinstance(condition, Words) and not condition.negated and _is_one_term(condition.text)
        for condition in filter_.conditions
        if isinstance(condition, Words) or condition.field.startswith(PREFIXES)
    )


def _meant_models(
    connection: apsw.Connection, filter_: Filter, apps: Sequence[str]
) -> tuple[str, ...] | None:
    """The models that a filter's patterns mean; None where it has none, or there are very many."""
    tests = [
        [storable(pattern) for pattern in condition.test.patterns]
        for condition in filter_.conditions
        if isinstance(condition, Condition)
        and condition.field == "model"
        and isinstance(condition.test, AnyOf)
        and not condition.negated
    ]
    if not tests or any("" in patterns for patterns in tests):  # models that have no name
        return None
    models = _models_of(connection, apps)
    meant = [
        model
        for model in models or ()
        if all(any(matches(pattern, model) for pattern in patterns) for patterns in tests)
    ]
    few = models is not None and len(meant) * len(apps) <= _MOST_MODELS
    return tuple(meant) if few else None


def _is_one_term(words: str) -> bool:
    search = search_of(words)
    return not search.prefix and _ONE_TERM.fullmatch(search.text) is not None


def _times(filter_: Filter) -> tuple[int | None, int | None]:
    """Bounds of what a filter says of start times, wide enough; the upper one not included."""
    tests = [
        condition.test
        for condition in filter_.conditions
        if isinstance(condition, Condition) and condition.field == "time" and not condition.negated
    ]
    between = [test for test in tests if isinstance(test, Between)]
    lows = [test.low for test in between if test.low is not None and math.isfinite(test.low)]
    highs = [test.high for test in between if test.high is not None and math.isfinite(test.high)]
    return (
        _within(math.floor(max(lows))) if lows else None,
        _within(math.floor(min(highs)) + 1) if highs else None,
    )


def _within(time_ns: int) -> int:
    """The closest time that SQLite can count to."""
    return min(max(time_ns, -(2**63)), 2**63 - 1)
