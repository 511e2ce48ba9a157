"""Which texts an English vocabulary can read.

The share of unknown pieces does not tell: of Cyrillic, Arabic, Hebrew or kana the vocabulary has
single letters, which are known and say nothing. The script does. Counted are units as in
`genchi.text.chinese_share`: a Chinese or kana character, or a word of any other script.

Measured on public data (banking77, CMRC 2018, VCSum, COLD, UHGEval and HalluQA, 5,000 texts of
each): of the Chinese texts at least 99.9 % have more than half of their units in Chinese, the
exceptions being mostly a name or an address in Latin letters; of English sentences with a Chinese
name of two to four characters put in the middle, 0.02 %.
"""

from __future__ import annotations

import re
from functools import cache

from genchi.text.scripts import HAN, KANA, letters_by_script

MOST_FOREIGN = 0.5
"""Share of units in other scripts than Latin up to which a text is read."""


def foreign_share(text: str) -> float:
    """Units in other scripts than Latin among all; 0.0 for a text without letters.

    >>> foreign_share("The invoice of 王小明 has not arrived yet"), foreign_share("发票还没到")
    (0.3, 1.0)
    """
    if text.isascii():
        return 0.0
    units = foreign = 0
    for match in _units().finditer(text):
        units += 1
        foreign += not match[0].isascii() and "latin" not in letters_by_script(match[0])
    return foreign / units if units else 0.0


def is_legible(text: str) -> bool:
    """True where at most half of the units of `text` are in another script than Latin.

    >>> is_legible("Naïve café №5 🎉"), is_legible("請問何時退款"), is_legible("Где мой заказ?")
    (True, False, False)
    """
    return foreign_share(text) <= MOST_FOREIGN


@cache
def _units() -> re.Pattern[str]:
    return re.compile(f"[{HAN}{KANA}]|[^\\W\\d_{HAN}{KANA}]+")
