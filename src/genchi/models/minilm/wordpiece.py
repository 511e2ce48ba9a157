"""Text into the pieces of a BERT vocabulary, as the original tokenizer cuts it.

First words: control characters go, accents and capitals too, Chinese characters and punctuation
become words of their own. Then each word is cut into the longest pieces that the vocabulary has,
from the left (Wu et al. 2016, "Google's Neural Machine Translation System"). A word that cannot be
cut is one unknown piece, and so is one of more than 100 characters.

It agrees piece by piece with `BertTokenizerFast` of the transformers library, with one exception:
that library's tables of characters are those of Unicode 8 (2015), Python's are newer. They differ
over some 500 accents, punctuation marks and invisible characters of rare scripts, added since.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from genchi.errors import OutsideError

START, END, UNKNOWN, PADDING = "[CLS]", "[SEP]", "[UNK]", "[PAD]"
_WHOLE = re.compile(r"(\[(?:PAD|UNK|CLS|SEP|MASK)\])")
"""Pieces that stand for themselves where a text has them, as the original reads them."""
_LONGEST_WORD = 100
"""Characters of the longest word that is cut into pieces."""
_CHINESE = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)
"""First and last characters of the blocks whose characters are words; the gap is the original's."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces that a model knows, each with its number."""

    numbers: Mapping[str, int]

    def pieces(self, text: str, most: int) -> list[int]:
        """The numbers of the first pieces of `text`, at most `most`, between start and end.

        >>> small = Vocabulary({"[CLS]": 0, "[SEP]": 1, "[UNK]": 2, "un": 3, "##do": 4, "!": 5})
        >>> small.pieces("Undo, UNDÓ!", 256)
        [0, 3, 4, 2, 3, 4, 5, 1]
        """
        found = [self.numbers[START]]
        for part in _WHOLE.split(text):
            if _WHOLE.fullmatch(part):
                found.append(self.numbers[part])
                continue
            for word in words(part, most):
                found += self.pieces_of_word(word)
                if len(found) >= most:
                    break
            if len(found) >= most:
                break
        return [*found[: most - 1], self.numbers[END]]

    def pieces_of_word(self, word: str) -> Sequence[int]:
        """The numbers of the longest pieces of a word; the unknown piece where it has none."""
        whole = self.numbers.get(word)
        if whole is not None:
            return (whole,) if len(word) <= _LONGEST_WORD else (self.numbers[UNKNOWN],)
        if len(word) > _LONGEST_WORD:
            return (self.numbers[UNKNOWN],)
        found, at = [], 0
        while at < len(word):
            piece = self._longest(word, at)
            if piece is None:
                return (self.numbers[UNKNOWN],)
            at, number = piece
            found.append(number)
        return found

    def _longest(self, word: str, at: int) -> tuple[int, int] | None:
        """Where the longest piece that begins at `at` ends, and its number."""
        before = "##" if at else ""
        for end in range(len(word), at, -1):
            number = self.numbers.get(before + word[at:end])
            if number is not None:
                return end, number
        return None


def read_vocabulary(text: str) -> Vocabulary:
    """The vocabulary of a `vocab.txt`: one piece a line, numbered from 0."""
    lines = text.removesuffix("\n").split("\n")
    numbers = {piece.removesuffix("\r"): number for number, piece in enumerate(lines)}
    missing = [piece for piece in (START, END, UNKNOWN, PADDING, "[MASK]") if piece not in numbers]
    if missing:
        raise OutsideError(f"the vocabulary lacks {', '.join(missing)}: install it again")
    return Vocabulary(numbers)


def words(text: str, most: int) -> list[str]:
    """The first words of a text, at most `most`: small letters without accents, and marks.

    >>> words("Crème brûlée, 你好!\\x00", 99)
    ['creme', 'brulee', ',', '你', '好', '!']
    """
    return text.translate(_written()).split(None, most)[:most]


class _Written(dict[int, str]):
    """What each character becomes; filled as they are met, and so never longer than Unicode."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _write(chr(code))
        return found


@cache
def _written() -> _Written:
    return _Written()


def _write(character: str) -> str:
    kind = unicodedata.category(character)
    if character in "\t\n\r" or kind in {"Zs", "Zl", "Zp"}:
        return " "
    if kind in {"Cc", "Cf", "Co", "Cs"} or character == "\ufffd":
        return ""
    # Only then is it taken apart: a Chinese character stays a word though its parts may be none.
    plain = "".join(
        f" {mark} " if _is_mark(mark) else mark.lower()
        for mark in unicodedata.normalize("NFD", character)
        if unicodedata.category(mark) != "Mn"
    )
    return f" {plain} " if _is_chinese(ord(character)) else plain


def _is_mark(character: str) -> bool:
    ascii_mark = character.isascii() and character.isprintable() and not character.isalnum()
    return (ascii_mark and character != " ") or unicodedata.category(character).startswith("P")


def _is_chinese(code: int) -> bool:
    return any(first <= code <= last for first, last in _CHINESE)
