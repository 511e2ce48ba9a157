"""What may go wrong on purpose, how often, and how long answers take.

Everything is drawn from the seed and the number of the request, so that a run repeats: the tenth
request has the same fault in each, whatever else is going on.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from genchi.errors import UsageError

KINDS: Mapping[str, str] = {
    "rate_limit": "429 with Retry-After",
    "overloaded": "503, or 529 for Anthropic",
    "server_error": "500",
    "timeout": "no answer until the client leaves",
    "disconnect": "the connection breaks in the middle of the answer",
    "truncate": "the answer is cut off, with finish_reason length",
    "malformed": "broken JSON where a schema was asked for",
    "malformed_stream": "a broken line in the middle of a stream",
    "wrong_model": "another model answers than was asked",
    "slow_start": "the first byte comes late",
}
"""Every fault, and what it does."""

ERRORS = ("rate_limit", "overloaded", "server_error")
"""Faults that are an answer with an error status."""

_AMOUNTS = {"rate_limit": 1.0, "overloaded": 1.0, "slow_start": 5000.0}
"""Faults with a number: seconds of Retry-After, milliseconds until the first byte."""
_Z99 = 2.3263478740408408
"""The 99th percentile of the normal distribution."""
_MORE_THAN_ALL = 1 + 1e-9


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault, its share of requests, and its number where it has one."""

    kind: str
    rate: float
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Latency:
    """How long until an answer begins: between two times, or around a median with a heavy tail."""

    low: float = 0.0
    high: float = 0.0
    median: float | None = None
    sigma: float = 0.0

    def seconds(self, draw: random.Random) -> float:
        """One latency."""
        if self.median is not None:
            return self.median * math.exp(self.sigma * draw.gauss(0, 1))
        return self.low if self.low == self.high else draw.uniform(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one request gets: a fault or none, a latency, and dice for the rest."""

    fault: Fault | None
    latency: float
    dice: random.Random


def draw(faults: tuple[Fault, ...], latency: Latency, seed: int, number: int) -> Drawn:
    """What the request of this number gets."""
    dice = random.Random(f"{seed}:{number}")
    point, sum_so_far, found = dice.random(), 0.0, None
    for fault in faults:
        sum_so_far += fault.rate
        if point < sum_so_far:
            found = fault
            break
    return Drawn(found, latency.seconds(dice), dice)


def faults_of(told: Mapping[str, str | float]) -> tuple[Fault, ...]:
    """Faults by kind, each `RATE` or `RATE:NUMBER`. Raises `UsageError`.

    >>> faults_of({"rate_limit": "0.1:7", "truncate": 0.02})
    (Fault(kind='rate_limit', rate=0.1, amount=7.0), Fault(kind='truncate', rate=0.02, amount=None))
    """
    faults = tuple(_fault(kind, str(rate)) for kind, rate in told.items())
    if sum(fault.rate for fault in faults) > _MORE_THAN_ALL:
        raise UsageError(
            "the rates of all faults together are more than 1: a request has one fault"
        )
    return faults


def latency_of(told: str | float) -> Latency:
    """A latency in milliseconds: `N`, `N..M` or `heavy:MEDIAN:P99`. Raises `UsageError`.

    >>> latency_of("200..800")
    Latency(low=0.2, high=0.8, median=None, sigma=0.0)
    """
    text = str(told).strip()
    if found := re.fullmatch(r"heavy:([\d.]+):([\d.]+)", text):
        median, p99 = (_milliseconds(part, text) for part in found.groups())
        if not 0 < median <= p99:
            raise UsageError(f"latency {text!r}: MEDIAN must be above 0 and at most P99")
        return Latency(median=median, sigma=math.log(p99 / median) / _Z99)
    low, dots, high = text.partition("..")
    first = _milliseconds(low, text)
    last = _milliseconds(high, text) if dots else first
    if last < first:
        raise UsageError(f"latency {text!r}: the second number must not be below the first")
    return Latency(first, last)


def _milliseconds(part: str, whole: str) -> float:
    if not re.fullmatch(r"\d+(\.\d+)?", part):
        raise UsageError(f"latency {whole!r} must be milliseconds: N, N..M or heavy:MEDIAN:P99")
    return float(part) / 1000


def _fault(kind: str, told: str) -> Fault:
    if kind not in KINDS:
        raise UsageError(f"there is no fault {kind!r}: there are {', '.join(KINDS)}")
    rate, colon, amount = told.partition(":")
    share = _positive(rate, kind, told)
    if share > 1:
        raise UsageError(f"fault {kind}={told}: the rate must be between 0 and 1")
    if colon and kind not in _AMOUNTS:
        raise UsageError(f"fault {kind}={told}: only {', '.join(_AMOUNTS)} take a second number")
    return Fault(kind, share, _positive(amount, kind, told) if colon else _AMOUNTS.get(kind))


def _positive(text: str, kind: str, told: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        raise UsageError(f"fault {kind}={told}: write KIND=RATE, such as {kind}=0.1")
    return number
