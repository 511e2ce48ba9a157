"""Checks of what an output says word for word: texts that must or must not stand in it."""

from __future__ import annotations

import re
from functools import lru_cache

from genchi.checks.checking import check
from genchi.checks.library.counts import check_limits
from genchi.checks.library.places import (
    Place,
    evidence,
    place_at_end,
    place_at_start,
    places,
    quoted,
    unified,
)
from genchi.errors import UsageError
from genchi.records import Evidence, Subject, Verdict


@check
def contains(
    subject: Subject,
    *texts: str,
    count: int = 1,
    ignore_case: bool = True,
    whole_words: bool = False,
) -> Verdict:
    """Each of the texts stands in the output.

    Full-width and half-width forms, kinds of quotes and dashes and runs of white space are alike.

    - `texts`: what must be there;
    - `count`: how often each must be there at least;
    - `ignore_case`: whether "Refund" counts for "refund";
    - `whole_words`: whether "cat" must not be a part of "category". It changes nothing for Chinese,
      which has no borders between words.

    >>> contains("refund", "5 days")(Subject("A Refund takes 5 days.")).outcome
    'pass'
    >>> contains("退款", count=2)(Subject("可以退款。")).reason
    '"退款" stands there once, but at least 2 times are asked for'
    """
    check_limits(count, None)
    found = {
        text: places(subject.output, text, ignore_case=ignore_case, whole_words=whole_words)
        for text in _given(texts, "contains")
    }
    lacking = [text for text in found if len(found[text]) < count]
    if lacking:
        return Verdict(
            "fail", "; ".join(_too_few(text, len(found[text]), count) for text in lacking)
        )
    return Verdict("pass", f"{_listed(found)} found", evidence=_pointed(found))


@check
def contains_any(
    subject: Subject, *texts: str, ignore_case: bool = True, whole_words: bool = False
) -> Verdict:
    """At least one of the texts stands in the output.

    - `texts`: the choice;
    - `ignore_case`, `whole_words`: as for `contains`.

    >>> contains_any("sorry", "apologise")(Subject("We apologise.")).reason
    '"apologise" found'
    >>> contains_any("抱歉", "对不起")(Subject("没问题。")).reason
    'none of "抱歉", "对不起" stands there'
    """
    for text in _given(texts, "contains_any"):
        found = places(subject.output, text, ignore_case=ignore_case, whole_words=whole_words)
        if found:
            return Verdict("pass", f"{quoted(text)} found", evidence=evidence(found, text))
    return Verdict("fail", f"none of {_listed(texts)} stands there")


@check
def excludes(
    subject: Subject, *texts: str, ignore_case: bool = True, whole_words: bool = False
) -> Verdict:
    """None of the texts stands in the output.

    - `texts`: what must not be there;
    - `ignore_case`, `whole_words`: as for `contains`.

    >>> excludes("guarantee")(Subject("We Guarantee it.")).evidence[0].start
    3
    >>> excludes("保证", "一定")(Subject("我们保证退款。")).reason
    '"保证" stands there once'
    """
    found = {
        text: places(subject.output, text, ignore_case=ignore_case, whole_words=whole_words)
        for text in _given(texts, "excludes")
    }
    there = {text: found[text] for text in found if found[text]}
    if not there:
        return Verdict("pass", f"no {' and no '.join(map(quoted, texts))}")
    reason = "; ".join(f"{quoted(text)} stands there {_times(len(there[text]))}" for text in there)
    return Verdict("fail", reason, evidence=_pointed(there))


@check
def max_occurrences(
    subject: Subject,
    text: str,
    most: int,
    *,
    ignore_case: bool = True,
    whole_words: bool = False,
) -> Verdict:
    """The text stands in the output at most so many times.

    - `text`: what is counted: a letter, a word, a sentence;
    - `most`: how often it may be there;
    - `ignore_case`, `whole_words`: as for `contains`. `contains(…, count=…)` asks for a least.

    >>> max_occurrences("very", 1)(Subject("Very, very good.")).reason
    '"very" stands there 2 times, but once is allowed'
    >>> max_occurrences("非常", 1)(Subject("非常好。")).outcome
    'pass'
    """
    check_limits(0, most)
    found = places(subject.output, text, ignore_case=ignore_case, whole_words=whole_words)
    reason = f"{quoted(text)} stands there {_times(len(found))}"
    if len(found) <= most:
        return Verdict("pass", reason, evidence=evidence(found, text))
    over = f"{reason}, {_allowed(most)}"
    return Verdict("fail", over, evidence=evidence(found[most:], text))


