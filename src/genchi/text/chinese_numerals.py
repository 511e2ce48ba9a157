"""Numbers in Chinese characters, also mixed with digits: 一百二十三, 3万5千, 三分之一, 百分之五.

The characters for numbers are also parts of ordinary words (一些, 统一, 十分, 万一). A numeral is
taken for one only where it is more than one character long, or something countable follows.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from genchi.text.numerals import LONGEST, Numeral, plain_decimal, tidy

_PLAIN_DIGITS = dict(
    zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_BANK_DIGITS = dict(
    zip("壹贰叁肆伍陆柒捌玖兩貳參陸", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 2, 3, 6), strict=True)
)
_DIGITS = _PLAIN_DIGITS | _BANK_DIGITS
_TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SCALES = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8, "兆": 10**12}

DIGITS = "".join(_DIGITS)
UNITS = "".join(_TENS) + "".join(_SCALES)

# After 一 these are units of measure; after 二 to 九 and 十 the classifiers count as well.
_MEASURED = (
    "个?小时|个钟头|分钟|秒|天|年(?!级|糕|轻)|周|星期|个星期|个?月|公里|千米|米(?!饭)|厘米|毫米|公斤"
    "|千克|斤|克(?!服)|吨|升|元(?!素|旦)|块钱|美元|欧元|英镑|日元|港元|平方|立方|度|成(?!为|就|立|功)|倍"
)
_CLASSIFIERS = (
    "个|名|位|家|次|人|件|条|张|本|只|项|种|所|座|台|辆|岁|期|届|轮|层|章|页|句|点(?=[:：])|篇|部"
    "|份|款|套|颗|头|匹|艘|架|间|栋|批|组|对|双|场|局|代|步|级|克|里(?!面)|亩|块|角(?!度|色)|字|词|类"
)
# Words that end in a number character and so spoil what seems to begin with it.
_BEFORE = "统唯专之逐同合归如划均万单初高周期拜惟其无数几第"


def chinese_numerals(text: str) -> list[Numeral]:
    """Numbers with at least one Chinese character in them, and Chinese fractions.

    >>> [str(n.value) for n in chinese_numerals("一百二十三人，3万5千元，三点五，四分之三")]
    ['123', '35000', '3.5', '0.75']
    >>> chinese_numerals("一些人一起统一，十分好，以防万一")
    []
    """
    found: list[Numeral] = []
    for match in _numeral().finditer(text):
        numeral = _fraction(match) if match.group("below") else _number(text, match)
        if numeral is not None:
            found.append(numeral)
    return found


def chinese_number(written: str) -> Decimal | None:
    """The value of a Chinese numeral, digits allowed in it; None if it is not well formed.

    >>> [str(chinese_number(n)) for n in ("一百二十三", "3万5千", "一万五", "二〇二四", "三点一四")]
    ['123', '35000', '15000', '2024', '3.14']
    >>> chinese_number("万一") is None
    True
    """
    if not written or len(written) > LONGEST:
        return None
    whole, point, fraction = written.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    parts = [(m.group(1), m.group(2)) for m in _parts().finditer(written)]
    if "".join(digit + unit for digit, unit in parts) != written:
        return None
    return _digit_string(written) if not any(unit for _, unit in parts) else _place_value(parts)


def _fraction(match: re.Match[str]) -> Numeral | None:
    below_written = match.group("below")
    below = Decimal(_TENS.get(below_written, 0)) or chinese_number(below_written)
    above = chinese_number(match.group("above"))
    if not below or above is None:
        return None
    if below_written == "百":
        return Numeral(above, *match.span(), "percent")
    return Numeral(above / below, *match.span(), "fraction")


def _number(text: str, match: re.Match[str]) -> Numeral | None:
    written, start, end = match.group("number"), match.start(), match.end()
    value = chinese_number(written.replace(" ", ""))
    if value is None:
        return None
    value = tidy(value)
    if not written[0].isascii():
        return Numeral(value, start, end, "chinese") if _counts(text, start, end) else None
    return Numeral(value, start, end, "chinese", _scale(written, value))


def _scale(written: str, value: Decimal) -> Decimal:
    """What the one unit after the digits stands for (3万); 1 where there are several (3万5千)."""
    bare = (
        plain_decimal(written.rstrip(f"{UNITS} "))
        if written[:-1].rstrip(f"{UNITS} ").isascii()
        else None
    )
    return value / bare if bare else Decimal(1)


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a numeral without ASCII digits is a number here and not a part of a word."""
    written = text[start:end]
    if len(written) > 1 and not _only_digits(written):
        return True
    if len(written) > 1:
        # 二〇二四 and 一零五 are read digit by digit; 两三 and 五一 are not numbers.
        return len(written) >= 4 or "〇" in written or "零" in written
    if text[start - 1 : start] in tuple(_BEFORE):
        return False
    follows = _measured() if written == "一" else _countable()
    return follows.match(text, end) is not None


