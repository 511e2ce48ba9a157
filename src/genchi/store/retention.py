"""How long spans are kept: rules in the store, and a sweep that deletes what no rule keeps.

Oldest spans go first, in transactions that hold the lock for some 20 ms. Spans with labels stay
unless the rule says otherwise: they are people's work, and quality is computed from them. Where a
label compares two outputs, that is the span it was given to. Verdicts and feedback go with their
spans; feedback whose span never came goes when it is as old as a span that would go.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import apsw

from genchi.errors import UsageError
from genchi.records import clean
from genchi.store.database import Database, one, rows
from genchi.store.feedback import (
    apps_with_feedback,
    delete_feedback,
    delete_of_traces,
    delete_orphans,
)
from genchi.store.forgetting import (
    Erased,
    collect_messages,
    delete_labels,
    delete_reviews,
    delete_verdicts,
    erase,
)
from genchi.store.text_index import TextIndex, apps
from genchi.store.vacuuming import Pace

_DAY_NS = 86_400 * 10**9
_ALWAYS = -(2**63)
"""Before every time."""
_MOST_BYTES = 2**63 - 1
_AT_FIRST = 100
_NO_LABEL = (
    "NOT EXISTS (SELECT 1 FROM label WHERE label.trace_id = span.trace_id "
    "AND label.span_id = span.span_id AND label.app = span.app)"
)


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep spans so many days, or as many as fit into so many bytes; None is no limit.

    A rule for an application counts there instead of the rule for all (`app` None). The bytes of
    some applications are their share of the spans of the used part of the file. `labelled` says
    that spans with labels go too.
    """

    app: str | None = None
    days: float | None = None
    max_bytes: int | None = None
    labelled: bool = False

    def __post_init__(self) -> None:
        if self.app != clean(self.app):
            raise UsageError(f"{self.app!r} is not the name of an application")
        if self.days is None and self.max_bytes is None:
            raise UsageError("a rule needs a limit: days, bytes or both")
        if self.days is not None and not 0 < self.days < math.inf:
            raise UsageError(f"a rule keeps a number of days above zero, not {self.days!r}")
        if self.max_bytes is not None and not 0 < self.max_bytes <= _MOST_BYTES:
            raise UsageError(f"a rule keeps a number of bytes above zero, not {self.max_bytes!r}")


