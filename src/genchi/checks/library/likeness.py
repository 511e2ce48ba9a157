"""Whether an answer is the reference answer: the same, much like it, with its words or its numbers.

A reference is one answer or a list of answers that are all right; the nearest one counts.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from genchi.checks.checking import check
from genchi.checks.library.amounts import claimed_quantities
from genchi.checks.library.findings import named, verdict_on
from genchi.checks.library.places import quoted
from genchi.errors import UsageError
from genchi.records import Json, Subject, Verdict, output_text
from genchi.text import Quantity, normalise, quantities, same_quantity, similarity, words
from genchi.text.pieces import unit_keys

_NO_REFERENCE = Verdict("skip", "there is no reference")


@check(needs=("reference",))
def equals_reference(subject: Subject, *, normalised: bool = True) -> Verdict:
    """The output is the reference, or one of them where the reference is a list.

    A reference that is no text (a number, an object) is compared with the output as JSON.

    - `normalised`: whether case, width, kinds of quotes, runs of white space and a stop at the end
      are alike. Without it, every character counts.

    >>> equals_reference(Subject("Paris.", reference=["paris", "City of Paris"])).outcome
    'pass'
    >>> equals_reference(Subject("上海", reference="北京")).reason
    '"上海" is not "北京"'
    """
    wanted = _answers(subject.reference)
    if not wanted:
        return _NO_REFERENCE
    for one in wanted:
        if _equal(subject.output, one, normalised):
            return Verdict("pass", f"it is {quoted(output_text(one))}", 1.0)
    said = quoted(" ".join(subject.output.split()))
    if len(wanted) == 1:
        return Verdict("fail", f"{said} is not {quoted(output_text(wanted[0]))}", 0.0)
    return Verdict("fail", f"{said} is none of {_listed(wanted)}", 0.0)


@check(needs=("reference",))
def similar_to_reference(subject: Subject, least: float = 0.8) -> Verdict:
    """The output is spelt much like the reference: few characters would have to change.

    The score is one minus the edit distance over the length of the longer text; case, width and
    white space do not count. It knows nothing of meaning: "is" and "is not" are much alike.

    - `least`: the lowest score that passes, from 0 to 1.

    >>> similar_to_reference(Subject("The cat sat.", reference="the cat sits.")).outcome
    'pass'
    >>> similar_to_reference(Subject("今天下雨", reference="明天放晴")).reason
    'the likeness to "明天放晴" is 0.25, but at least 0.8 is asked for'
    """
    return _best(subject, least, "likeness to", similarity)


@check(needs=("reference",))
def reference_words_covered(subject: Subject, least: float = 0.6) -> Verdict:
    """So large a share of the reference's different words stands in the output, in any order.

    A word is a word, or a single Chinese character; more words than the reference do no harm.

    - `least`: the lowest share that passes, from 0 to 1.

    >>> reference_words_covered(Subject("It ships on Monday.", reference="ships Monday")).outcome
    'pass'
    >>> reference_words_covered(Subject("周一到", reference="周一发货")).reason
    'the share of the words of "周一发货" is 0.5, but at least 0.6 is asked for'
    """
    if not any(words(output_text(one)) for one in _answers(subject.reference)):
        return Verdict("skip", "there are no words in the reference")
    return _best(subject, least, "share of the words of", _share)


@check(needs=("reference",))
def numbers_equal_reference(subject: Subject, *, more: bool = False) -> Verdict:
    """The numbers, amounts, dates and times of the output are those of the reference.

    Units are converted and numerals read: 1.5 h is 90 minutes and 三十 is 30. A number without a
    unit is the same with any unit. List numbers and citations do not count.

    - `more`: whether the output may state further numbers, such as the steps of a calculation.

    >>> numbers_equal_reference(Subject("It takes 90 minutes.", reference="1.5小时")).outcome
    'pass'
    >>> numbers_equal_reference(Subject("共35元", reference="30元")).reason
    'the reference says "30元", the output does not'
    """
    verdicts = [
        _numbers(subject.output, stated, more)
        for one in _answers(subject.reference)
        if (stated := quantities(output_text(one)))
    ]
    if not verdicts:
        return Verdict("skip", "there is no number in the reference")
    return next((verdict for verdict in verdicts if verdict), verdicts[0])


def _answers(reference: Json) -> list[Json]:
    """The answers that are right; an empty text is none."""
    several = list(reference) if isinstance(reference, list | tuple) else [reference]
    return [one for one in several if one is not None and one != ""]


def _equal(output: str, wanted: Json, normalised: bool) -> bool:
    if not isinstance(wanted, str):
        try:
            return bool(_marked(json.loads(output)) == _marked(wanted))
        except (ValueError, RecursionError):
            return False
    if normalised:
        return _bare(output) == _bare(wanted)
    return output == wanted


def _marked(value: Json) -> Json:
    """True apart from 1, which Python holds for equal."""
    if isinstance(value, bool):
        return {"bool": str(value)}
    if isinstance(value, list | tuple):
        return [_marked(item) for item in value]
    if isinstance(value, dict):
        return {key: _marked(item) for key, item in value.items()}
    return value


def _bare(text: str) -> str:
    folded = normalise(text)
    return folded.rstrip(".。!").rstrip() or folded


def _best(
    subject: Subject, least: float, measure: str, score: Callable[[str, str], float]
) -> Verdict:
    if not 0 <= least <= 1:
        raise UsageError(f"the least is a share from 0 to 1, not {least!r}")
    scored = [(score(subject.output, text), text) for text in _texts(subject.reference)]
    if not scored:
        return _NO_REFERENCE
    best, text = max(scored, key=lambda pair: pair[0])
    said = f"the {measure} {quoted(text)} is {best:.2g}"
    if best >= least:
        return Verdict("pass", said, best)
    return Verdict("fail", f"{said}, but at least {least:g} is asked for", best)


def _texts(reference: Json) -> list[str]:
    return [output_text(one) for one in _answers(reference)]


def _share(output: str, reference: str) -> float:
    wanted = set(unit_keys(words(reference)))
    return len(wanted & set(unit_keys(words(output)))) / len(wanted) if wanted else 0.0


def _numbers(output: str, stated: list[Quantity], more: bool) -> Verdict:
    said = quantities(output)
    lacking = [one for one in stated if not any(_same(one, other) for other in said)]
    if lacking:
        return Verdict("fail", f"the reference says {named(lacking)}, the output does not", 0.0)
    extra = [
        one for one in claimed_quantities(output) if not any(_same(one, other) for other in stated)
    ]
    return verdict_on([] if more else extra, "the reference does not say", float(more or not extra))


def _same(a: Quantity, b: Quantity) -> bool:
    bare = "number" in (a.kind, b.kind) and a.value == b.value
    return bare or same_quantity(a, b)


def _listed(wanted: list[Json]) -> str:
    more = f" and {len(wanted) - 5} more" if len(wanted) > 5 else ""
    return ", ".join(quoted(output_text(one)) for one in wanted[:5]) + more
