"""One SQLite file, opened so that several threads and processes can use it at once.

Promises: what `write()` committed survives power loss (WAL, synchronous=FULL); a writer waits for
another writer instead of failing; every failure of the file (locked, damaged, full, from a newer
genchi) is one sentence that says what to do. WAL needs a local disk.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from genchi.errors import OutsideError
from genchi.store.migrations import APPLICATION_ID, MIGRATIONS

_OFTEN = 100
"""Looks at a lock, a millisecond apart, before looking less often."""
BUSY_SECONDS = 60.0
"""How long to wait for another process that is writing."""


class Database:
    """Connections to one file: one a thread, and new ones after a fork."""

    def __init__(self, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open the file, create it if it is not there, and bring its schema up to date."""
        self.path = path
        self._busy_seconds = busy_seconds
        self._local = threading.local()
        self._open: list[tuple[int, apsw.Connection]] = []
        self._lock = threading.Lock()
        with explained(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._migrate()

    @contextmanager
    def read(self) -> Iterator[apsw.Connection]:
        """A connection to read with. Each statement sees one moment and never waits."""
        with explained(self.path):
            yield self._connection()

    @contextmanager
    def write(self) -> Iterator[apsw.Connection]:
        """All or nothing: committed at the end of the block, undone if it raises.

        A block inside a block belongs to the outer one.
        """
        with explained(self.path):
            connection = self._connection()
            if not connection.get_autocommit():
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if not connection.get_autocommit():
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close this process's connections."""
        with self._lock:
            mine = [c for pid, c in self._open if pid == os.getpid()]
            self._open = [(pid, c) for pid, c in self._open if pid != os.getpid()]
        self._local = threading.local()
        for connection in mine:
            connection.close()

    def _connection(self) -> apsw.Connection:
        held: tuple[int, apsw.Connection] | None = getattr(self._local, "held", None)
        if held is None or held[0] != os.getpid():
            held = (os.getpid(), self._connect())
            self._local.held = held
            with self._lock:  # a forked child must neither use nor close its parent's connections
                self._open.append(held)
        return held[1]

    def _connect(self) -> apsw.Connection:
        connection = apsw.Connection(str(self.path))
        connection.set_busy_handler(self._wait)
        for pragma in ("page_size=8192", "synchronous=FULL", "cache_size=-32768"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        self._use_wal(connection)
        return connection

    def _wait(self, tries: int) -> bool:
        """Wait for another writer; SQLite's own way sleeps up to 100 ms past a free lock."""
        if tries == 0:
            self._local.waiting_since = time.monotonic()
        if time.monotonic() - self._local.waiting_since > self._busy_seconds:
            return False
        time.sleep(0.001 if tries < _OFTEN else 0.005)
        return True

    def _use_wal(self, connection: apsw.Connection) -> None:
        """Switch to WAL. SQLite does not wait when two processes switch at once, so we do."""
        deadline = time.monotonic() + self._busy_seconds
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL").fetchall()
                return
            except apsw.BusyError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def _migrate(self) -> None:
        connection = self._connection()
        if _version(connection) == len(MIGRATIONS):
            _refuse_foreign(connection, self.path)
            return
        with self.write():
            done = _version(connection)
            _refuse_foreign(connection, self.path)
            if done > len(MIGRATIONS):
                raise OutsideError(
                    f"{self.path} was written by a newer genchi (schema {done}, this one knows "
                    f"{len(MIGRATIONS)}): upgrade genchi, the file is untouched"
                )
            for number, step in enumerate(MIGRATIONS[done:], start=done + 1):
                connection.execute(step).fetchall()
                connection.execute(f"PRAGMA user_version={number}").fetchall()
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}").fetchall()


def rows(
    connection: apsw.Connection, sql: str, values: Sequence[object] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows a statement gives, one by one."""
    return connection.execute(sql, values)


def one(connection: apsw.Connection, sql: str, values: Sequence[object] = ()) -> Any:
    """The first value of the first row, or None where there is no row."""
    found = list(rows(connection, sql, values))
    return found[0][0] if found else None


@contextmanager
def overwriting(database: Database) -> Iterator[None]:
    """Inside the block, this thread's deletions overwrite what they delete with zeros."""
    with database.read() as connection:
        before = one(connection, "PRAGMA secure_delete")
        connection.execute("PRAGMA secure_delete = ON").fetchall()
        try:
            yield
        finally:
            connection.execute(f"PRAGMA secure_delete = {before}").fetchall()


def _version(connection: apsw.Connection) -> int:
    return int(connection.pragma("user_version"))


def _refuse_foreign(connection: apsw.Connection, path: Path) -> None:
    found = connection.pragma("application_id")
    empty = not one(connection, "SELECT count(*) FROM sqlite_schema")
    if found != APPLICATION_ID and not empty:
        raise OutsideError(
            f"{path} is a SQLite file of another program: choose another --home, it is untouched"
        )


_EXPLANATIONS: tuple[tuple[type[Exception], str], ...] = (
    (
        apsw.BusyError,
        "another program has kept {path} locked for too long: close it and run this again",
    ),
    (
        apsw.NotADBError,
        "{path} is not a genchi store: choose another --home, or restore the file from a backup",
    ),
    (
        apsw.CorruptError,
        "{path} is damaged: restore it from a backup, or save what `sqlite3 FILE .recover` reads",
    ),
    (
        apsw.FullError,
        "the disk of {path} is full: free some space and run this again, nothing stored is lost",
    ),
    (
        apsw.CantOpenError,
        "{path} cannot be opened: check that the folder exists and that you may write there",
    ),
    (apsw.ReadOnlyError, "{path} is read-only: you need write permission to use the store"),
    (apsw.PermissionsError, "{path} is not yours to use: check its permissions"),
    (
        apsw.IOError,
        "reading or writing {path} failed ({error}): check the disk and its free space",
    ),
)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn a failure of the file into one sentence."""
    try:
        yield
    except apsw.Error as error:
        for kind, sentence in _EXPLANATIONS:
            if isinstance(error, kind):
                raise OutsideError(sentence.format(path=path, error=error)) from error
        raise
    except OSError as error:
        raise OutsideError(
            f"{error.filename or path} cannot be used ({error.strerror}): "
            "check that it exists, that you may write there and that the disk has space"
        ) from error
