"""What a session of reviewing came to, for the page at its end."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from genchi.records import FailureMode, Label, SpanKey, output_text
from genchi.review.items import preview
from genchi.review.outputs import fairly, only_labelled
from genchi.review.pool import labels_by_output
from genchi.review.rates import fair_interval
from genchi.stats import Interval, bootstrap, clustered_proportion, cohen_kappa, wilson
from genchi.store import Store

_DAYS_NS = 30 * 86_400 * 10**9
_MOST_LOOKS = 10
_MOST_PAIRS = 500
"""Outputs that the interval of kappa is made of: it is resampled, which takes time."""
_LONGEST_MS = 10 * 60_000
"""A look that took longer was a break."""


@dataclass(frozen=True, slots=True)
class Together:
    """How often the reviewer and others say the same of one output, and beyond chance (kappa)."""

    n: int
    agree: Interval | None
    kappa: Interval | None


@dataclass(frozen=True, slots=True)
class WithCheck:
    """How often a check says the same as the reviewer, of outputs that it judged."""

    check: str
    n: int
    agree: Interval | None


@dataclass(frozen=True, slots=True)
class ReasonSeen:
    """A reason for bad outputs, how many had it, and whether it came up for the first time."""

    name: str
    title: str
    title_zh: str
    n: int
    new: bool


@dataclass(frozen=True, slots=True)
class LookAgain:
    """An output of which the reviewer said one thing, and a person or a check another."""

    key: SpanKey
    output_preview: str
    you: float
    other: str
    said: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A session, and what the reviewer's labels are worth beside those of others.

    `rate` is of the random share of all reviewers in the last 30 days, which has `random_labels`.
    """

    labelled: int
    good: int
    bad: int
    unsure: int
    seconds_each: float | None
    rate: Interval | None
    random_labels: int
    agreement: Together
    checks: tuple[WithCheck, ...]
    reasons: tuple[ReasonSeen, ...]
    look_again: tuple[LookAgain, ...]


def summary(
    store: Store, app: str, criterion: str, reviewer: str, *, since_ns: int, now_ns: int
) -> Summary:
    """What a reviewer has done since a time."""
    labels = labels_by_output(store, app, criterion)
    done = store.reviewing.history(app, criterion, annotator=reviewer, since_ns=since_ns)
    seen = dict.fromkeys(one.target.span for one in done if one.target.kind == "output")
    mine = {
        key: label for key in seen for label in labels.get(key, ()) if label.annotator == reviewer
    }
    values = [label.value for label in mine.values()]
    times = [one.ms for one in done if 0 < one.ms < _LONGEST_MS]
    rate, random_labels = _random_rate(store, app, criterion, labels, now_ns - _DAYS_NS)
    checks, unlike = _checks(store, app, mine)
    looks = [*_other_people(labels, mine), *unlike][:_MOST_LOOKS]
    return Summary(
        labelled=len(mine),
        good=sum(value is not None and value > 0.5 for value in values),
        bad=sum(value is not None and value < 0.5 for value in values),
        unsure=sum(value is None or value == 0.5 for value in values),
        seconds_each=median(times) / 1000 if times else None,
        rate=rate,
        random_labels=random_labels,
        agreement=together(labels, reviewer),
        checks=tuple(checks),
        reasons=_reasons(store.criteria.modes(app, criterion), labels, mine, since_ns),
        look_again=_with_previews(store, looks),
    )


def together(labels: Mapping[SpanKey, Sequence[Label]], reviewer: str) -> Together:
    """The agreement of a reviewer with all others, over the outputs that both have judged.

    Each other person is compared on their own; an output with several is one cluster.
    """
    pairs: list[tuple[bool, bool, SpanKey]] = []
    for key, given in labels.items():
        said = {label.annotator: good for label in given if (good := _good(label)) is not None}
        if reviewer in said:
            pairs += [(said[reviewer], b, key) for who, b in said.items() if who != reviewer]
    if not pairs:
        return Together(0, None, None)
    same = [float(a == b) for a, b, _ in pairs]
    agree = clustered_proportion(same, [key for *_, key in pairs])
    return Together(len({key for *_, key in pairs}), agree, _kappa(pairs[-_MOST_PAIRS:]))


