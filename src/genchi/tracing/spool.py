"""Batches on disk until a server has them: what is sent is written first.

Below the spool directory there is a folder for each destination, and in it one for each process,
with a file that the process keeps locked while it lives. A folder whose lock is free belonged to a
process that died; the next process for this destination takes its batches over. Where the disk does
not let us write, batches wait in memory.
"""

from __future__ import annotations

import fcntl
import itertools
import os
import re
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from genchi.tracing import faults
from genchi.tracing.context import new_span_id

_LOCK = "lock"
_NEW = "new-"
_REFUSED = "refused"
_REFUSED_BYTES = 32 * 1024 * 1024
_NAME = re.compile(r"(\d+)-(\d+)\.otlp")
MEMORY_BYTES = 64 * 1024 * 1024
"""What may wait in memory where the disk cannot be written."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A request body that waits: on disk where it has a path, else in memory.

    `own` is False for what was left by a process that died.
    """

    spans: int
    size: int
    own: bool = True
    path: Path | None = None
    body: bytes = b""

    def read(self) -> bytes:
        """The request body. Raises `OSError` where the file cannot be read."""
        return self.body if self.path is None else self.path.read_bytes()


def spool_directory(environment: Mapping[str, str]) -> Path:
    """Where batches wait: GENCHI_SPOOL, else XDG_STATE_HOME or ~/.local/state, else temporary.

    >>> spool_directory({"GENCHI_SPOOL": "/var/spool/genchi"})
    PosixPath('/var/spool/genchi')
    """
    if environment.get("GENCHI_SPOOL"):
        return Path(environment["GENCHI_SPOOL"])
    state = environment.get("XDG_STATE_HOME")
    home = environment.get("HOME")
    if state or home:
        folder = Path(state) if state else Path(home or "") / ".local" / "state"
        if _can_write(folder):
            return folder / "genchi" / "spool"
    return Path(tempfile.gettempdir()) / f"genchi-{os.getuid()}" / "spool"


def _can_write(folder: Path) -> bool:
    """Whether files can be made in a folder that is there, or where it would be made."""
    there = next((f for f in (folder, *folder.parents) if f.exists()), folder)
    return os.access(there, os.W_OK | os.X_OK)


class Spool:
    """The batches of one process for one destination, oldest first."""

    def __init__(self, destination: Path, limit: int) -> None:
        self._destination = destination
        self._limit = limit
        self._guard = threading.Lock()
        self._numbers = itertools.count(1)
        self._batches: deque[Batch] = deque()
        self._bytes = 0
        self._memory_bytes = 0
        self._folder: Path | None = None
        self._lock_file: int | None = None

    def put(self, body: bytes, spans: int) -> bool:
        """Keep a batch; False where there is no room for it."""
        with self._guard:
            if self._bytes + len(body) > self._limit:
                return False
            batch = self._written(body, spans) or self._remembered(body, spans)
            if batch is not None:
                self._batches.append(batch)
                self._bytes += batch.size
            return batch is not None

    def oldest(self) -> Batch | None:
        """The batch that has waited longest."""
        with self._guard:
            return self._batches[0] if self._batches else None

    def waiting(self) -> int:
        """Spans of this process that wait."""
        with self._guard:
            return sum(batch.spans for batch in self._batches if batch.own)

    def done(self, batch: Batch) -> None:
        """Forget a batch that the server has."""
        self._forget(batch)
        if batch.path is not None:
            with suppress(OSError):
                batch.path.unlink()

    def refuse(self, batch: Batch, reason: str) -> None:
        """Put a batch aside that no server will take, with the reason, for a person to look at."""
        self._forget(batch)
        if batch.path is None:
            return
        aside = self._destination / _REFUSED
        try:
            aside.mkdir(exist_ok=True)
            target = aside / f"{new_span_id()}-{batch.path.name}"
            batch.path.replace(target)
            target.with_suffix(".txt").write_text(reason + "\n", encoding="utf-8")
            _trim(aside, _REFUSED_BYTES)
        except OSError as error:
            faults.note("putting a refused batch aside", error)

    def adopt(self) -> None:
        """Take over the batches of processes that died."""
        for folder in self._orphans():
            with suppress(OSError), _locked(folder):
                self._take_over(folder)

    def close(self) -> None:
        """Free the lock; remove the folder where nothing waits in it."""
        with self._guard:
            if self._folder is not None and not any(b.path for b in self._batches):
                shutil.rmtree(self._folder, ignore_errors=True)
            self.release()

    def release(self) -> None:
        """Let go of the lock: of this process's own copy only, where it was forked."""
        if self._lock_file is not None:
            with suppress(OSError):
                os.close(self._lock_file)
        self._folder = self._lock_file = None

    def _written(self, body: bytes, spans: int) -> Batch | None:
        try:
            folder = self._own_folder()
            path = folder / f"{next(self._numbers):010d}-{spans}.otlp"
            _write(path, body)
        except OSError as error:
            faults.say_once(
                "spool",
                f"spans wait in memory, as {self._destination} cannot be written "
                f"({error.strerror}): set GENCHI_SPOOL to a directory that can",
            )
            return None
        return Batch(spans, len(body), path=path)

    def _remembered(self, body: bytes, spans: int) -> Batch | None:
        if self._memory_bytes + len(body) > MEMORY_BYTES:
            return None
        self._memory_bytes += len(body)
        return Batch(spans, len(body), body=body)

    def _forget(self, batch: Batch) -> None:
        with self._guard:
            self._batches.remove(batch)
            self._bytes -= batch.size
            self._memory_bytes -= 0 if batch.path else batch.size

    def _own_folder(self) -> Path:
        """The folder of this process, made when it is first needed, and again if it was removed."""
        if self._folder is not None and self._folder.is_dir():
            return self._folder
        self.release()
        name = f"{os.getpid()}-{new_span_id()}"
        making = self._destination / f"{_NEW}{name}"
        making.mkdir(parents=True, mode=0o700)
        lock = os.open(making / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._lock_file = lock
        # Under its name only once it is locked, so that nobody takes it for an orphan.
        self._folder = making.replace(self._destination / name)
        return self._folder

    def _orphans(self) -> list[Path]:
        with suppress(OSError):
            return sorted(
                folder
                for folder in self._destination.iterdir()
                if folder != self._folder
                and folder.name != _REFUSED
                and not folder.name.startswith(_NEW)
                and folder.is_dir()
            )
        return []

    def _take_over(self, folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            found = _NAME.fullmatch(path.name)
            if found is None:
                continue
            with self._guard:
                target = self._own_folder() / f"{next(self._numbers):010d}-{found[2]}.otlp"
                path.replace(target)
                size = target.stat().st_size
                self._batches.append(Batch(int(found[2]), size, own=False, path=target))
                self._bytes += size
        shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, body: bytes) -> None:
    """The whole file or none."""
    making = path.with_suffix(".tmp")
    try:
        making.write_bytes(body)
        making.replace(path)
    except OSError:
        with suppress(OSError):
            making.unlink()
        raise


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """A folder's lock while nobody else has it. Raises `OSError` where its process lives."""
    file = os.open(folder / _LOCK, os.O_RDWR)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(file)


def _trim(folder: Path, limit: int) -> None:
    """Remove the oldest files beyond a limit in bytes."""
    files = sorted(_sizes(folder), reverse=True)
    kept = 0
    for _, size, path in files:
        kept += size
        if kept > limit:
            path.unlink(missing_ok=True)


def _sizes(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for path in folder.iterdir():
        found = path.stat()
        yield found.st_mtime, found.st_size, path
