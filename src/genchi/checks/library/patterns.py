"""Checks by regular expression, in the syntax of Python's `re`.

A pattern is compiled once. One that runs away on an output ends as an `error` after two seconds
where the check runs in the main thread. Elsewhere nothing can stop it, so avoid a repeat of a
repeat, such as `(a+)+`; a possessive one, `(a++)+`, cannot run away.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from genchi.checks.checking import check
from genchi.checks.library.places import MOST_EVIDENCE, evidence, quoted
from genchi.errors import UsageError
from genchi.records import Subject, Verdict

SECONDS = 2.0
"""How long a pattern may look at one output."""


@check(seconds=SECONDS)
def matches(
    subject: Subject, pattern: str, *, ignore_case: bool = False, whole: bool = False
) -> Verdict:
    r"""The output has a place that the regular expression matches.

    - `pattern`: as for Python's `re`; `(?m)`, `(?s)` and the like may stand at its beginning;
    - `ignore_case`: whether "A" matches "a";
    - `whole`: whether the pattern must match the whole output, white space at its ends aside.

    >>> matches(r"ORD-\d{4}")(Subject("Order ORD-2213 is on its way.")).evidence[0].start
    6
    >>> matches(r"订单号：\d+")(Subject("订单已发货。")).reason
    'nothing matches 订单号：\\d+'
    """
    compiled = _compiled(pattern, ignore_case)
    if whole:
        start = len(subject.output) - len(subject.output.lstrip())
        found = compiled.fullmatch(subject.output, start, max(start, len(subject.output.rstrip())))
    else:
        found = compiled.search(subject.output)
    if found is None:
        looked_at = "the output as a whole does not match" if whole else "nothing matches"
        return Verdict("fail", f"{looked_at} {pattern}")
    return Verdict("pass", f"{quoted(found.group())} matches", evidence=evidence([found.span()]))


@check(seconds=SECONDS)
def not_matches(subject: Subject, pattern: str, *, ignore_case: bool = False) -> Verdict:
    r"""The output has no place that the regular expression matches.

    - `pattern`: as for Python's `re`; `(?m)`, `(?s)` and the like may stand at its beginning;
    - `ignore_case`: whether "A" matches "a".

    >>> not_matches(r"\bTODO\b")(Subject("Dear TODO,")).reason
    '"TODO" matches \\bTODO\\b'
    >>> not_matches(r"\d+元")(Subject("免费。")).outcome
    'pass'
    """
    found = list(islice(_compiled(pattern, ignore_case).finditer(subject.output), MOST_EVIDENCE))
    if not found:
        return Verdict("pass", f"nothing matches {pattern}")
    reason = f"{quoted(found[0].group())} matches {pattern}"
    return Verdict("fail", reason, evidence=evidence([match.span() for match in found]))


@lru_cache(maxsize=256)
def _compiled(pattern: str, ignore_case: bool) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        raise UsageError(f"{pattern!r} is not a regular expression: {error}") from None
