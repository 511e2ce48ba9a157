"""The order in which a list is shown: models favour places, so places are dealt out evenly.

All orders are drawn from a seed and are the same on every machine. An order lists, for each place
that is shown, the place in the original list (from 0).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Generic, TypeVar

from genchi.errors import OutsideError, UsageError

T = TypeVar("T")
Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """Items as they are shown, and the place of each in the original list."""

    items: tuple[T, ...]
    order: Order


def shuffled(items: Sequence[T], seed: int | str) -> Shown[T]:
    """The items in an order drawn from the seed.

    >>> shuffled(["a", "b", "c", "d"], seed=7)
    Shown(items=('d', 'a', 'b', 'c'), order=(3, 0, 1, 2))
    """
    return _shown(items, drawn_order(len(items), Random(str(seed))))


def orders(items: Sequence[T], n: int, seed: int | str) -> list[Shown[T]]:
    """`n` orders in which every item stands at every place equally often, give or take one.

    Rows of Latin squares balanced for neighbours (Williams 1949): in k rows of k items (2k if k is
    odd), every item also follows every other equally often. The seed draws which item is which
    in each square, and in what order its rows come.

    >>> [shown.items for shown in orders("ABC", 3, seed=7)]
    [('A', 'B', 'C'), ('C', 'A', 'B'), ('B', 'C', 'A')]
    """
    if n < 1:
        raise UsageError(f"n is how many orders to make, 1 or more, but was given {n!r}")
    return [_shown(items, order) for order in islice(_rows(len(items), Random(str(seed))), n)]


def unshuffled(answers: Sequence[int], order: Sequence[int], *, first: int = 1) -> list[int]:
    """The places in the original list (from 0) of places a model named in the list it was shown.

    `first` is the number of the first item that was shown: 1, or 0 where the prompt counts from 0.
    `OutsideError` for a number that was not shown.

    >>> shown = shuffled(["a", "b", "c", "d"], seed=7)
    >>> unshuffled([2, 4], shown.order)
    [0, 2]
    """
    last = first + len(order) - 1
    wrong = [answer for answer in answers if not first <= answer <= last]
    if wrong:
        raise OutsideError(
            f"the answer names item {wrong[0]}, but items {first} to {last} were shown: ask again"
        )
    return [order[answer - first] for answer in answers]


def most_important_outside(items: Sequence[T]) -> list[T]:
    """Items that are given best first, with the best at both ends and the least in the middle.

    Models use what stands at the beginning and the end of a long context better than what stands in
    between (Liu et al. 2023, "Lost in the Middle", arXiv:2307.03172).

    >>> most_important_outside([1, 2, 3, 4, 5])
    [1, 3, 5, 4, 2]
    """
    return [*items[::2], *reversed(items[1::2])]


def drawn_order(size: int, draw: Random) -> Order:
    """The numbers below `size` in an order drawn at random.

    By sorting random numbers: of all methods of `Random`, only `random()` is promised to give the
    same numbers for a seed in every version of Python.

    >>> sorted(drawn_order(3, Random("seed")))
    [0, 1, 2]
    """
    keys = [draw.random() for _ in range(size)]
    return tuple(sorted(range(size), key=keys.__getitem__))


def _shown(items: Sequence[T], order: Order) -> Shown[T]:
    return Shown(tuple(items[place] for place in order), order)


def _rows(size: int, draw: Random) -> Iterator[Order]:
    """Rows of one balanced square after the other, without end."""
    while True:
        labels = drawn_order(size, draw)
        for square in _squares(size):
            for row in drawn_order(len(square), draw):
                yield tuple(labels[place] for place in square[row])


def _squares(size: int) -> list[list[Order]]:
    """Williams' square, and for an odd size its mirror too: neighbours balance over both."""
    if size < 2:
        return [[tuple(range(size))]]
    zigzag = [(place + 1) // 2 if place % 2 else size - place // 2 for place in range(size)]
    square = [tuple((step + row) % size for step in zigzag) for row in range(size)]
    return [square, [row[::-1] for row in square]] if size % 2 else [square]
