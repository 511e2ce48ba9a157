"""What checks said, kept with the version of the check that said it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

import apsw

from genchi.records import Evidence, Outcome, SpanKey, Verdict, from_json, to_json
from genchi.store.arriving import count_arrived
from genchi.store.check_uses import IS_IN_USE
from genchi.store.database import Database, one, rows

_FIND = "SELECT id FROM check_version WHERE app = ? AND spec = ? AND version = ?"

_NEWEST = (
    "SELECT id FROM check_version WHERE app = ?1 AND spec = ?2 "
    "AND (?3 IS NULL OR version = ?3) ORDER BY id DESC LIMIT 1"
)
VERDICT_COLUMNS = "outcome, reason, score, evidence"


class Verdicts:
    """The verdicts of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        app: str,
        spec: str,
        version: str,
        verdicts: Iterable[tuple[SpanKey, Verdict]],
        *,
        now_ns: int,
        import_id: int | None = None,
    ) -> int:
        """Store one check's verdicts; how many were new. The first verdict of a version stays."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO check_version (app, spec, version, created_ns) "
                "VALUES (?, ?, ?, ?)",
                (app, spec, version, now_ns),
            )
            check = one(connection, _FIND, (app, spec, version))
            before = connection.total_changes()
            connection.executemany(
                "INSERT OR IGNORE INTO verdict VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        check,
                        bytes.fromhex(key.trace_id),
                        bytes.fromhex(key.span_id),
                        verdict.outcome,
                        verdict.score,
                        verdict.reason,
                        _evidence(verdict),
                        now_ns,
                        import_id,
                    )
                    for key, verdict in verdicts
                ],
            )
            new = connection.total_changes() - before
            count_arrived(connection, app, new)
            return new

    def of(
        self, app: str, spec: str, version: str | None = None, *, outcome: Outcome | None = None
    ) -> dict[SpanKey, Verdict]:
        """A check's verdicts, by span; of its newest version where none is named."""
        with self._database.read() as connection:
            check = one(connection, _NEWEST, (app, spec, version))
            found = rows(
                connection,
                f"SELECT trace_id, span_id, {VERDICT_COLUMNS} FROM verdict "
                "WHERE check_id = ?1 AND (?2 IS NULL OR outcome = ?2)",
                (check, outcome),
            )
            return {
                SpanKey(app, trace_id.hex(), span_id.hex()): verdict_of_row(row)
                for trace_id, span_id, *row in found
            }

    def on(self, keys: Sequence[SpanKey], app: str, spec: str) -> dict[SpanKey, Verdict]:
        """What the newest version of a check said of these spans, for those it has judged."""
        with self._database.read() as connection:
            check = one(connection, _NEWEST, (app, spec, None))
            wanted = {(bytes.fromhex(key.trace_id), bytes.fromhex(key.span_id)) for key in keys}
            found = rows(
                connection,
                f"SELECT trace_id, span_id, {VERDICT_COLUMNS} FROM verdict "
                "WHERE check_id = ? AND trace_id IN (SELECT value FROM carray(?))",
                (check, _blobs(trace_id for trace_id, _ in wanted)),
            )
            return {
                SpanKey(app, trace_id.hex(), span_id.hex()): verdict_of_row(row)
                for trace_id, span_id, *row in found
                if (trace_id, span_id) in wanted
            }

    def judged(self, keys: Sequence[SpanKey], app: str) -> dict[str, int]:
        """How many verdicts the newest version of each check has on the traces of these spans."""
        traces = _blobs(bytes.fromhex(key.trace_id) for key in keys)
        with self._database.read() as connection:
            return dict(
                rows(
                    connection,
                    "SELECT spec, (SELECT count(*) FROM verdict WHERE check_id = newest "
                    "AND trace_id IN (SELECT value FROM carray(?2))) FROM (SELECT spec, "
                    "max(id) AS newest FROM check_version WHERE app = ?1 GROUP BY spec)",
                    (app, traces),
                )
            )

    def known(
        self, app: str, spec: str, version: str, keys: Sequence[SpanKey]
    ) -> frozenset[SpanKey]:
        """Which of these spans this version of the check has judged."""
        with self._database.read() as connection:
            check = one(connection, _FIND, (app, spec, version))
            return frozenset(
                key
                for key in keys
                if check is not None
                and one(
                    connection,
                    "SELECT 1 FROM verdict WHERE check_id = ? AND trace_id = ? AND span_id = ?",
                    (check, bytes.fromhex(key.trace_id), bytes.fromhex(key.span_id)),
                )
            )

    def counts(self, app: str, spec: str, version: str) -> dict[str, int]:
        """How often each outcome occurs among a check's verdicts."""
        with self._database.read() as connection:
            return dict(
                rows(
                    connection,
                    f"SELECT outcome, count(*) FROM verdict WHERE check_id = ({_FIND}) "
                    "GROUP BY outcome",
                    (app, spec, version),
                )
            )

    def reasons(
        self, app: str, spec: str, version: str, outcome: Outcome, limit: int = 3
    ) -> list[tuple[str, int]]:
        """The most frequent reasons for an outcome."""
        with self._database.read() as connection:
            return list(
                rows(
                    connection,
                    f"SELECT reason, count(*) AS n FROM verdict WHERE check_id = ({_FIND}) "
                    "AND outcome = ? GROUP BY reason ORDER BY n DESC, reason LIMIT ?",
                    (app, spec, version, outcome, limit),
                )
            )

    def checks(self, app: str, *, retired: bool = False) -> list[tuple[str, str]]:
        """The checks with verdicts in this application: (spec, version), oldest first.

        Those that were replaced (`CheckUses`) are left out, unless `retired` asks for them too.
        """
        with self._database.read() as connection:
            return list(
                rows(
                    connection,
                    "SELECT spec, version FROM check_version WHERE app = ?1 AND EXISTS "
                    "(SELECT 1 FROM verdict WHERE check_id = check_version.id) "
                    f"AND (?2 OR {IS_IN_USE}) ORDER BY id",
                    (app, retired),
                )
            )


def _blobs(values: Iterable[bytes]) -> object:
    """Values for `carray`, which takes no empty list."""
    return apsw.carray(tuple(set(values)) or (b"",))


def verdict_of_row(row: Sequence[Any]) -> Verdict:
    """A verdict from `VERDICT_COLUMNS`."""
    outcome, reason, score, evidence = row
    return Verdict(outcome, reason, score, _evidence_of(evidence))


def _evidence(verdict: Verdict) -> str | None:
    if not verdict.evidence:
        return None
    return to_json([dataclasses.asdict(e) for e in verdict.evidence]).decode()


def _evidence_of(text: str | None) -> tuple[Evidence, ...]:
    return tuple(Evidence(**fields) for fields in from_json(text)) if text else ()
