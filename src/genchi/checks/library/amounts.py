"""Whether the numbers, dates and times of an answer are those of its source."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from functools import cache

from genchi.checks.checking import check
from genchi.checks.library.citations import citations
from genchi.checks.library.derivations import is_derived
from genchi.checks.library.findings import verdict_on
from genchi.checks.library.links import links
from genchi.checks.library.sources import blanked, source_text
from genchi.records import Subject, Verdict
from genchi.text import Piece, Quantity, quantities, same_quantity, unsupported_quantities

_NUMBERS = ("number", "ordinal", "percent", "money", "measure", "date", "time")
_DATES = ("date", "time")
TRIED = 100
"""At how many places an amount is looked for letter by letter before the source is read."""
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@check(needs=("passages",))
def numbers_in_source(
    subject: Subject, allow: Sequence[str] = (), *, derived: bool = True
) -> Verdict:
    """Every number, amount, date and time of the output stands in the passages or the inputs.

    Units are converted and numerals read, so that 30天, "thirty days" and "30 days" are equal, and
    so are 1.5 h and 90 minutes. A number without a unit matches one with any unit. Not counted are
    list numbers, citations, ordinals up to tenth, and whole numbers up to ten in words without a
    unit (three ways, 两种), which count what the text itself lists.

    - `allow`: amounts that may always be said, as text: "24 hours", "100%";
    - `derived`: whether to let pass what one number of the source gives when converted, or two when
      added, subtracted, multiplied or divided. Kinds must fit: money is added to money, a
      percentage multiplied with it. In a long source with many bare numbers, chance explains many.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Returns within 30 days. A label costs $6.90."),)
    >>> numbers_in_source(Subject("您有30天时间，运费$9。", passages=passages)).reason
    '1 of 2 numbers not in the source: "$9"'
    """
    claimed = claimed_quantities(subject.output, _NUMBERS)
    wrong = unsupported(claimed, source_text(subject), allow, derived)
    return _verdict(wrong, claimed, "numbers")


@check(needs=("passages",))
def dates_in_source(subject: Subject, allow: Sequence[str] = ()) -> Verdict:
    """Every date and time of day of the output stands in the passages or the inputs.

    A date may say less than the source (March 2024 for 5 March 2024), not more. A bare year counts
    only where it is written as a date (2024年); `numbers_in_source` sees the others.

    - `allow`: dates that may always be said, as text.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Closed from 1 to 7 October 2026."),)
    >>> dates_in_source(Subject("2026年10月6日起发货。", passages=passages)).reason
    '1 of 1 dates and times not in the source: "2026年10月6日"'
    """
    claimed = claimed_quantities(subject.output, _DATES)
    wrong = unsupported(claimed, source_text(subject), allow, derived=False)
    return _verdict(wrong, claimed, "dates and times")


def _verdict(wrong: list[Quantity], claimed: list[Quantity], what: str) -> Verdict:
    share = 1 - len(wrong) / len(claimed) if claimed else None
    return verdict_on(wrong, f"{len(wrong)} of {len(claimed)} {what} not in the source", share)


def claimed_quantities(output: str, kinds: Collection[str] = _NUMBERS) -> list[Quantity]:
    """The amounts of these kinds that an output states, without its list numbers and citations."""
    if not _numeral().search(output):
        return []
    markers = [Piece(*m.span("n"), m["n"]) for m in _markers().finditer(output)]
    prose = blanked(output, [*markers, *citations(output), *links(output)])
    return [q for q in quantities(prose) if q.kind in kinds and not _is_a_count(q)]


def unsupported(
    claimed: list[Quantity], source: str, allow: Sequence[str] = (), derived: bool = True
) -> list[Quantity]:
    """The claimed amounts that a source neither states nor, if `derived`, gives by arithmetic."""
    # What stands there letter by letter needs no reading, which is the slow part.
    literal = {text: _stands_in(text, source) for text in {q.text for q in claimed}}
    left = [q for q in claimed if not literal[q.text]]
    if not left:
        return []
    read = [*quantities(source), *(q for text in allow for q in quantities(text))]
    stated = list({_key(q): q for q in read}.values())
    wrong = {_key(q): q for q in left if q.text.strip() not in allow}
    wrong = {key: q for key, q in wrong.items() if not _is_stated(q, stated)}
    wrong = _without_partial_dates(wrong, source)
    if derived:
        wrong = {key: q for key, q in wrong.items() if not is_derived(q, stated)}
    return [q for q in left if _key(q) in wrong]


_Key = tuple[str, object, str]


def _key(quantity: Quantity) -> _Key:
    return quantity.kind, quantity.value, quantity.unit


def _is_stated(claim: Quantity, stated: list[Quantity]) -> bool:
    return any(same_quantity(claim, other) or _same_figure(claim, other) for other in stated)


def _without_partial_dates(wrong: dict[_Key, Quantity], source: str) -> dict[_Key, Quantity]:
    """Without the dates that say less than one in the source."""
    dates = " | ".join(q.text for q in wrong.values() if q.kind in _DATES)
    missing = {_key(q) for q in unsupported_quantities(dates, source)} if dates else set()
    return {
        key: q
        for key, q in wrong.items()
        if q.kind not in _DATES or (key in missing and not _is_named_month(q, source))
    }


def _is_named_month(claim: Quantity, source: str) -> bool:
    """10月 for a source that says October and no day."""
    match = re.fullmatch(r"--(\d\d)", str(claim.value))
    return bool(match and re.search(rf"(?i:\b{_MONTHS[int(match[1]) - 1]})", source))


def _same_figure(claim: Quantity, other: Quantity) -> bool:
    """Equal figures, of which one has no unit: "30" in a table cell, and "30 days"."""
    bare = ("number", "ordinal")
    if isinstance(claim.value, str) or isinstance(other.value, str):
        return claim.kind in bare and claim.value == _day(other)
    loose = claim.kind in bare or other.kind in bare or "°" in (claim.unit, other.unit)
    return loose and claim.value == other.value


def _day(quantity: Quantity) -> Decimal | None:
    """The day of a date, so that "the 7th" is supported by "7 September"."""
    match = re.fullmatch(r"(?:\d{4}-|--)\d\d-(\d\d)", str(quantity.value))
    return Decimal(match[1]) if match and quantity.kind == "date" else None


def _is_a_count(quantity: Quantity) -> bool:
    if quantity.kind == "ordinal":
        return not isinstance(quantity.value, str) and quantity.value <= 10
    in_words = not any(character.isdigit() for character in quantity.text)
    return (
        quantity.kind == "number"
        and in_words
        and not isinstance(quantity.value, str)
        and quantity.value <= 10
        and quantity.value == quantity.value.to_integral_value()
    )


def _stands_in(text: str, source: str) -> bool:
    """Whether a text stands somewhere as a whole; of very many places only the first are tried."""
    place, tried = source.find(text), 0
    while place >= 0 and tried < TRIED:
        before, after = source[max(0, place - 2) : place], source[place + len(text) :][:2]
        if not _goes_on(before, after, text):
            return True
        place, tried = source.find(text, place + 1), tried + 1
    return False


def _goes_on(before: str, after: str, text: str) -> bool:
    """Whether a figure is only a part of a longer one, of a code or of a word."""
    if re.search(
        r"[A-Za-z0-9_]$|\d[.,:/]$|[A-Za-z]-$|[〇零一二两三四五六七八九十百千万亿]$", before
    ):
        return True
    ends_in_digit = text[-1].isdigit()
    longer = r"\d|[.,:/]\d|[A-Za-z%‰]|\s?[万亿]|[〇零一二两三四五六七八九十百千]"
    return bool(
        re.match(
            longer if ends_in_digit else r"[A-Za-z]|[〇零一二两三四五六七八九十百千万亿]", after
        )
    )


@cache
def _numeral() -> re.Pattern[str]:
    """A digit, a Chinese numeral, or the beginning of an English one."""
    return re.compile(
        r"[\d０-９〇零一二两三四五六七八九十百千万亿半½⅓⅔¼¾]"
        r"|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirt|fourt|fift|sixt|eight"
        r"|ninet|twent|hundred|thousand|million|billion|dozen|half|quarter|one|first|second|third))"
    )


@cache
def _markers() -> re.Pattern[str]:
    """The numbers of list items and steps."""
    at_line = r"^[\s>*#+_-]{0,12}[(（]?(?=\d[\d.]{0,9}[.)、）:：](?:[\s*_一-鿿A-Za-z\"“]|$))"
    in_line = r"(?<=\s)[(（]?(?=\d{1,2}[)）]\s)"
    named = r"(?i:\b(?:steps?|no\.|section|figure|table|question|option)\s?#?)(?=\d{1,3}\b)"
    chinese = r"(?:步骤|第|方案|选项|问题)\s?(?=\d{1,2}(?:[步、：:.\s]|$))"
    return re.compile(
        rf"(?:{at_line}|{in_line}|{named}|{chinese})(?P<n>\d{{1,3}}(?:\.\d{{1,2}}){{0,3}})",
        re.MULTILINE,
    )
