"""The mock as an ASGI application: which endpoint answers, and what is counted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import orjson

from genchi.models.mock import anthropic_messages, openai_chat, openai_responses
from genchi.models.mock.answering import Answering, Endpoint, headers_of, request_id
from genchi.models.mock.anthropic_reading import read_counted
from genchi.models.mock.anthropic_threads import Threads
from genchi.models.mock.behaviour import Behaviour
from genchi.models.mock.control import control
from genchi.models.mock.counting import Accounts, Seen
from genchi.models.mock.embeddings import embedded
from genchi.models.mock.exchange import Json, Refused, Spent
from genchi.models.mock.faults import draw
from genchi.models.mock.listing import listed
from genchi.models.mock.openai_responses_reading import Remembered
from genchi.models.mock.prompt_cache import PromptCache
from genchi.models.mock.refusing import ANTHROPIC, OPENAI, RERANK, Provider
from genchi.models.mock.rerank import reranked
from genchi.models.mock.sending import Exchange, Left
from genchi.models.mock.words import tokens_asked

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class MockApp:
    """The application. Everything it remembers is gone after `reset`."""

    def __init__(self, behaviour: Behaviour) -> None:
        """Nothing listens yet: any ASGI server can run it."""
        self.behaviour = behaviour
        self.accounts = Accounts(behaviour.seed)
        self._remembered = Remembered()
        self._cache = PromptCache()
        self._threads = Threads()
        self._waits: set[asyncio.Future[None]] = set()
        self._endpoints = {
            "/v1/chat/completions": Endpoint(OPENAI, openai_chat.FORMAT),
            "/v1/responses": Endpoint(OPENAI, openai_responses.format_with(self._remembered)),
            "/v1/embeddings": Endpoint(OPENAI, reply=embedded),
            "/v1/messages": Endpoint(
                ANTHROPIC, anthropic_messages.format_with(self._cache, self._threads)
            ),
            "/v1/messages/count_tokens": Endpoint(ANTHROPIC, reply=_count, charges=False),
            "/v1/rerank": Endpoint(RERANK, reply=reranked),
            "/v2/rerank": Endpoint(RERANK, reply=reranked),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        exchange = Exchange(scope, receive, send, self._waits)
        try:
            if exchange.path.startswith("/mock/"):
                await control(exchange, self.accounts, self.reset)
            else:
                await self._counted(exchange)
        finally:
            exchange.over()

    def reset(self) -> None:
        """Forget every request and conversation; the next request is number 1."""
        self.accounts.reset()
        self._remembered.forget()
        self._cache.forget()
        self._threads.forget()

    def leave(self) -> None:
        """End everything that waits: the mock is being stopped."""
        for waiting in list(self._waits):
            waiting.cancel()

    async def _counted(self, exchange: Exchange) -> None:
        """Answer, and close the account whatever happens."""
        seen = self.accounts.opened(exchange.path, exchange.headers)
        endpoint = self._endpoints.get(exchange.path)
        provider = endpoint.provider if endpoint else _provider_by(exchange)
        try:
            await self._answer(exchange, seen, endpoint, provider)
        except Refused as refused:
            await self._refuse(exchange, seen, provider, refused)
        except Left:
            self.accounts.closed(seen, None, left=True)
        except Exception as error:  # the door: a client must not meet a traceback
            why = f"genchi mock itself failed ({type(error).__name__}: {error}): please report it"
            await self._refuse(exchange, seen, provider, Refused(why, status=500))
        finally:
            self.accounts.closed(seen, None, left=True)  # where it was cancelled

    async def _answer(
        self, exchange: Exchange, seen: Seen, endpoint: Endpoint | None, provider: Provider
    ) -> None:
        raw = await exchange.body()
        self._check_key(exchange, provider)
        if exchange.path == "/v1/models" or exchange.path.startswith("/v1/models/"):
            models = orjson.dumps(listed(exchange.method, exchange.path, provider.name))
            self.accounts.closed(seen, 200)
            await exchange.whole(200, models, headers_of(provider, seen))
            return
        if endpoint is None:
            there = ", ".join((*self._endpoints, "/v1/models"))
            raise Refused(
                f"Unknown request URL: {exchange.method} {exchange.path}; there are {there}.",
                status=404,
                code="unknown_url",
            )
        if exchange.method != "POST":
            raise Refused(f"Not allowed to {exchange.method} on {exchange.path}.", status=405)
        body = _parsed(raw)
        self.accounts.noted(seen, body, len(raw))
        told = self.behaviour
        drawn = draw(told.faults, told.latency, told.seed, seen.number)
        answering = Answering(
            behaviour=told,
            accounts=self.accounts,
            exchange=exchange,
            seen=seen,
            endpoint=endpoint,
            drawn=drawn,
        )
        await answering.answer(body)

    def _check_key(self, exchange: Exchange, provider: Provider) -> None:
        bearer = exchange.headers.get("authorization", "").partition(" ")[2].strip()
        if self.behaviour.require_key and not (bearer or exchange.headers.get("x-api-key")):
            raise Refused(provider.no_key, status=401)
        if provider is ANTHROPIC and "anthropic-version" not in exchange.headers:
            raise Refused("anthropic-version: header is required")

    async def _refuse(
        self, exchange: Exchange, seen: Seen, provider: Provider, refused: Refused
    ) -> None:
        self.accounts.closed(seen, refused.status)
        if not exchange.begun:
            body = orjson.dumps(provider.error(refused, request_id(seen)))
            await exchange.whole(refused.status, body, headers_of(provider, seen))


def _provider_by(exchange: Exchange) -> Provider:
    """Whose words to use where the path does not tell."""
    return ANTHROPIC if "anthropic-version" in exchange.headers else OPENAI


def _count(body: Json, model: str) -> tuple[dict[str, Any], Spent]:
    """POST /v1/messages/count_tokens."""
    return {"input_tokens": tokens_asked(read_counted(body))}, Spent()


def _parsed(raw: bytes) -> Json:
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Refused(f"We could not parse the JSON body of your request ({error}).") from error
    if not isinstance(body, dict):
        raise Refused("The body of your request must be an object of JSON.")
    return body
