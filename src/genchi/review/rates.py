"""The rate of good outputs and how sure it is, from labels that may be part of one.

Outputs with the same inputs are one cluster. Where labels were drawn with probabilities that differ
much, each counts for as many outputs as it stands for (Hajek 1971), and the interval widens to what
such a sample is worth.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from genchi.review.outputs import LabelledOutput, fairly, only_labelled
from genchi.stats import Interval, clustered_proportion, normal_quantile, wilson
from genchi.stats.clusters import cluster_totals, mean_variance
from genchi.stats.proportions import wilson_limits
from genchi.store import Store

MUCH = 2.0
"""By how much probabilities within a sample must differ for weights to be worth their variance."""


def fair_rate(store: Store, app: str, criterion: str, confidence: float = 0.95) -> Interval:
    """The rate of all outputs of an application, reading the labelled ones alone.

    Raises `UsageError` where the application or the criterion has no labels.
    """
    labelled = only_labelled(store, app, criterion)
    everything = len(labelled) >= store.spans.count(app, roots=True)
    return fair_interval(fairly(labelled, everything=everything), confidence)


def fair_interval(outputs: Sequence[LabelledOutput], confidence: float = 0.95) -> Interval:
    """The rate, from outputs whose labels are a fair sample (`fairly`); those without are not read.

    Nothing labelled gives `n` 0 and the interval from 0 to 1.
    """
    labelled = [(output, output.label) for output in outputs if output.label is not None]
    if not labelled:
        return wilson(0, 0, confidence)
    values = [label for _, label in labelled]
    asked = [output.asked for output, _ in labelled]
    clusters = asked if len(set(asked)) < len(asked) else None
    weights = weights_of([output for output, _ in labelled])
    if weights is None:
        return clustered_proportion(values, clusters, confidence)
    return _weighted(values, weights, asked, confidence)


def weights_of(outputs: Sequence[LabelledOutput]) -> list[float] | None:
    """How many outputs each of a sample stands for, on average 1; None where all stand for as many.

    Probabilities of samples that were drawn in different ways say nothing about each other, so each
    sample is weighted within itself; outputs of unknown probability stand for one.
    """
    known: defaultdict[str, list[float]] = defaultdict(list)
    for output in outputs:
        if output.inclusion is not None:
            known[output.sample].append(1 / output.inclusion)
    if all(max(sample) < MUCH * min(sample) for sample in known.values()):
        return None
    means = {name: math.fsum(sample) / len(sample) for name, sample in known.items()}
    return [
        1.0 if output.inclusion is None else 1 / output.inclusion / means[output.sample]
        for output in outputs
    ]


def _weighted(
    values: Sequence[float], weights: Sequence[float], asked: Sequence[str], confidence: float
) -> Interval:
    """Wilson on the effective size that the linearised variance of the weighted mean gives.

    V = G / (G - 1) * sum over clusters of (sum of w (y - rate))^2 / (sum of w)^2, and the effective
    size is rate (1 - rate) / V, at most Kish's (sum of w)^2 / sum of w^2 over clusters.
    """
    total = math.fsum(weights)
    rate = math.fsum(w * y for w, y in zip(weights, values, strict=True)) / total
    kish = total**2 / math.fsum(w * w for w in cluster_totals(weights, asked))
    scaled = [w * (y - rate) * len(values) / total for w, y in zip(weights, values, strict=True)]
    variance, groups = mean_variance(scaled, asked)
    size = min(kish, rate * (1 - rate) / variance) if groups > 1 and variance > 0 else kish
    low, high = wilson_limits(rate, size, normal_quantile((1 + confidence) / 2))
    return Interval(rate, low, high, confidence, len(values), "wilson, weighted")
