"""Phrases that mark bad outputs, in English words and Chinese characters alike.

Phrases are found level by level, by numbers instead of texts: one can only be frequent when both
phrases one unit shorter are. So 5,000 outputs of 1 kB are indexed in seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse
from scipy.stats import hypergeom

from genchi.review.outcomes import Bools, Floats, Ints
from genchi.stats import holm
from genchi.text import words

LONGEST = 5
"""Units (words or Chinese characters) of the longest phrase."""
_FEWEST = 2  # bad outputs that a phrase must stand in
_CHANCE = 0.10  # how likely it may be that any phrase kept is a chance finding (Holm 1979)
_MOST = 4  # phrases in one check


class Texts:
    """The phrases of some texts, and in which of them each stands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._stream = _stream(texts)
        levels = _levels(self._stream, len(texts))
        self._starts = np.concatenate([level.first for level in levels])
        self._lengths = np.repeat(np.arange(1, len(levels) + 1), [len(x.first) for x in levels])
        ends = np.cumsum([0, *np.concatenate([level.sizes for level in levels])])
        held = np.concatenate([level.texts for level in levels])
        ones = np.ones(len(held), dtype=np.int32)
        self._marks: Any = sparse.csr_array((ones, held, ends), shape=(len(ends) - 1, len(texts)))

    def marking(self, chosen: Bools, bad: Bools, limit: float) -> list[str]:
        """Phrases that stand in bad texts more often than chance allows, at most a few.

        Each is tested by Fisher's exact test, one-sided, among the `chosen` texts, and adjusted for
        the number tried. They are taken by what they add, as long as together they stand in no
        more than `limit` of the good texts. A phrase that stands only within one longer phrase is
        left to that one.
        """
        hits = np.asarray(self._marks @ (chosen & bad).astype(np.int32))
        sizes = np.asarray(self._marks @ chosen.astype(np.int32))
        kept = np.flatnonzero(
            _beyond_chance(hits, sizes, int((chosen & bad).sum()), int(chosen.sum()))
            & (hits >= _FEWEST)
        )
        rows = self._marks[kept].toarray() > 0
        table = [(self._text(p), at & chosen) for p, at in zip(kept.tolist(), rows, strict=True)]
        return _that_add(table, bad, int((chosen & ~bad).sum()) * limit)

    def _text(self, phrase: int) -> str:
        start, length = int(self._starts[phrase]), int(self._lengths[phrase])
        units, gaps = self._stream.units, self._stream.gaps
        middle = zip(gaps[start:], units[start + 1 : start + length], strict=False)
        return units[start] + "".join(gap + unit for gap, unit in middle)


@dataclass(frozen=True, slots=True)
class _Stream:
    """The units of all texts in a row, and what stands between each and the next.

    `gap` numbers that, with -1 where no phrase goes on: at the end of a sentence, line or text.
    """

    units: list[str]
    gaps: list[str]
    unit: Ints
    gap: Ints
    text: Ints


@dataclass(frozen=True, slots=True)
class _Level:
    """The phrases of one length: where each first stands, and the texts of one after the other."""

    first: Ints
    sizes: Ints
    texts: Ints

    def of(self, kept: Bools) -> _Level:
        """Some of the phrases."""
        return _Level(self.first[kept], self.sizes[kept], self.texts[np.repeat(kept, self.sizes)])


def _stream(texts: Sequence[str]) -> _Stream:
    units, gaps, text_of = list[str](), list[str](), list[int]()
    for number, text in enumerate(texts):
        pieces = words(text)
        units += [piece.text.casefold() for piece in pieces]
        gaps += [text[one.end : other.start].casefold() for one, other in pairwise(pieces)]
        gaps += ["\n"] * bool(pieces)
        text_of += [number] * len(pieces)
    return _Stream(
        units=units,
        gaps=gaps,
        unit=_numbered(units),
        gap=np.where([_broken(gap) for gap in gaps], -1, _numbered(gaps)),
        text=np.array(text_of, dtype=np.int64),
    )


def _numbered(values: list[str]) -> Ints:
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return np.array([numbers[value] for value in values], dtype=np.int64)


