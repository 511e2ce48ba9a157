"""Paragraphs and list items of an output, with their places."""

from __future__ import annotations

import pytest

from genchi.checks.library.paragraphs import ItemKind, list_items, paragraphs
from genchi.errors import UsageError


def test_blank_lines_separate_paragraphs_in_english_and_chinese() -> None:
    text = "\n\nOne,\nstill one.\n \t\n\n第二段。\n第二行。\n\n"
    found = paragraphs(text)
    assert [one.text for one in found] == ["One,\nstill one.", "第二段。\n第二行。"]
    assert all(text[one.start : one.end] == one.text for one in found)
    assert paragraphs(" \n ") == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("- a", "bullet"),
        ("* a", "bullet"),
        ("  + a", "bullet"),
        ("> - a", "bullet"),
        ("•苹果", "bullet"),
        ("● 苹果", "bullet"),
        ("1. a", "number"),
        ("12) a", "number"),
        ("1、苹果", "number"),
        ("（1）苹果", "number"),
        ("①苹果", "number"),
        ("十二、苹果", "number"),
        ("（三）苹果", "number"),
    ],
)
def test_a_line_that_begins_a_list_item_is_known_by_its_mark(line: str, kind: ItemKind) -> None:
    text = f"List:\n{line}\nEnd."
    assert [one.text for one in list_items(text, kind)] == [line.lstrip("> ")]
    assert len(list_items(text)) == 1
    assert list_items(text, "number" if kind == "bullet" else "bullet") == []


@pytest.mark.parametrize(
    "line",
    [
        "---",
        "* * *",
        "-5 degrees",
        "**bold**",
        "*(Verse 1)*",
        "3.14 is pi",
        "- ",
        "2024年",
        "一二三",
    ],
)
def test_a_rule_emphasis_and_a_number_are_no_list_items(line: str) -> None:
    assert list_items(f"Text.\n{line}\nText.") == []


def test_an_unknown_kind_of_item_is_refused() -> None:
    with pytest.raises(UsageError, match='"any", "bullet" or "number", not \'star\''):
        list_items("- a", "star")  # type: ignore[arg-type]
