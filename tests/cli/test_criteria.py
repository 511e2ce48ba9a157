"""`genchi criteria`: what good means, from a file that stands in a repository."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from genchi import Home
from genchi.cli.main import run

FILE = """
[polite]
title = "Polite"
statement = "Friendly, and says what happens next."
statement_zh = "语气友好，并说明下一步。"

[[polite.steps]]
question = "Is it friendly?"
reason = "cold"

[polite.reasons.cold]
title = "Cold"
title_zh = "冷淡"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("COLUMNS", "120")
    return ["--app", "客服", "--home", str(tmp_path / "home"), "--lang", "en"]


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "criteria.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_words_criteria_once_and_their_list_shows_it(
    home: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, FILE)
    assert run(["criteria", "load", path, *home]) == 0
    assert capsys.readouterr().out == "worded: polite\n1 reasons named\n"
    assert run(["criteria", "load", path, *home]) == 0
    assert capsys.readouterr().out == "as they were: polite\n"
    assert run(["criteria", "list", *home, "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one["criterion"]["statement"] == "Friendly, and says what happens next."
    assert one["criterion"]["steps"][0]["reason"] == "cold"
    assert [reason["name"] for reason in one["reasons"]] == ["cold"]
    assert run(["criteria", "list", *home[:-1], "zh"]) == 0
    told = capsys.readouterr().out
    assert "语气友好，并说明下一步。" in told
    assert "冷淡 0" in told


def test_an_earlier_wording_stays(home: list[str], tmp_path: Path) -> None:
    for text in (FILE, FILE.replace("Friendly, and", "Kind, and")):
        assert run(["criteria", "load", written(tmp_path, text), *home]) == 0
    with Home(tmp_path / "home") as opened:
        (one,) = opened.criteria("客服")
    assert [statement[:8] for statement, _ in one.wordings] == ["Friendly", "Kind, an"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[polite]\nstatment = 'x'", "[polite]: there is no 'statment' here"),
        ("[polite]\ntitle = 'x'", "[polite]: it needs a statement"),
        ("polite = 'x'", "[polite] has to be a table"),
        ("[polite]\nstatement = 3", "statement is a text, not 3"),
        ("[polite]\nstatement = 'x'\nsteps = ['why?']", "[[polite.steps]] has to be a table"),
        (
            "[polite]\nstatement = 'x'\n[[polite.steps]]\nquestion = 'q'\nbad_when = 'maybe'",
            "bad_when is yes or no, not 'maybe'",
        ),
        ("[polite]\nstatement = 'x'\nreasons = 3", "[polite.reasons] has to be a table"),
        ("[polite]\nstatement = 'x'\nsteps = 3", "steps is a list of tables, not 3"),
        ("['Not a name']\nstatement = 'x'", "no name for a criterion"),
        ("[polite", "is no TOML"),
        ("", "has no criteria"),
    ],
)
def test_what_is_no_criterion_is_said_and_nothing_is_stored(
    text: str, said: str, home: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = FILE if "polite" not in text else "[kind]\nstatement = 'Kind.'\n"
    path = written(tmp_path, f"{good if text.startswith('[') else ''}\n{text}")
    assert run(["criteria", "load", path, *home]) == 2
    assert said in capsys.readouterr().err
    with Home(tmp_path / "home") as opened:
        assert opened.criteria("客服") == []


def test_a_file_that_is_not_there_is_said(
    home: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["criteria", "load", str(tmp_path / "none.toml"), *home]) == 3
    assert "cannot read" in capsys.readouterr().err


def test_every_reason_that_labels_of_the_sample_name_is_described(tmp_path: Path) -> None:
    with Home(tmp_path) as home:
        with as_file(files("genchi") / "samples") as samples:
            home.load_criteria(samples / "support_desk.criteria.toml", "support-desk")
            home.import_file(samples / "support_desk.jsonl", "support-desk")
        for one in home.criteria("support-desk"):
            assert one.reasons
            assert all(reason.title_zh and reason.labels for reason in one.reasons)
            named = {reason.name for reason in one.reasons}
            assert {step.reason for step in one.criterion.steps} <= named
