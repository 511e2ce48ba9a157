"""A version names what a prompt says: one letter makes another, a note for people does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from genchi.prompts import folder, read_text

TEXT = """---
model: small
parameters: {temperature: 0, max_tokens: 9}
inputs:
  q: {type: string, default: 好}
  r: string
output: {answer: string}
examples: e.jsonl
owner: ann
why: because
---
# system
退款。

# user
{{ q }} {{ r }}
"""
DATA = '{"inputs": {"q": "1", "r": "2"}, "output": "一"}\n'


def version(text: str = TEXT, data: str = DATA) -> str:
    return read_text(text.encode(), name="p", beside=lambda name: data.encode()).version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("退款", "退换"),
        ("small", "large"),
        ("temperature: 0", "temperature: 1"),
        ("default: 好", "default: 行"),
        ("\n  r: string", "\n  r: number"),
        ("answer:", "reply:"),
        ("{{ q }} {{ r }}", "{{ q }}  {{ r }}"),
        ("# system", "# user"),
        ("e.jsonl", "{file: e.jsonl, n: 1}"),
    ],
)
def test_what_is_said_makes_another_version(old: str, new: str) -> None:
    assert TEXT.count(old) == 1 or old == "# system"
    assert version(TEXT.replace(old, new)) != version()


def test_what_an_example_says_makes_another_version() -> None:
    assert version(data=DATA.replace("一", "二")) != version()
    assert version(data=DATA + DATA) != version()


@pytest.mark.parametrize(
    "same",
    [
        TEXT.replace("ann", "bob"),
        TEXT.replace("because", "for a reason\n"),
        TEXT.replace("model: small", "model: small  # cheap"),
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        TEXT + "\n\n \n",
        TEXT.replace("退款。", "退款。{# note #}"),
        TEXT.replace("退款。", "{# a line #}\n退款。"),
        TEXT.replace("\n\n# user", "\n\n\n# user"),
        TEXT.replace("{temperature: 0, max_tokens: 9}", "{max_tokens: 9, temperature: 0}"),
        TEXT.replace("\n  r: string", "\n  r: {type: string, why: note}"),
        TEXT.replace("owner: ann", "checks: [not_empty]"),
    ],
)
def test_a_note_or_another_way_to_write_it_is_the_same_version(same: str) -> None:
    assert same != TEXT
    assert version(same) == version()


def test_the_order_in_which_inputs_stand_is_not_part_of_it() -> None:
    swapped = TEXT.replace(
        "  q: {type: string, default: 好}\n  r: string",
        "  r: string\n  q: {type: string, default: 好}",
    )
    assert swapped != TEXT
    assert version(swapped) == version()


def test_where_a_tag_breaks_its_line_is_not_part_of_it_unless_it_is_said() -> None:
    inline = TEXT.replace("{{ q }}", "{% if q %}a{% endif %}{{ q }}")
    own_line = TEXT.replace("{{ q }}", "{% if q %}\n{% if true %}{% endif %}a{% endif %}{{ q }}")
    broken = TEXT.replace("{{ q }}", "{% if q %}\na{% endif %}{{ q }}")
    said = TEXT.replace("{{ q }}", "{% if q +%}\na{% endif %}{{ q }}")
    assert version(inline) == version(broken)
    assert len({version(text) for text in (inline, own_line, said, TEXT)}) == 4


def test_a_comment_within_a_raw_block_is_said() -> None:
    raw = TEXT.replace("退款。", "{% raw %}{# 说 #}{% endraw %}")
    assert version(raw) != version(raw.replace("说", "写"))


def test_two_processes_agree(tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "e.jsonl").write_text(DATA, encoding="utf-8")
    code = f"from genchi.prompts import folder; print(folder({str(tmp_path)!r}).get('p').version)"
    seeds = ("0", "1")
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in seeds
    }
    assert found == {folder(tmp_path).get("p").version}
    assert all(len(one) == 12 for one in found)
