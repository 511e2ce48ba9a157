"""How fast recorded outputs are imported, next to the least a machine can do with the same bytes.

    python bench/import_rate.py [RECORDS]

Writes a file of recorded outputs (default 100,000), imports it twice in a process of its own, and
inserts the same lines into a one-column SQLite table with the standard library. Prints records per
second, the ratio, peak memory, and the size of the store against that of the file.
"""

from __future__ import annotations

import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = (
    "order refund parcel delivery address card battery warranty repair invoice member discount "
    "退款 快递 地址 会员 保修 发票 优惠 电池 三十天 工作日"
).split()


def write_records(path: Path, number: int) -> None:
    """A file of outputs about as large and as alike as those of a support assistant."""
    generator = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        for n in range(number):
            text = [" ".join(generator.choices(WORDS, k=k)) for k in (12, 120, 60)]
            record = {
                "id": n,
                "question": f"{text[0]}?",
                "passages": [text[1]],
                "answer": text[2],
                "model": generator.choice(["small-2026-03", "large-2026-06"]),
                "latency": round(generator.random() * 3, 3),
                "label.grounded": generator.random() < 0.8,
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def import_in_this_process(path: str, home: str) -> None:
    """Import and print seconds, CPU seconds, counts and peak memory as JSON."""
    from genchi import Home

    started, cpu = time.perf_counter(), time.process_time()
    with Home(home) as opened:
        summary = opened.import_file(path, "bench")
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "cpu": time.process_time() - cpu,
                "added": summary.added,
                "duplicate": summary.duplicate,
                "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def imported(path: Path, home: Path) -> dict[str, float]:
    """The same in a fresh process, so that memory is that of the import alone."""
    command = [sys.executable, __file__, "--import", str(path), str(home)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def raw_insert(path: Path, database: Path) -> float:
    """Seconds to insert the same lines, 512 a transaction, into a table with one column."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE line (data BLOB)")
    started = time.perf_counter()
    with path.open("rb") as file:
        while batch := [(line,) for line, _ in zip(file, range(512), strict=False)]:
            with connection:
                connection.executemany("INSERT INTO line VALUES (?)", batch)
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path, tenth = Path(folder) / "outputs.jsonl", Path(folder) / "tenth.jsonl"
        write_records(path, number)
        write_records(tenth, number // 10)
        few = imported(tenth, Path(folder) / "few")
        first = imported(path, Path(folder) / "home")
        second = imported(path, Path(folder) / "home")
        raw = raw_insert(path, Path(folder) / "raw.db")
        size = path.stat().st_size
        kept = sum(f.stat().st_size for f in (Path(folder) / "home").glob("genchi.db*"))
    print(f"records                {number:>12,}   ({size / 1e6:.0f} MB)")
    print(f"import, records/s      {number / first['seconds']:>12,.0f}")
    print(f"again, records/s       {number / second['seconds']:>12,.0f}   (adds {second['added']})")
    print(f"raw insert, records/s  {number / raw:>12,.0f}")
    print(f"import / raw insert    {raw / first['seconds']:>12.3f}")
    print(f"peak memory, MB        {first['peak']:>12.0f}   ({few['peak']:.0f} for a tenth)")
    print(f"store / file           {kept / size:>12.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--import"]:
        import_in_this_process(sys.argv[2], sys.argv[3])
    else:
        main()
