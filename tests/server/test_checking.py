"""Checks over HTTP: listed, tried, saved, run and taken back."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from genchi.checks import load_checks
from genchi.records import Verdict

EVIL = "not_matches('((a|[a-zA-Z! ])+)+#')"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "genchi.toml").write_text("")
    return folder


@pytest.fixture
def up(serve: Callable[..., Any], tmp_path: Path, project: Path, judged: Any) -> Any:
    started = serve(tmp_path / "home", project=project)
    judged.fill(started.store)
    return started


def delete(up: Any, path: str, **query: str) -> Any:
    text = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    return up.write(f"{path}?{text}", method="DELETE")


def trial(up: Any, spec: str, **more: str) -> Any:
    return up.write(
        "/api/checks/trial", {"app": "shop", "criterion": "helpful", "spec": spec, **more}
    )


def test_all_checks_are_listed_with_their_parameters(up: Any) -> None:
    found = up.get("/api/checks", app="shop").json
    by_spec = {check["spec"]: check for check in found}
    assert {check["origin"] for check in found} == {"library"}
    between = by_spec["words_between"]
    assert between["version"] is None
    assert between["verdicts"] == {"pass": 0, "fail": 0, "skip": 0, "error": 0}
    assert [(p["name"], p["kind"], p["required"]) for p in between["parameters"]] == [
        ("least", "number", True),
        ("most", "number", True),
    ]
    texts, ignore_case, _ = by_spec["excludes"]["parameters"]
    assert (texts["kind"], texts["required"], ignore_case["default"]) == ("list", True, True)
    assert not by_spec["no_refusal"]["editable"]
    assert by_spec["max_words"]["editable"]


def test_checks_with_verdicts_come_first_then_those_of_the_project(
    up: Any, project: Path, judged: Any
) -> None:
    up.store.verdicts.add(
        "shop", "imported judge", "", [(judged.key_of(1), Verdict("fail"))], now_ns=1
    )
    (project / "checks").mkdir()
    (project / "checks" / "own.py").write_text(
        "from genchi import check\nfrom genchi.checks.library import max_words\n\n\n"
        "@check\ndef at_most(subject, words: int = 3):\n    '''few words'''\n\n\n"
        "brief = max_words(3)\n"
    )
    first, own, brief, *rest = up.get("/api/checks", app="shop").json
    assert (first["spec"], first["origin"], first["verdicts"]["fail"]) == (
        "imported judge",
        "recorded",
        1,
    )
    assert (own["spec"], own["origin"], own["description"]) == ("at_most", "project", "few words")
    assert (
        own["parameters"][0] | {"name": "words", "value": 3, "kind": "number"}
        == own["parameters"][0]
    )
    assert (brief["spec"], brief["origin"], brief["editable"]) == ("max_words(3)", "project", False)
    assert len(rest) > 60


def test_a_file_of_the_project_that_cannot_be_read_is_named(up: Any, project: Path) -> None:
    (project / "checks").mkdir()
    (project / "checks" / "from_review.py").write_text("x = = 1")
    answer = up.get("/api/checks", app="shop")
    assert answer.status == 400
    assert "from_review.py:1" in answer.json["error"]


def test_a_trial_grades_on_the_labels_and_shows_what_changes(up: Any) -> None:
    found = trial(up, 'excludes("guarantee")').json
    after = found["after"]
    assert (after["tp"], after["fp"], after["fn"], after["tn"]) == (10, 0, 0, 30)
    assert after["coverage"] == 1.0
    assert after["intervals"]["coverage"][0] == pytest.approx(0.722467, abs=1e-6)
    assert found["before"] is None
    assert {change["after"] for change in found["changed"]} == {"fail"}
    assert len(found["changed"]) == 10
    assert (found["recent"]["n"], found["recent"]["failed"]) == (20, 5)
    example = found["recent"]["examples"][0]
    assert example["verdict"]["evidence"][0]["start"] == 9
    assert example["output_preview"].startswith("Sure! We guarantee")
    assert up.store.verdicts.checks("shop") == []


def test_a_trial_beside_the_check_before_shows_only_other_outcomes(up: Any) -> None:
    found = trial(up, "max_words(3)", before='excludes("guarantee")').json
    assert found["before"]["tp"] == 10
    assert (found["after"]["tp"], found["after"]["fp"]) == (10, 30)
    assert {(change["before"], change["after"]) for change in found["changed"]} == {
        ("pass", "fail")
    }
    assert len(found["changed"]) == 30
    assert found["changed"][0]["item"]["labels"] == [{"annotator": "ann", "value": 1.0}]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("", "is not a check"),
        ("max_words", "needs most"),
        ("max_wrds(3)", "did you mean max_words"),
        ("max_words(3", "is not a check"),
        ("__import__('os').system('x')", "is not a check"),
        ("x" * 100_000, "there is no check"),
    ],
)
def test_what_is_no_check_is_one_sentence(up: Any, spec: str, said: str) -> None:
    answer = trial(up, spec)
    assert answer.status == 400
    assert said in answer.json["error"]


def test_a_trial_without_labels_says_which_there_are(up: Any) -> None:
    answer = up.write(
        "/api/checks/trial", {"app": "shop", "criterion": "polite", "spec": "no_refusal"}
    )
    assert answer.status == 400
    assert "it has helpful (40)" in answer.json["error"]


@pytest.mark.slow
def test_a_pattern_that_never_ends_is_killed_and_meanwhile_the_server_answers(up: Any) -> None:
    said: list[tuple[int, Any]] = []

    def ask() -> None:
        connection = http.client.HTTPConnection(up.host, up.port, timeout=90)
        body = {"app": "shop", "criterion": "helpful", "spec": EVIL}
        headers = {"content-type": "application/json", "x-genchi": "1"}
        connection.request("POST", "/api/checks/trial", json.dumps(body), headers)
        response = connection.getresponse()
        said.append((response.status, json.loads(response.read())))
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    while asking.is_alive():
        assert up.get("/api/health").status == 200
        assert up.get("/api/alignment/items", app="shop", criterion="helpful").status == 400
        asking.join(0.2)
    ((status, answer),) = said
    assert status == 400
    assert "takes too long: it was stopped after 30 s" in answer["error"]


def test_a_saved_check_judges_everything_and_is_taken_back(
    up: Any, project: Path, judged: Any
) -> None:
    saved = up.write("/api/checks", {"app": "shop", "spec": 'excludes("保证")'}).json
    assert saved["file"] == str(project / "checks" / "from_review.py")
    done = judged.job_done(up, saved["job"])
    assert (done["state"], done["done"], done["total"], done["kind"]) == ("done", 60, 60, "check")
    first = up.get("/api/checks", app="shop").json[0]
    assert (first["spec"], first["origin"], first["editable"]) == (
        "excludes('保证')",
        "review",
        True,
    )
    assert first["verdicts"] == {"pass": 45, "fail": 15, "skip": 0, "error": 0}
    assert delete(up, "/api/checks", app="shop", spec='excludes("保证")').json == {}
    assert load_checks(project / "checks") == []
    assert delete(up, "/api/checks", app="shop", spec='excludes("保证")').status == 404


def test_a_replaced_check_is_one_line(up: Any, project: Path) -> None:
    up.write("/api/checks", {"app": "shop", "spec": "max_words(9)"})
    up.write("/api/checks", {"app": "shop", "spec": "max_words(8)", "replaces": "max_words(9)"})
    assert [check.spec for check in load_checks(project / "checks")] == ["max_words(8)"]


def shown(up: Any) -> dict[str, Any]:
    """The checks that each page shows."""
    labelled = {"app": "shop", "criterion": "helpful"}
    trace = up.get(f"/api/traces/{4:032x}/judged", app="shop").json[f"{4:016x}"]
    listed = up.get("/api/checks", app="shop").json
    return {
        "alignment": {one["check"] for one in up.get("/api/alignment", **labelled).json["checks"]},
        "trace": {one["check"] for one in trace["verdicts"]},
        "checks": {one["spec"] for one in listed if any(one["verdicts"].values())},
        "rows": {sum(r["verdicts"].values()) for r in up.get("/api/rows", app="shop").json["rows"]},
        "filter": len(up.get("/api/rows", app="shop", filter="check.max_words:fail").json["rows"]),
    }


def graded(up: Any, project: Path, *more: str) -> list[dict[str, Any]]:
    """The checks that `genchi align` grades."""
    home = str(up.store.path.parent)
    words = ("align", "--app", "shop", "--criterion", "helpful", "--json", *more)
    told = subprocess.run(
        [sys.executable, "-m", "genchi", "--home", home, *words],
        cwd=project,
        capture_output=True,
        check=True,
        env={**os.environ},
    )
    found: list[dict[str, Any]] = json.loads(told.stdout)["checks"]
    return found


def test_a_replaced_check_is_shown_nowhere_and_comes_back_with_its_verdicts(
    up: Any, project: Path, judged: Any
) -> None:
    def save(spec: str, **more: str) -> None:
        saved = up.write("/api/checks", {"app": "shop", "spec": spec, **more}).json
        assert judged.job_done(up, saved["job"])["state"] == "done"

    def only(spec: str, failed: int) -> dict[str, Any]:
        pages = {page: {spec} for page in ("alignment", "trace", "checks")}
        return {**pages, "rows": {1}, "filter": failed}

    pulse = up.get("/api/pulse", app="shop").json
    save("max_words(3)")
    save("max_words(99)", replaces="max_words( 3 )")
    assert shown(up) == only("max_words(99)", 0)
    assert [one["check"] for one in graded(up, project)] == ["max_words(99)"]
    (named,) = graded(up, project, "--check", "max_words(3)")
    assert (named["check"], named["n"]) == ("max_words(3)", 40)
    assert len(up.store.verdicts.of("shop", "max_words(3)")) == 60
    old = up.get("/api/rows", app="shop", filter="check.max_words(3):fail").json["rows"]
    assert len(old) == 50
    assert up.get("/api/pulse", app="shop").json["verdicts"] > pulse["verdicts"] + 120
    save("max_words(3)", replaces="max_words(99)")
    assert shown(up) == only("max_words(3)", 50)
    delete(up, "/api/checks", app="shop", spec="max_words(3)")
    assert up.store.verdicts.checks("shop") == []
    started = up.write("/api/checks/run", {"app": "shop", "specs": ["max_words(99)"]}).json
    judged.job_done(up, started["job"])
    assert shown(up) == only("max_words(99)", 0)


def test_a_check_that_stands_in_another_file_is_not_gone_with_its_line(
    up: Any, project: Path, judged: Any
) -> None:
    (project / "checks").mkdir()
    ours = "from genchi.checks.library import max_words\nbrief = max_words(3)\n"
    (project / "checks" / "ours.py").write_text(ours)
    saved = up.write("/api/checks", {"app": "shop", "spec": "max_words(3)"}).json
    judged.job_done(up, saved["job"])
    delete(up, "/api/checks", app="shop", spec="max_words(3)")
    assert [spec for spec, _ in up.store.verdicts.checks("shop")] == ["max_words(3)"]


def test_what_cannot_be_saved_starts_no_job(up: Any, project: Path) -> None:
    (project / "checks").mkdir()
    (project / "checks" / "from_review.py").write_text("x = = 1")
    answer = up.write("/api/checks", {"app": "shop", "spec": "max_words(9)"})
    assert answer.status == 400
    assert "nothing was changed" in answer.json["error"]
    assert up.get("/api/jobs").json == []


def test_a_run_without_specs_is_that_of_the_defaults(up: Any, judged: Any) -> None:
    started = up.write("/api/checks/run", {"app": "shop"}).json
    assert judged.job_done(up, started["job"])["state"] == "done"
    assert len(up.store.verdicts.checks("shop")) == 15


def test_a_run_of_wrong_checks_or_of_no_application_is_said(up: Any, judged: Any) -> None:
    wrong = up.write("/api/checks/run", {"app": "shop", "specs": ["nope"]})
    assert (wrong.status, wrong.json["error"][:14]) == (400, "there is no ch")
    started = up.write("/api/checks/run", {"app": "none", "specs": ["no_refusal"]}).json
    done = judged.job_done(up, started["job"])
    assert done["state"] == "failed"
    assert "there is no application 'none'" in done["error"]


def test_only_reviewers_try_and_save(up: Any) -> None:
    body = {"app": "shop", "criterion": "helpful", "spec": "max_words(3)"}
    viewer = up.signed_in("vera", "viewer")
    for path, sent in (
        ("/api/checks/trial", body),
        ("/api/checks", {"app": "shop", "spec": "max_words(3)"}),
        ("/api/checks/run", {"app": "shop"}),
    ):
        assert viewer.write(path, sent).status == 403
    assert viewer.get("/api/checks", app="shop").status == 200


def test_the_command_line_grades_a_check_that_was_saved_in_review(
    up: Any, project: Path, judged: Any
) -> None:
    saved = up.write("/api/checks", {"app": "shop", "spec": 'excludes("guarantee")'}).json
    judged.job_done(up, saved["job"])
    (check,) = graded(up, project)
    assert (check["check"], check["tp"], check["fp"]) == ("excludes('guarantee')", 10, 0)
