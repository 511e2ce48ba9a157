"""Labelled outputs as answers refer to them: enough for a line of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genchi.records import SpanKey
from genchi.records import Verdict as Said
from genchi.review.items import MOST, Item, items, said_of
from genchi.server.api.context import Context
from genchi.server.api.shapes import Key, Verdict, key_of, verdict_of


@dataclass(frozen=True, slots=True)
class ItemLabel:
    """What a person said of an output: from 0 (bad) to 1 (good)."""

    annotator: str
    value: float | None


@dataclass(frozen=True, slots=True)
class ItemRef:
    """One output: a line of what was asked and of what came out, and who said what."""

    key: Key
    input_preview: str
    output_preview: str
    labels: tuple[ItemLabel, ...]
    failures: tuple[str, ...]
    verdict: Verdict | None


def item_refs(
    context: Context,
    app: str,
    criterion: str,
    keys: Sequence[SpanKey],
    *,
    check: str = "",
    verdicts: Mapping[SpanKey, Said] | None = None,
    most: int = MOST,
) -> list[ItemRef]:
    """The outputs of these spans as references, with what a check said where that is given."""
    wanted = set(keys)
    labels = context.store.labels.current(app, criterion)
    said = said_of(label for label in labels if label.target.span in wanted)
    found = items(context.store, keys, said, verdicts, most=most)
    return [_ref(item, check) for item in found]


def _ref(item: Item, check: str) -> ItemRef:
    return ItemRef(
        key=key_of(item.key),
        input_preview=item.input_preview,
        output_preview=item.output_preview,
        labels=tuple(ItemLabel(annotator, value) for annotator, value in item.labels),
        failures=item.failures,
        verdict=None if item.verdict is None else verdict_of(check, item.verdict),
    )
