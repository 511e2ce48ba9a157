"""Where sentences end, in English, in Chinese and in text that mixes them.

A Chinese stop always ends a sentence. A point ends one only if what stands around it does not say
otherwise: an abbreviation before it, a small letter after it, a digit on both sides.
"""

from __future__ import annotations

import re
from functools import cache

from genchi.text.pieces import Piece
from genchi.text.scripts import HAN, KANA

_CLOSERS = "\"'”’»)\\]}）】］｝」』》〉〕"
# Never at the end of a sentence: something always follows.
_OPENING = frozenset(
    str.split(
        "mr mrs ms mx dr prof st mt ft rev hon gen gov sen rep capt cpt col lt sgt maj adm messrs "
        "e.g i.e eg ie vs cf viz fig figs eq eqs sec ch pp vol ed eds approx ca al dept est resp "
        "ave blvd"
    )
)
# At the end of a sentence only if a usual first word of a sentence follows.
_WITH_NAME = frozenset(
    str.split(
        "a.m p.m u.s u.k u.n e.u u.s.a d.c ph.d m.d b.a "
        "m.a b.sc m.sc ll.b n.y l.a jr sr inc ltd co "
        "corp llc bros jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
    )
)
# Only an abbreviation when a number follows.
_BEFORE_NUMBER = frozenset(str.split("no nos p art para"))
_FIRST_WORDS = frozenset(
    str.split(
        "the a an he she it we they you i this "
        "that these those there here in on at for from by with "
        "as if when while after before since although "
        "however but and so then thus therefore his her "
        "its our their my your what who why how where no not now one some many most all each both "
        "please yes according during despite because meanwhile moreover instead also today"
    )
)
# A footnote mark after the stop belongs to the sentence before it.
_NOTES = r"(?:\[\d{1,3}(?:[,-]\d{1,3}){0,5}\])*"
_LOOK_BACK = 24
# A line at least this long that stops without a stop was wrapped by an editor.
_WRAPPED = 50


def sentences(text: str) -> list[Piece]:
    """The sentences of `text`, with their places; only white space is lost between them.

    A line break ends a sentence too, unless the line was plainly wrapped: a long line without a
    stop, or a next line that goes on with a small letter. Closing quotes and brackets stay with
    the sentence they close. A full-width semicolon ends a sentence, as is usual for Chinese.

    >>> [s.text for s in sentences("Dr. Li paid $3.50, i.e. too much. He left.")]
    ['Dr. Li paid $3.50, i.e. too much.', 'He left.']
    >>> [s.text for s in sentences("他说：“走吧！”我没动。真的……")]
    ['他说：“走吧！”', '我没动。', '真的……']
    """
    found: list[Piece] = []
    start = 0
    small = text.islower()  # where all letters are small, a small letter says nothing
    for match in _candidates().finditer(text):
        if match.start() >= start and _ends_here(text, start, match, small):
            _append(found, text, start, match.end())
            start = match.end()
    _append(found, text, start, len(text))
    return found


def _append(found: list[Piece], text: str, start: int, end: int) -> None:
    raw = text[start:end]
    kept = raw.strip()
    if kept:
        start += len(raw) - len(raw.lstrip())
        found.append(Piece(start, start + len(kept), kept))


def _ends_here(text: str, start: int, match: re.Match[str], small: bool) -> bool:
    if match.lastgroup == "line":
        return _line_ends(text, start, match)
    if match.lastgroup == "wide":
        return text[match.end() : match.end() + 1] not in tuple("，、,；：")
    return _narrow_ends(text, start, match, small)


def _line_ends(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 8]
    if sum(match.group().count(mark) for mark in "\n\u2028\u2029") > 1 or not following:
        return True
    if _list_marker().match(following):
        return True
    if following[0].islower():
        return False
    line_start = max(text.rfind("\n", start, match.start()) + 1, start)
    before = text[max(match.start() - 1, 0)]
    wrapped = match.start() - line_start >= _WRAPPED and (before.isalnum() or before == ",")
    return not (wrapped and before.isascii())


def _narrow_ends(text: str, start: int, match: re.Match[str], small: bool) -> bool:
    """Whether an ASCII stop (with what closes after it) ends a sentence."""
    marks = match.group("marks")
    after = text[match.end() : match.end() + 1]
    if after and not after.isspace():
        return _glued_ends(text, match, marks, after)
    following = _next_word().match(text, match.end())
    word = following.group("word") if following else ""
    if word[:1].islower() and not small:
        return False
    if marks != ".":
        return True
    return _point_ends(text[max(start, match.start() - _LOOK_BACK) : match.start()], word)


def _glued_ends(text: str, match: re.Match[str], marks: str, after: str) -> bool:
    """No space follows: a stop only where Chinese follows, which needs no space."""
    if not _unspaced().match(after):
        return False
    before = text[max(match.start() - 1, 0) : match.start()]
    return marks != "." or bool(_unspaced().match(before)) or match.end() > match.end("marks")


def _point_ends(before: str, word: str) -> bool:
    """Whether a single point after `before` ends a sentence, when `word` comes next."""
    last = _last_word().search(before)
    if last is None:
        return True
    name = last.group().lower()
    if name.isdigit():
        # "1. Wash the rice": a number that opens the sentence is its list marker.
        return bool(before[: last.start()].strip()) or not word
    if name in _OPENING:
        return not word
    if name in _BEFORE_NUMBER:
        return not word[:1].isdigit()
    if name == "i" and before[: last.start()].rstrip()[-1:].islower():
        return True
    if name in _WITH_NAME or (len(name) == 1 and last.group().isupper()):
        return not word or word.lower() in _FIRST_WORDS
    return True


@cache
def _candidates() -> re.Pattern[str]:
    return re.compile(
        f"(?P<wide>(?:[。！？；｡؟۔।‽]|……)[。！？；｡…!?]*{_NOTES}[{_CLOSERS}]*)"
        f"|(?P<narrow>(?P<marks>[.!?…]+){_NOTES}[{_CLOSERS}]*)"
        r"|(?P<line>[\n\u2028\u2029]\s*)"
    )


@cache
def _next_word() -> re.Pattern[str]:
    return re.compile(r"[\s\"'“‘(\[«]{0,80}(?P<word>[^\W_]{0,20})")


@cache
def _last_word() -> re.Pattern[str]:
    return re.compile(r"(?<![^\W_])(?:[^\W_]+\.)*[^\W_]+$")


@cache
def _list_marker() -> re.Pattern[str]:
    return re.compile(r"[-*•·▪◦‣#>]|\(?[0-9a-zA-Z一二三四五六七八九十]{1,3}[.)、）]\s*\S?")


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{HAN}{KANA}“‘「『《（【]")
