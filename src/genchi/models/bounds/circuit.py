"""A circuit breaker: what has failed time after time is left alone for a while.

A provider that is down is not helped by more requests, and who calls it is not helped by waiting
for the same failure again. After some failures in a row the circuit opens and nothing is sent;
after a while one request is let through as a probe, and what becomes of it closes or opens the
circuit (M. Nygard, "Release It!", 2007).
"""

from __future__ import annotations

from threading import Lock
from typing import Literal

from genchi.models.bounds.policy import Policy
from genchi.models.failures import PASSING, FailureKind

UNHEALTHY: frozenset[FailureKind] = PASSING - {"rate_limited"}
"""Failures that speak of a provider's health. Who is rate limited was answered well."""

Admitted = Literal["closed", "probe"]


class Circuit:
    """The circuit of one target, for any number of threads. Times are those of one clock.

    >>> circuit = Circuit(Policy(failures_to_open=3, open_seconds=30.0))
    >>> for _ in range(3):
    ...     circuit.failed("server_error", now=10.0)
    >>> circuit.seconds_left(now=12.0)
    28.0
    >>> circuit.admit(now=41.0)
    'probe'
    >>> circuit.succeeded()
    >>> circuit.is_closed
    True
    """

    __slots__ = ("_lock", "_most", "_open_seconds", "_opened", "_probing", "failures")

    def __init__(self, policy: Policy) -> None:
        """Closed: requests pass. The policy says when it opens, and for how long."""
        self._most = policy.failures_to_open
        self._open_seconds = policy.open_seconds
        self._lock = Lock()
        self._opened: float | None = None
        self._probing = False
        self.failures = 0
        """In a row, until now."""

    @property
    def is_closed(self) -> bool:
        """Whether requests pass."""
        return self._opened is None

    def seconds_left(self, now: float) -> float | None:
        """None where a request may be sent now, else seconds until one may be tried.

        0 says that one is being tried at this moment.
        """
        with self._lock:
            if self._opened is None:
                return None
            left = self._opened + self._open_seconds - now
            if left > 0:
                return left
            return 0.0 if self._probing else None

    def admit(self, now: float) -> Admitted | None:
        """Whether a request is sent now, and whether it is a probe.

        What becomes of an admitted request must be told: `succeeded`, `failed` or `abandoned`.
        """
        opened = self._opened
        if opened is None:
            return "closed"
        with self._lock:
            if self.is_closed:  # meanwhile
                return "closed"
            if self._probing or now < opened + self._open_seconds:
                return None
            self._probing = True
            return "probe"

    def succeeded(self) -> None:
        """A request was answered: the circuit is closed."""
        if self._opened is None and not self.failures:
            return
        with self._lock:
            self._opened, self._probing, self.failures = None, False, 0

    def failed(self, kind: FailureKind, now: float, *, probe: bool = False) -> None:
        """A request failed; after enough of them in a row the circuit is open.

        A provider that says no to a request (a wrong key, a bad request) is alive. One that limits
        the rate leaves all as it is.
        """
        if kind not in UNHEALTHY:
            self._answered(kind, probe)
            return
        with self._lock:
            self.failures += 1
            if probe or (self._opened is None and self.failures >= self._most):
                self._opened = now
            if probe:
                self._probing = False

    def abandoned(self, *, probe: bool) -> None:
        """A request ended without telling anything; the next one may be the probe."""
        if probe:
            with self._lock:
                self._probing = False

    def _answered(self, kind: FailureKind, probe: bool) -> None:
        if kind == "rate_limited":
            self.abandoned(probe=probe)
        else:
            self.succeeded()