def _broken(between: str) -> bool:
    """Whether a sentence or a line ends between two units."""
    return any(mark in between for mark in "\n.!?。！？；;")


def _levels(stream: _Stream, texts: int) -> list[_Level]:
    """The phrases of each length that stand in enough texts and not only within a longer one."""
    found = []
    at, level = _frequent(stream.unit, stream.text, texts)
    for length in range(1, LONGEST + 1):
        after = np.append(at[1:], -1)
        goes_on = (at >= 0) & (after >= 0) & (stream.gap >= 0) & (length < LONGEST)
        # From two units on, the phrase that starts here says what stands between these two.
        first = at * (stream.gap.max(initial=0) + 1) + stream.gap if length == 1 else at
        longer_at, longer = _frequent(
            np.where(goes_on, first * (len(level.first) + 1) + after, -1), stream.text, texts
        )
        own = np.ones(len(level.first), dtype=bool)
        for within in (at[longer.first], after[longer.first]):
            own[within[level.sizes[within] == longer.sizes]] = False
        if length == 1:
            own &= np.array([len(stream.units[start]) > 1 for start in level.first], dtype=bool)
        found.append(level.of(own))
        at, level = longer_at, longer
    return found


def _frequent(keys: Ints, text: Ints, texts: int) -> tuple[Ints, _Level]:
    """The keys (-1: none) that stand in enough texts: numbered from 0 where they do, and listed."""
    places = np.flatnonzero(keys >= 0)
    _, first, number = np.unique(keys[places], return_index=True, return_inverse=True)
    phrase_of, held_by = np.divmod(np.unique(number * max(texts, 1) + text[places]), max(texts, 1))
    sizes = np.bincount(phrase_of, minlength=len(first))
    kept = sizes >= _FEWEST
    at = np.full(len(keys), -1, dtype=np.int64)
    at[places] = np.where(kept, np.cumsum(kept) - 1, -1)[number]
    return at, _Level(places[first], sizes, held_by).of(kept)


def _beyond_chance(hits: Ints, sizes: Ints, number_bad: int, number: int) -> Bools:
    """Which phrases stand in more bad texts than chance allows.

    Adjusted for the number of phrases that could be found at all (Tarone 1990): one too rare to be
    significant even if it stood in bad texts alone is not a try. That depends on how rare it is,
    never on the labels. By Holm (1979), because a phrase comes in many variants: with a false
    discovery rate, the variants of one true phrase would buy room for false ones.
    """
    best = _chance(np.minimum(sizes, number_bad), sizes, number_bad, number)
    ordered = np.sort(best)
    possible = np.searchsorted(ordered, _CHANCE / np.arange(1, len(best) + 1), side="right")
    enough = possible <= np.arange(1, len(best) + 1)
    tries = int(np.argmax(enough)) + 1 if enough.any() else 1
    tried = np.flatnonzero(best <= _CHANCE / tries)
    chances = _chance(hits[tried], sizes[tried], number_bad, number)
    found = np.zeros(len(hits), dtype=bool)
    found[tried] = np.array(holm(chances.tolist())) <= _CHANCE
    return found


def _chance(hits: Ints, sizes: Ints, number_bad: int, number: int) -> Floats:
    """Fisher's exact test, one-sided, once for each different pair of counts."""
    pairs, place = np.unique(np.stack([hits, sizes]), axis=1, return_inverse=True)
    chances = hypergeom.sf(pairs[0] - 1, number, number_bad, pairs[1])
    return np.asarray(np.clip(chances, 0, 1)[place.ravel()])


def _that_add(kept: Sequence[tuple[str, Bools]], bad: Bools, most_good: float) -> list[str]:
    """The phrases that catch most, each adding to those before; the longest of equals."""
    chosen: list[str] = []
    covered = np.zeros_like(bad)
    while len(chosen) < _MOST:
        gains = [
            (int((at & bad & ~covered).sum()), -int((at & ~bad).sum()), len(phrase), phrase, at)
            for phrase, at in kept
            if ((covered | at) & ~bad).sum() <= most_good
        ]
        best = max(gains, key=lambda gain: gain[:4], default=None)
        if best is None or best[0] < 1:
            return chosen
        chosen.append(best[3])
        covered = covered | best[4]
    return chosen
