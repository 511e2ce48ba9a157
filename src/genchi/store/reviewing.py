"""What else reviewing keeps: outputs picked by hand, who reviews on which day, how long it took."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import apsw

from genchi.records import SpanKey, Target, from_json
from genchi.store.database import Database, one, rows
from genchi.store.labels import target_of_row
from genchi.store.spans import key_values

_DAYS = 7
_LAST = "(SELECT coalesce(max(id), 0) FROM review_action)"
_WAITING = (
    "NOT EXISTS (SELECT 1 FROM review_action AS a WHERE a.trace_id = pick.trace_id "
    "AND a.span_id = pick.span_id AND a.app = pick.app AND a.criterion = ?2 "
    "AND a.label IS NOT NULL AND a.id > pick.after_action)"
)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One label that somebody gave while reviewing and did not take back."""

    target: Target
    label: int
    annotator: str
    at_ns: int
    ms: int


class Reviewing:
    """Picks, the rota and the history of reviewing of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pick(
        self, criterion: str, spans: Sequence[SpanKey], *, person: str, now_ns: int
    ) -> list[SpanKey]:
        """Put outputs into the queue by hand; those that were not waiting there already.

        The criterion may be empty: whichever is reviewed next. A pick is done when its output is
        labelled after it.
        """
        added = []
        with self._database.write() as connection:
            for key in spans:
                trace_id, span_id, app = key_values(key)
                waiting = one(
                    connection,
                    "SELECT 1 FROM pick WHERE app = ?1 AND criterion = ?2 AND trace_id = ?3 "
                    f"AND span_id = ?4 AND {_WAITING}",
                    (app, criterion, trace_id, span_id),
                )
                known = one(
                    connection,
                    "SELECT 1 FROM span WHERE trace_id = ? AND span_id = ? AND app = ?",
                    (trace_id, span_id, app),
                )
                if waiting or not known:
                    continue
                connection.execute(
                    f"INSERT OR REPLACE INTO pick VALUES (?, ?, ?, ?, ?, ?, {_LAST})",
                    (app, criterion, trace_id, span_id, person, now_ns),
                )
                added.append(key)
        return added

    def unpick(self, criterion: str, spans: Sequence[SpanKey]) -> int:
        """Take picks back; how many there were."""
        with self._database.write() as connection:
            before = connection.total_changes()
            connection.executemany(
                "DELETE FROM pick WHERE trace_id = ? AND span_id = ? AND app = ? AND criterion = ?",
                [(*key_values(key), criterion) for key in spans],
            )
            return connection.total_changes() - before

    def picked(self, app: str, criterion: str) -> list[SpanKey]:
        """The outputs that were picked for a criterion, or for any, and wait; oldest first."""
        with self._database.read() as connection:
            found = rows(
                connection,
                "SELECT trace_id, span_id FROM pick WHERE app = ?1 AND criterion IN (?2, '') "
                f"AND {_WAITING} GROUP BY trace_id, span_id "
                "ORDER BY min(created_ns), trace_id, span_id",
                (app, criterion),
            )
            return [SpanKey(app, trace_id.hex(), span_id.hex()) for trace_id, span_id in found]

    def rota(self, app: str) -> tuple[str | None, ...]:
        """Who reviews on which day of the week, Monday first."""
        with self._database.read() as connection:
            days = dict(rows(connection, "SELECT day, person FROM rota WHERE app = ?", (app,)))
            return tuple(days.get(day) for day in range(_DAYS))

    def set_rota(self, app: str, days: Sequence[str | None]) -> None:
        """Say who reviews on which day, Monday first; None is nobody."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM rota WHERE app = ?", (app,))
            connection.executemany(
                "INSERT INTO rota VALUES (?, ?, ?)",
                [(app, day, person) for day, person in enumerate(days[:_DAYS]) if person],
            )

    def people(self, app: str) -> list[str]:
        """Everybody who has labelled something of an application, by name."""
        with self._database.read() as connection:
            found = rows(
                connection,
                "SELECT annotator FROM review_action WHERE app = ?1 UNION "
                "SELECT annotator FROM label WHERE app = ?1 ORDER BY annotator",
                (app,),
            )
            return [name for (name,) in found]

    def history(
        self, app: str, criterion: str, *, annotator: str | None = None, since_ns: int = 0
    ) -> list[Reviewed]:
        """The labels given while reviewing and not taken back, in the order in which they came."""
        with self._database.read() as connection:
            found = rows(
                connection,
                "SELECT a.app, a.trace_id, a.span_id, label.kind, label.place, "
                "a.label, a.annotator, a.at_ns, a.details "
                "FROM review_action AS a CROSS JOIN label ON label.id = a.label "
                "WHERE a.app = ?1 AND a.criterion = ?2 AND a.at_ns >= ?3 "
                "AND (?4 IS NULL OR a.annotator = ?4) ORDER BY a.id",
                (app, criterion, since_ns, annotator),
            )
            return [
                Reviewed(
                    target_of_row(where), label, name, at_ns, int(from_json(details).get("ms", 0))
                )
                for *where, label, name, at_ns, details in found
            ]

    def drawn(self, app: str, number: int, seed: int) -> list[tuple[SpanKey, int]]:
        """A uniform sample of the spans that are within no other, and when each began.

        All samples of its size are equally likely. The ids come from an index alone, and only the
        rows that were drawn are read, so that it takes a moment of a million spans too.
        """
        sql = "SELECT id FROM span INDEXED BY span_roots WHERE app = ? AND parent_id IS NULL"
        with self._database.read() as connection:
            ids = array("q", (id_ for (id_,) in rows(connection, sql, (app,))))
            some = Random(seed).sample(ids, min(number, len(ids)))
            found = rows(
                connection,
                "SELECT trace_id, span_id, start_ns FROM span NOT INDEXED "
                "WHERE id IN (SELECT value FROM carray(?)) ORDER BY id",
                (apsw.carray(array("q", some)),),
            )
            return [(SpanKey(app, t.hex(), s.hex()), start_ns) for t, s, start_ns in found]

    def shares(self, app: str, since_ns: int) -> tuple[int, int]:
        """How many outputs were recorded since a time, and of how many somebody said something."""
        where = "span INDEXED BY span_roots WHERE app = ?1 AND start_ns >= ?2 AND parent_id IS NULL"
        with self._database.read() as connection:
            recorded = one(connection, f"SELECT count(*) FROM {where}", (app, since_ns))
            reviewed = one(
                connection,
                "SELECT count(*) FROM (SELECT DISTINCT trace_id, span_id FROM label "
                "WHERE app = ?1) JOIN span USING (trace_id, span_id) "
                "WHERE span.app = ?1 AND start_ns >= ?2 AND parent_id IS NULL",
                (app, since_ns),
            )
            return int(recorded), int(reviewed)
