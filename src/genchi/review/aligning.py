"""Checks against people: every check that has verdicts, graded by the labels of one criterion.

Joins what the store knows (labels, verdicts, inputs) with the numbers of `genchi.review.alignment`.
An output that its annotators dispute evenly is neither good nor bad, and is left out and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from genchi.errors import UsageError
from genchi.records import SpanKey, Verdict
from genchi.review.alignment import (
    Grade,
    HeldOut,
    HeldOutCheck,
    Overlap,
    Selection,
    SpanScore,
    detector_set,
    grade,
    held_out,
    minimal_set,
    redundancy,
    span_agreement,
    uncaught,
)
from genchi.review.outputs import LabelledOutput, only_labelled
from genchi.review.preferences import Preferences, preferences
from genchi.store import Store

SECONDS = 20.0
"""How long the search for the smallest set may take."""
_FOLDS = 50
"""Searches held out: 10 times 5 folds."""
ALIKE = 0.8
"""Share of failed outputs two checks have in common (Jaccard) to be called redundant."""
MANY = 1_000
"""Graded outputs from which on dealing them anew seldom changes what is found held out."""
_REPEATS, _REPEATS_OF_MANY = 10, 3


@dataclass(frozen=True, slots=True)
class CheckAgreement:
    """One check against the labels; `marked` compares its evidence with what people marked."""

    check: str
    version: str
    grade: Grade
    held_out: HeldOutCheck
    marked: SpanScore | None


@dataclass(frozen=True, slots=True)
class ChosenSet:
    """Checks chosen as a set, by their specs, with what they give in sample and held out."""

    checks: tuple[str, ...]
    in_sample: Selection
    held_out: HeldOut


@dataclass(frozen=True, slots=True)
class Alignment:
    """What the labels of a criterion say about the checks.

    `outputs` are the graded ones, in order; `good` their grades, and `passes` what each check (in
    the order of `checks`) said: 1, 0 or nan for an error or a skip. `uncaught` are the bad outputs
    that no check which agrees better than chance fails; `disputed` counts outputs left out because
    annotators split evenly. `preferences` are about pairs of outputs, None where people compared
    none.
    """

    criterion: str
    labelled: int
    bad: int
    disputed: int
    checks: tuple[CheckAgreement, ...]
    detector: ChosenSet
    minimal: ChosenSet
    uncaught: tuple[SpanKey, ...]
    alike: tuple[tuple[str, str, Overlap], ...]
    outputs: tuple[LabelledOutput, ...]
    good: tuple[bool, ...]
    passes: npt.NDArray[np.float64]
    confidence: float
    preferences: Preferences | None

    @property
    def telling(self) -> tuple[str, ...]:
        """The checks that agree with people better than chance: others catch nothing by skill."""
        return tuple(self.checks[i].check for i in _telling([c.grade for c in self.checks]))


def align(
    store: Store,
    app: str,
    criterion: str,
    *,
    specs: Sequence[str] = (),
    max_false_failure: float = 0.10,
    confidence: float = 0.95,
    seconds: float = SECONDS,
) -> Alignment:
    """Grade the newest version of every check with verdicts, or of those named by `specs`.

    A check that was replaced counts only where it is named.

    The search for the smallest set takes at most `seconds`, and the searches held out together no
    longer; then the best sets found are given.
    Raises `UsageError` where nothing is labelled or compared, or no check has verdicts.
    """
    labelled = _labelled(store, app, criterion)
    outputs = [output for output in labelled if output.label != 0.5]
    versions = dict(store.verdicts.checks(app, retired=bool(specs)))
    chosen = list(specs) or list(versions)
    if not chosen:
        raise UsageError(f"no check has judged {app} yet: run `genchi check --app {app}` first")
    spans = [output.span for output in outputs]
    verdicts = {spec: store.verdicts.on(spans, app, spec) for spec in chosen}
    good = np.array([(output.label or 0.0) > 0.5 for output in outputs], dtype=np.float64)
    passes = _table(outputs, list(verdicts.values()))
    groups = [output.asked for output in outputs]
    sets = _Sets(chosen, passes, good, groups, confidence)
    detector = sets.of(partial(detector_set, max_false_failure=max_false_failure))
    quick = partial(minimal_set, seconds=seconds / _FOLDS)
    minimal = sets.of(partial(minimal_set, seconds=seconds), quick=quick)
    grades = grade(passes, good, groups, confidence)
    marked = _marked(store, app, criterion, outputs, verdicts)
    return Alignment(
        criterion=criterion,
        labelled=len(outputs),
        bad=int((good == 0).sum()),
        disputed=len(labelled) - len(outputs),
        checks=tuple(
            CheckAgreement(spec, versions.get(spec, ""), graded, detector.held_out.checks[i], score)
            for i, (spec, graded, score) in enumerate(zip(chosen, grades, marked, strict=True))
        ),
        detector=detector,
        minimal=minimal,
        uncaught=tuple(outputs[i].span for i in uncaught(passes, good, _telling(grades))),
        alike=tuple(
            (chosen[pair.a], chosen[pair.b], pair)
            for pair in redundancy(passes, good)
            if (pair.jaccard or 0.0) >= ALIKE
        ),
        outputs=tuple(outputs),
        good=tuple(bool(value) for value in good),
        passes=passes,
        confidence=confidence,
        preferences=preferences(
            store, app, criterion, {spec: versions.get(spec, "") for spec in chosen}, confidence
        ),
    )


def _labelled(store: Store, app: str, criterion: str) -> list[LabelledOutput]:
    """The labelled outputs; none where people have only compared outputs."""
    said = any(label.value is not None for label in store.labels.current(app, criterion))
    if not said and any(store.labels.preferences(app, criterion)):
        return []
    return only_labelled(store, app, criterion)


Select = Callable[[npt.ArrayLike, npt.ArrayLike], Selection]


@dataclass(frozen=True, slots=True)
class _Sets:
    """Ways of choosing, tried on the same table."""

    specs: list[str]
    passes: npt.NDArray[np.float64]
    good: npt.NDArray[np.float64]
    groups: list[str]
    confidence: float

    def of(self, select: Select, quick: Select | None = None) -> ChosenSet:
        """The set on all outputs, and the same way of choosing (or a quicker one) held out."""
        selection = select(self.passes, self.good)
        return ChosenSet(
            checks=tuple(self.specs[i] for i in selection.checks),
            in_sample=selection,
            held_out=held_out(
                self.passes,
                self.good,
                quick or select,
                groups=self.groups,
                repeats=_REPEATS if len(self.good) < MANY else _REPEATS_OF_MANY,
                confidence=self.confidence,
            ),
        )


def _telling(grades: Sequence[Grade]) -> list[int]:
    return [g.check for g in grades if g.mcc is not None and g.mcc.value > 0]


def _table(
    outputs: Sequence[LabelledOutput], verdicts: Sequence[Mapping[SpanKey, Verdict]]
) -> npt.NDArray[np.float64]:
    measured = {"pass": 1.0, "fail": 0.0}
    rows = [
        [
            measured.get(found[output.span].outcome, np.nan) if output.span in found else np.nan
            for found in verdicts
        ]
        for output in outputs
    ]
    return np.array(rows, dtype=np.float64).reshape(len(outputs), len(verdicts))


def _marked(
    store: Store,
    app: str,
    criterion: str,
    outputs: Sequence[LabelledOutput],
    verdicts: Mapping[str, Mapping[SpanKey, Verdict]],
) -> list[SpanScore | None]:
    """How each check's evidence meets the pieces that people marked; None where none is marked."""
    pieces: dict[SpanKey, list[tuple[int, int]]] = defaultdict(list)
    for label in store.labels.pieces(app, criterion):
        pieces[label.target.span].append((label.target.start or 0, label.target.end or 0))
    if not pieces:
        return [None] * len(verdicts)
    spans = [pieces.get(output.span, []) for output in outputs]
    return [
        span_agreement([_evidence(found.get(o.span)) for o in outputs], spans).pooled
        for found in verdicts.values()
    ]


def _evidence(verdict: Verdict | None) -> list[tuple[int, int]]:
    if verdict is None or verdict.outcome != "fail":
        return []
    return [(e.start, e.end) for e in verdict.evidence if e.field == "output"]
