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


def matrix(
    said: Mapping[SpanKey, Said], failed: Mapping[str, frozenset[SpanKey]], checks: Sequence[str]
) -> Matrix:
    """The matrix of the bad outputs among `said`; `failed` has what each check fails.

    The most frequent failure comes first, bad outputs without a named one last.
    """
    bad = {key: one.failures or (NOT_NAMED,) for key, one in said.items() if one.value < 0.5}
    counts = Counter(name for names in bad.values() for name in names)
    order = sorted(counts, key=lambda name: (name == NOT_NAMED, -counts[name], name))
    rows = []
    for check in checks:
        caught = Counter(n for key in failed.get(check, ()) for n in bad.get(key, ()))
        rows.append((check, tuple(caught[name] for name in order)))
    return Matrix(tuple((name, counts[name]) for name in order), tuple(rows))
