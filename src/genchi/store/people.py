"""People who sign in to the web app, each with a role and a token.

A token is 256 random bits, so its plain SHA-256 tells nobody what it is; the store keeps that and
the last four characters, by which a person can tell tokens apart.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal, get_args

from genchi.errors import UsageError
from genchi.records import clean
from genchi.store.database import Database, one, rows

Role = Literal["viewer", "reviewer", "admin"]
"""Each may do what those before it may: look; judge; configure."""
ROLES: tuple[Role, ...] = get_args(Role)

_PREFIX = "genchi_p_"
"""By which a token that has leaked can be found in logs and repositories."""
_HINT = 4
_MOST = 100
_COLUMNS = "name, role, hint, created_ns"


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of a person: never the token itself, only how it ends."""

    name: str
    role: Role
    hint: str
    created_ns: int


class People:
    """The people of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, role: str, now_ns: int) -> tuple[str, Person]:
        """A new person. The token is told this one time and kept nowhere."""
        name, known = _name(name), _role(role)
        token = _PREFIX + secrets.token_urlsafe(32)
        person = Person(name, known, token[-_HINT:], now_ns)
        with self._database.write() as connection:
            connection.execute(
                f"INSERT OR IGNORE INTO person ({_COLUMNS}, hash) VALUES (?, ?, ?, ?, ?)",
                (person.name, person.role, person.hint, person.created_ns, _hash(token)),
            )
            if not connection.changes():
                raise UsageError(
                    f"there is a person {name!r} already: remove them first, or take another name"
                )
        return token, person

    def find(self, token: str) -> Person | None:
        """The person with this token; None where it is nobody's."""
        with self._database.read() as connection:
            sql = f"SELECT {_COLUMNS} FROM person WHERE hash = ?"
            found = list(rows(connection, sql, (_hash(token),)))
            return Person(*found[0]) if found else None

    def list(self) -> list[Person]:
        """The people, by name."""
        with self._database.read() as connection:
            found = rows(connection, f"SELECT {_COLUMNS} FROM person ORDER BY name")
            return [Person(*row) for row in found]

    def any(self) -> bool:
        """Whether there are people at all: without them nobody signs in."""
        with self._database.read() as connection:
            return bool(one(connection, "SELECT EXISTS (SELECT 1 FROM person)"))

    def remove(self, name: str) -> Person:
        """End a person's token; what they judged stays. Raises `UsageError` where there is none."""
        known = {person.name: person for person in self.list()}
        if name not in known:
            there = ", ".join(map(repr, known)) or "nobody yet"
            raise UsageError(f"there is no person {name!r}: there is {there}")
        with self._database.write() as connection:
            connection.execute("DELETE FROM person WHERE name = ?", (name,))
        return known[name]


def _name(name: str) -> str:
    name = name.strip()
    if not name or name != clean(name) or not name.isprintable() or len(name) > _MOST:
        raise UsageError(f"a person needs a name of 1 to {_MOST} printable characters")
    return name


def _role(role: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    raise UsageError(f"there is no role {role!r}: choose from {', '.join(ROLES)}")


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
