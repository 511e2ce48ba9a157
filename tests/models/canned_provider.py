"""A provider that says what a test wrote down for it, byte by byte, and keeps what it was sent.

For what `genchi mock` does not speak: Google's API, the pages of proxies, the errors of others.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Canned:
    """One answer. `cut` ends the connection in the middle of it, `hang` never ends it."""

    body: bytes
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    hang: bool = False


@dataclass(frozen=True)
class Sent:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Provider:
    """The provider that is up: where, what it says in turn, and what it was sent."""

    url: str
    answers: list[Canned]
    sent: list[Sent]


def as_json(value: Any, status: int = 200, **headers: str) -> Canned:
    return Canned(json.dumps(value, ensure_ascii=False).encode(), status, headers=headers)


def as_events(*events: Any) -> Canned:
    """A stream of events as Google and OpenAI frame them."""
    lines = [f"data: {json.dumps(event, ensure_ascii=False)}\n\n" for event in events]
    return Canned("".join(lines).encode(), kind="text/event-stream")


PROXY = Canned(b"<html>\n<h1>Please log in</h1>\n</html>", kind="text/html; charset=utf-8")


@contextmanager
def providing(*in_turn: Canned) -> Iterator[Provider]:
    """A provider that gives these answers in turn, the last of them for ever."""
    answers = list(in_turn)
    sent: list[Sent] = []
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = json.loads(self.rfile.read(length))
            sent.append(Sent(self.path, dict(self.headers), body))
            answer = answers[min(len(sent), len(answers)) - 1]
            broken = answer.cut or answer.hang
            self.send_response(answer.status)
            self.send_header("content-type", answer.kind)
            self.send_header("content-length", str(len(answer.body) + broken))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)
            self.wfile.flush()
            if answer.hang:
                over.wait(30)
            self.close_connection = True

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Provider(f"http://127.0.0.1:{server.server_address[1]}", answers, sent)
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
