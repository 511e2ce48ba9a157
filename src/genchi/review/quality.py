"""The true rate of good outputs, from few labels, or from few labels and a check on everything.

A rate is made of labels that are a fair sample of the outputs: those drawn at random, and those of
which nobody recorded why they were shown. Labels on outputs that a queue chose are left out and
counted, unless every output has one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from genchi.review.outputs import LabelledOutput, fairly, labelled_outputs
from genchi.review.rates import fair_interval
from genchi.stats import Interval, krippendorff_alpha, ppi_mean, wilson
from genchi.store import Store

_Pair = tuple[LabelledOutput, LabelledOutput]
"""An output with all its labels, and with those that may be part of a rate."""


@dataclass(frozen=True, slots=True)
class GroupQuality:
    """One group: `n` outputs, `labelled` of them fairly by people, and the rate of good ones.

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
    chosen: int = 0
    """Labelled outputs left out of the rate because they were chosen, not drawn at random."""


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
    outputs = labelled_outputs(store, app, criterion, by=by, check=check)
    groups: dict[str, list[_Pair]] = defaultdict(list)
    for pair in zip(outputs, fairly(outputs), strict=True):
        groups[pair[0].group].append(pair)
    return [
        _group_quality(group, pairs, check is not None, confidence)
        for group, pairs in sorted(groups.items())
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
    group: str, pairs: list[_Pair], with_check: bool, confidence: float
) -> GroupQuality:
    outputs, fair = [output for output, _ in pairs], [output for _, output in pairs]
    usable = [o for o in fair if o.judged is not None] if with_check else fair
    interval = (_judged_rate if with_check else fair_interval)(usable, confidence)
    people, alpha = agreement(outputs)
    labelled = sum(output.label is not None for output in fair)
    return GroupQuality(
        group=group,
        n=len(outputs),
        labelled=labelled,
        rate=interval.value if interval.n else None,
        low=interval.low,
        high=interval.high,
        method=interval.method,
        annotators=people,
        agreement=alpha,
        confidence=confidence,
        unjudged=len(outputs) - len(usable),
        chosen=sum(output.label is not None for output in outputs) - labelled,
    )


def _judged_rate(outputs: list[LabelledOutput], confidence: float) -> Interval:
    labelled = [output for output in outputs if output.label is not None]
    rest = [output.judged or 0.0 for output in outputs if output.label is None]
    if not labelled or not rest:
        return fair_interval(outputs, confidence)
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
    clustered = fair_interval(outputs, confidence)
    independent = wilson(clustered.value * clustered.n, clustered.n, confidence)
    ratio = (clustered.high - clustered.low) / (independent.high - independent.low)
    if ratio <= 1:
        return interval
    return replace(
        interval,
        low=max(0.0, interval.value - (interval.value - interval.low) * ratio),
        high=min(1.0, interval.value + (interval.high - interval.value) * ratio),
    )
