"""Programs as users of other tracers write them, run as they run them, and what became of it."""

from __future__ import annotations

import gzip
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from genchi.records import Span

APP = "shop"
PROGRAMS = Path(__file__).with_name("programs")
_PROVIDER = Path(__file__).parents[2] / "tracing" / "instruments" / "provider.py"
_CODES = {0: "ok", 1: "ok", 2: "error"}


@dataclass(frozen=True, slots=True)
class Emitted:
    """What a program sent, and what is in the store after it ended."""

    up: Any
    bodies: list[tuple[bytes, dict[str, str]]]
    spans: list[Span]

    def named(self, name: str) -> list[Span]:
        """The spans of this name, by their start."""
        return [span for span in self.spans if span.name == name]

    def the(self, name: str) -> Span:
        """The one span of this name."""
        (span,) = self.named(name)
        return span

    def of_model(self, model: str, operation: str = "chat") -> Span:
        """The one span that asked this model."""
        (span,) = [s for s in self.spans if (s.model, s.operation) == (model, operation)]
        return span

    def children(self, parent: Span) -> list[Span]:
        """The spans right below another, by their start."""
        return [span for span in self.spans if span.parent_id == parent.key.span_id]

    def is_whole(self) -> None:
        """Every span that was sent is stored once, as it was; sent again, it is a duplicate."""
        sent = {bytes(raw.span_id).hex(): raw for body in self.bodies for raw in _decoded(*body)}
        assert len(self.spans) == len(sent) > 0
        for span in self.spans:
            raw = sent[span.key.span_id]
            assert span.key.trace_id == raw.trace_id.hex()
            assert (span.parent_id or "") == raw.parent_span_id.hex()
            assert span.name == raw.name
            assert span.start_ns == raw.start_time_unix_nano
            assert span.duration_ns == raw.end_time_unix_nano - raw.start_time_unix_nano
            assert span.status == _CODES[raw.status.code]
            assert (span.status_message or "").startswith(raw.status.message)
        before = self.up.health()
        for body, headers in self.bodies:
            assert self.up.ask("POST", "/v1/traces", body, headers).status == 200
        after = self.up.health()
        assert (before["rejected"], before["refused"]) == (0, 0)
        assert after["stored"] == before["stored"] == len(sent)
        assert after["received"] == 2 * before["received"]


Emit = Callable[..., Emitted]


@pytest.fixture
def emit(serve: Callable[..., Any]) -> Emit:
    """A function that runs a program to its end and tells what came; options are environment.

    Where a module that the program needs is not installed, the test is skipped.
    """

    def run(program: str, *needs: str, up: Any = None, app: str = APP, **options: str) -> Emitted:
        missing = [name for name in needs if not _is_installed(name)]
        if missing:
            pytest.skip(f"not installed: {', '.join(missing)}")
        up = up or serve()
        relay, provider = _Relay(up), _provider()
        with _answering(relay) as genchi, _answering(provider) as models:
            environment = {
                **{n: v for n, v in os.environ.items() if not n.startswith(("OTEL_", "OPENAI_"))},
                "OTEL_EXPORTER_OTLP_ENDPOINT": genchi,
                "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
                "OTEL_SERVICE_NAME": APP,
                "OPENAI_BASE_URL": f"{models}/v1",
                "OPENAI_API_KEY": "none",
                "TRACELOOP_TELEMETRY": "false",
                "NO_PROXY": "*",
            } | options
            done = subprocess.run(
                [sys.executable, str(PROGRAMS / f"{program}.py")],
                env=environment,
                capture_output=True,
                text=True,
                timeout=60,
            )
        assert (done.returncode, done.stderr) == (0, "")
        spans = list(up.store.spans.list(app, roots=False, payloads=True))
        return Emitted(up, relay.bodies, spans)

    return run


class _Relay(ThreadingHTTPServer):
    """Hands everything on to genchi as it came, and remembers it."""

    def __init__(self, up: Any) -> None:
        super().__init__(("127.0.0.1", 0), _Relaying)
        self.up = up
        self.bodies: list[tuple[bytes, dict[str, str]]] = []


class _Relaying(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Relay

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.bodies.append((body, headers))
        answer = self.server.up.ask("POST", self.path, body, headers)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def _answering(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _provider() -> ThreadingHTTPServer:
    """The provider of models that tests of the instruments ask as well."""
    spec = importlib.util.spec_from_file_location("genchi_test_provider", _PROVIDER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    provider: ThreadingHTTPServer = module.Provider()
    return provider


def _decoded(body: bytes, headers: dict[str, str]) -> list[Any]:
    """The spans of a body, as OpenTelemetry's own classes read it."""
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    request = ExportTraceServiceRequest.FromString(body)
    scopes = [scope for resource in request.resource_spans for scope in resource.scope_spans]
    return [span for scope in scopes for span in scope.spans]


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
