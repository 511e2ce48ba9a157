"""Answers that need no model: kept once for each exact key, found by any of four.

What may be kept, what the keys are made of and which answer is served is decided above, in
`cache/`. An answer that a person judged is never written over by a newer one of a model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import apsw

from genchi.records import Json, clean, from_json, to_json
from genchi.store.database import Database, one, overwriting, rows
from genchi.store.vacuuming import empty_log

Review = Literal["approved", "corrected", "banned"]
"""What a person said of an answer. A banned one is never served, nor is another in its place."""

_KEYS = ("exact", "by_id", "normalised", "question")
_TOLD = (
    *("tenant", "user", "provider", "model", "prompt", "prompt_version", "asked", "folded"),
    *("response", "cost", "seconds", "at_ns"),
)
_REVIEWED = ("hits", "review", "reviewer", "reviewed_ns", "independent")
_COLUMNS = ", ".join(("id", *_KEYS, *_TOLD, *_REVIEWED))
_SELECT = f"SELECT {_COLUMNS} FROM answer"
_FRESH = ", ".join(f"{name} = excluded.{name}" for name in (*_KEYS[1:], *_TOLD))
_INSERT = (
    f"INSERT INTO answer ({', '.join((*_KEYS, *_TOLD))}) "
    f"VALUES ({', '.join('?' * len((*_KEYS, *_TOLD)))}) "
    f"ON CONFLICT (exact) DO UPDATE SET {_FRESH} WHERE review IS NULL RETURNING id"
)
_ACCEPTED = "review IN ('approved', 'corrected')"
_FIND = (
    f"{_SELECT} WHERE exact = ?1 UNION ALL "
    f"{_SELECT} WHERE by_id = ?2 AND exact <> ?1 UNION ALL "
    f"{_SELECT} WHERE normalised = ?3 AND exact <> ?1 AND by_id IS NOT ?5 UNION ALL "
    f"{_SELECT} WHERE question = ?4 AND independent AND exact <> ?1 AND by_id IS NOT ?5 "
    "AND normalised IS NOT ?6"
)
"""Each of the four by its index, and no answer twice."""


@dataclass(frozen=True, slots=True)
class AnswerKeys:
    """The names of a question, 16 bytes each; None where it has none of this kind."""

    exact: bytes
    by_id: bytes | None = None
    normalised: bytes | None = None
    question: bytes | None = None
    """The same whatever the versions of prompt, model and documents."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer: what was asked by whom, what came back, and what a person said of it.

    `cost` is USD or None where it is not known, `seconds` how long the model took. `documents` are
    versions by document, given when it is stored; `find` and `list` leave them out.
    """

    keys: AnswerKeys
    tenant: str
    user: str | None
    provider: str
    model: str
    prompt: str | None
    prompt_version: str | None
    asked: str
    folded: str
    response: Json
    cost: float | None
    seconds: float
    at_ns: int
    documents: Mapping[str, str] = field(default_factory=dict)
    id: int = 0
    hits: int = 0
    review: Review | None = None
    reviewer: str | None = None
    reviewed_ns: int | None = None
    independent: bool = False

    @property
    def is_accepted(self) -> bool:
        """Whether a person approved it or corrected it."""
        return self.review in ("approved", "corrected")


@dataclass(frozen=True, slots=True)
class Use:
    """How often answers of one kind were given to a tenant, and what that saved.

    `kind` is that of a hit, `shared` for an answer that another call was waiting for, or `miss`.
    `cost` is USD, of the `priced` uses whose cost is known; `seconds` of all of them.
    """

    tenant: str
    kind: str
    n: int = 0
    cost: float = 0.0
    priced: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which answers: those that everything given holds for; all of them where nothing is given.

    `prompt` is a name or a version. An answer that is independent is not chosen by prompt, model
    or document; one that a person judged is not chosen by age.
    """

    tenant: str | None = None
    user: str | None = None
    prompt: str | None = None
    model: str | None = None
    document: str | None = None
    version: str | None = None
    """Of the document."""
    before_ns: int | None = None


