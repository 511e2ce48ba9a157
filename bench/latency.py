"""How well the latency of a call is foretold: calls of four dated models, fitted and held out.

Recorded calls of LLMDrift (Chen, Zaharia, Zou 2023) have output tokens, cost and latency; input
tokens follow from the cost at the prices of that month. Each model is fitted twice: on every other
call and tried on the rest (`same days`), and on all days but its last and tried on that (`last
day`). `error` is the median absolute percentage error of the middle line, `below` the share of
held-out calls at or below the 95 % line.

    .venv/bin/python bench/latency.py [--data FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from genchi.stats.latency import LatencyModel, TimedCall, calls_missing, fit_latency

PRICES = {"gpt-3.5": (2e-6, 2e-6), "gpt-4": (30e-6, 60e-6)}
"""USD a token, in and out, that the recorded costs were reckoned with."""
Day = str
Calls = list[tuple[Day, TimedCall]]


def main() -> None:
    """Fit and try each model, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = os.environ.get("GENCHI_REAL_DATA") or Path(__file__).parents[2] / "shared" / "data"
    parser.add_argument("--data", type=Path, default=Path(here))
    folder = parser.parse_args().data / "llmdrift" / "generation"
    if not folder.is_dir():
        raise SystemExit(f"there is no folder {folder}: name the one above it with --data")
    print("| model | held out | fitted | tried | error | below |")
    print("|---|---|---|---|---|---|")
    for model, calls in sorted(recorded(folder).items()):
        for name, (earlier, later) in {
            "same days": every_other(calls),
            "last day": before_and_on_last_day(calls),
        }.items():
            print(f"| {model} | {name} | {line(earlier, later)} |", flush=True)


def recorded(folder: Path) -> dict[str, Calls]:
    """The calls of each model with their days, in order of day."""
    found = defaultdict(list)
    for path in sorted(folder.glob("*_EVAL.csv*")):
        for row in rows(path):
            model = row["model"].removeprefix("openaichat/")
            at = datetime.strptime(row["timestamp"], "%m/%d/%Y, %H:%M:%S").replace(tzinfo=UTC)
            found[model].append((at.date().isoformat(), timed(model, row)))
    return {model: sorted(calls, key=lambda call: call[0]) for model, calls in found.items()}


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, which may be compressed."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def timed(model: str, row: dict[str, str]) -> TimedCall:
    """A call; what its output did not cost, its input did."""
    read, written = next(price for name, price in PRICES.items() if model.startswith(name))
    output = int(float(row["answer_token"]))
    tokens = round(max(float(row["cost"]) - output * written, 0.0) / read)
    return TimedCall(tokens, output, float(row["latency"]))


def every_other(calls: Calls) -> tuple[list[TimedCall], list[TimedCall]]:
    """Two halves that are equally old."""
    alone = [call for _, call in calls]
    return alone[::2], alone[1::2]


def before_and_on_last_day(calls: Calls) -> tuple[list[TimedCall], list[TimedCall]]:
    """All days but the last, and the last."""
    last = calls[-1][0]
    return [call for day, call in calls if day < last], [call for day, call in calls if day == last]


def line(earlier: Sequence[TimedCall], later: Sequence[TimedCall]) -> str:
    """What came of it."""
    model = fit_latency(earlier)
    if model is None:
        return f"{len(earlier)} | {len(later)} | {calls_missing(len(earlier))} calls too few | –"
    error, below = tried(model, later)
    return f"{model.n} | {len(later)} | {error:.1%} | {below:.1%}"


def tried(model: LatencyModel, calls: Sequence[TimedCall]) -> tuple[float, float]:
    """The median absolute percentage error, and the share at or below the 95 % line."""
    errors, below = [], 0
    for call in calls:
        middle, high = model.expected(call.input_tokens, call.output_tokens, call.cached_tokens)
        errors.append(abs(middle - call.seconds) / call.seconds)
        below += call.seconds <= high
    return median(errors), below / len(calls)


if __name__ == "__main__":
    main()
