"""What people did while reviewing: labels and undos, each applied once, in the order they came.

A client keeps what it could not send and sends it again, so every action has a name that the client
made: one that is known already changes nothing. An undo is an action like any other. It may come
before the label it takes back (then that label is never kept), and what was taken back stays so
however often its label comes again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import apsw

from genchi.records import Label, SpanKey, content_hash, to_json
from genchi.store.database import Database, one, rows
from genchi.store.labels import insert_label
from genchi.store.leases import Lease, give_back, hold, holders
from genchi.store.spans import key_values

Outcome = Literal["stored", "known", "undone", "nothing", "refused"]
_IS_KEY = "WHERE trace_id = ? AND span_id = ? AND app = ?"
_INSERT = (
    "INSERT INTO review_action (action, app, annotator, kind, undoes, criterion, trace_id, "
    "span_id, label, at_ns, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class LabelAction:
    """Somebody labels something: `id` is the client's name for it, `ms` how long it took them.

    `side` is where the second of two outputs stood, `answers` are those to a criterion's steps.
    """

    id: str
    label: Label
    ms: int = 0
    side: Literal["left", "right"] | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoAction:
    """Somebody takes back what their action `of` did."""

    id: str
    app: str
    annotator: str
    of: str
    at_ns: int


Action = LabelAction | UndoAction


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an action.

    A label is "stored", "known" from before, "undone" where it was taken back, or "refused". An
    undo is "undone" when it took something back, "nothing" where there was nothing (yet) to take
    back, "known" or "refused". `also` are others who hold or have labelled the same output.
    """

    id: str
    outcome: Outcome
    also: tuple[str, ...] = ()
    error: str | None = None


