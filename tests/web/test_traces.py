"""The list of traces in a real browser: finding by typing, choosing by keys, and what stays put."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from genchi.records import Payload, Span, SpanKey, Usage

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, Locator, Page

APP = "support-desk"
SETTINGS = {
    "reviewer": "lin",
    "language": "en",
    "theme": "light",
    "tour": {"step": 0, "open": False},
}
CHINESE = "退货"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of somebody who has seen the tour."""
    settle(context)
    return context.new_page()


def test_the_list_shows_what_was_asked_answered_and_said_of_it(web: Any, page: Page) -> None:
    opened(web, page)
    row = rows(page).first
    for word in ("My Kestrel is stamped KS-2512", "Yes, please stop using it", "524 → 58"):
        assert word in row.inner_text()
    assert "Pass" in row.inner_text()  # a word beside the mark, for those who hear the page
    assert page.locator(".traces-count").inner_text() == "168 traces"


def test_only_rows_that_are_seen_are_in_the_page(web: Any, page: Page) -> None:
    web.store.spans.add([made(number) for number in range(600)])
    opened(web, page, filter="user:many")
    assert rows(page).count() < 40
    for _ in range(12):
        page.locator(".traces-grid").evaluate("grid => grid.scrollBy(0, 3000)")
        page.wait_for_timeout(60)
    page.get_by_text("question 7 ", exact=False).first.wait_for()
    assert rows(page).count() < 40


def test_a_filter_is_typed_applied_by_enter_and_kept_in_the_address(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("/")
    page.keyboard.type("prompt_version:v1 latency:>1s")
    assert "filter=" not in page.url
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("filter=prompt_version"))
    page.go_back()
    count(page, "168 traces")
    page.go_forward()
    assert field(page).input_value() == "prompt_version:v1 latency:>1s"


def test_suggestions_are_fields_and_values_of_this_application(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("/")
    page.keyboard.type("prompt")
    page.get_by_role("option", name="prompt_version:").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("option", name="v2").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.wait_for_url(re.compile("filter=prompt_version"))
    count(page, "84 traces")
    assert field(page).input_value().startswith("prompt_version:v")


def test_nothing_is_searched_while_an_input_method_composes(web: Any, page: Page) -> None:
    opened(web, page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("/")
    typing = page.context.new_cdp_session(page)
    for text in ("t", "tui", "tuihuo"):
        compose(typing, text)
        page.wait_for_timeout(60)
    assert page.get_by_role("option").count() == 0
    typing.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229},
    )
    page.wait_for_timeout(400)  # longer than the page waits before it asks
    assert not [url for url in asked if "/api/rows" in url or "/api/filter/check" in url]
    assert "filter=" not in page.url
    typing.send("Input.insertText", {"text": CHINESE})
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("filter="))
    assert field(page).input_value() == CHINESE
    rows(page).first.wait_for()
    assert CHINESE in page.locator(".traces-grid").inner_text()


