"""The true rate of good outputs, from few labels, or from few labels and a check on everything.

Labels must be a fair sample of the outputs: the interval cannot know which were left out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from genchi.review.outputs import LabelledOutput, labelled_outputs
from genchi.stats import Interval, clustered_proportion, krippendorff_alpha, ppi_mean, wilson
from genchi.store import Store


@dataclass(frozen=True, slots=True)
class GroupQuality:
    """One group: `n` outputs, `labelled` of them by people, and the rate of good ones.

    `rate` is None where nothing is labelled. `annotators` counts the people; `agreement` is their
    Krippendorff's alpha, None where no output has two of them or all their labels are equal.
    """

    group: str
    n: int
    labelled: int
    rate: float | None
    low: float
    high: float
    method: str
    annotators: int
    agreement: float | None
    confidence: float
    unjudged: int = 0
    """Outputs left out because the check has no verdict on them."""


def quality(
    store: Store,
    app: str,
    criterion: str,
    *,
    by: str | None = None,
    check: str | None = None,
    confidence: float = 0.95,
) -> list[GroupQuality]:
    """The rate of good outputs in each group, by group name; `check` names a check's verdicts."""
    groups: dict[str, list[LabelledOutput]] = defaultdict(list)
    for output in labelled_outputs(store, app, criterion, by=by, check=check):
        groups[output.group].append(output)
    return [
        _group_quality(group, outputs, check is not None, confidence)
        for group, outputs in sorted(groups.items())
    ]


def agreement(outputs: Sequence[LabelledOutput]) -> tuple[int, float | None]:
    """How many people labelled, and their Krippendorff's alpha over what two or more labelled."""
    people = sorted({name for output in outputs for name in output.labels})
    shared = [output.labels for output in outputs if len(output.labels) > 1]
    if not shared:
        return len(people), None
    alpha = krippendorff_alpha([[labels.get(name) for labels in shared] for name in people])
    return len(people), None if math.isnan(alpha) else alpha


def _group_quality(
    group: str, outputs: list[LabelledOutput], with_check: bool, confidence: float
) -> GroupQuality:
    usable = [o for o in outputs if o.judged is not None] if with_check else outputs
    interval = (_judged_rate if with_check else _labelled_rate)(usable, confidence)
    people, alpha = agreement(outputs)
    return GroupQuality(
        group=group,
        n=len(outputs),
        labelled=sum(output.label is not None for output in outputs),
        rate=interval.value if interval.n else None,
        low=interval.low,
        high=interval.high,
        method=interval.method,
        annotators=people,
        agreement=alpha,
        confidence=confidence,
        unjudged=len(outputs) - len(usable),
    )


def _labelled_rate(outputs: list[LabelledOutput], confidence: float) -> Interval:
    labelled = [(output.label, output.asked) for output in outputs if output.label is not None]
    if not labelled:
        return wilson(0, 0, confidence)
    values, asked = zip(*labelled, strict=True)
    repeated = len(set(asked)) < len(asked)
    return clustered_proportion(values, asked if repeated else None, confidence)


def _judged_rate(outputs: list[LabelledOutput], confidence: float) -> Interval:
    labelled = [output for output in outputs if output.label is not None]
    rest = [output.judged or 0.0 for output in outputs if output.label is None]
    if not labelled or not rest:
        return _labelled_rate(outputs, confidence)
    interval = ppi_mean(
        [output.label or 0.0 for output in labelled],
        [output.judged or 0.0 for output in labelled],
        rest,
        confidence,
    )
    return _widened(interval, outputs, confidence)


def _widened(interval: Interval, outputs: list[LabelledOutput], confidence: float) -> Interval:
    """The interval of the labels and a check, as much wider as repeated inputs make the labels'.

    Prediction-powered inference takes its cases as independent. Several answers to one input are
    not, so both sides are stretched by the ratio that clustering gives the interval of the labels.
    """
    clustered = _labelled_rate(outputs, confidence)
    independent = wilson(clustered.value * clustered.n, clustered.n, confidence)
    ratio = (clustered.high - clustered.low) / (independent.high - independent.low)
    if ratio <= 1:
        return interval
    return replace(
        interval,
        low=max(0.0, interval.value - (interval.value - interval.low) * ratio),
        high=min(1.0, interval.value + (interval.high - interval.value) * ratio),
    )
