"""Do two raters agree, beyond what chance would give? For judges against people, and for people.

Raw agreement flatters: where 95% of the cases pass, a judge that always says pass agrees 95% of
the time. Kappa, alpha and the Matthews coefficient are 0 for such a judge.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import Literal, TypeVar, cast, get_args

from genchi.errors import UsageError
from genchi.stats.arguments import counts, numbers, same_length
from genchi.stats.intervals import mean

T = TypeVar("T", bound=Hashable)
Level = Literal["nominal", "ordinal", "interval"]


def agreement_rate(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """The share of items on which both raters gave the same label.

    `UsageError` for no items or lengths that differ.

    >>> agreement_rate(["pass", "fail", "pass", "pass"], ["pass", "fail", "fail", "pass"])
    0.75
    """
    _check_raters(a, b)
    return sum(1 for x, y in zip(a, b, strict=True) if x == y) / len(a)


def cohen_kappa(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """Cohen's (1960) kappa: (p_o - p_e) / (1 - p_e) for two raters of the same items.

    p_o is the share of equal labels, p_e the share expected if both kept their own label
    frequencies but labelled independently. 1 is perfect agreement, 0 is chance. When both raters
    used one and the same label throughout, p_e is 1 and kappa is nan: such items cannot show
    whether the raters agree beyond chance. `UsageError` for no items or lengths that differ.

    >>> round(cohen_kappa([1, 1, 1, 0, 0, 1], [1, 1, 0, 0, 0, 1]), 4)
    0.6667
    """
    observed = agreement_rate(a, b)
    n = len(a)
    of_a, of_b = Counter(a), Counter(b)
    chance = sum(count * of_b[label] for label, count in of_a.items())
    if chance == n * n:
        return math.nan
    expected = chance / (n * n)
    return (observed - expected) / (1 - expected)


def matthews(tp: int, fp: int, fn: int, tn: int) -> float:
    """The Matthews (1975) correlation of two binary labels, from their four counts.

    (tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn)), from -1 to 1. When a row or column
    of the table is empty it is 0, the convention for a rater whose constant answer carries no
    information. `UsageError` for counts that are negative, not whole, or all zero.

    >>> round(matthews(tp=90, fp=4, fn=1, tn=5), 4)
    0.6562
    """
    tp, fp, fn, tn = counts(tp=tp, fp=fp, fn=fn, tn=tn)
    if tp + fp + fn + tn == 0:
        raise UsageError("the Matthews coefficient needs at least one item, but all counts are 0")
    margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / math.sqrt(margins) if margins else 0.0


def krippendorff_alpha(
    ratings: Sequence[Sequence[Hashable | None]], level: Level = "nominal"
) -> float:
    """Krippendorff's (2011) alpha for any number of raters, with missing ratings.

    `ratings[rater][item]` is a label, or None where the rater skipped the item. alpha is
    1 - D_o / D_e: the mean squared distance of ratings of the same item over that of all ratings.
    `level` sets the distance: "nominal" (any hashable labels, equal or not), "ordinal" (numbers,
    by rank) or "interval" (numbers, by difference). Items with fewer than two ratings are left out.

    1 is perfect agreement, 0 is chance. When all ratings that count are equal alpha is nan: there
    is nothing to agree about. `UsageError` for rows that differ in length, no item with two
    ratings, an unknown level, or labels that are not numbers where numbers are needed.

    >>> round(krippendorff_alpha([[1, 2, 3, 3, None], [1, 2, 3, 2, 1]], level="nominal"), 4)
    0.6667
    """
    if level not in get_args(Level):
        raise UsageError(f"level is one of {', '.join(get_args(Level))}, but was given {level!r}")
    items = _rated_items(ratings)
    if level == "nominal":
        return _alpha(items, _unequal_pairs)
    scored = [numbers(f"the {level} ratings", cast("list[float]", item)) for item in items]
    return _alpha(_ranked(scored) if level == "ordinal" else scored, _squared_gaps)


def _check_raters(a: Sequence[Hashable], b: Sequence[Hashable]) -> None:
    same_length(a=a, b=b)
    if len(a) == 0:
        raise UsageError("agreement needs at least one item that both raters labelled, but got 0")


def _rated_items(ratings: Sequence[Sequence[Hashable | None]]) -> list[list[Hashable]]:
    """The ratings of each item that has at least two."""
    same_length(**{f"ratings[{rater}]": row for rater, row in enumerate(ratings)})
    columns = zip(*ratings, strict=True)
    items = [[rating for rating in column if rating is not None] for column in columns]
    rated = [item for item in items if len(item) > 1]
    if not rated:
        raise UsageError(
            f"alpha needs an item that two raters rated, but none of {len(items)} items has two: "
            "pass ratings[rater][item], with None where a rating is missing"
        )
    return rated


def _alpha(items: list[list[T]], distance: Callable[[list[T]], float]) -> float:
    """1 - D_o / D_e, where `distance` sums over all ordered pairs of a list."""
    pooled = [rating for item in items for rating in item]
    if len(set(pooled)) == 1:
        return math.nan
    observed = math.fsum([distance(item) / (len(item) - 1) for item in items])
    return 1 - observed * (len(pooled) - 1) / distance(pooled)


def _unequal_pairs(values: list[Hashable]) -> float:
    """How many ordered pairs of the values are unequal."""
    return len(values) ** 2 - sum(count**2 for count in Counter(values).values())


def _squared_gaps(values: list[float]) -> float:
    """The squared differences summed over all ordered pairs, as 2 n sum (x - mean)^2."""
    centre = mean(values)
    return 2 * len(values) * math.fsum([(value - centre) ** 2 for value in values])


def _ranked(items: list[list[float]]) -> list[list[float]]:
    """Each rating's average rank among all: the ordinal distance is the gap between these ranks."""
    pooled = sorted(rating for item in items for rating in item)
    rank = {x: (bisect_left(pooled, x) + bisect_right(pooled, x)) / 2 for x in set(pooled)}
    return [[rank[rating] for rating in item] for item in items]
