"""The units a text is made of: words and Chinese characters.

Chinese and Japanese are written without spaces, so a unit is a word where there are words and a
single character where there are none. Length control, overlap and search all count these units,
and so treat both languages alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from genchi.text.normal_form import normalise
from genchi.text.scripts import HAN, HANGUL, KANA

# Vowel signs and accents belong to the word they stand in; `\\w` does not know that.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u08d3-\u0903"
    "\u093a-\u094f\u0951-\u0963\u0981-\u0983\u09bc-\u09e3\u0a01-\u0a51\u0a70-\u0a83"
    "\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56"
    "\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d82\u0d83\u0dca-\u0ddf\u0e31"
    "\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e"
    "\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text and where it stands: `original[start:end] == text`."""

    start: int
    end: int
    text: str


def words(text: str) -> list[Piece]:
    """Words and single Chinese or Japanese characters, with their places in `text`.

    An apostrophe, hyphen or underscore inside a word does not split it, nor does a comma or point
    between two digits. Punctuation, symbols and emoji are not units.

    >>> [piece.text for piece in words("It's 3.14, a well-known数字。")]
    ["It's", '3.14', 'a', 'well-known', '数', '字']
    """
    return [Piece(m.start(), m.end(), m.group()) for m in _units().finditer(text)]


def tokens(text: str) -> list[str]:
    """What a search index stores: folded words, and 1- and 2-grams where words have no spaces.

    Hyphens split here, so that "state-of-the-art" is found by "art". Korean gets both its words
    and their grams, because its particles are glued to its words.

    >>> tokens("State-of-the-art GPT 大模型")
    ['state', 'of', 'the', 'art', 'gpt', '大', '大模', '模', '模型', '型']
    """
    found: list[str] = []
    for match in _index_words().finditer(normalise(text)):
        run = match.group()
        if match.lastgroup == "unspaced":
            found.extend(_grams(run))
        elif match.lastgroup == "hangul":
            found.extend([run, *_grams(run)] if len(run) > 2 else _grams(run))
        else:
            found.append(run)
    return found


def unit_keys(pieces: Iterable[Piece]) -> list[str]:
    """The folded form of each piece, by which two units count as equal.

    >>> unit_keys(words("ＡＢＣ Don’t"))
    ['abc', "don't"]
    """
    return [_key(piece.text) for piece in pieces]


def _key(unit: str) -> str:
    if unit.isascii():
        return unit.lower()
    if len(unit) == 1 and "\u4e00" <= unit <= "\u9fff":
        return unit
    return normalise(unit)


def _grams(run: str) -> Iterator[str]:
    for place, character in enumerate(run):
        yield character
        if place + 1 < len(run):
            yield run[place : place + 2]


@cache
def _units() -> re.Pattern[str]:
    letter = f"(?:[^\\W_{HAN}{KANA}]|[{MARKS}])"
    joiner = r"(?:['’_\-\u2010\u2011\u200c\u200d\u00ad]|(?<=\d)[.,](?=\d))"
    return re.compile(f"[{HAN}{KANA}]|{letter}+(?:{joiner}{letter}+)*")


@cache
def _index_words() -> re.Pattern[str]:
    letter = f"(?:[^\\W_{HAN}{KANA}{HANGUL}]|[{MARKS}])"
    joiner = r"(?:'|(?<=\d)[.,](?=\d))"
    return re.compile(
        f"(?P<unspaced>[{HAN}{KANA}]+)|(?P<hangul>[{HANGUL}]+)|{letter}+(?:{joiner}{letter}+)*"
    )
