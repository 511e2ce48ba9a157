"""What does our door to models cost the program, on top of the SDK that it asks with?

    python bench/call.py [--install] [--rounds 3] [--bursts 12] [--calls 60] [--streams 5]

Each way to ask runs in the environment of its product, in turn and in a fresh process for every
round, against a provider on this machine that answers at once (`canned.py`). CPU is that of all
threads of the client's process. In each process, bursts of the bare SDK and of the way to ask
alternate; `over bare` is the median difference between neighbours, with the middle half of them
beside it. *openai raw* is the SDK with plain JSON in the place of its classes, which is what the
door asks with. The budget for a recorded call through the door is 150 µs. A way whose requests or
spans did not all arrive gets no number.
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

from called import WAYS, Bare, Spent, Way
from environments import installed, machine, options, surroundings

BENCH = Path(__file__).parent


@dataclass(slots=True)
class Measured:
    """All bursts of one way to ask, and of the bare SDK beside it; the first warmed up."""

    way: Way
    bare: Spent = field(default_factory=Spent)
    mine: Spent = field(default_factory=Spent)
    asked: int = 0
    problem: str = ""

    def add(self, found: Sequence[Spent], asked: int) -> None:
        """One more round."""
        for all_of_it, one in zip((self.bare, self.mine), found, strict=True):
            all_of_it.calls += one.calls[1:]
            all_of_it.chunks += one.chunks[1:]
            all_of_it.spans += one.spans
        self.asked += asked


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bursts", type=int, default=12, help="measured bursts a round")
    parser.add_argument("--calls", type=int, default=60, help="calls in a burst")
    parser.add_argument("--streams", type=int, default=5, help="streams in a burst")
    given = parser.parse_args()
    environments = list(dict.fromkeys(way.environment for way in WAYS))
    chosen = [one for one in environments if one.name in {"genchi", *(given.only or [one.name])}]
    versions = installed(chosen, given.environments, install=given.install)
    print(machine())
    rows = measured([way for way in WAYS if way.environment.name in versions], given)
    print_table(rows, given)
    for name, found in versions.items():
        print(f"{name}: {', '.join(' '.join(one) for one in found.items())}")
    for row in rows:
        if row.problem:
            print(f"{row.way.name}: {row.problem}")


def measured(ways: Sequence[Way], given: argparse.Namespace) -> list[Measured]:
    """All rounds, the ways in turn within each."""
    rows = [Measured(way) for way in ways]
    with provider() as url:
        for _ in range(given.rounds):
            for row in rows:
                one_round(row, url, given)
    return rows


def one_round(row: Measured, url: str, given: argparse.Namespace) -> None:
    """Ask in a fresh process with a home of its own, and add what it measured to the row."""
    python = row.way.environment.python(given.environments)
    numbers = [str(given.bursts + 1), str(given.calls), str(given.streams)]
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [str(python), str(BENCH / "called.py"), row.way.name, url, *numbers],
            cwd=home,
            env=surroundings(Path(home)),
            capture_output=True,
            text=True,
            check=False,
        )
    asked = count(url)
    if done.returncode:
        row.problem = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        return
    row.add([Spent(**one) for one in json.loads(done.stdout.splitlines()[-1])], asked)


@contextmanager
def provider() -> Iterator[str]:
    """The address of a provider in a process of its own."""
    command = [sys.executable, str(BENCH / "canned.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def count(url: str) -> int:
    """The requests since the last time."""
    with urllib.request.urlopen(f"{url}/count") as answer:
        return int(json.load(answer))


def print_table(rows: Sequence[Measured], given: argparse.Namespace) -> None:
    """The ways that are compared with one bare SDK in one environment stand below it."""
    print(
        f"{'µs of CPU':<28}{'a call':>8}{'over bare':>11}{'middle half':>14}{'/ bare':>8}"
        f"{'a chunk':>10}{'over bare':>11}{'middle half':>14}{'/ bare':>8}"
    )
    groups: dict[tuple[Bare, str], list[Measured]] = {}
    for row in rows:
        groups.setdefault((row.way.bare, row.way.environment.name), []).append(row)
    for (bare, environment), group in groups.items():
        sound = [row for row in group if not fault(row, given)]
        calls = [cost for row in sound for cost in row.bare.calls]
        chunks = [cost for row in sound for cost in row.bare.chunks]
        print(
            f"{f'{bare.name} (with {environment})':<28}{middle(calls, 0):>8}"
            f"{'':>33}{middle(chunks, 1):>10}"
        )
        for row in group:
            print_row(row, fault(row, given))


def print_row(row: Measured, said: str) -> None:
    """What a way costs, and how much more that is than the bare SDK beside it."""
    if said:
        print(f"  {row.way.name:<26}{said}")
        return
    print(
        f"  {row.way.name:<26}{middle(row.mine.calls, 0):>8}"
        f"{over(row.mine.calls, row.bare.calls, 0)}"
        f"{middle(row.mine.chunks, 1):>10}{over(row.mine.chunks, row.bare.chunks, 1)}"
    )


def middle(costs: Sequence[float], digits: int) -> str:
    """The median."""
    return f"{statistics.median(costs):,.{digits}f}" if costs else "–"


def over(mine: Sequence[float], bare: Sequence[float], digits: int) -> str:
    """How much more than bare, from where to where, and how many times as much."""
    if not mine:
        return f"{'–':>11}{'–':>14}{'–':>8}"
    pairs = list(zip(mine, bare, strict=True))
    low, half, high = statistics.quantiles([one - other for one, other in pairs], n=4)
    ratio = statistics.median(one / other for one, other in pairs)
    span = f"{low:.{digits}f}–{high:.{digits}f}"
    return f"{f'{half:+,.{digits}f}':>11}{span:>14}{ratio:>8.2f}"


def fault(row: Measured, given: argparse.Namespace) -> str:
    """Why a row gets no number; empty where it does."""
    if row.problem:
        return "did not run, see below"
    bursts = given.rounds * (given.bursts + 1)
    expected = bursts * (given.calls + (given.streams if row.mine.chunks else 0))
    if row.asked != 2 * expected:
        return f"{row.asked:,} requests arrived, not {2 * expected:,}"
    if row.mine.spans != expected * row.way.spans:
        return f"{row.mine.spans:,} spans arrived, not {expected * row.way.spans:,}"
    return ""


if __name__ == "__main__":
    main()
