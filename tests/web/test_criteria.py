"""Criteria in a real browser: wording them, checks against people, trials, and what is missed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from genchi.records import Label, Payload, Span, SpanKey, Target

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

APP = "support-desk"
LOOKS = [(theme, *size) for theme in ("light", "dark") for size in ((1440, 900), (1100, 760))]
SETTINGS = {"reviewer": "lin", "theme": "light", "tour": {"step": 0, "open": False}}


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of somebody who has seen the tour, in English."""
    return settled(context, "en")


def test_checks_are_listed_with_their_agreement_and_trusted_ones_by_word_and_reason(
    web: Any, page: Page
) -> None:
    opened(web, page)
    first = rows(page).first
    for words in ("numbers_in_source", "Trusted", "0.56", "52%", "3%", "114"):
        assert words in first.inner_text()
    assert "Fails nothing" in rows(page).filter(has_text="no_secrets").inner_text()
    assert "kappa is between 0.30 and 0.76" in page.locator(".criteria-detail").inner_text()


def test_the_table_is_sorted_by_its_headings(web: Any, page: Page) -> None:
    opened(web, page)
    page.get_by_role("columnheader", name="Wrongly fails").get_by_role("button").click()
    assert "sentences_in_source" in rows(page).first.inner_text()


def test_j_opens_the_next_check_and_its_address(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("j")
    page.wait_for_url(re.compile("check=sentences_in_source"))
    heading = page.locator(".criteria-detail .criteria-name")
    assert heading.inner_text() == "sentences_in_source"
    assert page.get_by_role("button", name="7 not judged").is_visible()


def test_a_cell_opens_its_outputs_with_the_evidence_marked(web: Any, page: Page) -> None:
    opened(web, page)
    page.locator(".matrix-cell").first.click()
    page.wait_for_url(re.compile("cell=tp"))
    page.get_by_text("1 of 11").wait_for()
    marked = page.locator(".criteria-text mark").first
    assert marked.inner_text()
    page.keyboard.press("j")
    page.get_by_text("2 of 11").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/traces/[0-9a-f]{32}\?.*span="))
    page.go_back()
    page.get_by_text("2 of 11").wait_for()
    page.keyboard.press("Escape")
    rows(page).first.wait_for()


def test_agreement_over_labels_has_kappa_and_raw_agreement_with_intervals(
    web: Any, page: Page
) -> None:
    opened(web, page)
    figure = page.get_by_role("figure", name="Agreement as labels grew")
    figure.locator(".curve-line").nth(1).wait_for()
    assert figure.locator(".curve-band").count() == 2
    page.keyboard.press("v")
    table = page.get_by_role("table", name="Agreement as labels grew")
    assert re.search(r"190\s+0\.56 \(0\.30 – 0\.76\)", table.inner_text())


def test_m_shows_what_catches_what_and_a_share_opens_its_outputs(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("m")
    page.wait_for_url(re.compile("tab=matrix"))
    cell = page.get_by_role("button", name="numbers_in_source catches 5 of 6: wrong-number")
    assert "83%" in cell.inner_text()
    cell.click()
    page.get_by_text("1 of 5").wait_for()
    page.keyboard.press("Escape")
    cell.wait_for()


def test_the_number_of_bad_outputs_opens_as_many_traces(web: Any, page: Page) -> None:
    disputed = next(web.store.labels.current(APP, "grounded"))
    other = Label("grounded", disputed.target, 1 - (disputed.value or 0.0), "second", 9)
    web.store.labels.add([other])
    opened(web, page)
    bad = page.locator(".criteria-figures a[href*='bad']")
    number = int(bad.inner_text().split()[0])
    assert number == web.get("/api/alignment", app=APP, criterion="grounded").json["bad"]
    bad.click()
    page.wait_for_url(re.compile("/traces"))
    page.locator("[role=row][aria-rowindex], tbody tr").first.wait_for()
    found = web.get("/api/rows", app=APP, filter="label.grounded:bad", limit=1000).json["rows"]
    assert len(found) == number


def test_an_output_with_two_reasons_is_in_both_cells(web: Any, page: Page) -> None:
    def matrix() -> Any:
        return web.get("/api/alignment", app=APP, criterion="grounded").json["matrix"]

    check = "numbers_in_source"
    cell = {"app": APP, "criterion": "grounded", "check": check, "cell": "tp"}
    items = web.get("/api/alignment/items", **cell, failure="wrong-number").json["items"]
    first = Target(SpanKey(APP, items[0]["key"]["trace_id"], items[0]["key"]["span_id"]))
    web.store.labels.add([Label("grounded", first, 0.0, "second", 9, failure="rude")])
    caught = next(row["caught"] for row in matrix()["rows"] if row["check"] == check)
    names = [one["name"] for one in matrix()["failures"]]
    opened(web, page, tab="matrix")
    for name in ("wrong-number", "rude"):
        number = caught[names.index(name)]
        page.get_by_role("button", name=f"{check} catches {number} of ").and_(
            page.get_by_role("button", name=f": {name}")
        ).click()
        page.get_by_text(f"1 of {number}").wait_for()
        page.keyboard.press("Escape")


def test_preferences_stand_below_the_checks_and_alone_where_nothing_else_was_said(
    web: Any, page: Page, shot: Callable[[Page, str], Path]
) -> None:
    judged = web.store.verdicts.of(APP, "numbers_in_source")
    passed, failed = (
        [key for key, verdict in judged.items() if verdict.outcome == outcome]
        for outcome in ("pass", "fail")
    )
    pairs = list(zip(passed, failed, strict=False))[:9]
    for name in ("grounded", "better"):
        web.store.labels.add(
            [
                Label(name, Target(a, "preference", other=b), float(n > 0), "lin", 1)
                for n, (a, b) in enumerate(pairs)
            ]
        )
    opened(web, page, criterion="grounded")
    table = page.get_by_role("table", name="Preferences")
    row = table.get_by_role("row").filter(has_text="numbers_in_source")
    assert "89%" in row.inner_text()
    assert "9 of 9" in row.inner_text()
    assert rows(page).count() == 15
    table.scroll_into_view_if_needed()
    shot(page, "criteria-preferences")
    opened(web, page, criterion="better")
    table.wait_for()
    assert page.get_by_text("9 answers on 9 pairs").is_visible()
    assert rows(page).count() == 0
    shot(page, "criteria-preferences-alone")


def test_blind_spots_lead_to_a_check_that_is_missing(web: Any, page: Page) -> None:
    opened(web, page, tab="blind")
    page.get_by_role("heading", name="4 of 21 bad outputs are caught by no check").wait_for()
    page.keyboard.press("j")
    page.get_by_text("2 of 4").wait_for()
    page.keyboard.press("p")
    page.get_by_role("dialog").get_by_role("heading").first.wait_for()


def test_which_to_keep_shows_held_out_numbers_before_those_in_sample(web: Any, page: Page) -> None:
    opened(web, page, tab="keep")
    table = page.get_by_role("table", name="Detector set")
    lines = table.inner_text()
    assert lines.index("Held out") < lines.index("In sample")
    assert "76%" in lines
    assert "55–89%" in lines


def test_a_parameter_is_tried_saved_and_taken_back(web: Any, page: Page, tmp_path: Path) -> None:
    saved = tmp_path / "project" / "checks" / "from_review.py"
    opened(web, page, check="sentences_in_source")
    page.keyboard.press("e")
    page.get_by_role("dialog").get_by_label("min_share").fill("0.5")
    save = page.get_by_role("dialog").get_by_role("button", name="Save")
    assert save.get_attribute("aria-disabled") == "true"  # nobody knows yet what it would do
    page.keyboard.press("Control+Enter")
    compared = page.get_by_role("table", name="Before and after")
    compared.wait_for(timeout=30_000)
    assert "6 of 18 bad, 6 of 89 good" in compared.inner_text()
    assert "9 of 18 bad, 12 of 89 good" in compared.inner_text()
    assert "no clear change" in compared.inner_text()
    page.get_by_role("heading", name="10 verdicts change").wait_for()
    page.keyboard.press("Control+s")
    page.get_by_text("Saved in checks/from_review.py").wait_for()
    assert "sentences_in_source" in saved.read_text()
    assert "0.5" in saved.read_text()
    page.get_by_role("button", name="Undo").click()
    eventually(page, lambda: "0.5" not in saved.read_text())


def test_a_saved_check_judges_in_the_background_and_appears_graded(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Find a check").fill("max_words(40)")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    dialog.locator(".criteria-compared").wait_for(timeout=30_000)
    page.keyboard.press("Control+s")
    page.wait_for_url(re.compile("check=max_words"))
    rows(page).filter(has_text="max_words(40)").wait_for(timeout=60_000)


def test_a_value_that_cannot_be_read_is_said_and_cannot_be_tried(web: Any, page: Page) -> None:
    opened(web, page, check="sentences_in_source")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("min_share").fill("half")
    assert dialog.get_by_text("This is no number").is_visible()
    attempt = dialog.get_by_role("button", name="Try")
    assert attempt.get_attribute("aria-disabled") == "true"


def test_a_check_is_added_by_what_it_says_or_as_it_is_written(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Find a check").fill("each of the texts stands")
    dialog.get_by_role("button", name="contains(").first.click()
    dialog.get_by_label("texts").fill("refund\n退款")
    dialog.get_by_text("contains('refund', '退款')").wait_for()
    dialog.get_by_role("button", name="Another check").click()
    dialog.get_by_label("Find a check").fill("max_words(40)")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    dialog.get_by_role("heading", name=re.compile("It would fail .* most recent")).wait_for(
        timeout=30_000
    )


def test_a_check_without_parameters_says_why_it_cannot_be_edited(web: Any, page: Page) -> None:
    opened(web, page, check="no_refusal")
    edit = page.get_by_role("button", name="Edit check")
    assert edit.get_attribute("aria-disabled") == "true"
    edit.hover()
    page.get_by_role("tooltip").get_by_text("This check has no parameters").first.wait_for()


def test_wording_is_saved_kept_as_history_with_marked_words_and_undone(
    web: Any, page: Page
) -> None:
    opened(web, page, tab="wording")
    for statement in ("Every claim is in the articles.", "Every claim is in the passages."):
        page.keyboard.press("e")
        page.keyboard.press("Control+a")
        page.keyboard.type(statement)
        page.keyboard.press("Control+Enter")
        page.locator(".criteria-statement", has_text=statement).wait_for()
        page.locator("h1").click()
    history = page.locator(".criteria-history")
    assert history.locator("ins").first.inner_text() == "passages"
    assert history.locator("del").first.inner_text() == "articles"
    page.get_by_role("button", name="Undo").last.click()
    page.locator(".criteria-statement", has_text="in the articles").wait_for()


def test_questions_are_added_ordered_and_removed(web: Any, page: Page) -> None:
    web.write("/api/criteria/grounded?app=" + APP, {"statement": "Grounded."}, "PUT")
    opened(web, page, tab="wording")
    for text in ("Is it on topic?", "Does it invent something?"):
        page.get_by_role("button", name="Add a question").click()
        page.keyboard.type(text)
    page.get_by_label("Bad when").nth(1).select_option("yes")
    page.get_by_role("button", name="Move question 2 up").click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Wording saved").wait_for()
    steps = criterion(web)["steps"]
    assert [(one["question"], one["bad_when"]) for one in steps] == [
        ("Does it invent something?", "yes"),
        ("Is it on topic?", "no"),
    ]
    page.get_by_role("button", name="Remove question 2").click()
    page.get_by_role("button", name="Save wording").click()
    eventually(page, lambda: len(criterion(web)["steps"]) == 1)


def test_guidelines_are_shown_as_reviewers_will_see_them_and_run_nothing(
    web: Any, page: Page, complaints: list[str]
) -> None:
    opened(web, page, tab="wording")
    page.get_by_role("textbox", name="Guidelines").fill(
        "Look at **numbers**.\n\n<img src=x onerror='document.title=\"owned\"'>"
    )
    page.get_by_role("button", name="Preview").click()
    preview = page.locator(".criteria-guidelines")
    assert preview.locator("strong").inner_text() == "numbers"
    assert preview.locator("img").count() == 0
    assert "owned" not in page.title()
    assert all("has been blocked" in one for one in complaints)  # the policy tells that it refused
    complaints.clear()


def test_a_reason_is_added_and_counted(web: Any, page: Page) -> None:
    opened(web, page, tab="wording")
    page.get_by_label("New reason").fill("Unsupported claim")
    page.keyboard.press("Enter")
    page.get_by_role("list", name="Reasons for bad").get_by_text("Unsupported claim").wait_for()
    titles = [one["title"] for one in criterion(web)["reasons"]]
    assert titles[0] == "Unsupported claim"
    assert {"made-up", "wrong-number"} < set(titles), "those that labels brought come after it"


def test_a_new_criterion_begins_with_its_wording_and_asks_for_labels(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Polite tone")
    assert dialog.get_by_label("Name").input_value() == "polite_tone"
    dialog.get_by_label("Sentence that people judge by").fill("No answer is rude.")
    dialog.get_by_role("button", name="Create").click()
    page.wait_for_url(re.compile("criterion=polite_tone"))
    page.keyboard.press("1")
    page.get_by_role("heading", name="No output is labelled by this criterion yet").wait_for()


def test_where_no_check_has_judged_the_usual_ones_are_run_from_the_page(
    web: Any, page: Page
) -> None:
    key = SpanKey("other", "1" * 32, "2" * 16)
    payload = Payload({"question": "Is it open?"}, "I cannot help with that.")
    web.store.spans.add([Span(key, start_ns=1_790_000_000_000_000_000, payload=payload)])
    target = Target(key)
    web.store.labels.add([Label("helpful", target, 0.0, "lin", 1_790_000_000_000_000_001)])
    opened(web, page, app="other")
    page.get_by_role("heading", name="No check has judged this application yet").wait_for()
    page.get_by_role("button", name="Run the usual checks").click()
    rows(page).first.wait_for(timeout=60_000)
    assert "Not measurable" in rows(page).first.inner_text()
    assert page.get_by_role("status").filter(has_text="1 output is labelled").is_visible()


def test_the_checks_can_be_taken_away_with_the_calls_that_give_them(web: Any, page: Page) -> None:
    opened(web, page)
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON Lines").click()
    lines = [json.loads(line) for line in download.value.path().read_text().splitlines()]
    assert len(lines) == 15
    assert {line["check"] for line in lines if line["trusted"]} >= {"numbers_in_source"}
    calls = page.locator(".export").inner_text()
    assert 'home.align("support-desk", "grounded")' in calls
    assert "genchi align --app support-desk --criterion grounded --json" in calls


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_in_either_language_theme_and_size(
    web: Any, context: BrowserContext, shot: Any, language: str, look: tuple[str, int, int]
) -> None:
    theme, width, height = look
    page = settled(context, language, theme=theme)
    page.set_viewport_size({"width": width, "height": height})
    opened(web, page)
    page.locator(".curve-line").first.wait_for()
    for number, tab in enumerate(("checks", "matrix", "blind", "keep", "wording"), start=1):
        page.keyboard.press(str(number))
        page.wait_for_timeout(150)
        shot(page, f"criteria-{tab}-{language}-{theme}-{width}")
        assert page.evaluate(
            "[...document.querySelectorAll('.tabs-panel, .criteria-main, .card')]"
            ".every(one => one.scrollWidth <= one.clientWidth + 1)"
        ), tab


def settled(context: BrowserContext, language: str, **changed: str) -> Page:
    kept = json.dumps(json.dumps({**SETTINGS, "language": language, **changed}))
    context.add_init_script(
        f"if (location.protocol === 'http:') localStorage.setItem('genchi.settings', {kept})"
    )
    return context.new_page()


def opened(web: Any, page: Page, **search: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in {"app": APP, **search}.items())
    page.goto(f"http://{web.host}:{web.port}/criteria?{query}")
    page.locator(".criteria-tab > :not(.skel)").first.wait_for(timeout=30_000)


def rows(page: Page) -> Locator:
    return page.locator(".criteria-split tbody tr").filter(has=page.locator(".table-open"))


def criterion(web: Any) -> Any:
    return next(one for one in web.get("/api/criteria", app=APP).json if one["name"] == "grounded")


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Waits until something holds; the page's policy lets no test wait by code inside it."""
    for _ in range(50):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()
