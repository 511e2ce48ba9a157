"""What happened, on disk: spans, labels, verdicts, imports and accounts in one SQLite file.

The only room with SQL. `open_store` gives a `Store`, whose parts each keep one kind of record;
everything above speaks to those parts and does not know what is underneath.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from genchi.errors import UsageError
from genchi.records import SpanKey
from genchi.store.accounts import Account, Accounts
from genchi.store.actions import Action, Actions, Applied, LabelAction, UndoAction
from genchi.store.answers import (
    AnswerKeys,
    Answers,
    Chosen,
    Review,
    StoredAnswer,
    Use,
)
from genchi.store.arriving import Arriving, Newest
from genchi.store.check_uses import CheckUses
from genchi.store.criteria import Criteria
from genchi.store.database import BUSY_SECONDS, Database
from genchi.store.feedback import FeedbackStore, Tally
from genchi.store.finding import SqliteSpans
from genchi.store.forgetting import Forgotten
from genchi.store.forgetting import forget as forget_spans
from genchi.store.imports import ImportRun, Imports
from genchi.store.judgements import Judgements
from genchi.store.keys import ApiKey, ApiKeys, KeyScope
from genchi.store.labels import Labels
from genchi.store.leases import Lease, Leases, Untouched
from genchi.store.people import ROLES, People, Person, Role
from genchi.store.retention import Due, Keep, Retention, Swept
from genchi.store.reviewing import Reviewed, Reviewing
from genchi.store.spans import COLUMNS
from genchi.store.text_index import TextIndex
from genchi.store.vacuuming import vacuum as vacuum_file
from genchi.store.verdicts import Verdicts

__all__ = [
    "COLUMNS",
    "ROLES",
    "Account",
    "Accounts",
    "Action",
    "Actions",
    "AnswerKeys",
    "Answers",
    "ApiKey",
    "ApiKeys",
    "Applied",
    "Arriving",
    "CheckUses",
    "Chosen",
    "Criteria",
    "Due",
    "FeedbackStore",
    "Forgotten",
    "ImportRun",
    "Imports",
    "Judgements",
    "Keep",
    "KeyScope",
    "LabelAction",
    "Labels",
    "Lease",
    "Leases",
    "Newest",
    "People",
    "Person",
    "Retention",
    "Review",
    "Reviewed",
    "Reviewing",
    "Role",
    "SqliteSpans",
    "Store",
    "StoredAnswer",
    "Swept",
    "Tally",
    "TextIndex",
    "UndoAction",
    "Untouched",
    "Use",
    "Verdicts",
    "open_store",
]

FILE_NAME = "genchi.db"


@dataclass(frozen=True, slots=True)
class Store:
    """The records of one home."""

    path: Path
    spans: SqliteSpans
    labels: Labels
    criteria: Criteria
    actions: Actions
    leases: Leases
    reviewing: Reviewing
    verdicts: Verdicts
    check_uses: CheckUses
    judgements: Judgements
    feedback: FeedbackStore
    imports: Imports
    accounts: Accounts
    arriving: Arriving
    keys: ApiKeys
    people: People
    text: TextIndex
    retention: Retention
    answers: Answers
    database: Database

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything stored inside the block is committed at once or not at all."""
        with self.database.write():
            yield

    def forget(
        self,
        keys: Sequence[SpanKey],
        *,
        user: str | None = None,
        app: str | None = None,
        rewrite: bool = True,
    ) -> Forgotten:
        """Delete spans for good, with all that was said about them (`store/forgetting.py`).

        So does all feedback of `user`, where one is named, on whatever span of `app` or of all.
        The file is written anew at the end, for which writers pause; `rewrite=False` leaves that
        to a later `vacuum`, until which parts of deleted rows may be found in the file.
        """
        return forget_spans(self.database, self.text, keys, user=user, app=app, rewrite=rewrite)

    def vacuum(self) -> int:
        """Give free space back to the disk, how many bytes; writers pause meanwhile."""
        return vacuum_file(self.database)

    def close(self) -> None:
        """Close the file; the store must not be used afterwards."""
        self.database.close()


def open_store(home: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> Store:
    """The store of a home directory.

    Raises `UsageError` where there is none and `create` is false, `OutsideError` where the file
    is locked, damaged, another program's or from a newer genchi.
    """
    path = home / FILE_NAME
    if not create and not path.exists():
        raise UsageError(
            f"there is no store at {path}: run `genchi import` first, or name another --home"
        )
    database = Database(path, busy_seconds=busy_seconds)
    text = TextIndex(database)
    return Store(
        path=path,
        spans=SqliteSpans(database, text),
        labels=Labels(database),
        criteria=Criteria(database),
        actions=Actions(database),
        leases=Leases(database),
        reviewing=Reviewing(database),
        verdicts=Verdicts(database),
        check_uses=CheckUses(database),
        judgements=Judgements(database),
        feedback=FeedbackStore(database),
        imports=Imports(database),
        accounts=Accounts(database),
        arriving=Arriving(database),
        keys=ApiKeys(database),
        people=People(database),
        text=text,
        retention=Retention(database, text),
        answers=Answers(database),
        database=database,
    )
