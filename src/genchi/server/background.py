"""A server that goes on when the command that started it has ended, and how to stop it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from genchi.errors import OutsideError, UsageError
from genchi.server.running import Running, running
from genchi.store.database import explained

LOG = "server.log"
"""In the home: what the server writes while nobody looks."""
START_SECONDS = 60.0
"""How long a server may take until it answers: a large store may have to be brought up to date."""
STOP_SECONDS = 45.0
_LOOK_SECONDS = 0.05
_USED_WRONGLY = 2
_GENCHI = (sys.executable, "-P", "-m", "genchi")
"""This genchi, and not a folder of that name where the command was typed."""


def detach(home: Path, options: Sequence[str]) -> Running:
    """Start `genchi up` for a home as a process of its own; the server, once it answers.

    Raises `UsageError` where there is one already, or its own error where it does not start.
    """
    there = running(home)
    if there is not None:
        raise UsageError(
            f"genchi is up already for {home} at {there.url} (process {there.pid}): "
            "use it, or stop it first with `genchi down`"
        )
    path = home / LOG
    with explained(path):
        home.mkdir(parents=True, exist_ok=True)
        log = path.open("ab")
    with log:
        began = log.tell()
        command = [
            sys.executable,
            "-P",
            "-m",
            "genchi",
            "--home",
            str(home.absolute()),
            "up",
            *options,
        ]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    return _when_ready(home, process, began)


def stop(home: Path) -> Running | None:
    """Stop the server of a home and wait until it has; which one it was, None where there is none.

    What it accepted is stored before it ends. Raises `OutsideError` where it cannot be stopped.
    """
    there = running(home)
    if there is None:
        return None
    try:
        os.kill(there.pid, signal.SIGTERM)
    except OSError as error:
        raise OutsideError(
            f"process {there.pid}, the server of {home}, cannot be stopped from here "
            f"({error.strerror}): stop it where it was started"
        ) from error
    deadline = time.monotonic() + STOP_SECONDS
    while running(home) == there:
        if time.monotonic() > deadline:
            raise OutsideError(
                f"the server of {home} (process {there.pid}) has not ended after "
                f"{STOP_SECONDS:.0f} s: wait for what it still stores, or end the process"
            )
        time.sleep(_LOOK_SECONDS)
    return there


def _when_ready(home: Path, process: subprocess.Popen[bytes], began: int) -> Running:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise _did_not_start(home, process.returncode, began)
        there = running(home)
        if there is not None and there.pid == process.pid and _answers(there.url):
            return there
        time.sleep(_LOOK_SECONDS)
    process.terminate()
    raise OutsideError(
        f"the server of {home} did not answer within {START_SECONDS:.0f} s: see {home / LOG}"
    )


def _answers(url: str) -> bool:
    """Whether there is a server that speaks; which of its answers it gives is its own affair."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=5)
    try:
        connection.request("GET", "/api/health")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _did_not_start(home: Path, code: int, began: int) -> UsageError | OutsideError:
    """The error of a server that ended before it answered: what it said last."""
    with (home / LOG).open("rb") as file:
        file.seek(began)
        said = file.read().decode("utf-8", "replace").strip().splitlines()
    kind = UsageError if code == _USED_WRONGLY else OutsideError
    last = said[-1].removeprefix("genchi: ") if said else f"it ended with {code}"
    return kind(last)
