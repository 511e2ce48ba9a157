"""`genchi cache` as a person or a script uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cache.asking import answer, asked

from genchi.app import Home
from genchi.cli.main import run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GENCHI_HOME", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    with Home(tmp_path) as home, home.cache() as cache:
        for question in ("How do I pay?", "how do I pay", "怎么退款？"):
            cache.run(asked(question, documents={"faq": "1"}), lambda: answer("By card [now]."))
        cache.run(asked(user="li"), answer)
    return tmp_path


def said(home: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What a command prints on either side."""
    assert run(["cache", *words, "--home", str(home)]) == code
    told = capsys.readouterr()
    return told.out + told.err


def test_stats_show_what_was_given_and_saved_in_both_languages(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    english = said(home, capsys, "stats")
    assert "kept answer, normalised" in english
    assert "without the model: 25.0% of 4" in english
    assert "无需模型：4 次中的 25.0%" in said(home, capsys, "stats", "--lang", "zh")
    told = json.loads(said(home, capsys, "stats", "--json", "--tenant", "shop"))
    assert (told["hits"], told["misses"], told["saved_cost"]) == (1, 3, 0.25)
    assert "not asked anything" in said(home, capsys, "stats", "--tenant", "bank")


def test_answers_are_listed_and_judged_by_their_ids(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = json.loads(said(home, capsys, "review", "--json"))
    assert waiting[0]["question"] == "How do I pay?"
    assert (waiting[0]["hits"], waiting[0]["answer"]) == (1, "By card [now].")
    assert "By card [now]." in said(home, capsys, "review")
    ids = [str(one["id"]) for one in waiting]
    assert "approved" in said(home, capsys, "review", "--approve", ids[0], "--by", "li")
    told = said(home, capsys, "review", "--correct", ids[1], "--text", "原路退回", "--json")
    assert json.loads(told) == {"id": int(ids[1]), "review": "corrected"}
    assert "已禁用" in said(home, capsys, "review", "--ban", ids[2], "--lang", "zh")
    assert "no answer waits" in said(home, capsys, "review")
    with Home(home) as opened, opened.cache() as cache:
        found = cache.run(asked("怎么退款？", documents={"faq": "1"}), answer)
    assert (found.response.text, found.hit) == ("原路退回", "reviewed")


@pytest.mark.parametrize(
    "words",
    [
        ("review", "--approve", "1", "--ban", "2"),
        ("review", "--correct", "1"),
        ("review", "--approve", "99"),
        ("clear",),
        ("clear", "--all", "--tenant", "shop"),
        ("clear", "--tenant", "shop", "--version", "1"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    home: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert said(home, capsys, *words, code=2).startswith("genchi: ")


def test_clear_deletes_what_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(said(home, capsys, "clear", "--user", "li", "--json")) == {"deleted": 1}
    assert "deleted: 0" in said(home, capsys, "clear", "--document", "faq", "--version", "2")
    assert "deleted: 2" in said(home, capsys, "clear", "--document", "faq")
    assert "deleted: 0" in said(home, capsys, "clear", "--all", "--yes")


def test_forgetting_a_person_deletes_the_answers_for_them(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["forget", "--user", "li", "--home", str(home)]) == 0
    assert "cached answers for this person deleted: 1" in capsys.readouterr().out
