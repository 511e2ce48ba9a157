"""How many calls self-consistency saves by stopping early, and how often that costs the majority.

    .venv/bin/python bench/techniques.py [RUNS]

The model is a script: each answer is drawn from given shares, by a seed. The same answers are used
twice: up to where `self_consistent` stops, and all n of them.

- *calls*: the mean, next to n;
- *saved*: calls that were not made;
- *same*: the answer is that of the majority of all n (of a tie, the one that came first);
- *right*: the answer is the most likely one, after stopping and after all n;
- *interval*: the 95 % interval of the share holds the true share of the answer, likewise;
- *stopped*: because the leader was certain, or because the rest could not change the answer.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from genchi.models.techniques import Consistent, self_consistent
from genchi.stats import wilson

SHARES = {
    "90, 10": {"A": 0.9, "B": 0.1},
    "70, 20, 10": {"A": 0.7, "B": 0.2, "C": 0.1},
    "50, 30, 20": {"A": 0.5, "B": 0.3, "C": 0.2},
    "40, 35, 25": {"A": 0.4, "B": 0.35, "C": 0.25},
}
MOST = (5, 10, 40)


@dataclass(frozen=True)
class Run:
    """What stopping found, and what all the answers say."""

    stopped: Consistent
    answers: list[str]

    @property
    def majority(self) -> str:
        """Of all answers; of a tie, the one that came first."""
        return Counter(self.answers).most_common(1)[0][0]


def runs_of(shares: dict[str, float], n: int, runs: int) -> Iterator[Run]:
    """Runs over answers drawn from the shares."""
    draw = random.Random(f"{shares} {n}")
    for _ in range(runs):
        answers = draw.choices(list(shares), list(shares.values()), k=n)
        yield Run(self_consistent(next, iter(answers), n=n, key=str), answers)


def held(shares: dict[str, float], run: Run) -> tuple[bool, bool]:
    """Whether the interval holds the true share, after stopping and after all answers."""
    early = run.stopped.share
    every = wilson(run.answers.count(run.majority), len(run.answers))
    true = shares[str(run.stopped.answer)], shares[run.majority]
    return early.low <= true[0] <= early.high, every.low <= true[1] <= every.high


def row(title: str, shares: dict[str, float], n: int, runs: list[Run]) -> str:
    """One line of the table."""

    def rate(found: int) -> str:
        return f"{found / len(runs):.1%}"

    calls = sum(run.stopped.calls for run in runs)
    right = [
        sum(run.stopped.answer == "A" for run in runs),
        sum(run.majority == "A" for run in runs),
    ]
    ways = Counter(run.stopped.stopped for run in runs)
    holds = [held(shares, run) for run in runs]
    cells = [
        title,
        str(n),
        f"{calls / len(runs):.1f}",
        f"{1 - calls / len(runs) / n:.0%}",
        rate(sum(run.stopped.answer == run.majority for run in runs)),
        f"{rate(right[0])}, {rate(right[1])}",
        f"{rate(sum(early for early, _ in holds))}, {rate(sum(every for _, every in holds))}",
        f"{rate(ways['certain'])}, {rate(ways['decided'])}",
    ]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print("| shares, % | n | calls | saved | same | right: stopped, all | interval | stopped |")
    print("|---|---|---|---|---|---|---|---|")
    for title, shares in SHARES.items():
        for n in MOST:
            print(row(title, shares, n, list(runs_of(shares, n, runs))))
    print(f"\n{runs:,} runs a line, confidence 0.95")


if __name__ == "__main__":
    main()
