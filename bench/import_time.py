"""What does importing cost? CPU time of `import genchi` and of each public name.

Each is a fresh interpreter, run in turn so that a busy moment hits all alike; the middle of the
runs counts. The ratio is to an interpreter that does nothing. Other packages are measured where
they are installed, for scale. Run it with: .venv/bin/python bench/import_time.py
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from importlib.util import find_spec

import genchi

RUNS = 15
NOTHING = "pass"
FOR_SCALE = ("numpy", "requests", "httpx", "pandas")


def main() -> None:
    """Print one row for each import."""
    names = [name for name in genchi.__all__ if name != "__version__"]
    statements = [NOTHING, "import genchi", *(f"from genchi import {name}" for name in names)]
    statements += [f"import {name}" for name in FOR_SCALE if find_spec(name)]
    times: dict[str, list[float]] = {statement: [] for statement in statements}
    for _ in range(RUNS):
        for statement in statements:
            times[statement].append(cpu_ms(statement))
    nothing = statistics.median(times[NOTHING])
    print(f"{'statement':<34}{'CPU ms':>8}{'added':>8}{'ratio':>8}")
    for statement, measured in times.items():
        ms = statistics.median(measured)
        print(f"{statement:<34}{ms:>8.1f}{ms - nothing:>8.1f}{ms / nothing:>8.2f}")


def cpu_ms(statement: str) -> float:
    """User and system time of a fresh interpreter that runs the statement."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return used * 1000


if __name__ == "__main__":
    main()
