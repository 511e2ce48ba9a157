"""SQLite answers with its indexes: what can do without reading or sorting the whole table does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from genchi.errors import UsageError
from genchi.records import AnyOf, Between, Condition, Filter, Payload, Span, SpanKey, Words
from genchi.store import SqliteSpans, Store, open_store
from genchi.store.text_index import TextIndex

HEX = "ab" * 16
_TIES = "; USE TEMP B-TREE FOR LAST TERM OF ORDER BY"
"""Sorts those that started together alone."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    opened.spans.add(
        [
            Span(
                SpanKey("ab"[n % 2], f"{n // 4:032x}", f"{n:016x}"),
                n,
                duration_ns=n,
                model=f"m{n % 3}",
                user="u",
                session="s",
                status="error" if n % 5 == 0 else "ok",
                payload=Payload(output="refund" if n % 7 == 0 else "x"),
            )
            for n in range(200)
        ]
    )
    yield opened
    opened.close()


def plans(store: Store, ask: Callable[[SqliteSpans], object]) -> list[str]:
    """How SQLite went about each statement on spans that a question took."""
    seen: list[tuple[str, Sequence[object]]] = []

    def note(_cursor: object, sql: str, values: Sequence[object] | None) -> bool:
        if "FROM span" in sql and "min(app)" not in sql:
            seen.append((sql, values or ()))
        return True

    with store.database.read() as connection:
        connection.exec_trace = note  # type: ignore[assignment]
        ask(store.spans)
        connection.exec_trace = None
        return [
            "; ".join(
                str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            )
            for sql, values in seen
        ]


def has(field: str, *patterns: str) -> Condition:
    return Condition(field, AnyOf(patterns))


@pytest.mark.parametrize(
    ("conditions", "index"),
    [
        ((), "span_by_time (app=?)"),
        (
            (Condition("time", Between(5, 100)),),
            "span_by_time (app=? AND start_ns>? AND start_ns<?)",
        ),
        ((has("status", "error"),), "span_errors (app=?)"),
        ((has("model", "m1"),), "span_by_model (app=? AND model=?)"),
        ((has("model", "m1"), has("status", "ok")), "span_by_model (app=? AND model=?)"),
        ((has("model", "m*"),), "span_by_model (app=? AND model=?)"),
        ((has("model", "m1", "*2"), has("status", "ok")), "span_by_model (app=? AND model=?)"),
        ((has("root", "true"),), "span_roots (app=?)"),
        ((has("root", "true"), has("status", "error")), "span_errors (app=?)"),
        ((has("root", "false"),), "span_by_time (app=?)"),
        ((has("user", "u"), has("model", "m1")), "span_by_user (app=? AND user=?)"),
        ((has("session", "s"), has("status", "error")), "span_by_session (app=? AND session=?)"),
        ((has("model", "m1"), has("span", "zz")), "span_by_model (app=? AND model=?)"),
    ],
)
@pytest.mark.parametrize("app", ["a", None])
def test_a_list_goes_along_an_index(
    store: Store, conditions: tuple[Condition, ...], index: str, app: str | None
) -> None:
    found = plans(store, lambda spans: spans.page(Filter(conditions), app=app, limit=9))
    lists = {plan.removesuffix(_TIES) for plan in found if "COVERING INDEX" not in plan}
    assert lists == {f"SEARCH span USING INDEX {index}"}


@pytest.mark.parametrize("oldest_first", [True, False])
@pytest.mark.parametrize(
    "conditions",
    [
        (),
        (has("status", "error"),),
        (has("model", "m1"),),
        (has("model", "m*"),),
        (has("root", "true"),),
    ],
)
def test_a_later_page_begins_at_its_place(
    store: Store, oldest_first: bool, conditions: tuple[Condition, ...]
) -> None:
    filter_ = Filter(conditions)
    first = store.spans.page(filter_, app="a", limit=9, oldest_first=oldest_first)
    assert first.after is not None
    found = plans(
        store,
        lambda spans: spans.page(
            filter_, app="a", limit=9, after=first.after, oldest_first=oldest_first
        ),
    )
    assert f"start_ns{'>' if oldest_first else '<'}?)" in found[-1]
    assert "TEMP B-TREE" not in found[-1].removesuffix(_TIES)


@pytest.mark.parametrize(
    "ask",
    [
        lambda spans: spans.trace(HEX),
        lambda spans: spans.trace(HEX, "a"),
        lambda spans: spans.page(Filter((has("trace", HEX),)), app="a"),
        lambda spans: spans.page(Filter((has("trace", HEX), has("status", "error")))),
        lambda spans: spans.trend(Filter((has("trace", HEX),)), ["count"], every_ns=1),
        lambda spans: spans.session("a", "s"),
        lambda spans: spans.payloads([SpanKey("a", "0" * 32, "0" * 16)]),
        lambda spans: spans.page(Filter(), ids=[SpanKey("a", "0" * 32, "0" * 16)]),
        lambda spans: spans.near("a", 50),
        lambda spans: spans.sample(Filter((has("model", "m1"),)), 5, app="a"),
        lambda spans: spans.facets(Filter((has("user", "u"),)), ["model"]),
    ],
)
def test_nothing_reads_a_whole_table_or_application(
    store: Store, ask: Callable[[SqliteSpans], object]
) -> None:
    found = plans(store, ask)
    assert found
    for plan in found:
        assert "SEARCH span" in plan
        assert "SCAN span" not in plan
        assert "USING INDEX span_by_time (app=?)" not in plan


