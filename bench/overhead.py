"""What does recording a call cost the program that is recorded? genchi next to other SDKs.

    python bench/overhead.py [--install] [--rounds 5] [--bursts 4] [--calls 1000]

Each product runs in an environment of its own, in turn and in a fresh process for every round, and
sends to one sink on this machine. It traces a function that does nothing, with input and output, as
its documentation says, with queues and batches of default size. CPU is that of all threads of the
process, with what it takes to send; `caller` is the part that the calling thread pays. A product
whose spans, inputs and outputs did not all arrive gets no number.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from environments import installed, machine, options, surroundings
from traced import CONTESTANTS, UNTRACED, Contestant

BENCH = Path(__file__).parent


@dataclass(slots=True)
class Measured:
    """The rounds of one contestant: microseconds a call, and what the sink counted."""

    name: str
    cpu: list[float] = field(default_factory=list)
    caller: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    arrived: dict[str, int] = field(default_factory=dict)
    problem: str = ""

    def add(self, bursts: Sequence[dict[str, float]], counts: dict[str, int]) -> None:
        """One more round: the middle of its bursts, the first of which only warmed up."""
        for name in ("cpu", "caller", "wall"):
            getattr(self, name).append(statistics.median(burst[name] for burst in bursts[1:]))
        for name, count in counts.items():
            self.arrived[name] = self.arrived.get(name, 0) + count


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bursts", type=int, default=4, help="measured bursts a round")
    parser.add_argument("--calls", type=int, default=1000, help="calls in a burst, below 2,048")
    given = parser.parse_args()
    chosen = [c for c in CONTESTANTS if c.name in {"genchi", *(given.only or [c.name])}]
    environments = [contestant.environment for contestant in chosen]
    versions = installed(environments, given.environments, install=given.install)
    there = [contestant for contestant in chosen if contestant.name in versions]
    print(machine())
    rows = measured(there, given)
    print_table(rows, versions, (given.bursts + 1) * given.calls * given.rounds)
    for row in rows:
        if row.problem:
            print(f"{row.name}: {row.problem}")


def measured(there: Sequence[Contestant], given: argparse.Namespace) -> list[Measured]:
    """All rounds, the contestants in turn within each."""
    rows = {"untraced": Measured("untraced")} | {c.name: Measured(c.name) for c in there}
    with sink() as url, tempfile.TemporaryDirectory() as home:
        for _ in range(given.rounds):
            for name, contestant in {"untraced": UNTRACED, **{c.name: c for c in there}}.items():
                one_round(rows[name], contestant, url, Path(home), given)
    return list(rows.values())


def one_round(
    row: Measured, contestant: Contestant, url: str, home: Path, given: argparse.Namespace
) -> None:
    """Run the contestant in a fresh process and add what it measured to its row."""
    python = contestant.environment.python(given.environments)
    numbers = [str(given.bursts + 1), str(given.calls)]
    done = subprocess.run(
        [str(python), str(BENCH / "traced.py"), row.name, url, *numbers],
        cwd=home,
        env=surroundings(home),
        capture_output=True,
        text=True,
        check=False,
    )
    counts = counted(url)
    if done.returncode:
        row.problem = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        return
    row.add(json.loads(done.stdout.splitlines()[-1]), counts)


@contextmanager
def sink() -> Iterator[str]:
    """The address of a sink in a process of its own."""
    command = [sys.executable, str(BENCH / "sink.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def counted(url: str) -> dict[str, int]:
    """What has arrived at the sink since the last time."""
    with urllib.request.urlopen(f"{url}/counts") as answer:
        counts: dict[str, int] = json.load(answer)
    return counts


def print_table(
    rows: Sequence[Measured], versions: dict[str, dict[str, str]], expected: int
) -> None:
    """One row for each contestant; ratios are to genchi, in the same run."""
    base = next((row for row in rows if row.name == "genchi" and not fault(row, expected)), None)
    print(
        f"{'µs of CPU a call':<18}{'all':>7}{'least–most':>14}{'/ genchi':>10}{'caller':>8}"
        f"{'wall':>7}{'bytes':>7}{'spans arrived':>17}  version"
    )
    for row in rows:
        said = fault(row, expected)
        version = ", ".join(versions.get(row.name, {}).values())
        arrived = f"{row.arrived.get('spans', 0):,}/{expected:,}" if row.name != "untraced" else "–"
        if said:
            print(f"{row.name:<18}{said:<53}{arrived:>17}  {version}")
            continue
        cpu = statistics.median(row.cpu)
        ratio = f"{cpu / statistics.median(base.cpu):.2f}" if base else "–"
        print(
            f"{row.name:<18}{cpu:>7.1f}{f'{min(row.cpu):.1f}–{max(row.cpu):.1f}':>14}{ratio:>10}"
            f"{statistics.median(row.caller):>8.1f}{statistics.median(row.wall):>7.1f}"
            f"{row.arrived['bytes'] / expected:>7.0f}{arrived:>17}  {version}"
        )


def fault(row: Measured, expected: int) -> str:
    """Why a row gets no number; empty where it does."""
    if row.problem:
        return "did not run, see below"
    if row.name == "untraced":
        return ""
    if not row.arrived.get("spans"):
        return "nothing arrived"
    if any(row.arrived[what] < expected for what in ("spans", "inputs", "outputs")):
        return "not everything arrived"
    return ""


if __name__ == "__main__":
    main()
