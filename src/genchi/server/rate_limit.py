"""How much one sender may send: a bucket of tokens each, which fills again as time passes.

Bounded in memory whatever the number of senders: a bucket that has been full again for long is
forgotten first, which changes nothing for its sender.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

_MOST_SENDERS = 10_000


class RateLimit:
    """`per_second` for each sender, and `burst` at once."""

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def wait(self, sender: Hashable, amount: int) -> float:
        """Take `amount`; how many seconds the sender has to wait instead, 0 where it was taken.

        >>> limit = RateLimit(per_second=2, burst=4, clock=lambda: 0.0)
        >>> limit.wait("a", 3), limit.wait("a", 3), limit.wait("b", 3)
        (0.0, 1.0, 0.0)
        """
        amount = min(amount, self._burst)
        now = self._clock()
        with self._lock:
            left, seen = self._left.pop(sender, (float(self._burst), now))
            left = min(self._burst, left + (now - seen) * self._per_second)
            missing = max(0.0, amount - left)
            self._left[sender] = (left if missing else left - amount, now)
            while len(self._left) > _MOST_SENDERS:
                self._left.popitem(last=False)
        return missing / self._per_second
