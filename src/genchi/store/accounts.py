"""The accounts of a server: what became of every span it was sent, over all its restarts.

Every change is made in the transaction that stores the spans it counts, so that after any crash
`received = stored + duplicate + rejected + refused` holds.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from genchi.store.database import Database, one, rows


@dataclass(frozen=True, slots=True)
class Account:
    """Numbers of spans: `received` is all the others together.

    `duplicate` were stored already, `rejected` cannot be kept (and the sender was told so),
    `refused` were sent when there was no room for them: their sender was told to come back.
    """

    received: int = 0
    stored: int = 0
    duplicate: int = 0
    rejected: int = 0
    refused: int = 0

    def __add__(self, other: Account) -> Account:
        ours, theirs = dataclasses.astuple(self), dataclasses.astuple(other)
        return Account(*(a + b for a, b in zip(ours, theirs, strict=True)))


_NAMES = tuple(field.name for field in dataclasses.fields(Account))


class Accounts:
    """The accounts in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, change: Account) -> None:
        """Add to the account; call it in the transaction that stores what it counts."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO account VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
                [(name, getattr(change, name)) for name in _NAMES if getattr(change, name)],
            )

    def read(self) -> Account:
        """The account as it was last committed."""
        with self._database.read() as connection:
            return Account(**dict(rows(connection, "SELECT name, value FROM account")))

    def client_dropped(self, client: str, dropped: int, now_ns: int) -> None:
        """A client says how many spans it has had to drop since it started, all in all."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO client VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                "dropped = max(dropped, excluded.dropped), seen_ns = excluded.seen_ns",
                (client, dropped, now_ns),
            )

    def dropped_by_clients(self) -> int:
        """How many spans clients say they had to drop."""
        with self._database.read() as connection:
            # total(), because sum() fails beyond 64 bits, and clients say what they like
            return int(one(connection, "SELECT total(dropped) FROM client"))
