"""Who may speak to the server: the names it answers to, where pages come from, and who asks.

A page on the web can make a browser send requests to this machine, also under a name of its own
that it lets point here (DNS rebinding). So the Host header has to be a name the server goes by, and
an Origin, where there is one, has to be the server itself. One path is open to pages of other
origins, of those that were allowed: the one that takes feedback.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genchi.errors import OutsideError, UsageError
from genchi.server.asking import remember
from genchi.server.identifying import (
    COOKIE,
    FEEDBACK,
    TRACES,
    WRONG_SECONDS,
    Identity,
    WrongSecretError,
)
from genchi.server.static import SNIPPET

_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
_FOR_PREFLIGHT = {
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type, authorization, x-api-key, x-genchi",
    "access-control-max-age": "7200",
}


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
    """ASGI middleware. `hosts` empty means any; pages of `origins` may send feedback.

    `pause` is waited for before a wrong key or token is answered.
    """

    app: ASGIApp
    identity: Identity
    hosts: Collection[str] = ()
    origins: Collection[str] = ()
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with the reason why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = self._other_origin(scope["path"], headers)
        answering = send if origin is None else _shared_with(origin, send)
        answer = self._foreign(scope, headers, origin)
        if answer is None and origin is not None and scope["method"] == "OPTIONS":
            answer = Response(status_code=204, headers=_FOR_PREFLIGHT)
        answer = answer or await self._stranger(scope, headers)
        await (answer or self.app)(scope, receive, answering)

    def _other_origin(self, path: str, headers: Headers) -> str | None:
        """The other origin that a page asks from, where it may ask for this path."""
        origin = headers.get("origin")
        shared = path == SNIPPET or (path == FEEDBACK and origin in self.origins)
        return origin if shared and not _same(origin, headers.get("host", "")) else None

    def _foreign(self, scope: Scope, headers: Headers, shared: str | None) -> Response | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if scope["path"].endswith("\n"):  # `$` in the pattern of a route would overlook it
            return _no(404, "no address here ends in a line break", "not_found")
        if self.hosts and _bare(host) not in self.hosts:
            return _no(403, f"the host {host!r} is not this server: start it with --allow-host")
        if origin is None or origin == shared or _same(origin, host):
            return None
        if scope["path"] == FEEDBACK:
            return _no(403, f"pages of {origin} may not send feedback: start with --allow-origin")
        return _no(403, f"pages of {origin} may not use this server")

    async def _stranger(self, scope: Scope, headers: Headers) -> Response | None:
        client = scope.get("client")
        address = client[0] if client else ""
        try:
            asker = self.identity.of(scope["method"], scope["path"], headers, address)
        except OutsideError as error:
            return come_back(str(error))
        except WrongSecretError:
            await self.pause(WRONG_SECONDS)
            asker = None
        if asker is None:
            return _unknown(scope["path"])
        secure = headers.get("origin", "").startswith("https://")
        remember(scope, replace(asker, secure=secure))
        scope["genchi.app"] = asker.app
        return None


def known_hosts(bound: str, allowed: Collection[str]) -> frozenset[str]:
    """The names a server bound to `bound` goes by; none (any will do) where it cannot know them."""
    if allowed or is_loopback(bound):
        return _LOOPBACK | set(map(_bare, [bound, *allowed]))
    return frozenset()


def origin_of(text: str) -> str:
    """The origin that a browser sends for an address. Raises `UsageError` where it has none.

    >>> origin_of("https://Shop.Example/")
    'https://shop.example'
    """
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if parts.scheme not in ("http", "https") or not parts.hostname or extra:
        raise UsageError(
            f"--allow-origin {text!r} is not the beginning of an address, "
            "such as https://shop.example"
        )
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{name}" + ("" if port in (None, usual) else f":{port}")


def come_back(reason: str) -> JSONResponse:
    """The answer while the store cannot be used."""
    return JSONResponse({"error": reason}, 503, {"retry-after": "5"})


def _same(origin: str | None, host: str) -> bool:
    return origin is not None and origin.partition("://")[2] == host


def _shared_with(origin: str, send: Send) -> Send:
    """Say on every answer that a page of this origin may read it."""

    async def sharing(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["access-control-allow-origin"] = origin
            headers["access-control-expose-headers"] = "Retry-After"
            headers.add_vary_header("Origin")
        await send(message)

    return sharing


def _bare(host: str) -> str:
    """The name in a Host header, or as people write it: no port, brackets, final dot, capitals."""
    if host.startswith("["):
        name = host[1:].partition("]")[0]
    elif host.count(":") > 1:  # an IPv6 address
        name = host
    else:
        name = host.partition(":")[0]
    return name.lower().rstrip(".")


def _unknown(path: str) -> Response:
    """The answer to a stranger; a session that is no longer good ends in the browser as well."""
    message = (
        "this needs an API key: send the header `Authorization: Bearer KEY` "
        "(`genchi keys add --app NAME` makes one)"
    )
    if path != TRACES:
        message += ", or sign in with a token (`genchi people add NAME` makes one)"
    answer = _no(401, message, "sign_in")
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def _no(status: int, message: str, code: str | None = None) -> JSONResponse:
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    body = {"error": message} if code is None else {"error": message, "code": code}
    return JSONResponse(body, status, headers)
