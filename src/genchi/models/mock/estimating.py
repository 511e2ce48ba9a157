"""Texts in tokens as this mock counts them: cut to a limit, and in the pieces of a stream."""

from __future__ import annotations

import re

from genchi.text.token_counts import WIDE, estimated_tokens

RULE = "estimated: 1 token for 4 characters, 1 for each CJK character"
"""Said in a header of every answer."""
_CJK = re.compile(f"[{WIDE}]")
_PIECES = re.compile(f"[{WIDE}]|[^\\s{WIDE}]{{1,16}}\\s*|\\s+")


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
    if estimated_tokens(text) <= most:
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
