"""A real client against a real server: one of them is killed, again and again. What the client has
handed over arrives, and once.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from genchi.store import open_store

pytestmark = pytest.mark.slow

_CLIENT = """
import sys, time
import genchi

genchi.configure(app="shop", to=sys.argv[1], spool=sys.argv[2])
first, count, pause = int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])

@genchi.trace
def answer(number, question):
    return "三十天内" * 20

for number in range(first, first + count):
    answer(number, "怎么退款")
    if number % 50 == 0:
        print(number, flush=True)
        time.sleep(pause)
result = genchi.flush(timeout=120)
print("flushed", result.closed, result.delivered, result.waiting, result.dropped, result.refused)
"""


def client(url: str, spool: Path, first: int, count: int, pause: float) -> subprocess.Popen[str]:
    arguments = [url, str(spool), str(first), str(count), str(pause)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GENCHI_")}
    return subprocess.Popen(
        [sys.executable, "-c", _CLIENT, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )


def numbers_stored(home: Path) -> list[int]:
    """The numbers that traced calls had, as they are in the store."""
    store = open_store(home, create=False)
    spans = store.spans.list("shop", payloads=True)
    numbers = sorted(span.payload.inputs["number"] for span in spans if span.payload)
    assert store.accounts.read().stored == len(numbers)
    store.close()
    return numbers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_server_that_is_killed_over_and_over_costs_a_client_nothing(
    server: Any, tmp_path: Path, rounds: int
) -> None:
    server.port = free_port()  # nobody is there yet: the first batches are refused
    count = 300 * rounds
    with client(server.url, tmp_path / "spool", 0, count, 0.04) as running:
        time.sleep(0.5)
        for _ in range(rounds):
            server.start()
            time.sleep(random.uniform(0.05, 0.35))
            server.stop()
            time.sleep(random.uniform(0, 0.1))
        server.start()
        assert running.stdout is not None
        *_, last = running.stdout.read().splitlines()
    server.stop(signal.SIGTERM)
    assert last == f"flushed {count} {count} 0 0 0"
    assert numbers_stored(server.home) == list(range(count))


def test_clients_that_are_killed_lose_only_what_they_had_not_handed_over(
    server: Any, tmp_path: Path, rounds: int
) -> None:
    server.port = free_port()
    said: set[int] = set()
    for number in range(rounds):
        first = number * 100_000
        with client(server.url, tmp_path / "spool", first, 100_000, 0.02) as running:
            assert running.stdout is not None
            running.stdout.readline()  # the first call is over
            time.sleep(random.uniform(0.6, 1.2))
            running.kill()
            told = [int(line) for line in running.stdout.read().splitlines() if line.isdigit()]
        # a batch gathers for half a second, 50 calls take 20 ms or more
        old_enough = told[-1] - 50 * int(0.55 / 0.02) if told else first
        said |= set(range(first, max(old_enough, first)))
        if number == rounds // 2:
            server.start()
    if server.process is None:
        server.start()
    with client(server.url, tmp_path / "spool", -1, 1, 0) as last:  # takes over what is left
        assert last.stdout is not None
        assert last.stdout.read().splitlines()[-1].startswith("flushed 1 ")
    server.stop(signal.SIGTERM)
    stored = numbers_stored(server.home)
    assert len(stored) == len(set(stored))
    assert said <= set(stored)
    assert len(said) > 100 * rounds
    left = [path for path in (tmp_path / "spool").rglob("*") if path.is_file()]
    assert [path for path in left if path.stat().st_size] == []
