"""What arrived since somebody looked last, at a price that does not grow with what is stored.

Spans, labels and feedback have row ids that grow; verdicts have none, so they are counted as they
come.
"""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from genchi.store.database import Database, one, rows

_TABLES = ("span", "label", "review_action", "feedback")
_VERDICTS = "verdicts of "


@dataclass(frozen=True, slots=True)
class Newest:
    """The last row of each table, by which to ask for those that came after it."""

    span: int = 0
    label: int = 0
    review_action: int = 0
    feedback: int = 0


class Arriving:
    """What arrives in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self) -> Newest:
        """The last rows there are now."""
        with self._database.read() as connection:
            return Newest(*(_last(connection, table) for table in _TABLES))

    def since(self, seen: Newest) -> tuple[Newest, dict[str, dict[str, int]]]:
        """The last rows, and how many of each table came after those seen, by application."""
        with self._database.read() as connection:
            now = Newest(*(_last(connection, table) for table in _TABLES))
            came = {
                table: dict(
                    rows(
                        connection,
                        f"SELECT app, count(*) FROM {table} WHERE id > ? AND id <= ? GROUP BY app",
                        (getattr(seen, table), getattr(now, table)),
                    )
                )
                for table in _TABLES
                if getattr(now, table) > getattr(seen, table)
            }
            return now, came

    def first_ns(self, app: str) -> int | None:
        """When the oldest span of an application began; None where it has none."""
        return self._start("min", app)

    def last_ns(self, app: str) -> int | None:
        """When the newest span of an application began; None where it has none."""
        return self._start("max", app)

    def _start(self, which: str, app: str) -> int | None:
        with self._database.read() as connection:
            found: int | None = one(
                connection, f"SELECT {which}(start_ns) FROM span WHERE app = ?", (app,)
            )
            return found

    def verdicts(self, app: str) -> int:
        """How many verdicts came for an application, with deleted ones and checks that changed."""
        with self._database.read() as connection:
            return one(connection, _COUNTED, (_VERDICTS + app,)) or 0


_COUNTED = "SELECT value FROM meta WHERE key = ?"


def count_arrived(connection: apsw.Connection, app: str, number: int) -> None:
    """Count verdicts as they come, inside the caller's transaction."""
    if number:
        connection.execute(
            "INSERT INTO meta VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = value + excluded.value",
            (_VERDICTS + app, number),
        )


def _last(connection: apsw.Connection, table: str) -> int:
    return one(connection, f"SELECT max(id) FROM {table}") or 0
