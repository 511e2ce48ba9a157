"""A filter as people type it: `model:gpt-4* latency:>2s -status:error "refund policy"`.

`parse_filter` reads it and `filter_text` writes it. Punctuation that a Chinese keyboard types in
full width counts as its narrow twin where it is syntax: ：，＞＜“”「」. Whatever text cannot be
read is a `UsageError`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NamedTuple

from genchi.errors import UsageError
from genchi.records.filter_values import Extent, number, number_text, seconds, time, time_text
from genchi.records.filters import (
    NUMBER_FIELDS,
    PREFIXES,
    TEXT_FIELDS,
    AnyOf,
    Between,
    Condition,
    Filter,
    Words,
)

_PLAIN = (*TEXT_FIELDS, *NUMBER_FIELDS, "time", "root")
_ALL = (*_PLAIN, *(f"{prefix}NAME" for prefix in PREFIXES))
_SECONDS = ("latency", "first_token")
_FREE = ("metadata.", "attribute.")
"""Their values may be anything, and are text where nothing is compared."""
_CLOSING = {'"': '"＂', "＂": '"＂', "“": "”", "”": "”“", "「": "」", "『": "』"}
_QUOTES = "".join(_CLOSING) + "」』"
_WORDS = {
    "status": {"ok": "ok", "error": "error"},
    "root": {"true": "true", "false": "false"},
    "label": {"pass": "pass", "good": "pass", "fail": "fail", "bad": "fail"},
    "check": {"pass": "pass", "fail": "fail", "skip": "skip", "error": "error"},
}
"""Values that have a name, and what each is called in a filter."""

_PREFIX = re.compile("|".join(map(re.escape, PREFIXES)), re.IGNORECASE)
_FIELD = re.compile(r"([A-Za-z_][A-Za-z0-9_.-]*)[:：]")
_SIGN = re.compile(r"[>＞<＜][=＝]?|[≥≤]")
_SIGNS = str.maketrans({"＞": ">", "＜": "<", "＝": "=", "≥": ">=", "≤": "<="})
_SPACE = re.compile(r"\s")
_SOMETHING = re.compile(r"\S")
_VALUE = re.compile(r"[^\s,，]*")
_STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_PLAIN_WORD = re.compile(rf"[^\s:：{_QUOTES}\-－][^\s:：{_QUOTES}]*")
_PLAIN_NAME = re.compile(r"[\w./@-]+(\([\w.,=/@-]*\))?")
_PLAIN_VALUE = re.compile(rf"[^\s:/,，{_QUOTES}>＞<＜≥≤][^\s,，{_QUOTES}]*")


class _Piece(NamedTuple):
    """One of the values of a condition; `sign` is what it is compared by, empty for none."""

    sign: str
    text: str


class FilterError(UsageError):
    """A filter that cannot be read: what is wrong stands from `start` to `end` (code points)."""

    def __init__(self, message: str, start: int, end: int) -> None:
        """The sentence already says where it is."""
        super().__init__(message)
        self.start, self.end = start, end


def parse_filter(text: str, *, now_ns: int) -> Filter:
    """The filter that a text says; `now_ns` is what `-7d` and `today` count from.

    >>> parse_filter('model:gpt-4* 退款', now_ns=0).conditions[0]
    Condition(field='model', test=AnyOf(patterns=('gpt-4*',)), negated=False)
    >>> parse_filter('modle:gpt-4', now_ns=0)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
      ...
    genchi.records.filter_text.FilterError: there is no field 'modle' (column 1): ...
    """
    found: list[Condition | Words] = []
    place = 0
    while match := _SOMETHING.search(text, place):
        start = match.start()
        try:
            condition, place = _condition(text, start, now_ns)
        except ValueError as error:
            sentence = f"the filter cannot be read at column {start + 1}: {error}"
            raise FilterError(sentence, start, _end(text, start)) from None
        found.append(condition)
    return Filter(tuple(found))


def filter_text(filter_: Filter) -> str:
    """The text that `parse_filter` reads as this filter.

    >>> filter_text(Filter((Condition("latency", Between(low=2.0)), Words("refund policy"))))
    'latency:>=2s "refund policy"'
    """
    return " ".join(map(_condition_text, filter_.conditions))


def _condition(text: str, start: int, now_ns: int) -> tuple[Condition | Words, int]:
    negated = text[start] in "-－" and _SOMETHING.match(text, start + 1) is not None
    start += negated
    if text[start] in _CLOSING:
        words, end = _quoted(text, start)
        if not words.strip():
            raise ValueError("there is nothing between the quotes")
        return Words(words, negated), end
    field, after = _field(text, start)
    if field is None:
        end = _end(text, start)
        return Words(text[start:end], negated), end
    pieces, end = _pieces(text, after, field)
    return Condition(field, _test(field, pieces, now_ns), negated), end


def _quoted(text: str, start: int) -> tuple[str, int]:
    """What is between the quotes that open at `start`, and where they end."""
    closing = _CLOSING[text[start]]
    inside = re.compile(rf'((?:\\[\\"{closing}]|[^{closing}])*+)[{closing}]')
    match = inside.match(text, start + 1)
    if match is None:
        raise ValueError(f"the quote at column {start + 1} is not closed")
    return re.sub(rf'\\([\\"{closing}])', r"\1", match[1]), match.end()


def _field(text: str, start: int) -> tuple[str | None, int]:
    """The field that begins at `start` and where its values do; None where words begin."""
    prefix = _PREFIX.match(text, start)
    if prefix:
        name, after = _name(text, prefix.end(), prefix[0])
        return (None if name is None else prefix[0].lower() + name), after
    match = _FIELD.match(text, start)
    # `https://…` and `std::vector` are words.
    if match is None or text.startswith(("//", ":"), match.end()):
        return None, start
    if match[1].lower() not in _PLAIN:
        raise FilterError(_unknown(match, start), start, _end(text, start))
    return match[1].lower(), match.end()


def _end(text: str, start: int) -> int:
    """Where what begins at `start` ends for somebody who looks at it: at the next space."""
    space = _SPACE.search(text, start)
    return space.start() if space else len(text)


def _unknown(match: re.Match[str], start: int) -> str:
    near = get_close_matches(match[1].lower(), _PLAIN, 1)
    meant = f"did you mean {near[0]}? " if near else ""
    return (
        f"there is no field {match[1]!r} (column {start + 1}): {meant}There are {', '.join(_ALL)}. "
        "What should be searched for as it stands goes in quotes"
    )


def _name(text: str, start: int, prefix: str) -> tuple[str | None, int]:
    """The name after a prefix, in which a colon may stand within brackets or quotes."""
    if text[start : start + 1] in _CLOSING:
        name, end = _quoted(text, start)
    else:
        found = _unquoted_name_end(text, start)
        if found is None:
            return None, start
        name, end = text[start:found], found
    if text[end : end + 1] not in (":", "："):
        raise ValueError(f"after {prefix}{name} a colon and a value are missing")
    if not name:
        raise ValueError(f"{prefix} needs a name before the colon")
    return name, end + 1


def _unquoted_name_end(text: str, start: int) -> int | None:
    depth, place = 0, start
    while place < len(text):
        character = text[place]
        string = _STRING.match(text, place) if depth and character in "'\"" else None
        if depth and character in "'\"" and string is None:
            raise ValueError("a quote within brackets is not closed")
        if depth == 0 and character in ":：":
            return place
        if depth == 0 and character.isspace():
            return None
        depth = max(0, depth + (character in "([{") - (character in ")]}"))
        place = string.end() if string else place + 1
    if depth:
        raise ValueError("a bracket is not closed")
    return None


def _pieces(text: str, place: int, field: str) -> tuple[list[_Piece], int]:
    """The values of a condition, and where they end."""
    pieces: list[_Piece] = []
    while True:
        sign = _SIGN.match(text, place)
        start = sign.end() if sign else place
        quoted = text[start : start + 1] in _CLOSING
        value, end = _quoted(text, start) if quoted else _unquoted(text, start)
        if not value and not quoted:
            raise ValueError(f"{field} needs a value after the colon, every comma and every sign")
        if quoted and text[end : end + 1] not in ("", ",", "，") and not text[end].isspace():
            raise ValueError("after a quoted value comes a space or a comma")
        pieces.append(_Piece(sign[0].translate(_SIGNS) if sign else "", value))
        if text[end : end + 1] not in (",", "，"):
            return pieces, end
        place = end + 1


def _unquoted(text: str, start: int) -> tuple[str, int]:
    match = _VALUE.match(text, start)
    return (match[0], match.end()) if match else ("", start)


def _test(field: str, pieces: Sequence[_Piece], now_ns: int) -> AnyOf | Between:
    compared = any(piece.sign for piece in pieces)
    if field in (*TEXT_FIELDS, "root") or (field.startswith(_FREE) and not compared):
        if compared:
            raise ValueError(f"{field} is not a number: a value that begins so goes in quotes")
        return AnyOf(tuple(_named(field, piece.text) for piece in pieces))
    if len(pieces) == 1 and pieces[0].text != "*" and not _is_named(field, pieces[0]):
        return _between(field, pieces[0], now_ns)
    if compared or (field == "time" and len(pieces) > 1):
        raise ValueError(
            f"{field} takes one comparison or range: several are conditions of their own"
        )
    return AnyOf(tuple(_one_number(field, piece.text) for piece in pieces))


def _is_named(field: str, piece: _Piece) -> bool:
    return not piece.sign and piece.text.lower() in _WORDS.get(field.partition(".")[0], {})


def _named(field: str, text: str) -> str:
    """A value of a field of text; some take only a few."""
    names = _WORDS.get(field)
    if names is None or text == "*":
        return text
    if text.lower() not in names:
        raise ValueError(f"{field} is {' or '.join(names)}, not {text!r}")
    return names[text.lower()]


def _one_number(field: str, text: str) -> str:
    names = _WORDS.get(field.partition(".")[0], {})
    if text == "*" or text.lower() in names:
        return names.get(text.lower(), text)
    low, _, _ = _extent(field, text, 0)
    return number_text(low)


def _between(field: str, piece: _Piece, now_ns: int) -> Between:
    text = unicodedata.normalize("NFKC", piece.text).strip().translate(_SIGNS)
    left, dots, right = text.partition("..")
    if not dots:
        # Nothing happened exactly 7 days ago: what is meant is since then.
        since = field == "time" and text.startswith("-") and not piece.sign
        return _compared(">=" if since else piece.sign, _extent(field, text, now_ns))
    match = _SIGN.match(right)
    upper = match[0] if match else ""
    right = right[len(upper) :]
    if piece.sign.startswith("<") or upper.startswith(">") or not (left or right):
        raise ValueError(f"{field} takes a range such as 1..5, 1.. or ..5, not {piece.text!r}")
    low = _compared(piece.sign or ">=", _extent(field, left, now_ns)) if left else Between()
    high = _compared(upper or "<=", _extent(field, right, now_ns)) if right else Between()
    if low.low is not None and high.high is not None and low.low > high.high:
        raise ValueError(f"nothing lies between the bounds of {piece.text!r}: the first is above")
    return Between(low.low, high.high, low.with_low, high.with_high)


def _compared(sign: str, extent: Extent) -> Between:
    """A day and a month have an extent: after a day is after its end, up to it is up to its end."""
    low, high, closed = extent
    return {
        "": Between(low, high, with_high=closed),
        ">": Between(low=high, with_low=not closed),
        ">=": Between(low=low),
        "<": Between(high=low, with_high=False),
        "<=": Between(high=high, with_high=closed),
    }[sign]


def _extent(field: str, text: str, now_ns: int) -> Extent:
    if field == "time":
        return time(text, now_ns)
    value = seconds(text) if field in _SECONDS else number(text)
    if value is None:
        names = _WORDS.get(field.partition(".")[0], {})
        said = f"{', '.join(names)} or a number" if names else "a number"
        units = ", with ns, us, ms, s, m, h or d after it" if field in _SECONDS else ""
        raise ValueError(f"{field} is {said}{units}, not {text!r}")
    return value, value, True


def _condition_text(condition: Condition | Words) -> str:
    sign = "-" if condition.negated else ""
    if isinstance(condition, Words):
        text = condition.text
        plain = _PLAIN_WORD.fullmatch(text) and not _PREFIX.match(text)
        return sign + (text if plain else _in_quotes(text))
    prefix = _PREFIX.match(condition.field)
    start = prefix.end() if prefix else 0
    name = condition.field[start:]
    shown = name if not prefix or _PLAIN_NAME.fullmatch(name) else _in_quotes(name)
    return f"{sign}{condition.field[:start]}{shown}:{_test_text(condition)}"


def _in_quotes(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("＂", "\\＂") + '"'


def _test_text(condition: Condition) -> str:
    field, test = condition.field, condition.test
    if isinstance(test, AnyOf):
        return ",".join(p if _PLAIN_VALUE.fullmatch(p) else _in_quotes(p) for p in test.patterns)
    low = "" if test.low is None else _bound_text(field, test.low, exact=not test.with_low)
    high = "" if test.high is None else _bound_text(field, test.high, exact=test.with_high)
    above, below = ">=" if test.with_low else ">", "<=" if test.with_high else "<"
    if not low and not high:
        return "*"
    if not high:
        return above + low
    if not low:
        return below + high
    free = field.startswith(_FREE)
    if test.low == test.high and test.with_low and test.with_high and not free:
        return high
    return (
        f"{above if free or not test.with_low else ''}{low}..{'' if test.with_high else '<'}{high}"
    )


def _bound_text(field: str, value: float, *, exact: bool) -> str:
    if field == "time":
        return time_text(int(value), exact=exact)
    return number_text(value) + ("s" if field in _SECONDS else "")
