"""How long does a writer wait for the upkeep of the store: the text index, retention, forgetting?

    python bench/upkeep.py [--spans 40000] [--seconds 8]

One process adds ten spans at a time, again and again, and times each commit: first alone, then
while another process indexes, then while it sweeps what a rule no longer keeps, then while it
forgets some spans (without the rewriting of the file at the end, which pauses writers and says so).
The store has `--spans` spans before. In the end every span that was acknowledged has to be there.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.synchronize import Event
from pathlib import Path

from rich.console import Console
from rich.table import Table

from genchi.records import Filter, Span
from genchi.store import Store, open_store
from genchi.store.retention import Keep
from genchi.tracing.otlp import read
from spans import batches, body

_AT_ONCE = 10
_DAY_NS = 86_400 * 10**9


def main() -> None:
    """Print how long commits took beside each kind of upkeep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--spans", type=int, default=40_000)
    parser.add_argument("--seconds", type=float, default=8.0, help="at most, for each row")
    options = parser.parse_args()
    table = Table(box=None, header_style="")
    for name in ("ms a commit waits", "commits", "p50", "p99", "longest", "upkeep took s"):
        table.add_column(name, justify="left" if name.startswith("ms") else "right")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _fill(home, options.spans)
        for name, upkeep in _UPKEEP.items():
            waits, took = _beside(home, upkeep, options.seconds)
            table.add_row(name, str(len(waits)), *_summary(waits), f"{took:.1f}")
    console = Console(width=100)
    console.print(f"2-core load average {os.getloadavg()[0]:.2f}, {options.spans} spans before")
    console.print(table)


def _fill(home: Path, number: int) -> None:
    store = open_store(home, create=True)
    for batch in batches(number, seed=1):
        store.spans.add(_decoded(body(batch)))
    store.close()


def _decoded(content: bytes) -> list[Span]:
    return [found for found in read(content, "protobuf") if isinstance(found, Span)]


def _beside(
    home: Path, upkeep: Callable[[Store], None], seconds: float
) -> tuple[list[float], float]:
    """The seconds of each commit while the upkeep runs in this process, and how long that took."""
    context = multiprocessing.get_context("spawn")
    ready, stop = context.Event(), context.Event()
    mine, theirs = context.Pipe(duplex=False)
    writer = context.Process(target=_write, args=(home, ready, stop, theirs))
    writer.start()
    ready.wait()
    started = time.perf_counter()
    store = open_store(home, create=False)
    upkeep(store)
    took = time.perf_counter() - started
    time.sleep(max(0.0, min(seconds, 2.0) - took))
    stop.set()
    waits: list[float] = mine.recv()
    acknowledged: list[str] = mine.recv()
    writer.join()
    _assert_there(store, acknowledged)
    store.close()
    return waits, took


def _write(home: Path, ready: Event, stop: Event, told: object) -> None:
    """Add spans until told to stop; then send how long each commit took, and what is stored."""
    store = open_store(home, create=False)
    waits: list[float] = []
    acknowledged: list[str] = []
    for spans in _fresh(os.getpid()):
        started = time.perf_counter()
        store.spans.add(spans)
        waits.append(time.perf_counter() - started)
        acknowledged += [span.key.span_id for span in spans]
        ready.set()
        time.sleep(0.002)
        if stop.is_set():
            break
    told.send(waits)  # type: ignore[attr-defined]
    told.send(acknowledged)  # type: ignore[attr-defined]
    store.close()


def _fresh(seed: int) -> Iterator[list[Span]]:
    for batch in itertools.chain.from_iterable(batches(512, n) for n in itertools.count(seed)):
        now_ns = time.time_ns()  # newer than anything that a rule lets go
        spans = [replace(span, start_ns=now_ns) for span in _decoded(body(batch))]
        for start in range(0, len(spans), _AT_ONCE):
            yield spans[start : start + _AT_ONCE]


def _assert_there(store: Store, acknowledged: list[str]) -> None:
    with store.database.read() as connection:
        stored = {s.hex() for (s,) in connection.execute("SELECT span_id FROM span")}
    lost = set(acknowledged) - stored
    if lost:
        raise SystemExit(f"{len(lost)} acknowledged spans are gone")


def _index(store: Store) -> None:
    while store.text.catch_up(2_000):
        pass


def _sweep(store: Store) -> None:
    """Let go of the older half of what was there before the writers came."""
    starts = [span.start_ns for app in store.spans.apps() for span in store.spans.list(app)]
    middle = int(statistics.median(starts))
    now_ns = time.time_ns()
    store.retention.set(Keep(days=(now_ns - middle) / _DAY_NS))
    store.retention.sweep(now_ns)
    store.retention.remove(None)


def _forget(store: Store) -> None:
    page = store.spans.page(Filter(), limit=200, oldest_first=True)
    store.forget([span.key for span in page.spans], rewrite=False)


_UPKEEP: dict[str, Callable[[Store], None]] = {
    "alone": lambda store: None,
    "while the text index is fed": _index,
    "while half is swept": _sweep,
    "while 200 spans are forgotten": _forget,
}


def _summary(waits: list[float]) -> list[str]:
    ordered = sorted(waits)
    places = (0.5, 0.99, 1.0)
    chosen = [ordered[min(int(share * len(ordered)), len(ordered) - 1)] for share in places]
    return [json.dumps(round(1000 * seconds, 1)) for seconds in chosen]


if __name__ == "__main__":
    main()
