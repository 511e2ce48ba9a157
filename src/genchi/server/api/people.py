"""The endpoints about who asks: me, signing in and out, and the people there are."""

from __future__ import annotations

from dataclasses import dataclass

from genchi import __version__
from genchi.records import Json
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint, Reply
from genchi.server.api.parameters import Parameter
from genchi.server.api.refusing import ConflictError, SignInError
from genchi.server.api.schemas import exactly
from genchi.server.asking import Asker
from genchi.server.identifying import COOKIE
from genchi.store import Person, Role

_DAYS = 30


@dataclass(frozen=True, slots=True)
class Me:
    """Who asks, as the server knows them. `people` says whether there is anybody to sign in."""

    name: str | None
    role: Role
    signed_in: bool
    people: bool
    needs_sign_in: bool
    version: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """The token that `genchi people add` told."""

    token: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who is to sign in."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class AddedPerson:
    """A new person with the token, which is told this one time."""

    name: str
    role: Role
    token: str


_NOTHING: dict[str, Json] = {}


def _me(context: Context, asked: Asked) -> Me:
    return _told(context, asked.asker)


def _told(context: Context, asker: Asker) -> Me:
    return Me(
        name=asker.person,
        role=asker.role,
        signed_in=asker.person is not None,
        people=context.store.people.any(),
        needs_sign_in=not asker.known,
        version=__version__,
    )


def _sign_in(context: Context, asked: Asked) -> Reply:
    token = asked.body.token.strip()
    person = context.store.people.find(token)
    if person is None:
        raise SignInError(
            "this token is nobody's: `genchi people add NAME` makes one, `genchi people list` "
            "shows how each ends"
        )
    me = _told(context, Asker(person.role, known=True, person=person.name))
    return Reply(me, _session(token, asked))


def _sign_out(context: Context, asked: Asked) -> Reply:
    return Reply(_NOTHING, {"set-cookie": _cookie("", 0)})


def _add(context: Context, asked: Asked) -> Reply:
    body: NewPerson = asked.body
    first = not context.store.people.any()
    if first and body.role != "admin":
        raise ConflictError(
            "from the first person on everybody signs in, so the first has to be an admin"
        )
    token, person = context.store.people.add(body.name, body.role, context.clock())
    added = AddedPerson(person.name, person.role, token)
    return Reply(added, _session(token, asked) if first else {})


def _remove(context: Context, asked: Asked) -> Json:
    name, people = asked.text("name"), context.store.people.list()
    if len(people) > 1 and _admins(people) == [name]:
        raise ConflictError(f"{name!r} is the only admin: make another one first")
    context.store.people.remove(name)
    return _NOTHING


def _admins(people: list[Person]) -> list[str]:
    return [person.name for person in people if person.role == "admin"]


def _session(token: str, asked: Asked) -> dict[str, str]:
    return {"set-cookie": _cookie(token, _DAYS * 86_400, secure=asked.asker.secure)}


def _cookie(value: str, seconds: int, *, secure: bool = False) -> str:
    """A cookie that no script reads and that no other site makes a browser send."""
    parts = (f"{COOKIE}={value}", "Path=/", f"Max-Age={seconds}", "HttpOnly", "SameSite=Strict")
    return "; ".join((*parts, "Secure") if secure else parts)


ENDPOINTS = (
    Endpoint("/api/me", "Who asks; answered to strangers as well.", (), _me, Me),
    Endpoint(
        "/api/session",
        "Sign in: a cookie keeps the token for 30 days.",
        (),
        _sign_in,
        Me,
        method="POST",
        body=SignIn,
    ),
    Endpoint(
        "/api/session", "Sign out in this browser.", (), _sign_out, exactly(), method="DELETE"
    ),
    Endpoint(
        "/api/people",
        "Somebody new who signs in. The first has to be an admin, and is signed in at once.",
        (),
        _add,
        AddedPerson,
        method="POST",
        body=NewPerson,
        role="admin",
    ),
    Endpoint(
        "/api/people/{name:path}",
        "End a person's token; what they judged stays.",
        (Parameter("name", "their name", place="path"),),
        _remove,
        exactly(),
        method="DELETE",
        role="admin",
    ),
)
