"""How much does it cost to keep a span, and what is lost when the server is killed?

    python bench/ingest.py [--install] [--rounds 3] [--spans 10240] [--peer-spans 2048]

In one run, in turn: a raw SQLite insert of the same bytes; genchi reading OTLP and storing what it
read, without a server; then servers as real processes, `genchi up` and others where they are
installed, that are sent bodies of 512 spans over four connections. CPU is that of the server until
all spans are in its file. In the end each server is killed in the middle of its work with SIGKILL,
each time at a later moment, and started again: a span that was acknowledged and is not there was
lost.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from environments import GENCHI, installed, machine, options, surroundings
from sending import Sender
from servers import PRODUCTS, Product, Server
from spans import SPANS_PER_BODY, batches, body

BENCH = Path(__file__).parent
CONNECTIONS = 4
RAW, READ, STORE = "raw SQLite insert", "genchi: read OTLP", "genchi: store what was read"
_WARM_UP, _KILL = 1_000_000, 2_000_000
"""Seeds of spans that no round sends."""
_KILL_AFTER = 5
"""Bodies that a server has acknowledged when it is killed for the first time."""
_IDLE_SECONDS = 60
"""A server that stores nothing more for so long has finished, whatever is missing."""


@dataclass(slots=True)
class Row:
    """One way to keep spans: microseconds of CPU a span, spans a second, bytes on disk a span."""

    name: str
    cpu: list[float] = field(default_factory=list)
    rate: list[float] = field(default_factory=list)
    size: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Killed:
    """What kills left behind, in spans."""

    name: str
    acknowledged: int
    kept: int
    lost: int

    def __add__(self, other: Killed) -> Killed:
        return Killed(
            self.name,
            self.acknowledged + other.acknowledged,
            self.kept + other.kept,
            self.lost + other.lost,
        )


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--spans", type=int, default=20 * SPANS_PER_BODY)
    parser.add_argument("--peer-spans", type=int, default=4 * SPANS_PER_BODY)
    parser.add_argument("--kills", type=int, default=3, help="of each server")
    given = parser.parse_args()
    chosen = [p for p in PRODUCTS if p.name in {"genchi", *(given.only or [p.name])}]
    environments = [product.environment for product in chosen]
    versions = installed(environments, given.environments, install=given.install)
    there = [product for product in chosen if product.name in versions]
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        rows = costs(there, given, Path(folder))
    print_costs(rows, versions)
    ran = {row.name for row in rows if row.cpu}
    killed = [kills(product, given) for product in there if product.name in ran and given.kills]
    print_killed(killed, given.kills)


def costs(there: Sequence[Product], given: argparse.Namespace, folder: Path) -> list[Row]:
    """All rounds; what is compared takes turns within each."""
    direct = {name: Row(name) for name in (RAW, READ, STORE)}
    served = {product.name: Row(product.name) for product in there}
    with running(there, given.environments, folder, served) as servers:
        for server in servers:
            load(server, Row("warm-up"), SPANS_PER_BODY, _WARM_UP)
        for seed in range(given.rounds):
            store_directly(direct, given, seed)
            for server in servers:
                number = given.spans if server.product is PRODUCTS[0] else given.peer_spans
                load(server, served[server.product.name], number, seed)
    return [*direct.values(), *served.values()]


@contextmanager
def running(
    there: Sequence[Product], environments: Path, folder: Path, rows: dict[str, Row]
) -> Iterator[list[Server]]:
    """The servers that start; when they have stopped, their rows know the size of their files."""
    servers = [Server(product, environments, folder / product.name) for product in there]
    try:
        started = [server for server in servers if starts(server, rows[server.product.name])]
        yield started
        for server in started:
            number = server.stored()
            server.stop()
            rows[server.product.name].size = server.size() / number if number else None
    finally:
        for server in servers:
            server.kill()


def starts(server: Server, row: Row) -> bool:
    """Start it; where it does not, its row says why."""
    try:
        server.start()
    except RuntimeError as error:
        row.note = f"did not start: {error}"
        return False
    return True


def load(server: Server, row: Row, number: int, seed: int) -> None:
    """Send the spans, wait until they are stored, add what it cost to the row."""
    bodies = [body(batch) for batch in batches(number, seed)]
    before, cpu, started = server.stored(), server.cpu(), time.perf_counter()
    sender = Sender(server.port, bodies, server.product.headers)
    sender.start(CONNECTIONS)
    sender.wait()
    stored = until_stored(server, before + number) - before
    row.rate.append(stored / (time.perf_counter() - started))
    row.cpu.append((server.cpu() - cpu) / max(stored, 1) * 1e6)
    if stored != number or set(sender.statuses) != {"200"}:
        row.note = f"{stored} of {number} stored, answers {dict(sender.statuses)}"


def until_stored(server: Server, wanted: int) -> int:
    """How many spans are stored in the end: all, or as many as there are when nothing moves."""
    stored, since = server.stored(), time.monotonic()
    while stored < wanted and time.monotonic() - since < _IDLE_SECONDS:
        time.sleep(0.1)
        now = server.stored()
        if now != stored:
            stored, since = now, time.monotonic()
    return stored


def store_directly(rows: dict[str, Row], given: argparse.Namespace, seed: int) -> None:
    """The three ways without a server, each in a fresh process."""
    raw = stored("raw", given, seed)
    genchi = stored("genchi", given, seed)
    for name, cost, cpu in (
        (RAW, raw, raw["cpu"]),
        (READ, genchi, genchi["read_cpu"]),
        (STORE, genchi, genchi["cpu"]),
    ):
        rows[name].cpu.append(cpu / given.spans * 1e6)
        if name != READ:
            rows[name].rate.append(given.spans / cost["seconds"])
            rows[name].size = cost["size"] / given.spans


def stored(what: str, given: argparse.Namespace, seed: int) -> dict[str, float]:
    """What `storing.py` measured."""
    with tempfile.TemporaryDirectory() as folder:
        program = [GENCHI.python(given.environments), BENCH / "storing.py"]
        done = subprocess.run(
            [*program, what, str(given.spans), str(seed), folder],
            env=surroundings(Path(folder)),
            check=True,
            capture_output=True,
            text=True,
        )
    cost: dict[str, float] = json.loads(done.stdout)
    return cost


def kills(product: Product, given: argparse.Namespace) -> Killed:
    """What all kills of one server left behind, each in a new folder."""
    total = Killed(product.name, 0, 0, 0)
    for number in range(given.kills):
        with tempfile.TemporaryDirectory() as folder:
            server = Server(product, given.environments, Path(folder))
            try:
                total += kill_midway(server, _KILL_AFTER + 3 * number)
            finally:
                server.kill()
    return total


def kill_midway(server: Server, after: int) -> Killed:
    """Kill a server once it has acknowledged some bodies, start it again, look for their spans."""
    # More bodies than it can take before the kill, so that some are always on their way.
    sent = list(batches((after + 10 * CONNECTIONS) * SPANS_PER_BODY, _KILL))
    server.start()
    sender = Sender(server.port, [body(batch) for batch in sent], server.product.headers)
    sender.start(CONNECTIONS)
    while sender.sending and len(sender.acknowledged) < after:
        time.sleep(0.002)
    server.kill()
    sender.wait()
    acknowledged = {s.span_id for place in sender.acknowledged for s in sent[place]}
    kept = ids_after_restart(server)
    return Killed(server.product.name, len(acknowledged), len(kept), len(acknowledged - kept))


def ids_after_restart(server: Server) -> set[str]:
    """The spans that are there once it runs again and stores nothing more."""
    server.start()
    try:
        stored, now = -1, server.stored()
        while now != stored:
            stored = now
            time.sleep(3)
            now = server.stored()
        return server.ids()
    finally:
        server.stop()


def print_costs(rows: Sequence[Row], versions: dict[str, dict[str, str]]) -> None:
    """One row for each way; ratios are of CPU, in the same run."""
    medians = {row.name: statistics.median(row.cpu) for row in rows if row.cpu}
    print(
        f"{'µs of CPU a span':<30}{'median':>8}{'least–most':>18}{'/ raw':>8}{'/ genchi':>10}"
        f"{'spans/s':>10}{'bytes/span':>12}"
    )
    for row in rows:
        name = " ".join([row.name, *versions.get(row.name, {}).values()])
        print(f"{name:<30}{_numbers(row, medians)}  {row.note}".rstrip())


def _numbers(row: Row, medians: dict[str, float]) -> str:
    if not row.cpu:
        return ""
    median = medians[row.name]
    to_genchi = f"{median / medians['genchi']:.2f}" if "genchi" in medians else "–"
    rate = f"{statistics.median(row.rate):,.0f}" if row.rate else "–"
    size = f"{row.size:,.0f}" if row.size else "–"
    return (
        f"{median:>8.1f}{f'{min(row.cpu):,.1f}–{max(row.cpu):,.1f}':>18}"
        f"{median / medians[RAW]:>8.1f}{to_genchi:>10}{rate:>10}{size:>12}"
    )


def print_killed(killed: Sequence[Killed], times: int) -> None:
    """One row for each server that ran."""
    title = f"killed {times} times at work, spans"
    print(f"\n{title:<30}{'acknowledged':>14}{'kept':>10}{'lost':>10}")
    for one in killed:
        print(f"{one.name:<30}{one.acknowledged:>14,}{one.kept:>10,}{one.lost:>10,}")


if __name__ == "__main__":
    main()
