"""No text makes a check of meaning, manner or safety run away."""

from __future__ import annotations

from importlib import import_module

import pytest

from genchi.checks import Check
from genchi.records import Passage, Subject

MODULES = "amounts citations grounding leftovers manner names quotations repetition safety".split()
CHECKS = [
    value
    for name in MODULES
    for value in vars(import_module(f"genchi.checks.library.{name}")).values()
    if isinstance(value, Check) and value.function.__module__.endswith(f".{name}")
]
LENGTH = 6000
PIECES = [
    "A ",
    "1,",
    "1.",
    " ",
    "\n",
    "(1",
    '"a ',
    "[insert ",
    "http://a.",
    "I can't ",
    "没有",
    "王先生",
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_a_text_that_repeats_a_beginning_is_judged_in_time(check: Check) -> None:
    for piece in PIECES:
        text = (piece * LENGTH)[:LENGTH]
        inputs = {"question": text[:500], "system": text[:2000]}
        subject = Subject(text, inputs, passages=(Passage(text[:3000] + "x 中"),))
        verdict = check(subject)
        assert verdict.outcome != "error", f"{piece!r}: {verdict.reason}"


def test_every_check_judges_an_empty_output() -> None:
    empty = Subject("", {"question": "Why?"}, passages=(Passage("One."),))
    assert all(check(empty).outcome != "error" for check in CHECKS)
    assert len(CHECKS) > 20
