"""Checks of how long an output is: in words, characters, sentences, paragraphs, list items.

A word is a word or one Chinese character, so that one limit fits English, Chinese and both mixed.
"""

from __future__ import annotations

from collections.abc import Sequence

from genchi.checks.checking import check
from genchi.checks.library.counts import counted
from genchi.checks.library.paragraphs import ItemKind, list_items, paragraphs
from genchi.records import Evidence, Subject, Verdict
from genchi.text import count_characters, sentences, words
from genchi.text.pieces import Piece

_STOPS = tuple(".!?…:。！？；：｡؟۔।‽")
_CLOSERS = " \"'”’»)]}）】］｝」』》〉〕*_`"
"""What may follow a stop and still belong to the sentence: quotes, brackets, emphasis."""


@check
def max_words(subject: Subject, most: int) -> Verdict:
    """The output has at most so many words; a Chinese character counts as one.

    - `most`: the limit.

    >>> max_words(3)(Subject("It is well-known, sadly.")).reason
    '4 words, but at most 3 are allowed'
    >>> max_words(4)(Subject("可以退款。")).outcome
    'pass'
    """
    return _judged(words(subject.output), "word", 0, most)


@check
def min_words(subject: Subject, least: int) -> Verdict:
    """The output has at least so many words; a Chinese character counts as one.

    - `least`: the limit.

    >>> min_words(5)(Subject("It is open.")).reason
    '3 words, but at least 5 are asked for'
    >>> min_words(5)(Subject("用 Python 写代码")).outcome
    'pass'
    """
    return _judged(words(subject.output), "word", least)


@check
def words_between(subject: Subject, least: int, most: int) -> Verdict:
    """The output has so many words; a Chinese character counts as one.

    - `least`, `most`: the limits, both allowed.

    >>> words_between(2, 4)(Subject("It is open.")).outcome
    'pass'
    >>> words_between(2, 4)(Subject("明天上午开门。")).reason
    '6 words, but at most 4 are allowed'
    """
    return _judged(words(subject.output), "word", least, most)


@check
def max_characters(subject: Subject, most: int) -> Verdict:
    """The output has at most so many visible characters; white space does not count.

    - `most`: the limit.

    >>> max_characters(5)(Subject("Hi, you!")).reason
    '7 characters, but at most 5 are allowed'
    >>> max_characters(6)(Subject("你好，世界！")).outcome
    'pass'
    """
    return _judged_characters(subject.output, 0, most)


@check
def min_characters(subject: Subject, least: int) -> Verdict:
    """The output has at least so many visible characters; white space does not count.

    - `least`: the limit.

    >>> min_characters(5)(Subject("Hi, you!")).outcome
    'pass'
    >>> min_characters(5)(Subject("好。")).reason
    '2 characters, but at least 5 are asked for'
    """
    return _judged_characters(subject.output, least)


@check
def characters_between(subject: Subject, least: int, most: int) -> Verdict:
    """The output has so many visible characters; white space does not count.

    - `least`, `most`: the limits, both allowed.

    >>> characters_between(5, 10)(Subject("Hi, you!")).outcome
    'pass'
    >>> characters_between(5, 10)(Subject("好。")).reason
    '2 characters, but at least 5 are asked for'
    """
    return _judged_characters(subject.output, least, most)


@check
def max_sentences(subject: Subject, most: int, *, lines: bool = True) -> Verdict:
    """The output has at most so many sentences.

    - `most`: the limit;
    - `lines`: whether a line without a stop at its end (a heading, an item) is a sentence too.

    >>> max_sentences(1)(Subject("Dr. Li is in. Come by!")).reason
    '2 sentences, but at most 1 is allowed'
    >>> max_sentences(1)(Subject("他说：“走吧！”")).outcome
    'pass'
    """
    return _judged(_sentences(subject.output, lines), "sentence", 0, most)


@check
def min_sentences(subject: Subject, least: int, *, lines: bool = True) -> Verdict:
    """The output has at least so many sentences.

    - `least`: the limit;
    - `lines`: whether a line without a stop at its end (a heading, an item) is a sentence too.

    >>> min_sentences(2)(Subject("Dr. Li is in.")).reason
    '1 sentence, but at least 2 are asked for'
    >>> min_sentences(2)(Subject("他在。请进！")).outcome
    'pass'
    """
    return _judged(_sentences(subject.output, lines), "sentence", least)


