"""Does it succeed in one of k tries, or in all k? Unbiased estimates from n recorded tries."""

from __future__ import annotations

import math

from genchi.errors import UsageError
from genchi.stats.arguments import counts


def pass_at_k(n: int, c: int, k: int) -> float:
    """The probability that at least one of k tries succeeds, from c successes in n tries.

    1 - C(n - c, k) / C(n, k), the unbiased estimate of Chen et al. (2021, arXiv:2107.03374).
    Average it over tasks. `UsageError` unless 0 <= c <= n and 1 <= k <= n.

    >>> pass_at_k(n=10, c=3, k=1), round(pass_at_k(n=10, c=3, k=5), 4)
    (0.3, 0.9167)
    """
    _check_tries(n, c, k)
    every = math.comb(n, k)
    return (every - math.comb(n - c, k)) / every


def pass_hat_k(n: int, c: int, k: int) -> float:
    """The probability that all of k tries succeed ("pass^k"), from c successes in n tries.

    C(c, k) / C(n, k), the unbiased estimate of Yao et al. (2024, arXiv:2406.12045, tau-bench);
    the plain (c / n)^k is too high. Average it over tasks. `UsageError` as for `pass_at_k`.

    >>> pass_hat_k(n=4, c=3, k=2)
    0.5
    """
    _check_tries(n, c, k)
    return math.comb(c, k) / math.comb(n, k)


def _check_tries(n: int, c: int, k: int) -> None:
    counts(n=n, c=c, k=k)
    if c > n:
        raise UsageError(f"successes cannot exceed tries, but c was given {c} of n = {n}")
    if not 1 <= k <= n:
        raise UsageError(
            f"k must lie between 1 and the {n} recorded tries, but was given {k}: record more tries"
        )
