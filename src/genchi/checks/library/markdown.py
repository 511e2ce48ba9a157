"""Markdown that shows as it was meant: fences closed, tables even, links whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from genchi.checks.checking import check
from genchi.checks.library.fences import Block, blocks
from genchi.records import Evidence, Subject, Verdict


@check
def is_markdown(subject: Subject) -> Verdict:
    """The output is well-formed Markdown: code fences closed, table rows even, links whole.

    Plain text is Markdown too. Code blocks are not looked into.

    >>> is_markdown(Subject("# Title\\n\\nSee [the page](https://a.example)."))
    Verdict(outcome='pass', reason='it is well-formed Markdown', score=None, evidence=())
    >>> is_markdown(Subject("| 型号 | 价格 |\\n|---|---|\\n| A |")).reason
    'a table row has 1 cells, its header has 2'
    """
    output = subject.output
    code = blocks(output)
    faults = [
        *_open_fences(output, code),
        *_uneven_rows(output, code),
        *_broken_links(output, code),
    ]
    if not faults:
        return Verdict("pass", "it is well-formed Markdown")
    return Verdict("fail", faults[0].note, evidence=tuple(faults))


def _open_fences(output: str, code: list[Block]) -> Iterator[Evidence]:
    for block in code:
        if not block.closed:
            yield Evidence(block.fence, len(output), note="a code fence is not closed")


def _uneven_rows(output: str, code: list[Block]) -> Iterator[Evidence]:
    """Rows of a table (a header, a line of dashes, rows) with other cells than its header."""
    header, width, place = "", 0, 0
    for line in output.splitlines(keepends=True):
        start, text = place, line.strip()
        place += len(line)
        if "|" not in text or _inside(start, code):
            header, width = "", 0
        elif width:
            cells = _cells(text)
            if cells != width:
                note = f"a table row has {cells} cells, its header has {width}"
                yield Evidence(start, start + len(line.rstrip()), note=note)
        elif header and _dashes().fullmatch(text):
            width = _cells(header)
            if _cells(text) != width:
                note = f"the line under a table's header has {_cells(text)} cells, not {width}"
                yield Evidence(start, start + len(line.rstrip()), note=note)
        else:
            header = text


def _broken_links(output: str, code: list[Block]) -> Iterator[Evidence]:
    """`[text](address` without its bracket on the same line."""
    for match in _link_starts().finditer(output):
        if not _inside(match.start(), code) and not _link_ends().match(output, match.end()):
            yield Evidence(match.start(), match.end(), note="a link has no closing bracket")


def _cells(row: str) -> int:
    """Cells between the bars of a row; a bar in code or behind a backslash is text."""
    bare = _no_bars().sub("", row).strip().removeprefix("|").removesuffix("|")
    return bare.count("|") + 1


def _inside(place: int, code: list[Block]) -> bool:
    return any(block.fence <= place < block.end for block in code)


@cache
def _dashes() -> re.Pattern[str]:
    return re.compile(r"[|:\- \t]*-[|:\- \t]*")


@cache
def _no_bars() -> re.Pattern[str]:
    return re.compile(r"\\\||`[^`]*`")


@cache
def _link_starts() -> re.Pattern[str]:
    return re.compile(r"\[[^\[\]\n]{1,300}\]\(")


@cache
def _link_ends() -> re.Pattern[str]:
    return re.compile(r"(?:[^()\n]|\([^()\n]*\)){0,2000}\)")
