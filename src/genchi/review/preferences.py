"""Checks against preferences: of two answers, does a check prefer the one that people prefer?

A check prefers what it passes to what it fails, and of two that it passes (or fails) the one with
the higher score. Where outcome and score are the same it does not tell the two apart, which is
neither right nor wrong, and is counted. Pairs that people find alike say nothing of a check.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from genchi.records import Label, SpanKey, Verdict
from genchi.review.outputs import roots_of
from genchi.stats import Interval, clustered_proportion, holm, mcnemar, mean
from genchi.store import Store

Pair = tuple[SpanKey, SpanKey]


@dataclass(frozen=True, slots=True)
class PreferenceGrade:
    """One check against people on pairs of outputs of which people preferred one.

    It told `told` of them apart and agreed with people on `agrees` of these: `agree` is that share,
    with Wilson's interval on the effective number of pairs, where those about one question count as
    one. `p` is the exact sign test of the questions against chance, `p_adjusted` Holm's over all
    checks. `alike` pairs it did not tell apart, `unmeasured` ones it did not judge on both sides.
    """

    check: str
    version: str
    told: int
    agrees: int
    agree: Interval | None
    p: float | None
    p_adjusted: float | None
    alike: int
    unmeasured: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """What people preferred, by everybody's last answer on each pair, and each check beside it.

    Of `pairs` with an answer, people preferred one output in `decided`; in the others they found
    both alike, could not say, or disagree evenly. `labels` are the answers.
    """

    labels: int
    pairs: int
    decided: int
    checks: tuple[PreferenceGrade, ...]


def preferences(
    store: Store,
    app: str,
    criterion: str,
    checks: Mapping[str, str],
    confidence: float = 0.95,
) -> Preferences | None:
    """The preferences for a criterion beside these checks (spec: version); None without any."""
    answers = _last(store.labels.preferences(app, criterion))
    found = {span.key: span for span in roots_of(store, app, _outputs(answers))}
    given = {pair: labels for pair, labels in answers.items() if {*pair} <= found.keys()}
    if not given:
        return None
    preferred = {pair: better for pair in given if (better := _better(pair, given[pair]))}
    questions = {pair: found[pair[0]].inputs_hash for pair in preferred}
    grades = []
    for spec, version in checks.items():
        verdicts = store.verdicts.on(_outputs(preferred), app, spec)
        grades.append(
            grade_pairs(
                spec,
                version,
                preferred=preferred,
                verdicts=verdicts,
                questions=questions,
                confidence=confidence,
            )
        )
    return Preferences(
        labels=sum(map(len, given.values())),
        pairs=len(given),
        decided=len(preferred),
        checks=_adjusted(grades),
    )


def grade_pairs(
    spec: str,
    version: str,
    *,
    preferred: Mapping[Pair, SpanKey],
    verdicts: Mapping[SpanKey, Verdict],
    questions: Mapping[Pair, Hashable],
    confidence: float = 0.95,
) -> PreferenceGrade:
    """A check on pairs, each with the output that people preferred and what was asked."""
    signs = {pair: _sign(pair, better, verdicts) for pair, better in preferred.items()}
    told = {pair: sign for pair, sign in signs.items() if sign}
    same = [float(sign > 0) for sign in told.values()]
    asked = [questions[pair] for pair in told]
    return PreferenceGrade(
        check=spec,
        version=version,
        told=len(told),
        agrees=int(sum(same)),
        agree=clustered_proportion(same, asked, confidence) if told else None,
        p=_sign_test(told, questions) if told else None,
        p_adjusted=None,
        alike=sum(sign == 0 for sign in signs.values()),
        unmeasured=sum(sign is None for sign in signs.values()),
    )


def _sign(pair: Pair, better: SpanKey, verdicts: Mapping[SpanKey, Verdict]) -> int | None:
    """1 where a check prefers what people prefer, -1 the other, 0 neither; None: not judged."""
    (worse,) = {*pair} - {better}
    said = [verdicts.get(key) for key in (better, worse)]
    ranks = [
        (verdict.outcome == "pass", verdict.score)
        for verdict in said
        if verdict is not None and verdict.outcome in ("pass", "fail")
    ]
    if len(ranks) < 2:
        return None
    (ours, our_score), (theirs, their_score) = ranks
    if ours != theirs:
        return 1 if ours else -1
    if our_score is None or their_score is None:
        return 0
    return (our_score > their_score) - (our_score < their_score)


def _sign_test(told: Mapping[Pair, int], questions: Mapping[Pair, Hashable]) -> float:
    """Exact and two-sided, one sign for each question: pairs that share one are no new evidence."""
    sums: dict[Hashable, int] = {}
    for pair, sign in told.items():
        sums[questions[pair]] = sums.get(questions[pair], 0) + sign
    return mcnemar(sum(s > 0 for s in sums.values()), sum(s < 0 for s in sums.values()))


def _adjusted(grades: Sequence[PreferenceGrade]) -> tuple[PreferenceGrade, ...]:
    """With Holm's p-values, over the checks that tell any pair apart."""
    adjusted = iter(holm([grade.p for grade in grades if grade.p is not None]))
    return tuple(
        grade if grade.p is None else replace(grade, p_adjusted=next(adjusted)) for grade in grades
    )


def _last(labels: Iterable[Label]) -> dict[Pair, list[Label]]:
    """Everybody's last answer on each pair, in whichever order its outputs stand."""
    last: dict[tuple[Pair, str], Label] = {}
    for label in sorted(labels, key=lambda label: label.created_ns):
        span, other = label.target.span, label.target.other
        if other is not None and other != span:
            pair = (span, other) if _place(span) < _place(other) else (other, span)
            last[pair, label.annotator] = label
    found: dict[Pair, list[Label]] = {}
    for (pair, _), label in last.items():
        found.setdefault(pair, []).append(label)
    return found


def _better(pair: Pair, labels: Sequence[Label]) -> SpanKey | None:
    """The output that people prefer on average; None where that is neither."""
    values = [
        label.value if label.target.span == pair[0] else 1 - label.value
        for label in labels
        if label.value is not None
    ]
    share = mean(values) if values else 0.5
    return None if share == 0.5 else pair[0] if share > 0.5 else pair[1]


def _outputs(pairs: Iterable[Pair]) -> list[SpanKey]:
    return list(dict.fromkeys(key for pair in pairs for key in pair))


def _place(key: SpanKey) -> tuple[str, str]:
    return key.trace_id, key.span_id
