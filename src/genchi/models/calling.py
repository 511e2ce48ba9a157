"""One call through the door: its span, its attempts, and how it ends."""

from __future__ import annotations

import asyncio
import time
import warnings
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from genchi.models import recording
from genchi.models.bounds import Size, Won, bounded
from genchi.models.failures import ProviderError
from genchi.models.pins import OtherModelWarning, Pin, pin_of
from genchi.models.sizing import request_tokens
from genchi.models.targets import ModelTarget
from genchi.records import Chunk, Request, Response
from genchi.tracing import unrecorded

_told: set[tuple[str, str | None]] = set()
"""What was warned of: a target, and the model that answered."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """An answer that has begun to come: its first piece, and the rest."""

    first: Chunk | Response
    rest: AsyncIterator[Chunk | Response]

    async def aclose(self) -> None:
        """End it here: another attempt answered."""
        if isinstance(self.rest, AsyncGenerator):
            await self.rest.aclose()


class Call:
    """A request on its way to the first of some targets that answers."""

    def __init__(
        self,
        alias: str,
        targets: Sequence[ModelTarget],
        request: Request,
        prompt_version: str | None = None,
    ) -> None:
        """The span begins here."""
        self._request = request
        self._targets = targets
        self._size = _size_of(request, targets)
        self._began = time.perf_counter()
        first = targets[0]
        asked = first.asked(request)
        self._span = recording.begin(alias, first.provider, first.model, asked)
        self._span.prompt_version = prompt_version

    async def complete(self) -> Response:
        """The whole answer."""
        try:
            won = await bounded(self._targets, self._whole, self._size)
            response = self._answered(won, won.value)
        except BaseException as error:
            recording.failed(self._span, error)
            raise
        self._span.end()
        return response

    async def pieces(self) -> AsyncGenerator[Chunk | Response]:
        """The answer as it comes; last the response."""
        won: Won[_Begun] | None = None
        try:
            won = await bounded(self._targets, self._begun, self._size)
            first_token = time.perf_counter() - self._began
            async for piece in _all_of(won.value, won.target.policy.timeout):
                if isinstance(piece, Chunk):
                    yield piece
                    continue
                response = self._answered(won, piece, first_token)
                self._span.end()
                yield response
        except BaseException as error:
            self._broke_off(won, error)
            raise
        finally:
            if won is not None:
                await won.value.aclose()

    async def _whole(self, target: ModelTarget) -> Response:
        with unrecorded(self._span):
            client = target.clients.get()
            asked = target.asked(self._request)
            return await target.family.complete(client, target.model, asked)

    async def _begun(self, target: ModelTarget) -> _Begun:
        with unrecorded(self._span):
            client = target.clients.get()
            asked = target.asked(self._request)
            pieces = target.family.stream(client, target.model, asked)
            return _Begun(await anext(pieces), pieces)

    def _answered(
        self, won: Won[Any], response: Response, first_token: float | None = None
    ) -> Response:
        target: ModelTarget = won.target
        won.close(response.usage)
        usage = replace(target.priced(response.usage), first_token=first_token)
        response = replace(response, usage=usage, attempts=won.attempts)
        pin = _pin(target, response.model)
        recording.answered(self._span, response, pin, target.provider)
        return response

    def _broke_off(self, won: Won[Any] | None, error: BaseException) -> None:
        if won is not None:
            won.close(None)
            if isinstance(error, ProviderError):
                *before, last = won.attempts
                broken = replace(last, failure=error.kind, message=str(error), charged="maybe")
                error.attempts = (*before, broken)
            self._span.set("genchi.stream.end", "abandoned" if _is_leaving(error) else "broken")
        recording.failed(self._span, error)


async def _all_of(begun: _Begun, patience: float) -> AsyncIterator[Chunk | Response]:
    """Every piece; one that does not come for `patience` seconds is a timeout."""
    yield begun.first
    while True:
        try:
            async with asyncio.timeout(patience):
                piece = await anext(begun.rest)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise ProviderError(f"no more came for {patience:g} s", "timeout") from None
        yield piece


def _size_of(request: Request, targets: Sequence[ModelTarget]) -> Size:
    """The input by an estimate, and the most output that any of the targets may write."""
    limits = [target.asked(request).max_tokens for target in targets]
    known = [limit for limit in limits if limit is not None]
    return Size(request_tokens(request), max(known) if len(known) == len(limits) else None)


def _is_leaving(error: BaseException) -> bool:
    return isinstance(error, GeneratorExit | asyncio.CancelledError)


def _pin(target: ModelTarget, answered: str | None) -> Pin:
    pin = pin_of(target.model, answered)
    if pin == "other" and (target.name, answered) not in _told:
        _told.add((target.name, answered))
        message = (
            f"{target.name} was asked, and {answered} answered: pin the alias to what you want"
        )
        warnings.warn(message, OtherModelWarning, stacklevel=2)
    return pin
