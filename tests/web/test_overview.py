"""The overview in a real browser: honest changes, ranges by dragging, and ways to the traces."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from genchi.records import Payload, Span, SpanKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page

APP = "support-desk"
LOOKS = [(theme, *size) for theme in ("light", "dark") for size in ((1440, 900), (1100, 760))]
SETTINGS = {"reviewer": "lin", "theme": "light", "tour": {"step": 0, "open": False}}
DAY_NS = 86_400 * 10**9


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of somebody who has seen the tour, in English."""
    return settled(context, "en")


def test_an_old_store_shows_all_of_time_and_says_that_nothing_is_new(web: Any, page: Page) -> None:
    opened(web, page)
    page.wait_for_url(re.compile("range=all"))
    assert "Nothing new was recorded" in page.locator(".silent").inner_text()
    assert tile(page, "Volume").locator(".overview-value").inner_text() == "168"
    for words in ("80%", "72–86%, n = 120", "nothing earlier to compare with"):
        assert words in tile(page, "Pass rate").inner_text()


def test_what_is_not_known_is_a_dash_with_the_reason(web: Any, page: Page) -> None:
    opened(web, page)
    feedback = tile(page, "Feedback").inner_text()
    assert "–" in feedback
    assert "No feedback in this time range." in feedback


def test_a_range_without_anything_offers_one_that_has_something(web: Any, page: Page) -> None:
    opened(web, page, range="7d")
    page.get_by_role("heading", name="Nothing was recorded in this time range").wait_for()
    page.get_by_role("button", name="Show the newest week").click()
    page.wait_for_url(re.compile("since=.*until="))
    page.get_by_role("figure", name="Traces").wait_for()
    assert "n = 6" in tile(page, "Pass rate").inner_text()


def test_intervals_that_overlap_are_no_clear_change_and_carry_no_colour(
    web: Any, page: Page
) -> None:
    web.store.spans.add(recorded(days_ago=3, errors=5) + recorded(days_ago=10, errors=2))
    opened(web, page, range="7d")
    change = tile(page, "Errors").locator(".overview-change")
    assert change.inner_text() == "no clear change"
    assert change.get_attribute("data-tone") is None
    assert "It was 4%" in (change.get_attribute("title") or "")


def test_a_change_beyond_chance_is_said_in_words_beside_its_colour(web: Any, page: Page) -> None:
    web.store.spans.add(recorded(days_ago=3, errors=30) + recorded(days_ago=10, errors=2))
    opened(web, page, range="7d")
    change = tile(page, "Errors").locator(".overview-change")
    assert change.inner_text() == "up 56 points · worse"
    assert change.get_attribute("data-tone") == "no"
    need = page.locator(".overview-need", has_text="60% of traces fail; it was 4%")
    need.click()
    page.wait_for_url(re.compile(r"/traces\?.*filter=status%3Aerror"))


def test_what_is_counted_is_never_called_better_or_worse(web: Any, page: Page) -> None:
    opened(web, page, since="2026-09-08T00:00:00Z", until="2026-09-15T00:00:00Z")
    change = tile(page, "Volume").locator(".overview-change")
    assert re.fullmatch(r"up \d+%", change.inner_text())
    assert change.get_attribute("data-tone") is None


def test_dragging_over_a_chart_makes_its_range_that_of_the_page(web: Any, page: Page) -> None:
    opened(web, page)
    over = page.locator(".overview-wide .u-over")
    box = over.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 60, steps=4)
    page.mouse.up()
    page.wait_for_url(re.compile("since=2026-09.*until=2026-09"))
    volume = tile(page, "Volume").locator(".overview-value")
    eventually(page, lambda: 20 < int(volume.inner_text()) < 120)
    page.go_back()
    page.wait_for_url(re.compile("range=all"))


def test_v_shows_the_numbers_of_the_charts_as_tables_and_back(web: Any, page: Page) -> None:
    opened(web, page)
    page.locator(".overview-wide canvas").wait_for()
    page.keyboard.press("v")
    table = page.get_by_role("table", name="Pass rate: grounded")
    assert re.search(r"\d+% \(\d+% – \d+%\) n = \d+", table.inner_text())
    page.keyboard.press("v")
    page.locator(".overview-wide canvas").wait_for()


