"""What applications a store has, and how much of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from genchi.store import Store


@dataclass(frozen=True, slots=True)
class Application:
    """One application: its spans and labels, its oldest and newest span, its criteria by name."""

    app: str
    spans: int
    labels: int
    first_ns: int | None
    last_ns: int | None
    criteria: list[str]


def applications(
    store: Store, spans: Mapping[str, int], only: str | None = None
) -> list[Application]:
    """The applications with spans, those with the newest span first; `only` one of them.

    `spans` has how many each has, which takes long to count where there are many.
    """
    found = [
        _application(store, app, number) for app, number in spans.items() if only in (None, app)
    ]
    return sorted(found, key=lambda one: (-(one.last_ns or 0), one.app))


def _application(store: Store, app: str, spans: int) -> Application:
    labels = store.labels.counts(app)
    worded = [criterion.name for criterion in store.criteria.all(app)]
    names = dict.fromkeys([*worded, *sorted(labels)])
    first_ns, last_ns = store.arriving.first_ns(app), store.arriving.last_ns(app)
    return Application(app, spans, sum(labels.values()), first_ns, last_ns, list(names))
