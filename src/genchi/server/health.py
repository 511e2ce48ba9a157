"""What the server says of itself: the accounts as JSON, and the same and more for Prometheus."""

from __future__ import annotations

import dataclasses
import os
import resource
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genchi import __version__
from genchi.server.asking import asker_of
from genchi.server.identifying import is_page
from genchi.server.writer import Writer
from genchi.store import Store

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram of commits, in seconds."""
_PAGES, _OTHER = "pages", "other"
"""How answers are counted that are the web app's, and those to what is nobody's."""


@dataclass(slots=True)
class Measures:
    """What is counted since this process started."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    commits: list[int] = field(default_factory=lambda: [0] * (len(_BUCKETS) + 1))
    commit_seconds: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def committed(self, seconds: float) -> None:
        """A transaction took so long."""
        with self._lock:
            self.commits[bisect_left(_BUCKETS, seconds)] += 1
            self.commit_seconds += seconds

    def answered(self, path: str, status: int) -> None:
        """A request was answered; `path` is one of a bounded number of patterns."""
        with self._lock:
            self.requests[path, status] += 1


class Counted:
    """ASGI middleware that counts answers by the pattern of their path, and by status."""

    def __init__(self, app: ASGIApp, measures: Measures, routes: Sequence[Route]) -> None:
        """`routes` are those that are counted by their patterns."""
        self._app, self._measures = app, measures
        self._patterns = [(route.path_regex, route.path_format) for route in routes]
        self._plain = {route.path for route in routes if not route.param_convertors}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                status = message["status"]
                self._measures.answered(self._pattern(scope["path"], status), status)
            await send(message)

        await self._app(scope, receive, counting)

    def _pattern(self, path: str, status: int) -> str:
        """What a path is counted as: however many there are, their patterns are few."""
        if path in self._plain:
            return path
        if is_page(path):
            return _PAGES if status < 400 else _OTHER
        found = (name for regex, name in self._patterns if regex.match(path))
        return next(found, _OTHER)


@dataclass(frozen=True, slots=True)
class Health:
    """The two endpoints."""

    store: Store
    writer: Writer
    measures: Measures

    async def health(self, request: Request) -> Response:
        """`GET /api/health`: the accounts; to a stranger, only that we are here."""
        if not asker_of(request.scope).known:
            return JSONResponse({"version": __version__})
        return JSONResponse(
            dataclasses.asdict(self.writer.account())
            | {
                "dropped_by_clients": self.store.accounts.dropped_by_clients(),
                "queue": self.writer.waiting[0],
                "version": __version__,
            }
        )

    async def metrics(self, request: Request) -> Response:
        """`GET /metrics`: the text format of Prometheus, version 0.0.4."""
        text = "".join(f"{line}\n" for line in self._lines())
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    def _lines(self) -> list[str]:
        account = self.writer.account()
        by_outcome = {k: v for k, v in dataclasses.asdict(account).items() if k != "received"}
        deliveries, size = self.writer.waiting
        usage = resource.getrusage(resource.RUSAGE_SELF)
        requests = {
            f'{{path="{path}",status="{status}"}}': count
            for (path, status), count in sorted(self.measures.requests.items())
        }
        outcomes = {f'{{outcome="{name}"}}': count for name, count in by_outcome.items()}
        dropped = self.store.accounts.dropped_by_clients()
        return [
            *_metric("genchi_build_info", "gauge", {f'{{version="{__version__}"}}': 1}),
            *_metric("genchi_spans_received_total", "counter", {"": account.received}),
            *_metric("genchi_spans_total", "counter", outcomes),
            *_metric("genchi_client_dropped_spans_total", "counter", {"": dropped}),
            *_metric("genchi_queue_deliveries", "gauge", {"": deliveries}),
            *_metric("genchi_queue_bytes", "gauge", {"": size}),
            *_metric("genchi_http_requests_total", "counter", requests),
            *self._commits(),
            *_metric("genchi_store_bytes", "gauge", {"": stored_bytes(self.store.path)}),
            *_metric("process_cpu_seconds_total", "counter", {"": usage.ru_utime + usage.ru_stime}),
            *_metric("process_resident_memory_bytes", "gauge", {"": _resident_bytes()}),
        ]

    def _commits(self) -> list[str]:
        name, counts = "genchi_commit_seconds", list(accumulate(self.measures.commits))
        bounds = [*map(str, _BUCKETS), "+Inf"]
        return [
            f"# TYPE {name} histogram",
            *(f'{name}_bucket{{le="{b}"}} {n}' for b, n in zip(bounds, counts, strict=True)),
            f"{name}_sum {self.measures.commit_seconds}",
            f"{name}_count {counts[-1]}",
        ]


def _metric(name: str, kind: str, values: Mapping[str, float]) -> list[str]:
    return [f"# TYPE {name} {kind}", *(f"{name}{labels} {v}" for labels, v in values.items())]


def stored_bytes(path: Path) -> int:
    """How much of the disk a store takes."""
    wal = path.with_name(f"{path.name}-wal")
    return sum(p.stat().st_size for p in (path, wal) if p.exists())


def _resident_bytes() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")