def test_charts_are_split_by_key_and_the_split_is_in_the_address(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("b")
    page.wait_for_url(re.compile("split=model"))
    page.keyboard.press("b")
    page.wait_for_url(re.compile("split=prompt_version"))
    legend = page.get_by_role("figure", name="Calls").locator(".chart-legend")
    legend.get_by_text("v2").wait_for()
    assert "v1" in legend.inner_text()


def test_another_criterion_changes_the_rate_and_the_chart(web: Any, page: Page) -> None:
    opened(web, page)
    page.get_by_label("Criterion").select_option("helpful")
    page.get_by_role("heading", name="Pass rate: helpful").wait_for()
    eventually(page, lambda: "n = 90" in tile(page, "Pass rate").inner_text())


def test_on_paper_charts_fit_are_light_and_the_way_around_is_left_out(
    web: Any, context: BrowserContext
) -> None:
    page = settled(context, "en", theme="dark")
    opened(web, page)
    page.locator(".chart-plot canvas").first.wait_for()
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    for canvas in page.locator(".chart-plot canvas").all():
        drawn, card = canvas.bounding_box(), canvas.locator("xpath=ancestor::figure").bounding_box()
        assert drawn is not None
        assert card is not None
        assert drawn["x"] + drawn["width"] <= card["x"] + card["width"] + 1
    assert not page.locator(".rail").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_names_of_what_was_new_stand_below_the_chart(web: Any, page: Page) -> None:
    opened(web, page)
    marks = page.locator(".chart-marks li")
    assert "larkfield-small-2026-03 · v1" in marks.first.inner_text()


def test_digits_open_the_traces_behind_a_number(web: Any, page: Page) -> None:
    opened(web, page)
    page.keyboard.press("1")
    page.wait_for_url(re.compile(r"/traces\?.*filter=label.grounded%3Abad"))
    count = page.locator(".traces-count")  # people are divided on 6 more, which are neither
    eventually(page, lambda: count.inner_text() == "21 traces")


def test_j_and_k_go_through_what_needs_somebody_and_enter_follows(web: Any, page: Page) -> None:
    opened(web, page)
    needs = page.locator(".overview-need")
    needs.nth(1).wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert needs.nth(1).evaluate("link => link === document.activeElement")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/review"))


def test_markers_name_new_models_and_prompts_with_a_way_to_their_traces(
    web: Any, page: Page
) -> None:
    opened(web, page)
    seen = page.get_by_role("region", name="First seen")
    seen.get_by_role("link", name="v2").click()
    page.wait_for_url(re.compile(r"/traces\?.*filter=prompt_version%3Av2"))


def test_the_numbers_can_be_taken_away(web: Any, page: Page) -> None:
    opened(web, page)
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("start,count,errors,p50_seconds,p95_seconds,cost_usd")
    assert sum(int(line.split(",")[1]) for line in text.splitlines()[1:]) == 168
    assert "home.traces.trend(" in page.locator(".export").inner_text()
    assert "genchi trend" in page.locator(".export").inner_text()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_off_in_either_language_theme_and_size(
    web: Any, context: BrowserContext, shot: Any, language: str, look: tuple[str, int, int]
) -> None:
    theme, width, height = look
    page = settled(context, language, theme=theme)
    page.set_viewport_size({"width": width, "height": height})
    opened(web, page)
    page.locator(".overview-wide canvas").wait_for()
    shot(page, f"overview-{language}-{theme}-{width}")
    assert page.evaluate(
        "[...document.querySelectorAll('.page, .overview-tile, .card')]"
        ".every(one => one.scrollWidth <= one.clientWidth + 1)"
    )


def settled(context: BrowserContext, language: str, **changed: str) -> Page:
    kept = json.dumps(json.dumps({**SETTINGS, "language": language, **changed}))
    context.add_init_script(
        f"if (location.protocol === 'http:') localStorage.setItem('genchi.settings', {kept})"
    )
    return context.new_page()


def opened(web: Any, page: Page, **search: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in {"app": APP, **search}.items())
    page.goto(f"http://{web.host}:{web.port}/?{query}")
    page.locator(".overview-tile").nth(5).wait_for()


def tile(page: Page, name: str) -> Locator:
    return page.locator(".overview-tile").filter(
        has=page.get_by_role("link", name=name, exact=True)
    )


def eventually(page: Page, holds: Callable[[], bool]) -> None:
    """Waits until something holds; the page's policy lets no test wait by code inside it."""
    for _ in range(50):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def recorded(*, days_ago: int, errors: int, n: int = 50) -> list[Span]:
    start = time.time_ns() - days_ago * DAY_NS
    return [
        Span(
            SpanKey(APP, f"{start + number:032x}", f"{number + 1:016x}"),
            start_ns=start + number * 10**9,
            duration_ns=10**9,
            status="error" if number < errors else "ok",
            payload=Payload({"question": f"question {number}"}, f"answer {number}"),
        )
        for number in range(n)
    ]
