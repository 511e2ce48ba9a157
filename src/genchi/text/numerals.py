"""Numbers as they are written: in digits, in English words and in Chinese characters.

Finds the numeral alone. What it counts is read from what stands around it, elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Literal

Style = Literal["digits", "words", "chinese", "fraction", "percent", "name"]

# A number written longer than this is no quantity anybody means.
LONGEST = 60

_SCALES = {
    "k": Decimal(1000),
    "m": Decimal(10**6),
    "b": Decimal(10**9),
    "mn": Decimal(10**6),
    "bn": Decimal(10**9),
    "tn": Decimal(10**12),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "dozen": Decimal(12),
}
_VULGAR = dict(
    zip(
        "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞",
        str.split("1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A written number, its exact value, and where it stands.

    `scale` is the factor that a word after the digits stands for: a million in "1.2 million".
    A numeral of style "percent" (百分之五) has its value in hundredths; one of style "name" is a
    part of a name, a version or an address (A100, GPT-4, 1.2.3) and counts nothing.
    """

    value: Decimal
    start: int
    end: int
    style: Style
    scale: Decimal = Decimal(1)


def digit_numerals(text: str) -> list[Numeral]:
    """Numbers in digits, with thousands commas, fractions and scale words.

    >>> [str(n.value) for n in digit_numerals("1,234.50 or 1.2 million, 3/4, 2½, -7 and 5k")]
    ['1234.50', '1200000', '0.75', '2.5', '-7', '5000']
    """
    found: list[Numeral] = []
    for match in _digits().finditer(text):
        numeral = _read(match)
        if numeral is not None:
            found.append(numeral)
    return found


def plain_decimal(written: str) -> Decimal | None:
    """The value of digits with thousands commas; None when they are no number, or too long for one.

    >>> plain_decimal("1,234.50")
    Decimal('1234.50')
    """
    figure = written.replace(",", "").replace("−", "-")
    try:
        return Decimal(figure) if len(figure) <= LONGEST else None
    except InvalidOperation:
        return None


def tidy(value: Decimal) -> Decimal:
    """The same value; a whole number without an exponent or zeros after the point.

    >>> tidy(Decimal("1200000.0")), tidy(Decimal("1E+5"))
    (Decimal('1200000'), Decimal('100000'))
    """
    if value == value.to_integral_value() and value.adjusted() < LONGEST:
        return Decimal(int(value))
    return value


def _read(match: re.Match[str]) -> Numeral | None:
    if match.group("name"):
        return Numeral(Decimal(0), *match.span(), "name")
    value = plain_decimal(match.group("figure") or "0")
    if value is None:
        return None
    part = match.group("part") or match.group("vulgar")
    if part:
        above, _, below = _VULGAR[part].partition("/")
        return Numeral(value + Decimal(above) / int(below), *match.span(), "fraction")
    if match.group("below"):
        below_value = plain_decimal(match.group("below"))
        return Numeral(value / below_value, *match.span(), "fraction") if below_value else None
    scale = _SCALES.get((match.group("scale") or "").strip(" -").lower(), Decimal(1))
    if scale != 1 or "e" in match.group("figure").lower():
        value = tidy(value * scale)
    return Numeral(value, *match.span(), "digits", scale)


@cache
def _digits() -> re.Pattern[str]:
    grouped = r"\d{1,3}(?:,\d{3})+(?![\d,])"
    figure = rf"(?:(?<![\w)%\]])[-−])?(?:{grouped}|\d+)(?:\.\d+)?|(?<![\w)\]])\.\d+"
    exponent = r"(?:[eE][+-]?\d{1,3}(?![A-Za-z0-9]))?"
    scale = (
        r"[kKMB](?![A-Za-z0-9])|[mbt]n(?![A-Za-z0-9])"
        r"|[ -]?(?i:hundred|thousand|million|billion|trillion|dozen)(?![A-Za-z])"
        # A small m or b means metres or bits, except after a currency sign.
        r"|(?<=[$€£¥￥]\d)[mb](?![A-Za-z0-9])|(?<=[$€£¥￥]\d\d)[mb](?![A-Za-z0-9])"
        r"|(?<=[$€£¥￥]\d\d\d)[mb](?![A-Za-z0-9])|(?<=[$€£¥￥]\d\.\d)[mb](?![A-Za-z0-9])"
    )
    vulgar = "".join(_VULGAR)
    return re.compile(
        r"(?P<name>(?<![A-Za-z0-9])(?!(?:USD|EUR|GBP|CNY|RMB|JPY|HKD|US|HK|NT)\d)"
        r"(?:[A-Za-z_]{1,30}\d|[A-Z][A-Za-z]{0,30}-\d)[\w.-]{0,60}(?<!\.)"
        r"|(?<![\d.])\d+(?:\.\d+){2,})"
        rf"|(?P<figure>(?:{figure}){exponent})"
        rf"(?:/(?P<below>\d{{1,9}})(?![\d/.])|(?P<scale>{scale})|(?P<part>[{vulgar}]))?"
        rf"|(?P<vulgar>[{vulgar}])",
        re.ASCII,
    )