def test_latency_by_model_is_read_from_the_index_alone(store: Store) -> None:
    (*_, plan) = plans(
        store,
        lambda spans: spans.trend(
            Filter((has("model", "m1"),)), ["count", "p95", "tokens", "cost"], app="a", every_ns=60
        ),
    )
    assert "USING COVERING INDEX span_by_model" in plan


def test_a_trend_by_model_reads_no_rows(store: Store) -> None:
    with_model, without = plans(
        store,
        lambda spans: spans.trend(
            Filter((Condition("time", Between(5, 100)),)),
            ["count", "p95", "tokens", "cost"],
            by="model",
            every_ns=60,
        ),
    )[-2:]
    assert "COVERING INDEX span_by_model (app=? AND model=? AND start_ns>?" in with_model
    assert "COVERING INDEX span_without_model (app=? AND start_ns>? AND start_ns<?)" in without


def test_models_and_failures_are_counted_from_indexes_alone(store: Store) -> None:
    for field, index in [("model", "span_by_model"), ("status", "span_errors")]:
        found = plans(store, partial(SqliteSpans.facets, filter_=Filter(), fields=[field]))
        assert all("SEARCH span USING COVERING INDEX" in plan for plan in found)
        assert index in found[-1]


def test_more_models_than_can_be_asked_one_by_one_are_passed_by_in_order(store: Store) -> None:
    spans = [
        Span(SpanKey("d", f"{n:032x}", f"{n:016x}"), n, model=f"m{n % 300}") for n in range(900)
    ]
    store.spans.add(spans)
    every, few = Filter((has("model", "m*"),)), Filter((has("model", "m29*"),))
    assert "span_by_time" in plans(store, lambda s: s.page(every, app="d", limit=5))[-1]
    assert len(store.spans.page(every, app="d", limit=1000).spans) == 900
    assert len(store.spans.page(few, app="d", limit=1000).spans) == 33
    assert len(store.spans.trend(every, ["count"], app="d", by="model", every_ns=10**9)) == 300
    (facet,) = store.spans.facets(Filter(), ["model"], app="d", limit=1000)
    assert (len(facet.values), facet.missing) == (300, 0)


def test_words_are_looked_up_where_the_index_has_been(store: Store) -> None:
    text = TextIndex(store.database)
    text.catch_up()
    found = plans(store, lambda spans: spans.page(Filter((Words("refund"),)), app="a", limit=3))
    assert found
    assert all("span_by_time (app=?) " not in plan for plan in found)
    assert any("USING INTEGER PRIMARY KEY (rowid=?)" in plan for plan in found)


def test_more_ids_than_can_be_looked_up_one_by_one_are_passed_by_in_order(store: Store) -> None:
    spans = [Span(SpanKey("c", f"{n:032x}", f"{n:016x}"), n // 3) for n in range(12_000)]
    store.spans.add(spans)
    ids = [span.key for span in spans if span.start_ns % 7 != 0]
    found = plans(store, lambda spans: spans.page(Filter(), app="c", ids=ids, limit=5))
    assert "SEARCH span USING INDEX span_by_time (app=?)" in found[-1]
    keys: list[SpanKey] = []
    after = None
    while len(keys) < len(spans):
        page = store.spans.page(Filter(), ids=ids, limit=3000, oldest_first=True, after=after)
        keys += [span.key for span in page.spans]
        if (after := page.after) is None:
            break
    assert keys == ids
    (facet,) = store.spans.facets(Filter((Words("nothing", negated=True),)), ["app"], ids=ids)
    assert facet.values == (("c", len(ids)),)


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "nonsense", "n1", "n1.2.3", "x1.2", "n1.2 ", "n１.2", "退款", "o5.5", "\ud800"),
        *(f"n{2**63}.1", f"n1.{2**63}", "n" + "9" * 5000 + ".1", "n-.1", "n1.2\n"),
    ],
)
def test_a_cursor_that_no_page_gave_is_one_sentence(store: Store, cursor: str) -> None:
    with pytest.raises(UsageError):
        store.spans.page(Filter(), after=cursor)


def test_a_cursor_stays_good_when_the_store_is_opened_again(store: Store, tmp_path: Path) -> None:
    first = store.spans.page(Filter(), limit=7)
    again = open_store(tmp_path, create=False)
    assert again.spans.page(Filter(), limit=7, after=first.after) == store.spans.page(
        Filter(), limit=7, after=first.after
    )
    again.close()


def test_reading_everything_leaves_no_transaction_open(store: Store) -> None:
    reading = store.spans.everything(Filter())
    next(reading)
    with store.database.read() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert (store.path.parent / f"{store.path.name}-wal").stat().st_size == 0
    assert len(list(reading)) == 199
