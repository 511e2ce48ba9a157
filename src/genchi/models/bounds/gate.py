"""The gate of one account at a provider: how many requests are under way, and how many a minute.

Who waits stands in one queue, first come first served, and goes in when everything it needs is
there: a place, and room in the rate of requests and of tokens. All of it is taken at one moment, so
that nobody holds a place while waiting for the rate, which would leave the account idle, nor uses
up the rate while waiting for a place. A large request is not overtaken by small ones for ever.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from threading import Lock

from genchi.errors import UsageError
from genchi.models.bounds.bucket import Bucket
from genchi.models.bounds.share import HedgeShare
from genchi.models.bounds.waiting import Waiter


class _Entering(Waiter):
    __slots__ = ("tokens",)

    def __init__(self, tokens: int) -> None:
        super().__init__()
        self.tokens = tokens


class Gate:
    """Limits that all targets of one account share, across loops and threads; None is no limit.

    A request comes in by `take` or `enter`, and goes by `leave`, or `undo` when nothing was sent.
    A failed request counts: providers count it too. `hedges` is how many calls are hedged.

    >>> gate = Gate(concurrency=1)
    >>> gate.take(100, now=0.0), gate.take(100, now=0.0)
    (True, False)
    """

    def __init__(
        self,
        concurrency: int | None = None,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
    ) -> None:
        """Open. Raises `UsageError` for a limit that would let nothing in."""
        if concurrency is not None and (type(concurrency) is not int or concurrency < 1):
            raise UsageError(f"concurrency is a whole number, 1 or more, not {concurrency!r}")
        self._lock = Lock()
        self._queue: deque[_Entering] = deque()
        self._free = math.inf if concurrency is None else concurrency
        self._requests = _bucket("requests_per_minute", requests_per_minute)
        self._tokens = _bucket("tokens_per_minute", tokens_per_minute)
        limits = (concurrency, requests_per_minute, tokens_per_minute)
        self._limited = any(limit is not None for limit in limits)
        self.hedges = HedgeShare()

    def take(self, tokens: int, now: float) -> bool:
        """Come in at once, or not at all: nobody who waits is overtaken."""
        if not self._limited:
            return True
        with self._lock:
            return not self._queue and self._taken(tokens, now)

    async def enter(self, tokens: int, clock: Callable[[], float]) -> None:
        """Come in, in turn."""
        waiter = _Entering(tokens)
        with self._lock:
            self._queue.append(waiter)
        try:
            while (pause := self._pause(waiter, clock)) != 0:
                await waiter.wait(pause)
        except BaseException:
            self._withdraw(waiter, clock())
            raise

    def leave(self, tokens: int, used: int | None, now: float) -> None:
        """Go. `tokens` came in with the request; what it `used` is set right, where it is known."""
        if not self._limited:
            return
        with self._lock:
            self._free += 1
            if self._tokens and used is not None:
                self._tokens.take(used - tokens, now)
            self._stir(now)

    def undo(self, tokens: int, now: float) -> None:
        """Go without having sent anything."""
        if not self._limited:
            return
        with self._lock:
            self._put_back(tokens, now)
            self._stir(now)

    def _pause(self, waiter: _Entering, clock: Callable[[], float]) -> float | None:
        """0 where it came in, seconds to wait where it is the next, None until it is woken."""
        with self._lock:
            now = clock()
            self._stir(now, by=waiter)
            if waiter.granted:
                return 0
            waiter.arm()
            if self._queue[0] is not waiter or self._free < 1:
                return None
            return max(self._seconds(waiter.tokens, now), 0.001)

    def _stir(self, now: float, by: _Entering | None = None) -> None:
        """Let in those at the front who fit, and have the next one see how long it must wait."""
        while self._queue and self._taken(self._queue[0].tokens, now):
            waiter = self._queue.popleft()
            waiter.granted = waiter is by or waiter.wake()
            if not waiter.granted:
                self._put_back(waiter.tokens, now)
        while self._queue and self._queue[0] is not by and not self._queue[0].wake():
            self._queue.popleft()

    def _withdraw(self, waiter: _Entering, now: float) -> None:
        if waiter.is_forgotten:
            return
        with self._lock:
            if waiter.granted:
                self._put_back(waiter.tokens, now)
            elif waiter in self._queue:
                self._queue.remove(waiter)
            self._stir(now)

    def _taken(self, tokens: int, now: float) -> bool:
        if self._free < 1 or self._seconds(tokens, now) > 0:
            return False
        self._free -= 1
        self._charge(1, tokens, now)
        return True

    def _put_back(self, tokens: int, now: float) -> None:
        self._free += 1
        self._charge(-1, -tokens, now)

    def _charge(self, requests: int, tokens: int, now: float) -> None:
        if self._requests:
            self._requests.take(requests, now)
        if self._tokens:
            self._tokens.take(tokens, now)

    def _seconds(self, tokens: int, now: float) -> float:
        requests = self._requests.seconds_until(1, now) if self._requests else 0.0
        return max(requests, self._tokens.seconds_until(tokens, now) if self._tokens else 0.0)


def _bucket(name: str, per_minute: float | None) -> Bucket | None:
    if per_minute is None:
        return None
    if isinstance(per_minute, bool) or not 0 < per_minute < math.inf:
        raise UsageError(f"{name} is a number, more than 0, not {per_minute!r}")
    return Bucket(per_minute)
