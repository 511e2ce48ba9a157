"""Answering one request that a provider would take: with its latency, its fault, its account.

The account is closed just before the last bytes go out, so that a client that has its answer finds
it counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from genchi.models.mock.behaviour import Behaviour
from genchi.models.mock.counting import Accounts, Seen
from genchi.models.mock.estimating import RULE
from genchi.models.mock.exchange import Answer, Asked, Format, Json, Refused, Said, Spent
from genchi.models.mock.faults import ERRORS, Drawn
from genchi.models.mock.refusing import Header, Provider
from genchi.models.mock.sending import Exchange, Left, encoded
from genchi.models.mock.spoiling import malformed, truncated
from genchi.models.mock.words import answers_to, tokens_asked, tokens_said

OTHER_MODEL = "mock-other-model"
"""What answers where `wrong_model` strikes."""
_WHY = "on purpose, by genchi mock"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One path: whose it is, and how it answers: with talk, or with a body made in one go."""

    provider: Provider
    talk: Format | None = None
    reply: Callable[[Json, str], tuple[dict[str, Any], Spent]] | None = None
    charges: bool = True


def request_id(seen: Seen) -> str:
    """The name of a request, as the headers have it."""
    return f"req_mock_{seen.number:08d}"


def headers_of(provider: Provider, seen: Seen, wait: float | None = None) -> list[Header]:
    """The headers of an answer; with `wait`, those that say to come back in so many seconds."""
    headers = provider.headers(request_id(seen), wait is not None)
    headers.append((b"x-mock-usage", RULE.encode()))
    if wait is not None:
        headers.append((b"retry-after", str(math.ceil(wait)).encode()))
        headers.append((b"retry-after-ms", str(round(wait * 1000)).encode()))
    return headers


class Answering:
    """One request on its way to its answer. `fault` is what really struck, `spent` what it cost."""

    def __init__(
        self,
        *,
        behaviour: Behaviour,
        accounts: Accounts,
        exchange: Exchange,
        seen: Seen,
        endpoint: Endpoint,
        drawn: Drawn,
    ) -> None:
        """Nothing is read, sent or counted yet."""
        self.behaviour = behaviour
        self.accounts = accounts
        self.exchange = exchange
        self.seen = seen
        self.endpoint = endpoint
        self.drawn = drawn
        self.kind = drawn.fault.kind if drawn.fault else None
        self.fault: str | None = None
        self.spent: Spent | None = None

    async def answer(self, body: Json) -> None:
        """Answer, and close the account. Raises `Refused` where a provider would refuse."""
        talk = self.endpoint.talk
        asked = talk.read(body) if talk else None
        made = None if asked or self.endpoint.reply is None else self._replied(body)
        if self._strikes(*ERRORS):
            await self._error()
            return
        answer = self._said(asked, body) if asked else None
        try:
            await self._begin()
            if made is not None:
                await self._whole(made)
            elif answer and talk and answer.asked.stream:
                await self._stream([encoded(event) for event in talk.events(answer)])
            elif answer and talk:
                await self._whole(talk.whole(answer))
        except Left:
            self._close(200 if self.exchange.begun else None, left=True)

    def _strikes(self, *kinds: str) -> bool:
        """Whether the fault that was drawn is one of these; then it has struck."""
        if self.kind not in kinds:
            return False
        self.fault = self.kind
        return True

    def _close(self, status: int | None, *, left: bool = False) -> None:
        spent = self.spent if self.endpoint.charges else None
        self.accounts.closed(self.seen, status, fault=self.fault, left=left, spent=spent)

    def _model(self, body: Json) -> str:
        return OTHER_MODEL if self._strikes("wrong_model") else str(body["model"])

    def _replied(self, body: Json) -> dict[str, Any]:
        assert self.endpoint.reply is not None
        made, self.spent = self.endpoint.reply(body, str(body.get("model")))
        if "model" in made and self._strikes("wrong_model"):
            made["model"] = OTHER_MODEL
        return made

    def _said(self, asked: Asked, body: Json) -> Answer:
        """The answer, with the faults that are in what it says."""
        assert self.endpoint.talk is not None
        said = tuple(
            map(self._spoilt(asked), answers_to(asked, self.behaviour.script, self.behaviour.seed))
        )
        spent = _spent(asked, said)
        answer = self.endpoint.talk.settle(
            Answer(
                self.seen.number, self.behaviour.seed, self._model(body), body, asked, said, spent
            )
        )
        self.spent = answer.spent
        return answer

    def _spoilt(self, asked: Asked) -> Callable[[Said], Said]:
        def spoil(said: Said) -> Said:
            if self._strikes("truncate"):
                return truncated(said)
            if asked.schema is not None and said.text and self._strikes("malformed"):
                return malformed(said, self.drawn.dice)
            return said

        return spoil

    async def _begin(self) -> None:
        """What comes before the first byte."""
        fault = self.drawn.fault
        late = fault.amount if fault and self._strikes("slow_start") else None
        await self.exchange.wait(self.drawn.latency + (late or 0) / 1000)
        if self._strikes("timeout"):
            await self.exchange.wait(None)

    async def _whole(self, made: dict[str, Any]) -> None:
        headers = headers_of(self.endpoint.provider, self.seen)
        body = orjson.dumps(made)
        breaks = self._strikes("disconnect")
        self._close(200)
        await (self.exchange.half if breaks else self.exchange.whole)(200, body, headers)

    async def _stream(self, frames: Sequence[bytes]) -> None:
        await self.exchange.stream(headers_of(self.endpoint.provider, self.seen))
        middle = len(frames) // 2
        for place, frame in enumerate(frames):
            if place:
                await self.exchange.wait(self.behaviour.chunk_seconds)
            if place == middle and self._strikes("disconnect"):
                self._close(200)
                await self.exchange.part(frame[: len(frame) // 2])
                return
            if place == middle and self._strikes("malformed_stream"):
                await self.exchange.part(frame[:-3] + b"\n\n")  # without its last bracket
            elif place < len(frames) - 1:
                await self.exchange.part(frame)
        self._close(200)
        await self.exchange.last(frames[-1])

    async def _error(self) -> None:
        await self.exchange.wait(self.drawn.latency)
        provider, fault = self.endpoint.provider, self.drawn.fault
        wait = fault.amount if fault else None
        match self.kind:
            case "rate_limit":
                why = f"Rate limit reached, {_WHY}. Please try again in {wait:g}s."
                refused = Refused(why, status=429, code="rate_limit_exceeded")
            case "overloaded":
                refused = Refused(f"Overloaded, {_WHY}.", status=provider.overloaded)
            case _:
                refused = Refused(f"The server had an error, {_WHY}.", status=500)
        self.spent = None
        self._close(refused.status)
        body = orjson.dumps(provider.error(refused, request_id(self.seen)))
        await self.exchange.whole(refused.status, body, headers_of(provider, self.seen, wait))


def _spent(asked: Asked, said: tuple[Said, ...]) -> Spent:
    """What an answer costs; the script's numbers where it has some."""
    counts = [tokens_said(one) for one in said]
    told = said[0].usage
    return Spent(
        input=told.get("input_tokens", tokens_asked(asked)),
        output=told.get("output_tokens", sum(count for count, _ in counts)),
        reasoning=told.get("reasoning_tokens", sum(thought for _, thought in counts)),
        cached=told.get("cached_tokens", 0),
    )
