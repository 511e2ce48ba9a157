"""Where a text stands in an output, however it is spelt there.

Full-width and half-width forms, the kinds of quotes and dashes and runs of white space are alike:
`退款：` is found as `退款:`, and `don't` as `don’t`. Places are those of the output as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from genchi.errors import UsageError
from genchi.records import Evidence
from genchi.text import normalise
from genchi.text.scripts import HAN, KANA

Place = tuple[int, int]

MOST_EVIDENCE = 20
"""So many places are pointed at; a thousand commas need not all be."""

_AFTER_THE_END = r"[\s\"'”’」』»*_`]*\Z"
"""What may follow the last words without being words: closing quotes and emphasis."""


def places(
    output: str, text: str, *, ignore_case: bool = True, whole_words: bool = False
) -> list[Place]:
    """Where `text` begins and ends in `output`, each time it does; places do not overlap.

    >>> places("Refund? No ＲＥＦＵＮＤ.", "refund")
    [(0, 6), (11, 17)]
    """
    pattern = _pattern(text, ignore_case, whole_words)
    return [found.span() for found in pattern.finditer(unified(output, ignore_case=ignore_case))]


def place_at_start(output: str, text: str, *, ignore_case: bool = True) -> Place | None:
    """Where `text` stands if `output` starts with it, white space aside."""
    start = len(output) - len(output.lstrip())
    pattern = _pattern(text.lstrip(), ignore_case, False)
    found = pattern.match(unified(output, ignore_case=ignore_case), start)
    return found.span() if found else None


def place_at_end(output: str, text: str, *, ignore_case: bool = True) -> Place | None:
    """Where `text` stands if `output` ends with it; closing quotes and emphasis may follow.

    >>> place_at_end('She said: "**Over and out.**"', "over and out.")
    (13, 26)
    """
    wanted = text.rstrip()
    pattern = _end_pattern(wanted, ignore_case)
    window = max(0, len(output) - 2 * len(wanted) - 200)
    found = pattern.search(unified(output, ignore_case=ignore_case), window)
    return found.span(1) if found else None


@lru_cache(maxsize=4)  # many checks look at one output
def unified(text: str, *, ignore_case: bool = True) -> str:
    """`text` with one spelling for each character, and as long as before.

    >>> unified("“Ｈi”，你好！")
    '"hi",你好!'
    """
    if text.isascii():
        return text.lower() if ignore_case else text
    return text.translate(_FOLDED if ignore_case else _CASED)


def evidence(found: Sequence[Place], note: str = "") -> tuple[Evidence, ...]:
    """The first of these places of the output, to be pointed at."""
    return tuple(Evidence(start, end, note=note) for start, end in found[:MOST_EVIDENCE])


def quoted(text: str, limit: int = 60) -> str:
    """A text as it is shown in a reason: in quotes and not too long.

    >>> quoted("退款")
    '"退款"'
    """
    return f'"{text if len(text) <= limit else text[: limit - 1] + "…"}"'


class _Spellings(dict[int, str]):
    """The one spelling of each character, found on first use; never longer than the character."""

    def __init__(self, *, keep_case: bool) -> None:
        super().__init__()
        self._keep_case = keep_case

    def __missing__(self, code: int) -> str:
        character = chr(code)
        spelling = normalise(character)
        if len(spelling) != 1:  # white space, "…", ligatures: they stay what they are
            spelling = character
        elif self._keep_case and character.isupper():
            spelling = spelling.upper() if len(spelling.upper()) == 1 else character
        self[code] = spelling
        return spelling


_FOLDED = _Spellings(keep_case=False)
_CASED = _Spellings(keep_case=True)


@lru_cache(maxsize=1024)
def _pattern(text: str, ignore_case: bool, whole_words: bool) -> re.Pattern[str]:
    inside = _inside(text, ignore_case)
    return re.compile(_bounded(text, inside) if whole_words else inside)


@lru_cache(maxsize=256)
def _end_pattern(text: str, ignore_case: bool) -> re.Pattern[str]:
    return re.compile(f"({_inside(text, ignore_case)}){_AFTER_THE_END}")


def _inside(text: str, ignore_case: bool) -> str:
    if not isinstance(text, str) or not text:
        raise UsageError(f"a text to look for is a text with at least one character, not {text!r}")
    if text.isspace():
        return re.escape(text)
    parts = unified(text, ignore_case=ignore_case).split()
    before = r"\s" if text[0].isspace() else ""  # one is enough, and many would be slow to look for
    after = r"\s" if text[-1].isspace() else ""
    return before + r"\s+".join(map(re.escape, parts)) + after


def _bounded(text: str, inside: str) -> str:
    """No letter goes on before or after; a Chinese character has no such border."""
    letter = f"[^\\W{HAN}{KANA}]"
    before = f"(?<!{letter})" if re.match(letter, text) else ""
    after = f"(?!{letter})" if re.match(letter, text[-1]) else ""
    return f"{before}{inside}{after}"
