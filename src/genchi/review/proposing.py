"""From one bad output to a case and to checks that would have caught it, each with what it costs.

A proposal is made of this output and of what people said of others, and graded on all of them: what
it catches of the bad, what it wrongly fails of the good, what it would have failed lately. These
numbers chose it, so they flatter: a few more labels, or `genchi align` next week, tell the truth.
"""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from genchi.checks import Check
from genchi.checks import library as lib
from genchi.checks.apart import Progress, apart
from genchi.checks.recorded import recorded_spans, recorded_subject
from genchi.checks.running import verdict_on
from genchi.errors import OutsideError, RunError, UsageError
from genchi.records import (
    Case,
    Json,
    Payload,
    Span,
    SpanKey,
    Subject,
    message_to_json,
    subject_of,
)
from genchi.review.candidates import FEW_GOOD, Candidate, Others, Tally, lot, ranked
from genchi.review.items import Said, said_of
from genchi.review.marks import (
    Marked,
    length_limits,
    shared_phrases,
    units_of,
    without,
    without_any_number,
)
from genchi.review.outputs import newest_unlabelled
from genchi.store import Store, open_store
from genchi.text import words

MOST = 8
"""Candidates that are shown."""
RECENT = 300
"""Outputs without labels, the newest, that a candidate is tried on."""
LABELLED = 5_000
"""Labelled outputs that it is tried on, chosen at random where there are more."""
SECONDS = 1.4
"""How long to look for candidates and try them; the numbers are of the outputs reached by then."""
_MARKING = 400
"""Labelled outputs that are looked through for phrases."""
_LONGEST_OUTPUT = 20_000
"""Characters of an output that are looked through for phrases."""
_WITHOUT_LABELS = frozenset(check.spec for check in lib.DEFAULTS)
"""Checks that fit any text, for where too few good outputs are known to see what they fail wrongly.
"""
_FIRST = 60
_MOST_SECONDS = 15.0
_AT_ONCE = 256
_TELLING_RUN = 2


@dataclass(frozen=True, slots=True)
class Proposals:
    """The candidates, best first; `tried` of the `labelled` outputs were judged in the time."""

    candidates: tuple[Candidate, ...]
    tried: int
    labelled: int


@dataclass(frozen=True, slots=True)
class _Known:
    """The output in question, what people said of it, and the others."""

    span: Span
    subject: Subject
    said: Said | None
    others: Others

    @property
    def labelled(self) -> list[SpanKey]:
        """The labelled outputs, in an order that is random and always the same; this one first."""
        rest = sorted(self.others.graded - {self.span.key}, key=lot)
        return [self.span.key, *rest[: LABELLED - 1]]


def propose_apart(
    store: Store, app: str, criterion: str, key: SpanKey, selection: str = ""
) -> Proposals:
    """`propose` in a process that is killed when it takes much longer than it should."""
    asked = {
        "home": str(store.path.parent),
        "criterion": criterion,
        "key": [app, key.trace_id, key.span_id],
        "selection": selection,
    }
    try:
        told = apart(f"{__name__}:proposals", asked, seconds=_MOST_SECONDS)
    except RunError as error:
        raise OutsideError(f"no checks could be proposed for this output: {error}") from error
    return Proposals(
        tuple(_candidate_from(app, said) for said in told["candidates"]),
        told["tried"],
        told["labelled"],
    )


def proposals(asked: Json, progress: Progress) -> Json:
    """What the process of `propose_apart` does."""
    app, *ids = asked["key"]
    with closing(open_store(Path(asked["home"]), create=False)) as store:
        found = propose(store, app, asked["criterion"], SpanKey(app, *ids), asked["selection"])
    return dataclasses.asdict(found)


def _candidate_from(app: str, said: Mapping[str, Json]) -> Candidate:
    keys = {
        name: tuple(SpanKey(app, key["trace_id"], key["span_id"]) for key in value)
        for name, value in said.items()
        if name.endswith("_examples")
    }
    return Candidate(**{**said, **keys})


def propose(store: Store, app: str, criterion: str, key: SpanKey, selection: str = "") -> Proposals:
    """Candidate checks from a bad output, and from a part of it that somebody selected.

    Raises `UsageError` where there is no such output.
    """
    until = time.monotonic() + SECONDS
    known = _known(store, app, criterion, key)
    said, marking = (
        [check for check in ideas if verdict_on(check, known.span, known.subject).outcome == "fail"]
        for ideas in (_said(known, selection), _marking(store, known))
    )
    tally, checks = _tried(Tally(store, app, known.others), said, marking, known, until)
    return Proposals(
        candidates=tuple(ranked(checks, tally)[:MOST]),
        tried=len(tally.judged.intersection(known.labelled)),
        labelled=len(known.others.graded),
    )


