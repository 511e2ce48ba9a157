"""Checks beside people over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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


def test_preferences_are_beside_the_labels_and_seen_at_once(
    up: Any, tmp_path: Path, judged: Any
) -> None:
    assert ask(up).json["preferences"] is None
    pairs = [Target(judged.key_of(n), "preference", other=judged.key_of(n - 1)) for n in (8, 12)]
    up.store.labels.add([Label("helpful", pair, 0.0, "ann", 9) for pair in pairs])
    told = msgspec.convert(ask(up).json, AlignmentAnswer, strict=True).preferences
    assert told is not None
    assert (told.labels, told.pairs, told.decided) == (2, 2, 2)
    by_name = {check.check: check for check in told.checks}
    assert (by_name["excludes('guarantee')"].told, by_name["excludes('guarantee')"].agrees) == (
        2,
        2,
    )
    assert (by_name["max_words(3)"].alike, by_name["max_words(3)"].agree) == (2, None)
    up.store.labels.add([Label("helpful", pairs[0], 1.0, "ann", 10)])
    again = {check["check"]: check for check in ask(up).json["preferences"]["checks"]}
    assert again["excludes('guarantee')"]["agrees"] == 1


def test_a_criterion_with_pairs_alone_has_an_alignment(up: Any, judged: Any) -> None:
    pair = Target(judged.key_of(8), "preference", other=judged.key_of(7))
    up.store.labels.add([Label("better", pair, 0.0, "ann", 9)])
    found = up.get("/api/alignment", app="shop", criterion="better")
    answer = msgspec.convert(found.json, AlignmentAnswer, strict=True)
    assert (answer.labelled, answer.few_labels, answer.trusted) == (0, True, [])
    assert answer.matrix.failures == []
    assert answer.preferences is not None
    assert answer.preferences.decided == 1


def test_what_no_telling_check_fails_is_a_blind_spot(up: Any, judged: Any) -> None:
    up.store.labels.add(
        [Label("helpful", Target(judged.key_of(41)), 0.0, "ann", 9, failure="rude")]
    )
    (spot,) = ask(up).json["blind_spots"]
    assert spot["key"] == {"trace_id": f"{41:032x}", "span_id": f"{41:016x}"}
    assert spot["failures"] == ["rude"]
    assert spot["input_preview"] == "Refund? 41"


def test_each_cell_has_its_outputs_and_together_they_are_all(up: Any) -> None:
    cells = {
        cell: ask(up, "/items", check="max_words(3)", cell=cell).json
        for cell in ("tp", "fp", "fn", "tn", "unmeasured")
    }
    sizes = {"tp": 10, "fp": 30, "fn": 0, "tn": 0, "unmeasured": 0}
    assert {cell: found["n"] for cell, found in cells.items()} == sizes
    assert {cell: len(found["items"]) for cell, found in cells.items()} == sizes
    items = cells["tp"]["items"]
    assert items[0]["verdict"]["outcome"] == "fail"
    assert {tuple(item["failures"]) for item in items} == {("promise",)}


def test_each_cell_of_the_matrix_opens_as_many_outputs_as_it_counts(up: Any, judged: Any) -> None:
    up.store.labels.add(
        [
            *(
                Label("helpful", Target(judged.key_of(n)), 0.0, "ben", 9, failure="rude")
                for n in (4, 8, 41, 42)
            ),
            *(Label("helpful", Target(judged.key_of(n)), 0.0, "ben", 9) for n in (12, 43, 44)),
            Label("helpful", Target(judged.key_of(1)), 0.0, "ben", 9, failure="rude"),  # disputed
            Label("helpful", Target(judged.key_of(16)), 0.0, "cat", 9, failure="promise"),
        ]
    )
    found = ask(up).json["matrix"]
    failures = [one["name"] for one in found["failures"]]
    assert failures == ["promise", "rude", ""]
    for row in found["rows"]:
        for failure, caught in zip(failures, row["caught"], strict=True):
            cell = ask(up, "/items", check=row["check"], cell="tp", failure=failure).json
            assert (cell["n"], len(cell["items"])) == (caught, caught), (row, failure)
    both = ask(up, "/items", check="max_words(3)", cell="tp", failure="rude").json["items"]
    assert [item["failures"] for item in both[-2:]] == [["promise", "rude"]] * 2


def test_the_filter_for_bad_outputs_finds_as_many_as_the_alignment_counts(
    up: Any, judged: Any
) -> None:
    bad = {"app": "shop", "filter": "label.helpful:bad", "limit": 1000}
    up.store.labels.add(
        [
            *(Label("helpful", Target(judged.key_of(n)), 0.0, "ben", 9) for n in (1, 2, 3)),
            *(Label("helpful", Target(judged.key_of(n)), 0.0, "cat", 9) for n in (1, 2)),
            Label("helpful", Target(judged.key_of(4)), 1.0, "ben", 9),
        ]
    )
    found = ask(up).json
    assert (found["bad"], found["disputed"]) == (11, 2)
    assert len(up.get("/api/rows", **bad).json["rows"]) == found["bad"]


def test_a_cell_counts_outputs_beyond_those_it_gives_and_none_within_others(
    up: Any, tmp_path: Path, judged: Any
) -> None:
    inner = replace(judged.span_of(90), parent_id="1" * 16)
    up.store.spans.add([inner])
    up.store.labels.add([Label("helpful", Target(inner.key), 0.0, "ann", 9)])
    run_apart(up.store, "shop", ["max_words(3)"], project=tmp_path, now_ns=1)
    grade = next(c for c in ask(up).json["checks"] if c["check"] == "max_words(3)")
    for cell in ("tp", "fp", "fn", "tn", "unmeasured"):
        found = ask(up, "/items", check="max_words(3)", cell=cell, limit="3").json
        assert found["n"] == grade[cell]
        assert len(found["items"]) == min(3, grade[cell])


def test_an_output_that_the_check_has_not_judged_is_unmeasured(up: Any, judged: Any) -> None:
    judged.fill(up.store, outputs=61, labelled=0)
    up.store.labels.add([Label("helpful", Target(judged.key_of(61)), 0.0, "ann", 9)])
    (item,) = ask(up, "/items", check="max_words(3)", cell="unmeasured").json["items"]
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
