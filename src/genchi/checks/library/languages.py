"""Checks of the language an output is in."""

from __future__ import annotations

import unicodedata
from collections import Counter

from genchi.checks.checking import check
from genchi.errors import UsageError
from genchi.records import Subject, Verdict
from genchi.text import language as language_of
from genchi.text import script, words

# What `genchi.text.language` tells apart without being asked.
_LATIN = frozenset("en de fr es it pt nl sv pl tr id vi".split())
_BY_SCRIPT = frozenset("zh ja ko ru ar he th hi el hy ka bn ta".split())
# Languages that are written in the letters of another one, which stands for the script.
_SHARED = {
    **dict.fromkeys("mr ne sa".split(), "hi"),
    **dict.fromkeys("fa ur ps ug sd".split(), "ar"),
    **dict.fromkeys("uk bg be mk kk ky mn".split(), "ru"),
}
# Languages with a script of their own, by the name Unicode gives to its letters.
_OWN_SCRIPT = {
    "kn": "KANNADA",
    "te": "TELUGU",
    "gu": "GUJARATI",
    "pa": "GURMUKHI",
    "ml": "MALAYALAM",
    "si": "SINHALA",
    "my": "MYANMAR",
    "km": "KHMER",
    "lo": "LAO",
    "am": "ETHIOPIC",
    "or": "ORIYA",
    "bo": "TIBETAN",
}
FEWEST_WORDS = 3
"""Under so many words, languages in Latin letters are not told apart."""


@check
def in_language(subject: Subject, code: str) -> Verdict:
    """The output is in the language; one with too little to tell it by is skipped.

    Names and quotations in another language are allowed. Languages in Latin letters need
    `genchi[lab]`. Those that share other letters are not told apart: Persian passes as Arabic,
    Ukrainian as Russian, Marathi as Hindi, and the other way round.

    - `code`: the two letters of ISO 639-1: "zh", "en", "de".

    >>> in_language("zh")(Subject("请重启 Wi-Fi 路由器。")).outcome
    'pass'
    >>> in_language("zh")(Subject("Please restart the router.")).reason
    'it is in Latin letters, not in zh'
    """
    output = subject.output.casefold()  # capitals mislead the model of languages
    letters = script(output)
    if letters == "none":
        return Verdict("skip", "there are no letters to tell a language by")
    if code in _OWN_SCRIPT:
        name = _script_name(output)
        return _verdict(name == _OWN_SCRIPT[code], f"it is in {name.title()} letters", code)
    if code in _BY_SCRIPT or code in _SHARED:
        main = _SHARED.get(code, code)
        found = language_of(output, among=sorted(_BY_SCRIPT))
        return _verdict(found == main, _described(found, letters), code)
    return _latin(output, letters, code)


def _latin(output: str, letters: str, code: str) -> Verdict:
    if len(code) != 2 or not code.isascii() or not code.islower():
        raise UsageError(f'a language is two small letters such as "en" or "zh", not {code!r}')
    found = language_of(output, among=sorted(_BY_SCRIPT))
    if found != "und":
        return _verdict(False, _described(found, letters), code)
    if letters != "latin":
        return _verdict(False, f"it is in {_script_name(output).title()} letters", code)
    if len(words(output)) < FEWEST_WORDS:
        return Verdict("skip", f"fewer than {FEWEST_WORDS} words are too few to tell a language by")
    found = language_of(output, among=sorted(_LATIN | {code}))
    return _verdict(found == code, f"it is in {found}", code)


def _verdict(passed: bool, said: str, code: str) -> Verdict:
    return (
        Verdict("pass", f"it is in {code}") if passed else Verdict("fail", f"{said}, not in {code}")
    )


def _described(found: str, letters: str) -> str:
    return f"it is in {letters.title()} letters" if found == "und" else f"it is in {found}"


def _script_name(text: str) -> str:
    """The first word of the Unicode name of the commonest letters: KANNADA, LATIN."""
    letters = Counter(character for character in text if character.isalpha())
    names: Counter[str] = Counter()
    for letter, times in letters.items():
        names[unicodedata.name(letter, "UNKNOWN").split()[0]] += times
    return max(names, key=lambda name: names[name], default="NONE")
