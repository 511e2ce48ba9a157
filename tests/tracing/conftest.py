"""What tests of tracing share: a list that spans arrive in, and a server that takes OTLP."""

from __future__ import annotations

import gzip
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from genchi import tracing
from genchi.records import Span
from genchi.tracing.otlp import read

Reply = int | tuple[int, dict[str, str]] | tuple[int, dict[str, str], bytes] | str
"""A status, with headers and a body where wanted; or `hang`, `cut`, `cut after reading`."""


@pytest.fixture
def spans() -> Iterator[list[Span]]:
    """Every span that ends during the test, in the order of their ends."""
    ended: list[Span] = []
    tracing.start(app="desk", sink=tracing.ListSink(ended))
    yield ended
    tracing.stop()


@dataclass
class Collector:
    """A server on this machine that answers as it is told to, and keeps what it answered 200 to."""

    replies: deque[Reply] = field(default_factory=deque)
    """One for each request; where they run out, 200."""
    spans: list[Span] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)

    def take(self, body: bytes) -> None:
        self.spans += [span for span in read(body, "protobuf") if isinstance(span, Span)]

    @property
    def ids(self) -> set[str]:
        return {span.key.span_id for span in self.spans}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    collector: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        collector = self.collector
        collector.headers.append({**self.headers, "path": self.path})
        reply = collector.replies.popleft() if collector.replies else 200
        if isinstance(reply, str):
            self._misbehave(reply, body)
            return
        status, headers, said = (reply, {}, b"") if isinstance(reply, int) else (*reply, b"")[:3]
        if status == 200:
            collector.take(body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _misbehave(self, how: str, body: bytes) -> None:
        if how == "hang":
            self.collector.released.wait(10)
        if how == "cut after reading":
            self.collector.take(body)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    yield from _serving(Collector())


@pytest.fixture
def collectors() -> Iterator[Callable[[], Collector]]:
    """Makes a second server, where one test needs two."""
    running: list[Iterator[Collector]] = []

    def another() -> Collector:
        running.append(_serving(Collector()))
        return next(running[-1])

    yield another
    for server in running:
        next(server, None)


def _serving(collector: Collector) -> Iterator[Collector]:
    handler = type("Handler", (_Handler,), {"collector": collector})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    collector.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield collector
    collector.released.set()
    server.shutdown()
    server.server_close()
    thread.join()
