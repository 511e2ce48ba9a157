"""The outputs of an application with what people and a check said about each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from genchi.errors import UsageError
from genchi.records import ROOTS, Filter, Label, Span, SpanKey
from genchi.review.fields import find_field
from genchi.stats import mean
from genchi.store import Store

EVERYTHING = "all"
"""The group of every output where no field was named."""
FAIR = frozenset(["", "random"])
"""Why an output was shown, where its label may be part of a rate: by chance, or nobody knows."""
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class LabelledOutput:
    """One output: its group, what was asked, who said what, and what the check said.

    `judged` is 1.0 for a pass and 0.0 for anything else (an error or a skip is never a pass); None
    where the check has no verdict on this output. `fair` are those whose label may be part of a
    rate; `sample` is why they were shown it, and `inclusion` with which probability, where known.
    """

    span: SpanKey
    group: str
    asked: str
    labels: Mapping[str, float]
    judged: float | None = None
    fair: frozenset[str] = frozenset()
    sample: str = ""
    inclusion: float | None = None
    start_ns: int = 0

    @property
    def label(self) -> float | None:
        """The mean over its annotators, or None where nobody labelled it."""
        return mean(list(self.labels.values())) if self.labels else None


def labelled_outputs(
    store: Store, app: str, criterion: str, *, by: str | None = None, check: str | None = None
) -> list[LabelledOutput]:
    """Every output of an application, grouped by a field.

    Raises `UsageError` for an application, criterion, field or check that the store does not have.
    """
    _require_app(store, app)
    labels = _labels(store, app, criterion)
    judged = _verdicts(store, app, check) if check is not None else {}
    field = find_field(store, app, by) if by is not None else None
    spans = store.spans.list(app, payloads=field is not None and field.needs_payload)
    return [
        LabelledOutput(
            span=span.key,
            group=field.read(span) if field else EVERYTHING,
            asked=span.inputs_hash,
            judged=judged.get(span.key),
            start_ns=span.start_ns,
            **_said(labels.get(span.key, ())),
        )
        for span in spans
    ]


def only_labelled(store: Store, app: str, criterion: str) -> list[LabelledOutput]:
    """The outputs that people labelled, in order of time; others are not read.

    Raises `UsageError` for an application or criterion that the store does not have.
    """
    _require_app(store, app)
    labels = _labels(store, app, criterion)
    return [
        LabelledOutput(
            span=span.key,
            group=EVERYTHING,
            asked=span.inputs_hash,
            start_ns=span.start_ns,
            **_said(labels[span.key]),
        )
        for span in roots_of(store, app, list(labels))
    ]


def newest_unlabelled(
    store: Store, app: str, labelled: Collection[SpanKey], most: int
) -> list[SpanKey]:
    """The newest outputs but for the labelled ones; no more than three times `most` are read."""
    page = store.spans.page(ROOTS, app=app, limit=most + min(len(labelled), 2 * most))
    return [span.key for span in page.spans if span.key not in labelled][:most]


def fairly(
    outputs: Sequence[LabelledOutput], *, everything: bool | None = None
) -> list[LabelledOutput]:
    """The outputs with the labels that a rate may be made of.

    Labels on outputs that were chosen (because they looked bad, or somebody picked them) would tell
    of the choice, not of the outputs. Where all outputs are labelled nothing was chosen, and every
    label counts; `everything` says so where `outputs` are the labelled ones alone.
    """
    if everything is None:
        everything = all(output.labels for output in outputs)
    if everything:
        return list(outputs)
    return [
        replace(o, labels={name: value for name, value in o.labels.items() if name in o.fair})
        for o in outputs
    ]


def roots_of(store: Store, app: str, keys: Sequence[SpanKey]) -> list[Span]:
    """Those of these spans that are within no other, by start, without payloads."""
    found = list[Span]()
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        page = store.spans.page(Filter(), app=app, limit=_AT_ONCE, oldest_first=True, ids=some)
        found += [span for span in page.spans if span.parent_id is None]
    return sorted(found, key=lambda span: span.start_ns)


def _require_app(store: Store, app: str) -> None:
    apps = store.spans.apps()
    if app not in apps:
        known = ", ".join(sorted(apps)) or "none yet: run `genchi import` first"
        raise UsageError(f"there is no application {app!r} in {store.path}; there is {known}")


def _labels(store: Store, app: str, criterion: str) -> dict[SpanKey, list[Label]]:
    labels: dict[SpanKey, list[Label]] = {}
    for label in store.labels.current(app, criterion):
        if label.value is not None:
            labels.setdefault(label.target.span, []).append(label)
    if not labels:
        counts = store.labels.counts(app)
        if criterion in counts:
            raise UsageError(
                f"{app} has no whole output labelled good or bad for {criterion!r}: its labels are "
                "on pairs or parts of outputs, or cannot say"
            )
        known = ", ".join(f"{name} ({n})" for name, n in sorted(counts.items()))
        raise UsageError(
            f"{app} has no labels for {criterion!r}; "
            + (f"it has {known}" if known else "import some with --map label.CRITERION=FIELD")
        )
    return labels


def _said(labels: Sequence[Label]) -> dict[str, Any]:
    """What `LabelledOutput` says of labels."""
    fair = [label for label in labels if label.why in FAIR]
    drawn = max(fair, key=lambda label: label.inclusion or 0.0, default=None)
    return {
        "labels": {label.annotator: label.value for label in labels},
        "fair": frozenset(label.annotator for label in fair),
        "sample": drawn.why if drawn else "",
        "inclusion": drawn.inclusion if drawn else None,
    }


def _verdicts(store: Store, app: str, check: str) -> dict[SpanKey, float]:
    found = store.verdicts.of(app, check)
    if not found:
        known = ", ".join(sorted({spec for spec, _ in store.verdicts.checks(app)})) or "none"
        raise UsageError(
            f"{app} has no verdicts of a check {check!r}: run `genchi check --app {app} "
            f"--check '{check}'` first; the checks with verdicts are: {known}"
        )
    return {key: float(verdict.passed) for key, verdict in found.items()}
