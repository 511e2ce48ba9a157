"""What somebody does in the browser is what `genchi align` shows afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytest.importorskip("scipy", reason="genchi align needs genchi[lab]")

APP = "support-desk"
EDITED = "sentences_in_source"


def test_a_session_of_pairs_becomes_preferences_beside_each_check(
    web: Any, settled: Callable[..., Page]
) -> None:
    assert aligned(web, "grounded")["preferences"] is None
    page = settled()
    review(web, page, criterion="grounded", mode="pair")
    for key in ("ArrowLeft", "ArrowRight", "0", "ArrowLeft"):
        one(page, key)
    page.keyboard.press("z")
    page.locator("[data-saving=saved]").wait_for()
    kept = list(web.store.labels.preferences(APP, "grounded"))
    alignment = aligned(web, "grounded")
    shown = alignment["preferences"]
    assert (shown["labels"], shown["pairs"], shown["decided"]) == (3, 3, 2)
    assert {label.annotator for label in kept} == {"lin"}
    told = {check["check"]: (check["told"], check["agrees"]) for check in shown["checks"]}
    assert told == {check: by_hand(web, check, kept) for check in told}
    assert sum(n for n, _ in told.values()) > 0
    for row in web.store.verdicts.checks(APP):
        assert row[0] in told


def test_a_criterion_added_within_a_session_has_its_checks_graded(
    web: Any, settled: Callable[..., Page]
) -> None:
    page = settled()
    review(web, page, criterion="grounded")
    one(page, "y")
    page.keyboard.press("q")
    page.get_by_role("menuitem", name="New criterion").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Says a number")
    dialog.get_by_label("Sentence that people judge by").fill("The answer names a number.")
    dialog.get_by_role("button", name="Create").click()
    page.wait_for_url(lambda url: "criterion=says_a_number" in url)
    page.locator("[data-item]").wait_for()
    for key in ("y", "y", "n", "y", "n", "y", "y", "n"):
        one(page, key)
        if key == "n":
            page.keyboard.press("Enter")
    page.locator("[data-saving=saved]").wait_for()
    alignment = aligned(web, "says_a_number")
    assert (alignment["labelled"], alignment["bad"]) == (8, 3)
    labels = {label.target.span: label for label in web.store.labels.current(APP, "says_a_number")}
    for check in alignment["checks"]:
        verdicts = web.store.verdicts.on(list(labels), APP, check["check"])
        caught = sum(verdicts[key].outcome == "fail" for key in labels if labels[key].value == 0)
        assert check["tp"] == caught, check["check"]
    assert len(alignment["checks"]) == len(web.store.verdicts.checks(APP))
    assert aligned(web, "grounded")["labelled"] >= 100  # the first label is where it was given


def test_an_edited_check_is_graded_by_its_new_verdicts_and_not_by_the_old(
    web: Any, settled: Callable[..., Page]
) -> None:
    (before,) = (c for c in aligned(web, "grounded")["checks"] if c["check"] == EDITED)
    page = settled()
    page.goto(f"http://{web.host}:{web.port}/criteria?app={APP}&criterion=grounded&check={EDITED}")
    page.locator(".criteria-split tbody tr").first.wait_for(timeout=30_000)
    page.keyboard.press("e")
    page.get_by_role("dialog").get_by_label("min_share").fill("0.5")
    page.keyboard.press("Control+Enter")
    trial = page.get_by_role("table", name="Before and after")
    trial.wait_for(timeout=30_000)
    tried = trial.inner_text()
    page.keyboard.press("Control+s")
    page.get_by_text("Saved in checks/from_review.py").wait_for()
    changed = f"{EDITED}(0.5)"
    page.locator(".criteria-split tbody tr").filter(has_text=changed).wait_for(timeout=60_000)
    page.keyboard.press("r")
    page.locator(".toast", has_text=f"{changed} judges").wait_for()
    checks = {check["check"]: check for check in aligned(web, "grounded")["checks"]}
    assert EDITED not in checks
    after = checks[changed]
    assert (after["tp"], after["fp"]) != (before["tp"], before["fp"])
    for found in (before, after):
        bad, good = found["tp"] + found["fn"], found["fp"] + found["tn"]
        assert f"{found['tp']} of {bad} bad, {found['fp']} of {good} good" in tried


def aligned(web: Any, criterion: str) -> Any:
    """What the command prints, run as a person runs it."""
    home = str(web.store.path.parent)
    arguments = ["--home", home, "align", "--app", APP, "--criterion", criterion, "--json"]
    command = [sys.executable, "-m", "genchi", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def by_hand(web: Any, check: str, labels: list[Any]) -> tuple[int, int]:
    """How many pairs with a winner a check tells apart, and of how many it prefers the winner."""
    told = agrees = 0
    for label in labels:
        if label.value == 0.5:
            continue
        pair = [label.target.span, label.target.other]
        found = web.store.verdicts.on(pair, APP, check)
        won, lost = (found[key] for key in (pair if label.value == 1.0 else pair[::-1]))
        if not {won.outcome, lost.outcome} <= {"pass", "fail"}:
            continue
        if won.outcome == lost.outcome and None in (won.score, lost.score):
            continue
        difference = [(one.outcome == "pass", one.score or 0.0) for one in (won, lost)]
        told += difference[0] != difference[1]
        agrees += difference[0] > difference[1]
    return told, agrees


def review(web: Any, page: Page, **search: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in {"app": APP, **search}.items())
    page.goto(f"http://{web.host}:{web.port}/review?{query}")
    page.locator("[data-item]").wait_for()


def one(page: Page, key: str) -> None:
    """Presses a key where there is something to decide."""
    page.locator("[data-item]").wait_for()
    page.keyboard.press(key)
