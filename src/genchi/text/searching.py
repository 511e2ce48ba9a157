"""Searching for words in any language: how text is folded, cut into terms, and matched.

`Search.matches` decides. A full-text index only finds candidates quickly: what goes into it
(`index_terms`) and what it is asked (`Search.candidates`) must find every text that matches; that
they may find more does no harm. The index is SQLite's FTS5; it needs no positions (`detail=none`).
Its tokenizer is `ascii`, to which every character outside ASCII is a letter: folding and cutting is
done here. Indexes of `unicode61 remove_diacritics 2` understand the same terms, more slowly.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import add

from genchi.text.pieces import MARKS
from genchi.text.scripts import HAN, HANGUL, KANA

_UNSPACED = HAN + KANA + HANGUL
"""Characters of languages in which a word is found anywhere, not only between boundaries."""
_LETTER = f"(?:[^\\W_{_UNSPACED}]|[{MARKS}])"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufe00-\ufe0f\ufeff"
_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MARKLESS = "\u2010-\u2070\u3000-\u3029\u3030-\u3098\u309b-\u9fff\uff00-\uff9d"
"""Common blocks without a character that NFKC sorts: a glance at their range is enough."""
_WIDE = {
    wide: unicodedata.normalize("NFKC", wide)
    for wide in "\u00a0\u2026\u3000\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\uff5e"
}
"""Punctuation that nearly every Chinese text has: exchanged beforehand, which is quick, it leaves
NFKC with nothing to do most of the time. NFKC of the whole text stays the same."""
_MOST_MARKS = 30
"""On one letter: Unicode's Stream-Safe Text Format (UAX #15). Sorting more takes quadratic time."""
_MOST_TERMS = 64
"""What an index is asked for; the rest of a long phrase is left to `Search.matches`."""


@dataclass(frozen=True, slots=True)
class Search:
    """A word, the beginning of one, or words in a row, to be found; made by `search_of`."""

    text: str
    """Folded, with single spaces, without the `*` of a beginning."""
    prefix: bool
    row: re.Pattern[str]
    """The words in a row, wherever they stand."""

    def matches(self, folded: str) -> bool:
        """Whether it is in a text that `fold` has folded.

        A word is found whole: no letter or digit before and after it. Chinese, Japanese and Korean
        are found anywhere. What stands between words (`gpt-4o`, `find_order`) must stand there in
        the text too; a space is any white space.

        >>> search_of("refund").matches(fold("Refund, please")), search_of("fund").matches("refund")
        (True, False)
        >>> search_of("退款").matches("申请退款流程"), search_of("GPT*").matches("用gpt-4o写")
        (True, True)
        """
        return not self.text or next(self._spans(folded), None) is not None

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it stands in a text as it was written: start and end of each, in order.

        >>> search_of("cafe").places("Un CAFÉ, deux cafés")
        [(3, 7)]
        """
        folded, places = folded_with_places(text)
        found = [(places[a], _end(places, b, len(text))) for a, b in self._spans(folded)]
        return list(dict.fromkeys(found))  # two within one character are one place

    def candidates(self) -> str | None:
        """A MATCH expression that holds for all that match; None where only a scan can tell.

        >>> search_of("退款政策 polic*").candidates()
        '"退款" AND "款政" AND "政策" AND "polic"*'
        >>> search_of("!?").candidates() is None
        True
        """
        terms: dict[str, None] = {}
        for run in _runs().finditer(self.text):
            if run["unspaced"]:
                terms |= dict.fromkeys(_grams(run[0]))
            else:
                star = "*" if self.prefix and run.end() == len(self.text) else ""
                terms[f'"{_written(run[0])}"{star}'] = None
        return " AND ".join(list(terms)[:_MOST_TERMS]) or None

    def _spans(self, folded: str) -> Iterator[tuple[int, int]]:
        place = 0
        while self.text and (found := self.row.search(folded, place)):
            start, end = found.span()
            whole = self._begins(folded, start) and self._ends(folded, end)
            place = end if whole else start + 1
            if whole:
                yield start, end

    def _begins(self, folded: str, start: int) -> bool:
        return not (_is_letter(self.text[0]) and start and _is_letter(folded[start - 1]))

    def _ends(self, folded: str, end: int) -> bool:
        return self.prefix or not (_is_letter(self.text[-1]) and _is_letter(folded[end : end + 1]))


def search_of(words: str) -> Search:
    """The search for a word, for the beginning of one (`refund*`), or for words in a row."""
    folded = " ".join(fold(words).split())
    prefix = folded.endswith("*") and _is_letter(folded[-2:-1])
    text = folded[:-1] if prefix else folded
    return Search(text, prefix, re.compile(r"\s+".join(map(re.escape, text.split(" ")))))


def index_terms(text: str) -> str:
    """What an index is given of a text: folded words, then Chinese and the like in pairs.

    A single character is found as the beginning of a pair; the last of a row has none.

    >>> index_terms("Ask GPT-4 for 退款吗").split()
    ['ask', 'gpt-4', 'for', '退款', '款吗', '吗']
    """
    folded = fold(text)
    if folded.isascii():
        return folded
    parts = _unspaced().split(folded)
    words = _no_word().sub(" ", " ".join(parts[::2]))
    return _written(f"{words} {_pairs(' '.join(parts[1::2]))}")


def fold(text: str) -> str:
    """The form of a text in which it is searched.

    `\\uXXXX` escapes that are left in it become the characters they stand for; NFKC (full width
    becomes half width); case folding; accents and invisible characters are dropped, and what is no
    character (half of a surrogate pair) becomes U+FFFD. The signs of kana stay: が is not か.

    >>> fold("Ｃafé \\\\u9000\\\\u6b3e")
    'cafe 退款'
    """
    if text.isascii() and "\\u" not in text:
        return text.lower()
    plain = _escape().sub(_unescaped, text)
    if _many_marks().search(plain):
        return "".join(folded for _, folded in _clusters(plain))
    return _folded(plain)


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters where in `text` it comes from.

    >>> folded_with_places("ﬁn\\\\u9000")
    ('fin退', [0, 0, 1, 2])
    """
    if text.isascii() and "\\u" not in text:
        return text.lower(), list(range(len(text)))
    plain, origins = _unescaped_with_places(text)
    parts: list[str] = []
    places: list[int] = []
    for start, folded in _clusters(plain):
        parts.append(folded)
        places.extend([origins[start]] * len(folded))
    return "".join(parts), places


def _end(places: list[int], end: int, size: int) -> int:
    """Where in the original the character before `end` ends."""
    last = places[end - 1]
    while end < len(places) and places[end] == last:
        end += 1
    return places[end] if end < len(places) else size


def _folded(text: str) -> str:
    for wide, narrow in _WIDE.items():
        text = text.replace(wide, narrow)
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _accented().sub(lambda match: _bare(match[0]), folded)


@lru_cache(maxsize=4096)
def _bare(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    return _dropped().sub("", unicodedata.normalize("NFD", character))


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Characters with what NFKC may join to them, folded, and where each begins."""
    start, cluster, marks = 0, "", 0
    for place, character in enumerate(text):
        if not (cluster and _joins(character)):
            if cluster:
                yield start, _cluster(cluster)
            start, cluster, marks = place, character, 0
        else:
            marks += 1
            cluster += character if marks <= _MOST_MARKS else ""
    if cluster:
        yield start, _cluster(cluster)


@lru_cache(maxsize=4096)
def _cluster(cluster: str) -> str:
    return _folded(cluster)


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    """Whether NFKC may make one character of the one before and this one."""
    if character.isascii():
        return False
    first = unicodedata.normalize("NFKC", character)[0]
    jamo = "\u1160" <= first <= "\u11ff"  # the second and third letter of a syllable
    return jamo or unicodedata.category(first)[0] == "M"


def _unescaped(match: re.Match[str]) -> str:
    digits = match[0].replace("\\u", "")
    return bytes.fromhex(digits).decode("utf-16-be", "surrogatepass")


def _unescaped_with_places(text: str) -> tuple[str, list[int]]:
    parts: list[str] = []
    places: list[int] = []
    last = 0
    for match in _escape().finditer(text):
        start, end = match.span()
        parts += [text[last:start], _unescaped(match)]
        places += [*range(last, start), start]
        last = end
    return "".join([*parts, text[last:]]), [*places, *range(last, len(text))]


def _is_letter(character: str) -> bool:
    return _letter().fullmatch(character) is not None


def _grams(run: str) -> Iterator[str]:
    """What the index is asked for Chinese and the like: pairs, or what begins with a character."""
    if len(run) == 1:
        yield f'"{_written(run)}"*'
    for pair in map(add, run, run[1:]):
        yield f'"{_written(pair)}"'


def _pairs(runs: str) -> str:
    """Each character of some runs with the next one, and the first and the last of a run alone.

    >>> _pairs("退款吗 好").split()
    ['退款', '款吗', '吗', '好', '好']
    """
    codes = array("I", f"{runs} ".encode("utf-32-le"))  # so that it takes no loop in Python
    space = array("I", " ".encode("utf-32-le"))
    pairs = space * (3 * len(codes) - 3)
    pairs[0::3], pairs[1::3] = codes[:-1], codes[1:]
    return pairs.tobytes().decode("utf-32-le")


def _written(terms: str) -> str:
    """Terms as FTS5 takes each for one: characters that it would split at are spelled in ASCII."""
    return terms if terms.isascii() else _odd().sub(lambda odd: f"u{ord(odd[0]):x}z", terms)


_ODD = MARKS + "\u19b0-\u19c9\u1cf2\u1cf3\u2e80-\u2fdf"
"""Parts of words at which unicode61 splits: marks, New Tai Lue vowels, Chinese radicals."""


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(f"[{_ODD}]")


# A class before the same class with a `*`, not one with a `+`: `re` looks for its first character
# without trying to match at each, which takes half the time.


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"([{_UNSPACED}][{_UNSPACED}]*)")


@cache
def _no_word() -> re.Pattern[str]:
    # Becomes a space: a tokenizer takes some of it, or all that is not ASCII, for letters.
    other = f"[^\\w\\x00-\\x7f{_ODD}]"
    return re.compile(f"{other}{other}*")


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(_LETTER)


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(f"(?P<unspaced>[{_UNSPACED}]+)|{_LETTER}+")


@cache
def _escape() -> re.Pattern[str]:
    pair = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    return re.compile(rf"{pair}|\\u[0-9a-fA-F]{{4}}")


@cache
def _accented() -> re.Pattern[str]:
    # Latin, Greek and Cyrillic letters, of which some have accents, and what is dropped or no text.
    return re.compile(f"[\u00c0-\u052f\u1e00-\u1fff\ud800-\udfff{_INVISIBLE}{_ACCENTS}]")


@cache
def _dropped() -> re.Pattern[str]:
    return re.compile(f"[{_INVISIBLE}{_ACCENTS}]")


@cache
def _many_marks() -> re.Pattern[str]:
    # Every character that NFKC sorts is outside `\w`; ASCII and spaces end a pile of them.
    mark = rf"[^\w\s\x00-\x7f{_MARKLESS}]"
    return re.compile(f"{mark}{mark}{{{_MOST_MARKS},}}")
