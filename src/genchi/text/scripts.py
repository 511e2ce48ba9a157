"""Which writing system a text is in, by counting letters.

Works on the base install and needs no model: a script is a property of a character.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from functools import cache

# Insides of regular-expression classes.
HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af"
)
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"

# First character, last character, script; ascending.
_BLOCKS = (
    (0x0041, 0x005A, "latin"),
    (0x0061, 0x007A, "latin"),
    (0x00AA, 0x00AA, "latin"),
    (0x00BA, 0x00BA, "latin"),
    (0x00C0, 0x00D6, "latin"),
    (0x00D8, 0x00F6, "latin"),
    (0x00F8, 0x02AF, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0531, 0x058F, "armenian"),
    (0x05D0, 0x05F4, "hebrew"),
    (0x0620, 0x064A, "arabic"),
    (0x066E, 0x06D5, "arabic"),
    (0x06EE, 0x06EF, "arabic"),
    (0x06FA, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x0904, 0x0939, "devanagari"),
    (0x0958, 0x0961, "devanagari"),
    (0x0980, 0x09FF, "bengali"),
    (0x0B80, 0x0BFF, "tamil"),
    (0x0E01, 0x0E30, "thai"),
    (0x0E32, 0x0E33, "thai"),
    (0x0E40, 0x0E46, "thai"),
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x1E00, 0x1EFF, "latin"),
    (0x1F00, 0x1FFF, "greek"),
    (0x2E80, 0x2FDF, "han"),
    (0x3005, 0x3007, "han"),
    (0x3041, 0x3096, "kana"),
    (0x309D, 0x309F, "kana"),
    (0x30A1, 0x30FA, "kana"),
    (0x30FC, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x31F0, 0x31FF, "kana"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xA960, 0xA97F, "hangul"),
    (0xAC00, 0xD7A3, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0xFB1D, 0xFB4F, "hebrew"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFC, "arabic"),
    (0xFF21, 0xFF3A, "latin"),
    (0xFF41, 0xFF5A, "latin"),
    (0xFF66, 0xFF9D, "kana"),
    (0xFFA0, 0xFFDC, "hangul"),
    (0x20000, 0x323AF, "han"),
)
_STARTS = tuple(first for first, _, _ in _BLOCKS)

# The commonest English words: a text with many of them is English that quotes Chinese.
_ENGLISH = frozenset(
    str.split(
        "the of and to a in is that for it was on "
        "with as be at by this are from have has not you i "
        "what how do does which can we they he she will would an or but"
    )
)


def letters_by_script(text: str) -> dict[str, int]:
    """How many letters of each script `text` has; letters of rarer scripts count as "other".

    >>> letters_by_script("GPT 大模型!")
    {'latin': 3, 'han': 3}
    """
    counts: dict[str, int] = {}
    for character, times in Counter(text).items():
        script_name = _script_of(character)
        if script_name:
            counts[script_name] = counts.get(script_name, 0) + times
    return counts


def script(text: str) -> str:
    """The script most letters of `text` are in, or "none" for a text without letters.

    >>> script("hello"), script("你好"), script("こんにちは"), script("42!")
    ('latin', 'han', 'kana', 'none')
    """
    counts = letters_by_script(text)
    return max(counts, key=lambda name: counts[name]) if counts else "none"


def chinese_share(text: str) -> float:
    """Chinese characters among all units (Chinese characters and words of other scripts).

    Counted in units and not in letters, because one Chinese character says about as much as one
    English word. Japanese counts as not Chinese, by its kana. 0.0 for a text without letters.

    >>> chinese_share("请打开 GitHub")
    0.75
    """
    counts = letters_by_script(text)
    han = counts.get("han", 0)
    if not han or _is_japanese(counts):
        return 0.0
    return han / (han + len(_other_words().findall(text)))


def is_chinese(text: str) -> bool:
    """True for Chinese, also with English names in it; false for English that quotes Chinese.

    >>> is_chinese("在 GitHub 上 fork 这个 repo"), is_chinese("The word 你好 means hello")
    (True, False)
    """
    share = chinese_share(text)
    if share >= 0.5:
        return True
    if share < 0.1:
        return False
    other = [word.lower() for word in _other_words().findall(text)]
    return sum(word in _ENGLISH for word in other) < 0.15 * len(other)


def _is_japanese(counts: dict[str, int]) -> bool:
    # A Chinese text may quote a Japanese word or the brand letter の; Japanese itself is seldom
    # under a third kana, short titles excepted.
    kana = counts.get("kana", 0)
    return kana > 0 and kana >= 0.1 * (kana + counts.get("han", 0))


def _script_of(character: str) -> str:
    code = ord(character)
    place = bisect.bisect_right(_STARTS, code) - 1
    if place >= 0 and code <= _BLOCKS[place][1]:
        return _BLOCKS[place][2]
    return "other" if character.isalpha() else ""


@cache
def _other_words() -> re.Pattern[str]:
    return re.compile(f"[^\\W\\d_{HAN}{KANA}]+")
