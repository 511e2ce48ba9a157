"""What stands in a model's text, whether it fits a schema or not: one value, or why none."""

from __future__ import annotations

from dataclasses import dataclass

from genchi.models.structured.building import Building, deeper_than_allowed
from genchi.models.structured.finding import BLANK, Candidate, candidates, content, outside
from genchi.models.structured.lexing import tokens
from genchi.models.structured.quoting import CLOSERS, UnreadableError
from genchi.models.structured.results import Repair, UnparsedError, pointer_of, same, shown
from genchi.models.structured.schemas import Schema
from genchi.models.structured.strict import NotStrictError, read_whole
from genchi.models.structured.views import TYPES
from genchi.records import Json

_CONTAINERS = frozenset(["object", "array"])
_NEAR = 30
"""Characters on each side of a place that an error shows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in the text: a value, what it took to read it, and what is not there yet."""

    value: Json
    repairs: tuple[Repair, ...] = ()
    base: str = "strict"
    cut: Building | None = None


def read(text: str, schema: Schema, *, partial: bool) -> Reading:
    """What stands in the text, whether it fits or not."""
    try:
        value = read_whole(text.strip(BLANK))
    except NotStrictError:
        return _picked(text, _candidates(text), schema, partial=partial)
    if deeper_than_allowed(value):
        raise UnparsedError("it is nested too deeply")
    return Reading(value)


def _candidates(text: str) -> list[Candidate]:
    try:
        return candidates(text)
    except UnreadableError as error:
        raise unread(text, error) from None


def _picked(text: str, found: list[Candidate], schema: Schema, *, partial: bool) -> Reading:
    """The one candidate of the kind that the schema wants."""
    kinds = schema.kinds(schema.root) & _CONTAINERS
    wanted = [each for each in found if each.kind in kinds] or found
    if not wanted:
        return _scalar(text, schema)
    broken = next((each.error for each in wanted if each.error), None)
    if broken:
        raise unread(text, broken)
    first = wanted[0]
    other = next((e for e in wanted if e.building or not same(e.value, first.value)), None)
    if other and len(wanted) > 1:
        raise _two_values(first, other)
    rung = "unwrapped" if len(found) == 1 else "found"
    beside = around(text, first.start, first.end, rung)
    if first.building is None:
        return Reading(first.value, (*beside, *first.repairs))
    building = first.building
    if not partial:
        raise UnparsedError(
            "the text ends before the value does", pointer_of(building.path()), read=building.root
        )
    return Reading(building.root, (*beside, *building.repairs), cut=building)


def _two_values(first: Candidate, other: Candidate) -> UnparsedError:
    if other.building:
        return UnparsedError("after one whole value another one begins", read=first.value)
    why = f"there are two values, {shown(first.value)} and {shown(other.value)}"
    return UnparsedError(why, readings=(first.value, other.value))


def _scalar(text: str, schema: Schema) -> Reading:
    """A text without brackets, for a schema that wants a scalar."""
    inside = content(text).strip(BLANK)
    start = text.find(inside)
    beside = around(text, start, start + len(inside), "unwrapped")
    try:
        return Reading(read_whole(inside), beside)
    except NotStrictError:
        pass
    kinds = schema.kinds(schema.root)
    if not inside or kinds == TYPES or not kinds - _CONTAINERS:
        raise UnparsedError("there is no JSON in it", read=None)
    if inside[0] not in CLOSERS:
        note = Repair("repaired", "", inside, inside, "a text without quotes")
        return Reading(inside, (*beside, note))
    try:
        pieces = list(tokens(inside))
    except UnreadableError as error:
        raise unread(inside, error) from None
    if [piece.kind for piece in pieces] != ["text"]:
        raise UnparsedError("it begins with a quote and is not one text")
    (piece,) = pieces
    notes = [Repair("repaired", "", inside, piece.value, note) for note in piece.notes]
    return Reading(piece.value, (*beside, *notes))


def around(text: str, start: int, end: int, rung: str) -> tuple[Repair, ...]:
    """What stands around a piece of the text, as a repair that takes it off."""
    removed = outside(text, start, end)
    return (Repair(rung, "", removed, None, "what stood around it", True),) if removed else ()


def unread(text: str, error: UnreadableError) -> UnparsedError:
    """The error of a user for one of reading, with what stands near it."""
    near = text[max(error.place - _NEAR, 0) : error.place + _NEAR]
    return UnparsedError(f"{error.why}, near {shown(near)}", error.pointer)
