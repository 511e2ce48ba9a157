"""`genchi prompts` as a person or a script uses it: what it prints, where, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from genchi.cli.main import run
from genchi.prompts import RULES, folder

ROOT = Path(__file__).parents[2]
TEXT = """---
model: small
inputs: { question: string, tone: { type: string, default: 友好 } }
owner: support
---
# system
回答要简洁。{{ tone }}

# user
{{ question }}
"""


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GENCHI_HOME", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "genchi.toml").touch()
    (tmp_path / "prompts" / "support").mkdir(parents=True)
    (tmp_path / "prompts" / "support" / "refund.md").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_list_shows_every_prompt_and_why_one_cannot_be_used(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "prompts" / "bad.md").write_text("{{ x }}", encoding="utf-8")
    assert run(["prompts", "list", "--lang", "zh"]) == 0
    printed = capsys.readouterr().out
    assert folder("prompts").get("support/refund").version in printed
    assert "prompts/bad.md:1: the variable 'x' is no input" in printed
    assert "负责人" in printed
    assert run(["prompts", "list", "--json"]) == 0
    bad, good = json.loads(capsys.readouterr().out)
    assert (bad["name"], good["name"], good["error"]) == ("bad", "support/refund", None)
    assert good["inputs"]["tone"]["default"] == "友好"


def test_a_project_without_prompts_says_where_to_write_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "genchi.toml").touch()
    monkeypatch.chdir(tmp_path / "new")
    assert run(["prompts", "list"]) == 0
    assert "write prompts/NAME.md" in capsys.readouterr().out
    assert run(["prompts", "lint"]) == 0


def test_a_prompt_is_shown_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["prompts", "show", "support/refund"]) == 0
    printed = capsys.readouterr().out
    assert "回答要简洁。{{ tone }}" in printed
    assert "tone: string" in printed
    assert run(["prompts", "show", "support/refunds"]) == 2
    assert "did you mean 'support/refund'" in capsys.readouterr().err


def test_a_difference_marks_changed_characters(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = TEXT.replace("简洁", "简短").replace("question: string, ", "").replace("question", "tone")
    (project / "new.md").write_text(new, encoding="utf-8")
    assert run(["prompts", "diff", "support/refund", "new.md"]) == 0
    printed = capsys.readouterr().out
    assert "回答要简[-洁-]{+短+}。" in printed
    assert "input question: removed; calls that worked may fail" in printed
    assert run(["prompts", "diff", "support/refund", "new.md", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sections"][0]["runs"][1] == {
        "kind": "removed",
        "text": "洁",
    }
    assert run(["prompts", "diff", "support/refund", "support/refund@HEAD"]) == 3


def test_advice_ends_well_unless_it_is_strict_or_a_file_cannot_be_used(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["prompts", "lint", "--strict"]) == 0
    path = project / "prompts" / "odd.md"
    path.write_text("回答要简洁。\n请详细展开。", encoding="utf-8")
    assert run(["prompts", "lint", "odd", "--lang", "zh"]) == 0
    printed = capsys.readouterr().out
    assert "prompts/odd.md:1  contradiction" in printed
    assert "第 2 行说：请详细展开。" in printed
    assert run(["prompts", "lint", "--strict"]) == 1
    path.write_text("{{ x }}", encoding="utf-8")
    assert run(["prompts", "lint", "--json"]) == 1
    found = json.loads(capsys.readouterr().out.partition("\n[")[2].join(["[", ""]))
    assert found[0]["error"] is True


def test_a_prompt_goes_out_and_comes_in_as_the_same_version(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(["prompts", "export", "support/refund", "--kind", "prompty", "--out", "a.prompty"]) == 0
    )
    assert run(["prompts", "import", "a.prompty", "--as", "退款"]) == 0
    prompts = folder(project / "prompts")
    assert prompts.get("退款").version == prompts.get("support/refund").version
    capsys.readouterr()
    assert run(["prompts", "import", "a.prompty", "--as", "退款"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert run(["prompts", "import", "a.prompty", "--as", "退款", "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lost"] == []
    assert run(["prompts", "export", "退款", "--kind", "langfuse"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["prompt"][1]["content"] == "{{question}}"
    assert "not carried over: the default of tone: 友好" in err


def test_a_file_of_no_known_kind_or_name_is_one_sentence(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "a.txt").write_text("hi", encoding="utf-8")
    (project / "b.prompt").write_bytes(b"\xff")
    (project / "c.prompt").write_text("hi", encoding="utf-8")
    for arguments, code, says in [
        (["a.txt"], 2, "say --kind, one of prompty"),
        (["b.prompt"], 2, "not UTF-8"),
        (["c.prompt", "--as", "../c"], 2, "no name of a prompt"),
        (["gone.prompt"], 3, "cannot be read"),
    ]:
        assert run(["prompts", "import", *arguments]) == code
        assert says in capsys.readouterr().err
    assert folder(project / "prompts").names == ("support/refund",)


def test_every_rule_of_the_lint_is_in_the_page_of_prompts() -> None:
    page = (ROOT / "docs" / "prompts.md").read_text(encoding="utf-8")
    assert [rule for rule in RULES if f"| `{rule}` |" not in page] == []


def test_the_kinds_of_the_command_are_those_there_are() -> None:
    from genchi.cli.prompts import KINDS
    from genchi.prompts import convert

    assert KINDS == convert.KINDS
