"""A value written as its schema wants it, by the least edit, or left as it is.

Each way to write a value differently has a cost, and the cheapest whole is taken. Two of the same
cost that say different things are a doubt. What fits is left alone; what no edit makes fit is left
as it is too, for the validator to tell the place. After schema-aligned parsing as in BAML, which
scores candidates of every type; here a candidate that would lose or invent something is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isfinite, isnan

from genchi.models.structured.fits import Doubt, Fit, Work, together
from genchi.models.structured.members import fit_object
from genchi.models.structured.results import Path, Repair, pointer_of, same, shown
from genchi.models.structured.scalars import DoubtError, key_of, readings
from genchi.models.structured.schemas import Schema
from genchi.models.structured.strict import NotStrictError, read_whole
from genchi.models.structured.views import TYPES, Node, View, type_of
from genchi.records import Json

_READ, _RESHAPE = 1, 2
"""What it costs to read a scalar as another one, and to add or take away a container."""
_ONLY_NULL = frozenset(["null"])
_CONTAINERS = frozenset(["object", "array"])
_EMPTY_NAMES = frozenset("value values result answer data output response item content".split())
"""Keys that say nothing about a scalar under them, as `celsius` or `EUR` would."""
_EXACT = 2**53
"""Below it, a float that is whole is one integer only."""


def coerced(schema: Schema, value: Json, *, reshape: bool = True) -> Fit:
    """The value written as the schema wants it.

    >>> coerced(Schema({"type": "array", "items": {"type": "integer"}}), "12").value
    [12]
    """
    return fit(Work(schema, reshape), schema.root, value, ())


def fit(work: Work, node: Node, value: Json, path: Path, *, wrapped: bool = False) -> Fit:
    """The cheapest way to make a value fit a node; `wrapped` forbids another list around it."""
    known = work.found.get((id(node), id(value), path))
    if known and not wrapped:
        return known[1]
    found = _fit(work, node, value, path, wrapped=wrapped)
    if not wrapped:
        work.found[id(node), id(value), path] = (value, found)
    return found


def _fit(work: Work, node: Node, value: Json, path: Path, *, wrapped: bool) -> Fit:
    view = work.schema.view(node)
    own = _own(work, view, node, value, path, wrapped=wrapped)
    for group in view.unions:
        chosen = _chosen(work, group, own.value, path)
        own = Fit(
            chosen.value,
            own.cost + chosen.cost,
            own.repairs + chosen.repairs,
            own.doubt or chosen.doubt,
        )
    return own


def accepts(view: View, value: Json) -> bool:
    """Whether type and members of a node allow a value, whatever is inside it."""
    kind = type_of(value)
    kinds = {kind, "number"} if kind == "integer" else {kind}
    if isinstance(value, float) and value.is_integer():
        kinds.add("integer")
    if view.types is not None and not kinds & view.types:
        return False
    return view.members is None or any(_equal(value, member) for member in view.members)


def may_be(schema: Schema, branch: Node, value: Json) -> bool:
    """Whether a value is of the kind of a branch: its type, and its constants, are right."""
    view = schema.view(branch)
    if not accepts(view, value) or not isinstance(value, dict):
        return accepts(view, value)
    named = ((key, schema.view(node)) for key, node in view.properties if key in value)
    return all(accepts(of, value[key]) for key, of in named if of.members is not None)


def _own(work: Work, view: View, node: Node, value: Json, path: Path, *, wrapped: bool) -> Fit:
    """The value by what the node itself says, its unions aside."""
    if isinstance(value, float) and not isfinite(value):
        return _without_number(work, node, value, path)
    inside = _inside(work, view, value, path) if accepts(view, value) else Fit(value, inf)
    if inside.holds:
        return inside
    try:
        others = list(_alternatives(work, view, node, value, path, wrapped=wrapped))
    except DoubtError as error:
        return Fit(inside.value, inf, inside.repairs, Doubt(path, str(error), (value,)))
    found = [other for other in others if other.holds]
    if found:
        return _cheapest(found, inside.value, path)
    doubt = next((other.doubt for other in others if other.doubt), inside.doubt)
    return Fit(inside.value, inf, inside.repairs, inside.doubt or doubt)


def _inside(work: Work, view: View, value: Json, path: Path) -> Fit:
    """The value with its members or items made to fit."""
    if isinstance(value, dict):
        return fit_object(work, view, value, path, fit)
    if not isinstance(value, list):
        return _whole_number(view, value, path)
    fits = []
    for place, item in enumerate(value):
        first = place < len(view.first_items)
        node = view.first_items[place] if first else view.items
        fits.append(Fit(item) if node is None else fit(work, node, item, (*path, place)))
    return together([each.value for each in fits], fits)


def _whole_number(view: View, value: Json, path: Path) -> Fit:
    """A scalar that is allowed; 5.0 as 5 where an integer is wanted."""
    types = view.types or frozenset()
    whole = isinstance(value, float) and value.is_integer() and abs(value) < _EXACT
    if whole and "integer" in types and "number" not in types:
        why = "a whole number"
        return Fit(int(value), 0, (Repair("coerced", pointer_of(path), value, int(value), why),))
    return Fit(value)


def _alternatives(
    work: Work, view: View, node: Node, value: Json, path: Path, *, wrapped: bool
) -> Iterator[Fit]:
    """Every other way to write a value that a node does not take."""
    types = view.types or frozenset()
    if isinstance(value, str):
        for read in readings(value, view):
            yield _changed(Fit(read), value, path, "read as the schema says", _READ)
        yield from _decoded(work, view, node, value, path)
    elif type_of(value) == "integer" and "string" in types and accepts(view, str(value)):
        yield _changed(Fit(str(value)), value, path, "digits as a text", _READ)
    if not work.reshape:
        return
    if isinstance(value, list) and len(value) == 1 and "array" not in types and types:
        inner = fit(work, node, value[0], path)
        yield _changed(inner, value, path, "the one item of a list", _RESHAPE)
    if isinstance(value, dict) and len(value) == 1 and view.types is not None:
        ((key, inside),) = value.items()
        if not view.names(key) and (types & _CONTAINERS or key_of(key) in _EMPTY_NAMES):
            inner = fit(work, node, inside, path)
            yield _changed(inner, value, path, f"what stood under {shown(key)}", _RESHAPE)
    if "array" in types and not isinstance(value, list) and value is not None and not wrapped:
        first = view.first_items[0] if view.first_items else view.items
        inner = fit(work, True if first is None else first, value, (*path, 0), wrapped=True)
        whole = Fit([inner.value], inner.cost, inner.repairs, inner.doubt)
        yield _changed(whole, value, path, "a list of one", _RESHAPE)


def _decoded(work: Work, view: View, node: Node, value: str, path: Path) -> Iterator[Fit]:
    """An object or a list that was written into a text."""
    if not (view.types or frozenset()) & {"object", "array"} or value.strip()[:1] not in ("{", "["):
        return
    try:
        inside = read_whole(value.strip())
    except NotStrictError:
        return
    yield _changed(fit(work, node, inside, path), value, path, "JSON within a text", _READ)


def _changed(inner: Fit, before: Json, path: Path, why: str, cost: int) -> Fit:
    repair = Repair("coerced", pointer_of(path), before, inner.value, why)
    return Fit(inner.value, inner.cost + cost, (repair, *inner.repairs), inner.doubt)


def _cheapest(found: list[Fit], before: Json, path: Path) -> Fit:
    """The fit of least cost, unless another of the same cost says something else."""
    best = min(found, key=lambda each: each.cost)
    rivals = [each.value for each in found if each.cost == best.cost]
    other = next((value for value in rivals if not same(value, best.value)), None)
    if other is None and all(same(value, best.value) for value in rivals):
        return best
    why = f"{shown(before)} may be {shown(best.value)} or {shown(other)}"
    return Fit(before, inf, doubt=Doubt(path, why, (best.value, other)))


def _chosen(work: Work, group: tuple[Node, ...], value: Json, path: Path) -> Fit:
    """The branch of a union that takes the least edit; what fits one is left alone."""
    if _whole(value) and any(work.schema.fits(branch, value) for branch in group):
        return Fit(value)
    fits = [fit(work, branch, value, path) for branch in group]
    found = [
        each
        for each, branch in zip(fits, group, strict=True)
        if each.holds and _whole(each.value) and work.schema.fits(branch, each.value)
    ]
    if found:
        return _cheapest(found, value, path)
    doubt = next((each.doubt for each in fits if each.doubt), None)
    near = [f for f, b in zip(fits, group, strict=True) if may_be(work.schema, b, value)]
    near = near or [
        f for f, b in zip(fits, group, strict=True) if work.schema.view(b).types != _ONLY_NULL
    ]
    if len(near) == 1:  # the one branch that is meant: what can be mended in it is mended
        return Fit(near[0].value, inf, near[0].repairs, doubt)
    return Fit(value, inf, doubt=doubt)


def _without_number(work: Work, node: Node, value: float, path: Path) -> Fit:
    """NaN says that there is no number. Where null may say that, it does; else a number is lost."""
    name = "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if name == "NaN" and _may_be_null(work, node):
        repair = Repair("coerced", pointer_of(path), name, None, "no number")
        return Fit(None, _READ, (repair,))
    return Fit(value, inf, doubt=Doubt(path, f"{name} is no number, and none can be guessed"))


def _may_be_null(work: Work, node: Node) -> bool:
    """Whether the schema speaks of null here; a node that allows anything does not."""
    kinds = work.schema.kinds(node)
    return "null" in kinds and kinds != TYPES and work.schema.fits(node, None)


def _whole(value: Json) -> bool:
    """Whether no NaN and no infinity is in a value, which a validator does not see."""
    if isinstance(value, dict):
        return all(map(_whole, value.values()))
    if isinstance(value, list):
        return all(map(_whole, value))
    return not isinstance(value, float) or isfinite(value)


def _equal(value: Json, member: Json) -> bool:
    """Equality of JSON Schema: 1 and 1.0 are equal, 1 and true are not."""
    if isinstance(value, bool) or isinstance(member, bool):
        return value is member
    return bool(value == member)
