"""How many calls may be hedged.

A second attempt helps while few calls are slow. When all are slow, because the provider is short of
capacity, second attempts double the load and make it worse. So their share is bounded. (Dean and
Barroso, "The Tail at Scale", CACM 56(2), 2013, start one after the 95th percentile of latency,
which adds about 5 % of load.)
"""

from __future__ import annotations

from threading import Lock

SHARE = 0.1
"""Of the calls that may be hedged, this many are in the long run."""
BURST = 5.0
"""So many may be hedged at once, before the share counts."""


class HedgeShare:
    """Credit for hedges: each call earns a tenth of one, up to five; a hedge takes one.

    >>> share = HedgeShare()
    >>> [share.take() for _ in range(6)]
    [True, True, True, True, True, False]
    >>> for _ in range(11):
    ...     share.earn()
    >>> share.take(), share.take()
    (True, False)
    """

    __slots__ = ("_credit", "_lock")

    def __init__(self) -> None:
        """With the credit of a burst."""
        self._lock = Lock()
        self._credit = BURST

    def earn(self) -> None:
        """A call that may be hedged begins."""
        with self._lock:
            self._credit = min(BURST, self._credit + SHARE)

    def take(self) -> bool:
        """Whether one may be hedged now."""
        with self._lock:
            if self._credit < 1:
                return False
            self._credit -= 1
            return True
