"""Checks over recorded outputs: every verdict kept once, with the version that gave it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi import Home
from genchi.checks import Check, check, load_checks, run_checks
from genchi.cli.main import run
from genchi.errors import UsageError
from genchi.records import Payload, Span, SpanKey, Subject
from genchi.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / ".genchi", create=True)
    add(opened, range(600))
    yield opened
    opened.close()


def add(store: Store, numbers: range) -> None:
    store.spans.add(
        [
            Span(
                SpanKey("a", f"{n:032x}", f"{n:016x}"),
                start_ns=n,
                payload=Payload(inputs={"q": n}, output="x" * (n % 10)),
            )
            for n in numbers
        ]
    )


@check
def not_long(subject: Subject, limit: int = 4) -> bool:
    return len(subject.output) <= limit


@check
def moody(subject: Subject) -> bool:
    if subject.inputs["q"] % 3 == 0:
        raise RuntimeError("not today")
    return True


def test_every_output_is_judged_once_and_breaking_is_counted(store: Store) -> None:
    runs = run_checks(store, "a", [not_long, moody], now_ns=1)
    assert [(r.check, r.passed, r.failed, r.skipped, r.errors) for r in runs] == [
        ("not_long", 300, 300, 0, 0),
        ("moody", 400, 0, 0, 200),
    ]
    assert runs[1].reasons == (("it raised RuntimeError: not today", 200),)
    assert [r.judged for r in run_checks(store, "a", [not_long, moody], now_ns=2)] == [0, 0]


def test_only_new_outputs_and_new_versions_are_judged(store: Store) -> None:
    run_checks(store, "a", [not_long], now_ns=1)
    add(store, range(600, 650))
    (again,) = run_checks(store, "a", [not_long], now_ns=2)
    assert (again.judged, again.passed + again.failed) == (50, 650)
    (changed,) = run_checks(store, "a", [not_long(2)], now_ns=3)
    assert changed.judged == 650


def test_progress_counts_every_output(store: Store) -> None:
    seen: list[tuple[int, int]] = []
    run_checks(store, "a", [not_long], now_ns=1, on_batch=lambda *at: seen.append(at))
    assert seen[-1] == (600, 600)
    assert len(seen) == 3


def test_a_call_that_failed_without_an_output_is_skipped_and_not_passed(store: Store) -> None:
    failed = Span(
        SpanKey("shop", "f" * 32, "f" * 16),
        start_ns=99,
        status="error",
        status_message="TimeoutError",
        payload=Payload(inputs={"q": "怎么退货"}),
    )
    answered = dataclasses.replace(
        failed, key=SpanKey("shop", "e" * 32, "e" * 16), payload=Payload(output="一半的回")
    )
    store.spans.add([failed, answered])

    @check
    def always(subject: Subject) -> bool:
        return True

    run_checks(store, "shop", [always], now_ns=1)
    said = store.verdicts.of("shop", "always")
    assert said[failed.key].outcome == "skip"
    assert "no output" in said[failed.key].reason
    assert said[answered.key].outcome == "pass"


def test_progress_counts_roots_and_not_the_spans_within_them(store: Store) -> None:
    inner = Span(SpanKey("a", "a" * 32, "b" * 16), start_ns=1, parent_id="c" * 16)
    store.spans.add([inner])
    seen: list[tuple[int, int]] = []
    run_checks(store, "a", [], now_ns=1, on_batch=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (600, 600)
    assert store.spans.count("a") == 601


def test_an_unknown_application_is_named(store: Store) -> None:
    with pytest.raises(UsageError, match=r"no application 'b'.*there is a"):
        run_checks(store, "b", [not_long], now_ns=1)


OWN = '''
from genchi import check
from _words import LIMIT
from genchi.checks.library import max_words

@check
def brief(subject):
    """the output is brief"""
    return len(subject.output) <= LIMIT

@check
def parametrised(subject, limit):
    return len(subject.output) <= limit

tight = parametrised(2)
few_words = max_words(5)
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "checks"
    folder.mkdir()
    (folder / "own.py").write_text(OWN)
    (folder / "_words.py").write_text("LIMIT = 6\n")
    return folder


def test_a_folder_gives_the_checks_that_are_ready(folder: Path) -> None:
    loaded = load_checks(folder)
    assert sorted(c.spec for c in loaded) == ["brief", "max_words(5)", "parametrised(2)"]
    assert all(isinstance(c, Check) for c in loaded)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("def broken(:\n", r"own.py:1: SyntaxError"),
        ("x = 1\ny = x / 0\n", r"own.py:2: ZeroDivisionError"),
        ("import no_such_module\n", r"own.py:1: ModuleNotFoundError"),
    ],
)
def test_a_file_that_cannot_be_imported_is_named_with_its_line(
    folder: Path, text: str, sentence: str
) -> None:
    (folder / "own.py").write_text(text)
    with pytest.raises(UsageError, match=sentence):
        load_checks(folder)
    with pytest.raises(UsageError, match="there is no folder"):
        load_checks(folder / "nowhere")


def test_the_command_runs_the_projects_checks_and_prints_what_they_said(
    store: Store,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GENCHI_HOME", raising=False)
    assert run(["check", "--app", "a", "--json"]) == 0
    found = {row["check"]: row for row in json.loads(capsys.readouterr().out)}
    assert found.keys() == {"brief", "parametrised(2)", "max_words(5)"}
    assert (found["brief"]["pass"], found["brief"]["fail"]) == (420, 180)
    assert found["brief"].keys() == {"check", "version", "pass", "fail", "skip", "error"}
    assert run(["check", "--app", "a", "--check", "parametrised(3)", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["check"], row["fail"]) == ("parametrised(3)", 360)
    assert run(["check", "--app", "a", "--lang", "zh"]) == 0
    assert "各检查的判定" in capsys.readouterr().out
    assert run(["check", "--app", "a", "--check", "nonsense(1)"]) == 2
    assert run(["checks", "parametrised"]) == 0
    assert "parametrised(limit)" in capsys.readouterr().out


def test_quality_takes_a_check_by_any_spelling(store: Store, folder: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / ".genchi")
    with home:
        home.check("a", ["parametrised( 3 )"], checks_from=folder)
        assert dict(home.store().verdicts.checks("a")).keys() == {"parametrised(3)"}


def test_what_a_folder_had_and_has_no_more_is_kept_and_not_shown(
    store: Store, tmp_path: Path
) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"

    def checks(folder: Path, *lines: str) -> None:
        folder.mkdir(exist_ok=True)
        head = "from genchi.checks.library import max_words, min_words, no_refusal"
        (folder / "lines.py").write_text("\n".join([head, *lines]))

    def counting() -> set[str]:
        return {spec for spec, _ in store.verdicts.checks("a")}

    with Home(tmp_path / ".genchi") as home:
        checks(ours, "brief = max_words(3)", "long = min_words(2)")
        checks(theirs, "polite = no_refusal")
        home.check("a", ["max_words(9)"])
        home.check("a", checks_from=ours)
        home.check("a", checks_from=theirs)
        assert counting() == {"max_words(9)", "max_words(3)", "min_words(2)", "no_refusal"}
        checks(ours, "brief = max_words(4)")
        home.check("a", checks_from=ours)
        assert counting() == {"max_words(9)", "max_words(4)", "no_refusal"}
        assert len(store.verdicts.of("a", "max_words(3)")) == 600
        home.check("a", ["max_words(3)"])
        assert "max_words(3)" in counting(), "it was asked for by name"
        home.check("a", checks_from=ours)
        assert "max_words(3)" in counting(), "and is no line of the folder any more"
        checks(ours, "brief = max_words(3)")
        home.check("a", checks_from=ours)
        assert counting() == {"max_words(9)", "max_words(3)", "no_refusal"}
