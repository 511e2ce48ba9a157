"""How far plain code checks get on answers whose made-up pieces people have marked.

    python bench/ragtruth.py [FOLDER]

Reads the question-answering part of RAGTruth (Niu et al., ACL 2024) in a folder of public data and
prints three tables: each check alone; a logistic regression on what the checks measure, judged by
cross-validation in which all answers to a question are in the same fold; and that per model.
"""

from __future__ import annotations

import gzip
import json
import math
import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from genchi import text
from genchi.checks import Check
from genchi.checks.library.amounts import numbers_in_source
from genchi.checks.library.citations import citations_valid
from genchi.checks.library.grounding import (
    no_long_unsupported_span,
    sentences_in_source,
    supported_ngrams,
)
from genchi.checks.library.names import names_in_source
from genchi.checks.library.quotations import quotes_in_source
from genchi.checks.library.safety import urls_in_source
from genchi.checks.library.sources import source_text
from genchi.records import Passage, Subject, Verdict

FILE = "ragtruth_part/qa_test_829_ragtruth_fields.jsonl.gz"
CHECKS: tuple[Check, ...] = (
    numbers_in_source,
    names_in_source,
    urls_in_source,
    quotes_in_source,
    citations_valid,
    supported_ngrams,
    sentences_in_source,
    no_long_unsupported_span,
)
REPEATS = 20
DRAWS = 1000
ALLOWED = 0.10
"""The rate of false failures at which the combined score is compared."""


@dataclass(frozen=True)
class Row:
    """One answer, with the places that people marked as made up."""

    subject: Subject
    model: str
    group: str
    marked: tuple[tuple[int, int], ...]

    @property
    def bad(self) -> bool:
        return bool(self.marked)


@dataclass(frozen=True)
class Rates:
    """How many bad and good answers a rule fails, and how often it points at the right place."""

    caught: int
    bad: int
    wrong: int
    good: int
    hits: int

    @property
    def coverage(self) -> float:
        return self.caught / self.bad

    @property
    def false_failures(self) -> float:
        return self.wrong / self.good


def read(folder: Path) -> list[Row]:
    """The answers of the file, the three passages of each apart."""
    with gzip.open(folder / FILE, "rt", encoding="utf-8") as file:
        return [_row(json.loads(line)) for line in file]


def _row(record: dict[str, Any]) -> Row:
    parts = re.split(r"(?:^|\n\n)passage \d+:", record["passages"])
    passages = tuple(Passage(part.strip()) for part in parts if part.strip())
    subject = Subject(record["response"], {"question": record["question"]}, passages=passages)
    marked = tuple((label["start"], label["end"]) for label in record["labels"])
    return Row(subject, record["model"], record["source_id"], marked)


def rates(rows: Sequence[Row], verdicts: Sequence[Verdict]) -> Rates:
    """The rates of one check's verdicts; a hit is evidence that overlaps a marked place."""
    pairs = list(zip(rows, verdicts, strict=True))
    caught = [(row, v) for row, v in pairs if row.bad and v.outcome == "fail"]
    wrong = sum(not row.bad and v.outcome == "fail" for row, v in pairs)
    hits = sum(
        any(e.start < end and start < e.end for e in v.evidence for start, end in row.marked)
        for row, v in caught
    )
    bad = sum(row.bad for row in rows)
    return Rates(len(caught), bad, wrong, len(rows) - bad, hits)


def measures(row: Row) -> list[float]:
    """What the checks measure of one answer, and its length."""
    output, source = row.subject.output, source_text(row.subject)
    runs = [
        max(
            (text.count_words(p.text) for p in text.unsupported_spans(output, source, n)), default=0
        )
        for n in (2, 3)
    ]
    low = sentences_in_source(0.5, min_words=4)(row.subject)
    return [
        *(text.ngram_overlap(output, source, n) for n in (1, 2, 3)),
        *(math.log1p(run) for run in runs),
        1.0 if low.score is None else low.score,
        math.log1p(len(low.evidence)),
        math.log1p(len(numbers_in_source(row.subject).evidence)),
        math.log1p(len(names_in_source(row.subject).evidence)),
        math.log1p(text.count_words(output)),
        math.log1p(text.count_words(source)),
    ]


def length_only(row: Row) -> list[float]:
    """The baseline: long answers have more room for mistakes."""
    return [math.log1p(text.count_words(row.subject.output))]


@dataclass(frozen=True)
class HeldOut:
    """Scores of a model on answers it did not see, one row of scores a repeat."""

    scores: np.ndarray
    flagged: np.ndarray
    """Whether a score is over the threshold that let ALLOWED of the good training answers fail."""


