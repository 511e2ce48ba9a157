"""Criteria as people see them: what good means, the reasons outputs were bad, how many labels."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from genchi.errors import UsageError
from genchi.records import Criterion, FailureMode, Label
from genchi.review.pool import labels_by_output
from genchi.review.rates import fair_rate
from genchi.stats import Interval
from genchi.store import Store

_NAME = re.compile(r"[a-z0-9_-]{1,64}")
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Reason:
    """A way to be bad and how many labels name it; without a title where nobody described it."""

    name: str
    title: str
    title_zh: str
    description: str
    labels: int


@dataclass(frozen=True, slots=True)
class Described:
    """A criterion with what is known of it; `rate` is made of fair labels, None without any.

    `comparisons` are labels that prefer one output to another; `labels` are those of whole outputs.
    """

    criterion: Criterion
    reasons: tuple[Reason, ...]
    labels: int
    outputs: int
    comparisons: int
    people: tuple[str, ...]
    rate: Interval | None
    wordings: tuple[tuple[str, int], ...]


def described(store: Store, app: str) -> list[Described]:
    """The criteria of an application: those that are worded, then others that have labels."""
    worded = {criterion.name: criterion for criterion in store.criteria.all(app)}
    others = sorted(store.labels.counts(app).keys() - worded)
    every = [*worded.values(), *(Criterion(app, name) for name in others)]
    return [describe(store, criterion) for criterion in every]


def describe(store: Store, criterion: Criterion) -> Described:
    """One criterion with what is known of it."""
    app, name = criterion.app, criterion.name
    by_output = labels_by_output(store, app, name)
    labels = [label for given in by_output.values() for label in given]
    judged = any(label.value is not None for label in labels)
    rate = fair_rate(store, app, name) if judged else None
    return Described(
        criterion=criterion,
        reasons=reasons(store, app, name, labels),
        labels=len(labels),
        outputs=len(by_output),
        comparisons=sum(1 for _ in store.labels.preferences(app, name)),
        people=tuple(sorted({label.annotator for label in labels})),
        rate=rate if rate is not None and rate.n else None,
        wordings=_wordings(store, app, name),
    )


def find(store: Store, app: str, name: str) -> Criterion | None:
    """A criterion as it is worded now, or without words where it only has labels."""
    found = store.criteria.wordings(app, name)
    if found:
        return found[-1]
    return Criterion(app, name) if name in store.labels.counts(app) else None


def word(store: Store, criterion: Criterion) -> bool:
    """Word a criterion; False where that changes nothing. `UsageError` for a name nobody can type.

    A criterion that has labels may keep the name it came with.
    """
    known = find(store, criterion.app, criterion.name)
    if known is None and not _NAME.fullmatch(criterion.name):
        raise UsageError(
            f"{criterion.name!r} is no name for a criterion: it has 1 to 64 of a-z, 0-9, _ and -"
        )
    if known is not None and replace(known, created_ns=criterion.created_ns) == criterion:
        return False
    store.criteria.word(criterion)
    return True


def reasons(store: Store, app: str, criterion: str, labels: list[Label]) -> tuple[Reason, ...]:
    """The reasons that were named, in order, then those that labels brought, by how many."""
    counts = Counter(label.failure for label in labels if label.failure)
    named = [
        Reason(mode.name, mode.title, mode.title_zh, mode.description, counts.pop(mode.name, 0))
        for mode in store.criteria.modes(app, criterion)
    ]
    rest = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return (*named, *(Reason(name, name, "", "", n) for name, n in rest))


def name_reason(store: Store, reason: FailureMode) -> str:
    """Name a way to be bad; its name is made of its title. Raises `UsageError` for no title.

    A title that is there already adds nothing.
    """
    title = " ".join(reason.title.split())
    if not title:
        raise UsageError("a reason needs a title: a few words that say how an output is bad")
    known = {mode.title: mode.name for mode in store.criteria.modes(reason.app, reason.criterion)}
    if title in known:
        return known[title]
    first = name_of_title(title)
    number, name = 1, first
    while not store.criteria.name_mode(replace(reason, name=name, title=title)):
        number += 1
        name = f"{first[: _LONGEST_NAME - 4]}-{number}"
    return name


def name_of_title(title: str) -> str:
    """A short name from a title; Chinese stays, since it can be read.

    >>> name_of_title("Wrong order ID!"), name_of_title("编造 政策")
    ('wrong-order-id', '编造-政策')
    """
    plain = unicodedata.normalize("NFKC", title).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:_LONGEST_NAME].rstrip("-") or "reason"


def _wordings(store: Store, app: str, name: str) -> tuple[tuple[str, int], ...]:
    """The statements that a criterion had, oldest first, each with when it came."""
    found: list[tuple[str, int]] = []
    for wording in store.criteria.wordings(app, name):
        if not found or found[-1][0] != wording.statement:
            found.append((wording.statement, wording.created_ns))
    return tuple(found)
