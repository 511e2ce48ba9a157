"""`/api/review/rota`: whose turn it is to review, and how much of the traffic somebody looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec

from genchi.review import rota
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.recorded import APP
from genchi.stats import Interval


@dataclass(frozen=True, slots=True)
class Rota:
    """Who reviews on which day, Monday first, and how much of the last week was looked at."""

    days: list[str | None]
    today: str | None
    people: list[str]
    recorded: int
    reviewed: int
    share: Interval | None
    since_days: int


@dataclass(frozen=True, slots=True)
class NewRota:
    """Who shall review on which day, Monday first; null is nobody."""

    days: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=100)] | None],
        msgspec.Meta(min_length=rota.DAYS, max_length=rota.DAYS),
    ]


def _rota(context: Context, asked: Asked) -> Rota:
    people = [person.name for person in context.store.people.list()]
    found = rota.turns(context.store, asked.one_app(), people=people, now_ns=context.clock())
    return Rota(
        *(list(found.days), found.today, list(found.people), found.recorded, found.reviewed),
        share=found.share,
        since_days=rota.DAYS,
    )


def _set_rota(context: Context, asked: Asked) -> Rota:
    rota.set_turns(context.store, asked.one_app(), asked.body.days)
    return _rota(context, asked)


ENDPOINTS = (
    Endpoint(
        "/api/review/rota",
        "Whose turn it is to review, and how much of the last week was looked at.",
        (APP,),
        _rota,
        Rota,
    ),
    Endpoint(
        "/api/review/rota",
        "Say who reviews on which day of the week.",
        (APP,),
        _set_rota,
        Rota,
        method="PUT",
        body=NewRota,
        role="admin",
    ),
)
