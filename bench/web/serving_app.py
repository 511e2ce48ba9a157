"""A `genchi up` in a process of its own over the sample, which may be kept computing."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import apsw

from genchi import Home
from genchi.records import Payload, Span, SpanKey

_UP = """
import sys, threading
from genchi.cli.main import main

def compute():
    numbers = list(range(2000))
    while True:
        sum(number * number for number in numbers)

for _ in range(int(sys.argv.pop(1))):
    threading.Thread(target=compute, daemon=True).start()
main()
"""


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that is up."""

    port: int
    home: Path

    def prepare(self, app: str, criterion: str, outputs: int) -> None:
        """Give it outputs, as long as answers are, in pairs that answer one question, to review."""
        with Home(self.home) as home:
            home.store(create=True).spans.add([_output(app, number) for number in range(outputs)])
        self._word(app, criterion)

    def labelled(self, criterion: str) -> int:
        """How many outputs are labelled by now."""
        with closing(apsw.Connection(str(self.home / "genchi.db"))) as connection:
            sql = "SELECT count(DISTINCT span_id) FROM label WHERE criterion = ?"
            return int(next(connection.execute(sql, (criterion,)))[0])

    def _word(self, app: str, criterion: str) -> None:
        body = {"title": "Polite", "statement": "It is friendly."}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/criteria/{criterion}?app={app}",
            json.dumps(body).encode(),
            {"content-type": "application/json", "x-genchi": "1"},
            method="PUT",
        )
        with urllib.request.urlopen(request) as answer:
            answer.read()


def _output(app: str, number: int) -> Span:
    claim = f"The order {number} was paid on **12 May** and sent two days later [1]."
    steps = "\n".join(f"{step}. step {step} of order {number}" for step in range(1, 6))
    answer = (
        f"{claim}\n\n## What happens next\n\n{steps}\n\n"
        + f"退款会在三个工作日内到账。{number} " * 8
    )
    return Span(
        SpanKey(app, f"{number + 1:032x}", f"{number + 1:016x}"),
        start_ns=1_760_000_000_000_000_000 + number,
        duration_ns=900_000_000,
        name="answer",
        model="bench-model",
        payload=Payload(
            inputs={"question": f"Where is my order {number // 2}?"},
            output=answer,
        ),
    )


@contextmanager
def served(home: Path, *, busy: bool = False) -> Iterator[Serving]:
    """A server over a home of its own; `busy`: two threads of its process never stop computing."""
    home.mkdir(parents=True)
    with Home(home) as opened:
        opened.store(create=True)
    with over(home, busy=busy) as server:
        yield server


@contextmanager
def over(home: Path, *, busy: bool = False) -> Iterator[Serving]:
    """A server over a home that is there."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _UP, "2" if busy else "0"]
    process = subprocess.Popen(
        [*command, "--home", str(home), "up", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
    )
    try:
        _wait(port)
        yield Serving(port, home)
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health"):
            return
        time.sleep(0.1)
    sys.exit("the server did not start within a minute")
