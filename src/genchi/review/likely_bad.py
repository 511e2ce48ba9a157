"""Which outputs people would probably call bad: logistic regression on what they said so far.

Small on purpose: some hundred labels, a few hundred terms each, trained in a fraction of a second.
Good and bad count alike however rare the bad are, so that 0.5 is where it is least sure. The order
is what is used, never the number: a rate is made of labels.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genchi.review.vectors import Vector

_ROUNDS = 30
_STEP = 0.5
_PULL = 0.002
"""How strongly weights are drawn to zero at each step."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What was learnt: a weight for each term."""

    weights: Mapping[int, float]
    offset: float

    def bad(self, vector: Vector) -> float:
        """How likely an output is to be bad, where good and bad were equally many."""
        weights = self.weights
        total = self.offset + sum(
            weight * weights[number] for number, weight in vector.items() if number in weights
        )
        return _logistic(total)


def learn(vectors: Sequence[Vector], bad: Sequence[bool]) -> Guess:
    """A guess from labelled outputs, of which some are bad and some are good.

    Logistic regression by stochastic gradient with AdaGrad steps (Duchi 2011) and an L2 pull to
    zero, in the order given: the same labels give the same guess.
    """
    share = {True: 0.5 / max(1, sum(bad)), False: 0.5 / max(1, len(bad) - sum(bad))}
    importance = [share[is_bad] * len(bad) for is_bad in bad]
    weights: defaultdict[int, float] = defaultdict(float)
    seen: defaultdict[int, float] = defaultdict(lambda: 1e-8)
    offset, offset_seen = 0.0, 1e-8
    for _ in range(_ROUNDS):
        for vector, is_bad, important in zip(vectors, bad, importance, strict=True):
            said = offset + sum(weight * weights[number] for number, weight in vector.items())
            error = important * (_logistic(said) - is_bad)
            offset_seen += error * error
            offset -= _STEP * error / math.sqrt(offset_seen)
            for number, weight in vector.items():
                slope = error * weight + _PULL * weights[number]
                seen[number] += slope * slope
                weights[number] -= _STEP * slope / math.sqrt(seen[number])
    return Guess(dict(weights), offset)


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else 1 - 1 / (1 + math.exp(x))
