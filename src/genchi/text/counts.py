"""How long a text is, in the same measure for English and Chinese."""

from __future__ import annotations

import unicodedata
from collections import Counter

from genchi.text.pieces import words


def count_words(text: str) -> int:
    """Words, plus one for every Chinese or Japanese character; punctuation and emoji are free.

    This is what word processors show as the length of a mixed text.

    >>> count_words("Hello, world!"), count_words("你好，世界！"), count_words("用 Python 写代码")
    (2, 4, 5)
    """
    return len(words(text))


def count_characters(text: str) -> int:
    """Visible characters: punctuation counts, white space and control characters do not.

    An accent is part of its letter, whichever way it is encoded. An emoji made of several joined
    emoji counts once for each of them.

    >>> count_characters("Hi, you!"), count_characters("你好，世界！"), count_characters("e\\u0301")
    (7, 6, 1)
    """
    return sum(times for character, times in Counter(text).items() if _is_visible(character))


def _is_visible(character: str) -> bool:
    # M: accents and vowel signs; Z: separators; C: control, format, surrogate.
    return unicodedata.category(character)[0] not in "MZC"
