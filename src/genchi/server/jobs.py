"""Work that takes longer than an answer may: one thread, one job at a time, told of as it goes.

A job is forgotten when the server stops; what it stored by then stays. Whoever starts one lets it
go on where it was (checks judge only what they have not judged yet).
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from genchi.errors import GenchiError

_LOG = logging.getLogger("genchi.server")
_REMEMBERED = 100

State = Literal["running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work; it is running from the moment it was asked for. `total` 0: not known."""

    id: str
    kind: str
    app: str
    done: int
    total: int
    state: State
    error: str | None
    started_ns: int


class StoppedError(GenchiError):
    """The server stops: the job ends at its next step."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a job is given: call it with (done, total), which raises once the server stops."""

    tell: Callable[[int, int], None]
    stopping: threading.Event

    def __call__(self, done: int, total: int) -> None:
        """Say how far the job is. Raises `StoppedError`."""
        if self.stopping.is_set():
            raise StoppedError("the server was stopped: start this again")
        self.tell(done, total)

    @property
    def stopped(self) -> bool:
        """Whether the job should end now."""
        return self.stopping.is_set()


Work = Callable[[Progress], None]


class Jobs:
    """The jobs of a server. Start it when the server starts, stop it at the end."""

    def __init__(self, *, clock: Callable[[], int] = time.time_ns) -> None:
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[tuple[str, Work]] = deque()
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="genchi-jobs", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """End: the job that is under way ends at its next step, those that wait do not begin."""
        with self._changed:
            self._stopping.set()
            self._changed.notify_all()
        self._thread.join()

    def add(self, kind: str, app: str, work: Work) -> str:
        """Work on this when those before it are done; the id of the job."""
        job = Job(secrets.token_hex(8), kind, app, 0, 0, "running", None, self._clock())
        with self._changed:
            self._jobs[job.id] = job
            self._forget()
            self._waiting.append((job.id, work))
            self._changed.notify_all()
        return job.id

    def list(self) -> list[Job]:
        """The jobs of this server, newest first."""
        with self._changed:
            return list(reversed(self._jobs.values()))

    def _run(self) -> None:
        while (taken := self._take()) is not None:
            job, work = taken
            try:
                work(Progress(partial(self._tell, job), self._stopping))
            except GenchiError as error:
                self._change(job, state="failed", error=str(error))
            except Exception as error:  # whatever a check does, the next job has its turn
                _LOG.error("a job failed: please report this", exc_info=error)
                self._change(job, state="failed", error=f"{type(error).__name__}: {error}")
            else:
                self._change(job, state="done")

    def _take(self) -> tuple[str, Work] | None:
        with self._changed:
            while not self._waiting and not self._stopping.is_set():
                self._changed.wait()
            return None if self._stopping.is_set() else self._waiting.popleft()

    def _tell(self, job: str, done: int, total: int) -> None:
        self._change(job, done=done, total=total)

    def _change(self, job: str, **fields: object) -> None:
        with self._changed:
            self._jobs[job] = replace(self._jobs[job], **fields)  # type: ignore[arg-type]

    def _forget(self) -> None:
        """Of the jobs that have ended, remember the last ones."""
        ended = [job.id for job in self._jobs.values() if job.state != "running"]
        for job in ended[: max(len(self._jobs) - _REMEMBERED, 0)]:
            del self._jobs[job]
