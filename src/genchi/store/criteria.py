"""Criteria in every wording they had, and the ways to fail them that people have named."""

from __future__ import annotations

import dataclasses
from typing import Any

from genchi.records import Criterion, FailureMode, Question, from_json, to_json
from genchi.store.database import Database, rows

_COLUMNS = "app, name, statement, created_ns, details"
_DETAILS = ("title", "guidelines", "title_zh", "statement_zh")
_MODE = "app, criterion, name, title, title_zh, description, first_seen_ns, fixed_ns, merged_into"


class Criteria:
    """The criteria of a store. A new wording is a new row; the last one counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def word(self, criterion: Criterion) -> None:
        """Give a criterion its wording; the earlier wordings stay."""
        with self._database.write() as connection:
            connection.execute(
                f"INSERT INTO criterion ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",
                (
                    criterion.app,
                    criterion.name,
                    criterion.statement,
                    criterion.created_ns,
                    _details(criterion),
                ),
            )

    def wordings(self, app: str, name: str) -> list[Criterion]:
        """Every wording of a criterion, oldest first."""
        with self._database.read() as connection:
            found = rows(
                connection,
                f"SELECT {_COLUMNS} FROM criterion WHERE app = ? AND name = ? ORDER BY id",
                (app, name),
            )
            return [_criterion(row) for row in found]

    def all(self, app: str) -> list[Criterion]:
        """The criteria of an application as they are worded now, in the order they were made."""
        with self._database.read() as connection:
            found = rows(
                connection,
                f"SELECT {_COLUMNS} FROM criterion WHERE id IN "
                "(SELECT max(id) FROM criterion WHERE app = ? GROUP BY name) "
                "ORDER BY (SELECT min(id) FROM criterion AS first "
                "WHERE first.app = criterion.app AND first.name = criterion.name)",
                (app,),
            )
            return [_criterion(row) for row in found]

    def name_mode(self, mode: FailureMode) -> bool:
        """Add a failure mode; False where the criterion has one of that name already."""
        values = dataclasses.astuple(mode)
        with self._database.write() as connection:
            connection.execute(
                f"INSERT OR IGNORE INTO failure_mode ({_MODE}) "
                f"VALUES ({', '.join('?' * len(values))})",
                values,
            )
            return bool(connection.changes())

    def modes(self, app: str, criterion: str) -> list[FailureMode]:
        """The named failure modes of a criterion, in the order they were named."""
        with self._database.read() as connection:
            found = rows(
                connection,
                f"SELECT {_MODE} FROM failure_mode WHERE app = ? AND criterion = ? ORDER BY id",
                (app, criterion),
            )
            return [FailureMode(*row) for row in found]


def _details(criterion: Criterion) -> str:
    said = {name: getattr(criterion, name) for name in _DETAILS}
    steps = [dataclasses.asdict(step) for step in criterion.steps]
    known = {name: value for name, value in {**said, "steps": steps}.items() if value}
    return to_json(known).decode()


def _criterion(row: tuple[Any, ...]) -> Criterion:
    app, name, statement, created_ns, details = row
    said = from_json(details)
    steps = tuple(Question(**step) for step in said.pop("steps", ()))
    return Criterion(app, name, statement, created_ns, steps=steps, **said)
