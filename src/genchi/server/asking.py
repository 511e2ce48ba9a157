"""Who asks: what `Guard` found out about a request, for the endpoints behind it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.types import Scope

from genchi.store import ROLES, ApiKey, Role

_IN_SCOPE = "genchi.asker"


@dataclass(frozen=True, slots=True)
class Asker:
    """A person who signed in, a program with an API key, or somebody on this machine.

    `known` is false for a stranger, whom only a few paths are open to. `address` is where the
    request came from, empty where that cannot be told; `secure` says that it is a page over TLS.
    """

    role: Role = "viewer"
    known: bool = False
    person: str | None = None
    key: ApiKey | None = None
    address: str = ""
    secure: bool = False

    @property
    def app(self) -> str | None:
        """The one application that is open to the asker; None: all of them."""
        return None if self.key is None else self.key.app

    def may(self, role: Role) -> bool:
        """Whether the asker may do what this role may."""
        return ROLES.index(self.role) >= ROLES.index(role)


def asker_of(scope: Scope) -> Asker:
    """Who sent a request."""
    found = scope[_IN_SCOPE]
    assert isinstance(found, Asker)
    return found


def remember(scope: Scope, asker: Asker) -> None:
    """Say who sent a request."""
    scope[_IN_SCOPE] = asker
