"""Who a request is from: a person by a token or its cookie, a program by an API key.

Without people, everybody on this machine may do everything. With people, the API wants to know
who asks; traces come in as before. Reachable from other machines, everything does, except the files
of the web app, which have nothing in them but the page to sign in at.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers

from genchi.server.asking import Asker
from genchi.store import Store

COOKIE = "genchi_session"
FEEDBACK = "/api/feedback"
TRACES = "/v1/traces"
_OPEN = frozenset(["/api/health", "/api/me", "/api/session"])
"""Answered to strangers as well; each says no more than they may know."""
_DOORS = ("/api", "/v1", "/metrics")
"""Everything else is the web app."""
_LONGEST = 256
WRONG_SECONDS = 0.25
"""How long a wrong key or token waits for its answer: secrets are long, and guessing stays slow."""


class WrongSecretError(Exception):
    """There is a key, token or cookie, and it is nobody's."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Finds out who asks. `everywhere`: other machines reach this server too."""

    store: Store
    everywhere: bool

    def of(self, method: str, path: str, headers: Headers, address: str) -> Asker | None:
        """Who asks; None where the path is not open to a stranger.

        Raises `WrongSecretError`, also for a key or token that is none for this path.
        """
        if not self._guarded(path):
            return Asker("admin", known=True, address=address)
        secret = _secret(headers)
        if secret:
            found = self._by_secret(secret, method, path, address)
            if found is not None:
                return found
        stranger = path in _OPEN or is_page(path) or self._open_feedback(method, path)
        if secret and path not in _OPEN and not is_page(path):
            raise WrongSecretError
        return Asker(address=address) if stranger else None

    def _guarded(self, path: str) -> bool:
        """Whether it matters who asks for this path."""
        if self.everywhere:
            return not is_page(path)
        asks = path == "/api" or path.startswith("/api/")
        return asks and path != "/api/health" and self.store.people.any()

    def _open_feedback(self, method: str, path: str) -> bool:
        """On this machine the product itself may send feedback, as it may send traces."""
        return path == FEEDBACK and method == "POST" and not self.everywhere

    def _by_secret(self, secret: str, method: str, path: str, address: str) -> Asker | None:
        person = None if path == TRACES else self.store.people.find(secret)
        if person is not None:
            return Asker(person.role, known=True, person=person.name, address=address)
        key = self.store.keys.find(secret)
        feedback = path == FEEDBACK and method == "POST"
        if key is None or (key.scope != "app" and not feedback):
            return None
        return Asker("viewer", known=True, key=key, address=address)


def is_page(path: str) -> bool:
    """Whether a path belongs to the web app: its pages and files, which hold no data.

    >>> is_page("/traces"), is_page("/api/traces"), is_page("/apiary")
    (True, False, True)
    """
    return not any(path == door or path.startswith(f"{door}/") for door in _DOORS)


def _secret(headers: Headers) -> str:
    """The key or token of a request: a header says it on purpose, so it counts before a cookie."""
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return secret.strip()[:_LONGEST]
    return (headers.get("x-api-key", "").strip() or _cookie(headers))[:_LONGEST]


def _cookie(headers: Headers) -> str:
    """The session in the cookies, whatever else stands in them."""
    for part in ";".join(headers.getlist("cookie")).split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value.strip('" ')
    return ""
