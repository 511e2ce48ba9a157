"""Which lines of a scratchpad begin a step."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from genchi.text import normalise
from genchi.text.chinese_numerals import chinese_number

_NUMBER = r"(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})"
_DRESS = r"(?P<dress>[-#*>_ ]*)"
_END = r" ?(?:[:：.．、)）\-–—>]|\*\*|__|$)"
_WORDED = re.compile(
    rf"{_DRESS}(?:< ?)?(?:step[ _]?|步骤 ?|第 ?(?=[^步]{{1,4}}步)){_NUMBER} ?步?{_END}(?P<rest>.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"{_DRESS}{_NUMBER} ?[:：.．、)）](?P<rest>.*)")
_EDGES = " \t#*_:：.．、-–—>)）"


@dataclass(frozen=True, slots=True)
class Marker:
    """The number of the step that begins, from 1, and what its line says beyond its name."""

    number: int
    rest: str


def marker_of(line: str, names: Sequence[str]) -> Marker | None:
    """The step that begins with this line, if one does.

    A number alone begins a step only in a heading or in bold: lists within a step have numbers too.

    >>> marker_of("**第二步：核对** 都对", ["列出", "核对"])
    Marker(number=2, rest='都对')
    >>> marker_of("2. another decision", ["list", "check"])
    """
    line = " ".join(line.split())
    match = _WORDED.match(line) or _NUMBERED.match(line)
    if match and (match.re is _WORDED or _is_heading(match["dress"])):
        number = _number(match["number"])
        named = names[number - 1] if 0 < number <= len(names) else ""
        return Marker(number, _beyond(match["rest"], named)) if number else None
    return _named(line, names)


def _named(line: str, names: Sequence[str]) -> Marker | None:
    """The step whose name is all that this heading says."""
    dress = line[: len(line) - len(line.lstrip("-#*>_ "))]
    keys = [normalise(name.strip(_EDGES)) for name in names] if _is_heading(dress) else []
    bare = normalise(line.strip(_EDGES))
    return Marker(keys.index(bare) + 1, "") if bare in keys else None


def _is_heading(dress: str) -> bool:
    return "#" in dress or "**" in dress or "__" in dress


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else int(chinese_number(written) or 0)


def _beyond(rest: str, name: str) -> str:
    """What a line says after the name of its step, if it says the name."""
    said = rest.strip().strip("*_").lstrip(_EDGES)
    after = said[len(name) :]
    if said[: len(name)].casefold() == name.casefold() and not after[:1].isalnum():
        return after.lstrip(_EDGES)
    return said
