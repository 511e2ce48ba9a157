"""Varied wording: diversity from the prompt, so that the temperature can stay low.

The draw is a running number that the caller keeps (a row, a day, a counter): nothing is remembered
here, and the same number always gives the same wording.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from genchi.errors import UsageError
from genchi.models.techniques.filling import check_places, filled
from genchi.models.techniques.ordering import drawn_order


@dataclass(frozen=True, slots=True)
class Varied:
    """A wording, and which alternative was taken at each place."""

    text: str
    chosen: dict[str, str]


def varied(
    template: str,
    alternatives: Mapping[str, Sequence[str]],
    draw: int,
    *,
    seed: int | str = 0,
) -> Varied:
    """The template with one of the alternatives at each of its `{places}`, for the draw-th time.

    Over draws 0, 1, 2, … the choices are spread evenly:

    - after any number of draws, two alternatives of one place were taken equally often, give or
      take one;
    - no combination comes twice before all have come once.

    Every place runs through its alternatives side by side, as far as their numbers allow by the
    Chinese remainder theorem. Where they share a factor, each run also shifts one place against
    the others, so that pairs change soon. The seed draws the order of the alternatives.

    >>> choices = {"who": ["a nurse", "a pilot", "a cook"], "how": ["briefly", "warmly"]}
    >>> [varied("As {who}, explain {how}.", choices, draw).text for draw in (0, 1)]
    ['As a nurse, explain briefly.', 'As a pilot, explain warmly.']
    """
    _check(template, alternatives, draw)
    sizes = [len(each) for each in alternatives.values()]
    places = _places(sizes, draw, seed)
    chosen = {
        name: each[place] for (name, each), place in zip(alternatives.items(), places, strict=True)
    }
    return Varied(filled(template, chosen), chosen)


def _check(template: str, alternatives: Mapping[str, Sequence[str]], draw: int) -> None:
    if draw < 0:
        raise UsageError(f"draw is a running number from 0, but was given {draw!r}")
    for name, each in alternatives.items():
        if isinstance(each, str) or not each:
            raise UsageError(f"{name!r} needs a list of alternatives, but was given {each!r}")
        if f"{{{name}}}" not in template:
            raise UsageError(f"the template has no place {{{name}}} for the alternatives of it")
    check_places(template, alternatives)


def _places(sizes: Sequence[int], draw: int, seed: int | str) -> list[int]:
    """Which alternative each place takes.

    A cycle is as long as there are combinations, and has passes as long as the least common
    multiple of the sizes. In a pass, place j takes (step + offset) mod k_j. Its offset changes only
    when all its k_j alternatives were taken, and below the gcd of k_j and the sizes before: then
    each step meets every offset in another pass, and every combination comes out once.
    """
    cycle, within = divmod(draw, math.prod(sizes))
    passed, step = divmod(within, math.lcm(*sizes))
    random = Random(f"{seed}/{cycle}")
    labels = [drawn_order(size, random) for size in sizes]
    digit = _mixed(passed, math.prod(sizes) // math.lcm(*sizes), random)
    places, common = [], 1
    for size, label in zip(sizes, labels, strict=True):
        shared = math.gcd(common, size)
        offset = (digit + step // size) % shared
        places.append(label[(step + offset) % size])
        digit, common = digit // shared, math.lcm(common, size)
    return places


def _mixed(place: int, size: int, random: Random) -> int:
    """A place below `size`, exchanged for another: a bijection that needs no list of them all."""
    start = int(random.random() * size)
    stride = 1 + int(random.random() * size)
    while math.gcd(stride, size) != 1:
        stride += 1
    return (start + stride * place) % size
