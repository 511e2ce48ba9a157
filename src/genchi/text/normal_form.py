"""One spelling for texts that differ only in width, case, quotes, dashes or spacing.

Two texts that a reader would call the same should compare equal before anything is counted.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SINGLE_QUOTES = "‘’‚‛′ʼ＇`´"
_DOUBLE_QUOTES = "“”„‟″«»＂〝〞"
_DASHES = "‐‑‒–—―−﹘﹣－"
# Characters that take no room and carry no meaning for a comparison.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"

_UNIFIED = {
    **dict.fromkeys(map(ord, _SINGLE_QUOTES), "'"),
    **dict.fromkeys(map(ord, _DOUBLE_QUOTES), '"'),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _INVISIBLE), None),
    ord("…"): "...",
}


def normalise(text: str) -> str:
    """The form of `text` in which spelling variants are equal.

    In this order: quotes and dashes are unified and invisible characters dropped; NFKC, which
    turns full-width letters, digits and punctuation into half-width; case folding; every run of
    white space becomes one space, and none is left at the ends. Applying it twice changes nothing.

    >>> normalise("  “Ｈｅｌｌｏ”，\\n world — ＯＫ ")
    '"hello", world - ok'
    >>> normalise("价格：１２３元。")
    '价格:123元。'
    """
    if text.isascii():
        return " ".join(text.replace("`", "'").lower().split())
    folded = _compatible(_compatible(text.translate(_UNIFIED)).casefold())
    # NFKC and case folding bring back a few of the characters unified before.
    return " ".join(_compatible(folded.translate(_UNIFIED)).split())


def _compatible(text: str) -> str:
    """NFKC in linear time: a pile of more than 30 marks on one letter is cut before sorting.

    Sorting the marks is quadratic in the standard library, which a hostile text can use.
    """
    if not _mark_piles().search(text):
        return unicodedata.normalize("NFKC", text)
    cut = _mark_piles().sub(lambda pile: pile.group()[:30], text)
    return unicodedata.normalize("NFKC", cut)


@cache
def _mark_piles() -> re.Pattern[str]:
    # Every character that is sorted is outside `\w`, and so is punctuation, which is told apart
    # by being none of these blocks.
    return re.compile(
        r"[^\w\s\x00-\u02ff\u2000-\u20cf\u2100-\u2fff\u3000-\u3029\ufe30-\uffff]{31,}"
    )
