"""Whose turn it is to review, and how much of the traffic somebody looks at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from genchi.errors import UsageError
from genchi.stats import Interval, wilson
from genchi.store import Store

DAYS = 7
_DAY_NS = 86_400 * 10**9


@dataclass(frozen=True, slots=True)
class Turns:
    """Who reviews on each day, Monday first, and of the last week how much was looked at."""

    days: tuple[str | None, ...]
    today: str | None
    people: tuple[str, ...]
    recorded: int
    reviewed: int
    share: Interval | None


def turns(store: Store, app: str, *, people: Sequence[str], now_ns: int) -> Turns:
    """The rota of an application; `people` are those who could be on it beside who labelled."""
    days = store.reviewing.rota(app)
    recorded, reviewed = store.reviewing.shares(app, now_ns - DAYS * _DAY_NS)
    known = {*people, *store.reviewing.people(app), *(day for day in days if day)}
    weekday = datetime.fromtimestamp(now_ns / 10**9).astimezone().weekday()
    return Turns(
        days=days,
        today=days[weekday],
        people=tuple(sorted(known)),
        recorded=recorded,
        reviewed=reviewed,
        share=wilson(reviewed, recorded) if recorded else None,
    )


def set_turns(store: Store, app: str, days: Sequence[str | None]) -> None:
    """Say who reviews on which day. Raises `UsageError` where it is not seven days."""
    if len(days) != DAYS:
        raise UsageError(f"a rota has {DAYS} days, Monday first, not {len(days)}")
    store.reviewing.set_rota(app, [" ".join(day.split()) if day else None for day in days])
