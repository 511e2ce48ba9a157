"""Outputs that should come from a list: what was named, what never, and what was made up.

A name counts if it is that of an item after `normalise`. A near miss is reported with what was
probably meant, and never counted as that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.text import normalise


@dataclass(frozen=True, slots=True)
class Invented:
    """A name that is not in the catalogue, as it was first written, and how often it came.

    `meant` are the items closest to it, several if they are equally close, none if nothing is near
    enough. `similarity` is theirs: 1 minus the edit distance over the length of the longer name.
    """

    text: str
    count: int
    meant: tuple[str, ...] = ()
    similarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How outputs spread over a catalogue.

    - `counts`: how often each item was named, in the order of the catalogue, those never named too.
    - `effective`: how many items, named equally often, would be as varied: exp(-sum p ln p), the
      Hill number of order 1 (Hill 1973); 0 if nothing was named.
    - `gini`: 0 if all items were named equally often, towards 1 if one has everything:
      sum (2i - k - 1) x_i / (k sum x), counts x_i ascending, i from 1 to k (Dixon et al. 1987);
      nan if nothing was named.
    - `invented`: what is not in the catalogue, the most frequent first.
    """

    outputs: int
    counts: dict[str, int]
    effective: float
    gini: float
    invented: tuple[Invented, ...]

    @property
    def covered(self) -> float:
        """The share of the catalogue that was named at least once."""
        return 1 - len(self.never) / len(self.counts)

    @property
    def never(self) -> tuple[str, ...]:
        """The items that were never named."""
        return tuple(item for item, count in self.counts.items() if not count)


def coverage(outputs: Iterable[str], catalogue: Sequence[str], *, near: float = 0.75) -> Coverage:
    """How often each item of the catalogue was named, how evenly, and what was invented.

    Each output is one name; split lists first. `near` is from which similarity on something is
    probably an item misspelt.

    >>> found = coverage(["绿茶", "绿茶", "Black tea", "Blak tea"], ["绿茶", "Black Tea", "乌龙茶"])
    >>> found.counts, found.never
    ({'绿茶': 2, 'Black Tea': 1, '乌龙茶': 0}, ('乌龙茶',))
    >>> found.invented[0].text, found.invented[0].meant
    ('Blak tea', ('Black Tea',))
    """
    if isinstance(outputs, str):
        raise UsageError("outputs is a list of names, not one text")
    if not 0 < near <= 1:
        raise UsageError(f"near is over 0 and at most 1, not {near!r}")
    items = _by_key(catalogue)
    written = list(outputs)
    named = Counter(map(normalise, written))
    counts = {item: named[key] for key, item in items.items()}
    first = {normalise(text): text for text in reversed(written)}
    made_up = [(key, count) for key, count in named.most_common() if key not in items]
    return Coverage(
        outputs=len(written),
        counts=counts,
        effective=_effective(list(counts.values())),
        gini=_gini(list(counts.values())),
        invented=tuple(_invented(first[key], key, count, items, near) for key, count in made_up),
    )


def _by_key(catalogue: Sequence[str]) -> dict[str, str]:
    if isinstance(catalogue, str) or not catalogue:
        raise UsageError(f"the catalogue is a list of names, at least one, not {catalogue!r}")
    items: dict[str, str] = {}
    for item in catalogue:
        other = items.setdefault(normalise(item), item)
        if other is not item:
            raise UsageError(
                f"the catalogue has {item!r} and {other!r}, which are one name apart from width, "
                "case and spaces: keep one"
            )
    return items


def _invented(text: str, key: str, count: int, items: dict[str, str], near: float) -> Invented:
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extract

    found = extract(
        key, list(items), scorer=Levenshtein.normalized_similarity, score_cutoff=near, limit=None
    )
    if not found:
        return Invented(text, count)
    closest = max(similarity for _, similarity, _ in found)
    meant = tuple(items[other] for other, similarity, _ in found if similarity == closest)
    return Invented(text, count, meant, closest)


def _effective(counts: list[int]) -> float:
    total = sum(counts)
    if not total:
        return 0.0
    shares = [count / total for count in counts if count]
    return math.exp(-math.fsum(share * math.log(share) for share in shares))


def _gini(counts: list[int]) -> float:
    size, total = len(counts), sum(counts)
    if not total:
        return math.nan
    weighted = sum((2 * place - size - 1) * x for place, x in enumerate(sorted(counts), 1))
    return weighted / (size * total)
