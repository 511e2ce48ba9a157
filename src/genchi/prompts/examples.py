"""Few-shot examples: a data file beside the prompt, one example a line.

A line is an object with `output` (or `reference`, as lines of a dataset have it) and, unless only
outputs are shown, `inputs`. What else it says is kept as `metadata`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal, get_args

from genchi.prompts.front_matter import FrontMatter
from genchi.prompts.places import Place
from genchi.records import Json
from genchi.records.parsing import parse

Choice = Literal["fixed", "nearest", "diverse", "balanced"]
"""How examples are chosen: the first ones, or by who makes the call."""

_KEYS = ("file", "choose", "n", "by")

ReadBeside = Callable[[str], bytes]
"""The bytes of a file named relative to the prompt; `OSError` where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Example:
    """An input with the output it should have; `inputs` is empty where only outputs are shown."""

    output: Json
    inputs: Mapping[str, Json] = field(default_factory=dict)
    metadata: Mapping[str, Json] = field(default_factory=dict)
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Examples:
    """All examples of a prompt, and how those of a call are chosen.

    `n` is how many, None for all; `by` is the input by which they are chosen.
    """

    file: str
    all: tuple[Example, ...]
    choose: Choice = "fixed"
    n: int | None = None
    by: str | None = None


def read_examples(front: FrontMatter, beside: ReadBeside) -> Examples | None:
    """The examples that front matter names. Raises `UsageError` with file and line."""
    spec = front.values.get("examples")
    if spec is None:
        return None
    place = front.place("examples")
    spec = {"file": spec} if isinstance(spec, str) else spec
    if not isinstance(spec, Mapping) or not isinstance(spec.get("file"), str):
        raise place.error("examples names a file: `examples: { file: NAME.jsonl }`")
    if unknown := sorted(set(spec) - set(_KEYS)):
        raise place.error(f"examples has no {unknown[0]!r}: it has {', '.join(_KEYS)}")
    choose, n, by = spec.get("choose", "fixed"), spec.get("n"), spec.get("by")
    if choose not in get_args(Choice):
        raise place.error(f"examples are chosen by {', '.join(get_args(Choice))}, not {choose!r}")
    if n is not None and (not isinstance(n, int) or isinstance(n, bool) or n < 1):
        raise place.error(f"n is how many examples are shown, 1 or more, not {n!r}")
    if by is not None and by not in (front.values.get("inputs") or {}):
        raise place.error(f"examples are chosen by the input {by!r}, which there is not")
    return Examples(spec["file"], _all(spec["file"], place, beside), choose, n, by)


def _all(file: str, place: Place, beside: ReadBeside) -> tuple[Example, ...]:
    path = PurePath(file)
    if path.is_absolute() or ".." in path.parts:
        raise place.error(f"the examples {file!r} do not lie beside the prompt: move them there")
    try:
        data = beside(file)
    except OSError as error:
        raise place.error(f"the examples {file} cannot be read ({error.strerror})") from None
    named = str(PurePath(place.file).parent / file)
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    return tuple(
        _example(line, Place(named, number)) for number, line in enumerate(lines, 1) if line.strip()
    )


def _example(line: bytes, place: Place) -> Example:
    try:
        row = parse(line)
    except ValueError as error:
        raise place.error(f"this is no example: {error}") from None
    if not isinstance(row, dict):
        raise place.error("this is no example: it is not an object")
    rest = dict(row)
    inputs = rest.pop("inputs", {})
    given = [rest.pop(name) for name in ("output", "reference") if name in row]
    if len(given) != 1:
        raise place.error("an example has `output` (or `reference`): one of the two")
    if not isinstance(inputs, dict):
        raise place.error("the inputs of an example are an object")
    return Example(given[0], inputs, rest, place.line)
