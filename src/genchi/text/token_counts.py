"""How many tokens a text has, by a rule anybody can follow: an estimate, and called one.

A Chinese, Japanese or Korean character is one token; of everything else, four characters are one,
and what is left over is one more. No tokenizer counts like that, but counts of the same text agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from genchi.text.scripts import HAN, HANGUL, KANA

WIDE = f"{HAN}{KANA}{HANGUL}\u3000-\u303f\uff00-\uff65"
"""Characters that count as a token each, as the inside of a regular expression's brackets."""
_CJK = re.compile(f"[{WIDE}]")


def estimated_tokens(text: str) -> int:
    """The estimate for a text.

    >>> [estimated_tokens(text) for text in ("Where is my refund?", "怎么退款？", "")]
    [5, 5, 0]
    """
    wide = 0 if text.isascii() else len(_CJK.findall(text))
    return wide + -(-(len(text) - wide) // 4)


def estimated_tokens_of(texts: Iterable[str]) -> int:
    """The estimate for several texts."""
    return sum(map(estimated_tokens, texts))