@check
def starts_with(subject: Subject, *texts: str, ignore_case: bool = True) -> Verdict:
    """The output starts with one of the texts, white space aside.

    - `texts`: the beginnings that are allowed;
    - `ignore_case`: whether "dear" counts for "Dear".

    >>> starts_with("Dear", "Hello")(Subject("Hello Ms Li,")).outcome
    'pass'
    >>> starts_with("您好")(Subject("亲，您好！")).reason
    'it starts with "亲，您好！", not with "您好"'
    """
    for text in _given(texts, "starts_with"):
        found = place_at_start(subject.output, text, ignore_case=ignore_case)
        if found:
            return Verdict("pass", f"it starts with {quoted(text)}", evidence=evidence([found]))
    return _wrong_edge(subject.output, "starts", texts, _first(subject.output, texts))


@check
def ends_with(subject: Subject, *texts: str, ignore_case: bool = True) -> Verdict:
    """The output ends with one of the texts; closing quotes, emphasis and white space may follow.

    - `texts`: the endings that are allowed;
    - `ignore_case`: whether "Over." counts for "over.".

    >>> ends_with("Anything else?")(Subject("It is open. **Anything else?**")).outcome
    'pass'
    >>> ends_with("谢谢！")(Subject("已退款。")).reason
    'it ends with "退款。", not with "谢谢！"'
    """
    for text in _given(texts, "ends_with"):
        found = place_at_end(subject.output, text, ignore_case=ignore_case)
        if found:
            return Verdict("pass", f"it ends with {quoted(text)}", evidence=evidence([found]))
    return _wrong_edge(subject.output, "ends", texts, _last(subject.output, texts))


@check
def is_one_of(subject: Subject, *texts: str, ignore_case: bool = True) -> Verdict:
    """The whole output is one of the texts; white space and a stop at the end do not count.

    - `texts`: the answers that are allowed;
    - `ignore_case`: whether "Yes" counts for "yes".

    >>> is_one_of("yes", "no")(Subject("Yes.")).outcome
    'pass'
    >>> is_one_of("是", "否")(Subject("是的，可以。")).reason
    '"是的，可以。" is none of "是", "否"'
    """
    said = _bare(subject.output, ignore_case)
    for text in _given(texts, "is_one_of"):
        if said == _bare(text, ignore_case):
            return Verdict("pass", f"it is {quoted(text)}")
    return Verdict("fail", f"{quoted(subject.output.strip())} is none of {_listed(texts)}")


@check
def no_commas(subject: Subject) -> Verdict:
    """No comma stands in the output, neither an English nor a Chinese one.

    The mark between the items of a Chinese list, `、`, is no comma.

    >>> no_commas(Subject("Yes, it is.")).reason
    '1 comma'
    >>> no_commas(Subject("苹果、梨都有。")).outcome
    'pass'
    """
    found = [match.span() for match in _commas().finditer(subject.output)]
    if not found:
        return Verdict("pass", "no commas")
    reason = f"{len(found)} comma{'s' if len(found) > 1 else ''}"
    return Verdict("fail", reason, evidence=evidence(found))


@lru_cache(maxsize=1)
def _commas() -> re.Pattern[str]:
    return re.compile("[,，﹐،]")


def _given(texts: tuple[str, ...], name: str) -> tuple[str, ...]:
    if not texts:
        raise UsageError(f'{name} needs at least one text: {name}("refund")')
    return texts


def _pointed(found: dict[str, list[Place]]) -> tuple[Evidence, ...]:
    return tuple(place for text in found for place in evidence(found[text], text))


def _too_few(text: str, times: int, count: int) -> str:
    if not times:
        return f"there is no {quoted(text)}"
    return f"{quoted(text)} stands there {_times(times)}, but at least {count} times are asked for"


def _times(times: int) -> str:
    return "once" if times == 1 else f"{times} times"


def _allowed(most: int) -> str:
    if most < 2:
        return "but once is allowed" if most else "but it is not allowed"
    return f"but at most {most} times are allowed"


def _listed(texts: tuple[str, ...] | dict[str, list[Place]]) -> str:
    return ", ".join(map(quoted, texts))


def _bare(text: str, ignore_case: bool) -> str:
    return " ".join(unified(text, ignore_case=ignore_case).split()).rstrip(".。!")


def _first(output: str, texts: tuple[str, ...]) -> Place:
    start = len(output) - len(output.lstrip())
    return start, min(len(output), start + max(20, *map(len, texts)))


def _last(output: str, texts: tuple[str, ...]) -> Place:
    end = len(output.rstrip())
    return max(0, end - max(map(len, texts))), end


def _wrong_edge(output: str, verb: str, texts: tuple[str, ...], place: Place) -> Verdict:
    said = quoted(" ".join(output[slice(*place)].split()))
    return Verdict(
        "fail", f"it {verb} with {said}, not with {_listed(texts)}", evidence=evidence([place])
    )
