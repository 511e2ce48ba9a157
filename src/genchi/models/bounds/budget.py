"""Budgets: `with budget(usd=2): …` stops what would cost more.

A budget holds for the calls made in its block, in tasks started there, and wherever the context is
carried to. Budgets nest, and all of them hold.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from genchi.errors import UsageError
from genchi.models.bounds.amounts import Amount, most_of
from genchi.models.bounds.policy import Size
from genchi.models.bounds.spending import Spent
from genchi.models.bounds.target import Target

_budgets: ContextVar[tuple[Spent, ...]] = ContextVar("genchi_budgets", default=())


@contextmanager
def budget(
    usd: float | None = None, tokens: int | None = None, calls: int | None = None
) -> Iterator[Spent]:
    """Calls in this block together use at most so much; None is no limit.

    A call that may go beyond raises `BudgetError` before it is sent; one that may fit when calls
    under way have ended waits for them. Without any limit it only counts.

    >>> with budget(usd=2.0) as spent:
    ...     pass  # model.run(…)
    >>> spent.usd, spent.calls
    (0.0, 0)
    """
    _check_limits(usd, tokens, calls)
    spent = Spent(usd, tokens, calls)
    token = _budgets.set((*_budgets.get(), spent))
    try:
        yield spent
    finally:
        _budgets.reset(token)


def current() -> tuple[Spent, ...]:
    """The budgets that hold here, the outermost first."""
    return _budgets.get()


def check(budgets: Sequence[Spent], targets: Sequence[Target], size: Size) -> None:
    """Raise `UsageError` where a budget cannot hold, as nobody knows what a call may cost.

    All targets are looked at, so that it does not depend on which of them fails.
    """
    of_usd = any(b.limits_usd for b in budgets)
    of_tokens = any(b.limits_tokens for b in budgets)
    for target in targets:
        most = most_of(size, target.price)
        if of_usd and target.price is None:
            raise UsageError(
                f"a budget in USD needs the price of {target.name}: write "
                "price = {input = …, output = …} (USD for a million tokens) "
                "under its [models.NAME] in genchi.toml"
            )
        if _is_open(most, of_usd, of_tokens):
            raise UsageError(
                f"a budget in USD or tokens needs to know how much {target.name} may write: give "
                "the request max_tokens, or write max_tokens = … under its [models.NAME] in "
                "genchi.toml"
            )


def _is_open(most: Amount, of_usd: bool, of_tokens: bool) -> bool:
    return (of_usd and most.usd is None) or (of_tokens and most.tokens is None)


def _check_limits(usd: float | None, tokens: int | None, calls: int | None) -> None:
    is_money = usd is None or (not isinstance(usd, bool) and 0 <= usd < math.inf)
    if not is_money:
        raise UsageError(f"usd of a budget is a number, 0 or more, not {usd!r}")
    for name, limit in (("tokens", tokens), ("calls", calls)):
        if limit is not None and (type(limit) is not int or limit < 0):
            raise UsageError(f"{name} of a budget is a whole number, 0 or more, not {limit!r}")
