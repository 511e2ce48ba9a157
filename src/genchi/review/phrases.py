"""Phrases that mark bad outputs, in English words and Chinese characters alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from scipy.stats import hypergeom

from genchi.review.outcomes import Bools
from genchi.stats import benjamini_hochberg
from genchi.text import words

LONGEST = 5
"""Units (words or Chinese characters) of the longest phrase."""
_FEWEST = 2  # bad outputs that a phrase must stand in
_CHANCE = 0.10  # share of chance findings among the phrases kept (Benjamini & Hochberg 1995)
_MOST = 4  # phrases in one check


class Texts:
    """The phrases of some texts, and in which of them each stands."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._number = len(texts)
        self._in: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(texts):
            for phrase in set(_phrases(text)):
                self._in[phrase].append(number)

    def marking(self, chosen: Bools, bad: Bools, limit: float) -> list[str]:
        """Phrases that stand in bad texts more often than chance allows, at most a few.

        Each is tested by Fisher's exact test, one-sided, among the `chosen` texts, and adjusted for
        the number tried. They are taken by what they add, as long as together they stand in no
        more than `limit` of the good texts.
        """
        table = [
            (p, at) for p, of in self._in.items() if (at := self._where(of, chosen)) is not None
        ]
        tried = [(phrase, at) for phrase, at in table if (at & bad).sum() >= _FEWEST]
        if not tried:
            return []
        hits = np.array([(at & bad).sum() for _, at in tried])
        sizes = np.array([at.sum() for _, at in tried])
        number, number_bad = int(chosen.sum()), int((chosen & bad).sum())
        chances = hypergeom.sf(hits - 1, number, number_bad, sizes)
        adjusted = benjamini_hochberg([float(p) for p in np.clip(chances, 0, 1)])
        kept = [(p, at) for (p, at), q in zip(tried, adjusted, strict=True) if q <= _CHANCE]
        return _that_add(kept, bad, int((chosen & ~bad).sum()) * limit)

    def _where(self, numbers: Sequence[int], chosen: Bools) -> Bools | None:
        if len(numbers) < _FEWEST:
            return None
        at = np.zeros(self._number, dtype=bool)
        at[list(numbers)] = True
        return at & chosen


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


def _phrases(text: str) -> Iterator[str]:
    """Runs of one to `LONGEST` units as they are written; a lone Chinese character is none."""
    units = words(text)
    for start, first in enumerate(units):
        for end in range(start, min(start + LONGEST, len(units))):
            last = units[end]
            phrase = text[first.start : last.end].casefold()
            if "\n" in phrase or (end > start and _broken(text[units[end - 1].end : last.start])):
                break
            if len(phrase) > 1:
                yield phrase


def _broken(between: str) -> bool:
    """Whether a sentence ends between two units."""
    return any(mark in between for mark in ".!?。！？；;")
