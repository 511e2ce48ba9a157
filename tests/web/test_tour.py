"""The tour of a newcomer: five steps with the keyboard, to the checks that can be trusted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Locator, Page

APP = "support-desk"
NAMES = {"en": "Five minutes with genchi", "zh": "五分钟了解 genchi"}
STEP = {"en": "Step {} of 5", "zh": "第 {} 步，共 5 步"}
LABELLED = {"en": "{} of 5 labelled", "zh": "已标注 {} 个，共 5 个"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_newcomer_is_led_by_keys_to_the_checks_that_can_be_trusted(
    language: str, web: Any, context: BrowserContext, shot: Callable[[Page, str], Any]
) -> None:
    page = arrived(web, context, language)
    tour = page.get_by_role("complementary", name=NAMES[language])
    at_step(tour, language, 1)
    page.keyboard.press("Shift+Enter")
    page.wait_for_url(re.compile("/traces"))
    page.locator(".traces-list [role=row][data-active]").first.wait_for()
    page.keyboard.press("j")
    shot(page, f"tour-1-{language}")
    page.keyboard.press("Shift+ArrowRight")
    at_step(tour, language, 2)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/traces/[0-9a-f]{32}"))
    page.locator(".trace-tab").wait_for()
    shot(page, f"tour-2-{language}")
    page.keyboard.press("Shift+ArrowRight")
    at_step(tour, language, 3)
    page.keyboard.press("Shift+Enter")
    page.wait_for_url(re.compile("/review"))
    page.locator(".review-name input").fill("Mei")
    page.keyboard.press("Enter")
    for n in range(5):
        page.locator("[data-item]").wait_for()
        page.keyboard.press("y")
        tour.get_by_text(LABELLED[language].format(n + 1)).wait_for(timeout=30_000)
    shot(page, f"tour-3-{language}")
    page.keyboard.press("Shift+ArrowRight")
    at_step(tour, language, 4)
    page.keyboard.press("Shift+Enter")
    page.wait_for_url(re.compile("/criteria"))
    page.locator(".criteria-split tbody tr").first.wait_for(timeout=30_000)
    shot(page, f"tour-4-{language}")
    page.keyboard.press("Shift+ArrowRight")
    at_step(tour, language, 5)
    assert trusted(web) != []
    tour.locator("li").first.wait_for(timeout=30_000)
    assert tour.locator("li").all_inner_texts() == trusted(web)
    assert str(len(trusted(web))) in tour.locator("p").first.inner_text()
    shot(page, f"tour-5-{language}")
    page.keyboard.press("Shift+ArrowRight")
    tour.wait_for(state="detached")
    page.reload()
    page.locator(".criteria-split tbody tr").first.wait_for(timeout=30_000)
    assert tour.count() == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tour_goes_on_after_a_reload_where_it_was(
    language: str, web: Any, context: BrowserContext
) -> None:
    page = arrived(web, context, language)
    tour = page.get_by_role("complementary", name=NAMES[language])
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    at_step(tour, language, 3)
    page.reload()
    at_step(tour, language, 3)


def test_closed_it_stays_away_until_it_is_asked_for_and_then_begins_anew(
    web: Any, context: BrowserContext
) -> None:
    page = arrived(web, context, "en")
    tour = page.get_by_role("complementary", name=NAMES["en"])
    page.keyboard.press("Shift+ArrowRight")
    at_step(tour, "en", 2)
    page.keyboard.press("Shift+ArrowLeft")
    at_step(tour, "en", 1)
    page.keyboard.press("Shift+Backspace")
    tour.wait_for(state="detached")
    page.reload()
    page.locator(".overview-wide canvas").wait_for()
    assert tour.count() == 0
    page.keyboard.press("Control+k")
    page.locator("[cmdk-item]").first.wait_for()
    page.keyboard.type("show the tour")
    page.keyboard.press("Enter")
    at_step(tour, "en", 1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_a_trusted_check_it_ends_by_saying_so(
    language: str, web: Any, context: BrowserContext
) -> None:
    for check, _ in web.store.verdicts.checks(APP):
        if check in trusted(web):
            web.store.check_uses.retire(APP, [check], now_ns=1)
    assert trusted(web) == []
    page = arrived(web, context, language)
    tour = page.get_by_role("complementary", name=NAMES[language])
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    said = {
        "en": "No check of grounded can be trusted yet",
        "zh": "“grounded”目前没有可以信任的检查",
    }
    tour.get_by_text(said[language]).wait_for(timeout=30_000)
    assert tour.locator("li").count() == 0


def arrived(web: Any, context: BrowserContext, language: str) -> Page:
    """The page of somebody who was never here, with a browser in this language."""
    page = context.new_page()
    page.goto(f"http://{web.host}:{web.port}/?lang={language}")
    page.locator(".overview-wide canvas").wait_for()
    return page


def at_step(tour: Locator, language: str, n: int) -> None:
    tour.get_by_text(STEP[language].format(n), exact=True).wait_for()
    assert tour.evaluate("card => card.scrollWidth <= card.clientWidth"), "nothing sticks out"


def trusted(web: Any) -> list[str]:
    """The trusted checks of the first criterion, as the server tells them."""
    criterion = web.get("/api/apps").json[0]["criteria"][0]
    found: list[str] = web.get("/api/alignment", app=APP, criterion=criterion).json["trusted"]
    return found
