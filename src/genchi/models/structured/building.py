"""A value from pieces, one after the other, so that what is there so far can be seen at any time.

Commas before a closing bracket, comments and all that was mended within a piece are told as repairs
with their place. What would need a guess is refused: a missing value, brackets that do not match,
one key with two values. A missing comma or colon is refused in a way of its own, since another can
supply it (`genchi.models.structured.punctuating`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from genchi.models.structured.lexing import Token
from genchi.models.structured.quoting import UnreadableError
from genchi.models.structured.results import Path, Repair, pointer_of, same, shown
from genchi.records import Json

DEEPEST = 100
"""Levels of nesting that are followed; text nested deeper is nothing a person could look at."""

_CLOSERS = {"{": "}", "[": "]"}


class UnpunctuatedError(UnreadableError):
    """Between two pieces a comma or a colon is missing."""


@dataclass(slots=True)
class Frame:
    """A bracket that is open: its container, the key or place that is next, what may follow.

    `wants` is "first" (a member or the end), "next" (a member), "colon", "value" or "comma".
    """

    container: dict[str, Json] | list[Json]
    wants: str = "first"
    key: str | int = 0


@dataclass(slots=True)
class Building:
    """A value that grows with every `add`; `done` once its first bracket is closed."""

    text: str
    frames: list[Frame] = field(default_factory=list)
    root: Json = None
    done: bool = False
    repairs: list[Repair] = field(default_factory=list)
    solid: bool = False
    """Whether there is something in it that prose in brackets has not: quotes, a colon."""
    comma: Token | None = None
    twice: list[tuple[Path, Json, dict[str, Json]]] = field(default_factory=list)

    def path(self) -> Path:
        """Where the next piece goes."""
        return tuple(frame.key for frame in self.frames)

    def add(self, token: Token) -> None:
        """Take one more piece, or raise `UnreadableError`."""
        if token.kind == "comment":
            self._note(token, removed=True)
            return
        self.solid = self.solid or token.kind in ("text", "colon")
        _STEPS[token.kind](self, token)

    def member(self, token: Token) -> None:
        """A key or a value."""
        if self.frames and self.frames[-1].wants in ("first", "next"):
            frame = self.frames[-1]
            if isinstance(frame.container, dict):
                self._key(frame, token)
                return
            frame.wants = "value"
        self._put(token.value, token)
        self._note(token)

    def open(self, token: Token) -> None:
        """A bracket that opens a container."""
        if len(self.frames) >= DEEPEST:
            raise UnreadableError(f"it is nested more than {DEEPEST} levels deep", token.start)
        frame = self.frames[-1] if self.frames else None
        if frame and frame.wants in ("first", "next"):
            if isinstance(frame.container, dict):
                raise UnreadableError("a bracket where a key should be", token.start)
            frame.wants = "value"
        container: Json = {} if token.value == "{" else []
        self._put(container, token)
        self.frames.append(Frame(container, key="" if token.value == "{" else 0))

    def close(self, token: Token) -> None:
        """A bracket that closes the last container."""
        frame = self.frames[-1] if self.frames else None
        opener = "{" if frame and isinstance(frame.container, dict) else "["
        if frame is None or _CLOSERS[opener] != token.value:
            raise UnreadableError("brackets that do not match", token.start)
        if frame.wants in ("colon", "value"):
            raise UnreadableError("a key without a value", token.start, pointer_of(self.path()))
        self.frames.pop()
        if frame.wants == "next" and self.comma:
            self._note(self.comma, "a comma before a closing bracket", removed=True)
        self.done = not self.frames
        if self.done:
            self._settle_twice()

    def separate(self, token: Token) -> None:
        """A comma."""
        frame = self.frames[-1]
        if frame.wants != "comma":
            raise UnreadableError("a comma with nothing before it", token.start)
        frame.wants, self.comma = "next", token
        if isinstance(frame.key, int):
            frame.key += 1
        self._note(token)

    def colon(self, token: Token) -> None:
        """A colon between a key and its value."""
        frame = self.frames[-1]
        if frame.wants != "colon":
            raise UnreadableError("a colon that follows no key", token.start)
        frame.wants = "value"
        self._note(token)

    def _key(self, frame: Frame, token: Token) -> None:
        if token.kind == "scalar":
            raise UnreadableError("a key that is no text", token.start)
        frame.key, frame.wants = token.value, "colon"
        self._note(token)

    def _put(self, value: Json, token: Token) -> None:
        if not self.frames:
            self.root = value
            return
        frame = self.frames[-1]
        if frame.wants != "value":
            what = "colon" if frame.wants == "colon" else "comma"
            raise UnpunctuatedError(f"a {what} is missing", token.start, pointer_of(self.path()))
        frame.wants = "comma"
        if isinstance(frame.container, list):
            frame.container.append(value)
            return
        key = str(frame.key)
        if key in frame.container:
            self.twice.append((self.path(), frame.container[key], frame.container))
        frame.container[key] = value

    def _settle_twice(self) -> None:
        """Of equal members one is kept and that is told; of different ones none can be believed."""
        for path, first, container in self.twice:
            place, last = pointer_of(path), container[str(path[-1])]
            if not same(first, last):
                why = f"the key stands twice, with {shown(first)} and with {shown(last)}"
                raise UnreadableError(why, len(self.text), place)
            self.repairs.append(Repair("repaired", place, first, None, "the same twice", True))

    def _note(self, token: Token, why: str = "", *, removed: bool = False) -> None:
        written = self.text[token.start : token.end]
        after = None if removed else token.value
        said = why or "; ".join(token.notes)
        if said:
            place = pointer_of(self.path())
            self.repairs.append(Repair("repaired", place, written, after, said, removed))


_STEPS: dict[str, Callable[[Building, Token], None]] = {
    "open": Building.open,
    "close": Building.close,
    "comma": Building.separate,
    "colon": Building.colon,
    "text": Building.member,
    "bare": Building.member,
    "scalar": Building.member,
}


def build(text: str, pieces: Iterable[Token]) -> tuple[Building, int]:
    """The value of the first bracket of `pieces` and where the last piece that was used ends.

    The value is not `done` where the text ends before its last bracket.
    """
    building, end = Building(text), 0
    for token in pieces:
        if token.kind == "cut":
            break
        building.add(token)
        end = token.end
        if building.done:
            break
    return building, end


def deeper_than_allowed(value: Json) -> bool:
    """Whether a value is nested more than is followed."""
    layer = [value] if isinstance(value, dict | list) else []
    for _ in range(DEEPEST + 1):
        layer = [
            item
            for one in layer
            for item in (one.values() if isinstance(one, dict) else one)
            if isinstance(item, dict | list)
        ]
        if not layer:
            return False
    return True
