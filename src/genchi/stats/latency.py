"""How long will a call take? A line in its tokens, fitted to calls that were measured.

    seconds = base + per_input * uncached input + per_cached * cached input + per_output * output

Where the time to the first token is known, the middle line has two parts, since a model reads a
prompt at once and writes its answer token by token: the median of that time by the tokens that went
in, and the median of the seconds between later tokens. The 95 % line is fitted to whole calls:
parts that are slow seldom are slow together, so that their 95 % lines would add up to too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from genchi.stats.quantile_regression import quantile_regression

ENOUGH = 200
"""Calls that a model is fitted to at least: ten of them are expected above the 95 % line."""
MOST = 4000
"""Calls that a model is fitted to at most, evenly spread over those there are."""


@dataclass(frozen=True, slots=True)
class TimedCall:
    """A call that was measured: tokens, seconds, and seconds to the first token where known.

    `input_tokens` counts cached tokens too.
    """

    input_tokens: int
    output_tokens: int
    seconds: float
    cached_tokens: int = 0
    first_token: float | None = None


@dataclass(frozen=True, slots=True)
class LatencyLine:
    """Seconds: those of any call, and those that each token adds. None is below 0."""

    base: float
    per_input: float
    per_cached: float
    per_output: float

    def seconds(self, input_tokens: float, output_tokens: float, cached: float = 0) -> float:
        """What the line says of a call; `input_tokens` counts cached tokens too.

        >>> LatencyLine(0.5, 0.0001, 0.0, 0.02).seconds(1000, 50)
        1.6
        """
        cached = min(cached, input_tokens)
        read = (input_tokens - cached) * self.per_input + cached * self.per_cached
        return self.base + read + output_tokens * self.per_output


@dataclass(frozen=True, slots=True)
class LatencyModel:
    """Half of the calls take at most `p50`, 95 of 100 at most `p95`; `n` calls were fitted.

    `streamed` says whether the time to the first token was known.
    """

    p50: LatencyLine
    p95: LatencyLine
    n: int
    streamed: bool

    def expected(
        self, input_tokens: float, output_tokens: float, cached: float = 0
    ) -> tuple[float, float]:
        """Seconds of such a call: the middle, and the 95 % line, which is never below it."""
        middle = self.p50.seconds(input_tokens, output_tokens, cached)
        return middle, max(middle, self.p95.seconds(input_tokens, output_tokens, cached))


def calls_missing(number: int) -> int:
    """How many more calls a model needs before it is fitted.

    >>> calls_missing(150), calls_missing(1000)
    (50, 0)
    """
    return max(ENOUGH - number, 0)


def fit_latency(calls: Sequence[TimedCall]) -> LatencyModel | None:
    """The model of calls to one model; None where they are fewer than `ENOUGH`.

    Quantile regression (Koenker & Bassett 1978) at 0.5 and 0.95 with coefficients of at least 0.
    Of more than `MOST` calls, that many are used.
    """
    if calls_missing(len(calls)):
        return None
    used = _spread(calls)
    streamed = [call for call in used if call.first_token is not None and call.output_tokens > 1]
    in_parts = not calls_missing(len(streamed))
    middle = _line_of_parts(streamed) if in_parts else _line(used, 0.5)
    return LatencyModel(middle, _line(used, 0.95), len(used), in_parts)


def _spread(calls: Sequence[TimedCall]) -> list[TimedCall]:
    if len(calls) <= MOST:
        return list(calls)
    return [calls[i * len(calls) // MOST] for i in range(MOST)]


def _line(calls: Sequence[TimedCall], share: float) -> LatencyLine:
    rows = [(*_read(call), call.output_tokens) for call in calls]
    return LatencyLine(*quantile_regression(rows, [call.seconds for call in calls], share))


def _line_of_parts(calls: Sequence[TimedCall]) -> LatencyLine:
    """The line through the middle of both parts; the first token takes no time to write."""
    firsts = [call.first_token or 0.0 for call in calls]
    base, per_input, per_cached = quantile_regression([_read(call) for call in calls], firsts, 0.5)
    pairs = zip(calls, firsts, strict=True)
    per_output = max(
        median((call.seconds - first) / (call.output_tokens - 1) for call, first in pairs), 0.0
    )
    return LatencyLine(max(base - per_output, 0.0), per_input, per_cached, per_output)


def _read(call: TimedCall) -> tuple[float, float, float]:
    cached = min(call.cached_tokens, call.input_tokens)
    return 1.0, call.input_tokens - cached, cached
