"""Which checks count: a check that another one replaced keeps its verdicts, and is not shown.

Whether a check still stands somewhere is known above, where its folder can be read; what is known
is kept here, by application and spec.
"""

from __future__ import annotations

from collections.abc import Collection

from genchi.records import to_json
from genchi.store.arriving import count_arrived
from genchi.store.database import Database

IS_IN_USE = (
    "NOT EXISTS (SELECT 1 FROM check_use AS u WHERE u.app = check_version.app "
    "AND u.spec = check_version.spec AND u.retired_ns IS NOT NULL)"
)
"""Holds for the rows of `check_version` that count."""
_AMONG = "(SELECT value FROM json_each(?2))"


class CheckUses:
    """Which checks of a store were retired. A check that nobody mentioned counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def retire(self, app: str, specs: Collection[str], *, now_ns: int) -> None:
        """These count no more, until somebody asks for them again."""
        self._change(
            "INSERT INTO check_use (app, spec, retired_ns) SELECT ?1, value, ?3 "
            "FROM json_each(?2) WHERE true ON CONFLICT DO UPDATE SET retired_ns = ?3",
            *(app, specs, now_ns),
        )

    def ask_for(self, app: str, specs: Collection[str]) -> None:
        """Somebody asks for these: they count again."""
        self._change(
            "UPDATE check_use SET retired_ns = NULL, folder = NULL "
            f"WHERE app = ?1 AND spec IN {_AMONG} AND retired_ns IS NOT NULL",
            *(app, specs),
        )

    def stand_in(self, folder: str, app: str, specs: Collection[str], *, now_ns: int) -> None:
        """A folder has these now; what it had before and has no more counts no more."""
        self._change(
            "INSERT INTO check_use (app, spec, folder) SELECT ?1, value, ?3 FROM json_each(?2) "
            "WHERE true ON CONFLICT DO UPDATE SET folder = ?3, retired_ns = NULL "
            "WHERE folder IS NOT ?3 OR retired_ns IS NOT NULL",
            *(app, specs, folder),
        )
        self._change(
            "UPDATE check_use SET retired_ns = ?4 WHERE app = ?1 AND folder = ?3 "
            f"AND retired_ns IS NULL AND spec NOT IN {_AMONG}",
            *(app, specs, folder, now_ns),
        )

    def _change(self, sql: str, app: str, specs: Collection[str], *more: object) -> None:
        named = to_json(sorted(specs)).decode()
        with self._database.write() as connection:
            connection.execute(sql, (app, named, *more))
            count_arrived(connection, app, connection.changes())
