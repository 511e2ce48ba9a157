"""Which check catches which kind of failure: counted, never estimated.

A failure counts once for each bad output for which somebody named it; an output may have several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genchi.records import SpanKey
from genchi.review.items import Said

NOT_NAMED = ""
"""The failure of bad outputs for which nobody named one."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Failures with the number of bad outputs that have each, and what every check caught."""

    failures: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def reasons_of(one: Said) -> tuple[str, ...]:
    """The failures that an output has: none where it is not bad, `NOT_NAMED` where none was named.

    Both the matrix and the list of the outputs in one of its cells go by this.
    """
    return (one.failures or (NOT_NAMED,)) if one.value < 0.5 else ()


def matrix(
    said: Mapping[SpanKey, Said], failed: Mapping[str, frozenset[SpanKey]], checks: Sequence[str]
) -> Matrix:
    """The matrix of the bad outputs among `said`; `failed` has what each check fails.

    The most frequent failure comes first, bad outputs without a named one last.
    """
    reasons = {key: reasons_of(one) for key, one in said.items()}
    counts = Counter(name for names in reasons.values() for name in names)
    order = sorted(counts, key=lambda name: (name == NOT_NAMED, -counts[name], name))
    rows = []
    for check in checks:
        caught = Counter(n for key in failed.get(check, ()) for n in reasons.get(key, ()))
        rows.append((check, tuple(caught[name] for name in order)))
    return Matrix(tuple((name, counts[name]) for name in order), tuple(rows))
