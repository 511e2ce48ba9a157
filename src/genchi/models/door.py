"""The door to a model: a request in, a response out, one span, and nothing unbounded between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from genchi.models import looping
from genchi.models.calling import Call
from genchi.models.streaming import Stream
from genchi.models.structured import Answered, ask_until_valid
from genchi.models.structured.typed import SchemaLike, json_schema
from genchi.models.targets import ModelTarget
from genchi.records import Message, Request, Response, Text


class Model:
    """A model by its alias. Made by `genchi.models.open`."""

    def __init__(self, alias: str, targets: Sequence[ModelTarget]) -> None:
        """`targets` are asked in turn: the alias's own model, then its fallbacks."""
        self.alias = alias
        self.targets = tuple(targets)

    def __repr__(self) -> str:
        return f"<Model {' → '.join(target.name for target in self.targets)}>"

    async def complete(self, request: Request | str) -> Response:
        """The whole answer. A text is one message of the user.

        Raises `ProviderError` when no attempt went well, and `RunError` when a budget is spent.
        """
        return await Call(self.alias, self.targets, as_request(request)).complete()

    def run(self, request: Request | str) -> Response:
        """As `complete`, for code that does not wait."""
        return looping.run(self.complete(request))

    def stream(self, request: Request | str) -> Stream:
        """The answer as it comes: `async for chunk in model.stream(…)`, or plain `for`.

        An attempt is made again until its first piece has come. What breaks off later raises, as
        pieces that were given out cannot be taken back.
        """
        return Stream(Call(self.alias, self.targets, as_request(request)).pieces())

    async def parse(self, request: Request | str, schema: SchemaLike, *, most: int = 2) -> Answered:
        """An answer that fits a schema, by the provider's own means and `models.structured`.

        What does not fit is asked again, at most `most` times, with the exact place. Raises
        `UnparsedError` where no answer fits.
        """
        asked = as_request(request)
        wanted = json_schema(schema)
        asked = replace(asked, schema=wanted if isinstance(wanted, dict) else None)
        turns = list(asked.messages)

        async def ask(again: str | None) -> str:
            if again is not None:
                turns.append(Message("user", (Text(again),)))
            response = await self.complete(replace(asked, messages=tuple(turns)))
            turns.append(response.message)
            return response.text

        return await ask_until_valid(ask, schema, most=most)


def as_request(request: Request | str) -> Request:
    """A request; a text is one message of the user."""
    return Request.of(request) if isinstance(request, str) else request
