"""A JSON Schema, ready to be asked: what a place may hold, and whether a value fits.

`Schema.view` is what a node says about one value once `$ref` is followed and `allOf` is joined.
What it does not know (`not`, `if`, `dependentSchemas`, formats) is left to the validator, which has
the last word about every value. Nothing is fetched for a `$ref`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote, unquote

from genchi.errors import UsageError, missing_extra
from genchi.models.structured.results import pointer_of
from genchi.models.structured.views import TYPES, Node, View, both_views, plain_view, type_of
from genchi.records import Json

_BASE = "genchi:schema"


class Schema:
    """A schema with its validators; those of parts are made when they are first asked."""

    def __init__(self, root: Node) -> None:
        """Make it from a JSON Schema; raises `UsageError` where it is none."""
        self.root = root
        self._pointers = {id(node): pointer for node, pointer in _nodes(root, "")}
        self._views: dict[int, View] = {}
        self._kept: list[Node] = []
        self._validators: dict[int, Any] = {}
        self.whole = self._made(root)

    def view(self, node: Node) -> View:
        """What a node says about a value."""
        if id(node) not in self._views:
            self._kept.append(node)  # or another node could get its id
            self._views[id(node)] = self._joined(node)
        return self._views[id(node)]

    def kinds(self, node: Node) -> frozenset[str]:
        """The types that a value here may have, those of unions included."""
        return self._kinds(node, 0)

    def fits(self, node: Node, value: Json) -> bool:
        """Whether a value is valid at a node."""
        if isinstance(node, bool):
            return node
        validator = self._validator(node)
        return validator is None or bool(validator.is_valid(value))

    def errors(self, node: Node, value: Json) -> Iterator[Any]:
        """What the validator says against a value at a node."""
        validator = self._validator(node)
        return iter(()) if validator is None else iter(validator.iter_errors(value))

    @cached_property
    def tangled(self) -> bool:
        """Whether unions may stand within unions as deep as a value goes."""
        nodes = list(_nodes(self.root, ""))
        if not any("anyOf" in node or "oneOf" in node for node, _ in nodes):
            return False
        referring = [(n["$ref"], at) for n, at in nodes if isinstance(n.get("$ref"), str)]
        targets = {self._pointers.get(id(self._target(to)), "") for to, _ in referring}
        return any(at.startswith(target) for _, at in referring for target in targets)

    def _validator(self, node: Node) -> Any:
        """The validator of a node; None where it was joined from several: that of all will tell."""
        if id(node) not in self._pointers:
            return None
        if id(node) not in self._validators:
            self._validators[id(node)] = self._made(self._part(node))
        return self._validators[id(node)]

    def _kinds(self, node: Node, depth: int) -> frozenset[str]:
        view = self.view(node)
        kinds = TYPES if view.types is None else view.types
        for group in view.unions if depth < 20 else ():
            of_group = (self._kinds(branch, depth + 1) for branch in group)
            kinds &= frozenset[str]().union(*of_group)
        return kinds

    def _part(self, node: Node) -> Node:
        dialect = {"$schema": self.root["$schema"]} if "$schema" in self.root else {}
        return {**dialect, "$ref": f"{_BASE}#{quote(self._pointers[id(node)], safe='/~')}"}

    def _made(self, schema: Node) -> Any:
        try:
            import jsonschema_rs
        except ImportError as error:
            raise missing_extra("structured output", "structured") from error
        try:
            return jsonschema_rs.validator_for(schema, retriever=self._retrieved)
        except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            raise UsageError(f"the schema is none: {str(error).splitlines()[0]}") from None

    def _retrieved(self, uri: str) -> Node:
        if uri.partition("#")[0] == _BASE:
            return self.root
        raise ValueError(f"{uri} is not fetched: put it into the schema")

    def _joined(self, node: Node) -> View:
        view = View()
        for part in self._parts(node, set()):
            view = both_views(view, plain_view(part))
        if view.types is None and view.members is not None:
            view = both_views(view, View(types=frozenset(map(type_of, view.members))))
        return view

    def _parts(self, node: Node, seen: set[int]) -> Iterator[Node]:
        """The node and what `$ref` and `allOf` add to it."""
        if id(node) in seen:
            return
        seen.add(id(node))
        yield node
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield from self._parts(self._target(node["$ref"]), seen)
            for part in node.get("allOf", ()):
                yield from self._parts(part, seen)

    def _target(self, reference: str) -> Node:
        """The node a reference within the schema leads to; True where it leads elsewhere."""
        if not reference.startswith("#"):
            return True
        node = self.root
        for step in unquote(reference[1:]).split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(node, list) and key.isdecimal() and int(key) < len(node):
                node = node[int(key)]
            elif isinstance(node, dict) and key in node:
                node = node[key]
            else:
                return True
        return node


@lru_cache(maxsize=256)
def compiled(text: str) -> Schema:
    """The schema of a JSON text; the last ones are kept."""
    return Schema(json.loads(text, object_hook=_with_plain_reference))


def _with_plain_reference(node: dict[str, Any]) -> dict[str, Any]:
    """The node with its `$ref` as a URI writes it: 退款 is percent-encoded there."""
    reference = node.get("$ref")
    if isinstance(reference, str) and not reference.isascii():
        node["$ref"] = quote(reference, safe="#/:?&=%~!$'()*+,;@")
    return node


def _nodes(node: Node, pointer: str) -> Iterator[tuple[Node, str]]:
    """Every dict of the schema with its pointer."""
    waiting: list[tuple[Any, str]] = [(node, pointer)] if isinstance(node, dict) else []
    while waiting:
        node, pointer = waiting.pop()
        if isinstance(node, dict):
            yield node, pointer
        members = node.items() if isinstance(node, dict) else enumerate(node)
        waiting += [
            (inner, pointer + pointer_of((key,)))
            for key, inner in members
            if isinstance(inner, dict | list)
        ]