@dataclass(frozen=True, slots=True)
class Due:
    """What rules no longer keep of an application: what started before a time.

    Without spans that have labels, unless `labelled`.
    """

    app: str
    before_ns: int
    labelled: bool


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep deleted, and by how many bytes payloads and messages take less space."""

    spans: int
    bytes: int


class Retention:
    """The rules of a store, and their sweep."""

    def __init__(self, database: Database, text: TextIndex) -> None:
        self._database = database
        self._text = text
        self._pace = Pace(database, _AT_FIRST)

    def set(self, rule: Keep) -> None:
        """Keep a rule, in place of the one there was for its application."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM keep WHERE app IS ?", (rule.app,))
            connection.execute(
                "INSERT INTO keep VALUES (?, ?, ?, ?)",
                (rule.app, rule.days, rule.max_bytes, rule.labelled),
            )

    def remove(self, app: str | None) -> None:
        """Take back the rule of an application, or the one for all. Raises where there is none."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM keep WHERE app IS ?", (app,))
            removed = connection.changes()
        if not removed:
            whom = "all applications" if app is None else repr(app)
            raise UsageError(f"there is no rule for {whom}: `genchi keep` lists the rules")

    def due(self, now_ns: int) -> tuple[Due, ...]:
        """What the rules no longer keep, by application."""
        rules = self.list()
        own = {rule.app for rule in rules}
        with self._database.read() as connection:
            known = sorted({*apps(connection), *apps_with_feedback(connection)})
            return tuple(
                Due(app, before, rule.labelled)
                for rule in rules
                if (meant := _meant(rule, known, own))
                for before in [max(_by_days(rule, now_ns), _by_bytes(connection, rule, meant))]
                for app in meant
                if before > _ALWAYS
            )

    def sweep(self, now_ns: int, stop: Callable[[], bool] = lambda: False) -> Swept:
        """Delete what is due, then messages that nobody names and text tables of empty weeks.

        What was stopped goes on at the next call; any number of processes may sweep at once.
        """
        total = Erased()
        for due in self.due(now_ns):
            for erased in self._delete(due, stop):
                total += erased
        self._text.drop_empty()
        messages = collect_messages(self._database, stop)
        return Swept(total.spans, total.bytes + messages.bytes)

    def list(self) -> list[Keep]:
        """The rules, the one for all applications first."""
        with self._database.read() as connection:
            found = rows(connection, "SELECT app, days, max_bytes, labelled FROM keep ORDER BY app")
            return [Keep(app, days, size, bool(labelled)) for app, days, size, labelled in found]

    def _delete(self, due: Due, stop: Callable[[], bool]) -> Iterator[Erased]:
        """Delete the oldest spans in small steps, each going on after what the last one saw."""
        sql = (
            "SELECT id, start_ns, trace_id, span_id FROM span WHERE app = ? "
            f"AND start_ns < ? AND (start_ns, id) > (?, ?) AND {_may_go(due.labelled)} "
            "ORDER BY start_ns, id LIMIT ?"
        )
        after = (_ALWAYS, 0)
        while not stop():
            amount = self._pace.amount
            with self._pace.write(amount) as connection:
                found = list(rows(connection, sql, (due.app, due.before_ns, *after, amount)))
                keys = [(trace_id, span_id, due.app) for _, _, trace_id, span_id in found]
                delete_labels(connection, keys)
                delete_reviews(connection, keys)
                delete_verdicts(connection, keys)
                delete_feedback(connection, keys)
                erased = erase(connection, [id_ for id_, *_ in found])
                delete_of_traces(connection, keys)
            if not found:
                break
            after = (found[-1][1], found[-1][0])
            yield erased
        self._delete_orphans(due, stop)

    def _delete_orphans(self, due: Due, stop: Callable[[], bool]) -> None:
        while not stop():
            amount = self._pace.amount
            with self._pace.write(amount) as connection:
                if not delete_orphans(connection, due.app, due.before_ns, amount):
                    return


def _meant(rule: Keep, known: list[str], own: set[str | None]) -> list[str]:
    """The applications a rule counts for, of those with spans or feedback."""
    return [app for app in known if (app == rule.app if rule.app is not None else app not in own)]


def _may_go(labelled: bool) -> str:
    return "1" if labelled else _NO_LABEL


def _by_days(rule: Keep, now_ns: int) -> int:
    """Before when the days of a rule have passed."""
    return _ALWAYS if rule.days is None else max(_ALWAYS, now_ns - int(rule.days * _DAY_NS))


def _by_bytes(connection: apsw.Connection, rule: Keep, meant: list[str]) -> int:
    """Before when spans must have started for those after them to fit into a rule's bytes."""
    if rule.max_bytes is None:
        return _ALWAYS
    counts = dict(rows(connection, "SELECT app, count(*) FROM span GROUP BY app"))
    spans = sum(counts.get(app, 0) for app in meant)
    if not spans:
        return _ALWAYS
    size = _used_bytes(connection) * spans / sum(counts.values())
    too_many = math.ceil(spans * (1 - rule.max_bytes / size))
    if too_many <= 0:
        return _ALWAYS
    newest_to_go = one(
        connection,
        f"SELECT start_ns FROM span WHERE app IN ({', '.join('?' * len(meant))}) "
        f"AND {_may_go(rule.labelled)} ORDER BY start_ns LIMIT 1 OFFSET ?",
        (*meant, too_many - 1),
    )
    return _ALWAYS if newest_to_go is None else int(newest_to_go) + 1


def _used_bytes(connection: apsw.Connection) -> int:
    pages, free, size = (
        one(connection, f"PRAGMA {name}") for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)
