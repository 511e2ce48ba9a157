"""Who may speak to the server: the names it answers to, where pages come from, and API keys.

A page on the web can make a browser send requests to this machine, also under a name of its own
that it lets point here (DNS rebinding). So the Host header has to be a name the server goes by, and
an Origin, where there is one, has to be the server itself. Beyond loopback every request needs a
key as well.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Collection
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from genchi.errors import OutsideError

_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
_WITHOUT_KEY = frozenset(["/api/health"])
"""Answered to everyone; without a key it says no more than that the server is there."""

AppOfKey = Callable[[str], str | None]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware. `app_of_key` is None where no key is needed; `hosts` empty means any."""

    app: ASGIApp
    hosts: Collection[str]
    app_of_key: AppOfKey | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with the reason why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope, Headers(scope=scope))
        await (refusal or self.app)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> JSONResponse | None:
        host = headers.get("host", "")
        if self.hosts and _bare(host) not in self.hosts:
            return _no(403, f"the host {host!r} is not this server: start it with --allow-host")
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            return _no(403, f"pages of {origin} may not use this server")
        scope["genchi.app"] = None
        scope["genchi.known"] = self.app_of_key is None
        if self.app_of_key is None:
            return None
        try:
            app = self.app_of_key(_secret(headers))
        except OutsideError as error:
            return come_back(str(error))
        scope["genchi.app"], scope["genchi.known"] = app, app is not None
        if app is None and scope["path"] not in _WITHOUT_KEY:
            return _no(
                401,
                "this needs an API key: send the header `Authorization: Bearer KEY` "
                "(`genchi keys add --app NAME` makes one)",
            )
        return None


def known_hosts(bound: str, allowed: Collection[str]) -> frozenset[str]:
    """The names a server bound to `bound` goes by; none (any will do) where it cannot know them."""
    if allowed or is_loopback(bound):
        return _LOOPBACK | set(map(_bare, [bound, *allowed]))
    return frozenset()


def come_back(reason: str) -> JSONResponse:
    """The answer while the store cannot be used."""
    return JSONResponse({"error": reason}, 503, {"retry-after": "5"})


def _bare(host: str) -> str:
    """The name in a Host header, or as people write it: no port, brackets, final dot, capitals."""
    if host.startswith("["):
        name = host[1:].partition("]")[0]
    elif host.count(":") > 1:  # an IPv6 address
        name = host
    else:
        name = host.partition(":")[0]
    return name.lower().rstrip(".")


def _secret(headers: Headers) -> str:
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()
    return headers.get("x-api-key", "").strip()


def _no(status: int, message: str) -> JSONResponse:
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse({"error": message}, status, headers)