def held_out(rows: Sequence[Row], features: Callable[[Row], list[float]]) -> HeldOut:
    """Repeated 5-fold cross-validation, all answers to a question in one fold."""
    x = np.array([features(row) for row in rows])
    y = np.array([row.bad for row in rows])
    groups = np.array([row.group for row in rows])
    scores = np.zeros((REPEATS, len(rows)))
    flagged = np.zeros((REPEATS, len(rows)), dtype=bool)
    for repeat in range(REPEATS):
        folds = StratifiedGroupKFold(5, shuffle=True, random_state=repeat)
        for train, test in folds.split(x, y, groups):
            model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
            model.fit(x[train], y[train])
            seen = model.predict_proba(x[train])[:, 1]
            scores[repeat, test] = model.predict_proba(x[test])[:, 1]
            limit = np.quantile(seen[~y[train]], 1 - ALLOWED)
            flagged[repeat, test] = scores[repeat, test] > limit
    return HeldOut(scores, flagged)


def summary(rows: Sequence[Row], found: HeldOut) -> dict[str, float]:
    """The means over the repeats, and a 95 % interval of the ROC-AUC by resampling questions."""
    y = np.array([row.bad for row in rows])
    areas = [float(roc_auc_score(y, scores)) for scores in found.scores]
    low, high = _interval(rows, found.scores.mean(axis=0), y)
    return {
        "roc_auc": float(np.mean(areas)),
        "low": low,
        "high": high,
        "precision": float(np.mean([average_precision_score(y, s) for s in found.scores])),
        "coverage": float(found.flagged[:, y].mean()),
        "false_failures": float(found.flagged[:, ~y].mean()),
        "f1": float(np.mean([f1_score(y, flagged) for flagged in found.flagged])),
    }


def _interval(rows: Sequence[Row], scores: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    members: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        members[row.group].append(place)
    groups = list(members.values())
    generator = np.random.default_rng(1)
    areas: list[float] = []
    while len(areas) < DRAWS:
        drawn = generator.integers(len(groups), size=len(groups))
        places = np.concatenate([groups[group] for group in drawn])
        if 0 < y[places].sum() < len(places):
            areas.append(float(roc_auc_score(y[places], scores[places])))
    return float(np.quantile(areas, 0.025)), float(np.quantile(areas, 0.975))


def of_model(rows: Sequence[Row], found: HeldOut, model: str) -> tuple[list[Row], HeldOut]:
    """The rows of one model, with the scores they got beside all others."""
    mine = [row.model == model for row in rows]
    kept = [row for row in rows if row.model == model]
    return kept, HeldOut(found.scores[:, mine], found.flagged[:, mine])


def main() -> None:
    """Measure and print."""
    named = os.environ.get("GENCHI_REAL_DATA", "../shared/data")
    rows = read(Path(sys.argv[1] if len(sys.argv) > 1 else named))
    print(f"{len(rows)} answers, {sum(row.bad for row in rows)} with a marked place\n")
    print("| check | coverage | false failures | points at a marked place |\n|---|---|---|---|")
    for check in CHECKS:
        print(_line(check.name, rates(rows, [check(row.subject) for row in rows])))
    print(_line("any of these", rates(rows, [_any(row) for row in rows])))
    combined, length = held_out(rows, measures), held_out(rows, length_only)
    print(
        "\n| score | answers (bad) | ROC-AUC | average precision | coverage | false failures | F1 |"
    )
    print("|---|---|---|---|---|---|---|")
    print(_scored("all measures", rows, combined))
    print(_scored("length only", rows, length))
    share = sum(row.bad for row in rows) / len(rows)
    f1 = 2 * share / (1 + share)
    print(f"| everything is bad | | 0.500 | {share:.3f} | 1.000 | 1.000 | {f1:.3f} |")
    for model in sorted({row.model for row in rows}):
        print(_scored(f"all measures, {model}", *of_model(rows, combined, model)))
        print(_scored(f"length only, {model}", *of_model(rows, length, model)))


def _any(row: Row) -> Verdict:
    failed = [v for v in (check(row.subject) for check in CHECKS) if v.outcome == "fail"]
    evidence = tuple(place for verdict in failed for place in verdict.evidence)
    return Verdict("fail" if failed else "pass", evidence=evidence)


def _line(name: str, found: Rates) -> str:
    return (
        f"| `{name}` | {found.coverage:.3f} ({found.caught} of {found.bad}) "
        f"| {found.false_failures:.3f} ({found.wrong} of {found.good}) "
        f"| {found.hits} of {found.caught} |"
    )


def _scored(name: str, rows: Sequence[Row], found: HeldOut) -> str:
    s, bad = summary(rows, found), sum(row.bad for row in rows)
    rest = f"{s['coverage']:.3f} | {s['false_failures']:.3f} | {s['f1']:.3f}"
    return (
        f"| {name} | {len(rows)} ({bad}) | {s['roc_auc']:.3f} ({s['low']:.2f}–{s['high']:.2f}) "
        f"| {s['precision']:.3f} | {rest} |"
    )


if __name__ == "__main__":
    main()
