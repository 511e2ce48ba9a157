"""Dates and times of day, in the spellings of both languages, as ISO 8601 strings.

What a text leaves open stays open: a date without a year is "--03-05", and a date that may be
read month first or day first keeps both readings, month first: "2024-03-05|2024-05-03".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from genchi.text.amounts import Quantity
from genchi.text.chinese_numerals import chinese_number

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MORNING = ("上午", "早上", "早晨", "清晨", "凌晨", "今早", "明早")
_LATER = ("下午", "晚上", "傍晚", "夜里", "中午", "今晚", "明晚", "昨晚", "夜间", "午后")
_NUMBER = "[〇零一二两三四五六七八九十0-9]"

_Match = re.Match[str]


def dates_and_times(text: str) -> list[Quantity]:
    """Every date and time in `text`; full-width digits are expected to be folded already.

    >>> [q.value for q in dates_and_times("March 5, 2024 or 3/5/2024; 二〇二四年三月; 下午3点半")]
    ['2024-03-05', '2024-03-05|2024-05-03', '2024-03', '15:30']
    """
    found: list[Quantity] = []
    taken = bytearray(len(text))
    for pattern, read, kind in _rules():
        for match in pattern.finditer(text):
            if taken.find(1, *match.span()) >= 0:
                continue
            value = read(match)
            if value:
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                unit = "12h" if kind == "time" and _half_unsaid(match, value) else ""
                found.append(Quantity(kind, value, unit, match.group(), *match.span()))
    return sorted(found, key=lambda quantity: quantity.start)


def _year_first(match: _Match) -> str | None:
    return _iso(int(match["y"]), int(match["m"]), int(match["d"]))


def _year_last(match: _Match) -> str | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    readings = [_iso(year, first, second), _iso(year, second, first)]
    return "|".join(dict.fromkeys(r for r in readings if r)) or None


def _english(match: _Match) -> str | None:
    name, year, day = match["month"], match["y"], match["d"]
    # "may 5" and "march 5" are verbs in small letters, unless a year follows.
    if name.islower() and not year and name in ("may", "march", "mar"):
        return None
    return _iso(int(year) if year else None, _MONTHS[name.lower()], int(day))


def _english_month(match: _Match) -> str | None:
    return _iso(int(match["y"]), _MONTHS[match["month"].lower()], None)


def _chinese(match: _Match) -> str | None:
    year, month, day = (_small(match[part]) for part in ("y", "m", "d"))
    if year is not None and year < 100:
        # As POSIX reads two digits; without a month they are a number of years.
        if month is None:
            return None
        year += 2000 if year < 69 else 1900
    if year is not None and month is None and (not 1000 <= year < 3000 or _is_a_span(match)):
        return None
    return _iso(year, month, day)


def _is_a_span(match: _Match) -> bool:
    """1000年前, 2000年来 and 3000年历史 are so many years, not the year."""
    return match.string[match.end() : match.end() + 1] in tuple("前来间历的") and match[
        "y"
    ].endswith("00")


def _iso(year: int | None, month: int | None, day: int | None) -> str | None:
    """The date, with "--" for a year left out; None when there is no such day."""
    if year is not None and not 1 <= year <= 9999:
        return None
    if month is None:
        return f"{year:04d}" if year is not None and day is None else None
    try:
        date(year or 2000, month, day or 1)
    except ValueError:
        return None
    shown = f"--{month:02d}" if year is None else f"{year:04d}-{month:02d}"
    return shown if day is None else f"{shown}-{day:02d}"


def _small(written: str | None) -> int | None:
    value: Decimal | None = chinese_number(written) if written else None
    return None if value is None else int(value)


def _clock(match: _Match) -> str | None:
    return _time(
        int(match["h"]), int(match["min"] or 0), match["s"], match["half"] or match["early"]
    )


def _chinese_clock(match: _Match) -> str | None:
    hour, minute = _small(match["h"]), _chinese_minutes(match)
    said = bool(match["early"] or match["min"] or match["part"] or match["sharp"])
    if hour is None or minute is None or not said:
        return None
    return _time(hour, minute, None, match["early"])


def _chinese_minutes(match: _Match) -> int | None:
    if match["part"]:
        return {"半": 30, "一刻": 15, "三刻": 45}[match["part"]]
    return _small(match["min"]) if match["min"] else 0


def _time(hour: int, minute: int, second: str | None, half: str | None) -> str | None:
    if half and (hour < 12 and (half[0] in "pP" or half in _LATER)):
        # 中午11点 is before noon, 晚上12点 is midnight.
        hour += 0 if half == "中午" and hour > 10 else 12
    elif (
        half
        and hour == 12
        and (half[0] in "aA" or half in ("凌晨", "晚上", "夜里", "今晚", "昨晚"))
    ):
        hour = 0
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59 or int(second or 0) > 59:
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{int(second):02d}" if second else "")


def _half_unsaid(match: _Match, value: str) -> bool:
    return (
        not (match["half"] or match["early"])
        and not match["h"].startswith("0")
        and 1 <= int(value[:2]) <= 12
    )


_Rule = tuple[re.Pattern[str], Callable[[_Match], str | None], Literal["date", "time"]]


@cache
def _rules() -> tuple[_Rule, ...]:
    """What to look for, the more telling first: where two match, the first one wins."""
    month = f"(?P<month>(?i:{'|'.join(sorted(_MONTHS, key=len, reverse=True))}))"
    day, year = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\d:])", r"(?P<y>[12]\d{3})(?!\d)"
    year_first = (
        r"(?<![\d./-])(?P<y>[12]\d{3})([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?![\d/]|\.\d|-\d)"
    )
    year_last = (
        r"(?<![\d./-])(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\2(?P<y>[12]\d{3})(?![\d/]|\.\d|-\d)"
    )
    parts = "|".join(_MORNING + _LATER)
    before = r"(?<![A-Za-z0-9])"
    chinese_year = (
        rf"(?<![\d一二三四五六七八九十])(?:(?P<y>\d{{4}}|\d{{2}}|[〇零一二三四五六七八九]{{2,4}})\s?年)"
        rf"(?:\s?(?P<m>{_NUMBER}{{1,2}})\s?月(?:份)?(?:\s?(?P<d>{_NUMBER}{{1,3}})\s?[日号])?)?"
        r"(?!代|级)"
    )
    chinese_month = (
        rf"(?<![\d一二三四五六七八九十第每])(?P<y>)(?P<m>{_NUMBER}{{1,2}})\s?月(?:份)?"
        rf"(?:\s?(?P<d>{_NUMBER}{{1,3}})\s?[日号])?"
    )
    clock = (
        rf"(?:(?P<early>{parts})\s?)?"
        r"(?<![\d:.])(?P<h>\d{1,2}):(?P<min>[0-5]\d)(?::(?P<s>[0-5]\d)(?:\.\d{1,9})?)?(?![\d:])"
        r"(?:\s?(?P<half>[aApP]\.?[mM]\b\.?))?"
    )
    hour = (
        r"(?<![\d:.,])(?P<h>\d{1,2})(?P<min>)(?P<s>)(?P<early>)"
        r"\s?(?P<half>[aApP]\.?[mM]\b(?:\.(?=\s[a-z,]))?)"
    )
    chinese_clock = (
        rf"(?:(?P<early>{parts})\s?)?(?<![\d一二三四五六七八九十])(?P<half>)"
        rf"(?P<h>{_NUMBER}{{1,3}})\s?[点时](?!间|候)"
        rf"(?:(?P<part>半|一刻|三刻)|(?P<sharp>整|钟)|(?P<min>{_NUMBER}{{1,3}})分(?!之))?"
    )
    rules: tuple[tuple[str, Callable[[_Match], str | None], Literal["date", "time"]], ...] = (
        (year_first, _year_first, "date"),
        (year_last, _year_last, "date"),
        (rf"{before}{month}\.?\s{day}(?:,?\s{year})?", _english, "date"),
        (rf"(?<![\d.,/-]){day}\s(?:of\s)?{month}(?![A-Za-z])(?:\.?,?\s{year})?", _english, "date"),
        (rf"{before}{month}\.?,?\s{year}", _english_month, "date"),
        (chinese_year, _chinese, "date"),
        (chinese_month, _chinese, "date"),
        (clock, _clock, "time"),
        (hour, _clock, "time"),
        (chinese_clock, _chinese_clock, "time"),
    )
    return tuple((re.compile(pattern), read, kind) for pattern, read, kind in rules)
