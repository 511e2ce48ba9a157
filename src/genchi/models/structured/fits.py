"""How well a value fits a node of a schema, and at what cost it was made to."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Protocol

from genchi.models.structured.results import Path, Repair
from genchi.models.structured.schemas import Schema
from genchi.models.structured.views import Node
from genchi.records import Json


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why there is no one reading, where, and the readings."""

    path: Path
    why: str
    readings: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """A value after its edits; of infinite cost where it does not fit even so."""

    value: Json
    cost: float = 0
    repairs: tuple[Repair, ...] = ()
    doubt: Doubt | None = None

    @property
    def holds(self) -> bool:
        """Whether the value fits as far as coercion can tell."""
        return self.cost < inf


@dataclass(frozen=True, slots=True)
class Work:
    """One coercion: its schema, and what was found out about a value at a node so far.

    The value itself is kept, or another one could get its id. Without `reshape`, scalars are read
    as others but no container is added or taken away: one that is open may still grow.
    """

    schema: Schema
    reshape: bool = True
    found: dict[tuple[int, int, Path], tuple[Json, Fit]] = field(default_factory=dict)


class Fitting(Protocol):
    """What makes a value fit a node."""

    def __call__(self, work: Work, node: Node, value: Json, path: Path) -> Fit:
        """The cheapest fit."""


def together(
    value: Json, fits: list[Fit], repairs: tuple[Repair, ...] = (), cost: float = 0
) -> Fit:
    """The fit of a container from those of its parts."""
    return Fit(
        value,
        cost + sum(each.cost for each in fits),
        repairs + tuple(repair for each in fits for repair in each.repairs),
        next((each.doubt for each in fits if each.doubt), None),
    )
