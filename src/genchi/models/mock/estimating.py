"""How many tokens a text has, by a rule anybody can follow.

A Chinese, Japanese or Korean character is one token; of everything else, four characters are one,
and what is left over is one more. No tokenizer counts like that, but counts of the same text agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from genchi.text.scripts import HAN, HANGUL, KANA

RULE = "estimated: 1 token for 4 characters, 1 for each CJK character"
"""Said in a header of every answer."""
_PUNCTUATION = "\u3000-\u303f\uff00-\uff65"
_CJK = re.compile(f"[{HAN}{KANA}{HANGUL}{_PUNCTUATION}]")
_PIECES = re.compile(
    f"[{HAN}{KANA}{HANGUL}{_PUNCTUATION}]|[^\\s{HAN}{KANA}{HANGUL}{_PUNCTUATION}]{{1,16}}\\s*|\\s+"
)


def tokens_in(text: str) -> int:
    """The estimate for a text.

    >>> tokens_in("Where is my refund?"), tokens_in("怎么退款？"), tokens_in("")
    (5, 5, 0)
    """
    wide = 0 if text.isascii() else len(_CJK.findall(text))
    return wide + -(-(len(text) - wide) // 4)


def tokens_of(texts: Iterable[str]) -> int:
    """The estimate for several texts."""
    return sum(map(tokens_in, texts))


def pieces(text: str) -> list[str]:
    """A text in the pieces that a stream sends: words, and single characters of Chinese.

    >>> pieces("Refunds take 7 天。")
    ['Refunds ', 'take ', '7 ', '天', '。']
    """
    return _PIECES.findall(text)


def cut(text: str, most: int) -> str:
    """As much of a text as has at most so many tokens.

    >>> cut("Where is my refund?", 3), cut("怎么退款？", 2)
    ('Where is my ', '怎么')
    """
    if tokens_in(text) <= most:
        return text
    narrow = 0
    wide = 0
    for place, character in enumerate(text):
        if _CJK.match(character):
            wide += 1
        else:
            narrow += 1
        if wide + -(-narrow // 4) > most:
            return text[:place]
    return text
