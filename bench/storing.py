"""What it costs to put spans on disk in one process, without a server.

    python bench/storing.py raw|genchi SPANS SEED FOLDER

`raw` is the least that SQLite can do: the bytes of each span in a table of one column, no index, no
compression, 500 to a transaction, synchronous=NORMAL. `genchi` reads OTLP and stores what it read,
as the server's writer does: 512 spans at once, four such to a transaction, synchronous=FULL. Prints
JSON; making the spans is not on the clock.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import apsw

from spans import batches, body, spans

_RAW_BATCH = 500
_BODIES_TOGETHER = 4


@dataclass(slots=True)
class Cost:
    """CPU and wall seconds for reading OTLP and for storing, and bytes on disk after closing."""

    read_cpu: float = 0.0
    cpu: float = 0.0
    seconds: float = 0.0
    size: int = 0


def store_raw(number: int, seed: int, folder: Path) -> Cost:
    """Insert the bytes as they are."""
    rest = iter([(span.data,) for span in spans(number, seed)])
    connection = apsw.Connection(str(folder / "raw.db"))
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL"):
        connection.execute(statement).fetchall()
    connection.execute("CREATE TABLE span (data BLOB)")
    cost = Cost()
    with _on_the_clock(cost):
        while batch := list(itertools.islice(rest, _RAW_BATCH)):
            with connection:
                connection.executemany("INSERT INTO span VALUES (?)", batch)
    connection.close()
    return cost


def store_genchi(number: int, seed: int, folder: Path) -> Cost:
    """Read the bodies, then store the spans."""
    from genchi.records import Span
    from genchi.store import open_store
    from genchi.tracing.otlp import read as read_otlp

    bodies = [body(batch) for batch in batches(number, seed)]
    started = time.process_time()
    read = [[s for s in read_otlp(b, "protobuf") if isinstance(s, Span)] for b in bodies]
    cost = Cost(read_cpu=time.process_time() - started)
    store = open_store(folder, create=True)
    with _on_the_clock(cost):
        for start in range(0, len(read), _BODIES_TOGETHER):
            with store.together():
                for some in read[start : start + _BODIES_TOGETHER]:
                    store.spans.add(some)
    kept = store.spans.count()
    store.close()
    if kept != number:
        raise RuntimeError(f"{kept} of {number} spans were stored")
    return cost


@contextmanager
def _on_the_clock(cost: Cost) -> Iterator[None]:
    cpu, started = time.process_time(), time.perf_counter()
    yield
    cost.cpu, cost.seconds = time.process_time() - cpu, time.perf_counter() - started


def main() -> None:
    """Store and print what it cost."""
    what, number, seed, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    cost = {"raw": store_raw, "genchi": store_genchi}[what](number, seed, folder)
    cost.size = sum(path.stat().st_size for path in folder.iterdir())
    print(json.dumps(asdict(cost)))


if __name__ == "__main__":
    main()
