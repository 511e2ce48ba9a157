"""A server that accepts whatever a tracing client sends, and counts it.

    python bench/sink.py

Prints its address and answers 200 to every path. `GET /counts` says what has arrived since the last
time it was asked: requests, bytes as sent, spans, and how often the words of the traced function's
input and output occur, so that a client that records nothing cannot look fast.
"""

from __future__ import annotations

import gzip
import json
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import wire

INPUT_WORD, OUTPUT_WORD = "sunflower", "nightingale"
"""What the traced function is given begins with the one, what it returns with the other."""

_received: list[tuple[str, bytes]] = []
_lock = threading.Lock()


class Sink(BaseHTTPRequestHandler):
    """Keeps each body until someone asks for the counts; reading them is not on the clock."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Keep the body, answer with an empty protobuf message."""
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with _lock:
            _received.append((self.headers.get("Content-Encoding", ""), content))
        self._answer(b"", "application/x-protobuf")

    def do_GET(self) -> None:
        """The counts; an empty object for every other path."""
        answer = counts() if self.path == "/counts" else {}
        self._answer(json.dumps(answer).encode(), "application/json")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Stay silent."""

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def counts() -> dict[str, int]:
    """What has arrived since the last call."""
    with _lock:
        bodies = _received.copy()
        _received.clear()
    plain = [_plain(encoding, content) for encoding, content in bodies]
    return {
        "requests": len(bodies),
        "bytes": sum(len(content) for _, content in bodies),
        "spans": sum(wire.span_count(content) for content in plain),
        "inputs": sum(content.count(INPUT_WORD.encode()) for content in plain),
        "outputs": sum(content.count(OUTPUT_WORD.encode()) for content in plain),
    }


def _plain(encoding: str, content: bytes) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(content)
    if encoding == "deflate":
        return zlib.decompress(content)
    return content


def main() -> None:
    """Serve until the process is ended."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
