"""The outputs of an application with what people and a check said about each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.records import SpanKey
from genchi.review.fields import find_field
from genchi.stats import mean
from genchi.store import Store

EVERYTHING = "all"
"""The group of every output where no field was named."""


@dataclass(frozen=True, slots=True)
class LabelledOutput:
    """One output: its group, what was asked, who said what, and what the check said.

    `judged` is 1.0 for a pass and 0.0 for anything else (an error or a skip is never a pass); None
    where the check has no verdict on this output.
    """

    span: SpanKey
    group: str
    asked: str
    labels: Mapping[str, float]
    judged: float | None = None

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
            labels=labels.get(span.key, {}),
            judged=judged.get(span.key),
        )
        for span in spans
    ]


def _require_app(store: Store, app: str) -> None:
    apps = store.spans.apps()
    if app not in apps:
        known = ", ".join(sorted(apps)) or "none yet: run `genchi import` first"
        raise UsageError(f"there is no application {app!r} in {store.path}; there is {known}")


def _labels(store: Store, app: str, criterion: str) -> dict[SpanKey, dict[str, float]]:
    labels: dict[SpanKey, dict[str, float]] = {}
    for label in store.labels.current(app, criterion):
        if label.value is not None:
            labels.setdefault(label.target.span, {})[label.annotator] = label.value
    if not labels:
        counts = store.labels.counts(app)
        known = ", ".join(f"{name} ({n})" for name, n in sorted(counts.items()))
        raise UsageError(
            f"{app} has no labels for {criterion!r}; "
            + (f"it has {known}" if known else "import some with --map label.CRITERION=FIELD")
        )
    return labels


def _verdicts(store: Store, app: str, check: str) -> dict[SpanKey, float]:
    found = store.verdicts.of(app, check)
    if not found:
        known = ", ".join(sorted({spec for spec, _ in store.verdicts.checks(app)})) or "none"
        raise UsageError(
            f"{app} has no verdicts of a check {check!r}: run `genchi check --app {app} "
            f"--check '{check}'` first; the checks with verdicts are: {known}"
        )
    return {key: float(verdict.passed) for key, verdict in found.items()}
