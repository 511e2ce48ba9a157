"""What a trend is asked for, as people write it: measures, and the length of a stretch of time."""

from __future__ import annotations

import re
from typing import get_args

from genchi.errors import UsageError
from genchi.store.interface import Measure

MEASURES: tuple[Measure, ...] = get_args(Measure)
"""What a trend can show."""
_SECOND = 1_000_000_000
_UNITS = {"s": _SECOND, "m": 60 * _SECOND, "h": 3600 * _SECOND, "d": 86_400 * _SECOND}
_LONGEST = 366 * _UNITS["d"]


def nanoseconds_of(text: str) -> int:
    """The length of `30s`, `15m`, `1h`, `7d`. Raises `UsageError`.

    >>> nanoseconds_of("15m")
    900000000000
    """
    found = re.fullmatch(r"([0-9]{1,9})\s*([smhd])", text.strip())
    length = int(found[1]) * _UNITS[found[2]] if found else 0
    if not 0 < length <= _LONGEST:
        raise UsageError(f"{text!r} is no stretch of time: write 30s, 15m, 1h or 7d, up to 366d")
    return length


def measures_of(text: str) -> list[Measure]:
    """The measures in `count, p95`. Raises `UsageError`.

    >>> measures_of("p95,count")
    ['p95', 'count']
    """
    names = [part.strip() for part in text.split(",") if part.strip()]
    found = [measure for name in names for measure in MEASURES if measure == name]
    if not names or len(found) < len(names):
        wrong = next((name for name in names if name not in MEASURES), text)
        raise UsageError(f"there is no measure {wrong!r}: choose from {', '.join(MEASURES)}")
    return found
