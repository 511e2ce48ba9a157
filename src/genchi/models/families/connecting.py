"""Connections that fail, in the one vocabulary: those of httpx, httpx2 and aiohttp alike.

An SDK may use any of them. They are known by the names of their errors, so that none is imported.
"""

from __future__ import annotations

from genchi.models.failures import FailureKind, ProviderError

_PACKAGES = frozenset(["httpx", "httpx2", "httpcore", "httpcore2", "aiohttp"])
_KINDS: tuple[tuple[frozenset[str], FailureKind, str], ...] = (
    (
        frozenset(
            [
                "ConnectError",
                "ConnectTimeout",
                "PoolTimeout",
                "UnsupportedProtocol",
                "ProxyError",
                "InvalidURL",
                "ClientConnectorError",
                "ConnectionTimeoutError",
            ]
        ),
        "unreachable",
        "no connection",
    ),
    (
        frozenset(["TimeoutException", "ServerTimeoutError", "TimeoutError"]),
        "timeout",
        "no answer came in time",
    ),
    (
        frozenset(["DecodingError", "ContentTypeError", "TooManyRedirects"]),
        "unreadable",
        "the answer cannot be read",
    ),
)
"""In this order: nothing was sent, nothing came, what came is wrong. Else the answer broke off."""


def failure_of_connection(error: BaseException) -> ProviderError | None:
    """The error behind one of an HTTP client, or None for one that is of no HTTP client."""
    if isinstance(error, TimeoutError):  # aiohttp, of a whole request
        return ProviderError("no answer came in time", "timeout")
    parents = type(error).__mro__
    if not any(parent.__module__.partition(".")[0] in _PACKAGES for parent in parents):
        return None
    names = {parent.__name__ for parent in parents}
    said = str(error) or type(error).__name__
    for known, kind, words in _KINDS:
        if names & known:
            return ProviderError(f"{words}: {said}", kind)
    return ProviderError(f"the answer broke off: {said}", "disconnected")