def case_of(span: Span, said: Said | None, criterion: str, reference: str | None = None) -> Case:
    """The case that asks the same again; its reference is what somebody said would be better."""
    payload = span.payload or Payload()
    better = reference or (said.correction if said else None)
    failure = next(iter(said.failures), None) if said else None
    return Case(
        inputs=payload.inputs or {"messages": [message_to_json(m) for m in payload.messages]},
        reference=payload.reference if better is None else better,
        metadata={"criterion": criterion} | ({"failure": failure} if failure else {}),
        origin=span.key,
    )


def _known(store: Store, app: str, criterion: str, key: SpanKey) -> _Known:
    span = next(recorded_spans(store, app, [key]), None)
    if span is None:
        raise UsageError(f"{app} has no output {key.span_id} in trace {key.trace_id}")
    said = said_of(store.labels.current(app, criterion))
    others = Others(
        key=key,
        bad=frozenset({k for k, one in said.items() if one.value < 0.5} | {key}),
        good=frozenset(k for k, one in said.items() if one.value > 0.5 and k != key),
        recent=tuple(newest_unlabelled(store, app, {*said, key}, RECENT)),
    )
    return _Known(span, recorded_subject(store, span), said.get(key), others)


def _said(known: _Known, selection: str) -> Iterator[Check]:
    """Checks of what a person pointed at, or wrote into a correction."""
    pointed_at = (without_any_number(selection), without(selection))
    yield from (check for check in pointed_at if check is not None)
    if known.said is not None and known.said.correction:
        yield from _required(known.said.correction, known.subject.output)


def _marking(store: Store, known: _Known) -> Iterator[Check]:
    """Checks of what marks this output as one of the bad."""
    output = known.subject.output[:_LONGEST_OUTPUT]
    marked = _marked(store, known)
    for phrase in shared_phrases(output, marked):
        check = without_any_number(phrase) or without(phrase)
        if check is not None:
            yield check
    yield from length_limits(output, marked)
    yield from _of_library(known)


def _marked(store: Store, known: _Known) -> Marked:
    """Some labelled outputs, the bad and the good, without the one in question."""
    others = known.labelled[1:]
    bad = [key for key in others if key in known.others.bad][: _MARKING // 2]
    good = [key for key in others if key in known.others.good][: _MARKING - len(bad)]
    spans = recorded_spans(store, known.span.key.app, [*bad, *good])
    units = {s.key: units_of(subject_of(s).output[:_LONGEST_OUTPUT]) for s in spans}
    return Marked(*(tuple(units[key] for key in side if key in units) for side in (bad, good)))


def _of_library(known: _Known) -> Iterator[Check]:
    """Library checks without parameters: all where labels can tell, else those for any text."""
    for name in lib.__all__:
        check = getattr(lib, name)
        told = len(known.others.good) >= FEW_GOOD or name in _WITHOUT_LABELS
        if told and isinstance(check, Check) and not check.missing:
            yield check


def _required(correction: str, output: str) -> Iterator[Check]:
    """What the correction has and the output lacks: its longest runs of new words."""
    there = {piece.text.casefold() for piece in words(output)}
    runs, run = list[tuple[int, int, int]](), list[tuple[int, int]]()
    for piece in [*words(correction), None]:
        if piece is not None and piece.text.casefold() not in there:
            run.append((piece.start, piece.end))
        elif run:
            runs.append((len(run), run[0][0], run[-1][1]))
            run = []
    for length, start, end in sorted(runs, key=lambda one: (-one[0], one[1]))[:2]:
        text = correction[start:end]
        if length >= _TELLING_RUN or any(map(str.isdigit, text)):
            yield lib.contains(text)


def _tried(
    tally: Tally, said: list[Check], marking: list[Check], known: _Known, until: float
) -> tuple[Tally, list[Check]]:
    """The candidates tried on as many outputs as the time allows, and which are left.

    All are tried on a first part, however long that takes. Most library checks fail nearly
    everything: they are let go then. What a person said stays, whatever it costs.
    """
    labelled, recent = known.labelled, known.others.recent
    wanted = {check.spec for check in said}
    checks = list({check.spec: check for check in (*said, *marking)}.values())
    for keys, limit in ((labelled[:_FIRST], math.inf), (recent[:_FIRST], until)):
        tally.add(checks, keys, limit)
        checks = [c for c in checks if c.spec in wanted or tally.of(c).is_worth_it]
    tally.add(checks, recent[_FIRST:], until)
    for start in range(_FIRST, len(labelled), _AT_ONCE):
        tally.add(checks, labelled[start : start + _AT_ONCE], until)
    return tally, checks
