"""The door to a model: a request in, a response out, one span, and nothing unbounded between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from genchi.models import looping
from genchi.models.calling import Call
from genchi.models.streaming import Stream
from genchi.models.structured import Answered, ask_until_valid
from genchi.models.structured.typed import SchemaLike, json_schema
from genchi.models.targets import ModelTarget
from genchi.records import Message, Request, Response, Text


@dataclass(frozen=True, slots=True)
class Typed(Answered):
    """A value of a schema, every answer that it took, and the response it is from."""

    response: Response

    @property
    def value(self) -> Any:
        """The value."""
        return self.parsed.value


class Model:
    """A model by its alias. Made by `genchi.models.open`."""

    def __init__(self, alias: str, targets: Sequence[ModelTarget]) -> None:
        """`targets` are asked in turn: the alias's own model, then its fallbacks."""
        self.alias = alias
        self.targets = tuple(targets)

    def __repr__(self) -> str:
        return f"<Model {' → '.join(target.name for target in self.targets)}>"

    async def complete(
        self, request: Request | str, *, prompt_version: str | None = None
    ) -> Response:
        """The whole answer. A text is one message of the user; the version is for the span.

        Raises `ProviderError` when no attempt went well, and `RunError` when a budget is spent.
        """
        return await self._call(request, prompt_version).complete()

    def run(self, request: Request | str, *, prompt_version: str | None = None) -> Response:
        """As `complete`, for code that does not wait."""
        return looping.run(self.complete(request, prompt_version=prompt_version))

    def stream(self, request: Request | str, *, prompt_version: str | None = None) -> Stream:
        """The answer as it comes: `async for chunk in model.stream(…)`, or plain `for`.

        An attempt is made again until its first piece has come. What breaks off later raises, as
        pieces that were given out cannot be taken back.
        """
        return Stream(self._call(request, prompt_version).pieces())

    def _call(self, request: Request | str, prompt_version: str | None) -> Call:
        return Call(self.alias, self.targets, as_request(request), prompt_version)

    async def parse(
        self,
        request: Request | str,
        schema: SchemaLike,
        *,
        most: int = 2,
        prompt_version: str | None = None,
    ) -> Typed:
        """An answer that fits a schema, by the provider's own means and `models.structured`.

        What does not fit is asked again, at most `most` times, with the exact place. Raises
        `UnparsedError` where no answer fits.
        """
        asked = as_request(request)
        wanted = json_schema(schema)
        asked = replace(asked, schema=wanted if isinstance(wanted, dict) else None)
        turns = list(asked.messages)
        responses: list[Response] = []

        async def ask(again: str | None) -> str:
            if again is not None:
                turns.append(Message("user", (Text(again),)))
            request = replace(asked, messages=tuple(turns))
            response = await self.complete(request, prompt_version=prompt_version)
            turns.append(response.message)
            responses.append(response)
            return response.text

        answered = await ask_until_valid(ask, schema, most=most)
        return Typed(answered.parsed, answered.attempts, responses[-1])


def as_request(request: Request | str) -> Request:
    """A request; a text is one message of the user."""
    return Request.of(request) if isinstance(request, str) else request
