"""The daily review in a real browser: what keys do, what is kept, and what is saved in the end."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Any

import apsw
import pytest

from genchi.records import Label, Payload, Span, SpanKey

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

APP = "support-desk"
CRITERION = "polite"
ANYTHING = "root:true"
REASONS = ("Too short", "Made up a price")
SETTINGS = {
    "reviewer": "lin",
    "language": "en",
    "theme": "light",
    "tour": {"step": 0, "open": False},
}
STEPS = [
    {"question": "Does it answer?", "bad_when": "no", "reason": "too-short"},
    {"question": "Is it rude?", "bad_when": "yes"},
]


@pytest.fixture
def desk(web: Any) -> Any:
    """A server whose sample nobody has judged by the criterion of these tests."""
    _word(web)
    for title in REASONS:
        web.write(f"/api/criteria/{CRITERION}/reasons?app={APP}", {"title": title})
    return web


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page on which somebody has said who reviews."""
    _settle(context, SETTINGS)
    return context.new_page()


def test_one_key_decides_and_shows_the_next_output(desk: Any, page: Page) -> None:
    first = _open(desk, page)
    page.keyboard.press("y")
    assert _item(page) != first
    _saved(page)
    [label] = _labels(desk)
    assert (_id(label.target.span), label.value) == (first, 1.0)
    assert (label.annotator, label.blind, label.failure) == ("lin", True, None)
    assert label.why


def test_fail_is_armed_first_and_a_digit_says_why(desk: Any, page: Page) -> None:
    first = _open(desk, page)
    page.keyboard.press("n")
    assert _item(page) == first
    page.keyboard.press("2")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    _saved(page)
    said = [(label.value, label.failure) for label in _labels(desk)]
    assert said == [(0.0, "made-up-a-price"), (0.0, None), (None, None)]


def test_letters_in_the_note_decide_nothing_and_control_enter_saves(desk: Any, page: Page) -> None:
    first = _open(desk, page)
    page.keyboard.press("e")
    page.keyboard.type("yn 1 价格是编的")
    assert _item(page) == first
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Control+Enter")
    _saved(page)
    [label] = _labels(desk)
    assert (label.value, label.reason) == (0.0, "yn 1 价格是编的")
    assert page.locator("#review-note").input_value() == ""


def test_keys_of_an_input_method_are_not_decisions(desk: Any, page: Page) -> None:
    first = _open(desk, page)
    _dispatch(page, key="y", code="KeyY", isComposing=True)
    assert _item(page) == first
    _dispatch(page, key="Process", code="KeyY")
    assert _item(page) != first


def test_undo_brings_everything_back_that_was_written(desk: Any, page: Page) -> None:
    first = _open(desk, page)
    page.keyboard.press("e")
    page.keyboard.type("no such price")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("Sorry: ")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press("1")
    page.keyboard.press("y")
    _saved(page)
    assert str(_labels(desk)[0].correction).startswith("Sorry: ")
    page.keyboard.press("z")
    page.keyboard.press("z")
    assert _item(page) == first
    assert page.locator("#review-note").input_value() == "no such price"
    assert page.get_by_role("button", name="Too short").get_attribute("aria-pressed") == "true"
    assert page.locator("ins").first.inner_text().startswith("Sorry")
    _saved(page)
    assert _labels(desk) == []


@pytest.mark.slow
def test_two_hundred_labels_made_while_nothing_is_saved_survive_a_reload(
    desk: Any, page: Page, complaints: list[str], shot: Callable[[Page, str], Any]
) -> None:
    _add_outputs(desk, 90)
    page.route("**/api/review/actions", lambda route: route.abort("internetdisconnected"))
    _open(desk, page, source="filter", filter=ANYTHING)
    made: list[str] = []
    undone = 0
    while len(made) < 200:
        page.locator("[data-item]").wait_for()
        made.append(_item(page))
        page.keyboard.press("y" if len(made) % 3 else "s")
        if len(made) % 20 == 0:
            page.keyboard.press("z")
            assert _item(page) == made.pop()
            page.keyboard.press("n")
            made.append(_item(page))
            page.keyboard.press("Enter")
            undone += 1
    page.get_by_text(f"kept on this machine ({200 + 2 * undone})").wait_for()
    shot(page, "review-offline")
    page.reload()
    page.get_by_text("kept on this machine").wait_for()
    page.unroute("**/api/review/actions")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.get_by_text("Saved", exact=True).wait_for()
    complaints.clear()
    rows = _rows(desk)
    assert len(rows) == 200 + 2 * undone
    assert [kind for kind, *_ in rows].count("undo") == undone
    assert [at for *_, at in rows] == sorted(at for *_, at in rows)
    kept = [span for kind, span, label, _ in rows if kind == "label" and label is not None]
    assert kept == [item.partition(".")[0] for item in made]


