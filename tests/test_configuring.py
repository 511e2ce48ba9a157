"""`genchi.configure`: where traced calls go, and what is said when that cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import genchi
from genchi import tracing
from genchi.app import Home
from genchi.errors import UsageError


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("GENCHI_APP", "GENCHI_TO", "GENCHI_API_KEY", "GENCHI_HOME"):
        monkeypatch.delenv(name, raising=False)
    yield
    tracing.stop()


@genchi.trace
def answer(question: str) -> str:
    """A traced function of these tests."""
    return f"回答：{question}"


def test_spans_go_into_a_list() -> None:
    spans: list[Any] = []
    genchi.configure(app="shop", to=spans)
    answer("怎么退款")
    assert [(s.key.app, s.payload.inputs) for s in spans] == [("shop", {"question": "怎么退款"})]


@pytest.mark.parametrize("as_text", [True, False])
def test_spans_go_into_the_store_of_a_home(tmp_path: Path, as_text: bool) -> None:
    home = tmp_path / "a home"
    genchi.configure(app="客服", to=str(home) if as_text else home)
    for n in range(700):
        answer(str(n))
    assert genchi.flush().delivered == 700
    with Home(home) as opened:
        assert opened.count("客服") == opened.count()
        stored = list(opened.store().spans.list("客服", payloads=True))
    assert [s.payload.output for s in stored if s.payload] == [f"回答：{n}" for n in range(700)]


def test_the_environment_fills_in_what_is_not_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GENCHI_APP", "from-env")
    monkeypatch.setenv("GENCHI_TO", str(tmp_path / "there"))
    genchi.configure()
    answer("x")
    genchi.flush()
    with Home(tmp_path / "there") as opened:
        assert opened.store().spans.apps() == {"from-env": 1}


def test_without_a_destination_it_is_the_home_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "genchi.toml").write_text("")
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    genchi.configure(app="shop")
    answer("x")
    genchi.flush()
    assert (tmp_path / ".genchi" / "genchi.db").exists()


def test_configuring_alone_makes_nothing(tmp_path: Path) -> None:
    genchi.configure(app="shop", to=tmp_path / "home")
    tracing.stop()
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"to": []}, "GENCHI_APP"),
        ({"app": " ", "to": []}, "app is empty"),
        ({"app": "a", "to": [], "sample": 2}, "between 0 and 1"),
        ({"app": "a", "to": 7}, "not a int"),
        ({"app": "a", "to": "ftp://x"}, "ftp://x"),
        ({"app": "a", "to": [], "redact": ["no such kind"]}, "no such kind"),
        ({"app": "a", "to": [], "capture": "everything"}, "everything"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        genchi.configure(**options)
    assert "\n" not in str(caught.value)


def test_a_store_that_cannot_be_opened_never_reaches_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    genchi.configure(app="shop", to=tmp_path / "file" / "home")
    assert answer("x") == "回答：x"
    result = genchi.flush(timeout=0.2)
    assert (result.closed, result.delivered, result.waiting) == (1, 0, 1)


def test_a_program_that_just_ends_has_stored_its_spans(tmp_path: Path) -> None:
    program = """
import genchi
genchi.configure(app="shop")
@genchi.trace
def answer(question): return question.upper()
for n in range(20): answer(f"q{n}")
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"GENCHI_HOME": str(tmp_path / "h")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    with Home(tmp_path / "h") as opened:
        assert opened.count("shop").spans == 20
