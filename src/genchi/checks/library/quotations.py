"""Whether what an answer puts in quotation marks was really said."""

from __future__ import annotations

import re
from functools import cache

from genchi.checks.checking import check
from genchi.checks.library.findings import verdict_on
from genchi.checks.library.sources import source_text
from genchi.records import Subject, Verdict
from genchi.text import Piece, count_words, words
from genchi.text.pieces import unit_keys


@check(needs=("passages",))
def quotes_in_source(subject: Subject, min_words: int = 4) -> Verdict:
    """Every quotation in the output stands word for word in the passages or the inputs.

    Quotation marks are “ ”, " ", 「 」, 『 』, « » and „ “. Width, case, punctuation and
    line breaks do not matter, and "…" stands for text left out. Single quotation marks are taken
    for apostrophes.

    - `min_words`: quotations with fewer words or Chinese characters are names and phrases, and are
      left out.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Do not machine-wash or tumble-dry it."),)
    >>> answer = 'It says: "Machine washing voids the warranty."'
    >>> quotes_in_source(Subject(answer, passages=passages)).reason
    'a quotation that is not in the source: "Machine washing voids the warranty."'
    """
    source = _folded(source_text(subject))
    found = [quote for quote in quotations(subject.output) if count_words(quote.text) >= min_words]
    wrong = [quote for quote in found if not _stands_in(quote.text, source)]
    score = 1 - len(wrong) / len(found) if found else None
    return verdict_on(wrong, "a quotation that is not in the source", score)


def quotations(text: str) -> list[Piece]:
    """What stands between quotation marks, the outermost ones.

    >>> [q.text for q in quotations('He said "no, never". 她说：“我说过『不』。” 5" pipe')]
    ['no, never', '我说过『不』。']
    """
    found = []
    for match in _quotation().finditer(text):
        group = match.lastgroup or 0
        found.append(Piece(*match.span(group), match[group]))
    return found


def _stands_in(quote: str, source: str) -> bool:
    """Whether its parts stand in the source, one after the other."""
    place = 0
    for part in re.split(r"…+|\.{3,}|\[[^\]]{0,40}\]", quote):
        folded = _folded(part)
        if folded.strip():
            place = source.find(folded, place)
            if place < 0:
                return False
    return True


def _folded(text: str) -> str:
    """The units of a text with a space around each, so that only whole ones are found."""
    return f" {' '.join(unit_keys(words(text)))} "


@cache
def _quotation() -> re.Pattern[str]:
    most = "{2,1000}?"
    return re.compile(
        rf"“(?P<a>[^“”]{most})”|「(?P<b>[^「」]{most})」|『(?P<c>[^『』]{most})』|«(?P<d>[^«»]{most})»"
        rf"|„(?P<e>[^„“”]{most})[“”]"
        # An inch sign follows a digit; a quotation opens before a letter and closes after one.
        rf'|(?<![\w"])"(?P<f>(?=\S)[^"\n]{most}(?<=\S))"(?![\w"])'
        rf'|(?<=[一-鿿：，。])"(?P<g>[^"\n]{most})"'
    )
