"""Which texts of a collection say nearly the same.

Two texts are compared by their shingles: runs of three units of `words`, folded. The search is
exact: it finds every pair at or over the threshold, and gives the same answer in every process.

Only a small part of each text is looked up. If two sets have a Jaccard similarity of t, they
share one of the rarest (1 - t) part of their shingles (prefix filtering: Chaudhuri, Ganti and
Kaushik, ICDE 2006; Bayardo, Ma and Srikant, WWW 2007), so only those are indexed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from genchi.errors import UsageError
from genchi.text.normal_form import normalise
from genchi.text.overlaps import ngrams
from genchi.text.pieces import unit_keys, words

_Shingle = tuple[str, ...]


def near_duplicates(texts: Sequence[str], threshold: float = 0.8) -> list[list[int]]:
    """Groups of two or more texts with a shingle Jaccard similarity of at least `threshold`.

    Each group lists places in `texts`, ascending; groups are ordered by their first member.
    Groups are joined through their members: if a is like b and b like c, all three are together.
    Texts under three units are duplicates only when their units are equal.

    >>> near_duplicates(["A cat sat on the mat.", "a dog", "a cat sat on the mat", "A dog!"])
    [[0, 2], [1, 3]]
    """
    if not 0 < threshold <= 1:
        raise UsageError(f"the threshold is over 0 and at most 1, not {threshold!r}")
    if isinstance(texts, str):
        raise UsageError("texts is a list of texts, not one text")
    equal = _grouped_by_shingles(texts)
    sets = _ranked(list(equal))
    parents = list(range(len(sets)))
    for a, b in _similar_pairs(sets, threshold, parents):
        parents[_root(parents, max(a, b))] = _root(parents, min(a, b))
    return _merged(list(equal.values()), parents)


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The set a text is compared by: its 3-grams of units, or all its units if it is shorter.

    >>> sorted(shingles("到北京去"))
    [('到', '北', '京'), ('北', '京', '去')]
    """
    keys = unit_keys(words(text)) or [normalise(text)]
    return frozenset(ngrams(keys, 3) if len(keys) >= 3 else [tuple(keys)])


def _grouped_by_shingles(texts: Sequence[str]) -> dict[frozenset[_Shingle], list[int]]:
    groups: dict[frozenset[_Shingle], list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        groups[shingles(text)].append(place)
    return groups


def _ranked(sets: list[frozenset[_Shingle]]) -> list[list[int]]:
    """Each set as ascending ranks, the rarest shingle first; ties in the order of the alphabet."""
    frequency = Counter(shingle for one in sets for shingle in one)
    ordered = sorted(frequency, key=lambda shingle: (frequency[shingle], shingle))
    rank = {shingle: place for place, shingle in enumerate(ordered)}
    return [sorted(rank[shingle] for shingle in one) for one in sets]


def _similar_pairs(
    sets: list[list[int]], threshold: float, parents: list[int]
) -> Iterator[tuple[int, int]]:
    """Pairs at or over the threshold, without those that `parents` has already joined."""
    members = [frozenset(one) for one in sets]
    index: dict[int, list[int]] = defaultdict(list)
    for current in sorted(range(len(sets)), key=lambda place: (len(sets[place]), place)):
        prefix = sets[current][: _prefix_length(len(sets[current]), threshold)]
        for other in dict.fromkeys(place for shingle in prefix for place in index[shingle]):
            if _root(parents, current) != _root(parents, other) and _jaccard_reaches(
                members[current], members[other], threshold
            ):
                yield current, other
        for shingle in prefix:
            index[shingle].append(current)


def _prefix_length(size: int, threshold: float) -> int:
    # The small number guards against 0.8 * 5 coming out a hair over 4.
    return size - math.ceil(threshold * size - 1e-9) + 1


def _jaccard_reaches(a: frozenset[int], b: frozenset[int], threshold: float) -> bool:
    if min(len(a), len(b)) < threshold * max(len(a), len(b)) - 1e-9:
        return False
    shared = len(a & b)
    return shared >= threshold * (len(a) + len(b) - shared) - 1e-9


def _root(parents: list[int], place: int) -> int:
    while parents[place] != place:
        parents[place] = parents[parents[place]]
        place = parents[place]
    return place


def _merged(groups: list[list[int]], parents: list[int]) -> list[list[int]]:
    joined: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        joined[_root(parents, place)].extend(group)
    return sorted(sorted(group) for group in joined.values() if len(group) > 1)
