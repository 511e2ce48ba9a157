"""The YAML at the head of a prompt file, each key with its line.

Safe YAML only. What YAML lets slip is an error here: a key that stands twice, a key that is no
text (`on`, `2024`), anchors and aliases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from genchi.prompts.places import Place
from genchi.records import Json, clean

Path = tuple[str, ...]
"""The keys that lead to a value: `("inputs", "question")`."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands between the two `---` lines, and where."""

    file: str
    values: Mapping[str, Json]
    lines: Mapping[Path, int]

    def place(self, *path: str) -> Place:
        """The line of a key; that of the nearest key above it where it has none of its own."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))


def split(text: str) -> tuple[str, str, int]:
    """The YAML of a file, its body, and the line on which the body begins (from 1).

    A file without a first line `---` has no front matter.

    >>> split("---\\nmodel: small\\n---\\n# user\\nHello\\n")
    ('model: small', '# user\\nHello\\n', 4)
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return "", text, 1
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :]), number + 2
    return "\n".join(lines[1:]), "", len(lines) + 1


def read_front_matter(text: str, file: str, *, first_line: int = 2) -> FrontMatter:
    """The values of a YAML mapping. Raises `UsageError` with file and line."""
    import yaml

    def where(mark: Any) -> Place:
        return Place(file, first_line + (mark.line if mark else 0))

    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                what = f"*{event.anchor} is an alias: write the value out"
                raise where(event.start_mark).error(what)
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        lines = dict(_lines(node, (), where)) if node is not None else {}
        values = loader.construct_document(node) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        what = " ".join(filter(None, [error.context, error.problem]))
        raise where(error.problem_mark).error(f"this is no YAML: {what}") from None
    except (yaml.YAMLError, ValueError) as error:
        what = " ".join(str(error).split())
        raise Place(file, first_line).error(f"this is no YAML: {what}") from None
    if not isinstance(values, dict):
        raise Place(file, first_line).error("front matter is a list of `key: value`")
    return FrontMatter(file, clean(values), {(): first_line, **lines})


def _lines(node: Any, path: Path, where: Callable[[Any], Place]) -> Iterator[tuple[Path, int]]:
    """The line of each key of a mapping, and of the mappings within it."""
    if node.id == "sequence":
        for number, item in enumerate(node.value):
            yield from _lines(item, (*path, str(number)), where)
    if node.id != "mapping":
        return
    seen = set[str]()
    for key, value in node.value:
        at = where(key.start_mark)
        if key.tag != "tag:yaml.org,2002:str":
            raise at.error(f"the key {key.value!r} is not text to YAML: put it in quotes")
        if key.value in seen:
            raise at.error(f"{key.value!r} stands twice: keep one of the two")
        seen.add(key.value)
        yield (*path, key.value), at.line
        yield from _lines(value, (*path, key.value), where)
