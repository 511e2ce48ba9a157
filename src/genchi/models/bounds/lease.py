"""What one attempt holds while it is under way: a place at the gate, and room in budgets."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from genchi.models.bounds.amounts import used_of
from genchi.models.bounds.spending import Reservation
from genchi.records import Charged, Usage


class Lease:
    """It ends once, by whichever comes first; what comes later does nothing. Safe in threads."""

    __slots__ = ("_clock", "_once", "_reservation", "_tokens", "probe", "seconds", "target")

    def __init__(
        self,
        target: Any,
        tokens: int,
        reservation: Reservation | None,
        clock: Callable[[], float],
    ) -> None:
        """`tokens` were taken at the gate, `reservation` from budgets where there are any."""
        self.target = target
        self.probe = False
        """Whether the attempt tries an open circuit."""
        self.seconds = 0.0
        """How long the attempt took, once it was answered."""
        self._tokens = tokens
        self._reservation = reservation
        self._clock = clock
        self._once = Lock()

    def undo(self) -> None:
        """Nothing was sent."""
        if self._ends():
            self.target.gate.undo(self._tokens, self._clock())
            if self._reservation:
                self._reservation.end(None)

    def failed(self, charged: Charged) -> None:
        """The attempt failed. What may be charged stays spent, as nobody knows better."""
        if self._ends():
            self.target.gate.leave(self._tokens, None, self._clock())
            if self._reservation:
                self._reservation.end(None if charged == "no" else self._reservation.amount)

    def close(self, usage: Usage | None) -> None:
        """The answer has ended. None: it broke off, and what was reserved stays spent."""
        if usage is None:
            self.failed("maybe")
        elif self._ends():
            self.target.gate.leave(self._tokens, _total(usage), self._clock())
            if held := self._reservation:
                held.end(used_of(usage, self.target.price, held.amount))

    def _ends(self) -> bool:
        return self._once.acquire(blocking=False)


def _total(usage: Usage) -> int | None:
    if usage.input_tokens is None or usage.output_tokens is None:
        return None
    return usage.input_tokens + usage.output_tokens
