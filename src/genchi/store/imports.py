"""Which files were imported when, and how to take one back."""

from __future__ import annotations

from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.store.database import Database, one, rows
from genchi.store.forgetting import erase

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One import. `finished_ns` is None for one that was cut short; run it again to complete it."""

    id: int
    app: str
    source: str
    format: str
    started_ns: int
    finished_ns: int | None = None
    added: int = 0
    duplicate: int = 0
    rejected: int = 0
    labels: int = 0
    undone_ns: int | None = None


class Imports:
    """The imports of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, app: str, source: str, format_: str, now_ns: int) -> int:
        """Begin an import; its number."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO import_run (app, source, format, started_ns) VALUES (?, ?, ?, ?)",
                (app, source, format_, now_ns),
            )
            return connection.last_insert_rowid()

    def count(
        self, import_id: int, *, added: int, duplicate: int, rejected: int, labels: int
    ) -> None:
        """Add to the counts of an import; call it in the transaction that stores what it counts."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE import_run SET added = added + ?, duplicate = duplicate + ?, "
                "rejected = rejected + ?, labels = labels + ? WHERE id = ?",
                (added, duplicate, rejected, labels, import_id),
            )

    def finish(self, import_id: int, now_ns: int) -> None:
        """Mark an import complete."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE import_run SET finished_ns = ? WHERE id = ?", (now_ns, import_id)
            )

    def list(self, app: str | None = None) -> list[ImportRun]:
        """The imports, oldest first."""
        with self._database.read() as connection:
            found = rows(
                connection,
                "SELECT id, app, source, format, started_ns, finished_ns, added, duplicate, "
                "rejected, labels, undone_ns FROM import_run "
                "WHERE ?1 IS NULL OR app = ?1 ORDER BY id",
                (app,),
            )
            return [ImportRun(*row) for row in found]

    def undo(self, import_id: int, now_ns: int) -> ImportRun:
        """Take an import back: its spans, and every label and verdict that came with it or on it.

        Message texts that nobody else has are removed by a later sweep, `forget` or `vacuum`.
        """
        runs = {run.id: run for run in self.list()}
        if import_id not in runs:
            raise UsageError(f"there is no import {import_id}: `genchi imports` lists them")
        with self._database.write() as connection:
            for table in ("label", "verdict"):
                connection.execute(
                    f"DELETE FROM {table} WHERE import_id = ?1 OR (trace_id, span_id) IN "
                    "(SELECT trace_id, span_id FROM span WHERE import_id = ?1)",
                    (import_id,),
                )
            for table in ("review_action", "lease", "pick", "feedback"):
                connection.execute(
                    f"DELETE FROM {table} WHERE (trace_id, span_id, app) IN "
                    "(SELECT trace_id, span_id, app FROM span WHERE import_id = ?)",
                    (import_id,),
                )
            connection.execute(
                "DELETE FROM feedback WHERE span_id IS NULL AND (trace_id, app) IN "
                "(SELECT trace_id, app FROM span WHERE import_id = ?)",
                (import_id,),
            )
            found = rows(connection, "SELECT id FROM span WHERE import_id = ?", (import_id,))
            ids = [span_id for (span_id,) in found]
            for start in range(0, len(ids), _AT_ONCE):
                erase(connection, ids[start : start + _AT_ONCE])
            connection.execute(
                "UPDATE import_run SET undone_ns = ? WHERE id = ? AND undone_ns IS NULL",
                (now_ns, import_id),
            )
            undone = one(connection, "SELECT changes()")
        if not undone:
            raise UsageError(f"import {import_id} was taken back already")
        return runs[import_id]
