"""How long a running server keeps others waiting while it gives a large answer.

A second connection asks for health again and again, from before the large request until after its
answer has been read. The answer is read by the same program, which asks less often then than it
could: on a machine with two cores that is part of what is measured.
"""

from __future__ import annotations

import http.client
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import genchi
from environments import Environment
from filled import LARGE, LONG_TRACE
from servers import PRODUCTS, Server

_TIMES = 5
_PAUSE = 0.005
_TIMEOUT = 120.0
_HERE = Path(sys.prefix)
_PATHS = {
    "nothing else is asked": None,
    "a trace of 20,000 spans is served": f"/api/traces/{LONG_TRACE.trace_id}",
    "a payload of 10 MB is served": (
        f"/api/spans/{quote(LARGE.app)}/{LARGE.trace_id}/{LARGE.span_id}/payload"
    ),
    "facets of all are served": "/api/facets?fields=model,status",
}


@dataclass(frozen=True, slots=True)
class Delay:
    """Milliseconds of each answer of health meanwhile, and of the large one (median); its bytes."""

    what: str
    health: list[float]
    answer: float
    size: int


def delays(home: Path) -> list[Delay]:
    """What a server of this very genchi does with the store at `home`."""
    here = Environment(_HERE.name, ("genchi",))
    source = str(Path(genchi.__file__).parent.parent)
    product = replace(PRODUCTS[0], environment=here, variables={"PYTHONPATH": source})
    server = Server(product, _HERE.parent, home)
    server.start()
    try:
        return [_delay(server.port, what, path) for what, path in _PATHS.items()]
    finally:
        server.stop()


def _delay(port: int, what: str, path: str | None) -> Delay:
    took, size = [0.0], 0
    with _asking_for_health(port) as health:
        if path is None:
            time.sleep(1)
        else:
            answers = [_get(port, path) for _ in range(_TIMES)]
            took, size = [ms for ms, _ in answers], answers[-1][1]
    return Delay(what, health, sorted(took)[len(took) // 2], size)


@contextmanager
def _asking_for_health(port: int) -> Iterator[list[float]]:
    """Asks all the while, on one connection; the list has the ms of every answer in the end."""
    found: list[float] = []
    enough = threading.Event()

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
        while not enough.is_set():
            started = time.perf_counter()
            connection.request("GET", "/api/health")
            connection.getresponse().read()
            found.append((time.perf_counter() - started) * 1e3)
            time.sleep(_PAUSE)
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield found
    finally:
        enough.set()
        thread.join()


def _get(port: int, path: str) -> tuple[float, int]:
    """Milliseconds until the whole answer was read, and its bytes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
    try:
        started = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        size = len(answer.read())
        took = (time.perf_counter() - started) * 1e3
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"GET {path} was answered with {answer.status}")
    return took, size
