"""One server for a home: started once, found by others, stopped without losing what it accepted."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from genchi import listening
from genchi.errors import UsageError
from genchi.server.limits import USUAL, Limits
from genchi.store.database import explained

HOST, PORT = "127.0.0.1", 4318
"""Where OpenTelemetry senders look when nobody tells them."""
BUSY_SECONDS = 10.0
"""How long the writer waits for another program that is writing; senders wait as long."""
_LOCK = "server.json"
_STOP_SECONDS = 30
_LOOKS = 10
_CONNECTIONS = 512
"""Connections at one time; more are answered 503 before genchi sees them."""


@dataclass(frozen=True, slots=True)
class Running:
    """A server of this home that is up."""

    url: str
    pid: int


def running(home: Path) -> Running | None:
    """The server that is up for a home, if any."""
    path = home / _LOCK
    try:
        with path.open() as file:
            # shared: those who look at the same moment are not taken for a server
            if _lock(file.fileno(), fcntl.LOCK_SH):
                return None
            told = json.loads(file.read())
    except (OSError, ValueError):
        return None
    match told:
        case {"url": str(url), "pid": int(pid)}:
            return Running(url, pid)
    return None


@contextmanager
def only_one(home: Path) -> Iterator[Callable[[str], None]]:
    """Be the server of a home; tell its address to what this gives.

    Raises `UsageError` where there is one, `OutsideError` where the home cannot be used.
    """
    path = home / _LOCK
    with explained(path):
        home.mkdir(parents=True, exist_ok=True)
        file = path.open("a+")
    with file:
        if not _lock_soon(file.fileno()):
            there = running(home)
            where = f" at {there.url} (process {there.pid})" if there else ""
            raise UsageError(f"genchi is up already for {home}{where}: use it, or stop it first")
        file.truncate(0)

        def tell(url: str) -> None:
            with explained(path):
                file.write(json.dumps({"url": url, "pid": os.getpid()}))
                file.flush()

        try:
            yield tell
        finally:
            file.truncate(0)


def listen(host: str, port: int) -> socket.socket:
    """A socket for the server, with as many waiting connections as it takes at one time."""
    return listening.listen(host, port, waiting=_CONNECTIONS)


class Server(uvicorn.Server):
    """uvicorn, which tells when it is ready and stops at SIGINT and SIGTERM."""

    def __init__(
        self,
        app: ASGIApp,
        on_ready: Callable[[], None] = lambda: None,
        limits: Limits = USUAL,
    ) -> None:
        """`on_ready` is called once connections are accepted."""

        class Patient(_Patient):
            head_seconds = limits.head_seconds

        super().__init__(
            uvicorn.Config(
                app,
                http=Patient,
                ws="none",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=_CONNECTIONS,
                timeout_graceful_shutdown=_STOP_SECONDS,
            )
        )
        self._on_ready = on_ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; after a second Ctrl-C those who still wait are told to come back. The process ends
        as if it was done, where uvicorn would let the signal kill it."""
        if self.should_exit and sig == signal.SIGINT:
            for task in list(self.server_state.tasks):
                task.get_loop().call_soon_threadsafe(task.cancel)
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()


class _Patient(H11Protocol):
    """HTTP, with an end to the patience for a connection that asks nothing, or nothing more.

    uvicorn itself waits only until the first byte of a further request.
    """

    head_seconds: float
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._patience is not None:  # it would keep this connection in memory
            self._patience.cancel()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait()

    def _wait(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
        self._patience = self.loop.call_later(self.head_seconds, self._give_up)

    def _give_up(self) -> None:
        asked: RequestResponseCycle | None = self.cycle
        if asked is None or asked.response_complete:
            self.transport.close()


def _lock(descriptor: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_soon(descriptor: int) -> bool:
    """Take the lock, also where somebody is looking at it at this moment."""
    for _ in range(_LOOKS):
        if _lock(descriptor):
            return True
        time.sleep(0.02)
    return False
