"""How well a check agrees with people, as their labels grew.

The check's verdicts are those of its newest version throughout: what changes from round to round is
only what people have said. A round ends with every 20 labels and with every day (UTC).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from genchi.records import Label, SpanKey, Verdict
from genchi.stats import Interval, clustered_proportion, mean

LABELS, MOST = 20, 30
"""Labels of a round, and how many rounds there are at most."""
_DAY_NS = 86_400 * 10**9
_NONE = 4
_CELLS = {("fail", False): 0, ("fail", True): 1, ("pass", False): 2, ("pass", True): 3}
"""As `genchi.review.grading` numbers them: tp, fp, fn, tn; positive is a bad output that failed."""


@dataclass(frozen=True, slots=True)
class Round:
    """The first `labels` labels, up to a time, against a check; None is not measurable."""

    labels: int
    to_ns: int
    agreement: Interval | None
    kappa: Interval | None
    coverage: Interval | None
    false_failure: Interval | None


def rounds(
    labels: Iterable[Label],
    verdicts: Mapping[SpanKey, Verdict],
    groups: Mapping[SpanKey, Hashable],
    confidence: float = 0.95,
) -> list[Round]:
    """The rounds of everybody's last labels on the outputs that `groups` has (by what was asked).

    Shares have Wilson's interval on the effective number of outputs (`clustered_proportion`), kappa
    the bias-corrected and accelerated bootstrap (Efron 1987) over groups of outputs, drawn once
    for all rounds. The last round is what `genchi.review.grading` says of all labels.
    """
    given = [la for la in labels if la.value is not None and la.target.span in groups]
    given.sort(key=lambda label: label.created_ns)
    ends = _ends(given)
    columns = [_grades(given[:end]) for end in ends]
    shares = _Shares(verdicts, groups, confidence)
    return [
        shares.round(given[end - 1], end, column, kappa)
        for end, column, kappa in zip(
            ends, columns, _kappas(columns, verdicts, groups, confidence), strict=True
        )
    ]


def _kappas(
    columns: Sequence[Mapping[SpanKey, bool]],
    verdicts: Mapping[SpanKey, Verdict],
    groups: Mapping[SpanKey, Hashable],
    confidence: float,
) -> list[Interval]:
    """The kappa of each round, from one set of samples."""
    import numpy as np

    from genchi.review.resampled_counts import cohen, resampled

    if not columns:
        return []
    cells = [[_cell(column.get(key), verdicts.get(key)) for column in columns] for key in groups]
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups.values()))}
    of_key = np.array([numbers[group] for group in groups.values()], dtype=np.int64)
    found = resampled(np.array(cells, dtype=np.int8), of_key, (cohen,), confidence, True)
    return [kappa for (kappa,) in found]


def _ends(given: Sequence[Label]) -> list[int]:
    """After how many labels each round ends: thinned evenly where there are too many."""
    days = [label.created_ns // _DAY_NS for label in given]
    ends = set(range(LABELS, len(given), LABELS))
    ends |= {n for n, (one, next_one) in enumerate(pairwise(days), start=1) if one != next_one}
    ordered = sorted(ends | {len(given)}) if given else []
    if len(ordered) <= MOST:
        return ordered
    step = (len(ordered) - 1) / (MOST - 1)
    return [ordered[round(number * step)] for number in range(MOST)]


def _grades(labels: Sequence[Label]) -> dict[SpanKey, bool]:
    """Which outputs these labels call good; evenly disputed ones are left out."""
    values: dict[SpanKey, list[float]] = {}
    for label in labels:
        values.setdefault(label.target.span, []).append(label.value or 0.0)
    means = {key: mean(of_people) for key, of_people in values.items()}
    return {key: value > 0.5 for key, value in means.items() if value != 0.5}


def _cell(good: bool | None, verdict: Verdict | None) -> int:
    if good is None or verdict is None:
        return _NONE
    return _CELLS.get((verdict.outcome, good), _NONE)


class _Shares:
    """Shares of outputs with their intervals, where those of one group count as one."""

    def __init__(
        self,
        verdicts: Mapping[SpanKey, Verdict],
        groups: Mapping[SpanKey, Hashable],
        confidence: float,
    ) -> None:
        self._outcomes = {key: verdict.outcome for key, verdict in verdicts.items()}
        self._groups, self._confidence = groups, confidence

    def round(
        self, label: Label, labels: int, grades: Mapping[SpanKey, bool], k: Interval
    ) -> Round:
        """The round that ends with a label, from the grades and the kappa so far."""
        said = self._outcomes
        judged = [key for key in grades if said.get(key) in ("pass", "fail")]
        bad, good = ([key for key in grades if grades[key] is side] for side in (False, True))
        return Round(
            labels=labels,
            to_ns=label.created_ns,
            agreement=self._share(judged, lambda key: (said[key] == "pass") == grades[key]),
            kappa=k if len({grades[key] for key in judged}) == 2 else None,
            coverage=self._share(bad, lambda key: said.get(key) == "fail"),
            false_failure=self._share(good, lambda key: said.get(key) == "fail"),
        )

    def _share(self, keys: Sequence[SpanKey], is_so: Callable[[SpanKey], bool]) -> Interval | None:
        if not keys:
            return None
        groups = [self._groups[key] for key in keys]
        return clustered_proportion([float(is_so(key)) for key in keys], groups, self._confidence)
