"""Ten times more than the server can take: memory stays bounded and every span is accounted for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from genchi.store import open_store

pytestmark = pytest.mark.slow

MEMORY_MB = 400
"""What docs/server.md promises as the most that a flood of the usual bodies makes of it."""
_SECONDS = 8
_SENDERS = 64
_SPANS = 1000


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"process {pid} has no memory")


class _SlowDisk(threading.Thread):
    """Another program that keeps the store to itself nine tenths of the time."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._home = home
        self.stopped = threading.Event()

    def run(self) -> None:
        store = open_store(self._home, create=False)
        while not self.stopped.is_set():
            with store.together():
                time.sleep(0.9)
            time.sleep(0.1)
        store.close()


def test_memory_is_bounded_and_the_accounts_add_up_to_the_last_span(server: Any, body: Any) -> None:
    server.start()
    contents = [body(1 + n % 8 * _SPANS, _SPANS, 1000) for n in range(_SENDERS)]
    statuses: Counter[int] = Counter()
    lock = threading.Lock()
    end = time.monotonic() + _SECONDS

    def send(content: bytes) -> None:
        while time.monotonic() < end:
            status, _ = server.send(content)
            with lock:
                statuses[status] += 1

    slow = _SlowDisk(server.home)
    slow.start()
    threads = [threading.Thread(target=send, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    memory = []
    while any(thread.is_alive() for thread in threads):
        memory.append(_resident_mb(server.process.pid))
        time.sleep(0.05)
    slow.stopped.set()
    for thread in (*threads, slow):
        thread.join()
    told = server.health()
    assert set(statuses) == {200, 429}
    assert statuses[429] > statuses[200]
    assert told["received"] == _SPANS * statuses.total()
    assert told["refused"] == _SPANS * statuses[429]
    assert told["stored"] + told["duplicate"] == _SPANS * statuses[200]
    assert max(memory) < MEMORY_MB, f"{max(memory):.0f} MB"
