"""What flows between a format and the answers: the same for every provider.

A format reads its JSON into `Asked`; `words` makes `Said` of it; the format writes the `Answer` as
one body, or as the events of a stream.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Literal

Json = Mapping[str, Any]
"""A JSON object."""
Event = tuple[str | None, Json | str]
"""One event of a stream: its name where the provider names events, and its data."""
Finish = Literal["stop", "length", "tools", "sequence"]
Choice = Literal["auto", "none", "any"]
Role = Literal["system", "user", "assistant", "tool"]

CREATED = 1_767_225_600
"""When every answer was made: a fixed time, so that a run repeats to the byte."""


class Refused(Exception):  # noqa: N818 -- what a provider does
    """A request that a provider would refuse, and why."""

    def __init__(
        self, message: str, *, status: int = 400, param: str | None = None, code: str | None = None
    ) -> None:
        """`param` is the field that is wrong, `code` the provider's name for what is."""
        super().__init__(message)
        self.message = message
        self.status = status
        self.param = param
        self.code = code


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation, as text; `called` names the tools that it calls."""

    role: Role
    text: str
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool the model may call, and the JSON Schema of its arguments."""

    name: str
    schema: Json


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. `choice` is about tools; `named` is the one that must be called."""

    model: str
    turns: tuple[Turn, ...]
    tools: tuple[Tool, ...] = ()
    choice: Choice = "auto"
    named: str | None = None
    parallel: bool = True
    schema: Json | None = None
    most: int | None = None
    stops: tuple[str, ...] = ()
    thinks: bool = False
    several: int = 1
    stream: bool = False

    @property
    def last(self) -> Turn:
        """The message to answer: the last one that a person or a tool wrote."""
        said = (turn for turn in reversed(self.turns) if turn.role in ("user", "tool"))
        return next(said, self.turns[-1])

    @property
    def heard(self) -> str:
        """The text to answer: that message, or all results of tools that came with it."""
        if self.last.role != "tool":
            return self.last.text
        results = takewhile(lambda turn: turn.role == "tool", reversed(self.turns))
        return "\n".join(turn.text for turn in reversed(list(results))) or self.last.text

    @property
    def called(self) -> set[str]:
        """The tools that were called since a person last said something."""
        since = takewhile(lambda turn: turn.role != "user", reversed(self.turns))
        return {name for turn in since for name in turn.called}


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a tool; `arguments` is JSON as text, because that is what models write."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens. `input` has all of them; `cached` and `written` are parts of it."""

    input: int = 0
    output: int = 0
    reasoning: int = 0
    cached: int = 0
    written: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: text, or calls of tools, and why it ended."""

    text: str
    reasoning: str = ""
    calls: tuple[Call, ...] = ()
    finish: Finish = "stop"
    stopped_by: str | None = None
    usage: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a format needs to write an answer. `number` is that of the request."""

    number: int
    seed: int
    model: str
    body: Json
    asked: Asked
    said: tuple[Said, ...]
    spent: Spent

    def id(self, prefix: str, part: str = "") -> str:
        """A name that is the same in every run, and another for each request and part."""
        told = f"{self.seed}:{self.number}:{prefix}:{part}".encode()
        return prefix + hashlib.blake2b(told, digest_size=12).hexdigest()


def _as_it_is(answer: Answer) -> Answer:
    return answer


@dataclass(frozen=True, slots=True)
class Format:
    """How one endpoint is spoken. `settle` sees each answer once, before it is written."""

    read: Callable[[Json], Asked]
    whole: Callable[[Answer], dict[str, Any]]
    events: Callable[[Answer], Iterator[Event]]
    settle: Callable[[Answer], Answer] = _as_it_is
