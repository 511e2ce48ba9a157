"""What an API of a provider says, whoever the provider is: what was asked and what was answered.

The APIs are read from their JSON, the same that an SDK sends and receives, so that no class of an
SDK has to be known. Nothing in a body is taken for granted: what is not as documented is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from genchi.records import Json, Message, OtherPart, Text, Usage
from genchi.records.conversations import read_messages

Body = Mapping[str, Any]
"""The JSON object that was sent or received."""

_TRUNCATED = {"length", "max_tokens", "max_output_tokens", "model_context_window_exceeded"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the conversation, named inputs where there is none, and attributes."""

    messages: tuple[Message, ...] = ()
    inputs: Mapping[str, Json] = field(default_factory=dict)
    attributes: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    `lacks` says how a whole answer falls short of being one, `failure` what the provider reports
    to have gone wrong with it.
    """

    messages: tuple[Message, ...] = ()
    model: str | None = None
    usage: Usage = field(default_factory=Usage)
    attributes: Mapping[str, Json] = field(default_factory=dict)
    lacks: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """What a provider says went wrong: its name for the kind of error, and its words."""

    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}" if self.message else self.kind


class Fold(Protocol):
    """Puts the events of a streamed answer together."""

    complete: bool
    """Whether the provider has said that the answer is whole."""
    failure: Failure | None
    """What the provider said went wrong while it answered."""

    def add(self, event: dict[str, Any]) -> None:
        """Take the next event in."""

    def whole(self) -> dict[str, Any]:
        """The body that the same answer would have without streaming, as far as it came."""


@dataclass(frozen=True, slots=True)
class Api:
    """One endpoint: its operation as OpenTelemetry names it, and how its bodies are read."""

    operation: str
    asked: Callable[[Body], Asked]
    answered: Callable[[Body], Answer]
    fold: Callable[[], Fold]


def conversation(turns: object) -> tuple[Message, ...]:
    """The messages of a list; what is not a message is kept as it came."""
    if isinstance(turns, str):
        turns = [{"role": "user", "content": turns}]
    if not isinstance(turns, list):
        return ()
    return tuple(message for turn in turns for message in _turn(turn))


def _turn(turn: object) -> tuple[Message, ...]:
    try:
        return read_messages([turn])
    except ValueError:
        return (Message("user", (OtherPart({"type": "unknown", "content": turn}),)),)


def picked(body: Body, names: Mapping[str, str]) -> dict[str, Json]:
    """The fields of a body by the names of their attributes, where they have a value."""
    found = {name: body.get(key) for name, key in names.items()}
    return {name: value for name, value in found.items() if value is not None}


def inner(body: object, *path: str | int) -> Any:
    """The value at a path, or None where the path leads nowhere.

    >>> inner({"usage": {"details": {"cached": 3}}}, "usage", "details", "cached")
    3
    """
    value: Any = body
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list; anything else in it is passed over."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def count(value: object) -> int | None:
    """A number of tokens, or None for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def text(value: object) -> str | None:
    """Text that says something, or None."""
    return value if isinstance(value, str) and value else None


def failure_in(body: object) -> Failure | None:
    """The error that a body or an event of a stream carries, as both providers write it."""
    error = inner(body, "error") or inner(body, "response", "error")
    if isinstance(error, str):
        return Failure("error", error)
    if not isinstance(error, dict):
        return None
    kind = text(error.get("code")) or text(error.get("type")) or str(error.get("code") or "error")
    return Failure(kind, text(error.get("message")) or "")


def shortfall(messages: Iterable[Message], reasons: Iterable[str], *, refused: bool) -> str | None:
    """How an answer falls short: refused, filtered, truncated or empty; None where it does not."""
    given = set(reasons)
    if refused or "refusal" in given:
        return "refused"
    if "content_filter" in given:
        return "filtered"
    if given & _TRUNCATED:
        return "truncated"
    return None if any(_says_something(message) for message in messages) else "empty"


def _says_something(message: Message) -> bool:
    return any(not isinstance(part, Text) or part.content.strip() for part in message.parts)
