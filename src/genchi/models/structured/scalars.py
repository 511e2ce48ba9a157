"""What a text may mean where the schema wants a number, a boolean, null or one of a few words.

A text is read as something else only where it can mean nothing else there. `"007"` may be an
identifier, `"1,234"` is 1234 here and 1.234 there, `"1e3"` may be a name, `"1.0"` may be a version
where an integer is wanted, `"1"` a count where a boolean is: doubts, and told as such.
"""

from __future__ import annotations

import re
from functools import cache

from genchi.models.structured.results import same, shown
from genchi.models.structured.strict import NotStrictError, exact_float
from genchi.models.structured.views import View
from genchi.records import Json
from genchi.text.chinese_numerals import chinese_number

_TRUE = frozenset(["true", "yes", "是", "真", "对", "是的", "对的"])
_FALSE = frozenset(["false", "no", "否", "假", "错", "不是", "不对"])
_NULL = frozenset(["null", "none", "nil", "n/a", "无", "空"])
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_LIKE_A_NUMBER = re.compile(r"[-+]?[0-9.,_' ]*[0-9][0-9.,_' ]*(?:e[-+]?[0-9]+)?%?")
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿点]{1,30}")
_QUOTES = " \t\r\n\u3000\"'“”‘’「」"
_ENDS = " .。!！"
_ODD_DIGITS = 4000
_HALF_WIDTH = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}


class DoubtError(Exception):
    """A text that may mean several things where it stands."""


def readings(text: str, view: View) -> list[Json]:
    """What the text may mean instead of a text; raises `DoubtError` where that is not clear.

    >>> readings("１２", View(types=frozenset(["integer"])))
    [12]
    >>> readings("Refund.", View(members=("refund", "exchange")))
    ['refund']
    """
    if view.members is not None:
        named = member_like(text, view.members)
        if named:
            return named
    types = view.types or frozenset()
    plain = half_width(text).strip().casefold()
    found: list[Json] = []
    if types & {"number", "integer"}:
        found += _numbers(plain, whole="number" not in types)
    if "boolean" in types and plain in _TRUE | _FALSE:
        found.append(plain in _TRUE)
    if "null" in types and plain in _NULL:
        found.append(None)
    if view.members is None:
        return found
    return [value for value in found if any(same(value, member) for member in view.members)]


def member_like(text: str, members: tuple[Json, ...]) -> list[Json]:
    """The member that is written like the text but for case, width, separators, a full stop.

    >>> member_like("IN PROGRESS", ("in_progress", "done"))
    ['in_progress']
    >>> member_like("A-", ("A", "B"))
    []
    """
    wanted = words_of(text)
    found = [m for m in members if isinstance(m, str) and words_of(m) == wanted]
    if len(found) > 1:
        raise DoubtError(f"{shown(text)} may be {' or '.join(map(shown, found))}")
    return found


def words_of(text: str) -> str:
    """The words of a name in one spelling.

    >>> words_of("inProgress") == words_of("In-Progress.") == words_of("IN_PROGRESS")
    True
    """
    plain = half_width(text).strip(_QUOTES).rstrip(_ENDS).strip(_QUOTES)
    return _separators().sub("_", _humps().sub("_", plain)).casefold() or text


def key_of(name: str) -> str:
    """The name of a key without what people vary in it; digits next to each other stay apart.

    >>> key_of("orderId") == key_of("order_id") == key_of("Order-ID") == "orderid"
    True
    >>> key_of("item_1_2")
    'item1_2'
    """
    return re.sub(r"(?<![0-9])_|_(?![0-9])", "", words_of(name)) or name


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation as ASCII, and nothing else changed: ² stays.

    >>> half_width("１２．５")
    '12.5'
    """
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def _numbers(plain: str, *, whole: bool) -> list[Json]:
    if len(plain) > _ODD_DIGITS:
        return []
    if _INTEGER.fullmatch(plain):
        return [int(plain)]
    if _DECIMAL.fullmatch(plain) and not whole:
        try:
            return [exact_float(plain)]
        except NotStrictError:
            raise DoubtError(f"{shown(plain)} has more digits than a number holds") from None
    if _LIKE_A_NUMBER.fullmatch(plain):
        raise DoubtError(f"{shown(plain)} may be a number or not, or one of several numbers")
    if _CHINESE.fullmatch(plain):
        return _chinese(plain, whole=whole)
    return []


def _chinese(plain: str, *, whole: bool) -> list[Json]:
    """三 is 3 and 一百二十三 is 123; 〇〇七 is a doubt, as 007 is."""
    value = chinese_number(plain)
    if value is None:
        return []
    if value == value.to_integral_value() and "点" not in plain:
        if plain[0] in "零〇" and len(plain) > 1:
            raise DoubtError(f"{shown(plain)} may be a number or an identifier")
        return [int(value)]
    return [] if whole else [float(value)]


@cache
def _separators() -> re.Pattern[str]:
    return re.compile(r"(?<=\w)[\s_\-]+(?=\w)")


@cache
def _humps() -> re.Pattern[str]:
    """Where a word of a name in camel case begins: order|Id, HTTP|Server."""
    return re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
