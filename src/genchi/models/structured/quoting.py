"""A text in quotes as models write it: in any quotes, with raw line breaks, with quotes inside.

Where such a text ends is the one question that has two answers too often. A quote ends the text if
what follows could only follow an end: a comma, a colon, a closing bracket, the end. Another quote
is part of the text, and these come in pairs; where they do not, the reading is in doubt and is
refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

CLOSERS = {'"': '"', "'": "'", "“": "”", "‘": "’"}
"""The quotes a text may stand in: what opens it, what closes it."""

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_PLAIN_ESCAPES = {'"': '"', "\\": "\\", "/": "/"}
COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f]")


class UnreadableError(Exception):
    """The text at `place` cannot be read without guessing."""

    def __init__(self, why: str, place: int, pointer: str = "") -> None:
        """Why not, and at which character."""
        super().__init__(why)
        self.why, self.place, self.pointer = why, place, pointer


@dataclass(frozen=True, slots=True)
class Quoted:
    """The text, where its closing quote ends (None: it is cut off), and what had to be mended."""

    value: str
    end: int | None
    notes: tuple[str, ...]


def read_quoted(text: str, start: int, *, final: bool = True) -> Quoted:
    """The text whose opening quote is at `start`; not `final` says that more text may follow.

    >>> read_quoted('"say "yes" now", 1', 0)
    Quoted(value='say "yes" now', end=15, notes=('quotes inside the text',))
    """
    opener = text[start]
    closer = CLOSERS[opener]
    if text.startswith(opener * 3, start):
        raise UnreadableError("three quotes in a row", start)
    at, pieces, inner, escapes = start + 1, list[str](), list[int](), set[str]()
    while True:
        plain = _plain(closer).match(text, at)
        assert plain is not None
        pieces.append(plain.group())
        at = plain.end()
        if at >= len(text):
            return Quoted("".join(pieces), None, ())
        if text[at] == "\\":
            piece, at = _escaped(text, at, escapes, start)
            if piece is None:
                return Quoted("".join(pieces), None, ())
            pieces.append(piece)
            continue
        ends = _ends(text, at, closer, final=final)
        if ends is None:
            return Quoted("".join(pieces), None, ())
        if ends:
            return Quoted("".join(pieces), at + 1, _notes(text, start, at, inner, escapes))
        inner.append(at)
        pieces.append(closer)
        at += 1


def _ends(text: str, at: int, closer: str, *, final: bool) -> bool | None:
    """Whether the quote at `at` ends the text; None: what follows it is not there yet."""
    after = _space().match(text, at + 1)
    assert after is not None
    following = after.end()
    if following >= len(text):
        return True if final else None
    if text[following] in (",:]}：" if closer in "\"'" else ",:]}：，"):
        return True
    comment = COMMENT.match(text, following)
    if comment:
        if closer in comment.group():
            raise UnreadableError("where a text ends: at a comment, or after it", at)
        return True
    if text[following] != closer or following == at + 1:
        return False
    # Another quoted text follows at once: a comma is missing, or both quotes are inside this one.
    if "\n" in after.group() or _key(closer).match(text, following):
        return True
    raise UnreadableError("where a text ends: two quotes with only space between them", at)


def _escaped(text: str, at: int, escapes: set[str], start: int) -> tuple[str | None, int]:
    """The character of an escape and where it ends; no character where it is cut off."""
    letter = text[at + 1 : at + 2]
    if not letter:
        return None, len(text)
    if letter == "u":
        return _unicode_escape(text, at, start)
    if letter in _PLAIN_ESCAPES:
        return _PLAIN_ESCAPES[letter], at + 2
    escapes.add(letter)
    if letter in _ESCAPES:
        return _ESCAPES[letter], at + 2
    # \' is a quote, as Python writes it; of another letter, such as \d, the backslash is meant.
    return ("'" if letter == "'" else "\\" + letter), at + 2


def _unicode_escape(text: str, at: int, start: int) -> tuple[str | None, int]:
    digits = text[at + 2 : at + 6]
    if len(digits) < 4 and at + 2 + len(digits) >= len(text):
        return None, len(text)
    if not re.fullmatch("[0-9a-fA-F]{4}", digits):
        raise UnreadableError("an escape \\u without four digits", start)
    first = int(digits, 16)
    if 0xD800 <= first < 0xDC00:
        second = re.compile(r"\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE).match(text, at + 6)
        if second:
            low = int(second[1], 16)
            return chr(0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00)), at + 12
    return chr(first), at + 6


def _notes(text: str, start: int, end: int, inner: list[int], escapes: set[str]) -> tuple[str, ...]:
    """What was mended in a text that stands from quote to quote; raises where it is in doubt."""
    notes = []
    if text[start] != '"':
        notes.append("quotes of another kind")
    if inner:
        _refuse_odd_quotes(text, start, inner)
        notes.append("quotes inside the text")
    odd = escapes - set(_ESCAPES)
    if odd - {"'"}:
        if escapes & set(_ESCAPES) or not all(letter.isalnum() for letter in odd - {"'"}):
            raise UnreadableError("a text with escapes that JSON does not have", start)
        notes.append("a backslash that is meant")
    elif odd:
        notes.append("an escape that JSON does not have")
    if _CONTROL.search(text, start, end):
        notes.append("line breaks or control characters within a text")
    return tuple(notes)


def _refuse_odd_quotes(text: str, start: int, inner: list[int]) -> None:
    """Quotes inside a text come in pairs; an apostrophe between two letters is none."""
    if text[start] in "“‘":
        paired = text.count(text[start], start + 1, inner[-1]) == len(inner)
    else:
        counted = [at for at in inner if not (text[start] == "'" and _within_word(text, at))]
        opening, closing = counted[::2], counted[1::2]
        paired = len(opening) == len(closing) and all(
            _stands(text[at + 1], text[at - 1]) for at in opening
        )
        paired = paired and all(_stands(text[at - 1], text[at + 1]) for at in closing)
    if not paired:
        raise UnreadableError("where a text ends: a quote inside it is not escaped", start)


def _stands(inside: str, outside: str) -> bool:
    """Whether a quote inside a text has its quotation on one side and no Latin word on the other.

    In `["x" 1, "y"]` the quotes after x and before y would be a pair that is turned inside out.
    """
    return not inside.isspace() and not (outside.isascii() and outside.isalnum())


def _within_word(text: str, at: int) -> bool:
    return text[at - 1].isalnum() and text[at + 1 : at + 2].isalnum()


@cache
def _plain(closer: str) -> re.Pattern[str]:
    return re.compile(rf"[^{closer}\\]*")


@cache
def _key(closer: str) -> re.Pattern[str]:
    return re.compile(rf"{closer}[^{closer}\\\n]*{closer}\s*:")


@cache
def _space() -> re.Pattern[str]:
    return re.compile(r"\s*")
