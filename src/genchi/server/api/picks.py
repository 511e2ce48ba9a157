"""`/api/review/picks`: outputs that somebody puts into the queue by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec

from genchi.records import SpanKey
from genchi.review.pairing import is_key
from genchi.server.api import criteria
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.shapes import Key, key_of


@dataclass(frozen=True, slots=True)
class Picks:
    """Outputs picked by hand, for one criterion or (null) whichever is reviewed next."""

    app: str
    spans: Annotated[list[Key], msgspec.Meta(max_length=1000)]
    criterion: str | None = None
    reviewer: str | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """Those that were not waiting already: what an undo takes back."""

    added: list[Key]


@dataclass(frozen=True, slots=True)
class Unpicked:
    """How many were taken back."""

    removed: int


def _pick(context: Context, asked: Asked) -> Picked:
    body: Picks = asked.body
    app = asked.one_app()
    if body.criterion:
        criteria.require(context, app, body.criterion)
    person = asked.reviewer(body.reviewer or "-")
    added = context.store.reviewing.pick(
        body.criterion or "", _keys(app, body.spans), person=person, now_ns=context.clock()
    )
    return Picked([key_of(key) for key in added])


def _unpick(context: Context, asked: Asked) -> Unpicked:
    body: Picks = asked.body
    keys = _keys(asked.one_app(), body.spans)
    return Unpicked(context.store.reviewing.unpick(body.criterion or "", keys))


def _keys(app: str, keys: list[Key]) -> list[SpanKey]:
    """The spans with ids that can be some; nothing is known of others."""
    found = [SpanKey(app, key.trace_id, key.span_id) for key in keys]
    return [key for key in found if is_key(key)]


ENDPOINTS = (
    Endpoint(
        "/api/review/picks",
        "Put outputs into the queue by hand.",
        (),
        _pick,
        Picked,
        method="POST",
        body=Picks,
        role="reviewer",
    ),
    Endpoint(
        "/api/review/picks",
        "Take picked outputs out of the queue.",
        (),
        _unpick,
        Unpicked,
        method="DELETE",
        body=Picks,
        role="reviewer",
    ),
)
