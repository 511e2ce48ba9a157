"""Which of many comparisons survive? p-values adjusted for how many were made."""

from __future__ import annotations

from collections.abc import Sequence

from genchi.stats.arguments import unit_numbers


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's (1979) adjusted p-values, in the order given.

    Sorted upwards, the i-th of m becomes the largest of (m - j + 1) p_(j) for j <= i, at most 1.
    Rejecting those at or below alpha keeps the chance of any false rejection within alpha, whatever
    the dependence. An empty list stays empty. `UsageError` for a p outside [0, 1].

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    data = unit_numbers("p_values", p_values, at_least=0)
    adjusted = [0.0] * len(data)
    largest = 0.0
    for rank, place in enumerate(_upwards(data)):
        largest = max(largest, min((len(data) - rank) * data[place], 1.0))
        adjusted[place] = largest
    return adjusted


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """The adjusted p-values of Benjamini & Hochberg (1995), in the order given.

    Sorted upwards, the i-th of m becomes the smallest of m p_(j) / j for j >= i, at most 1.
    Rejecting those at or below alpha keeps the expected share of false rejections among all
    rejections within alpha, for independent or positively dependent tests. An empty list stays
    empty. `UsageError` for a p outside [0, 1].

    >>> [round(p, 3) for p in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    data = unit_numbers("p_values", p_values, at_least=0)
    adjusted = [0.0] * len(data)
    smallest = 1.0
    for rank, place in reversed(list(enumerate(_upwards(data), start=1))):
        smallest = min(smallest, len(data) * data[place] / rank)
        adjusted[place] = smallest
    return adjusted


def _upwards(data: Sequence[float]) -> list[int]:
    """The places of the values, from the smallest value to the largest."""
    return sorted(range(len(data)), key=lambda place: data[place])