def test_what_was_kept_survives_a_page_that_crashes(
    desk: Any, page: Page, context: BrowserContext, complaints: list[str]
) -> None:
    page.route("**/api/review/actions", lambda route: route.abort("internetdisconnected"))
    first = _open(desk, page)
    page.keyboard.press("y")
    _crash(page)
    again = context.new_page()
    _open(desk, again)
    _saved(again)
    complaints.clear()
    assert [_id(label.target.span) for label in _labels(desk)] == [first]


def test_after_a_reload_decisions_can_be_taken_back_that_were_saved_before(
    desk: Any, page: Page
) -> None:
    first = _open(desk, page)
    page.keyboard.press("e")
    page.keyboard.type("价格是编的")
    page.keyboard.press("Control+Enter")
    second = _item(page)
    page.keyboard.press("y")
    _saved(page)
    page.reload()
    page.locator("[data-item]").wait_for()
    assert page.locator(".review-dot").count() == 2
    for item in (second, first):
        page.keyboard.press("z")
        page.locator(f'[data-item="{item}"]').wait_for()
    assert page.get_by_label("Note").input_value() == "价格是编的"
    _saved(page)
    assert _labels(desk) == []


def test_what_waits_is_told_on_every_page_and_sent_from_there(
    desk: Any, page: Page, complaints: list[str]
) -> None:
    page.route("**/api/review/actions", lambda route: route.abort("internetdisconnected"))
    first = _open(desk, page)
    page.keyboard.press("y")
    page.goto(f"http://{desk.host}:{desk.port}/settings?app={APP}")
    rail = page.get_by_role("link", name="Daily review · 1 decision waits to be saved")
    rail.wait_for()
    assert _labels(desk) == []
    page.unroute("**/api/review/actions")
    page.evaluate("dispatchEvent(new Event('online'))")
    rail.wait_for(state="detached")
    complaints.clear()
    assert [_id(label.target.span) for label in _labels(desk)] == [first]


def test_nothing_of_others_is_in_the_page_before_a_decision(desk: Any, page: Page) -> None:
    first = _open(desk, page)
    [span] = [s for s in desk.store.spans.list(APP) if _id(s.key) == first]
    decision = page.locator(".review-decision")
    assert "no_refusal" not in decision.inner_html()
    assert str(span.model) not in decision.inner_html()
    page.keyboard.press("y")
    page.keyboard.press("[")
    assert _item(page) == first
    assert "no_refusal" in decision.inner_html()
    assert str(span.model) in decision.inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("y")
    _saved(page)
    assert [label.blind for label in _labels(desk)] == [True, False]


def test_a_decision_that_is_looked_at_again_can_be_changed_in_its_place(
    desk: Any, page: Page
) -> None:
    first = _open(desk, page)
    for _ in range(3):
        page.keyboard.press("y")
    now = _item(page)
    page.get_by_role("navigation", name="Your last decisions").get_by_role("button").first.click()
    assert _item(page) == first
    page.keyboard.press("n")
    page.keyboard.press("1")
    assert _item(page) == now
    _saved(page)
    values = {_id(label.target.span): label.value for label in _labels(desk)}
    assert values[first] == 0.0
    assert sorted(map(str, values.values())) == ["0.0", "1.0", "1.0"]


def test_questions_lead_to_the_verdict_and_the_first_bad_answer_decides(
    desk: Any, page: Page
) -> None:
    _word(desk, steps=STEPS)
    first = _open(desk, page)
    page.keyboard.press("n")
    assert _item(page) != first
    second = _item(page)
    page.keyboard.press("y")
    assert _item(page) == second
    page.keyboard.press("n")
    third = _item(page)
    assert third != second
    page.keyboard.press("y")
    page.keyboard.press("y")
    assert _item(page) == third
    page.keyboard.press("2")
    _saved(page)
    said = [(label.value, label.failure) for label in _labels(desk)]
    assert said == [(0.0, "too-short"), (1.0, None), (0.0, "made-up-a-price")]
    answers = [json.loads(details).get("answers") for details in _details(desk)]
    assert answers == [["no"], ["yes", "no"], ["yes", "yes"]]


