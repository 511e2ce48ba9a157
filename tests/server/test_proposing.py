"""From a bad output to a case and a check, over HTTP and on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from genchi.checks import load_checks
from genchi.datasets import read_cases
from genchi.server.api.proposing import ProposedAnswer


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def up(serve: Callable[..., Any], tmp_path: Path, project: Path, judged: Any) -> Any:
    started = serve(tmp_path / "home", project=project)
    judged.fill(started.store)
    return started


def body(n: int, **more: Any) -> dict[str, Any]:
    ids = {"trace_id": f"{n:032x}", "span_id": f"{n:016x}"}
    return {"app": "shop", "criterion": "helpful", **ids, **more}


def test_a_bad_output_becomes_a_case_and_checks_that_fail_it(up: Any) -> None:
    answer = up.write("/api/review/proposals", body(4, selection="We guarantee"))
    found = msgspec.convert(answer.json, ProposedAnswer, strict=True)
    assert found.case.inputs == {"question": "Refund? 4"}
    assert not found.case.exists
    promise = next(c for c in found.candidates if c.spec == "excludes('We guarantee')")
    assert (promise.caught, promise.bad, promise.wrong, promise.good) == (10, 10, 0, 30)
    assert (promise.recent.n, promise.recent.failed) == (20, 5)
    assert promise.description == "None of the texts stands in the output."
    assert promise.caught_examples[0].failures == ("promise",)
    assert len(found.candidates) <= 8


def test_an_output_that_nobody_labelled_counts_as_bad(up: Any) -> None:
    found = up.write("/api/review/proposals", body(44, selection="保证")).json
    promise = next(c for c in found["candidates"] if c["spec"] == "excludes('保证')")
    assert (promise["caught"], promise["bad"]) == (11, 11)


def test_saving_writes_a_case_and_a_line_and_undo_takes_both_back(
    up: Any, project: Path, judged: Any
) -> None:
    saved = up.write(
        "/api/review/regressions", body(4, check='excludes("guarantee")', reference="更好的回答")
    ).json
    (case,) = read_cases(project / "datasets" / "regressions.jsonl")
    assert (case.id, case.reference) == (saved["case_id"], "更好的回答")
    assert case.origin == judged.key_of(4)
    assert judged.job_done(up, saved["job"])["state"] == "done"
    assert [check.spec for check in load_checks(project / "checks")] == ["excludes('guarantee')"]
    again = up.write("/api/review/proposals", body(4)).json["case"]
    assert again["exists"] is False  # another reference is another case
    path = f"/api/review/regressions?app=shop&case={saved['case_id']}&check={quote(saved['check'])}"
    assert up.write(path, method="DELETE").json == {}
    assert read_cases(project / "datasets" / "regressions.jsonl") == []
    assert load_checks(project / "checks") == []
    assert up.write(path, method="DELETE").status == 404


def test_a_case_without_a_check_is_saved_once(up: Any, project: Path) -> None:
    one, two = (up.write("/api/review/regressions", body(4)).json for _ in range(2))
    assert one == two
    assert (one["check"], one["file"], one["job"]) == (None, None, None)
    assert len(read_cases(project / "datasets" / "regressions.jsonl")) == 1
    assert up.write("/api/review/proposals", body(4)).json["case"]["exists"] is True


def test_a_broken_dataset_is_named_and_no_check_is_saved(up: Any, project: Path) -> None:
    (project / "datasets").mkdir()
    (project / "datasets" / "regressions.jsonl").write_text("oops\n")
    answer = up.write("/api/review/regressions", body(4, check="max_words(3)"))
    assert answer.status == 400
    assert "regressions.jsonl:1 is no case" in answer.json["error"]
    assert not (project / "checks").exists()


@pytest.mark.parametrize(
    "wrong", [{"trace_id": "0" * 32}, {"trace_id": "zz"}, {"span_id": ""}, {"span_id": "中文"}]
)
def test_an_output_that_is_not_there_is_not_found(up: Any, wrong: dict[str, str]) -> None:
    for path in ("/api/review/proposals", "/api/review/regressions"):
        answer = up.write(path, body(4) | wrong)
        assert (answer.status, answer.json["code"]) == (404, "not_found")


def test_from_a_bad_output_to_a_check_that_the_command_line_grades(
    up: Any, project: Path, judged: Any
) -> None:
    found = up.write("/api/review/proposals", body(4)).json
    best = found["candidates"][0]
    assert (best["caught"], best["wrong"]) == (10, 0)
    saved = up.write("/api/review/regressions", body(4, check=best["spec"])).json
    judged.job_done(up, saved["job"])

    def genchi(*words: str) -> bytes:
        command = [sys.executable, "-m", "genchi", "--home", str(up.store.path.parent), *words]
        return subprocess.run(command, cwd=project, capture_output=True, check=True).stdout

    aligned = json.loads(genchi("align", "--app", "shop", "--criterion", "helpful", "--json"))
    (check,) = aligned["checks"]
    assert (check["check"], check["tp"], check["fp"]) == (best["spec"], 10, 0)
    assert best["spec"].partition("(")[0].encode() in genchi("check", "--app", "shop")