def _good(label: Label) -> bool | None:
    """Whether a label says good or bad; None where it says neither."""
    return None if label.value in (None, 0.5) else (label.value or 0.0) > 0.5


def _kappa(pairs: Sequence[tuple[bool, bool, SpanKey]]) -> Interval | None:
    """Cohen's kappa with its bootstrap interval; None where there is nothing to agree about."""
    codes = [2.0 * a + b for a, b, _ in pairs]

    def kappa(values: Sequence[float]) -> float:
        ours, theirs = [value >= 2 for value in values], [value % 2 == 1 for value in values]
        found = cohen_kappa(ours, theirs)
        return 1.0 if math.isnan(found) else found  # all said the same, and the same as each other

    clusters = [key for *_, key in pairs]
    if len(set(codes)) < 2 or len(set(clusters)) < 2:
        return None
    return bootstrap(codes, kappa, clusters=clusters, repeats=500)


def _random_rate(
    store: Store, app: str, criterion: str, labels: Mapping[SpanKey, Sequence[Label]], since_ns: int
) -> tuple[Interval | None, int]:
    """The rate of the random share since a time, and how many outputs it has."""
    recent = {
        key
        for key, given in labels.items()
        for label in given
        if label.why == "random" and label.created_ns >= since_ns and label.value is not None
    }
    outputs = only_labelled(store, app, criterion) if recent else []
    drawn = fairly([o for o in outputs if o.span in recent], everything=False)
    return (fair_interval(drawn) if drawn else None), len(drawn)


def _checks(
    store: Store, app: str, mine: Mapping[SpanKey, Label]
) -> tuple[list[WithCheck], list[LookAgain]]:
    """Each check beside the reviewer, and where those that mostly agree do not."""
    good = {key: is_good for key, label in mine.items() if (is_good := _good(label)) is not None}
    found: list[WithCheck] = []
    unlike: list[LookAgain] = []
    for spec in dict(store.verdicts.checks(app)):
        said = {
            key: verdict.outcome == "pass"
            for key, verdict in store.verdicts.on(list(good), app, spec).items()
            if verdict.outcome in ("pass", "fail")
        }
        same = sum(good[key] == passed for key, passed in said.items())
        if said:
            found.append(WithCheck(spec, len(said), wilson(same, len(said))))
        if 2 * same > len(said):
            unlike += [
                LookAgain(key, "", float(good[key]), spec, float(passed))
                for key, passed in said.items()
                if good[key] != passed
            ]
    found.sort(key=lambda one: (-(one.agree.value if one.agree else 0), one.check))
    return found, unlike


def _other_people(
    labels: Mapping[SpanKey, Sequence[Label]], mine: Mapping[SpanKey, Label]
) -> list[LookAgain]:
    """The outputs of which others said the opposite."""
    return [
        LookAgain(key, "", label.value, other.annotator, other.value)
        for key, label in mine.items()
        for other in labels[key]
        if label.value is not None
        and other.value is not None
        and (label.value - 0.5) * (other.value - 0.5) < 0
    ]


def _with_previews(store: Store, looks: Sequence[LookAgain]) -> tuple[LookAgain, ...]:
    payloads = store.spans.payloads([look.key for look in looks])
    return tuple(
        LookAgain(
            look.key,
            preview(output_text(payloads[look.key].output)),
            *(look.you, look.other, look.said),
        )
        for look in looks
        if look.key in payloads
    )


def _reasons(
    modes: Sequence[FailureMode],
    labels: Mapping[SpanKey, Sequence[Label]],
    mine: Mapping[SpanKey, Label],
    since_ns: int,
) -> tuple[ReasonSeen, ...]:
    """The reasons the reviewer gave, most frequent first."""
    named = {mode.name: mode for mode in modes}
    counts = Counter(label.failure for label in mine.values() if label.failure)
    before = {
        label.failure for given in labels.values() for label in given if label.created_ns < since_ns
    }
    return tuple(
        ReasonSeen(
            name,
            named[name].title if name in named else name,
            named[name].title_zh if name in named else "",
            n,
            name not in before,
        )
        for name, n in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )
