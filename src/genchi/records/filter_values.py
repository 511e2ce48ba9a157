"""Numbers, durations and moments as people type them into a filter.

A value is an extent: a day begins and ends, a number begins and ends at itself. Wrong ones are a
`ValueError` or None.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

Extent = tuple[float, float, bool]
"""Where a value begins and ends, and whether the end is part of it."""

_NUMBER = r"([+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][+-]?\d{1,4})?)"
_PLAIN = re.compile(_NUMBER, re.ASCII)
_DURATION = re.compile(rf"{_NUMBER} ?([a-zμ]*)")
_UNITS = {
    "ns": (1, 10**9), "us": (1, 10**6), "μs": (1, 10**6), "ms": (1, 1000), "s": (1, 1), "": (1, 1),
    "m": (60, 1), "h": (3600, 1), "d": (86_400, 1),
}  # fmt: skip
"""Seconds as a fraction: 0.123 s should be the same number as 123 ms."""

_DAY = 86_400 * 10**9
_MINUTE = 60 * 10**9
_SECOND = 10**9
_EPOCH = date(1970, 1, 1).toordinal()
_LAST = 2**63 - 1
_AGO = re.compile(r"-(\d{1,15})(ns|us|μs|ms|s|m|h|d)", re.ASCII)
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[Tt ](?P<clock>\S+))?)?)?", re.ASCII
)
_CLOCK = re.compile(
    r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.(?P<part>\d{1,9}))?)?"
    r"(?:[Zz]|(?P<east>[+-])(?P<hours>[01]\d|2[0-3]):?(?P<minutes>[0-5]\d))?",
    re.ASCII,
)
_DAYS_BACK = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}


def number(text: str) -> float | None:
    """The number that a text is.

    >>> number("-2.50"), number("1e3"), number("many")
    (-2.5, 1000.0, None)
    """
    found = float(text) if _PLAIN.fullmatch(text) else math.inf
    return found if math.isfinite(found) else None


def seconds(text: str) -> float | None:
    """The seconds that a text says, with a unit or without.

    >>> seconds("250ms"), seconds("2"), seconds("1.5h"), seconds("2 apples")
    (0.25, 2.0, 5400.0, None)
    """
    match = _DURATION.fullmatch(text)
    value = number(match[1]) if match else None
    if match is None or value is None or match[2] not in _UNITS:
        return None
    times, parts = _UNITS[match[2]]
    found = value * times / parts
    return found if math.isfinite(found) else None


def number_text(value: float) -> str:
    """A number as short as it can be written.

    >>> number_text(2.0), number_text(0.25)
    ('2', '0.25')
    """
    return str(int(value)) if value == int(value) and abs(value) < 10**15 else repr(float(value))


def time(text: str, now_ns: int) -> Extent:
    """When: a year, month, day, minute or second (UTC unless it says otherwise), or a moment.

    >>> time("2026-11-01", 0) == (1793491200_000000000, 1793577600_000000000, False)
    True
    >>> time("-1d", 86_400_000_000_005)
    (5, 5, True)
    """
    ago = _AGO.fullmatch(text)
    if ago:
        times, parts = _UNITS[ago[2]]
        moment = now_ns - int(ago[1]) * 10**9 * times // parts
        return _recorded(text, (moment, moment, True))
    if text.lower() in _DAYS_BACK:
        start = now_ns // _DAY * _DAY - _DAYS_BACK[text.lower()] * _DAY
        return _recorded(text, (start, start + _DAY, False))
    match = _DATE.fullmatch(text)
    clock = _CLOCK.fullmatch(match["clock"]) if match and match["clock"] else None
    if match is None or (match["clock"] and clock is None):
        raise ValueError(
            f"time is not {text!r} but such as 2026-11-01, 2026-11, 2026-11-01T09:30, today or -7d"
        )
    days = _days(text, match)
    return _recorded(text, days if clock is None else _within(int(days[0]), clock))


def time_text(moment: int, *, exact: bool) -> str:
    """A moment as it is typed; `exact` says that it must not stand for its day or second.

    >>> time_text(1793491200_000000000, exact=False), time_text(1500000000, exact=True)
    ('2026-11-01', '1970-01-01T00:00:01.500000000Z')
    """
    whole, part = divmod(moment, _SECOND)
    shown = datetime.fromtimestamp(whole, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    if exact or part:
        return f"{shown}.{part:09}Z"
    return shown.removesuffix("T00:00:00") if moment % _DAY == 0 else f"{shown}Z"


def _recorded(text: str, extent: Extent) -> Extent:
    if extent[0] < 0 or extent[1] > _LAST:
        raise ValueError(f"times are between 1970 and 2262, not {text!r}")
    return extent


def _days(text: str, match: re.Match[str]) -> Extent:
    year, month, day = (int(match[part] or 0) for part in ("year", "month", "day"))
    try:
        first = date(year, month or 1, day or 1).toordinal()
        after = first + 1 if day else _after_month(year, month or 12)
    except ValueError:
        raise ValueError(f"there is no date {text!r}") from None
    return (first - _EPOCH) * _DAY, (after - _EPOCH) * _DAY, False


def _after_month(year: int, month: int) -> int:
    return date(year + month // 12, month % 12 + 1, 1).toordinal()


def _within(day: int, clock: re.Match[str]) -> Extent:
    """The minute, the second or the moment of a day that starts at `day`."""
    parts = {name: int(value or 0) for name, value in clock.groupdict().items() if name != "east"}
    start = day + (parts["hour"] * 60 + parts["minute"]) * _MINUTE + parts["second"] * _SECOND
    east = (parts["hours"] * 60 + parts["minutes"]) * _MINUTE
    start -= -east if clock["east"] == "-" else east
    if clock["part"]:
        start += int(clock["part"].ljust(9, "0"))
        return start, start, True
    return start, start + (_SECOND if clock["second"] else _MINUTE), False