def test_sentences_and_passages_are_marked_with_keys(desk: Any, page: Page) -> None:
    first = _open(desk, page)
    page.keyboard.press("l")
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    page.keyboard.press("+")
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    _saved(page)
    said = [(label.target.kind, label.value) for label in _labels(desk)]
    assert sorted(said) == [("output", 1.0), ("passage", 1.0), ("piece", 0.0)]
    assert {_id(label.target.span) for label in _labels(desk)} == {first}


def test_a_pair_does_not_tell_which_is_which(
    desk: Any, page: Page, shot: Callable[[Page, str], Any]
) -> None:
    _open(desk, page, mode="pair")
    ids = _item(page).split("~")
    assert len(ids) == 2
    models = {str(span.model) for span in desk.store.spans.list(APP)}
    versions = {str(span.prompt_version) for span in desk.store.spans.list(APP)}
    shown = page.locator(".review-panes").inner_text()
    assert not [word for word in models | versions if f" {word} " in f" {shown} "]
    page.keyboard.press("d")
    shot(page, "review-pair")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("0")
    _saved(page)
    labels = _labels(desk)
    assert [label.target.kind for label in labels] == ["preference"] * 3
    assert labels[-1].value == 0.5
    sides = [json.loads(details)["side"] for details in _details(desk)]
    # Left was preferred: the first of the two, unless the second stood there.
    assert labels[0].value == (0.0 if sides[0] == "left" else 1.0)
    assert labels[1].value == (1.0 if sides[1] == "left" else 0.0)


def test_one_tab_at_a_time_and_the_other_takes_over_on_request(
    desk: Any, page: Page, context: BrowserContext
) -> None:
    _open(desk, page)
    other = context.new_page()
    other.goto(_address(desk))
    other.get_by_role("button", name="Use it here").click()
    other.locator("[data-item]").wait_for()
    page.get_by_text("The review is open in another tab").wait_for()
    other.close()
    page.locator("[data-item]").wait_for()


def test_reasons_grow_while_reviewing(desk: Any, page: Page) -> None:
    first = _open(desk, page)
    page.keyboard.press("+")
    page.get_by_role("dialog").wait_for()
    page.keyboard.type("Wrong language")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Wrong language").wait_for()
    assert _item(page) == first
    page.keyboard.press("3")
    _saved(page)
    assert [label.failure for label in _labels(desk)] == ["wrong-language"]


def test_at_the_goal_the_session_ends_and_can_go_on(
    desk: Any, page: Page, shot: Callable[[Page, str], Any]
) -> None:
    _open(desk, page)
    for _ in range(20):
        page.keyboard.press("y")
    page.get_by_text("That is enough for today").wait_for()
    page.get_by_text("20 pass, 0 fail, 0 cannot say").wait_for()
    shot(page, "review-end")
    page.keyboard.press("m")
    page.locator("[data-item]").wait_for()
    page.get_by_text("20 / 40").wait_for()


def test_a_refused_label_is_told_with_what_was_written(desk: Any, page: Page) -> None:
    _open(desk, page)
    page.keyboard.press("e")
    page.keyboard.type("worth keeping")
    page.keyboard.press("Escape")
    trace, _, span = _item(page).partition(".")
    desk.store.forget([SpanKey(APP, trace, span)])
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="1 refused").click()
    assert "worth keeping" in page.get_by_role("dialog").inner_text()


def test_who_reviews_is_asked_once(desk: Any, context: BrowserContext) -> None:
    _settle(context, {**SETTINGS, "reviewer": ""})
    page = context.new_page()
    page.goto(_address(desk))
    page.get_by_label("Name").fill("Mei")
    page.keyboard.press("Enter")
    page.locator("[data-item]").wait_for()
    page.keyboard.press("y")
    _saved(page)
    assert [label.annotator for label in _labels(desk)] == ["Mei"]


