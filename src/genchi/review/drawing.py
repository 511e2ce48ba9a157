"""The random share of what is reviewed: which outputs it may be of, in which order.

One output in five is set aside for it, by a hash of its ids and nothing else, so that no guess
about an output decides whether it is in. The chosen shares take from the other four. So however
hard the queue looks for bad outputs, those it draws at random are a fair sample of all: had it
drawn from what the chosen shares leave over, the bad would be missing from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from genchi.records import SpanKey

SHARE = 0.2
"""The part of reviewed outputs that is drawn at random, and of all outputs that is set aside."""


def set_aside(key: SpanKey) -> bool:
    """Whether an output is among those that only the random share takes from."""
    return _number(b"aside", key) < SHARE


def drawn(keys: Iterable[SpanKey], seed: int) -> list[SpanKey]:
    """Outputs in a random order, the same for the same seed."""
    salt = b"draw %d" % seed
    return sorted(keys, key=lambda key: (_number(salt, key), key.trace_id, key.span_id))


def _number(salt: bytes, key: SpanKey) -> float:
    """A number from 0 to 1 that follows from a salt and an output's ids."""
    ids = b"|".join((salt, key.app.encode(), key.trace_id.encode(), key.span_id.encode()))
    return int.from_bytes(blake2b(ids, digest_size=8).digest()) / 2**64
