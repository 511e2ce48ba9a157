"""What browsers are told about every answer: nothing remote, nothing guessed, in no frame."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genchi.server.static import SNIPPET

POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What pages may load, and who may show them (Content-Security-Policy)."""
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
_INGEST = "/v1/"


@dataclass(frozen=True, slots=True)
class Sheltered:
    """ASGI middleware that adds the headers, except where only programs ask."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path.startswith(_INGEST):
            await self.app(scope, receive, send)
            return

        async def sheltering(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                sharing = "cross-origin" if path == SNIPPET else "same-origin"
                headers["cross-origin-resource-policy"] = sharing
                if path.startswith("/api/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        await self.app(scope, receive, sheltering)
