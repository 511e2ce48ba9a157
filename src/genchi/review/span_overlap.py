"""Does the evidence of a check point where people pointed? Counted in characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.stats.arguments import same_length

Stretch = tuple[int, int]
"""Characters from the first to before the second."""


@dataclass(frozen=True, slots=True)
class SpanScore:
    """`overlap` characters lie in both the `evidence` and the `labelled` characters.

    `precision` is the share of the evidence that people marked, `recall` the share of what people
    marked that the evidence covers, `f1` their harmonic mean. A share of nothing is None.
    """

    evidence: int
    labelled: int
    overlap: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class SpanAgreement:
    """The score of each output, None where nobody marked it, and of all characters together."""

    outputs: tuple[SpanScore | None, ...]
    pooled: SpanScore


def span_agreement(
    evidence: Sequence[Sequence[Stretch]],
    spans: Sequence[Sequence[Stretch] | None],
) -> SpanAgreement:
    """How far the evidence on each output covers the spans that people marked in it.

    Each stretch is (start, end); stretches of one output may overlap and are counted once. No spans
    means that a person looked and marked nothing; None means that nobody looked, and such an output
    is left out.

    >>> span_agreement([[(0, 10)], [(3, 5)]], [[(5, 15)], None]).pooled.f1
    0.5
    """
    same_length(evidence=evidence, spans=spans)
    scores = [
        None if marked is None else _score(_merged(found), _merged(marked))
        for found, marked in zip(evidence, spans, strict=True)
    ]
    looked_at = [score for score in scores if score is not None]
    pooled = _from_counts(
        sum(score.evidence for score in looked_at),
        sum(score.labelled for score in looked_at),
        sum(score.overlap for score in looked_at),
    )
    return SpanAgreement(tuple(scores), pooled)


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The same characters in stretches that are sorted and do not touch."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if not 0 <= start <= end:
            raise UsageError(
                f"a span runs from a start of at least 0 to an end: not {start}, {end}"
            )
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return merged


def _score(found: list[Stretch], marked: list[Stretch]) -> SpanScore:
    overlap, i, j = 0, 0, 0
    while i < len(found) and j < len(marked):
        overlap += max(0, min(found[i][1], marked[j][1]) - max(found[i][0], marked[j][0]))
        if found[i][1] < marked[j][1]:
            i += 1
        else:
            j += 1
    return _from_counts(_length(found), _length(marked), overlap)


def _length(stretches: list[Stretch]) -> int:
    return sum(end - start for start, end in stretches)


def _from_counts(evidence: int, labelled: int, overlap: int) -> SpanScore:
    total = evidence + labelled
    return SpanScore(
        evidence=evidence,
        labelled=labelled,
        overlap=overlap,
        precision=overlap / evidence if evidence else None,
        recall=overlap / labelled if labelled else None,
        f1=2 * overlap / total if total else None,
    )
