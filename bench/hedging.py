"""What does a second attempt beside a slow one do for the slowest calls, and what does it cost?

    .venv/bin/python bench/hedging.py [--calls 400] [--seeds 3] [--latency-ms heavy:20:400]

A mock on this machine answers with a heavy tail, drawn anew for each request. A few workers ask it
through the door: without hedging, then with a second attempt after the 95th and the 90th percentile
of what was measured without. *extra* is how many more requests the mock got than there were calls;
the door hedges at most a tenth of the calls in the long run. The mock is in the same process.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from environments import machine
from genchi import models
from genchi.models import mock

KEY = "GENCHI_BENCH_KEY"
QUESTION = "Where is my refund?"


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each call, the requests that arrived, and the seconds it all took."""

    milliseconds: Sequence[float]
    requests: int
    seconds: float

    def percentile(self, percent: int) -> float:
        """One of the 99 cut points."""
        return statistics.quantiles(self.milliseconds, n=100)[percent - 1]

    @property
    def extra(self) -> float:
        """Requests beyond one for each call, as a share."""
        return self.requests / len(self.milliseconds) - 1


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=400, help="calls for each seed")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=4, help="calls at the same time")
    parser.add_argument("--latency-ms", default="heavy:20:400")
    given = parser.parse_args()
    print(machine())
    head = ("p50", "p95", "p99", "worst", "mean")
    print(f"{'ms':<26}{''.join(f'{name:>8}' for name in head)}{'extra':>8}{'seconds':>9}")
    alone = measured(given, None)
    print_row("without hedging", alone)
    for percent in (95, 90):
        after = alone.percentile(percent)
        print_row(f"after p{percent} ({after:.0f} ms)", measured(given, after / 1000))


def measured(given: argparse.Namespace, hedge_after: float | None) -> Measured:
    """All seeds, one after the other."""
    began = time.perf_counter()
    found: list[float] = []
    requests = 0
    for seed in range(given.seeds):
        with mock.serving(latency_ms=given.latency_ms, seed=seed) as up:
            found += asyncio.run(asked(up.openai_url, given.calls, given.workers, hedge_after))
            requests += up.requests().received - 1  # without the one that connects
    return Measured(found, requests, time.perf_counter() - began)


async def asked(url: str, calls: int, workers: int, hedge_after: float | None) -> list[float]:
    """Milliseconds of each of so many calls."""
    model = opened(url, hedge_after)
    await model.complete(QUESTION)  # imports the SDK and connects, which no call is to pay for
    left = iter(range(calls))
    found: list[float] = []

    async def work() -> None:
        for _ in left:
            began = time.perf_counter()
            await model.complete(QUESTION)
            found.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(work() for _ in range(workers)))
    return found


def opened(url: str, hedge_after: float | None) -> models.Model:
    """The door, as a project's genchi.toml opens it."""
    os.environ[KEY] = "k"
    hedging = "" if hedge_after is None else f"hedge_after = {hedge_after}\n"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "genchi.toml").write_text(
            f'[models.slow]\nprovider = "bench"\nmodel = "small-2026-01-01"\n{hedging}'
            f'[providers.bench]\nbase_url = "{url}"\nfamily = "openai"\nkey = "{KEY}"\n'
        )
        return models.open("slow", project=Path(folder))


def print_row(name: str, row: Measured) -> None:
    """One line of the table."""
    cuts = [row.percentile(percent) for percent in (50, 95, 99)]
    numbers = [*cuts, max(row.milliseconds), statistics.fmean(row.milliseconds)]
    cells = "".join(f"{number:>8.0f}" for number in numbers)
    print(f"{name:<26}{cells}{row.extra:>8.1%}{row.seconds:>9.1f}")


if __name__ == "__main__":
    main()
