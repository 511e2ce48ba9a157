"""What is still wrong with a value, and where: the exact place, and a sentence to act on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from genchi.models.structured.coercing import may_be
from genchi.models.structured.results import Path, pointer_of, shown
from genchi.models.structured.schemas import Schema
from genchi.models.structured.views import Node, View
from genchi.records import Json

_MOST = 100
"""Errors that are looked at; a model is told of three."""
_TOLD = 3
_LONGEST = 300
_OF_WHAT_COMES_LATER = ("required", "minItems", "minProperties", "contains", "anyOf", "oneOf")
"""What more text could still mend."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what, and the keyword of the schema that says so."""

    path: Path
    why: str
    keyword: str
    lacking: tuple[str, ...] = ()


def problems(schema: Schema, value: Json) -> list[Problem]:
    """What the schema says against a value; of a union, what its nearest branch says.

    >>> problems(Schema({"properties": {"n": {"type": "integer"}}}), {"n": "x"})[0].why
    '"x" is not of type "integer"'
    """
    if schema.tangled:
        return [] if schema.whole.is_valid(value) else [_deepest(schema, schema.root, value, ())]
    return [_nearest(error) for error in islice(schema.whole.iter_errors(value), _MOST)]


def told(found: list[Problem]) -> tuple[str, str]:
    """The first place, and what to say: three problems, each with its place.

    >>> told([Problem(("a",), "one", ""), Problem((0,), "two", "")])
    ('/a', 'one; at /0: two')
    """
    first, *others = found[:_TOLD]
    more = [f"at {pointer_of(p.path)}: {p.why}" if p.path else p.why for p in others]
    rest = len(found) - _TOLD
    more += [f"and {rest} more like these"] if rest > 0 else []
    return pointer_of(first.path), "; ".join([first.why, *more])


def may_come(problem: Problem, open_paths: list[Path]) -> bool:
    """Whether more text could mend it: something lacks in a container that is not closed yet."""
    return problem.keyword in _OF_WHAT_COMES_LATER and problem.path in open_paths


def _deepest(schema: Schema, node: Node, value: Json, path: Path) -> Problem:
    """The first thing that is wrong, at the deepest place.

    For unions that hold themselves: a validator would list the errors of every branch of every
    branch, which are more than fit into memory five levels down.
    """
    view = schema.view(node)
    for key, inner, child in _members(view, value):
        if child is not None and not schema.fits(child, inner):
            return _deepest(schema, child, inner, (*path, key))
    for group in view.unions:
        if not any(schema.fits(branch, value) for branch in group):
            near = [branch for branch in group if may_be(schema, branch, value)]
            if len(near) == 1:
                return _deepest(schema, near[0], value, path)
            why = f"{shown(value)} fits none of the {len(group)} kinds that are allowed"
            return Problem(path, why, "anyOf")
    for error in schema.errors(node, value):
        found = _problem(error)
        return replace(found, path=(*path, *found.path))
    return Problem(path, f"{shown(value)} does not fit the schema", "")


def _members(view: View, value: Json) -> Iterator[tuple[str | int, Json, Node]]:
    """The parts of a value with their nodes."""
    if isinstance(value, dict):
        yield from ((key, inner, view.node_of(key)) for key, inner in value.items())
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            first = place < len(view.first_items)
            yield place, inner, view.first_items[place] if first else view.items


def _nearest(error: Any) -> Problem:
    branches = [branch for branch in getattr(error.kind, "context", None) or () if branch]
    near = [branch for branch in branches if not _of_another_type(branch, error)]
    if near and hasattr(error.kind, "context"):
        best = min(near, key=len)
        if len(near) == 1 or len(best) == 1:
            return _nearest(best[0])
    return _problem(error)


def _of_another_type(branch: list[Any], error: Any) -> bool:
    """Whether a branch is about values of another kind, such as null."""
    return any(
        one.kind.name in ("type", "const", "enum")
        and list(one.instance_path) == list(error.instance_path)
        for one in branch
    )


def _problem(error: Any) -> Problem:
    message = str(error.message)
    short = (
        message if len(message) <= _LONGEST else message[: _LONGEST // 2] + " … " + message[-100:]
    )
    lacking = (str(error.kind.property),) if hasattr(error.kind, "property") else ()
    return Problem(tuple(error.instance_path), short, str(error.kind.name), lacking)
