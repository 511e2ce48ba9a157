"""Markdown that shows as it was meant, and places where it does not."""

from __future__ import annotations

import pytest

from genchi.checks.library import is_markdown
from genchi.records import Subject

TABLE = "| 型号 | 价格 |\n|:---|---:|\n| A | 3 元 |\n| B\\|C | `a|b` |\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain text, (brackets) and a | bar",
        "# 标题\n\n- 一\n- 二\n\n**完**",
        TABLE,
        TABLE + "\ntext after | the table\n",
        "```python\nprint('| a')\n| a | b |\n|---|---|\n| c |\n[x](\n```\n",
        "See [the (old) page](https://a.example/x_(y)) and [另一页](/b).",
        "[1] and [ref] are no links; f(x)[0] neither",
    ],
)
def test_what_shows_well_passes(text: str) -> None:
    assert is_markdown(Subject(text)), is_markdown(Subject(text)).reason


@pytest.mark.parametrize(
    ("text", "reason", "marked"),
    [
        ("看：\n```json\n{}\n", "a code fence is not closed", "```json\n{}\n"),
        (TABLE + "| C |\n", "a table row has 1 cells, its header has 2", "| C |"),
        ("| a | b |\n|---|\n", "the line under a table's header has 1 cells, not 2", "|---|"),
        ("见[退货政策](https://a.example\n谢谢", "a link has no closing bracket", "[退货政策]("),
    ],
)
def test_what_breaks_is_pointed_at(text: str, reason: str, marked: str) -> None:
    verdict = is_markdown(Subject(text))
    assert (verdict.outcome, verdict.reason) == ("fail", reason)
    first = verdict.evidence[0]
    assert text[first.start : first.end] == marked


@pytest.mark.parametrize("text", ["[a](" * 20_000, "| " * 100_000, "```\n" * 40_000, "[" * 100_000])
def test_hostile_text_has_a_verdict(text: str) -> None:
    assert is_markdown(Subject(text)).outcome in ("pass", "fail")
