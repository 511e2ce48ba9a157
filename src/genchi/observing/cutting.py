"""Large values cut to what a page can show at once, with a note of every place that was cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from genchi.records import Json, to_json

MOST_NOTES = 200
"""Places that are told; where more were cut, these are the first."""
_NAME = 80
"""Characters of a name in a path."""
_FIRST = ("output", "output_messages", "inputs", "messages")
_WHOLE = {"messages": 2, "output_messages": 2, "passages": 1, "events": 1}
"""Levels of objects with fields that readers rely on: a message and its parts, a passage, …"""


@dataclass(frozen=True, slots=True)
class Cut:
    """A place, as `output.items[3]`, and how many characters of its JSON or text are left out."""

    path: str
    characters: int


@dataclass(slots=True)
class Cutter:
    """Texts over `most` code points are cut there; beyond `nodes` values the rest is left out.

    Values count in the order in which a reader meets them.
    """

    most: int
    nodes: int
    cuts: list[Cut] = field(default_factory=list)

    def cut(self, value: Json, path: str, whole: int = 0) -> Json:
        """The value as far as it is shown; objects of the upper `whole` levels keep every key."""
        self.nodes -= 1
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, dict):
            return self._object(value, path, whole)
        if isinstance(value, list | tuple):
            return self._array(value, path, whole)
        return value

    def _text(self, value: str, path: str) -> str:
        if len(value) > self.most:
            self._note(path, len(value) - self.most)
        return value[: self.most]

    def _object(self, value: dict[str, Json], path: str, whole: int) -> dict[str, Json]:
        kept: dict[str, Json] = {}
        for number, (name, item) in enumerate(value.items()):
            if self.nodes <= 0 and not whole:
                self._note(path, _size(dict(list(value.items())[number:])))
                break
            place = f"{path}.{name[:_NAME]}"
            kept[self._text(name, place)] = self.cut(item, place, max(whole - 1, 0))
        return kept

    def _array(self, value: Sequence[Json], path: str, whole: int) -> list[Json]:
        kept: list[Json] = []
        for number, item in enumerate(value):
            if self.nodes <= 0:
                self._note(path, _size(list(value[number:])))
                break
            kept.append(self.cut(item, f"{path}[{number}]", whole))
        return kept

    def _note(self, path: str, characters: int) -> None:
        if len(self.cuts) < MOST_NOTES:
            self.cuts.append(Cut(path, characters))


def cut_payload(
    payload: dict[str, Json], most: int, nodes: int
) -> tuple[dict[str, Json], list[Cut]]:
    """A payload as JSON, cut; what people look at first is cut last. Every field stays.

    >>> cut_payload({"output": "abcdef", "inputs": {"q": "x"}}, 4, 10)
    ({'output': 'abcd', 'inputs': {'q': 'x'}}, [Cut(path='output', characters=2)])
    """
    cutter = Cutter(most, nodes)
    first = [name for name in _FIRST if name in payload]
    order = [*first, *(name for name in payload if name not in _FIRST)]
    shown = {name: cutter.cut(payload[name], name, _WHOLE.get(name, 0)) for name in order}
    return {name: shown[name] for name in payload}, cutter.cuts


def _size(value: Json) -> int:
    return len(to_json(value).decode())
