"""Asking again, at most twice, with the exact place of what was wrong. The model is an argument."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from inspect import isawaitable
from typing import overload

from genchi.errors import UsageError
from genchi.models.structured.parsing import parse
from genchi.models.structured.results import Parsed, UnparsedError
from genchi.models.structured.typed import SchemaLike


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer of the model, and why it could not be used (None: it could)."""

    text: str
    error: UnparsedError | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The value, and every answer it took, the one that fits last."""

    parsed: Parsed
    attempts: tuple[Attempt, ...]


Asking = Generator[str | None, str, Answered]


@overload
def ask_until_valid(
    ask: Callable[[str | None], str], schema: SchemaLike, *, most: int = 2
) -> Answered: ...


@overload
def ask_until_valid(
    ask: Callable[[str | None], Awaitable[str]], schema: SchemaLike, *, most: int = 2
) -> Awaitable[Answered]: ...


def ask_until_valid(
    ask: Callable[[str | None], str | Awaitable[str]], schema: SchemaLike, *, most: int = 2
) -> Answered | Awaitable[Answered]:
    """Ask, and ask again with what was wrong until the answer fits, at most `most` times more.

    `ask` gets None at first and then the text to send after the model's last answer; where it is
    async, the result is to be awaited. If no answer fits, the `UnparsedError` of the last one is
    raised, with all `attempts`.

    >>> said = iter(['{"n": "many"}', '{"n": 4}'])
    >>> schema = {"properties": {"n": {"type": "integer"}}}
    >>> answered = ask_until_valid(lambda again: next(said), schema)
    >>> answered.parsed.value, answered.attempts[0].error.pointer
    ({'n': 4}, '/n')
    """
    if most < 0:
        raise UsageError(f"most is how often to ask again, 0 or more, not {most}")
    asking = _asking(schema, most)
    answer = ask(next(asking))
    if isawaitable(answer):
        return _awaited(ask, asking, answer)
    while True:
        try:
            again = asking.send(str(answer))
        except StopIteration as end:
            answered: Answered = end.value
            return answered
        answer = ask(again)


async def _awaited(
    ask: Callable[[str | None], str | Awaitable[str]], asking: Asking, first: Awaitable[str]
) -> Answered:
    answer: str | Awaitable[str] = first
    while True:
        text = answer if isinstance(answer, str) else await answer
        try:
            again = asking.send(text)
        except StopIteration as end:
            answered: Answered = end.value
            return answered
        answer = ask(again)


def _asking(schema: SchemaLike, most: int) -> Asking:
    """Yields what to ask, takes the answer, returns once one fits."""
    attempts: list[Attempt] = []
    again: str | None = None
    while True:
        text = yield again
        try:
            parsed = parse(text, schema)
        except UnparsedError as error:
            attempts.append(Attempt(text, error))
            error.attempts = tuple(attempts)
            if len(attempts) > most:
                raise
            again = error.reask_text
        else:
            return Answered(parsed, (*attempts, Attempt(text)))