class Actions:
    """The review actions of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def apply(self, actions: Sequence[Action], *, now_ns: int, held_until_ns: int) -> list[Applied]:
        """Apply actions in order, all in one transaction; each says what became of it.

        A time later than `now_ns` is taken for `now_ns`: the client's clock is ahead. An output
        whose label is taken back is held again for the one who labelled it, until `held_until_ns`.
        """
        with self._database.write() as connection:
            return [
                _label(connection, action, now_ns)
                if isinstance(action, LabelAction)
                else _undo(connection, action, now_ns, held_until_ns)
                for action in actions
            ]


@dataclass(frozen=True, slots=True)
class _Known:
    """A row of `review_action`."""

    app: str
    annotator: str
    kind: str
    label: int | None
    criterion: str | None
    trace_id: bytes | None
    span_id: bytes | None


def _label(connection: apsw.Connection, action: LabelAction, now_ns: int) -> Applied:
    label, span = action.label, action.label.target.span
    known = _known(connection, action.id)
    if known is not None:
        return _again(action.id, known, span.app, None if known.label is not None else "undone")
    wrong = _wrong(connection, label)
    if wrong is not None:
        return Applied(action.id, "refused", error=wrong)
    if _undone_before(connection, action):
        _record_label(connection, action, None, now_ns)
        return Applied(action.id, "undone")
    others = _others(connection, label, now_ns)
    row = insert_label(connection, _dated(label, now_ns), _identity(action.id))
    _record_label(connection, action, row, now_ns)
    if label.target.kind in ("output", "preference"):
        give_back(connection, span.app, label.criterion, label.annotator, _spans(label))
    return Applied(action.id, "stored", others)


def _undo(
    connection: apsw.Connection, action: UndoAction, now_ns: int, held_until_ns: int
) -> Applied:
    known = _known(connection, action.id)
    if known is not None:
        return _again(action.id, known, action.app, None)
    meant = _known(connection, action.of)
    if meant is not None and (meant.app, meant.annotator) != (action.app, action.annotator):
        sentence = f"action {action.of} is somebody else's: only they can take it back"
        return Applied(action.id, "refused", error=sentence)
    _record_undo(connection, action, meant, now_ns)
    if meant is None or meant.kind != "label" or meant.label is None:
        return Applied(action.id, "nothing")
    connection.execute("DELETE FROM label WHERE identity = ?", (_identity(action.of),))
    connection.execute("UPDATE review_action SET label = NULL WHERE action = ?", (action.of,))
    if meant.criterion and meant.trace_id and meant.span_id:
        key = (meant.trace_id, meant.span_id, meant.app)
        hold(connection, meant.criterion, action.annotator, [key], Lease(now_ns, held_until_ns))
    return Applied(action.id, "undone")


def _again(id_: str, known: _Known, app: str, outcome: Literal["undone"] | None) -> Applied:
    if known.app != app:
        return Applied(id_, "refused", error=f"the id {id_} is that of another action: make a new")
    return Applied(id_, outcome or "known")


def _known(connection: apsw.Connection, id_: str) -> _Known | None:
    sql = (
        "SELECT app, annotator, kind, label, criterion, trace_id, span_id "
        "FROM review_action WHERE action = ?"
    )
    return next((_Known(*row) for row in rows(connection, sql, (id_,))), None)


def _wrong(connection: apsw.Connection, label: Label) -> str | None:
    """What is wrong with a label that is otherwise whole, as a sentence; None where nothing is."""
    app = label.target.span.app
    for key in _spans(label):
        if not one(connection, f"SELECT 1 FROM span {_IS_KEY}", key_values(key)):
            return (
                f"{app} has no output {key.trace_id}.{key.span_id}: it may have been forgotten, "
                "or is older than what is kept"
            )
    if not _is_criterion(connection, app, label.criterion):
        return f"{app} has no criterion {label.criterion!r}: make it first"
    return None


def _is_criterion(connection: apsw.Connection, app: str, name: str) -> bool:
    return any(
        one(
            connection, f"SELECT 1 FROM {table} WHERE app = ? AND {column} = ? LIMIT 1", (app, name)
        )
        for table, column in (("criterion", "name"), ("label", "criterion"))
    )


def _undone_before(connection: apsw.Connection, action: LabelAction) -> bool:
    """Whether the undo of an action came before it; it then learns which output it was about."""
    trace_id, span_id, app = key_values(action.label.target.span)
    connection.execute(
        "UPDATE review_action SET trace_id = ?, span_id = ?, criterion = ? "
        "WHERE undoes = ? AND kind = 'undo' AND app = ? AND annotator = ?",
        (trace_id, span_id, action.label.criterion, action.id, app, action.label.annotator),
    )
    return bool(connection.changes())


def _others(connection: apsw.Connection, label: Label, now_ns: int) -> tuple[str, ...]:
    """Who else holds or has labelled the same output."""
    key = key_values(label.target.span)
    found = rows(
        connection,
        f"SELECT DISTINCT annotator FROM label {_IS_KEY} AND criterion = ? AND kind = ?",
        (*key, label.criterion, label.target.kind),
    )
    names = {name for (name,) in found} | holders(connection, label.criterion, key, now_ns)
    return tuple(sorted(names - {label.annotator}))


def _record_label(
    connection: apsw.Connection, action: LabelAction, row: int | None, now_ns: int
) -> None:
    label = action.label
    trace_id, span_id, app = key_values(label.target.span)
    said = {"ms": action.ms, "side": action.side, "answers": list(action.answers)}
    details = to_json({name: value for name, value in said.items() if value}).decode()
    at_ns = min(label.created_ns, now_ns)
    connection.execute(
        _INSERT,
        (
            *(action.id, app, label.annotator, "label", None, label.criterion),
            *(trace_id, span_id, row, at_ns, details),
        ),
    )


def _record_undo(
    connection: apsw.Connection, action: UndoAction, meant: _Known | None, now_ns: int
) -> None:
    about = (meant.criterion, meant.trace_id, meant.span_id) if meant else (None, None, None)
    at_ns = min(action.at_ns, now_ns)
    connection.execute(
        _INSERT,
        (action.id, action.app, action.annotator, "undo", action.of, *about, None, at_ns, "{}"),
    )


def _dated(label: Label, now_ns: int) -> Label:
    return replace(label, created_ns=min(label.created_ns, now_ns))


def _identity(action_id: str) -> bytes:
    """The name of the label that an action makes: each makes one of its own."""
    return content_hash(["review", action_id])


def _spans(label: Label) -> list[SpanKey]:
    target = label.target
    return [target.span] if target.other is None else [target.span, target.other]