@check
def sentences_between(subject: Subject, least: int, most: int, *, lines: bool = True) -> Verdict:
    """The output has so many sentences.

    - `least`, `most`: the limits, both allowed;
    - `lines`: whether a line without a stop at its end (a heading, an item) is a sentence too.

    >>> sentences_between(2, 3)(Subject("Dr. Li is in. Come by!")).outcome
    'pass'
    >>> sentences_between(2, 2)(Subject("他在。")).reason
    '1 sentence, but exactly 2 are asked for'
    """
    return _judged(_sentences(subject.output, lines), "sentence", least, most)


@check
def max_paragraphs(subject: Subject, most: int) -> Verdict:
    """The output has at most so many paragraphs, which blank lines separate.

    - `most`: the limit.

    >>> max_paragraphs(1)(Subject("One.\\n\\nTwo.")).evidence[0].start
    6
    >>> max_paragraphs(1)(Subject("第一行。\\n第二行。")).outcome
    'pass'
    """
    return _judged(paragraphs(subject.output), "paragraph", 0, most)


@check
def min_paragraphs(subject: Subject, least: int) -> Verdict:
    """The output has at least so many paragraphs, which blank lines separate.

    - `least`: the limit.

    >>> min_paragraphs(2)(Subject("One.\\n\\nTwo.")).outcome
    'pass'
    >>> min_paragraphs(2)(Subject("第一行。\\n第二行。")).reason
    '1 paragraph, but at least 2 are asked for'
    """
    return _judged(paragraphs(subject.output), "paragraph", least)


@check
def paragraphs_between(subject: Subject, least: int, most: int) -> Verdict:
    """The output has so many paragraphs, which blank lines separate.

    - `least`, `most`: the limits, both allowed.

    >>> paragraphs_between(2, 3)(Subject("One.\\n\\nTwo.")).outcome
    'pass'
    >>> paragraphs_between(2, 3)(Subject("第一行。\\n第二行。")).outcome
    'fail'
    """
    return _judged(paragraphs(subject.output), "paragraph", least, most)


@check
def max_list_items(subject: Subject, most: int, *, kind: ItemKind = "any") -> Verdict:
    """The output has at most so many list items.

    - `most`: the limit;
    - `kind`: "bullet" or "number" for items that begin so, "any" for both.

    >>> max_list_items(1)(Subject("- eat\\n- sleep")).reason
    '2 list items, but at most 1 is allowed'
    >>> max_list_items(2)(Subject("一、吃饭\\n二、睡觉")).outcome
    'pass'
    """
    return _judged(list_items(subject.output, kind), "list item", 0, most)


@check
def min_list_items(subject: Subject, least: int, *, kind: ItemKind = "any") -> Verdict:
    """The output has at least so many list items.

    - `least`: the limit;
    - `kind`: "bullet" or "number" for items that begin so, "any" for both.

    >>> min_list_items(2)(Subject("1. eat\\n2. sleep")).outcome
    'pass'
    >>> min_list_items(2, kind="bullet")(Subject("• 吃饭\\n（2）睡觉")).reason
    '1 list item, but at least 2 are asked for'
    """
    return _judged(list_items(subject.output, kind), "list item", least)


@check
def list_items_between(
    subject: Subject, least: int, most: int, *, kind: ItemKind = "any"
) -> Verdict:
    """The output has so many list items.

    - `least`, `most`: the limits, both allowed;
    - `kind`: "bullet" or "number" for items that begin so, "any" for both.

    >>> list_items_between(3, 3)(Subject("- eat\\n- sleep")).reason
    '2 list items, but exactly 3 are asked for'
    >>> list_items_between(2, 3)(Subject("①吃饭\\n②睡觉")).outcome
    'pass'
    """
    return _judged(list_items(subject.output, kind), "list item", least, most)


def _judged(pieces: Sequence[Piece], unit: str, least: int, most: int | None = None) -> Verdict:
    """Points at what is over the limit, from its first piece to its last."""
    over = pieces[most:] if most is not None else []
    place = (Evidence(over[0].start, over[-1].end, note=f"over {most}"),) if over else ()
    return counted(len(pieces), unit, least, most, place)


def _sentences(output: str, lines: bool) -> list[Piece]:
    found = sentences(output)
    return found if lines else [one for one in found if one.text.rstrip(_CLOSERS)[-1:] in _STOPS]


def _judged_characters(output: str, least: int, most: int | None = None) -> Verdict:
    count = count_characters(output)
    if most is None or count <= most:
        return counted(count, "character", least, most)
    start, end = _length_of(output, most), len(output.rstrip())
    return counted(count, "character", least, most, (Evidence(start, end, note=f"over {most}"),))


def _length_of(text: str, count: int) -> int:
    """How long the longest beginning of `text` with at most `count` visible characters is."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high) if count_characters(text[:middle]) <= count else (low, middle - 1)
        )
    return low