def test_a_bad_output_becomes_a_case_and_a_check_and_can_be_taken_back(
    desk: Any, page: Page, tmp_path: Any, shot: Callable[[Page, str], Any]
) -> None:
    _open(desk, page, criterion="grounded", source="second")
    page.keyboard.press("n")
    page.keyboard.press("Enter")
    page.keyboard.press("k")
    page.locator(".proposal").wait_for(timeout=60_000)
    shot(page, "review-proposal")
    page.keyboard.press("Enter")
    toast = page.locator(".toast", has_text="Saved in")
    toast.wait_for(timeout=30_000)
    cases = tmp_path / "project" / "datasets" / "regressions.jsonl"
    assert len(cases.read_text("utf-8").splitlines()) == 1
    toast.get_by_role("button", name="Undo").click()
    page.locator(".toast", has_text="Taken back").wait_for()
    assert not cases.exists() or cases.read_text("utf-8").strip() == ""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_the_screen_in_both_languages_and_themes(
    desk: Any,
    context: BrowserContext,
    language: str,
    theme: str,
    shot: Callable[[Page, str], Any],
) -> None:
    _settle(context, {**SETTINGS, "language": language, "theme": theme})
    page = context.new_page()
    for width, height in ((1440, 900), (1100, 760)):
        page.set_viewport_size({"width": width, "height": height})
        _open(desk, page)
        tops = set()
        for _ in range(3):
            box = page.locator(".review-answer").first.bounding_box()
            assert box is not None
            tops.add(box["y"])
            page.keyboard.press("y")
        assert len(tops) == 1
        page.keyboard.press("n")
        page.keyboard.press("i")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0
        shot(page, f"review-{language}-{theme}-{width}")


def _address(web: Any, **search: str) -> str:
    known = {"app": APP, "criterion": CRITERION, **search}
    asked = "&".join(f"{name}={value}" for name, value in known.items())
    return f"http://{web.host}:{web.port}/review?{asked}"


def _open(web: Any, page: Page, **search: str) -> str:
    page.goto(_address(web, **search))
    page.locator("[data-item]").wait_for()
    return _item(page)


def _item(page: Page) -> str:
    return str(page.locator("[data-item]").get_attribute("data-item"))


def _saved(page: Page) -> None:
    page.locator("[data-saving=saved]").wait_for()


def _settle(context: BrowserContext, settings: dict[str, Any]) -> None:
    kept = json.dumps(json.dumps(settings))
    context.add_init_script(
        "location.protocol.startsWith('http') && (localStorage.getItem('genchi.settings') ?? "
        f"localStorage.setItem('genchi.settings', {kept}))"
    )


def _dispatch(page: Page, **event: Any) -> None:
    page.evaluate(
        "(e) => document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {...e, bubbles: true, cancelable: true}))",
        event,
    )


def _word(web: Any, steps: list[dict[str, Any]] | None = None) -> None:
    body = {
        "title": "Polite",
        "title_zh": "礼貌",
        "statement": "It is friendly, and says what happens next.",
        "statement_zh": "语气友好，并说明接下来会发生什么。",
        "guidelines": "A short answer may be **polite**.\n\n- “Sorry” alone is not enough",
        "steps": steps or [],
    }
    answer = web.write(f"/api/criteria/{CRITERION}?app={APP}", body, method="PUT")
    assert answer.status == 200, answer.json


def _labels(web: Any, criterion: str = CRITERION) -> list[Label]:
    """The labels that were given here and not taken back, in the order in which they came."""
    sql = (
        "SELECT label.id, lower(hex(trace_id)), lower(hex(span_id)) FROM label "
        "WHERE app = ? AND criterion = ? ORDER BY label.id"
    )
    found = {}
    with closing(apsw.Connection(str(web.store.path))) as connection:
        keys = list(connection.execute(sql, (APP, criterion)))
    for _, trace, span in keys:
        for label in web.store.labels.history(SpanKey(APP, trace, span)):
            if label.criterion == criterion:
                found[label] = label.created_ns
    return sorted(found, key=lambda label: found[label])


def _rows(web: Any) -> list[tuple[str, str, int | None, int]]:
    sql = "SELECT kind, lower(hex(trace_id)), label, at_ns FROM review_action ORDER BY id"
    with closing(apsw.Connection(str(web.store.path))) as connection:
        return list(connection.execute(sql))


def _details(web: Any) -> list[str]:
    with closing(apsw.Connection(str(web.store.path))) as connection:
        sql = "SELECT details FROM review_action WHERE kind = 'label' ORDER BY id"
        return [details for (details,) in connection.execute(sql)]


def _crash(page: Page) -> None:
    """Kills the process that shows the page."""
    with contextlib.suppress(Exception):
        page.goto("chrome://crash", timeout=5000)


def _id(key: SpanKey) -> str:
    return f"{key.trace_id}.{key.span_id}"


def _add_outputs(web: Any, count: int) -> None:
    web.store.spans.add(
        [
            Span(
                SpanKey(APP, f"{n + 1:032x}", f"{n + 1:016x}"),
                start_ns=1_700_000_000_000_000_000 + n,
                duration_ns=1_000_000,
                name="answer",
                payload=Payload(output=f"Answer {n}: 三十天内可以退货。"),
            )
            for n in range(count)
        ]
    )
