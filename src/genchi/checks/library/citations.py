"""Whether an answer cites its passages, and only passages that are there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from genchi.checks.checking import check
from genchi.checks.library.findings import verdict_on
from genchi.checks.library.phrases import not_known_phrases
from genchi.checks.library.sources import blanked
from genchi.records import Subject, Verdict
from genchi.text import Piece, sentences

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Citation:
    """A marker in the output and the numbers of the passages it names."""

    start: int
    end: int
    text: str
    numbers: tuple[int, ...]


@check(needs=("passages",))
def citations_valid(subject: Subject, first: int = 1) -> Verdict:
    """Every citation in the output points to a passage that exists.

    Citations are [1], [1, 3], [2-4], [^1], 【2】, a (1) that ends a clause, superscripts, and
    "passage 2", 段落2, 资料2. What stands in code is none. An output without citations passes.

    - `first`: the number of the first passage, 1 or 0.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Open daily."), Passage("Closed in May."))
    >>> citations_valid(Subject("Open daily [1], not in June [3].", passages=passages)).reason
    'there is no such passage among the 2: "[3]"'
    """
    last = first + len(subject.passages) - 1
    found = citations(subject.output)
    wrong = [c for c in found if not all(first <= number <= last for number in c.numbers)]
    score = 1 - len(wrong) / len(found) if found else None
    return verdict_on(wrong, f"there is no such passage among the {len(subject.passages)}", score)


@check(needs=("passages",))
def citations_present(subject: Subject, min_share: float = 0.0) -> Verdict:
    """The output cites a passage, and so does a share of its sentences.

    An output that says it does not know needs no citation.

    - `min_share`: the share of the sentences that must have a citation of their own; at 0.0 one
      citation anywhere is enough.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Open daily."),)
    >>> citations_present(Subject("Open daily.", passages=passages)).reason
    'no citation'
    """
    found = citations(subject.output)
    if not found:
        honest = bool(not_known_phrases(subject.output))
        return (
            Verdict("pass", "it says it does not know")
            if honest
            else Verdict("fail", "no citation")
        )
    parts = [part for part in sentences(subject.output) if re.search(r"[^\W\d_]", part.text)]
    bare = [p for p in parts if not any(p.start <= c.start < p.end for c in found)]
    share = 1 - len(bare) / len(parts) if parts else 1.0
    if share >= min_share:
        return Verdict("pass", score=share)
    return verdict_on(bare, f"{len(bare)} of {len(parts)} sentences cite nothing", share)


def citations(text: str) -> list[Citation]:
    """The citations in a text, in order.

    >>> [(c.text, c.numbers) for c in citations("Yes [1][2-4]. 是的【5†来源】。段落3，10² m²")]
    [('[1]', (1,)), ('[2-4]', (2, 3, 4)), ('【5†来源】', (5,)), ('段落3', (3,))]
    """
    prose = blanked(text, [Piece(m.start(), m.end(), m.group()) for m in _code().finditer(text)])
    found = []
    for match in _markers().finditer(prose):
        numbers = _numbers(next(filter(None, match.groups())).translate(_SUPERSCRIPTS))
        if numbers:
            found.append(Citation(match.start(), match.end(), match.group(), numbers))
    return found


def _numbers(written: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in re.findall(r"\d{1,3}(?:\s?[-–—至到]\s?\d{1,3})?", written):
        ends = [int(end) for end in re.findall(r"\d+", part)]
        numbers += range(ends[0], ends[-1] + 1) if ends[0] <= ends[-1] else ends
    return tuple(numbers)


@cache
def _code() -> re.Pattern[str]:
    return re.compile(r"```.*?(?:```|\Z)|`[^`\n]{1,500}`", re.DOTALL)


@cache
def _markers() -> re.Pattern[str]:
    one = r"\d{1,3}"
    several = rf"{one}(?:\s?[,，、;&–—-]\s?{one}){{0,12}}"
    word = r"(?:passages?|sources?|documents?|references?|段落|资料|文档|来源|文献|引文)"
    bracketed = rf"[(（]({several})[)）](?=\s*(?:[.,;:!?。，；：！？、\n(（]|$))"
    named = (
        r"(?:(?<![A-Za-z])(?i:passages?|sources?)\s?#?"
        r"|(?:(?<![一-鿿])|(?<=[见据在考自和与及由]))(?:段落|资料|文档|来源)\s?)"
    )
    ended = r"(?:(?![\w%°]|\.\d)|(?=[和与及中里说提指]))"
    joined = rf"(?:,?\s?(?:&|and|to|-|–|和|与|、|,)\s?){one}{ended}"
    return re.compile(
        # A Markdown link [1](https://…) names a page, not a passage.
        rf"\[\^?((?:{word}\s?#?)?{several})\](?!\()"
        rf"|[【〔]((?:{word}\s?)?{several})(?:†[^】〕\n]{{0,80}})?[】〕]"
        # (1) before a word is a list marker.
        rf"|(?:(?<=[^\s(（])[ ]|(?<=[一-鿿])){bracketed}"
        # m² and x² are powers.
        r"|(?:(?<=[A-Za-z]{3})|(?<=[一-鿿.,!?)\]。，！？）”\"]))([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})"
        rf"|{named}({one}(?:{joined}){{0,6}}){ended}",
    )
