"""What the checks find in the sample that comes with genchi, as docs/grounding.md tells it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from genchi.checks import Check
from genchi.checks.library.amounts import numbers_in_source
from genchi.checks.library.citations import citations_valid
from genchi.checks.library.grounding import sentences_in_source
from genchi.checks.library.leftovers import no_placeholder, no_prompt_leak
from genchi.checks.library.manner import (
    no_boilerplate,
    no_profanity,
    no_refusal,
    same_language_as_input,
)
from genchi.checks.library.names import names_in_source
from genchi.checks.library.quotations import quotes_in_source
from genchi.checks.library.repetition import no_repetition
from genchi.checks.library.safety import no_personal_data, no_secrets, urls_in_source
from genchi.records import Passage, Subject

PAGE = (Path(__file__).parent.parent.parent / "docs" / "grounding.md").read_text(encoding="utf-8")
GROUNDED = (
    numbers_in_source,
    names_in_source,
    quotes_in_source,
    urls_in_source,
    citations_valid,
    no_personal_data,
)
HELPFUL = (same_language_as_input, no_refusal, no_boilerplate)


@dataclass(frozen=True)
class Row:
    name: str
    subject: Subject
    labels: dict[str, bool]


def rows() -> list[Row]:
    lines = (files("genchi.samples") / "support_desk.jsonl").read_text(encoding="utf-8")
    return [row_of(json.loads(line)) for line in lines.splitlines()]


def row_of(record: dict[str, object]) -> Row:
    passages, labels = record["passages"], record.get("labels", {})
    assert isinstance(passages, list)
    assert isinstance(labels, dict)
    given = {
        name: [said is True for said in by.values()] for name, by in labels.items()
    }  # a bad one is an object that names the failure
    good = {name: sum(values) / len(values) >= 0.5 for name, values in given.items()}
    inputs = {"question": str(record["question"])}
    found = tuple(Passage(passage["text"]) for passage in passages)
    return Row(str(record["id"]), Subject(str(record["answer"]), inputs, passages=found), good)


def failed(checks: Sequence[Check]) -> set[str]:
    return {r.name for r in rows() if any(c(r.subject).outcome == "fail" for c in checks)}


def counts(checks: Sequence[Check], criterion: str) -> str:
    """How many of the bad and of the good answers the checks fail, as the page writes it."""
    names = failed(checks)
    bad = [r.name for r in rows() if r.labels.get(criterion) is False]
    good = [r.name for r in rows() if r.labels.get(criterion) is True]
    caught, wrong = sum(n in names for n in bad), sum(n in names for n in good)
    return f"{caught} of {len(bad)} | {wrong} of {len(good)}"


@pytest.mark.parametrize("check", [*GROUNDED, sentences_in_source], ids=lambda check: check.name)
def test_the_page_tells_what_a_check_of_grounding_finds(check: Check) -> None:
    assert f"| `{check.name}` | {counts([check], 'grounded')} |" in PAGE


@pytest.mark.parametrize("check", HELPFUL, ids=lambda check: check.name)
def test_the_page_tells_what_a_check_of_manner_finds(check: Check) -> None:
    assert f"| `{check.name}` | {counts([check], 'helpful')} |" in PAGE


def test_the_page_tells_what_they_find_together() -> None:
    assert f"| these together | {counts(GROUNDED, 'grounded')} |" in PAGE
    assert f"| all three | {counts(HELPFUL, 'helpful')} |" in PAGE


@pytest.mark.parametrize(
    ("check", "names"),
    [
        (no_personal_data, {"sd-031-a", "sd-045-a", "sd-052-a", "sd-055-a"}),
        (names_in_source, {"sd-031-a", "sd-045-a", "sd-071-a"}),
        (quotes_in_source, {"sd-016-a"}),
        (urls_in_source, {"sd-015-a", "sd-061-b"}),
        (citations_valid, {"sd-032-b", "sd-039-a"}),
        (same_language_as_input, {"sd-019-a", "sd-051-b"}),
        (no_refusal, {"sd-020-b", "sd-038-b", "sd-047-a", "sd-074-a", "sd-076-a"}),
        (no_boilerplate, {"sd-047-a", "sd-049-a", "sd-076-a"}),
        (no_repetition, {"sd-044-a", "sd-050-a"}),
        (no_prompt_leak, {"sd-071-a"}),
        (no_placeholder, set()),
        (no_profanity, set()),
        (no_secrets, set()),
    ],
    ids=lambda value: value.name if isinstance(value, Check) else "",
)
def test_a_check_finds_the_failures_of_its_kind_and_no_others(
    check: Check, names: set[str]
) -> None:
    assert failed([check]) == names
