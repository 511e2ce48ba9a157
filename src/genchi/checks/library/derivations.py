"""Whether an amount follows from those of a source: converted, added, subtracted, multiplied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from genchi.text import Quantity
from genchi.text.amounts import UNITS

MOST = 60
"""How many amounts of a source are combined: beyond these, chance explains nearly any number."""

_COMPUTED = ("number", "percent", "money", "measure")
_BARE = ""
_SHARE = "share"
Term = tuple[str, Decimal]
"""The dimension of an amount (empty for a bare number) and its size in the base unit."""


def is_derived(claim: Quantity, stated: Sequence[Quantity]) -> bool:
    """Whether one stated amount converts to the claimed one, or two of them give it.

    Compared to the digits the claim is written with; temperatures to two degrees, because ovens
    are.

    >>> from genchi.text import quantities
    >>> stated = quantities("$18 a day, $10 a day, 2.5% of $400, 3 guests, 3 miles")
    >>> [is_derived(q, stated) for q in quantities("$28, $8, $54, $10, 4.8 km, $29")]
    [True, True, True, True, True, False]
    """
    if isinstance(claim.value, str) or claim.kind not in _COMPUTED:
        return False
    dimension, size = _term(claim)
    slack = _last_digit(claim.value) * (UNITS[claim.unit].size if claim.unit in UNITS else 1)
    usable = [q for q in stated if q.kind in _COMPUTED and not isinstance(q.value, str)]
    terms = list(dict.fromkeys(map(_term, usable)))[:MOST]
    return any(_is_same_temperature(claim, q) for q in usable) or any(
        (not dimension or not other or dimension == other) and abs(size - value) <= slack
        for other, value in _results(terms)
    )


def _results(terms: list[Term]) -> Iterator[Term]:
    yield from (term for term in terms if term[0] != _BARE)
    for a, b in combinations(terms, 2):
        yield from _sums(a, b)
        yield from _products(a, b)
        yield from _products(b, a)


def _sums(a: Term, b: Term) -> Iterator[Term]:
    """Of amounts in the same dimension, or one of which has no unit."""
    if a[0] == b[0] or _BARE in (a[0], b[0]):
        yield a[0] or b[0], a[1] + b[1]
        yield a[0] or b[0], abs(a[1] - b[1])


def _products(a: Term, b: Term) -> Iterator[Term]:
    """What `a` times or through a whole number or share `b` gives, and the share `a` is of `b`."""
    if b[0] == _BARE and b[1] > 1 and b[1] == b[1].to_integral_value():
        yield a[0], a[1] * b[1]
        yield a[0], a[1] / b[1]
    if b[0] == _SHARE and a[0] != _SHARE:
        yield a[0], a[1] * b[1]
        yield a[0], a[1] * (1 - b[1])
        yield a[0], a[1] * (1 + b[1])
    if a[0] == b[0] != _BARE and b[1]:
        yield _SHARE, a[1] / b[1]


def _term(quantity: Quantity) -> Term:
    value = quantity.value if isinstance(quantity.value, Decimal) else Decimal(0)
    unit = UNITS.get(quantity.unit)
    if quantity.kind == "money" or unit is None:
        return (quantity.unit or _BARE), value
    return unit.dimension, value * unit.size


def _last_digit(value: Decimal) -> Decimal:
    """Half of one in the last place that the amount is written with."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)


def _is_same_temperature(claim: Quantity, stated: Quantity) -> bool:
    a, b = _celsius(claim), _celsius(stated)
    return claim.unit != stated.unit and a is not None and b is not None and abs(a - b) <= 2


def _celsius(quantity: Quantity) -> Decimal | None:
    if isinstance(quantity.value, str) or quantity.unit not in ("°C", "°F"):
        return None
    return quantity.value if quantity.unit == "°C" else (quantity.value - 32) * 5 / 9