def _only_digits(written: str) -> bool:
    return all(character in _DIGITS for character in written)


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    """三点五, 三点五万: the scale stands for the whole number."""
    digits = fraction.rstrip("".join(_SCALES))
    before, after = chinese_number(whole), _digit_string(digits)
    if before is None or after is None:
        return None
    shown = "".join(str(_DIGITS.get(character, character)) for character in digits)
    value = before + Decimal(f"0.{shown}")
    for scale in fraction[len(digits) :]:
        value *= _SCALES[scale]
    return value


def _digit_string(written: str) -> Decimal | None:
    figure = "".join(str(_DIGITS.get(character, character)) for character in written)
    plain = figure.replace(".", "", 1).replace(",", "")
    return plain_decimal(figure) if plain.isascii() and plain.isdigit() else None


def _place_value(parts: list[tuple[str, str]]) -> Decimal | None:
    """The value of (digits, unit) pairs such as 3万 5千, each unit smaller than the one before."""
    total = section = Decimal(0)
    ten_before = scale_before = last_unit = Decimal(10**18)
    for place, (written, unit) in enumerate(parts):
        digits = written.lstrip("零〇")
        amount = _digit_string(digits) if digits else None
        if digits and (amount is None or (len(digits) > 1 and not digits.isascii())):
            return None
        if unit in _SCALES:
            scale = Decimal(_SCALES[unit])
            section += amount or 0
            if unit == "亿" and total and not section:
                total, section = total * scale, Decimal(0)  # 一万亿
            elif not section or scale >= scale_before:
                return None
            else:
                total, section = total + section * scale, Decimal(0)
            scale_before = last_unit = scale
            ten_before = Decimal(10**18)
        elif unit:
            ten = Decimal(_TENS[unit])
            if ten >= ten_before or (amount is None and ten > 10):
                return None
            section += (1 if amount is None else amount) * ten
            ten_before = last_unit = ten
        elif amount is not None:
            # 一万五 is short for 一万五千; 一万零五 is not.
            short = place > 0 and len(written) == 1 and last_unit > 10
            section += amount * last_unit / 10 if short else amount
    return total + section


@cache
def _parts() -> re.Pattern[str]:
    return re.compile(f"(?=.)([0-9.,{DIGITS}]*)([{UNITS}]?)")


@cache
def _numeral() -> re.Pattern[str]:
    figure = r"\d{1,30}(?:,\d{3})*(?:\.\d{1,30})?"
    word = f"[{DIGITS}十拾][{DIGITS}{UNITS}0-9]*"
    point = f"(?:点[{DIGITS}]+[万亿萬億]*)?(?![分刻])"
    whole = (
        rf"(?:{word}{point}|{word}|{figure}\s?[{UNITS}](?:[0-9.{DIGITS}]*[{UNITS}])*[0-9{DIGITS}]*)"
    )
    return re.compile(
        rf"(?:(?<![0-9A-Za-z.,{DIGITS}{UNITS}])|(?<![0-9{DIGITS}{UNITS}])(?=[{DIGITS}十拾百千]))(?:(?P<below>[百千]|[{DIGITS}][{DIGITS}{UNITS}]*|十[{DIGITS}]?|\d{{1,6}})"
        rf"分之(?P<above>{word}{point}|{figure})|(?P<number>{whole}))"
    )


@cache
def _measured() -> re.Pattern[str]:
    return re.compile(_MEASURED)


@cache
def _countable() -> re.Pattern[str]:
    return re.compile(f"{_MEASURED}|{_CLASSIFIERS}")