def test_what_cannot_be_read_is_said_at_its_place(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("/")
    page.keyboard.type("退货 latency:>soon")
    page.get_by_text("latency", exact=False).locator("visible=true").first.wait_for()
    wrong = page.locator(".filter-wrong")
    page.keyboard.press("Escape")
    wrong.wait_for()
    assert "column 4" in wrong.inner_text()
    assert page.locator(".term-wrong").inner_text() == "latency:>soon"


def test_a_click_on_a_value_asks_for_it_and_a_second_one_no_longer(web: Any, page: Page) -> None:
    opened(web, page)
    value = page.get_by_role("navigation", name="Filter by value").get_by_role(
        "button", name=re.compile("^v1")
    )
    value.click()
    count(page, "84 traces")
    assert field(page).input_value() == "prompt_version:v1"
    assert value.get_attribute("aria-pressed") == "true"
    value.click()
    count(page, "168 traces")
    assert field(page).input_value() == ""


def test_keys_choose_select_and_open(web: Any, page: Page) -> None:
    opened(web, page)
    for key in ("j", "j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    assert page.locator(".selection strong").inner_text() == "3 selected"
    page.keyboard.press("Escape")
    page.locator(".selection").wait_for(state="detached")
    name = page.locator(".trow[data-active=true]").get_attribute("id") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/traces/[0-9a-f]{32}"))
    assert name.split(".")[1] in page.url
    page.locator(".fall-row").first.wait_for()
    page.go_back()
    page.locator(f"[id='{name}'][data-active=true]").wait_for()
    page.go_forward()
    page.locator(".fall-row").first.wait_for()
    page.keyboard.press("Escape")
    page.locator(f"[id='{name}'][data-active=true]").wait_for()


def test_selected_outputs_go_to_the_review_queue_and_come_back(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("a")
    page.get_by_text("1 output added to the review queue").wait_for()
    assert len(web.store.reviewing.picked(APP, "helpful")) == 1
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("taken back").wait_for()
    assert web.store.reviewing.picked(APP, "helpful") == []


def test_taking_back_leaves_what_was_in_the_queue_before(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_text("1 output added to the review queue").wait_for()
    (before,) = web.store.reviewing.picked(APP, "helpful")
    for _ in range(2):
        page.keyboard.press("x")
        page.keyboard.press("j")
    page.keyboard.press("a")
    told = page.locator(".toast", has_text="1 was in it already")
    told.get_by_role("button", name="Undo").click()
    page.get_by_text("taken back").wait_for()
    assert web.store.reviewing.picked(APP, "helpful") == [before]


def test_a_store_without_anything_new_shows_what_there_is_and_says_so(web: Any, page: Page) -> None:
    page.goto(f"http://{web.host}:{web.port}/settings?app={APP}")
    page.get_by_role("link", name="Traces").click()
    count(page, "168 traces")
    assert "Nothing new was recorded for" in page.locator(".silent").inner_text()
    assert "range=all" in page.url
    page.go_back()
    page.wait_for_url(re.compile("/settings"))


def test_a_range_that_somebody_chose_stays_although_it_is_empty(web: Any, page: Page) -> None:
    opened(web, page)
    page.get_by_role("button", name="All of time").click()
    page.get_by_role("menuitemcheckbox", name="Last 7 days").click()
    page.get_by_role("heading", name="Nothing was recorded").wait_for()
    assert "range=7d" in page.url


def test_an_old_row_has_its_day_and_time_of_day_and_on_hover_its_zone(web: Any, page: Page) -> None:
    opened(web, page)
    time = rows(page).first.locator("time")
    assert re.fullmatch(r"Sep 14(, 2026)? \d\d:\d\d", time.inner_text())
    assert re.fullmatch(r"Sep 14, 2026, \d\d:\d\d:\d\d \S+", time.get_attribute("title") or "")


def test_new_spans_are_told_and_shown_when_asked_for(web: Any, page: Page) -> None:
    opened(web, page)
    first = rows(page).first.get_attribute("id")
    web.store.spans.add([made(1, start_ns=1_790_000_000_000_000_000)])
    page.get_by_role("button", name="1 new").wait_for()
    assert rows(page).first.get_attribute("id") == first
    page.keyboard.press(".")
    page.locator(".trow", has_text="question 1 ").first.wait_for()
    page.get_by_role("button", name="1 new").wait_for(state="detached")


def test_where_nothing_matches_the_page_says_what_to_leave_out(web: Any, page: Page) -> None:
    page.goto(address(web, filter="prompt_version:v1 nosuchword"))
    page.get_by_text("Nothing matches").wait_for()
    page.get_by_role("button", name="Without nosuchword 84").click()
    rows(page).first.wait_for()
    assert field(page).input_value() == "prompt_version:v1"


def test_a_time_without_spans_offers_all_of_time(web: Any, page: Page) -> None:
    page.goto(f"http://{web.host}:{web.port}/traces?app={APP}&range=24h")
    page.get_by_role("button", name="All of time 168").click()
    rows(page).first.wait_for()


def test_dragging_over_the_chart_chooses_the_time(web: Any, page: Page) -> None:
    opened(web, page)
    chart = page.locator(".traces-hist svg")
    chart.locator("rect").first.wait_for()
    box = chart.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + 20)
    page.mouse.up()
    page.wait_for_url(re.compile("since=2026-09-01"))
    page.locator(".traces-count", has_text=re.compile("^[1-9][0-9]? traces")).wait_for()


def test_a_view_is_saved_by_name_and_opened_from_the_palette(web: Any, page: Page) -> None:
    opened(web, page, filter="prompt_version:v1")
    page.keyboard.press("v")
    page.get_by_label("Name").fill("Old prompt 旧版")
    page.keyboard.press("Enter")
    page.get_by_text("View “Old prompt 旧版” saved").wait_for()
    page.get_by_role("button", name="Clear the filter").click()
    count(page, "168 traces")
    page.keyboard.press("Control+k")
    page.keyboard.type("旧版")
    page.get_by_role("option", name="View: Old prompt 旧版").click()
    count(page, "84 traces")
    assert field(page).input_value() == "prompt_version:v1"


def test_columns_that_were_hidden_stay_hidden(web: Any, page: Page) -> None:
    opened(web, page)
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("menuitemcheckbox", name="Cost").click()
    page.get_by_role("columnheader", name="Cost").wait_for(state="detached")
    page.reload()
    rows(page).first.wait_for()
    assert page.get_by_role("columnheader", name="Cost").count() == 0
    assert page.get_by_role("columnheader", name="Tokens").count() == 1


def test_the_list_reads_well_in_chinese_and_in_the_dark(
    web: Any, context: BrowserContext, shot: Any
) -> None:
    settle(context, language="zh", theme="dark")
    page = context.new_page()
    opened(web, page)
    assert page.locator(".traces-count").inner_text() == "168 条调用链"
    shot(page, "traces-zh-dark")


def settle(context: BrowserContext, **changed: str) -> None:
    kept = json.dumps(json.dumps(SETTINGS | changed))
    context.add_init_script(
        "if (location.protocol === 'http:') localStorage.getItem('genchi.settings') ?? "
        f"localStorage.setItem('genchi.settings', {kept})"
    )


def address(web: Any, **search: str) -> str:
    asked = "".join(f"&{name}={value}" for name, value in search.items())
    return f"http://{web.host}:{web.port}/traces?app={APP}&range=all{asked}"


def opened(web: Any, page: Page, **search: str) -> None:
    page.goto(address(web, **search))
    rows(page).first.wait_for()
    page.locator(".traces-count:not(:empty)").wait_for()


def rows(page: Page) -> Locator:
    return page.locator(".trows .trow")


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Filter")


def count(page: Page, text: str) -> None:
    page.locator(".traces-count", has_text=re.compile(f"^{text}$")).wait_for()


def compose(typing: CDPSession, text: str) -> None:
    typing.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
    )


def made(number: int, *, start_ns: int = 1_780_000_000_000_000_000) -> Span:
    return Span(
        SpanKey(APP, f"{number + 1:032x}", f"{number + 1:016x}"),
        start_ns=start_ns + number * 10**9,
        duration_ns=10**9,
        user="many",
        usage=Usage(input_tokens=1),
        payload=Payload({"question": f"question {number} of many"}, f"answer {number}"),
    )
