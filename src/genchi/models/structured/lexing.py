"""The smallest pieces of JSON-like text, each with what had to be mended in it.

Nothing here decides what a piece is part of, so a piece has one reading or none: quoted texts,
numbers, literals of JSON and of Python, words without quotes, brackets, commas, colons. Comments
are pieces too, so that whoever drops them can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from genchi.models.structured.quoting import CLOSERS, COMMENT, UnreadableError, read_quoted
from genchi.models.structured.strict import NotStrictError, exact_float
from genchi.records import Json

Kind = Literal["open", "close", "comma", "colon", "text", "bare", "scalar", "comment", "cut"]

_MARKS: dict[str, tuple[Kind, str]] = {
    "{": ("open", "{"),
    "[": ("open", "["),
    "}": ("close", "}"),
    "]": ("close", "]"),
    ",": ("comma", ","),
    ":": ("colon", ":"),
    "，": ("comma", ","),
    "：": ("colon", ":"),
}
_LITERALS = {"true": True, "false": False, "null": None}
_OF_PYTHON = {"True": True, "False": False, "None": None}
_NO_NUMBER = {
    sign + name: float(sign + plain)
    for sign in ("", "-", "+")
    for name, plain in (("NaN", "nan"), ("nan", "nan"), ("Infinity", "inf"), ("inf", "inf"))
}
_SPACE = re.compile(r"[\s\ufeff\u200b\u2060]*")
_WORD = re.compile(r"(?:[^\s,:{}\[\]\"'“”‘’，：#/]|/(?![/*]))+")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_ODD_NUMBER = re.compile(r"(?P<sign>[-+]?)(?P<whole>(?:0|[1-9][0-9]*)?)(?P<rest>\.[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece: what it is, its value, where it stands, and what was mended in it.

    A piece of kind "cut" is the beginning of one whose end is not in the text; its value is the
    text so far, if it is a text.
    """

    kind: Kind
    value: Json
    start: int
    end: int
    notes: tuple[str, ...] = ()


def tokens(text: str, start: int = 0, *, final: bool = True) -> Iterator[Token]:
    """The pieces from `start` on; not `final` says that more text may follow.

    >>> [token.value for token in tokens("{'a': True,}")]
    ['{', 'a', ':', True, ',', '}']
    """
    at = start
    while (at := _after_space(text, at)) < len(text):
        token = _token(text, at, final=final)
        yield token
        if token.kind == "cut":
            return
        at = token.end


def _after_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    assert space is not None
    return space.end()


def _token(text: str, at: int, *, final: bool) -> Token:
    mark = _MARKS.get(text[at])
    if mark:
        notes = () if text[at] == mark[1] else ("full-width punctuation",)
        return Token(*mark, at, at + 1, notes)
    if text[at] in CLOSERS:
        quoted = read_quoted(text, at, final=final)
        if quoted.end is None:
            return Token("cut", quoted.value, at, len(text))
        return Token("text", quoted.value, at, quoted.end, quoted.notes)
    comment = COMMENT.match(text, at)
    if comment:
        return _commented(text, at, comment, final=final)
    word = _WORD.match(text, at)
    if word is None:
        if text[at] == "/" and not final and at + 1 == len(text):
            return Token("cut", None, at, len(text))
        raise UnreadableError(f"{text[at]} does not belong there", at)
    # What touches the end of the text may go on: 12 of 123.
    return _said(word.group(), at) if word.end() < len(text) else Token("cut", None, at, len(text))


def _commented(text: str, at: int, comment: re.Match[str], *, final: bool) -> Token:
    written = comment.group()
    closed = written.endswith("*/") and len(written) > 3 if written[1:2] == "*" else final
    if not closed and comment.end() == len(text):
        return Token("cut", None, at, len(text))
    return Token("comment", written, at, comment.end(), ("a comment",))


def _said(word: str, at: int) -> Token:
    """A word without quotes: a literal, a number, or a text that lacks its quotes."""
    end = at + len(word)
    if word in _LITERALS:
        return Token("scalar", _LITERALS[word], at, end)
    if word in _OF_PYTHON:
        return Token("scalar", _OF_PYTHON[word], at, end, ("a literal of Python",))
    if word in _NO_NUMBER:
        return Token("scalar", _NO_NUMBER[word], at, end)
    if _NUMBER.fullmatch(word):
        value, notes = number(word, at)
        return Token("scalar", value, at, end, notes)
    odd = _ODD_NUMBER.fullmatch(word)
    if odd and (odd["whole"] or len(odd["rest"] or "") > 1):
        plain = f"{odd['sign'].rstrip('+')}{odd['whole'] or '0'}{(odd['rest'] or '').rstrip('.')}"
        value, notes = number(plain, at)
        return Token("scalar", value, at, end, ("a number as JSON does not write it", *notes))
    if word == "undefined" or not any(letter.isalnum() for letter in word):
        raise UnreadableError(f"{word[:40]} is no value", at)
    return Token("bare", word, at, end, ("a text without quotes",))


def number(written: str, at: int) -> tuple[int | float, tuple[str, ...]]:
    """The number as it is written in JSON; integers keep every digit."""
    try:
        if not set(written) & set(".eE"):
            return int(written), ()
        return exact_float(written), ()
    except NotStrictError:
        rounded = float(written)
        if rounded in (float("inf"), float("-inf")) or rounded == 0:
            raise UnreadableError(f"{written[:40]} is beyond what a float holds", at) from None
        return rounded, ("digits that a float does not hold",)
    except ValueError:  # Python reads no integer of more than 4,300 digits
        raise UnreadableError(f"a number of {len(written)} digits", at) from None
