"""The code blocks of an output: where they stand and what language they say they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from genchi.checks.library.places import Place


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced code block: `output[start:end]` is what stands between the fences.

    `fence` is where the block begins; `closed` says whether it has its second fence.
    """

    language: str
    start: int
    end: int
    fence: int
    closed: bool


def blocks(output: str) -> list[Block]:
    """The fenced code blocks, in order; one that is never closed reaches to the end.

    >>> blocks("Run:\\n```python\\nprint(1)\\n```\\n")
    [Block(language='python', start=15, end=24, fence=5, closed=True)]
    """
    found: list[Block] = []
    opened: re.Match[str] | None = None
    for line in _fence_lines().finditer(output):
        if opened is None:
            if "`" not in line["info"]:
                opened = line
        elif _closes(line, opened):
            found.append(_block(output, opened, line.start(), closed=True))
            opened = None
    if opened is not None:
        found.append(_block(output, opened, len(output), closed=False))
    return found


def unfenced(output: str) -> Place:
    """Where the content stands: inside the one code block around it, else the whole output."""
    found = blocks(output)
    if len(found) == 1 and found[0].closed and not output[: found[0].fence].strip():
        after = output[found[0].end :].partition("\n")[2]
        if not after.strip():
            return found[0].start, found[0].end
    one_line = _one_line().fullmatch(output)
    return one_line.span(1) if one_line else (0, len(output))


def _block(output: str, opened: re.Match[str], end: int, *, closed: bool) -> Block:
    language = opened["info"].split(maxsplit=1)[:1]
    start = min(opened.end() + 1, end)
    word = language[0].strip("{}.,:").lower() if language else ""
    return Block(word, start, end, opened.start(), closed)


def _closes(line: re.Match[str], opened: re.Match[str]) -> bool:
    same = line["fence"][0] == opened["fence"][0] and len(line["fence"]) >= len(opened["fence"])
    return same and not line["info"].strip()


@cache
def _fence_lines() -> re.Pattern[str]:
    # Deeper than three spaces is allowed: a block inside a list item is one too.
    return re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)


@cache
def _one_line() -> re.Pattern[str]:
    return re.compile(r"\s*```[a-zA-Z]*\s([^`]*)```\s*")
