"""The amounts a text states: numbers, shares, money, measures, dates and times.

The numerals are found first; what each one counts is read from the characters on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from genchi.text.amounts import CURRENCY_SIGNS, Quantity, same_quantity, unit_after
from genchi.text.chinese_numerals import DIGITS, chinese_number, chinese_numerals
from genchi.text.dates import dates_and_times
from genchi.text.english_numerals import english_numerals, english_ordinals
from genchi.text.numerals import Numeral, digit_numerals, tidy

# Full-width digits and signs to their ASCII forms, one for one, so that places stay true.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def quantities(text: str) -> list[Quantity]:
    """Every amount stated in `text`, in order.

    - `number`: exact value; `ordinal`: "2nd", "third", 第三.
    - `percent`: 5 with unit "%" for "5%", 百分之五 and 半成; `money`: unit is the currency code,
      where $ alone means USD and ¥ means CNY.
    - `measure`: value in the unit as stated, named by its symbol.
    - `date`: "2024-03-05", "2024-03", "2024", "--03-05" without a year, and both readings of an
      ambiguous date, month first: "2024-03-05|2024-05-03".
    - `time`: "15:30", with unit "12h" where the half of the day is not said.

    Digits in names, versions and addresses (GPT-4, 1.2.3) are no amounts, nor are articles ("one",
    一个) and number characters inside words (一些, 统一, 十分, 万一).

    >>> for q in quantities("It rose 5% to $1.2 million in 90 minutes."):
    ...     print(q.kind, q.value, q.unit)
    percent 5 %
    money 1200000 USD
    measure 90 min
    >>> [(q.kind, str(q.value), q.unit) for q in quantities("3万5千元，五成，两个半小时")]
    [('money', '35000', 'CNY'), ('percent', '50', '%'), ('measure', '2.5', 'h')]
    """
    folded = text.translate(_FOLDED)
    taken = bytearray(len(text))
    found = _claim(dates_and_times(folded), taken)
    found += _claim(_ordinals(folded), taken)
    found += _claim(_halves(folded), taken)
    for numeral in _numerals(folded):
        if taken.find(1, numeral.start, numeral.end) >= 0:
            continue
        if numeral.style == "name":
            _mark(taken, numeral.start, numeral.end)
        else:
            free_from = taken.rfind(1, max(0, numeral.start - 8), numeral.start) + 1
            found += _claim([_amount(folded, numeral, free_from)], taken)
    found.sort(key=lambda quantity: quantity.start)
    return [
        replace(q, text=text[q.start : q.end], value=_shown(q.value))
        for q in _with_ranges(folded, found)
    ]


def unsupported_quantities(text: str, source: str) -> list[Quantity]:
    """The amounts in `text` that `source` does not state, in whatever unit or language.

    A date in `text` may say less than the source does (March 2024 for 5 March 2024), not more.

    >>> [q.text for q in unsupported_quantities("约1.5小时，5%", "90 minutes and 50%")]
    ['5%']
    """
    stated = quantities(source)
    return [q for q in quantities(text) if not any(_supports(other, q) for other in stated)]


def _shown(value: Decimal | str) -> Decimal | str:
    return value if isinstance(value, str) else tidy(value)


def _supports(stated: Quantity, claimed: Quantity) -> bool:
    if same_quantity(stated, claimed):
        return True
    if stated.kind != "date" or claimed.kind not in ("date", "number"):
        return False
    # "2024-03" is a part of "2024-03-05", and so is "--03-05".
    wanted = re.sub("^-", "", str(claimed.value))
    shorter = len(wanted) < len(str(stated.value).partition("|")[0])
    return shorter and any(
        reading.startswith(f"{wanted}-") or reading.endswith(wanted)
        for reading in str(stated.value).split("|")
        if claimed.kind == "date" or (len(wanted) == 4 and reading.startswith(wanted))
    )


def _numerals(text: str) -> list[Numeral]:
    """All numerals in order; of several that begin together, the longest first."""
    found = [*chinese_numerals(text), *digit_numerals(text), *english_numerals(text)]
    found.sort(key=lambda numeral: (numeral.start, -numeral.end))
    for place, (left, right) in enumerate(pairwise(found)):
        shared = right.scale
        joined = left.scale == 1 < shared and left.value < right.value / shared
        if joined and _range_sign().fullmatch(text, left.end, right.start):
            # In "3-5 million" both are millions.
            found[place] = replace(left, value=left.value * shared)
    return found


def _amount(text: str, numeral: Numeral, free_from: int) -> Quantity:
    if numeral.style == "percent":
        return Quantity("percent", numeral.value, "%", "", numeral.start, numeral.end)
    value, start, end = numeral.value, numeral.start, numeral.end
    sign = _sign_before().search(text, max(free_from, start - 8), start)
    if sign and sign["negative"]:
        value, start = -value, sign.start("negative")
    after = unit_after(text, end)
    if after and after[0].name == "s" and _is_decade(text, numeral, after[1]):
        after = None
    if sign and sign["currency"]:
        end = after[1] if after and after[0].kind == "money" else end
        currency = CURRENCY_SIGNS[sign["currency"]]
        if after and after[0].kind == "money" and sign["currency"] in ("¥", "$", "￥"):
            currency = after[0].dimension
        return Quantity("money", value, currency, "", min(start, sign.start()), end)
    tenths = _tenths().match(text, end)
    if tenths and numeral.style in ("chinese", "digits"):
        return Quantity(
            "percent",
            value * 10 + (5 if tenths["half"] else 0),
            "%",
            "",
            start,
            tenths.end(),
        )
    if after:
        unit, end, half = after
        if unit.kind == "money":
            return Quantity("money", value * unit.size, unit.dimension, "", start, end)
        return Quantity(unit.kind, value + half, unit.name, "", start, end)
    return Quantity("number", value, "", "", start, end)


def _is_decade(text: str, numeral: Numeral, end: int) -> bool:
    """ "the 1990s" and "the 80s" are not seconds; "30s" and "1500 s" are."""
    glued = end == numeral.end + 1
    said = text[max(0, numeral.start - 4) : numeral.start].lower() == "the "
    return glued and numeral.value % 10 == 0 and (said or 1000 <= numeral.value < 3000)


def _ordinals(text: str) -> list[Quantity]:
    found = [Quantity("ordinal", n.value, "", "", n.start, n.end) for n in english_ordinals(text)]
    for match in _ordinal().finditer(text):
        value = chinese_number(match["chinese"] or match["digits"].replace(",", ""))
        if value is not None:
            found.append(Quantity("ordinal", value, "", "", *match.span()))
    return found


def _halves(text: str) -> list[Quantity]:
    """半小时, 半年, 一半: half of a unit without a numeral."""
    found: list[Quantity] = []
    for match in _half().finditer(text):
        after = unit_after(text, match.end())
        if match.group() == "一半":
            found.append(Quantity("number", Decimal("0.5"), "", "", *match.span()))
        elif after and after[0].kind == "measure":
            found.append(
                Quantity("measure", Decimal("0.5"), after[0].name, "", match.start(), after[1])
            )
    return found


def _claim(wanted: Iterable[Quantity], taken: bytearray) -> list[Quantity]:
    """Those of the quantities whose place is free; their places are taken from now on."""
    won: list[Quantity] = []
    for quantity in wanted:
        if taken.find(1, quantity.start, quantity.end) < 0:
            _mark(taken, quantity.start, quantity.end)
            won.append(quantity)
    return won


def _mark(taken: bytearray, start: int, end: int) -> None:
    taken[start:end] = b"\1" * (end - start)


def _with_ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """In "5-10 kg" and "$5-10", both numbers have the unit that is written once."""
    settled = list(found)
    for place in range(len(found) - 1):
        left, right = settled[place], settled[place + 1]
        if not _range_sign().fullmatch(text, left.end, right.start):
            continue
        if left.kind == "number" and right.kind in ("measure", "percent", "money"):
            settled[place] = replace(left, kind=right.kind, unit=right.unit)
        elif right.kind == "number" and left.kind == "money":
            settled[place + 1] = replace(right, kind="money", unit=left.unit)
    return settled


@cache
def _sign_before() -> re.Pattern[str]:
    signs = "|".join(re.escape(s) for s in sorted(CURRENCY_SIGNS, key=len, reverse=True))
    return re.compile(
        rf"(?P<negative>(?<![\w)])[-−](?=\D)|负|零下)?(?:(?<![A-Za-z])(?P<currency>{signs})\s?)?$"
    )


@cache
def _tenths() -> re.Pattern[str]:
    return re.compile(r"成(?P<half>半)?(?![为就立功长员本果都人年绩分了群语熟])")


@cache
def _half() -> re.Pattern[str]:
    return re.compile(f"(?<![0-9个大多夜对{DIGITS}])半(?!天然)|(?<!另)一半(?!天)")


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\d.,])(?P<digits>\d{{1,3}}(?:,\d{{3}}){{0,3}}|\d{{4,9}})(?:st|nd|rd|th)(?![A-Za-z])"
        rf"|第\s?(?P<chinese>\d{{1,9}}|[{DIGITS}十百千万]{{1,12}})"
    )


@cache
def _range_sign() -> re.Pattern[str]:
    return re.compile(r"\s?(?:[-–—~～至到]|to)\s?")
