"""Servers that run as processes, so that they can be killed."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genchi.records import Message, Payload, Span, SpanKey, Text
from genchi.tracing import otlp

ROUNDS = int(os.environ.get("GENCHI_CRASH_ROUNDS", "20"))


class ServerProcess:
    """`genchi up` for a home, started and killed as often as needed, always at one port."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "genchi", "up", "--home", str(self.home)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--lang", "en"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"is up at http://\S+:(\d+)", line)
        assert found is not None, line
        self.port = int(found.group(1))

    def stop(self, number: signal.Signals = signal.SIGKILL) -> None:
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def send(self, body: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer; `OSError` where there is none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"content-type": "application/x-protobuf"}
            connection.request("POST", "/v1/traces", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()

    def health(self) -> dict[str, Any]:
        """The accounts, which have to add up."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", "/api/health")
            told: dict[str, Any] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        parts = ("stored", "duplicate", "rejected", "refused")
        assert told["received"] == sum(told[name] for name in parts)
        return told


@pytest.fixture
def rounds() -> int:
    """How often to kill: GENCHI_CRASH_ROUNDS."""
    return ROUNDS


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A server that is not started yet."""
    process = ServerProcess(tmp_path / "home")
    yield process
    process.stop()


@pytest.fixture
def server_at() -> Iterator[Any]:
    """Makes servers for other homes."""
    made: list[ServerProcess] = []

    def make(home: Path) -> ServerProcess:
        made.append(ServerProcess(home))
        return made[-1]

    yield make
    for process in made:
        process.stop()


@pytest.fixture
def body() -> Any:
    """Makes the body of `count` spans with ids from `first` on."""

    def make(first: int, count: int, size: int = 400) -> bytes:
        return otlp.write(
            Span(
                SpanKey("shop", f"{number // 8 + 1:032x}", f"{number:016x}"),
                start_ns=1_700_000_000_000_000_000 + number,
                duration_ns=5_000_000,
                name="answer",
                payload=Payload(
                    messages=(Message("user", (Text(f"退款 {number} " + os.urandom(size).hex()),)),)
                ),
            )
            for number in range(first, first + count)
        )

    return make
