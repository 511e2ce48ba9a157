"""Checks beside people over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from genchi.checks.trying import run_apart
from genchi.records import FailureMode, Label, Target
from genchi.server.api import aligning
from genchi.server.api.grades import AlignmentAnswer
from genchi.server.remembered import Remembered

SPECS = ["excludes('guarantee')", "max_words(3)", "excludes('Sure')", "no_refusal"]


@pytest.fixture
def up(serve: Callable[..., Any], tmp_path: Path, judged: Any) -> Any:
    started = serve(tmp_path / "home", project=tmp_path)
    judged.fill(started.store)
    run_apart(started.store, "shop", SPECS, project=tmp_path, now_ns=1)
    return started


def ask(up: Any, path: str = "", **query: str) -> Any:
    return up.get(f"/api/alignment{path}", app="shop", criterion="helpful", **query)


def test_the_answer_is_what_the_document_says_with_nothing_missing(up: Any) -> None:
    found = msgspec.convert(ask(up).json, AlignmentAnswer, strict=True)
    assert found.labelled == 40
    assert found.bad == 10
    assert [check.check for check in found.checks] == SPECS


def test_the_trusted_are_those_that_agree_beyond_chance_and_fail_few_good(up: Any) -> None:
    found = ask(up).json
    assert found["trusted"] == ["excludes('guarantee')", "excludes('Sure')"]
    assert found["few_labels"] is False
    assert found["blind_spots"] == []


def test_the_matrix_names_failures_as_people_named_them(up: Any, judged: Any) -> None:
    up.store.criteria.name_mode(FailureMode("shop", "helpful", "promise", "Promises", "承诺"))
    up.store.labels.add([Label("helpful", Target(judged.key_of(50)), 0.0, "ann", 9)])
    found = ask(up).json["matrix"]
    assert found["failures"] == [
        {"name": "promise", "title": "Promises", "title_zh": "承诺", "n": 10},
        {"name": "", "title": "", "title_zh": "", "n": 1},
    ]
    assert {"check": "excludes('guarantee')", "caught": [10, 0]} in found["rows"]


def test_what_no_telling_check_fails_is_a_blind_spot(up: Any, judged: Any) -> None:
    up.store.labels.add(
        [Label("helpful", Target(judged.key_of(41)), 0.0, "ann", 9, failure="rude")]
    )
    (spot,) = ask(up).json["blind_spots"]
    assert spot["key"] == {"trace_id": f"{41:032x}", "span_id": f"{41:016x}"}
    assert spot["failure"] == "rude"
    assert spot["input_preview"] == "Refund? 41"


def test_each_cell_has_its_outputs_and_together_they_are_all(up: Any) -> None:
    cells = {
        cell: ask(up, "/items", check="max_words(3)", cell=cell).json
        for cell in ("tp", "fp", "fn", "tn", "unmeasured")
    }
    assert {cell: len(found) for cell, found in cells.items()} == {
        "tp": 10,
        "fp": 30,
        "fn": 0,
        "tn": 0,
        "unmeasured": 0,
    }
    assert cells["tp"][0]["verdict"]["outcome"] == "fail"
    assert {item["failure"] for item in cells["tp"]} == {"promise"}


def test_an_output_that_the_check_has_not_judged_is_unmeasured(up: Any, judged: Any) -> None:
    judged.fill(up.store, outputs=61, labelled=0)
    up.store.labels.add([Label("helpful", Target(judged.key_of(61)), 0.0, "ann", 9)])
    (item,) = ask(up, "/items", check="max_words(3)", cell="unmeasured").json
    assert item["verdict"] is None


def test_rounds_end_with_all_labels(up: Any) -> None:
    found = ask(up, "/rounds", check="excludes('guarantee')").json
    assert [one["labels"] for one in found] == [20, 40]
    assert found[-1]["kappa"]["value"] == 1.0
    assert found[-1]["coverage"]["n"] == 10


@pytest.mark.parametrize(
    ("path", "query", "said"),
    [
        ("/items", {"check": "max_words(3)", "cell": "x"}, "cell=x is none of"),
        ("/items", {"check": "nope", "cell": "tp"}, "no check 'nope' has judged shop"),
        ("/rounds", {"check": "nope"}, "no check 'nope' has judged shop"),
        ("/rounds", {}, "the parameter check is missing"),
    ],
)
def test_wrong_questions_are_one_sentence(
    up: Any, path: str, query: dict[str, str], said: str
) -> None:
    answer = ask(up, path, **query)
    assert answer.status == 400
    assert said in answer.json["error"]


def test_a_criterion_without_labels_is_said(up: Any) -> None:
    for path in ("", "/items", "/rounds"):
        answer = up.get(
            f"/api/alignment{path}",
            app="shop",
            criterion="polite",
            **({"check": "max_words(3)"} if path else {}),
            **({"cell": "tp"} if path == "/items" else {}),
        )
        assert answer.status == 400, path
        assert "polite" in answer.json["error"]


def test_a_new_label_and_a_new_verdict_are_seen_at_once(
    up: Any, tmp_path: Path, judged: Any
) -> None:
    assert ask(up).json["labelled"] == 40
    assert ask(up).json["labelled"] == 40
    up.store.labels.add([Label("helpful", Target(judged.key_of(41)), 1.0, "ann", 9)])
    assert ask(up).json["labelled"] == 41
    run_apart(up.store, "shop", ["max_words(5)"], project=tmp_path, now_ns=2)
    assert "max_words(5)" in [check["check"] for check in ask(up).json["checks"]]


def test_without_the_lab_extra_the_answer_is_a_code_and_a_sentence(
    up: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aligning, "_has_lab", lambda: False)
    for path in ("", "/rounds?check=x"):
        start = "&" if path else "?"
        answer = up.ask("GET", f"/api/alignment{path}{start}app=shop&criterion=helpful")
        assert (answer.status, answer.json["code"]) == (409, "needs_lab")
        assert "genchi[lab]" in answer.json["error"]


def test_an_answer_is_worked_out_once_until_its_sources_change() -> None:
    worked: list[int] = []
    kept: Remembered[int] = Remembered(2)

    def work() -> int:
        worked.append(1)
        return len(worked)

    assert [kept.get("a", 1, work), kept.get("a", 1, work), kept.get("a", 2, work)] == [1, 1, 2]
    kept.get("b", 1, work)
    kept.get("c", 1, work)
    assert kept.get("a", 2, work) == 5
