"""Wire families: one module for each language that providers speak, over its official SDK.

A family turns a `Request` into the body its API documents and the answer into a `Response`. One
call is one attempt: nothing is retried here, and what goes wrong is a `ProviderError`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Protocol

from genchi.records import Chunk, Request, Response

Client = Any
"""The client of an SDK, the user's own or one made here."""


class Family(Protocol):
    """How one language of the wire is spoken."""

    async def complete(self, client: Client, model: str, request: Request) -> Response:
        """The whole answer. Raises `ProviderError`."""

    def stream(
        self, client: Client, model: str, request: Request
    ) -> AsyncIterator[Chunk | Response]:
        """The answer as it comes, and last the `Response`. Raises `ProviderError`."""
