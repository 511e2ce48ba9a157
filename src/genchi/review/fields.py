"""Which field of a span `--by` names: a column, `metadata.X`, `inputs.X`, or just X."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.records import Json, Payload, Span, output_text
from genchi.store import COLUMNS, Store

NONE = "(none)"
"""The group of spans that lack the field."""
_LOOK_AT = 2000  # spans, to find out which fields an application has


@dataclass(frozen=True, slots=True)
class Field:
    """A named field: how to read it, and whether that needs the payload."""

    name: str
    read: Callable[[Span], str]
    needs_payload: bool


def find_field(store: Store, app: str, name: str) -> Field:
    """The field of that name. Raises `UsageError`, listing the fields there are, if there is none.

    A bare name that is no column is looked for in the metadata, then in the inputs.
    """
    if name in COLUMNS:
        return Field(name, lambda span: _shown(getattr(span, name)), False)
    known = _payload_fields(store, app)
    full = next((f for f in (name, f"metadata.{name}", f"inputs.{name}") if f in known), None)
    if full is None:
        raise UsageError(
            f"{app} has no field {name!r}: choose one of {', '.join((*COLUMNS, *sorted(known)))}"
        )
    part, _, key = full.partition(".")
    return Field(full, lambda span: _shown(_part(span.payload, part).get(key)), True)


def _payload_fields(store: Store, app: str) -> set[str]:
    known: set[str] = set()
    for span in itertools.islice(store.spans.list(app, payloads=True), _LOOK_AT):
        for part in ("metadata", "inputs"):
            known |= {f"{part}.{key}" for key in _part(span.payload, part)}
    return known


def _part(payload: Payload | None, part: str) -> Mapping[str, Json]:
    if payload is None:
        return {}
    return payload.metadata if part == "metadata" else payload.inputs


def _shown(value: Json) -> str:
    return NONE if value is None else output_text(value)