class Answers:
    """The answers of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, answer: StoredAnswer) -> int | None:
        """Keep an answer in place of one with its exact key; None where a person judged that."""
        values = [*_of_keys(answer.keys), *_told(answer)]
        with self._database.write() as connection:
            id_: int | None = one(connection, _INSERT, values)
            if id_ is None:
                return None
            connection.execute("DELETE FROM answer_document WHERE answer = ?", (id_,))
            connection.executemany(
                "INSERT INTO answer_document VALUES (?, ?, ?)",
                [(id_, clean(name), clean(version)) for name, version in answer.documents.items()],
            )
            return id_

    def find(self, keys: AnswerKeys) -> list[StoredAnswer]:
        """The answers with one of these keys; by `question` only those that are independent."""
        by_id, normalised = keys.by_id or b"", keys.normalised or b""
        values = (*_of_keys(keys), by_id, normalised)
        with self._database.read() as connection:
            return [_answer(row) for row in rows(connection, _FIND, values)]

    def get(self, id_: int) -> StoredAnswer | None:
        """The answer with this id."""
        with self._database.read() as connection:
            found = list(rows(connection, f"{_SELECT} WHERE id = ?", (id_,)))
            return _answer(found[0]) if found else None

    def unreviewed(self, tenant: str | None, limit: int) -> list[StoredAnswer]:
        """Answers that nobody judged, those given most often first; of a tenant, or of all."""
        sql = (
            f"{_SELECT} WHERE review IS NULL AND (?1 IS NULL OR tenant = ?1) "
            "ORDER BY hits DESC, id LIMIT ?2"
        )
        with self._database.read() as connection:
            return [_answer(row) for row in rows(connection, sql, (tenant, limit))]

    def review(
        self,
        id_: int,
        review: Review,
        *,
        by: str,
        now_ns: int,
        independent: bool = False,
        response: Json = None,
    ) -> None:
        """Keep what a person said of an answer; `response` takes the place of a wrong one."""
        told = None if response is None else to_json(response).decode()
        with overwriting(self._database), self._database.write() as connection:
            connection.execute(
                "UPDATE answer SET review = ?, reviewer = ?, reviewed_ns = ?, independent = ?, "
                "response = coalesce(?, response) WHERE id = ?",
                (review, clean(by), now_ns, independent, told, id_),
            )

    def accepted(
        self, tenant: str, user: str | None, folded: str, limit: int, *, inside: bool
    ) -> list[str]:
        """Accepted questions that begin with a folded text, or have it inside; often asked first.

        Those for everybody of the tenant, and for this user.
        """
        place = "instr(folded, ?3) > 1" if inside else "folded >= ?3 AND folded < ?3 || ?5"
        sql = (
            f"SELECT asked FROM answer WHERE {_ACCEPTED} AND tenant = ?1 "
            f"AND (user IS NULL OR user = ?2) AND {place} "
            "GROUP BY folded ORDER BY sum(hits) DESC, folded LIMIT ?4"
        )
        values: list[object] = [tenant, user, folded, limit]
        with self._database.read() as connection:
            end = [] if inside else ["\U0010ffff"]
            return [asked for (asked,) in rows(connection, sql, [*values, *end])]

    def count(self, chosen: Chosen) -> int:
        """How many answers are meant."""
        where, values = _meant(chosen)
        with self._database.read() as connection:
            found = connection.execute(f"SELECT count(*) FROM answer WHERE {where}", values)
            return int(next(found)[0])

    def delete(self, chosen: Chosen) -> int:
        """Delete answers so that no word of them is left in the file; how many there were.

        Raises `OutsideError` where another program reads the store for so long that words may be
        left in its write-ahead log.
        """
        where, values = _meant(chosen)
        with overwriting(self._database):
            with self._database.write() as connection:
                connection.execute(f"DELETE FROM answer WHERE {where}", values)
                gone = connection.changes()
            if gone:
                empty_log(self._database)
        return gone

    def count_uses(self, uses: Iterable[Use], hits: Mapping[int, int]) -> None:
        """Add to the accounts, and to how often each answer was given."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO answer_use VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "n = n + excluded.n, cost = cost + excluded.cost, "
                "priced = priced + excluded.priced, seconds = seconds + excluded.seconds",
                [
                    (clean(use.tenant), use.kind, use.n, use.cost, use.priced, use.seconds)
                    for use in uses
                ],
            )
            connection.executemany(
                "UPDATE answer SET hits = hits + ? WHERE id = ?",
                [(n, id_) for id_, n in hits.items()],
            )

    def uses(self, tenant: str | None = None) -> list[Use]:
        """The accounts of a tenant, or of all, by tenant and kind."""
        sql = "SELECT * FROM answer_use WHERE ?1 IS NULL OR tenant = ?1 ORDER BY tenant, kind"
        with self._database.read() as connection:
            return [Use(*row) for row in rows(connection, sql, (tenant,))]


def delete_answers_of(database: Database, user: str) -> int:
    """Delete the answers that were for one user alone; how many there were."""
    with database.write() as connection:
        connection.execute("DELETE FROM answer WHERE user = ?", (clean(user),))
        return connection.changes()


def _meant(chosen: Chosen) -> tuple[str, dict[str, Any]]:
    resting = (
        "id IN (SELECT answer FROM answer_document WHERE document = :document "
        "AND (:version IS NULL OR version = :version))"
    )
    conditions = {
        "tenant": "tenant = :tenant",
        "user": "user = :user",
        "prompt": "(prompt = :prompt OR prompt_version = :prompt) AND NOT independent",
        "model": "model = :model AND NOT independent",
        "document": f"{resting} AND NOT independent",
        "before_ns": "at_ns < :before_ns AND review IS NULL",
    }
    values = {name: getattr(chosen, name) for name in (*conditions, "version")}
    given = [sql for name, sql in conditions.items() if values[name] is not None]
    return " AND ".join(given) or "true", clean(values)


def _of_keys(keys: AnswerKeys) -> list[bytes | None]:
    return [getattr(keys, name) for name in _KEYS]


def _told(answer: StoredAnswer) -> list[apsw.SQLiteValue]:
    values = {name: clean(getattr(answer, name)) for name in _TOLD}
    values["response"] = to_json(answer.response).decode()
    return list(values.values())


def _answer(row: tuple[Any, ...]) -> StoredAnswer:
    first = 1 + len(_KEYS)
    told = dict(zip((*_TOLD, *_REVIEWED), row[first:], strict=True))
    told["response"] = from_json(told["response"])
    told["independent"] = bool(told["independent"])
    return StoredAnswer(keys=AnswerKeys(*row[1:first]), id=row[0], **told)
