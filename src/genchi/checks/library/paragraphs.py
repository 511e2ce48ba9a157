"""What the lines of an output make: its paragraphs and the items of its lists."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from genchi.errors import UsageError
from genchi.text.pieces import Piece

ItemKind = Literal["any", "bullet", "number"]


def paragraphs(text: str) -> list[Piece]:
    """What blank lines separate, with its place; nothing between two blank lines is nothing.

    >>> [p.text for p in paragraphs("One.\\nStill one.\\n\\n \\nTwo.\\n")]
    ['One.\\nStill one.', 'Two.']
    """
    found: list[Piece] = []
    start = 0
    for match in _blank_lines().finditer(text):
        _append(found, text, start, match.start())
        start = match.end()
    _append(found, text, start, len(text))
    return found


def list_items(text: str, kind: ItemKind = "any") -> list[Piece]:
    """The lines that begin a list item: with a bullet, with a number, or with any of both.

    Chinese ways to number count as well: `1、`, `（1）`, `①`, `一、`. A rule (`---`) is no item.

    >>> [item.text for item in list_items("To do:\\n- eat\\n---\\n2. sleep\\n三、跑步")]
    ['- eat', '2. sleep', '三、跑步']
    """
    if kind not in ("any", "bullet", "number"):
        raise UsageError(f'a kind of list item is "any", "bullet" or "number", not {kind!r}')
    return [
        Piece(match.start(1), match.end(1), match.group(1))
        for match in _list_item().finditer(text)
        if kind == "any" or (match.group("number") is None) == (kind == "bullet")
    ]


def _append(found: list[Piece], text: str, start: int, end: int) -> None:
    raw = text[start:end]
    kept = raw.strip()
    if kept:
        start += len(raw) - len(raw.lstrip())
        found.append(Piece(start, start + len(kept), kept))


@cache
def _blank_lines() -> re.Pattern[str]:
    return re.compile(r"\n[^\S\n]*\n\s*")


@cache
def _list_item() -> re.Pattern[str]:
    numeral = "[一二三四五六七八九十]{1,3}"
    bullet = r"[-*+–—](?=[^\S\n])|[•●○◦▪■◆·・‣⁃]"
    number = (
        rf"\d{{1,3}}[.)](?=[^\S\n])|\d{{1,3}}[、）．]|[（(]\d{{1,3}}[）)]|[①-⑳⑴-⒇]"
        rf"|{numeral}、|[（(]{numeral}[）)]"
    )
    rule = r"(?:[-*_][^\S\n]*){3,}$"
    return re.compile(
        rf"^[>\t ]*((?!{rule})(?:{bullet}|(?P<number>{number}))[^\n]*\S)", re.MULTILINE
    )
