"""What the first page says: numbers counted by hand, and what asks for attention."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from genchi.errors import UsageError
from genchi.observing.overview import Overview
from genchi.observing.overview import overview as overview_beside
from genchi.observing.periods import RANGES, Period, period_between, period_of
from genchi.records import (
    Criterion,
    Feedback,
    Label,
    Payload,
    Span,
    SpanKey,
    Target,
    Usage,
    Verdict,
)
from genchi.stats import wilson
from genchi.store import Store, open_store

HOUR = 3600 * 10**9
overview = partial(overview_beside, beside=ThreadPoolExecutor(1))
NOW = 490_000 * HOUR + 5
PERIOD = period_of("24h", NOW)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path, create=True)


def key_of(n: int) -> SpanKey:
    return SpanKey("shop", f"{n:032x}", f"{n:016x}")


def add(store: Store, numbers: Iterable[int], *, hours_ago: int, **more: Any) -> None:
    """Outputs that began so many hours ago, each with the fields given."""
    given: dict[str, Any] = {"duration_ns": 10**9, "model": "m", "usage": Usage(cost=0.5)} | more
    start_ns = NOW - hours_ago * HOUR
    store.spans.add(
        [Span(key_of(n), start_ns, payload=Payload({"n": n}, "x"), **given) for n in numbers]
    )


def seen(store: Store, criterion: str | None = None) -> Overview:
    return overview(store, "shop", PERIOD, now_ns=NOW, criterion=criterion)


def codes(store: Store) -> list[str]:
    return [need.code for need in seen(store).needs]


def need(store: Store, code: str) -> dict[str, object]:
    return next(dict(one.values) for one in seen(store).needs if one.code == code)


def test_a_named_range_ends_with_the_part_that_is_under_way() -> None:
    for name, (length, every) in RANGES.items():
        period = period_of(name, NOW)
        assert period.end_ns - period.start_ns == length
        assert period.end_ns - every <= NOW < period.end_ns
        assert period.parts * every == length
        assert period.before.end_ns == period.start_ns
        assert period.part_of(NOW) == period.parts - 1
        assert period.part_of(period.end_ns) is None


def test_any_other_stretch_is_made_whole_parts() -> None:
    period = period_between(5, 10**15)
    assert period.start_ns <= 5
    assert period.end_ns >= 10**15
    assert (period.end_ns - period.start_ns) % period.every_ns == 0
    assert 25 <= period.parts <= 30
    for wrong in ((5, 5), (6, 5), (-1, 5)):
        with pytest.raises(UsageError):
            period_between(*wrong)


def test_tiles_count_this_period_and_the_one_before(store: Store) -> None:
    add(store, range(30), hours_ago=2)
    add(store, range(30, 40), hours_ago=3, status="error", duration_ns=3 * 10**9)
    add(store, range(40, 60), hours_ago=26)
    tiles = {tile.name: tile for tile in seen(store).tiles}
    assert (tiles["volume"].value, tiles["volume"].before) == (40, 20)
    assert (tiles["cost"].value, tiles["cost"].before) == (20.0, 10.0)
    assert tiles["cost"].n == 40
    assert tiles["errors"].interval == wilson(10, 40)
    assert tiles["errors"].before_interval == wilson(0, 20)
    assert tiles["p95"].value == 3.0
    assert [value for value in tiles["volume"].series if value] == [10, 30]
    assert [value for value in tiles["errors"].series if value is not None] == [1.0, 0.0]


def test_the_pass_rate_is_of_fair_labels_on_outputs_of_the_period(store: Store) -> None:
    add(store, range(20), hours_ago=2)
    add(store, range(20, 30), hours_ago=26)
    add(store, range(30, 35), hours_ago=100)
    store.labels.add(
        [
            Label("good", Target(key_of(n)), float(n % 4 > 0), "ann", NOW, why="random")
            for n in range(25)
        ]
    )
    chosen = Label("good", Target(key_of(25)), 0.0, "ann", NOW, why="likely_bad")
    store.labels.add([chosen])
    found = seen(store)
    rate = found.tiles[0]
    assert found.criterion == "good"
    assert (rate.name, rate.value, rate.n) == ("pass_rate", 0.75, 20)
    assert rate.before == 0.6


def test_thumbs_are_a_share_with_an_interval(store: Store) -> None:
    add(store, [1], hours_ago=2)
    store.feedback.add(
        (
            Feedback(f"event-{n:04}", "shop", f"{1:032x}", None, "thumbs", NOW - n, n % 4 and 1.0),
            None,
        )
        for n in range(8)
    )
    tile = seen(store).tiles[-1]
    assert tile.interval == wilson(6, 8)
    assert need(store, "bad_feedback") == {"n": 2}


def test_what_is_new_is_marked_where_it_began(store: Store) -> None:
    add(store, range(5), hours_ago=30, prompt_version="v1")
    add(store, range(5, 9), hours_ago=9, prompt_version="v1", model="m2")
    add(store, range(9, 12), hours_ago=3, prompt_version="v2", model="m2")
    assert [(m.field, m.value, m.at_ns) for m in seen(store).markers] == [
        ("model", "m2", NOW - 9 * HOUR),
        ("prompt_version", "v2", NOW - 3 * HOUR),
    ]


def test_a_prompt_version_within_a_trace_is_found_as_well(store: Store) -> None:
    add(store, range(5), hours_ago=30)
    add(store, range(5, 9), hours_ago=3)
    add(store, range(9, 12), hours_ago=3, parent_id="f" * 16, prompt_version="v7")
    assert [m.value for m in seen(store).markers] == ["v7"]


def test_errors_are_up_only_where_intervals_do_not_meet(store: Store) -> None:
    add(store, range(100), hours_ago=26)
    add(store, range(100, 195), hours_ago=2)
    add(store, range(195, 200), hours_ago=2, status="error")
    assert "errors_up" not in codes(store)
    add(store, range(200, 230), hours_ago=2, status="error")
    assert need(store, "errors_up") == {"rate": 35 / 130, "before": 0.0}


def test_latency_is_up_by_a_quarter_of_a_hundred_outputs(store: Store) -> None:
    add(store, range(100), hours_ago=26)
    add(store, range(100, 199), hours_ago=2, duration_ns=2 * 10**9)
    assert "latency_up" not in codes(store)
    add(store, [199], hours_ago=2, duration_ns=2 * 10**9)
    assert need(store, "latency_up") == {"p95": 2.0, "before": 1.0}


def test_a_check_that_fails_more_than_before_is_named(store: Store) -> None:
    add(store, range(50), hours_ago=26)
    add(store, range(50, 100), hours_ago=2)
    said = [(key_of(n), Verdict("fail" if n >= 70 else "pass")) for n in range(100)]
    store.verdicts.add("shop", "check_a", "1", said, now_ns=1)
    same = [(key_of(n), Verdict("fail" if n % 2 else "pass")) for n in range(100)]
    store.verdicts.add("shop", "check_b", "1", same, now_ns=1)
    assert need(store, "check_failing") == {"check": "check_a", "rate": 0.6, "before": 0.0}
    assert codes(store).count("check_failing") == 1


def test_labels_that_contradict_a_good_check_are_pointed_at(store: Store) -> None:
    add(store, range(60), hours_ago=2)
    fails = [(key_of(n), Verdict("fail" if n < 20 else "pass")) for n in range(60)]
    store.verdicts.add("shop", "check_a", "1", fails, now_ns=1)
    store.verdicts.add("shop", "by_chance", "1", [(k, Verdict("fail")) for k, _ in fails], now_ns=1)
    bad = {*range(17), *range(57, 60)}  # 3 it fails wrongly, 3 it misses
    store.labels.add(
        [Label("good", Target(key_of(n)), float(n not in bad), "ann", NOW) for n in range(60)]
    )
    assert need(store, "disagree") == {"check": "check_a", "n": 6}


def test_a_model_that_uses_tokens_at_an_unknown_cost_is_named(store: Store) -> None:
    add(store, range(5), hours_ago=2, model="new", usage=Usage(input_tokens=3, output_tokens=4))
    add(store, range(5, 9), hours_ago=2, model="silent", usage=Usage())
    assert need(store, "unknown_cost") == {"n": 5, "model": "new"}


def test_people_are_asked_for_what_is_missing_first(store: Store) -> None:
    add(store, range(5), hours_ago=2)
    assert codes(store) == ["no_criteria"]
    store.criteria.word(Criterion("shop", "good", "it helps", 1))
    assert codes(store) == ["review_due", "no_labels"]
    store.labels.add([Label("good", Target(key_of(1)), 1.0, "ann", NOW)])
    assert codes(store) == ["review_due"]


def test_a_review_is_due_for_whoever_is_on_the_rota_and_not_on_a_day_off(store: Store) -> None:
    add(store, range(5), hours_ago=2)
    store.labels.add([Label("good", Target(key_of(1)), 1.0, "ann", NOW)])
    store.reviewing.set_rota("shop", ["ann"] * 7)
    assert need(store, "review_due")["person"] == "ann"
    weekdays = [None, *["ann"] * 6], [*["ann"] * 6, None]
    for days in weekdays:
        store.reviewing.set_rota("shop", days)
        assert codes(store) in ([], ["review_due"])
    store.reviewing.set_rota("shop", [None] * 7)
    assert need(store, "review_due")["person"] is None


def test_every_need_leads_to_a_page(store: Store) -> None:
    add(store, range(30), hours_ago=2, status="error")
    add(store, range(30, 60), hours_ago=26)
    found = seen(store).needs
    assert all(one.to.startswith("/") for one in found)
    assert "/traces?filter=status%3Aerror" in [one.to for one in found]


def test_a_period_of_no_length_is_refused() -> None:
    assert Period(0, HOUR, HOUR).parts == 1
    with pytest.raises(UsageError, match="range=1y"):
        period_of("1y", NOW)
