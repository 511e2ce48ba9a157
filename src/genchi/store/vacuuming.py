"""Upkeep of a file while others write to it: small transactions, and giving space back.

Work that nobody waits for (the text index, deletions) is cut into transactions that hold the lock
for about `HOLD` seconds, and leaves it free for at least as long: SQLite's waiting writers try
again every few milliseconds and would seldom find it free otherwise. Only `vacuum` takes longer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from genchi.errors import OutsideError
from genchi.store.database import Database, rows

HOLD = 0.02
"""Seconds for which one transaction of upkeep holds the lock, as far as can be foreseen."""


class Pace:
    """How much to do in one transaction, learnt from the ones before."""

    def __init__(self, database: Database, amount: int) -> None:
        """`amount` is what the first transaction does, in any unit.

        Later ones do at least a quarter of it: where a disk is slow to confirm any transaction at
        all, less would be no quicker.
        """
        self.amount = amount
        self._least = max(1, amount // 4)
        self._database = database
        self._free_until = 0.0

    @contextmanager
    def write(self, amount: int) -> Iterator[apsw.Connection]:
        """A transaction that does `amount`; `self.amount` then says what the next one should do."""
        time.sleep(max(0.0, self._free_until - time.perf_counter()))
        with self._database.write() as connection:
            started = time.perf_counter()
            yield connection
        self._learn(amount, time.perf_counter() - started)

    def _learn(self, amount: int, held: float) -> None:
        if held > HOLD or 2 * amount > self.amount:  # the rest of some work says nothing of speed
            factor = min(2.0, max(0.25, HOLD / max(held, 1e-6)))
            self.amount = max(self._least, min(2 * self.amount, int(amount * factor)))
        self._free_until = time.perf_counter() + held


def vacuum(database: Database) -> int:
    """Write the file anew without its free space; how many bytes that gave back.

    Nothing of what was deleted is left in the file after that, nor in its write-ahead log. Writers
    pause meanwhile, and the disk needs room for the file twice.
    """
    before = _size(database)
    with database.read() as connection:
        connection.execute("VACUUM").fetchall()
    empty_log(database)
    return before - _size(database)


def empty_log(database: Database) -> None:
    """Move all of the write-ahead log into the file and cut it to nothing.

    Raises `OutsideError` where another program reads the store for so long that it cannot be.
    """
    with database.read() as connection:
        (busy, _, _) = next(rows(connection, "PRAGMA wal_checkpoint(TRUNCATE)"))
    if busy:
        raise OutsideError(
            f"another program has been reading {database.path} for too long, so deleted content "
            f"may still be in {database.path}-wal: close it and run `genchi vacuum`"
        )


def _size(database: Database) -> int:
    files = (database.path, database.path.with_name(f"{database.path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
