"""What comes next in the queue: likely bad, uncertain, unlike anything seen, and at random.

40 % likely bad find failures, 20 % uncertain teach the guess, 20 % unlike what was labelled find
new kinds, 20 % at random are what rates are made of. Until some outputs are labelled good and some
bad there is nothing to guess from, and typical outputs come instead of the three chosen shares.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from genchi.records import SpanKey
from genchi.review.drawing import SHARE
from genchi.review.likely_bad import learn
from genchi.review.typical import typical, unlike
from genchi.review.vectors import Likeness, Vector

Why = Literal[
    "random", "likely_bad", "uncertain", "unlike", "typical", "picked", "second", "filter"
]
COLD = 20
"""Labels below which there is no guess."""
_DEPTH = 120
"""How many outputs each share has ready."""
_SAME = 0.9
"""Two outputs as alike as this say the same: one is not shown soon after the other."""
_AT_FIRST: dict[Why, float] = {"typical": 1 - SHARE, "random": SHARE}
_LATER: dict[Why, float] = {
    "likely_bad": 0.4,
    "uncertain": 0.2,
    "unlike": 0.2,
    "random": SHARE,
}


@dataclass(frozen=True, slots=True)
class Graded:
    """A labelled output: its vector and whether it is bad (None: nobody could say)."""

    vector: Vector
    bad: bool | None


@dataclass(frozen=True, slots=True)
class Shares:
    """Outputs in the order in which each share gives them, and how large each share is."""

    parts: Mapping[Why, float]
    order: Mapping[Why, Sequence[SpanKey]]

    @property
    def cold(self) -> bool:
        """Whether there is no guess yet."""
        return "likely_bad" not in self.parts

    def mixed(
        self, given: Mapping[Why, int], without: Collection[SpanKey] = ()
    ) -> Iterator[tuple[SpanKey, Why]]:
        """Outputs of all shares in turn, each share as often as its part says.

        `given` is how many each share gave before. One that is empty leaves its turn to others.
        """
        waiting = {why: iter(keys) for why, keys in self.order.items()}
        counts = _carried(self.parts, given)
        seen = set(without)
        while waiting:
            why = _next_share(self.parts, counts, waiting)
            key = next((key for key in waiting[why] if key not in seen), None)
            if key is None:
                del waiting[why]
                continue
            counts[why] += 1
            seen.add(key)
            yield key, why


def first_shares(chosen: Sequence[SpanKey], random_order: Sequence[SpanKey]) -> Shares:
    """The shares before anybody has read an output."""
    return Shares(_AT_FIRST, {"typical": chosen, "random": random_order})


def shares_of(
    candidates: Sequence[tuple[SpanKey, Vector]],
    graded: Sequence[Graded],
    random_order: Sequence[SpanKey],
) -> Shares:
    """The shares, from outputs that may be chosen, labelled ones, and the random share's order."""
    keys = [key for key, _ in candidates]
    vectors = [vector for _, vector in candidates]
    seen = [one.vector for one in graded]
    known = [one for one in graded if one.bad is not None]
    bad = [bool(one.bad) for one in known]
    rest: dict[Why, Sequence[SpanKey]] = {"random": random_order}
    if len(known) < COLD or all(bad) or not any(bad):
        first = [keys[place] for place in typical(vectors, seen, _DEPTH)]
        return Shares(_AT_FIRST, {"typical": _then_all(first, keys), **rest})
    guess = learn([one.vector for one in known], bad)
    likely = [guess.bad(vector) for vector in vectors]
    worst = sorted(range(len(keys)), key=lambda place: (-likely[place], place))
    bad_ones = [place for place in worst if likely[place] > 0.5][:_DEPTH]
    unsure = sorted(range(len(keys)), key=lambda place: (abs(likely[place] - 0.5), place))
    far = unlike(vectors, seen, _DEPTH)
    return Shares(
        _LATER,
        {
            "likely_bad": _then_all(
                [keys[place] for place in _apart(bad_ones, vectors)],
                [keys[place] for place in worst],
            ),
            "uncertain": [keys[place] for place in _apart(unsure[:_DEPTH], vectors)],
            "unlike": [keys[place] for place in far],
            **rest,
        },
    )


def _apart(order: Sequence[int], vectors: Sequence[Vector]) -> list[int]:
    """The same places, those that say the same as one before them moved to the end."""
    first, later = list[int](), list[int]()
    likeness = Likeness([vectors[place] for place in order])
    for number, place in enumerate(order):
        if likeness.most[number] >= _SAME:
            later.append(place)
        else:
            first.append(place)
            likeness.mark(vectors[place])
    return first + later


def _then_all(first: Sequence[SpanKey], keys: Sequence[SpanKey]) -> list[SpanKey]:
    return list(dict.fromkeys(itertools.chain(first, keys)))


def _carried(parts: Mapping[Why, float], given: Mapping[Why, int]) -> dict[Why, float]:
    """How much each share has had, where the chosen ones also had what others were given for them.

    So when the recipe takes over from typical outputs, the random share neither waits nor hurries.
    """
    before = sum(count for why, count in given.items() if why not in parts)
    chosen = 1 - parts["random"]
    return {
        why: given.get(why, 0) + (0 if why == "random" else before * part / chosen)
        for why, part in parts.items()
    }


def _next_share(
    parts: Mapping[Why, float], counts: Mapping[Why, float], waiting: Mapping[Why, object]
) -> Why:
    """The share that is furthest behind its part, of those that have something left."""
    total = sum(counts.values()) + 1
    return max(
        (why for why in parts if why in waiting),
        key=lambda why: parts[why] * total - counts[why],
    )
