"""Checks of capital and small letters."""

from __future__ import annotations

from genchi.checks.checking import check
from genchi.checks.library.counts import counted
from genchi.checks.library.languages import in_language
from genchi.checks.library.places import Place, evidence
from genchi.records import Subject, Verdict
from genchi.text import words


@check
def all_uppercase(subject: Subject, *, language: str | None = None) -> Verdict:
    """The output has no small letter; an output without letters that have a case is skipped.

    - `language`: the language the output must be in as well, where that is asked for: "en".

    >>> all_uppercase(Subject("WELL DONE, Li!")).reason
    'small letters in 1 word'
    >>> all_uppercase(Subject("使用 API 和 SDK。")).outcome
    'pass'
    """
    return _in_one_case(subject, "small", language)


@check
def all_lowercase(subject: Subject, *, language: str | None = None) -> Verdict:
    """The output has no capital letter; an output without letters that have a case is skipped.

    - `language`: the language the output must be in as well, where that is asked for: "en".

    >>> all_lowercase(Subject("well done, li!")).outcome
    'pass'
    >>> all_lowercase(Subject("使用 API。")).evidence[0].start
    3
    """
    return _in_one_case(subject, "capital", language)


@check
def min_capital_words(subject: Subject, least: int) -> Verdict:
    """At least so many words of the output are in capital letters throughout, "I" included.

    - `least`: the limit.

    >>> min_capital_words(2)(Subject("STOP there, it is an A-OK.")).outcome
    'pass'
    >>> min_capital_words(2)(Subject("使用 API。")).reason
    '1 capital word, but at least 2 are asked for'
    """
    found = _capital_words(subject.output)
    return counted(len(found), "capital word", least, evidence=evidence(found))


@check
def max_capital_words(subject: Subject, most: int) -> Verdict:
    """At most so many words of the output are in capital letters throughout, "I" included.

    - `most`: the limit.

    >>> max_capital_words(1)(Subject("STOP THERE!")).reason
    '2 capital words, but at most 1 is allowed'
    >>> max_capital_words(1)(Subject("使用 API。")).outcome
    'pass'
    """
    found = _capital_words(subject.output)
    return counted(len(found), "capital word", 0, most, evidence(found[most:]))


def _in_one_case(subject: Subject, wrong: str, language: str | None) -> Verdict:
    output = subject.output
    if output.lower() == output.upper():
        return Verdict("skip", "there are no letters with a case")
    if output == (output.upper() if wrong == "small" else output.lower()):
        return in_language(language)(subject) if language else Verdict("pass", f"no {wrong} letter")
    found = _words_with(output, wrong)
    reason = f"{wrong} letters in {len(found)} word{'' if len(found) == 1 else 's'}"
    return Verdict("fail", reason, evidence=evidence(found))


def _words_with(output: str, wrong: str) -> list[Place]:
    is_wrong = str.islower if wrong == "small" else str.isupper
    return [(w.start, w.end) for w in words(output) if any(map(is_wrong, w.text))]


def _capital_words(output: str) -> list[Place]:
    return [(word.start, word.end) for word in words(output) if word.text.isupper()]
