"""Whether an answer came fast and cheap enough. What was not recorded is skipped, never passed."""

from __future__ import annotations

import math

from genchi.checks.checking import check
from genchi.errors import UsageError
from genchi.records import Subject, Verdict


@check
def latency_below(subject: Subject, seconds: float) -> Verdict:
    """The answer took less time than this.

    - `seconds`: the limit.

    >>> latency_below(2)(Subject("Hello", latency=3.5)).reason
    'the latency is 3.5 s, not below 2 s'
    >>> latency_below(2)(Subject("你好")).reason
    'the latency is not known'
    """
    return _below(subject.latency, seconds, "latency", " s")


@check
def cost_below(subject: Subject, usd: float) -> Verdict:
    """The answer cost less than this, in US dollars.

    - `usd`: the limit.

    >>> from genchi.records import Usage
    >>> cost_below(0.01)(Subject("Hello", usage=Usage(cost=0.002))).outcome
    'pass'
    >>> cost_below(0.01)(Subject("你好", usage=Usage(output_tokens=9))).reason
    'the cost is not known'
    """
    return _below(subject.usage.cost if subject.usage else None, usd, "cost", " USD")


@check
def output_tokens_below(subject: Subject, tokens: int) -> Verdict:
    """The model wrote fewer tokens than this, as the provider counts them.

    - `tokens`: the limit.

    >>> from genchi.records import Usage
    >>> output_tokens_below(100)(Subject("Hello", usage=Usage(output_tokens=100))).reason
    'the number of output tokens is 100, not below 100'
    >>> output_tokens_below(100)(Subject("你好", usage=Usage(output_tokens=2))).outcome
    'pass'
    """
    written = subject.usage.output_tokens if subject.usage else None
    return _below(written, tokens, "number of output tokens", "")


def _below(value: float | None, limit: float, what: str, unit: str) -> Verdict:
    if isinstance(limit, bool) or not math.isfinite(limit) or limit <= 0:
        raise UsageError(f"the limit for the {what} is a number above 0, not {limit!r}")
    if value is None or not math.isfinite(value):
        return Verdict("skip", f"the {what} is not known")
    said = f"the {what} is {value:.12g}{unit}"
    if value < limit:
        return Verdict("pass", said)
    return Verdict("fail", f"{said}, not below {limit:.12g}{unit}")
