"""The numbers of docs/grounding.md, measured again on the public answers."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from genchi.checks import Check

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "grounding.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def bench() -> dict[str, Any]:
    """What bench/ragtruth.py defines."""
    return runpy.run_path(str(ROOT / "bench" / "ragtruth.py"))


@pytest.fixture(scope="module")
def rows(bench: dict[str, Any], real_data: Path) -> list[Any]:
    found: list[Any] = bench["read"](real_data)
    return found


def documented(name: str) -> list[str]:
    """The cells of the row of that name in the tables of measurements, which are wide."""
    lines = [line for line in PAGE.splitlines() if line.startswith(f"| {name} |")]
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]
    return next(row for row in rows if len(row) > 3)


def test_the_file_is_the_one_the_page_is_about(rows: list[Any]) -> None:
    bad = sum(row.bad for row in rows)
    assert f"{len(rows)} answers to {len({r.group for r in rows})} questions, {bad} of them" in PAGE


def test_each_check_finds_what_the_page_says(bench: dict[str, Any], rows: list[Any]) -> None:
    checks: tuple[Check, ...] = bench["CHECKS"]
    for check in checks:
        verdicts = [check(row.subject) for row in rows]
        assert {verdict.outcome for verdict in verdicts} <= {"pass", "fail", "skip"}
        found = bench["rates"](rows, verdicts)
        _, coverage, wrong, hits = documented(f"`{check.name}`")
        assert found.caught == pytest.approx(int(coverage.split()[1].strip("(")), abs=2), check.name
        assert found.wrong == pytest.approx(int(wrong.split()[1].strip("(")), abs=3), check.name
        assert found.hits == pytest.approx(int(hits.split()[0]), abs=2), check.name


def test_the_combined_score_is_as_good_as_the_page_says_and_beats_length(
    bench: dict[str, Any], rows: list[Any]
) -> None:
    combined = bench["summary"](rows, bench["held_out"](rows, bench["measures"]))
    length = bench["summary"](rows, bench["held_out"](rows, bench["length_only"]))
    for name, found in (("all measures", combined), ("length only", length)):
        _, _, area, precision, coverage, wrong, f1 = documented(name)
        assert found["roc_auc"] == pytest.approx(float(area.split()[0]), abs=0.01)
        assert found["precision"] == pytest.approx(float(precision), abs=0.02)
        assert found["coverage"] == pytest.approx(float(coverage), abs=0.03)
        assert found["false_failures"] == pytest.approx(float(wrong), abs=0.02)
        assert found["f1"] == pytest.approx(float(f1), abs=0.02)
    assert combined["low"] > length["high"]
