"""What a report says about an application, gathered before a word of it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.evals import Comparison, compare
from genchi.records import Label, Span, SpanKey, Verdict
from genchi.review import GroupQuality, quality
from genchi.review.aligning import Alignment, align
from genchi.review.suggestions import SuggestedCheck, suggest
from genchi.store import Store

VARIANTS = ("prompt_version", "model")
"""Fields that may tell variants apart; the first with several values is taken."""
SHOWN = 8
"""Outputs that each part of a report shows in full."""


@dataclass(frozen=True, slots=True)
class ShownOutput:
    """One output with what people said about it, and the checks that agree with them."""

    span: Span
    labels: tuple[Label, ...]
    verdicts: tuple[tuple[str, Verdict], ...]


@dataclass(frozen=True, slots=True)
class CriterionFindings:
    """What is known about one criterion; `alignment` is None where no check has judged.

    `worst` are bad outputs that most checks fail, `uncaught` bad ones that none does, `suspects`
    outputs nobody labelled that checks of the detector set fail.
    """

    criterion: str
    overall: GroupQuality
    by: str | None
    groups: tuple[GroupQuality, ...]
    comparisons: tuple[Comparison, ...]
    alignment: Alignment | None
    suggestions: tuple[SuggestedCheck, ...]
    worst: tuple[ShownOutput, ...]
    uncaught: tuple[ShownOutput, ...]
    suspects: tuple[ShownOutput, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known about an application."""

    app: str
    outputs: int
    annotators: int
    criteria: tuple[CriterionFindings, ...]


def gather(store: Store, app: str) -> Findings:
    """Everything a report says. Raises `UsageError` for an application without labels."""
    names = sorted(store.labels.counts(app).items(), key=lambda item: (-item[1], item[0]))
    if not names:
        raise UsageError(
            f"{app} has no labels in {store.path}, and a report is about labels: import some with "
            "--map label.CRITERION=FIELD"
        )
    criteria = tuple(_criterion(store, app, name) for name, _ in names)
    return Findings(
        app=app,
        outputs=store.spans.count(app),
        annotators=max(found.overall.annotators for found in criteria),
        criteria=criteria,
    )


def _criterion(store: Store, app: str, criterion: str) -> CriterionFindings:
    (overall,) = quality(store, app, criterion)
    by, groups = _variants(store, app, criterion)
    alignment = align(store, app, criterion) if store.verdicts.checks(app) else None
    show = _Shower(store, criterion, alignment.telling if alignment else ())
    return CriterionFindings(
        criterion=criterion,
        overall=overall,
        by=by,
        groups=groups,
        comparisons=_comparisons(store, app, criterion, by),
        alignment=alignment,
        suggestions=tuple(_suggestions(store, app, criterion, alignment)),
        worst=show.all(_worst(alignment)),
        uncaught=show.all(alignment.uncaught if alignment else ()),
        suspects=show.all(_suspects(store, app, alignment)),
    )


def _suggestions(
    store: Store, app: str, criterion: str, alignment: Alignment | None
) -> list[SuggestedCheck]:
    """Suggested checks that are not among those that judge already."""
    if alignment is None or not 0 < alignment.bad < alignment.labelled:
        return []
    running = {check.check for check in alignment.checks}
    found = suggest(store, app, criterion)
    return [item for item in found if item.suggestion.check.spec not in running]


def _variants(
    store: Store, app: str, criterion: str
) -> tuple[str | None, tuple[GroupQuality, ...]]:
    for field in VARIANTS:
        groups = quality(store, app, criterion, by=field)
        if sum(group.labelled > 0 for group in groups) > 1:
            return field, tuple(groups)
    return None, ()


def _comparisons(store: Store, app: str, criterion: str, by: str | None) -> tuple[Comparison, ...]:
    return () if by is None else tuple(compare(store, app, criterion, by=by))


def _worst(alignment: Alignment | None) -> list[SpanKey]:
    """Bad outputs, those first that most of the telling checks fail."""
    if alignment is None:
        return []
    specs = [check.check for check in alignment.checks]
    telling = [specs.index(spec) for spec in alignment.detector.checks]
    caught = (alignment.passes[:, telling] == 0).sum(axis=1)
    bad = [i for i, good in enumerate(alignment.good) if not good and caught[i]]
    return [alignment.outputs[i].span for i in sorted(bad, key=lambda i: (-caught[i], i))]


def _suspects(store: Store, app: str, alignment: Alignment | None) -> list[SpanKey]:
    """Outputs nobody labelled, those first that most checks of the detector set fail."""
    if alignment is None:
        return []
    labelled = {output.span for output in alignment.outputs}
    failing: Counter[SpanKey] = Counter()
    for spec in alignment.detector.checks:
        failed = store.verdicts.of(app, spec, outcome="fail")
        failing.update(key for key in failed if key not in labelled)
    return [key for key, _ in failing.most_common(SHOWN)]


class _Shower:
    """Fetches outputs with what was said about them."""

    def __init__(self, store: Store, criterion: str, specs: Sequence[str]) -> None:
        self._store = store
        self._criterion = criterion
        self._specs = specs

    def all(self, keys: Iterable[SpanKey]) -> tuple[ShownOutput, ...]:
        """The first few of them."""
        return tuple(shown for key in list(keys)[:SHOWN] if (shown := self._one(key)) is not None)

    def _one(self, key: SpanKey) -> ShownOutput | None:
        span = self._store.spans.get(key)
        if span is None:
            return None
        labels = [x for x in self._store.labels.history(key) if x.criterion == self._criterion]
        said = [(s, self._store.verdicts.on([key], key.app, s).get(key)) for s in self._specs]
        verdicts = tuple((spec, verdict) for spec, verdict in said if verdict is not None)
        return ShownOutput(span, tuple(labels), verdicts)
