"""API keys: who may do what as which application.

A key of the scope "app" opens all of its application; one of the scope "feedback" may send feedback
and nothing else, so that a page may hold it, where everybody can read it.

A key is 256 random bits, so its plain SHA-256 tells nobody what it is; the store keeps that and the
last four characters, by which a person can tell keys apart.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Literal

from genchi.errors import UsageError
from genchi.records import clean
from genchi.store.database import Database, one, rows

_PREFIX = "genchi_"
"""By which a key that has leaked can be found in logs and repositories."""
_HINT = 4
_COLUMNS = "id, app, hint, created_ns, revoked_ns, scope"

KeyScope = Literal["app", "feedback"]


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key: never the key itself, only how it ends."""

    id: int
    app: str
    hint: str
    created_ns: int
    revoked_ns: int | None = None
    scope: KeyScope = "app"


class ApiKeys:
    """The API keys of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, app: str, now_ns: int, *, scope: KeyScope = "app") -> tuple[str, ApiKey]:
        """A new key for an application. The text is told this one time and kept nowhere."""
        if not app.strip() or app != clean(app):
            raise UsageError("a key needs the name of an application: --app NAME")
        secret = _PREFIX + secrets.token_urlsafe(32)
        hint = secret[-_HINT:]
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO api_key (app, hash, hint, created_ns, scope) VALUES (?, ?, ?, ?, ?)",
                (app, _hash(secret), hint, now_ns, scope),
            )
            made = connection.last_insert_rowid()
            return secret, ApiKey(made, app, hint, now_ns, scope=scope)

    def find(self, secret: str) -> ApiKey | None:
        """The key with this text; None where it is no key, or one that was revoked."""
        with self._database.read() as connection:
            sql = f"SELECT {_COLUMNS} FROM api_key WHERE hash = ? AND revoked_ns IS NULL"
            found = list(rows(connection, sql, (_hash(secret),)))
            return ApiKey(*found[0]) if found else None

    def app_of(self, secret: str) -> str | None:
        """The application all of which a key opens; None where it opens less, or nothing."""
        key = self.find(secret)
        return key.app if key is not None and key.scope == "app" else None

    def list(self, app: str | None = None) -> list[ApiKey]:
        """The keys, oldest first, with those that were revoked."""
        with self._database.read() as connection:
            found = rows(
                connection,
                f"SELECT {_COLUMNS} FROM api_key WHERE ?1 IS NULL OR app = ?1 ORDER BY id",
                (app,),
            )
            return [ApiKey(*row) for row in found]

    def any_valid(self) -> bool:
        """Whether there is a key that opens anything."""
        with self._database.read() as connection:
            return bool(one(connection, "SELECT 1 FROM api_key WHERE revoked_ns IS NULL"))

    def revoke(self, key_id: int, now_ns: int) -> ApiKey:
        """End a key. Raises `UsageError` where there is none, or it was ended before."""
        known = {key.id: key for key in self.list()}
        if key_id not in known:
            raise UsageError(f"there is no key {key_id}: `genchi keys list` shows them")
        if known[key_id].revoked_ns is not None:
            raise UsageError(f"key {key_id} was revoked already")
        with self._database.write() as connection:
            connection.execute("UPDATE api_key SET revoked_ns = ? WHERE id = ?", (now_ns, key_id))
        return known[key_id]


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
