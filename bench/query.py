"""How long does a question about recorded spans take?

    python bench/query.py [--spans 1000000] [--store DIR] [--environments DIR [--peer-spans 20000]]

The store is made once and used again where it has the right number of spans (`filled.py`). Each
question is asked once cold (a new connection, the file dropped from the page cache of this machine)
and seven times warm. Then `genchi up` serves the largest answers, and GET /api/health is asked all
the while. With `--environments`, other servers get fewer of the same spans and answer what they can
over HTTP, next to genchi with as many.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from environments import machine
from filled import LONG, filled
from genchi.store import Store, open_store
from questions import QUESTIONS, Question
from serving import Delay, delays

WARM = 7


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question cost in milliseconds, and how many things the answer had."""

    question: Question
    found: int
    cold: float
    wall: list[float]
    cpu: list[float]


def main() -> None:
    """Measure and print."""
    given = _options()
    print(machine())
    with _folder(given.store) as folder:
        _fill(folder, given.spans)
        print_answers([answered(folder, question) for question in QUESTIONS])
        print_delays(delays(folder))
    if given.environments is not None:
        from query_peers import compared, print_compared

        print_compared(compared(given.environments, given.peer_spans))


def answered(folder: Path, question: Question) -> Answered:
    """One question, cold and warm."""
    forget_cached(folder)
    store = open_store(folder, create=False)
    try:
        found, cold, _ = _timed(question.ask, store)
        warm = [_timed(question.ask, store) for _ in range(WARM)]
    finally:
        store.close()
    return Answered(question, found, cold, [w for _, w, _ in warm], [c for _, _, c in warm])


def forget_cached(folder: Path) -> None:
    """Drop the file from this machine's page cache; a host below may still have it."""
    for path in folder.glob("genchi.db*"):
        with path.open("rb") as file:
            os.fsync(file.fileno())  # what is not yet on disk would stay
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def print_answers(answers: Sequence[Answered]) -> None:
    """One row for each question, with the budget of its median next to it."""
    print(
        f"\n{'ms':<44}{'median':>9}{'worst':>9}{'CPU':>9}{'cold':>9}{'budget':>8}{'':>6}{'found':>9}"
    )
    for one in answers:
        median, budget = statistics.median(one.wall), one.question.budget
        verdict = "" if budget is None else "ok" if median < budget else "OVER"
        print(
            f"{one.question.text:<44}{median:>9,.1f}{max(one.wall):>9,.1f}"
            f"{statistics.median(one.cpu):>9,.1f}{one.cold:>9,.1f}"
            f"{'–' if budget is None else f'< {budget}':>8}{verdict:>6}{one.found:>9,}"
        )


def print_delays(found: Sequence[Delay]) -> None:
    """One row for each thing that was served, with the delay of health meanwhile."""
    head = f"{'median':>9}{'worst':>9}{'asked':>8}{'answer':>10}{'MB':>7}"
    print(f"\n{'GET /api/health, ms':<44}{head}")
    for one in found:
        print(
            f"{f'while {one.what}':<44}{statistics.median(one.health):>9.1f}"
            f"{max(one.health):>9.1f}{len(one.health):>8}{one.answer:>10,.0f}"
            f"{one.size / 1e6:>7.1f}"
        )


def _fill(folder: Path, number: int) -> None:
    started = time.process_time()
    store = filled(folder, number)
    made = time.process_time() - started
    indexed = 0
    started = time.process_time()
    while some := store.text.catch_up():
        indexed += some
    took = time.process_time() - started
    size = sum(path.stat().st_size for path in folder.glob("genchi.db*"))
    total = store.spans.count()
    store.close()
    print(f"{total:,} spans, {size / total:,.0f} bytes a span; µs of CPU a span:", end=" ")
    print(f"made and stored {made / total * 1e6:.0f}" if indexed else "there already", end=", ")
    print(f"text index {took / indexed * 1e6:.0f}" if indexed else "indexed already")


def _timed(ask: Callable[[Store], int], store: Store) -> tuple[int, float, float]:
    """What it found, and its milliseconds of wall and of CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = ask(store)
    return found, (time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--spans", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, metavar="DIR", help="made here, or used again")
    parser.add_argument("--environments", type=Path, metavar="DIR", help="of other servers")
    parser.add_argument("--peer-spans", type=int, default=LONG)
    return parser.parse_args()


if __name__ == "__main__":
    main()
