"""One pinned model at one provider, with what is known about asking it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from genchi.models.bounds import Circuit, Gate, Policy
from genchi.models.families import Client, Family
from genchi.models.price import Price
from genchi.records import Request, Usage


class Clients(Protocol):
    """Where a call gets its client from."""

    def get(self) -> Client:
        """The client for the running loop."""


@dataclass(frozen=True, slots=True)
class Lent:
    """A client of the user, who closes it."""

    client: Client = None

    def get(self) -> Client:
        """That client, whichever loop is running."""
        return self.client


class OwnClients:
    """The client of a provider: one for each event loop, as connections belong to a loop."""

    def __init__(self, make: Callable[[], Client]) -> None:
        """`make` makes a client; it is called when a loop asks for the first time."""
        self._make = make
        self._of: dict[asyncio.AbstractEventLoop, _Kept] = {}

    def get(self) -> Client:
        """The client of the running loop. It is closed, and forgotten, when the loop ends."""
        loop = asyncio.get_running_loop()
        kept = self._of.get(loop)
        if kept is None:
            kept = self._of[loop] = _kept(self._make(), lambda: self._of.pop(loop, None))
        return kept[0]


_Kept = tuple[Client, AsyncGenerator[None]]


def _kept(client: Client, forget: Callable[[], object]) -> _Kept:
    """A client, with a generator that the loop closes at its end, and the client with it."""
    ending = _closing(client, forget)
    with suppress(StopIteration):  # this begins it: a loop knows the generators that were begun
        ending.asend(None).send(None)
    return client, ending


async def _closing(client: Client, forget: Callable[[], object]) -> AsyncGenerator[None]:
    try:
        yield
    finally:
        forget()  # a client holds its loop, which would never go otherwise
        if hasattr(client, "aio"):  # Google's has two faces
            await client.aio.aclose()
        elif hasattr(client, "close"):
            await client.close()


@dataclass(frozen=True, slots=True, eq=False)
class ModelTarget:
    """A model that can be asked. `name` is for messages: the alias and what it stands for."""

    name: str
    provider: str
    model: str
    family: Family
    clients: Clients
    policy: Policy
    gate: Gate
    circuit: Circuit
    price: Price | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    """Settings of a request that the alias has, by the names of `Request`'s fields."""

    def priced(self, usage: Usage) -> Usage:
        """What was used, with what it cost: None where the price, or the tokens, are not known."""
        if usage.cost is not None or self.price is None:
            return usage
        return replace(usage, cost=self.price.cost(usage))

    def asked(self, request: Request) -> Request:
        """The request with the alias's settings where it has none of its own."""
        if not self.defaults:
            return request
        missing = {
            name: value
            for name, value in self.defaults.items()
            if name != "extra" and getattr(request, name) in (None, ())
        }
        if extra := self.defaults.get("extra"):
            missing["extra"] = {**extra, **request.extra}
        return replace(request, **missing)
