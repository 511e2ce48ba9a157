"""Whether one amount follows from two others by a sum, a difference, a product or a ratio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from genchi.text import Quantity
from genchi.text.amounts import UNITS

MOST = 60
"""How many amounts of a source are combined: beyond these, chance explains nearly any number."""

_COMPUTED = ("number", "percent", "money", "measure")
Term = tuple[str, Decimal]
"""The dimension of an amount ("" for a bare number) and its size in the base unit."""


def is_derived(claim: Quantity, stated: Sequence[Quantity]) -> bool:
    """Whether two of the stated amounts give the claimed one, to the digits it is written with.

    >>> from genchi.text import quantities
    >>> stated = quantities("$18 a day, $10 a day, a fee of 2.5% on $400, 3 days")
    >>> [is_derived(q, stated) for q in quantities("$28, $8, $54, $10, $29")]
    [True, True, True, True, False]
    """
    if isinstance(claim.value, str) or claim.kind not in _COMPUTED:
        return False
    wanted = _term(claim)
    slack = abs(wanted[1] / claim.value) * _last_digit(claim) if claim.value else Decimal(0)
    usable = [_term(q) for q in stated if q.kind in _COMPUTED and not isinstance(q.value, str)]
    terms = list(dict.fromkeys(usable))[:MOST]
    return any(
        (wanted[0] == dimension or not wanted[0]) and abs(wanted[1] - value) <= slack
        for a, b in combinations(terms, 2)
        for dimension, value in _results(a, b)
    )


def _results(a: Term, b: Term) -> Iterator[Term]:
    """What two amounts can give. Bare numbers are only multiplied: few sums of them mean much."""
    (kind_a, size_a), (kind_b, size_b) = a, b
    if kind_a == kind_b and kind_a:
        yield kind_a, size_a + size_b
        yield kind_a, abs(size_a - size_b)
    if kind_a in ("", "share") or kind_b in ("", "share"):
        yield (kind_b if kind_a in ("", "share") else kind_a), size_a * size_b
    if kind_a == "share" and kind_b not in ("", "share"):
        yield kind_b, size_b * (1 - size_a)
        yield kind_b, size_b * (1 + size_a)
    if kind_b == "share" and kind_a not in ("", "share"):
        yield kind_a, size_a * (1 - size_b)
        yield kind_a, size_a * (1 + size_b)
    if not kind_b and size_b:
        yield kind_a, size_a / size_b
    if not kind_a and size_a:
        yield kind_b, size_b / size_a
    if kind_a == kind_b and kind_a and size_a and size_b:
        yield "share", size_a / size_b
        yield "share", size_b / size_a


def _term(quantity: Quantity) -> Term:
    value = quantity.value if isinstance(quantity.value, Decimal) else Decimal(0)
    unit = UNITS.get(quantity.unit)
    if unit is None:
        return (quantity.unit if quantity.kind == "money" else ""), value
    return unit.dimension, value * unit.size


def _last_digit(quantity: Quantity) -> Decimal:
    """Half of one in the last place that the amount is written with."""
    exponent = quantity.value.as_tuple().exponent if isinstance(quantity.value, Decimal) else 0
    return Decimal(5).scaleb(min(int(exponent), 0) - 1) if isinstance(exponent, int) else Decimal(0)
