"""What a call may take: the settings of one target, and the size of a request."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from genchi.errors import UsageError


@dataclass(frozen=True, slots=True)
class Policy:
    """How one target is called. Times are seconds.

    - `timeout`: of one attempt; of a stream, until its first piece.
    - `deadline`: of the whole call, all waiting included. That of the first target holds for the
      call; None is no deadline.
    - `retries`: more attempts at one target after the first, of failures that pass.
    - `backoff`, `most_backoff`: before retry n (from 0) a time is drawn evenly from 0 to
      `backoff * 2**n`, at most to `most_backoff` ("full jitter": Brooker, "Exponential Backoff And
      Jitter", AWS Architecture Blog, 2015).
    - `longest_retry_after`: what a provider asks to wait is waited up to this, or, where there is a
      deadline, up to that; beyond it the target is given up at once.
    - `hedge_after`: a second attempt starts when the first has not answered for so long; None is
      never.
    - `failures_to_open`, `open_seconds`: after so many failures in a row the target is left alone
      for so long.

    Raises `UsageError` for a value that makes no sense.
    """

    timeout: float = 60.0
    deadline: float | None = None
    retries: int = 2
    backoff: float = 0.5
    most_backoff: float = 20.0
    longest_retry_after: float = 60.0
    hedge_after: float | None = None
    failures_to_open: int = 5
    open_seconds: float = 30.0

    def __post_init__(self) -> None:
        for name, (fits, wanted) in _WANTED.items():
            if not fits(value := getattr(self, name)):
                raise UsageError(f"{name} is {wanted}, not {value!r}")

    def pause(self, retry: int, drawn: float) -> float:
        """Seconds before a retry, counted from 0; `drawn` is from 0 up to 1.

        >>> Policy(backoff=0.5).pause(3, 0.25)
        1.0
        """
        doublings = min(retry, 64)  # beyond, a float may not hold the power
        return drawn * min(self.most_backoff, self.backoff * 2.0**doublings)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a request is before it is sent, in tokens.

    `input_tokens` is an estimate, `most_output_tokens` the limit that is sent with it, or None.
    """

    input_tokens: int
    most_output_tokens: int | None = None

    @property
    def tokens(self) -> int:
        """What is known to be used at most."""
        return self.input_tokens + (self.most_output_tokens or 0)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and value >= 0


def _is_positive(value: object) -> bool:
    return _is_number(value) and value != 0


def _is_positive_or_none(value: object) -> bool:
    return value is None or _is_positive(value)


def _is_count(value: object) -> bool:
    return _is_number(value) and isinstance(value, int)


def _is_positive_count(value: object) -> bool:
    return _is_count(value) and value != 0


_WANTED: dict[str, tuple[Callable[[object], bool], str]] = {
    "timeout": (_is_positive, "seconds, more than 0"),
    "deadline": (_is_positive_or_none, "seconds, more than 0, or None"),
    "retries": (_is_count, "a whole number, 0 or more"),
    "backoff": (_is_number, "seconds, 0 or more"),
    "most_backoff": (_is_number, "seconds, 0 or more"),
    "longest_retry_after": (_is_number, "seconds, 0 or more"),
    "hedge_after": (_is_positive_or_none, "seconds, more than 0, or None"),
    "failures_to_open": (_is_positive_count, "a whole number, 1 or more"),
    "open_seconds": (_is_positive, "seconds, more than 0"),
}
