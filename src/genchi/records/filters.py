"""Which spans are meant: a filter as data, the same for the command line, HTTP and the web app."""

from __future__ import annotations

from dataclasses import dataclass

TEXT_FIELDS = (
    *("app", "trace", "span", "parent", "name", "operation", "model", "response_model"),
    *("prompt_version", "user", "session", "status", "error"),
)
"""Fields that hold text; `error` is the message of a failure."""
NUMBER_FIELDS = (
    *("latency", "first_token", "cost", "tokens", "input_tokens", "output_tokens"),
    *("cached_tokens", "reasoning_tokens"),
)
"""Fields that hold a number: seconds, USD, counts; `tokens` is input and output together."""
PREFIXES = ("label.", "check.", "metadata.", "attribute.")
"""Fields that go on with a name: a criterion, a check's spec, or a key of the payload."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The value is one of these; `*` in a pattern stands for anything. `*` alone: there is one."""

    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The value lies between bounds; None is no bound. Times are nanoseconds since 1970.

    `with_low` and `with_high` say whether the bound itself is in.
    """

    low: float | None = None
    high: float | None = None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Condition:
    """A field and what must hold of it; `negated` where it must not."""

    field: str
    test: AnyOf | Between
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words to find: `text` is one word (`refund`, `refund*`), or several in a row (a phrase)."""

    text: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that must all hold. Without any, every span is meant."""

    conditions: tuple[Condition | Words, ...] = ()


ROOTS = Filter((Condition("root", AnyOf(("true",))),))
"""The spans that are within no other: the outputs of an application."""
