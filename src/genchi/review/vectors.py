"""How alike outputs are: TF-IDF over words, Chinese 2-grams and failed checks, in plain Python.

A vector is a dict from term to weight with length 1, so that the cosine of two is their product.
Terms of the question and failed checks are terms of their own kind and are never mixed up with
words of the answer.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from genchi.text import tokens

Vector = Mapping[int, float]
"""Weights by the number of a term; length 1, or empty."""
_OUTPUT, _ASKED = 4_000, 1_000
"""Characters that are read of an output and of what was asked."""
_MOST_TERMS = 64
"""Terms kept of one output: the weightiest."""


@dataclass(frozen=True, slots=True)
class Space:
    """The terms of a collection, by how rare they are in it."""

    numbers: Mapping[str, int]
    rarity: Sequence[float]

    def vector(self, terms: Mapping[str, float]) -> Vector:
        """The vector of an output; terms that the collection has once or never are left out."""
        known = [(self.numbers[term], n) for term, n in terms.items() if term in self.numbers]
        weighted = [(number, n * self.rarity[number]) for number, n in known]
        if len(weighted) > _MOST_TERMS:
            weighted = sorted(weighted, key=lambda one: (-one[1], one[0]))[:_MOST_TERMS]
        length = math.sqrt(math.fsum(weight * weight for _, weight in weighted))
        return {number: weight / length for number, weight in weighted} if length else {}


def terms_of(output: str, asked: str, failed: Iterable[str]) -> dict[str, float]:
    """The terms of an output with their strengths (1 + log of how often).

    >>> sorted(terms_of("退款 ok ok", "hi", ["short"]))
    ['!short', '?hi', 'ok', '款', '退', '退款']
    """
    counts = Counter(tokens(output[:_OUTPUT]))
    counts.update(f"?{token}" for token in tokens(asked[:_ASKED]))
    counts.update(f"!{spec}" for spec in failed)
    return {term: 1 + math.log(count) for term, count in counts.items()}


def space_of(outputs: Sequence[Mapping[str, float]]) -> Space:
    """The space of the terms that two or more of these outputs have."""
    frequency = Counter(term for terms in outputs for term in terms)
    kept = sorted(term for term, count in frequency.items() if count > 1)
    rarity = [math.log((1 + len(outputs)) / (1 + frequency[term])) for term in kept]
    return Space({term: number for number, term in enumerate(kept)}, rarity)


def cosine(a: Vector, b: Vector) -> float:
    """How alike two outputs are, from 0 to 1.

    >>> cosine({1: 0.6, 2: 0.8}, {2: 1.0})
    0.8
    """
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[number] for number, weight in a.items() if number in b)


class Likeness:
    """How like each of some outputs is to what was marked so far, at most."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._having: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for place, vector in enumerate(vectors):
            for number, weight in vector.items():
                self._having[number].append((place, weight))
        self.most = [0.0] * len(vectors)

    def mark(self, vector: Vector) -> None:
        """Take an output into account."""
        sums = self.with_all(vector)
        for place, likeness in sums.items():
            self.most[place] = max(self.most[place], likeness)

    def with_all(self, vector: Vector) -> dict[int, float]:
        """The cosine with each output that shares a term."""
        sums: defaultdict[int, float] = defaultdict(float)
        for number, weight in vector.items():
            for place, other in self._having.get(number, ()):
                sums[place] += weight * other
        return sums
