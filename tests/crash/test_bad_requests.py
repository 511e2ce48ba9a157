"""A sender that is broken and does not stop: the server's memory does not grow with it."""

from __future__ import annotations

import gzip
import http.client
import itertools
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

WARM_UP, FURTHER = 2_000, 4_000
GROWTH_MB = 6
"""What allocators and caches may still take after the warm-up; a kilobyte a request would show."""


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / (1 << 20)


def bad_ones(body: bytes) -> Iterator[tuple[str, str, bytes, dict[str, str]]]:
    """Requests that cannot be taken, each another one."""
    protobuf, as_json = (
        {"content-type": "application/x-protobuf"},
        {"content-type": "application/json"},
    )
    zipped = protobuf | {"content-encoding": "gzip"}
    pressed = gzip.compress(body)
    for n in itertools.count():
        yield from (
            ("POST", "/v1/traces", body[: len(body) - 1 - n % 500], protobuf),
            ("POST", "/v1/traces", b'{"resourceSpans": [%d, ' % n, as_json),
            ("POST", "/v1/traces", b"[" * (n % 3_000), as_json),
            ("POST", "/v1/traces", pressed[: 20 + n % 500], zipped),
            ("POST", "/v1/traces", b"x" * 500, {"content-type": f"text/x-{n}"}),
            ("GET", f"/api/nowhere/{n}", b"", {"x-number": str(n)}),
            ("DELETE", "/metrics", b"", {}),
            ("GET", "/api/health", b"", {"host": f"evil-{n}.example"}),
        )


def test_memory_does_not_grow_with_the_number_of_bad_requests(server: Any, body: Any) -> None:
    server.start()
    requests = bad_ones(body(1, 20))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def send(count: int) -> float:
        for number, (method, path, content, headers) in enumerate(
            itertools.islice(requests, count)
        ):
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            answer.read()
            assert 400 <= answer.status < 500, (method, path, content[:50])
            if number % 10 == 0:  # a connection of its own, and what is no HTTP
                with socket.create_connection(("127.0.0.1", server.port), timeout=30) as raw:
                    raw.sendall(b"\x16\x03\x01 %d\r\n\r\n" % number)
                    raw.recv(1_000)
        return resident_mb(server.process.pid)

    before = send(WARM_UP)
    after = send(FURTHER)
    connection.close()
    assert server.send(body(1, 20))[0] == 200
    assert server.health()["received"] == server.health()["stored"] == 20
    assert after - before < GROWTH_MB, f"{before:.0f} MB grew to {after:.0f} MB"
