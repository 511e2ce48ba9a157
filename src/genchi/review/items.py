"""Labelled outputs as lists show them: a line of what was asked and answered, and who said what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from genchi.records import Label, Payload, SpanKey, Verdict, output_text
from genchi.stats import mean
from genchi.store import Store

PREVIEW = 240
"""Characters of a line."""
MOST = 200
"""Items of a list, where no other number is asked for."""


@dataclass(frozen=True, slots=True)
class Item:
    """One output: two lines of it, the last labels of people, why it was bad, what a check said."""

    key: SpanKey
    input_preview: str
    output_preview: str
    labels: tuple[tuple[str, float], ...] = ()
    failures: tuple[str, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of one output: the last label of each who could say."""

    labels: tuple[Label, ...]

    @property
    def value(self) -> float:
        """The mean over people: above one half is good, below is bad."""
        return mean([label.value or 0.0 for label in self.labels])

    @property
    def failures(self) -> tuple[str, ...]:
        """The reasons that those gave who called it bad."""
        given = [la.failure for la in self.labels if la.failure and (la.value or 0.0) < 0.5]
        return tuple(dict.fromkeys(given))

    @property
    def correction(self) -> str | None:
        """The last better text that somebody wrote."""
        dated = sorted(self.labels, key=lambda label: label.created_ns)
        return next((label.correction for label in reversed(dated) if label.correction), None)


def said_of(labels: Iterable[Label]) -> dict[SpanKey, Said]:
    """What people said of each output that anybody could judge."""
    grouped: dict[SpanKey, list[Label]] = {}
    for label in labels:
        if label.value is not None:
            grouped.setdefault(label.target.span, []).append(label)
    return {key: Said(tuple(given)) for key, given in grouped.items()}


def items(
    store: Store,
    keys: Sequence[SpanKey],
    said: Mapping[SpanKey, Said],
    verdicts: Mapping[SpanKey, Verdict] | None = None,
    *,
    most: int = MOST,
) -> list[Item]:
    """The outputs of the first `most` spans in their order; those not there are left out."""
    some = keys[:most]
    payloads = store.spans.payloads(some)
    return [
        item(key, payloads[key], said.get(key), (verdicts or {}).get(key))
        for key in some
        if key in payloads
    ]


def item(
    key: SpanKey, payload: Payload, said: Said | None = None, verdict: Verdict | None = None
) -> Item:
    """One output as a list shows it."""
    return Item(
        key=key,
        input_preview=preview(asked_text(payload)),
        output_preview=preview(output_text(payload.output)),
        labels=tuple((la.annotator, la.value or 0.0) for la in said.labels) if said else (),
        failures=said.failures if said else (),
        verdict=verdict,
    )


def asked_text(payload: Payload) -> str:
    """What was asked: the inputs without their names, else the last message of a person."""
    if payload.inputs:
        return "\n".join(output_text(value) for value in payload.inputs.values())
    people = (message.text for message in reversed(payload.messages) if message.role == "user")
    return next(people, "")


def preview(text: str) -> str:
    """The beginning of a text in one line.

    >>> preview("退款\\n  需要 5 天")
    '退款 需要 5 天'
    """
    line = " ".join(text[: 4 * PREVIEW].split())
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1] + "…"
