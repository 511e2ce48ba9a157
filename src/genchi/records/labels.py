"""A person's judgement: what good means, who said what of which output, and how it was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from genchi.errors import UsageError
from genchi.records.spans import SpanKey


@dataclass(frozen=True, slots=True)
class Question:
    """One yes/no step towards a verdict: the answer `bad_when` makes the output bad.

    `reason` is the name of the failure mode that such an answer means, where it means one.
    """

    text: str
    bad_when: Literal["yes", "no"] = "no"
    reason: str | None = None
    text_zh: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What "good" means, in one sentence. A new wording is a new row; the last one counts.

    `guidelines` is Markdown for those who label. `steps` lead to a verdict question by question.
    Texts that end in `_zh` are their Chinese, empty where nobody wrote one.
    """

    app: str
    name: str
    statement: str = ""
    created_ns: int = 0
    title: str = ""
    guidelines: str = ""
    steps: tuple[Question, ...] = ()
    title_zh: str = ""
    statement_zh: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a label is about.

    The whole output; a piece of it (characters `start` to `end`); a retrieved passage (its
    number, from 0); or a preference for `span` over `other`.
    """

    span: SpanKey
    kind: Literal["output", "piece", "passage", "preference"] = "output"
    start: int | None = None
    end: int | None = None
    passage: int | None = None
    other: SpanKey | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """One person's verdict for one criterion on one target.

    `value` is 1.0 for good, 0.0 for bad, between for a strength or a mean, None for "cannot say".
    `inclusion` is the probability with which the target was chosen for labelling, where known;
    `why` is why it was shown: "random" for a fair sample, another word for a chosen output, empty
    where nobody recorded it.
    `correction` is the better text the person wrote: a bad label for the old, a good one for it.
    """

    criterion: str
    target: Target
    value: float | None
    annotator: str
    created_ns: int
    blind: bool = False
    inclusion: float | None = None
    failure: str | None = None
    correction: str | None = None
    reason: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if self.value is not None and not 0 <= self.value <= 1:
            raise UsageError(f"a label is between 0 (bad) and 1 (good), not {self.value!r}")
        if self.inclusion is not None and not 0 < self.inclusion <= 1:
            raise UsageError(
                f"an inclusion probability is above 0 and at most 1, not {self.inclusion!r}"
            )


@dataclass(frozen=True, slots=True)
class FailureMode:
    """A named way to be wrong, grown from notes; `merged_into` is set when two were one."""

    app: str
    criterion: str
    name: str
    title: str = ""
    title_zh: str = ""
    description: str = ""
    first_seen_ns: int = 0
    fixed_ns: int | None = None
    merged_into: str | None = None
