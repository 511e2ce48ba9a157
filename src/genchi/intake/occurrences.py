"""How often a record has been seen in a file: equal rows stay apart, whatever the file's size."""

from __future__ import annotations

import hashlib
from types import TracebackType

import apsw


class Occurrences:
    """Counts in a temporary file that SQLite keeps and removes; memory stays flat."""

    def __enter__(self) -> Occurrences:
        self._connection = apsw.Connection("")
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16384"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._connection.execute(
            "CREATE TABLE seen (record BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID"
        )
        self._connection.execute("BEGIN")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def count(self, record: bytes) -> int:
        """The number of times this record has come, counting from 0."""
        digest = hashlib.blake2b(record, digest_size=16).digest()
        times = self._connection.execute(
            "INSERT INTO seen VALUES (?, 0) ON CONFLICT DO UPDATE SET times = times + 1 "
            "RETURNING times",
            (digest,),
        ).fetchall()[0][0]
        return int(times)  # type: ignore[arg-type]
