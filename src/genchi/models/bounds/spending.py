"""Reserving from budgets, so that what is under way can never come to more than is allowed.

An attempt reserves the most it may cost before it starts, from all budgets it runs in at one
moment, and books what it did cost when it has ended. Where a reservation does not fit now but may
when calls under way have ended (they seldom cost the most), it waits in turn. It is refused when it
would not fit even if all of those cost nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from threading import Lock

from genchi.errors import RunError
from genchi.models.bounds.amounts import PER_USD, Amount, in_words
from genchi.models.bounds.waiting import Waiter
from genchi.records import Attempt

PATIENCE = 300.0
"""Seconds without any call ending, after which who waits for room in a budget is refused.

Else a program that reads one stream and in between makes another call would wait for itself.
"""
_lock = Lock()
"""One for all budgets, as a reservation is taken from several at one moment."""


class BudgetError(RunError):
    """A call was not made, as it may cost more than a budget has left.

    `attempts` are those of the call that were made before.
    """

    attempts: tuple[Attempt, ...] = ()


class Spent:
    """What the calls in a budget have used, and what those under way may use. Read at any time."""

    def __init__(self, usd: float | None, tokens: int | None, calls: int | None) -> None:
        """With its limits; None is no limit."""
        self._limits = (None if usd is None else round(usd * PER_USD), tokens, calls)
        self._spent = [0, 0, 0]
        self._reserved = [0, 0, 0]
        self._unknown = [False, False, False]
        self._queue: deque[_Reserving] = deque()
        self._ended = 0

    @property
    def usd(self) -> float | None:
        """USD; None when a call was among them whose cost nobody knows."""
        return None if self._unknown[0] else self._spent[0] / PER_USD

    @property
    def tokens(self) -> int | None:
        """Tokens of input and output; None when those of a call are not known."""
        return None if self._unknown[1] else self._spent[1]

    @property
    def calls(self) -> int:
        """Attempts that were answered, or may have been."""
        return self._spent[2]

    @property
    def reserved_usd(self) -> float:
        """USD that calls under way may cost."""
        return self._reserved[0] / PER_USD

    @property
    def reserved_tokens(self) -> int:
        """Tokens that calls under way may use."""
        return self._reserved[1]

    @property
    def reserved_calls(self) -> int:
        """Attempts under way."""
        return self._reserved[2]

    @property
    def limits_usd(self) -> bool:
        """Whether money is limited."""
        return self._limits[0] is not None

    @property
    def limits_tokens(self) -> bool:
        """Whether tokens are limited."""
        return self._limits[1] is not None

    def __repr__(self) -> str:
        """What is spent, of what."""
        return f"<budget of {self._words(self._limits)}: {self._words(self._spent)} spent>"

    def _fits(self, amount: Amount) -> bool:
        return self._within(amount, self._reserved)

    def _never_fits(self, amount: Amount) -> bool:
        return not self._within(amount, (0, 0, 0))

    def _within(self, amount: Amount, reserved: Sequence[int]) -> bool:
        more = (amount.usd, amount.tokens, amount.calls)
        columns = zip(self._limits, self._spent, reserved, more, strict=True)
        return all(limit is None or s + r + (m or 0) <= limit for limit, s, r, m in columns)

    def _reserve(self, amount: Amount, sign: int) -> None:
        for place, more in enumerate((amount.usd, amount.tokens, amount.calls)):
            self._reserved[place] += sign * (more or 0)

    def _book(self, amount: Amount) -> None:
        for place, more in enumerate((amount.usd, amount.tokens, amount.calls)):
            self._spent[place] += more or 0
            self._unknown[place] |= more is None

    def _refusal(self, amount: Amount, why: str) -> BudgetError:
        return BudgetError(
            f"the budget of {self._words(self._limits)} {why}: "
            f"spent {self._words(self._spent)}, reserved by calls under way "
            f"{self._words(self._reserved)}, this call may cost "
            f"{self._words((amount.usd, amount.tokens, amount.calls))}; "
            "give budget() more, or the call a lower max_tokens"
        )

    def _words(self, amounts: Sequence[int | None]) -> str:
        """The kinds that are limited, in words; all where none is."""
        words = (in_words(amounts[0] or 0), f"{amounts[1]} tokens", f"{amounts[2]} calls")
        limited = [w for w, limit in zip(words, self._limits, strict=True) if limit is not None]
        return ", ".join(limited) or "no limit"


class Reservation:
    """What an attempt may cost, held in its budgets until it has ended. Ends once."""

    __slots__ = ("_budgets", "amount")

    def __init__(self, budgets: Sequence[Spent], amount: Amount) -> None:
        """Already taken."""
        self._budgets = budgets
        self.amount = amount

    def end(self, used: Amount | None) -> None:
        """Book what was used; None is nothing."""
        with _lock:
            for budget in self._budgets:
                budget._reserve(self.amount, -1)
                budget._ended += 1
                if used is not None:
                    budget._book(used)
            for budget in self._budgets:
                _stir(budget)


class _Reserving(Waiter):
    __slots__ = ("amount", "at", "budgets", "refused")

    def __init__(self, budgets: Sequence[Spent], amount: Amount, at: Spent) -> None:
        super().__init__()
        self.budgets = budgets
        self.amount = amount
        self.at = at
        """The budget in whose queue it stands."""
        self.refused: BudgetError | None = None

    def ended(self) -> int:
        """How many calls have ended so far in its budgets."""
        return sum(budget._ended for budget in self.budgets)

    def grant(self) -> None:
        """Take what is wanted, if somebody still wants it."""
        self.granted = self.wake()
        if self.granted:
            _reserve_all(self.budgets, self.amount)


def reserve_now(budgets: Sequence[Spent], amount: Amount) -> Reservation | None:
    """Take from all budgets at once; None where it is to wait, and it is nobody's turn to overtake.

    Raises `BudgetError` where it will never fit.
    """
    with _lock:
        return _taken(budgets, amount)


async def reserve(budgets: Sequence[Spent], amount: Amount) -> Reservation:
    """Take from all budgets, in turn. Raises `BudgetError` where it does not fit."""
    with _lock:
        if taken := _taken(budgets, amount):
            return taken
        at = next(budget for budget in budgets if _is_held_up(budget, amount))
        waiter = _Reserving(budgets, amount, at)
        at._queue.append(waiter)
    try:
        while not waiter.granted:
            await _progress(waiter)
    except BaseException:
        _withdraw(waiter)
        raise
    return Reservation(budgets, amount)


def _taken(budgets: Sequence[Spent], amount: Amount) -> Reservation | None:
    for budget in budgets:
        if budget._never_fits(amount):
            raise budget._refusal(amount, "does not allow this call")
    if any(_is_held_up(budget, amount) for budget in budgets):
        return None
    _reserve_all(budgets, amount)
    return Reservation(budgets, amount)


def _is_held_up(budget: Spent, amount: Amount) -> bool:
    return bool(budget._queue) or not budget._fits(amount)


async def _progress(waiter: _Reserving) -> None:
    """Wait until it is granted or some call ends; raises where it is refused or none does."""
    ended = waiter.ended()
    await waiter.wait(PATIENCE)
    with _lock:
        if waiter.granted:
            return
        if waiter.refused:
            raise waiter.refused
        if waiter.ended() == ended:
            why = f"has room for this call only when others end, and none did for {PATIENCE:g} s"
            raise waiter.at._refusal(waiter.amount, why)
        waiter.arm()


def _withdraw(waiter: _Reserving) -> None:
    if waiter.is_forgotten:
        return
    with _lock:
        if waiter.granted:
            for budget in waiter.budgets:
                budget._reserve(waiter.amount, -1)
        elif waiter in waiter.at._queue:
            waiter.at._queue.remove(waiter)
        for budget in waiter.budgets:
            _stir(budget)


def _stir(budget: Spent) -> None:
    """Serve those at the front of a queue, until one must wait for calls of this budget to end.

    Who waits is held up by the budget in whose queue it stands, and so by a call under way in it,
    which stirs it again when it ends: nobody is forgotten.
    """
    while budget._queue:
        waiter = budget._queue[0]
        never = next((b for b in waiter.budgets if b._never_fits(waiter.amount)), None)
        full = next((b for b in waiter.budgets if not b._fits(waiter.amount)), None)
        if never is None and full is budget:
            return
        budget._queue.popleft()
        if never is not None:
            waiter.refused = never._refusal(waiter.amount, "does not allow this call")
            waiter.wake()
        elif full is not None:
            waiter.at = full
            full._queue.append(waiter)
        else:
            waiter.grant()


def _reserve_all(budgets: Sequence[Spent], amount: Amount) -> None:
    for budget in budgets:
        budget._reserve(amount, +1)
