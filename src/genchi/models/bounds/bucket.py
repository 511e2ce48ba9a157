"""A token bucket: a rate that holds in the long run, with a small burst."""

from __future__ import annotations

BURST_SECONDS = 5.0
"""How much a full bucket holds: what comes in within this time, and at least 1.

Providers meter by the minute, some in parts of one. After a pause at most this burst comes on top
of the rate: where it is more than 1, no minute has more than 65/60 of the limit.
"""
_ROUNDING = 1e-9


class Bucket:
    """Holds what may be used now; starts full. Not for two threads at once.

    What is larger than the bucket may go when the bucket is full and leaves a debt, so that it goes
    at all and the rate still holds.

    >>> bucket = Bucket(per_minute=60)
    >>> bucket.take(8, now=0.0)  # more than 5: the bucket owes 3
    >>> bucket.seconds_until(1, now=0.0)
    4.0
    """

    __slots__ = ("_at", "_capacity", "_level", "_rate")

    def __init__(self, per_minute: float) -> None:
        """Full; time begins with the first use."""
        self._rate = per_minute / 60
        self._capacity = max(1.0, self._rate * BURST_SECONDS)
        self._level = self._capacity
        self._at: float | None = None

    def seconds_until(self, amount: float, now: float) -> float:
        """How long until so much may go; 0 is now."""
        self._fill(now)
        lacking = min(amount, self._capacity) - self._level
        return 0.0 if lacking <= _ROUNDING else lacking / self._rate

    def take(self, amount: float, now: float) -> None:
        """Use so much; a negative amount gives back."""
        self._fill(now)
        self._level = min(self._capacity, self._level - amount)

    def _fill(self, now: float) -> None:
        if self._at is not None and now > self._at:
            self._level = min(self._capacity, self._level + (now - self._at) * self._rate)
        if self._at is None or now > self._at:
            self._at = now
