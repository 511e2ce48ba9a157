"""What a bad output shares with other bad ones and seldom with good ones: phrases and lengths.

Pure Python, for a handful of labels as well as for thousands. A phrase is up to six words or
Chinese characters within a sentence; numbers in it stand for any number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from genchi.checks import Check
from genchi.checks import library as lib
from genchi.text import Piece, words

LONGEST = 6
"""Units of the longest phrase."""
MOST_GOOD = 0.10
"""Share of the good outputs that what marks bad ones may be found in."""
_TIMES = 3
"""How many times as often among the bad as among the good it has to be found."""
_FEWEST = 2
_MOST_PHRASES = 3
_NUMBER = re.compile(r"\d[\d.,]*")
_EDGES = " \t\r\n.,;:!?。，；：！？、…\"'“”‘’「」『』()（）*`"
_END = object()
"""The key of a tree at which a phrase ends."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The outputs that decide what marks the bad ones, as units; without the one in question."""

    bad: tuple[tuple[str, ...], ...]
    good: tuple[tuple[str, ...], ...]


def units_of(text: str) -> tuple[str, ...]:
    """The units of a text as they are compared: small letters, and all numbers alike.

    >>> units_of("Within 5 Days")
    ('within', '0', 'days')
    """
    return tuple(map(_plain, words(text)))


def without(phrase: str) -> Check | None:
    """The check that a phrase is not there; None for one of marks and spaces alone.

    >>> without("we guarantee.").spec, without(" … ")
    ("excludes('we guarantee')", None)
    """
    phrase = _trimmed(phrase)
    if not re.search(r"[^\W_]", phrase):
        return None
    alone = len(words(phrase)) == 1 and phrase.isascii()  # "art" is not meant in "start"
    return lib.excludes(phrase, whole_words=True) if alone else lib.excludes(phrase)


def without_any_number(phrase: str) -> Check | None:
    """The same with any number for each that the phrase has; None where it has none.

    >>> without_any_number("within 5 days").arguments["pattern"]
    'within\\\\s+\\\\d[\\\\d.,]*\\\\s+days'
    """
    parts = _NUMBER.split(_trimmed(phrase))
    if len(parts) < 2 or not any(re.search(r"[^\W\d_]", part) for part in parts):
        return None
    pattern = r"\d[\d.,]*".join(re.escape(part).replace(r"\ ", r"\s+") for part in parts)
    return lib.not_matches(pattern, ignore_case=True)


def _trimmed(phrase: str) -> str:
    return " ".join(phrase.split()).strip(_EDGES)


def shared_phrases(output: str, marked: Marked) -> list[str]:
    """Phrases of an output that other bad ones have and good ones seldom, the most telling first.

    None of them stands within another. Where there is no other bad output there are none.
    """
    places = _phrases(output)
    tree = _tree(list(places))
    bad, good = ([_found(tree, units) for units in side] for side in (marked.bad, marked.good))
    scored = []
    for number, (phrase, (start, end)) in enumerate(places.items()):
        b, g = (sum(number in found for found in each) for each in (bad, good))
        if b + 1 >= _FEWEST and b and tells(b + 1, len(bad) + 1, g, len(good)):
            scored.append((_score(b + 1, len(bad) + 1, g, len(good)), len(phrase), start, end))
    scored.sort(key=lambda one: (-one[0], -one[1], one[2]))
    chosen: list[tuple[int, int]] = []
    for _, _, start, end in scored:
        if len(chosen) < _MOST_PHRASES and all(end <= a or start >= b for a, b in chosen):
            chosen.append((start, end))
    return [output[start:end] for start, end in chosen]


def length_limits(output: str, marked: Marked) -> list[Check]:
    """Limits of words that this output breaks, where bad ones cluster beyond them."""
    own = len(words(output))
    bad, good = (list(map(len, side)) for side in (marked.bad, marked.good))
    found = []
    for side, make in ((1, lib.max_words), (-1, lib.min_words)):
        beyond = _best_limit(own * side, [n * side for n in bad], [n * side for n in good])
        if beyond is not None:
            found.append(make(beyond * side))
    return found


def tells(caught: int, bad: int, wrong: int, good: int) -> bool:
    """Whether something is found in bad outputs much more often than in good ones."""
    if not bad:
        return False
    return wrong <= MOST_GOOD * good and caught * good >= _TIMES * wrong * bad


def _best_limit(own: int, bad: Sequence[int], good: Sequence[int]) -> int | None:
    """The limit below `own` that separates best: what lies above it fails."""
    best, limit = 0.0, None
    for candidate in sorted({*bad, *good, own - 1}):
        caught = 1 + sum(value > candidate for value in bad)
        wrong = sum(value > candidate for value in good)
        telling = caught > _FEWEST and good and tells(caught, len(bad) + 1, wrong, len(good))
        score = _score(caught, len(bad) + 1, wrong, len(good))
        if candidate < own and telling and score > best:
            best, limit = score, candidate
    return limit


def _score(caught: int, bad: int, wrong: int, good: int) -> float:
    """How much more of the bad than of the good: shares drawn towards one half where few are known
    (Agresti & Coull 1998)."""
    return (caught + 2) / (bad + 4) - (wrong + 2) / (good + 4)


def _phrases(text: str) -> dict[tuple[str, ...], tuple[int, int]]:
    """The phrases of a text and where each first stands; single characters are none."""
    units = words(text)
    goes_on = [not _broken(text[a.end : b.start]) for a, b in pairwise(units)]
    places: dict[tuple[str, ...], tuple[int, int]] = {}
    for first, unit in enumerate(units):
        for last in range(first, min(first + LONGEST, len(units))):
            if last > first and not goes_on[last - 1]:
                break
            start, end = unit.start, units[last].end
            if end - start > 1 and re.search(r"[^\W\d_]", text[start:end]):
                places.setdefault(tuple(_plain(u) for u in units[first : last + 1]), (start, end))
    return places


def _plain(unit: Piece) -> str:
    return "0" if unit.text[0].isdigit() else unit.text.casefold()


def _broken(between: str) -> bool:
    return any(mark in between for mark in "\n.!?。！？；;|")


def _tree(phrases: Sequence[tuple[str, ...]]) -> dict[Any, Any]:
    tree: dict[Any, Any] = {}
    for number, phrase in enumerate(phrases):
        node = tree
        for unit in phrase:
            node = node.setdefault(unit, {})
        node[_END] = number
    return tree


def _found(tree: dict[Any, Any], units: Sequence[str]) -> set[int]:
    """The numbers of the phrases that a text has."""
    found = set[int]()
    for first in range(len(units)):
        node: Any = tree
        for unit in units[first : first + LONGEST]:
            node = node.get(unit)
            if node is None:
                break
            if _END in node:
                found.add(node[_END])
    return found
