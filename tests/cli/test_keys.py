"""`genchi keys`: keys that open all of an application, and keys that may only send feedback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from genchi import Home
from genchi.cli.main import run
from genchi.records import Feedback, FeedbackKind


def test_a_key_for_feedback_is_one_and_is_listed_as_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    home = ["--home", str(tmp_path), "--lang", "en"]
    assert run(["keys", "add", "--app", "客服", "--feedback", *home]) == 0
    secret = capsys.readouterr().out.strip()
    assert run(["keys", "add", "--app", "客服", "--json", *home]) == 0
    assert json.loads(capsys.readouterr().out)["scope"] == "app"
    with Home(tmp_path) as opened:
        keys = opened.store().keys
        assert keys.app_of(secret) is None, "it opens no door but that of feedback"
        found = keys.find(secret)
        assert found is not None
        assert (found.app, found.scope) == ("客服", "feedback")
    for language, words in (("en", ("feedback only", "everything")), ("zh", ("仅反馈", "全部"))):
        assert run(["keys", "list", *home[:2], "--lang", language]) == 0
        told = capsys.readouterr().out
        assert all(word in told for word in words)


def test_a_home_tells_what_users_said_newest_first(tmp_path: Path) -> None:
    with Home(tmp_path) as opened:
        kinds: list[FeedbackKind] = ["copied", "ignored", "copied"]
        given = [
            Feedback(f"event-{n:04}", "客服", "ab" * 16, None, kind, n)
            for n, kind in enumerate(kinds)
        ]
        opened.store(create=True).feedback.add([(one, None) for one in given])
        assert opened.feedback("客服") == given[::-1]
        assert opened.feedback("客服", "copied", limit=1) == [given[2]]


def test_forgetting_a_person_tells_how_much_feedback_went(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Home(tmp_path) as opened:
        said = Feedback("event-0001", "客服", "ab" * 16, None, "copied", 1, user="梅")
        opened.store(create=True).feedback.add([(said, None)])
    home = ["--home", str(tmp_path), "--lang", "en"]
    assert run(["forget", "--user", "梅", "--yes", *home]) == 0
    assert "0 spans are gone, with 0 labels, 0 verdicts and 1 pieces" in capsys.readouterr().out
    assert run(["forget", "--user", "梅", "--yes", *home]) == 0
    assert "nothing to forget" in capsys.readouterr().out
