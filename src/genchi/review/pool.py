"""The outputs of an application that a queue may take from, read in two steps.

First their keys: recent outputs, some older ones, and the random share, which takes a moment even
of a million spans. Then what they say, as vectors, which takes seconds and is done in the
background. What was read once is not read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from genchi.checks.recorded import recorded_spans
from genchi.records import ROOTS, Label, SpanKey, output_text
from genchi.review.drawing import drawn, set_aside
from genchi.review.items import asked_text
from genchi.review.outputs import FAIR
from genchi.review.recipe import Graded
from genchi.review.vectors import Vector, space_of, terms_of
from genchi.store import Store

Terms = Mapping[str, float]
RECENT, OLDER = 2_000, 500
"""Outputs that may be chosen: the newest of the last days, and a sample of older ones."""
_DAYS_NS = 30 * 86_400 * 10**9
_SAMPLE = 2_000
_LEARNT_FROM = 500
"""The last labelled outputs that the guess is made of."""
_PAGE = 500
_MOST_PAGES = 40


@dataclass(frozen=True, slots=True)
class Keys:
    """Outputs by their keys: those that may be chosen, and the random share in its order.

    `among` is how many outputs the random share is drawn from.
    """

    chosen: tuple[SpanKey, ...]
    random: tuple[SpanKey, ...]
    among: int


@dataclass(frozen=True, slots=True)
class Pool:
    """What the outputs say: vectors of those that may be chosen, and labelled ones with a grade."""

    keys: Keys
    vectors: Mapping[SpanKey, Vector]
    terms: Mapping[SpanKey, Terms]
    empty: frozenset[SpanKey]
    """Spans that have no output."""

    def graded(self, labels: Mapping[SpanKey, float | None]) -> list[Graded]:
        """The labelled outputs of which there is a vector."""
        return [
            Graded(self.vectors[key], None if value is None or value == 0.5 else value < 0.5)
            for key, value in labels.items()
            if key in self.vectors
        ]

    def candidates(self, labelled: Mapping[SpanKey, float | None]) -> list[tuple[SpanKey, Vector]]:
        """The outputs that may be chosen and that nobody has labelled."""
        return [
            (key, self.vectors[key])
            for key in self.keys.chosen
            if key in self.vectors and key not in labelled
        ]


def find_keys(
    store: Store, app: str, labels: Mapping[SpanKey, Sequence[Label]], *, now_ns: int, seed: int
) -> Keys:
    """The keys of a pool. What is labelled fairly is in neither part, else labelled not chosen."""
    fair = {key for key, given in labels.items() if any(label.why in FAIR for label in given)}
    since_ns = now_ns - _DAYS_NS
    sampled = store.reviewing.drawn(app, _SAMPLE + 5 * len(fair), seed)
    older = [key for key, at_ns in sampled if at_ns < since_ns and _choosable(key, labels)]
    recent = _recent(store, app, labels, since_ns)
    random = drawn((key for key, _ in sampled if set_aside(key) and key not in fair), seed)
    among = max(0, store.spans.count(app, roots=True) - len(fair))
    return Keys((*recent, *drawn(older, seed)[:OLDER]), tuple(random), among)


def read_pool(
    store: Store, app: str, keys: Keys, labelled: Sequence[SpanKey], known: Mapping[SpanKey, Terms]
) -> Pool:
    """Read what outputs say; what is `known` already is taken from there."""
    wanted = list(dict.fromkeys([*keys.chosen, *labelled[-_LEARNT_FROM:]]))
    terms = {key: known[key] for key in wanted if key in known}
    terms |= _read(store, app, [key for key in wanted if key not in terms])
    failed = _failed(store, app, list(terms))
    full = {key: _with_checks(said, failed[key]) for key, said in terms.items()}
    space = space_of(list(full.values()))
    vectors = {key: space.vector(said) for key, said in full.items()}
    empty = frozenset(key for key in wanted if key not in terms)
    return Pool(keys, vectors, terms, empty)


def last_values(labels: Mapping[SpanKey, Sequence[Label]]) -> dict[SpanKey, float | None]:
    """What people said of each output: their mean, None where nobody could say; oldest first."""
    found: dict[SpanKey, float | None] = {}
    for key, given in sorted(labels.items(), key=lambda one: max(la.created_ns for la in one[1])):
        values = [label.value for label in given if label.value is not None]
        found[key] = sum(values) / len(values) if values else None
    return found


def labels_by_output(store: Store, app: str, criterion: str) -> dict[SpanKey, list[Label]]:
    """The last label of each person on each output."""
    found: defaultdict[SpanKey, list[Label]] = defaultdict(list)
    for label in store.labels.current(app, criterion):
        found[label.target.span].append(label)
    return dict(found)


def _choosable(key: SpanKey, labels: Mapping[SpanKey, Sequence[Label]]) -> bool:
    return key not in labels and not set_aside(key)


def _recent(
    store: Store, app: str, labels: Mapping[SpanKey, Sequence[Label]], since_ns: int
) -> list[SpanKey]:
    return [
        key
        for key, _ in zip(
            (key for key in _newest(store, app, since_ns) if _choosable(key, labels)),
            range(RECENT),
            strict=False,
        )
    ]


def _newest(store: Store, app: str, since_ns: int) -> Iterator[SpanKey]:
    after = None
    for _ in range(_MOST_PAGES):
        page = store.spans.page(ROOTS, app=app, limit=_PAGE, after=after)
        for span in page.spans:
            if span.start_ns < since_ns:
                return
            yield span.key
        after = page.after
        if after is None:
            return


def _read(store: Store, app: str, keys: Sequence[SpanKey]) -> dict[SpanKey, Terms]:
    """The terms of these outputs; spans without an output are left out."""
    found: dict[SpanKey, Terms] = {}
    for span in recorded_spans(store, app, keys):
        if span.payload is not None and span.payload.output not in (None, ""):
            said = output_text(span.payload.output)
            found[span.key] = terms_of(said, asked_text(span.payload), ())
    return found


def _failed(store: Store, app: str, keys: Sequence[SpanKey]) -> Mapping[SpanKey, list[str]]:
    """The checks that fail each output."""
    failed: defaultdict[SpanKey, list[str]] = defaultdict(list)
    for spec in dict(store.verdicts.checks(app)):
        for key, verdict in store.verdicts.on(keys, app, spec).items():
            if verdict.outcome == "fail":
                failed[key].append(spec)
    return failed


def _with_checks(said: Terms, failed: Sequence[str]) -> Terms:
    return {**said, **terms_of("", "", failed)} if failed else said
