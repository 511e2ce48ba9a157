"""Numbers in English words: "twenty-five", "two hundred and five", "two and a half", "third"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from genchi.text.numerals import Numeral, Style

_SMALL = {
    word: value
    for value, word in enumerate(
        str.split(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        )
    )
}
_TENS = {
    word: value * 10
    for value, word in enumerate(
        str.split("twenty thirty forty fifty sixty seventy eighty ninety"), 2
    )
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_GROUPS = {"hundred": 100, "dozen": 12}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8}
_PARTS |= {"tenth": 10, "hundredth": 100, "halve": 2}
_LINKS = frozenset(("a", "an", "and"))
# "one" is mostly an article, the others are ordinals or names of things.
_NO_NUMBER_ALONE = frozenset(("one", "hundred", "thousand", "million", *_PARTS)) - {"half"}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        str.split(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
            "twentieth"
        ),
        1,
    )
}


def english_numerals(text: str) -> list[Numeral]:
    """Numbers and fractions in English words; a lone "one" or "a" is an article, not a number.

    >>> [str(n.value) for n in english_numerals("Two hundred and five; two and a half; one dog")]
    ['205', '2.5']
    """
    found: list[Numeral] = []
    for run in _run().finditer(text):
        pieces = list(_piece().finditer(text, *run.span()))
        while pieces:
            numeral, used = _longest_number(pieces)
            if numeral is not None:
                found.append(numeral)
            pieces = pieces[used:]
    return found


def _longest_number(pieces: list[re.Match[str]]) -> tuple[Numeral | None, int]:
    """The number the run of words begins with, and how many words it took."""
    spelled = [piece.group().lower() for piece in pieces]
    for used in range(len(pieces), 0, -1):
        value, is_fraction = english_number(spelled[:used])
        if value is None or spelled[used - 1] in _LINKS:
            continue
        if used == 1 and spelled[0] in _NO_NUMBER_ALONE:
            return None, 1
        style: Style = "fraction" if is_fraction else "words"
        return Numeral(value, pieces[0].start(), pieces[used - 1].end(), style), used
    return None, 1


def english_ordinals(text: str) -> list[Numeral]:
    """ "first" to "twentieth", where they are not units of time or part of a fraction.

    >>> [str(n.value) for n in english_ordinals("the third try, wait a second")]
    ['3']
    """
    return [
        Numeral(Decimal(_ORDINALS[match.group("word").lower()]), *match.span("word"), "words")
        for match in _ordinal().finditer(text)
    ]


def english_number(pieces: list[str]) -> tuple[Decimal | None, bool]:
    """The value of number words and whether they are a fraction; None when they make no number.

    >>> english_number(["two", "thousand", "and", "six"])
    (Decimal('2006'), False)
    >>> english_number(["three", "quarters"])
    (Decimal('0.75'), True)
    """
    if pieces[:1] == ["half"] and len(pieces) == 3 and pieces[1] in _LINKS:
        base = _whole(pieces[1:])
        return (None if base is None else base / 2), False
    part = _PARTS.get(pieces[-1]) or _PARTS.get(pieces[-1].removesuffix("s"))
    if not part:
        return _whole(pieces), False
    share = Decimal(1) / part
    before = pieces[:-1]
    if before in ([], ["a"], ["an"], ["one"]):
        return share, True
    if before[-2:] in (["and", "a"], ["and", "one"]):
        whole = _whole(before[:-2])
        return (None if whole is None else whole + share), True
    count = _whole(before)
    return (None if count is None else count / part), True


def _whole(pieces: list[str]) -> Decimal | None:
    total = current = 0
    if not pieces or pieces[0] == "and":
        return None
    room = 10**15  # What follows a word has to be smaller than the word.
    for word in pieces:
        if word == "and":
            continue
        if word in ("a", "an"):
            current = 1
        elif word in _SMALL or word in _TENS:
            value = _SMALL.get(word, 0) or _TENS.get(word, 0)
            if value >= room:
                return None
            current, room = current + value, 10 if word in _TENS else 1
        elif word in _GROUPS:
            current, room = (current or 1) * _GROUPS[word], 100
        elif word in _SCALES:
            total, current, room = total + (current or 1) * _SCALES[word], 0, 1000
        else:
            return None
    return Decimal(total + current)


@cache
def _run() -> re.Pattern[str]:
    parts = [*_PARTS, *(f"{part}s" for part in _PARTS)]
    scales = "|".join([*_SCALES, *_GROUPS])
    word = _alternatives([*_SMALL, *_TENS, *_SCALES, *_GROUPS, *parts])
    join = rf"(?:[ -]|[ ]and[ ](?:an?[ ])?|(?<=half)[ ]an?[ ](?={scales}))"
    start = (
        rf"an?[ ](?={scales}|{_alternatives(parts)})|(?={_alternatives([*_SMALL, *_TENS, 'half'])})"
    )
    return re.compile(
        rf"(?<![a-z0-9'’-])(?:{start}){word}(?:{join}{word}){{0,12}}", re.IGNORECASE | re.ASCII
    )


def _alternatives(known: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(known, key=len, reverse=True))})(?![a-z])"


@cache
def _piece() -> re.Pattern[str]:
    return re.compile("[A-Za-z]+")


@cache
def _ordinal() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z'’-])(?<!\ba )(?<!\bper )(?<!\bone )(?<!\beach )(?<!\bevery )"
        rf"(?P<word>{_alternatives(_ORDINALS)})(?!-)",
        re.IGNORECASE | re.ASCII,
    )
