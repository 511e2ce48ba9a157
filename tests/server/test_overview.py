"""The first page over HTTP, and quality over time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genchi.checks.trying import run_apart

DAY = 24 * 3600 * 10**9


@pytest.fixture
def up(serve: Callable[..., Any], tmp_path: Path, judged: Any) -> Any:
    started = serve(tmp_path / "home", project=tmp_path)
    judged.fill(started.store)
    return started


def tiles(answer: Any) -> dict[str, Any]:
    return {tile["name"]: tile for tile in answer.json["tiles"]}


def test_a_period_has_its_numbers_and_those_before(up: Any, judged: Any) -> None:
    period = {"since_ns": judged.NOW - 2 * DAY, "until_ns": judged.NOW}
    found = tiles(up.get("/api/overview", app="shop", **period))
    assert list(found) == ["pass_rate", "volume", "cost", "p95", "errors", "feedback"]
    assert found["volume"]["value"] == 48
    assert found["volume"]["before"] == 12
    assert found["cost"]["value"] == pytest.approx(0.48)
    assert found["p95"]["value"] == 1.0
    assert (found["errors"]["value"], found["errors"]["interval"]["n"]) == (0.0, 48)
    assert found["pass_rate"]["value"] == 0.75
    assert found["pass_rate"]["n"] == 40
    assert found["feedback"]["value"] is None
    assert len({len(tile["series"]) for tile in found.values()}) == 1
    assert sum(value or 0 for value in found["volume"]["series"]) == 48


def test_looking_again_and_again_opens_no_more_files(up: Any, judged: Any) -> None:
    def files() -> int:
        links = [file.readlink() for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]
        return sum("genchi.db" in link.name for link in links)

    def look(hours: int) -> None:
        since_ns = judged.NOW - hours * 3600 * 10**9
        answer = up.get("/api/overview", app="shop", since_ns=since_ns, until_ns=judged.NOW)
        assert answer.status == 200

    for hours in range(1, 11):
        look(hours)
    before = files()
    for hours in range(11, 31):
        look(hours)
    assert files() <= before


@pytest.mark.parametrize("name", ["24h", "7d", "30d", "90d", "all"])
def test_every_range_is_answered(up: Any, name: str) -> None:
    answer = up.get("/api/overview", app="shop", range=name)
    assert answer.status == 200
    assert answer.json["criterion"] == "helpful"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"range": "1y"}, "range=1y is none of"),
        ({"since_ns": "5", "until_ns": "5"}, "a period ends after it begins"),
        ({"since_ns": "x"}, "is not a whole number"),
        ({"until_ns": "9" * 19}, "is not a whole number"),
    ],
)
def test_a_period_that_is_none_is_said(up: Any, query: dict[str, str], said: str) -> None:
    answer = up.get("/api/overview", app="shop", **query)
    assert answer.status == 400
    assert said in answer.json["error"]


def test_an_application_without_anything_has_an_overview(up: Any) -> None:
    found = up.get("/api/overview", app="none")
    assert [need["code"] for need in found.json["needs"]] == ["no_criteria"]
    assert found.json["criterion"] is None
    assert all(tile["value"] in (None, 0.0) for tile in found.json["tiles"])


def test_quality_over_time_is_of_fair_labels(up: Any) -> None:
    found = up.get("/api/quality/trend", app="shop", criterion="helpful", every="366d").json
    assert [(point["value"], point["n"]) for point in found] == [(0.75, 40)]
    assert found[0]["low"] < 0.75 < found[0]["high"]
    days = up.get("/api/quality/trend", app="shop", criterion="helpful", every="1d").json
    assert sum(point["n"] for point in days) == 40


def test_quality_over_time_can_be_of_some_outputs_or_of_a_check(up: Any, tmp_path: Path) -> None:
    run_apart(up.store, "shop", ["excludes('Sure')"], project=tmp_path, now_ns=1)
    of = {"app": "shop", "criterion": "helpful", "every": "366d"}
    some = up.get("/api/quality/trend", filter="label.helpful:fail", **of).json
    assert [(point["value"], point["n"]) for point in some] == [(0.0, 10)]
    assert up.get("/api/quality/trend", filter="model:other", **of).json == []
    check = up.get("/api/quality/trend", app="shop", check="excludes('Sure')", every="366d").json
    assert [(point["value"], point["n"]) for point in check] == [(0.75, 60)]


def test_quality_of_nothing_is_said(up: Any) -> None:
    assert "say of what" in up.get("/api/quality/trend", app="shop").json["error"]
    assert up.get("/api/quality/trend", app="shop", criterion="polite").status == 400
    assert up.get("/api/quality/trend", app="shop", criterion="helpful", every="x").status == 400
