"""What one attempt may cost, and what it did: in whole units, so that sums are exact."""

from __future__ import annotations

from dataclasses import dataclass

from genchi.models.bounds.policy import Size
from genchi.models.price import Price
from genchi.records import Usage

PER_USD = 10**12
"""Money is counted in this part of a USD: a token of the cheapest model is thousands of it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in parts of a USD, tokens, and calls. None is unknown."""

    usd: int | None = None
    tokens: int | None = None
    calls: int = 1


def most_of(size: Size, price: Price | None) -> Amount:
    """The most a request may cost, at the dearer price of fresh and cached input.

    >>> most_of(Size(1000, 500), Price(input=2.0, output=8.0))
    Amount(usd=6000000000, tokens=1500, calls=1)
    """
    bounded = size.most_output_tokens is not None
    tokens = size.tokens if bounded else None
    if price is None or (price.output and not bounded):
        return Amount(None, tokens)
    dearest = Price(max(price.input, price.cached_input or 0.0), price.output)
    used = Usage(input_tokens=size.input_tokens, output_tokens=size.most_output_tokens or 0)
    return Amount(_parts(dearest.cost(used)), tokens)


def used_of(usage: Usage, price: Price | None, reserved: Amount) -> Amount:
    """What was really used; what the provider does not tell counts as it was reserved."""
    cost = usage.cost
    if cost is None and price is not None:
        cost = price.cost(usage)
    tokens = reserved.tokens
    if usage.input_tokens is not None and usage.output_tokens is not None:
        tokens = usage.input_tokens + usage.output_tokens
    usd = reserved.usd if cost is None else _parts(cost)
    return Amount(usd, tokens, reserved.calls)


def _parts(usd: float | None) -> int | None:
    return None if usd is None else round(usd * PER_USD)


def in_words(usd: int) -> str:
    """Money as people read it, with as many digits as it needs.

    >>> in_words(2 * PER_USD), in_words(PER_USD // 8000)
    ('2.00 USD', '0.000125 USD')
    """
    whole, _, part = f"{usd / PER_USD:.9f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')} USD"
