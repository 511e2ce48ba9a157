"""What happened, on disk: spans, labels, verdicts, imports and accounts in one SQLite file.

The only room with SQL. `open_store` gives a `Store`, whose parts each keep one kind of record;
everything above speaks to those parts and does not know what is underneath.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from genchi.errors import UsageError
from genchi.store.accounts import Account, Accounts
from genchi.store.database import BUSY_SECONDS, Database
from genchi.store.imports import ImportRun, Imports
from genchi.store.keys import ApiKey, ApiKeys
from genchi.store.labels import Labels
from genchi.store.spans import COLUMNS, Spans
from genchi.store.verdicts import Verdicts

__all__ = [
    "COLUMNS",
    "Account",
    "Accounts",
    "ApiKey",
    "ApiKeys",
    "ImportRun",
    "Imports",
    "Labels",
    "Spans",
    "Store",
    "Verdicts",
    "open_store",
]

FILE_NAME = "genchi.db"


@dataclass(frozen=True, slots=True)
class Store:
    """The records of one home."""

    path: Path
    spans: Spans
    labels: Labels
    verdicts: Verdicts
    imports: Imports
    accounts: Accounts
    keys: ApiKeys
    database: Database

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything stored inside the block is committed at once or not at all."""
        with self.database.write():
            yield

    def close(self) -> None:
        """Close the file; the store must not be used afterwards."""
        self.database.close()


def open_store(home: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> Store:
    """The store of a home directory.

    Raises `UsageError` where there is none and `create` is false, `OutsideError` where the file
    is locked, damaged, another program's or from a newer genchi.
    """
    path = home / FILE_NAME
    if not create and not path.exists():
        raise UsageError(
            f"there is no store at {path}: run `genchi import` first, or name another --home"
        )
    database = Database(path, busy_seconds=busy_seconds)
    return Store(
        path=path,
        spans=Spans(database),
        labels=Labels(database),
        verdicts=Verdicts(database),
        imports=Imports(database),
        accounts=Accounts(database),
        keys=ApiKeys(database),
        database=database,
    )
