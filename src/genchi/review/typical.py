"""Outputs to begin with, and outputs unlike all others: two walks through a collection.

`typical` comes first, while nothing is known: outputs that many others are like, each unlike those
before it, so that the first dozen show what kinds there are. `unlike` goes where nobody has been.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genchi.review.vectors import Likeness, Vector


def typical(vectors: Sequence[Vector], seen: Iterable[Vector], number: int) -> list[int]:
    """Places of outputs that stand for many others, each unlike `seen` and those before it.

    How central an output is (its product with the sum of all) times how far it is from what came
    before: the greedy walk to medoids, without comparing all with all.
    """
    centre: dict[int, float] = {}
    for vector in vectors:
        for number_, weight in vector.items():
            centre[number_] = centre.get(number_, 0.0) + weight
    central = [
        sum(weight * centre[number_] for number_, weight in vector.items()) for vector in vectors
    ]
    return _walk(vectors, seen, number, central)


def unlike(vectors: Sequence[Vector], seen: Iterable[Vector], number: int) -> list[int]:
    """Places of outputs, each the one least like `seen` and those before it (farthest first)."""
    return _walk(vectors, seen, number, [1.0] * len(vectors))


def _walk(
    vectors: Sequence[Vector], seen: Iterable[Vector], number: int, worth: Sequence[float]
) -> list[int]:
    likeness = Likeness(vectors)
    for vector in seen:
        likeness.mark(vector)
    left = {place for place, vector in enumerate(vectors) if vector}
    walked: list[int] = []
    while left and len(walked) < number:
        best = max(left, key=lambda place: (worth[place] * (1 - likeness.most[place]), -place))
        likeness.mark(vectors[best])
        left.remove(best)
        walked.append(best)
    return walked
