"""YAML as JSON sees it: mappings, lists, and the scalars of JSON written plainly.

YAML 1.1 makes `false` of no, a date of 2026-11-25, 8 of 010 and 750 of 12:30. Here a plain scalar
is a number only as JSON writes it, a boolean or null only as the core schema of YAML 1.2 does
(true, True, TRUE), and otherwise the text that stands there. Aliases, tags and equal keys are
refused.
"""

from __future__ import annotations

import re
from typing import Any

from genchi.models.structured.building import DEEPEST
from genchi.models.structured.lexing import number
from genchi.models.structured.quoting import UnreadableError
from genchi.models.structured.results import Path, Repair, pointer_of, same, shown
from genchi.records import Json

_PLAIN: dict[str, Json] = {
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
    **dict.fromkeys(["null", "Null", "NULL", "~", ""], None),
    **dict.fromkeys([".nan", ".NaN", ".NAN"], float("nan")),
    **dict.fromkeys([".inf", ".Inf", ".INF"], float("inf")),
    **dict.fromkeys(["-.inf", "-.Inf", "-.INF"], float("-inf")),
}
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[&*!]")
_LONGEST = 200_000
"""Characters that are read, at some ten microseconds each."""


def read_yaml(text: str) -> tuple[Json, list[Repair]]:
    """The value of a YAML text, and members that stood twice; raises `UnreadableError`.

    >>> read_yaml("ok: no\\nwhen: 2026-11-25\\nn: 3")[0]
    {'ok': 'no', 'when': '2026-11-25', 'n': 3}
    """
    if len(text) > _LONGEST:
        raise UnreadableError(f"YAML of more than {_LONGEST} characters", 0)
    if _bracket_depth(text) > DEEPEST:
        raise UnreadableError(f"it is nested more than {DEEPEST} levels deep", 0)
    import yaml

    try:
        # Every alias and tag has one of these characters, which most texts have not.
        if _SPECIAL.search(text) and any(
            isinstance(token, yaml.AliasToken | yaml.TagToken) for token in yaml.scan(text)
        ):
            raise UnreadableError("YAML with aliases or tags", 0)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark.index if error.problem_mark else 0
        raise UnreadableError(f"no YAML: {error.problem}", place) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UnreadableError(f"no YAML: {str(error)[:200]}", 0) from None
    repairs: list[Repair] = []
    return (None if node is None else _value(node, (), repairs)), repairs


def _bracket_depth(text: str) -> int:
    """How deep brackets stand within brackets at most, quotes aside: more costs squares of time."""
    depth = deepest = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth = depth + 1 if bracket in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _value(node: Any, path: Path, repairs: list[Repair]) -> Json:
    if len(path) > DEEPEST:
        raise UnreadableError(f"it is nested more than {DEEPEST} levels deep", 0)
    if node.id == "sequence":
        return [_value(item, (*path, place), repairs) for place, item in enumerate(node.value)]
    if node.id == "mapping":
        return _members(node, path, repairs)
    return node.value if node.style else _scalar(node, path, repairs)


def _scalar(node: Any, path: Path, repairs: list[Repair]) -> Json:
    """A scalar without quotes."""
    written, place = node.value, node.start_mark.index
    comment = _comment_after(node)
    if comment[1:2].strip():
        raise UnreadableError("a # that may begin a comment or not", place, pointer_of(path))
    if comment:
        repairs.append(Repair("yaml", pointer_of(path), comment, None, "a comment", True))
    if written in _PLAIN:
        return _PLAIN[written]
    if not _NUMBER.fullmatch(written):
        return written
    value, notes = number(written, place)
    repairs += [Repair("yaml", pointer_of(path), written, value, note) for note in notes]
    return value


def _comment_after(node: Any) -> str:
    """The comment that follows on the same line: of `Our #1 pick` YAML keeps `Our`."""
    buffer, end = node.end_mark.buffer, node.end_mark.pointer
    line = buffer[end:].partition("\n")[0].rstrip("\0").strip() if buffer else ""
    return line if line.startswith("#") else ""


def _members(node: Any, path: Path, repairs: list[Repair]) -> dict[str, Json]:
    members: dict[str, Json] = {}
    for key_node, value_node in node.value:
        place = key_node.start_mark.index
        if key_node.id != "scalar":
            raise UnreadableError("a key that is no text", place, pointer_of(path))
        key = str(key_node.value)
        value = _value(value_node, (*path, key), repairs)
        where = pointer_of((*path, key))
        if key in members:
            if not same(members[key], value):
                said = f"{shown(members[key])} and with {shown(value)}"
                raise UnreadableError(f"the key stands twice, with {said}", place, where)
            repairs.append(Repair("yaml", where, value, None, "the same twice", True))
        members[key] = value
    return members
