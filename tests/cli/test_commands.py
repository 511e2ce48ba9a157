"""The commands as a person or a script uses them: what they print, where, and how they end."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from genchi.cli.main import genchi as command
from genchi.cli.main import run
from genchi.report import WORDS

ROWS = [
    {"question": "怎么退款？", "answer": "三十天内。", "model": "a", "label.good": True},
    {"question": "怎么退款？", "answer": "不行。", "model": "b", "label.good": False},
    {"question": "Where is it?", "answer": "On its way.", "model": "a", "label.good": "yes"},
    {"question": "Where is it?", "answer": "No idea.", "model": "b", "label.good": "good"},
]


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    path = tmp_path / "outputs.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS))
    return path


@pytest.fixture(autouse=True)
def plain_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("GENCHI_HOME", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def printed_json(capsys: pytest.CaptureFixture[str]) -> Any:
    captured = capsys.readouterr()
    return json.loads(captured.out)


def imported(outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", str(outputs), "--app", "shop"]) == 0
    capsys.readouterr()


def test_import_says_what_became_of_the_file(
    outputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with outputs.open("a") as file:
        file.write("\nnot json\n")
    assert run(["import", str(outputs), "--app", "shop"]) == 0
    out = printed(capsys)
    assert "4 new, 0 already there, 1 rejected" in out
    assert "1 × not JSON" in out
    assert run(["import", str(outputs), "--app", "shop", "--json"]) == 0
    (summary,) = printed_json(capsys)
    assert (summary["added"], summary["duplicate"], summary["rejected"]) == (0, 4, 1)
    assert json.loads(Path(summary["rejects_file"]).read_text())["place"] == "line 5"


def test_a_file_of_which_nothing_could_be_used_is_a_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"answer": \n[1]\n')
    assert run(["import", str(path), "--app", "shop"]) == 1
    assert "2 rejected" in printed(capsys)


def test_a_dry_run_shows_the_mapping_and_stores_nothing(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["import", str(outputs), "--app", "shop", "--dry-run"]
    assert run(arguments) == 0
    out = printed(capsys)
    assert "nothing was stored" in " ".join(out.split())  # a long path wraps the line
    assert "inputs.question" in out
    assert "三十天内。" in out
    assert run([*arguments, "--json"]) == 0
    (preview,) = printed_json(capsys)
    assert preview["mapping"]["output"] == "answer"
    assert preview["records"][0]["inputs.question"] == "怎么退款？"
    assert len(preview["records"]) == 3
    assert not (tmp_path / ".genchi").exists()


def test_quality_prints_json_rows_with_the_promised_keys(
    outputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(outputs, capsys)
    assert run("quality --app shop --criterion good --by model --json".split()) == 0
    rows = printed_json(capsys)
    assert [(r["group"], r["n"], r["labelled"], r["rate"]) for r in rows] == [
        ("a", 2, 2, 1.0),
        ("b", 2, 2, 0.5),
    ]
    assert {"low", "high", "method"} <= rows[0].keys()


def test_compare_prints_json_rows_with_the_promised_keys(
    outputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(outputs, capsys)
    assert run("compare --app shop --criterion good --by model --json".split()) == 0
    (row,) = printed_json(capsys)
    assert (row["a"], row["b"], row["pairs"], row["difference"]) == ("a", "b", 2, 0.5)
    assert (row["p"], row["verdict"]) == (1.0, "not enough data")
    assert row["needed"] > 0
    assert {"low", "high"} <= row.keys()


@pytest.mark.parametrize("arguments", ["quality --by model", "compare --by model"])
@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_tables_are_no_wider_than_the_terminal_in_both_languages(
    arguments: str,
    columns: int,
    outputs: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from rich.cells import cell_len

    imported(outputs, capsys)
    monkeypatch.setenv("COLUMNS", str(columns))
    for language, word in (("en", "good"), ("zh", "合格率")):
        options = ["--app", "shop", "--criterion", "good", "--lang", language]
        assert run([*arguments.split(), *options]) == 0
        out = printed(capsys)
        assert word in out
        assert max(cell_len(line) for line in out.splitlines()) <= columns


def test_the_language_of_the_environment_is_spoken(
    outputs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(outputs, capsys)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    run(["imports"])
    assert "导入记录" in printed(capsys)
    run(["--lang", "en", "imports"])
    assert "already there" in printed(capsys)


def test_every_text_exists_in_both_languages() -> None:
    fields = re.compile(r"{(\w+)}")
    assert WORDS["en"].keys() == WORDS["zh"].keys()
    for key, text in WORDS["en"].items():
        assert sorted(fields.findall(text)) == sorted(fields.findall(WORDS["zh"][key])), key


def test_home_may_stand_before_or_after_the_command_or_in_the_environment(
    outputs: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(["--home", "one", "import", str(outputs), "--app", "x"])
    run(["import", "--home", "two", str(outputs), "--app", "x"])
    monkeypatch.setenv("GENCHI_HOME", str(tmp_path / "three"))
    run(["import", str(outputs), "--app", "x"])
    monkeypatch.delenv("GENCHI_HOME")
    (tmp_path / "genchi.toml").write_text("")
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    run(["import", str(outputs), "--app", "x"])
    for home in ("one", "two", "three", ".genchi"):
        assert (tmp_path / home / "genchi.db").exists(), home


def test_imports_are_listed_and_taken_back(
    outputs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(outputs, capsys)
    assert run(["imports", "--undo", "1", "--yes"]) == 0
    assert "import 1 is taken back: 4 outputs" in printed(capsys)
    assert run(["imports", "--json"]) == 0
    (entry,) = printed_json(capsys)
    assert entry["undone_ns"] is not None
    assert run(["quality", "--app", "shop", "--criterion", "good"]) == 2
    assert run(["imports", "--undo", "9", "--yes"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["quality", "--app", "x", "--criterion", "c"], 2, "there is no store at"),
        (["import", "missing.jsonl", "--app", "x"], 2, "there is no file missing.jsonl"),
        (["import", ".", "--app", "x"], 2, "is not a file"),
        (["import", "FILE", "--app", " "], 2, "--app is empty"),
        (["import", "FILE", "--app", "x", "--map", "out"], 2, "is not KEY=EXPRESSION"),
        (["import", "FILE", "--app", "x", "--map", "colour=a"], 2, "there is no key 'colour'"),
        (["import", "FILE", "--app", "x", "--map", "output=a["], 2, "is not JMESPath"),
        (["import", "FILE"], 2, "Missing option '--app'"),
        (["import", "FILE", "--app", "x", "--format", "xml"], 2, "'xml' is not one of"),
        (["nonsense"], 2, "No such command"),
        (["--home", "FILE/home", "import", "FILE", "--app", "x"], 3, "cannot be used"),
    ],
)
def test_a_mistake_is_one_sentence_on_stderr(
    arguments: list[str],
    code: int,
    sentence: str,
    outputs: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run([a.replace("FILE", str(outputs)) for a in arguments]) == code
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err


def test_a_fault_of_our_own_is_one_sentence_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(command.commands["imports"], "callback", broken)
    assert run(["imports"]) == 3
    assert "genchi itself failed (KeyError: 'oops')" in capsys.readouterr().err
    monkeypatch.setenv("GENCHI_DEBUG", "1")
    with pytest.raises(KeyError):
        run(["imports"])


def test_the_demo_runs_and_runs_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--no-serve"]) == 0
    out = printed(capsys)
    assert "http://" not in out
    assert "168 new" in out
    assert "◀ better" in out
    assert "numbers_in_source" in out
    assert (tmp_path / "genchi-demo" / "genchi.db").exists()
    assert run(["--lang", "zh", "demo", "--no-serve"]) == 0
    assert "已存在 168 条" in printed(capsys)


@pytest.mark.parametrize("name", ["align", "suggest", "report"])
def test_without_the_lab_extra_the_command_says_how_to_get_it(
    name: str,
    outputs: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    imported(outputs, capsys)
    monkeypatch.setitem(sys.modules, "numpy", None)
    criterion = [] if name == "report" else ["--criterion", "good"]
    assert run([name, "--app", "shop", *criterion]) == 3
    assert 'pip install "genchi[lab]"' in capsys.readouterr().err


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("", *command.commands):
        assert run([*name.split(), "--help"]) == 0
        assert "--home" in printed(capsys)


def test_a_closed_pipe_is_no_error(outputs: Path) -> None:
    script = f"{sys.executable} -m genchi import {outputs} --app x --dry-run | head -1"
    done = subprocess.run(script, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
