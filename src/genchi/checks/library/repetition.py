"""Whether an answer says the same thing again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from operator import eq

from genchi.checks.checking import check
from genchi.checks.library.findings import verdict_on
from genchi.errors import UsageError
from genchi.records import Subject, Verdict
from genchi.text import Piece, sentences, words
from genchi.text.pieces import unit_keys

LONGEST_LOOP = 12
"""The most units of a loop; what repeats in longer pieces are sentences."""
FEWEST_UNITS = 8
"""A loop is at least so many units long in all, so that "no, no, no" is none."""


@check
def no_repetition(subject: Subject, times: int = 2, *, min_words: int = 6) -> Verdict:
    """No sentence comes again, and no few words are stuck in a loop.

    Two sentences are the same where their words are; punctuation and case do not matter. A loop is
    the same one to twelve words over and over without anything between them: four times, and eight
    words or characters in all.

    - `times`: how often a sentence must stand there to count as repeated;
    - `min_words`: shorter sentences, in words and Chinese characters, may come again.

    >>> no_repetition(Subject("Dry it on low with balls. Dry it on low with balls!")).reason
    'repeated: "Dry it on low with balls!"'
    >>> no_repetition(Subject("好的好的好的好的好的好的")).outcome
    'fail'
    """
    if times < 2:
        raise UsageError(f"a sentence is repeated from 2 times upwards, not {times!r}")
    again = list(_repeated(subject.output, times, min_words))
    found = sorted([*again, *_loops(subject.output)], key=lambda piece: piece.start)
    return verdict_on(found, "repeated")


def _repeated(text: str, times: int, min_words: int) -> Iterator[Piece]:
    """The sentences that stood there before, where they stand often enough."""
    places: dict[tuple[str, ...], list[Piece]] = defaultdict(list)
    for part in sentences(text):
        keys = tuple(unit_keys(words(part.text)))
        if len(keys) >= min_words:
            places[keys].append(part)
    for same in places.values():
        if len(same) >= times:
            yield from same[1:]


def _loops(text: str) -> list[Piece]:
    """The places where a few units come four times in a row, the shortest loops first."""
    pieces = words(text)
    keys = unit_keys(pieces)
    found: list[Piece] = []
    for period in range(1, LONGEST_LOOP + 1):
        again = bytes(map(eq, keys, keys[period:]))
        needed = max(3 * period, FEWEST_UNITS - period)
        start = again.find(b"\1" * needed)
        while start >= 0:
            end = again.find(0, start)
            end = len(again) if end < 0 else end
            place = Piece(pieces[start].start, pieces[end + period - 1].end, "")
            if not keys[start].isdigit() and not any(_meet(place, other) for other in found):
                found.append(replace(place, text=text[place.start : place.end]))
            start = again.find(b"\1" * needed, end)
    return found


def _meet(a: Piece, b: Piece) -> bool:
    return a.start < b.end and b.start < a.end
