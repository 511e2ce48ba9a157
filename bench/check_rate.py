"""How fast checks judge recorded outputs, and whether memory grows with their number.

    python bench/check_rate.py [RECORDS]

Imports a file of recorded outputs (default 100,000), judges them with ten checks in a process of
its own, and a tenth of them in another. Prints judgements per second, the ratio to calling a bare
Python function as often, and peak memory.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from import_rate import write_records

CHECKS = (
    "max_words(200)",
    "min_words(5)",
    "max_characters(2000)",
    "excludes('as an AI')",
    "not_matches('\\\\bTODO\\\\b')",
    "no_refusal",
    "no_boilerplate",
    "no_placeholder",
    "citations_valid",
    "urls_in_source",
)


def check_in_this_process(home: str) -> None:
    """Judge and print seconds, judgements and peak memory as JSON."""
    from genchi import Home

    started = time.perf_counter()
    with Home(home) as opened:
        runs = opened.check("bench", CHECKS)
    judged = sum(run.judged for run in runs)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "judged": judged, "peak": peak}))


def checked(home: Path) -> dict[str, float]:
    """The same in a fresh process, so that memory is that of the checks alone."""
    command = [sys.executable, __file__, "--check", str(home)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def bare_calls(number: int) -> float:
    """Seconds for as many calls of a function that only measures a text."""
    text = "x" * 400
    started = time.perf_counter()
    for _ in range(number):
        len(text.split())
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    from genchi import Home

    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, size in (("few", number // 10), ("all", number)):
            path = Path(folder) / f"{name}.jsonl"
            write_records(path, size)
            with Home(Path(folder) / name) as opened:
                opened.import_file(path, "bench")
            results[name] = checked(Path(folder) / name)
    everything = results["all"]
    rate = everything["judged"] / everything["seconds"]
    bare = everything["judged"] / bare_calls(int(everything["judged"]))
    print(f"outputs × checks       {number:>12,} × {len(CHECKS)}")
    print(f"judgements/s           {rate:>12,.0f}")
    print(f"bare calls/s           {bare:>12,.0f}")
    print(f"judgements / bare call {rate / bare:>12.4f}")
    few = results["few"]["peak"]
    print(f"peak memory, MB        {everything['peak']:>12.0f}   ({few:.0f} for a tenth)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        check_in_this_process(sys.argv[2])
    else:
        main()
