"""The members of an object: their names, those the schema does not know, and what is in them.

A key is renamed only where the object would not fit otherwise: a required one lacks, or others are
forbidden. An unknown key is dropped only where others are forbidden, and that is told.
"""

from __future__ import annotations

from math import inf

from genchi.models.structured.fits import Doubt, Fit, Fitting, Work, together
from genchi.models.structured.results import Path, Repair, pointer_of, same, shown
from genchi.models.structured.scalars import key_of
from genchi.models.structured.schemas import Schema
from genchi.models.structured.views import View
from genchi.records import Json


def fit_object(work: Work, view: View, value: dict[str, Json], path: Path, fit: Fitting) -> Fit:
    """The object with its names and members made to fit."""
    members, changes, doubt = _named(view, value, path)
    if doubt:
        return Fit(value, inf, doubt=doubt)
    kept: dict[str, Json] = {}
    fits: list[Fit] = []
    for key, member in members.items():
        node = view.node_of(key)
        if view.closed and not view.names(key):
            changes.append(_removed(path, key, member, "a key that the schema does not allow"))
            continue
        if _absent(work.schema, view, key, member):
            changes.append(_removed(path, key, member, "null where a key may be left out"))
            continue
        inside = Fit(member) if node is None else fit(work, node, member, (*path, key))
        kept[key] = inside.value
        fits.append(inside)
    cost = len(changes) if view.required <= kept.keys() else inf
    return together(kept, fits, tuple(changes), cost)


def _named(
    view: View, value: dict[str, Json], path: Path
) -> tuple[dict[str, Json], list[Repair], Doubt | None]:
    """The members under the names of the schema, where their own are the same but for spelling."""
    if not view.closed and view.required <= value.keys():
        return value, [], None
    wanted = [name for name, _ in view.properties if view.closed or name in view.required]
    members: dict[str, Json] = {}
    changes: list[Repair] = []
    for key, member in value.items():
        meant = [] if view.names(key) else [n for n in wanted if key_of(n) == key_of(key)]
        if len(meant) > 1:
            why = f"the key {shown(key)} may be {' or '.join(map(shown, meant))}"
            return value, [], Doubt(path, why)
        if not meant:
            members.setdefault(key, member)
            continue
        (name,) = meant
        taken = value.get(name, members.get(name, member))
        if not same(taken, member):
            why = f"{shown(name)} and {shown(key)} say different things"
            return value, [], Doubt((*path, name), why, (taken, member))
        members[name] = member
        changes.append(Repair("coerced", pointer_of((*path, name)), key, name, "a key's name"))
    return members, changes, None


def _absent(schema: Schema, view: View, key: str, member: Json) -> bool:
    """Whether null stands for a key that may be left out and may not be null."""
    if member is not None or key in view.required:
        return False
    node = dict(view.properties).get(key)
    return node is not None and not schema.fits(node, None) and "null" not in schema.kinds(node)


def _removed(path: Path, key: str, member: Json, why: str) -> Repair:
    return Repair("coerced", pointer_of((*path, key)), member, None, why, removed=True)
