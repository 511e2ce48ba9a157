"""What comes of reading a model's text: a value with every change made, or why there is none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genchi.errors import OutsideError
from genchi.records import Json

if TYPE_CHECKING:
    from genchi.models.structured.asking import Attempt

RUNGS = ("strict", "unwrapped", "found", "yaml", "repaired", "coerced")
"""The rungs of the ladder, from the bottom."""

Path = tuple[str | int, ...]
"""Keys and places from the root of a value to a part of it."""

_SHOWN = 200
"""Characters of a text that an error shows."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One change: on which rung, where (a JSON Pointer), what was there and what is there now.

    What is written in the text is told as text, what was read as a value. An `after` of None with
    `removed` says that nothing is there now.
    """

    rung: str
    pointer: str
    before: Json
    after: Json
    why: str
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value that fits its schema, the changes it took, and the last rung that was needed.

    `missing` is empty unless the text was cut off and `partial=True`: then it names what lacks.
    """

    value: Any
    repairs: tuple[Repair, ...] = ()
    rung: str = "strict"
    missing: tuple[str, ...] = ()


class UnparsedError(OutsideError):
    """No value could be read without guessing.

    `pointer` is the place, `why` what is wrong there, `reask_text` the sentence to send back to the
    model. `read` is what was read so far (None: nothing), `readings` are the values between which
    the text does not decide, `attempts` the answers that were asked for before and with it.
    """

    attempts: tuple[Attempt, ...] = ()

    def __init__(
        self, why: str, pointer: str = "", *, read: Json = None, readings: tuple[Json, ...] = ()
    ) -> None:
        """An error at a place of a value."""
        self.why, self.pointer, self.read, self.readings = why, pointer, read, readings
        place = f"at {pointer}: " if pointer else ""
        super().__init__(f"no value could be read: {place}{why}; ask again with its reask_text")

    @property
    def reask_text(self) -> str:
        """What to tell the model, in English."""
        place = f"At {self.pointer}: " if self.pointer else ""
        said = place + self.why if place else self.why[:1].upper() + self.why[1:]
        return (
            f"Your last answer could not be used. {said}. Send the whole answer again, as one JSON "
            "value that fits the schema, with nothing before or after it."
        )


def pointer_of(path: Path) -> str:
    """The JSON Pointer (RFC 6901) of a path.

    >>> pointer_of(("items", 0, "a/b"))
    '/items/0/a~1b'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def shown(value: Any) -> str:
    """A value as JSON for an error, shortened.

    >>> shown({"a": "退款"})
    '{"a": "退款"}'
    """
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def highest(repairs: tuple[Repair, ...]) -> str:
    """The last rung that was needed.

    >>> highest(())
    'strict'
    """
    return max((repair.rung for repair in repairs), key=RUNGS.index, default="strict")


def same(one: Json, other: Json) -> bool:
    """Whether two values are the same JSON, order of keys aside; 1, 1.0 and true are three.

    >>> same({"a": 1, "b": [2]}, {"b": [2], "a": 1}), same(1, True), same(1, 1.0)
    (True, False, False)
    """
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
