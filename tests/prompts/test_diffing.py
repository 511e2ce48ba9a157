"""A difference shows words in English, characters in Chinese, and what callers will notice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from genchi.errors import OutsideError, UsageError
from genchi.prompts import diff, folder, named, read_text
from genchi.prompts.diffing import runs

OLD = """---
model: small
parameters: {temperature: 0}
inputs: {q: string, tone: string}
output: {answer: string}
why: old
---
# system
Answer in two short sentences.

# user
{{ q }} {{ tone }}
"""
NEW = """---
model: large
parameters: {temperature: 0, max_tokens: 9}
inputs: {q: {type: string, default: hi}, r: string}
output: {answer: string, days: integer}
why: new
---
# system
Answer in three long sentences.

# user
{{ q }} {{ r }}

# assistant
{
"""


def marked(before: str, after: str) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[run.kind].format(run.text) for run in runs(before, after))


def test_english_changes_by_words_and_chinese_by_characters() -> None:
    assert marked("in two short words.", "in three long words.") == (
        "in [-two short-][+three long+] words."
    )
    assert (
        marked("请在七天内退款。", "请在八天内全额退款。") == "请在[-七-][+八+]天内[+全额+]退款。"
    )
    assert marked("用 Python 写", "用 Rust 写") == "用 [-Python-][+Rust+] 写"


def test_runs_give_back_both_texts() -> None:
    before, after = "a b\n\nc 甲乙 d", "a  x\nc 乙丙 d!"
    found = runs(before, after)
    assert "".join(r.text for r in found if r.kind != "added") == before
    assert "".join(r.text for r in found if r.kind != "removed") == after


def test_fields_sections_and_what_callers_notice_are_told_apart() -> None:
    found = diff(read_text(OLD, name="a"), read_text(NEW, name="b"))
    assert not found.same_version
    assert {f.name: (f.before, f.after) for f in found.fields if f.name != "output"} == {
        "model": ("small", "large"),
        "parameters.max_tokens": (None, 9),
        "inputs.q": ({"type": "string"}, {"type": "string", "default": "hi"}),
        "inputs.tone": ({"type": "string"}, None),
        "inputs.r": (None, {"type": "string"}),
        "why": ("old", "new"),
    }
    assert [(s.title, s.change) for s in found.sections] == [
        ("system", "changed"),
        ("user", "changed"),
        ("assistant", "added"),
    ]
    assert [(c.what, c.change, c.breaks) for c in found.caller] == [
        ("input q", "changed", False),
        ("input tone", "removed", True),
        ("input r", "added", True),
        ("output", "changed", True),
    ]


def test_a_changed_note_is_shown_though_the_version_is_the_same() -> None:
    found = diff(read_text(OLD, name="a"), read_text(OLD.replace("why: old", "why: x"), name="a"))
    assert found.same_version
    assert [f.name for f in found.fields] == ["why"]
    assert (found.sections, found.caller) == ((), ())


def git(at: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(at), *who, *arguments], check=True, capture_output=True)


def test_a_revision_of_git_is_read_with_the_examples_it_had(tmp_path: Path) -> None:
    there = tmp_path / "prompts" / "support"
    there.mkdir(parents=True)
    text = "---\nexamples: e.jsonl\n---\n退款"
    (there / "退款.md").write_text(text, encoding="utf-8")
    (there / "e.jsonl").write_text('{"output": 1}', encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    (there / "e.jsonl").write_text('{"output": 2}', encoding="utf-8")
    prompts = folder(tmp_path / "prompts")
    old, new = named("support/退款@HEAD", prompts), named("support/退款", prompts)
    assert old.examples is not None
    assert new.examples is not None
    assert (old.examples.all[0].output, new.examples.all[0].output) == (1, 2)
    assert named(str(there / "退款.md"), prompts).version == new.version != old.version
    with pytest.raises(OutsideError, match=r"git does not have support/no\.md in HEAD"):
        named("support/no@HEAD", prompts)
    with pytest.raises(OutsideError, match="git does not have"):
        named("support/退款@nowhere", prompts)
    for wrong in ("", "--output=x", "HEAD:x"):
        with pytest.raises(UsageError, match="no revision"):
            named(f"support/退款@{wrong}", prompts)


def test_without_git_one_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutsideError, match="git is not installed"):
        named("a@HEAD", folder(tmp_path))
