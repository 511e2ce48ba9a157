"""Who may do what, in the browser of each: viewers look, reviewers judge, admins do everything."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

APP = "support-desk"
NEEDS = {
    "viewer": "This needs the role reviewer; yours is viewer",
    "reviewer": "This needs the role admin; yours is reviewer",
}
WRONG = {
    "en": "The server does not know this token. Copy all of it, without spaces.",
    "zh": "服务器不认识这个令牌。请完整复制，不要带空格。",
}


@pytest.fixture
def entered(web: Any, settled: Callable[..., Page]) -> Callable[..., Page]:
    """A function that signs somebody with a role in, on a page of the app."""
    people_add(web, "boss", "admin")

    def enter(role: str, path: str = "/", **search: str) -> Page:
        token = people_add(web, f"the {role}", role)
        page = settled(reviewer="")
        page.goto(address(web, path, **search))
        page.get_by_label("Token").fill(token)
        page.keyboard.press("Enter")
        page.locator(".signin").wait_for(state="detached")
        return page

    return enter


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_wrong_token_is_said_and_a_right_one_opens_the_page_that_was_asked_for(
    language: str, web: Any, settled: Callable[..., Page], complaints: list[str]
) -> None:
    token = people_add(web, "mei", "admin")
    page = settled(language=language)
    page.goto(address(web, "/traces", filter="model:larkfield-large-2026-06"))
    field = page.locator(".signin input")
    assert field.evaluate("input => input === document.activeElement")
    page.keyboard.type(f"{token[:-1]}x" if token[-1] != "x" else f"{token[:-1]}y")
    page.keyboard.press("Enter")
    page.get_by_text(WRONG[language]).wait_for()
    assert "larkfield" not in page.content()
    assert any("401" in one for one in complaints)  # the browser tells of it too
    complaints.clear()
    field.fill(token)
    page.keyboard.press("Enter")
    page.locator(".traces-list [role=row][data-active]").first.wait_for()
    assert "larkfield-large" in page.url


def test_who_signs_out_sees_nothing_any_more_and_can_come_back(
    web: Any, entered: Callable[..., Page], complaints: list[str]
) -> None:
    page = entered("reviewer", "/traces")
    page.locator(".traces-list [role=row][data-active]").first.wait_for()
    page.get_by_role("button", name="Help").click()
    menu = page.get_by_role("menu")
    assert "Signed in as the reviewer" in menu.inner_text()
    menu.get_by_role("menuitem", name="Sign out").click()
    page.locator(".signin").wait_for()
    page.reload()
    page.locator(".signin").wait_for()
    assert page.locator(".traces-list").count() == 0
    complaints.clear()


def test_a_viewer_sees_a_trace_and_is_offered_no_label(
    web: Any, entered: Callable[..., Page]
) -> None:
    page = entered("viewer", "/traces")
    page.locator(".traces-list [role=row][data-active]").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.locator(".trace-tab").wait_for()
    page.keyboard.press("5")
    before = counted(web)
    for key in ("y", "n", "0", "p"):
        page.keyboard.press(key)
    page.locator(".trace-tab").get_by_role("button", name="Fail").first.wait_for()
    refused(page, page.locator(".trace-tab").get_by_role("button", name="Fail").first, "viewer")
    assert page.locator("dialog[open]").count() == 0
    assert counted(web) == before


def test_a_viewer_is_told_on_the_review_page_who_may_and_where_to_look(
    web: Any, entered: Callable[..., Page]
) -> None:
    page = entered("viewer", "/review", criterion="grounded")
    page.get_by_role("heading", name=NEEDS["viewer"]).wait_for()
    before = counted(web)
    for key in ("y", "n", "Enter", "s", "+"):
        page.keyboard.press(key)
    assert counted(web) == before
    assert page.locator("dialog[open]").count() == 0
    page.get_by_role("main").get_by_role("link", name="Go to Traces").click()
    page.wait_for_url(re.compile("/traces"))


def test_a_viewer_reads_the_criteria_and_cannot_change_them(
    web: Any, entered: Callable[..., Page]
) -> None:
    page = entered("viewer", "/criteria", criterion="grounded", check="sentences_in_source")
    page.locator(".criteria-split tbody tr").first.wait_for(timeout=30_000)
    assert "numbers_in_source" in page.locator(".criteria-split").inner_text()
    for name, key in (("Edit check", "e"), ("Run again", "r"), ("Add a check", "a")):
        page.keyboard.press(key)
        refused(page, page.get_by_role("button", name=name), "viewer")
    page.keyboard.press("n")
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("5")
    statement = page.get_by_label("Sentence that people judge by")
    assert statement.get_attribute("readonly") is not None
    refused(page, page.get_by_role("button", name="Add", exact=True), "viewer")


def test_a_reviewer_labels_under_the_name_that_signed_in(
    web: Any, entered: Callable[..., Page]
) -> None:
    page = entered("reviewer", "/review", criterion="tone")
    page.locator("[data-item]").wait_for()
    before = counted(web)
    page.keyboard.press("y")
    page.locator("[data-saving=saved]").wait_for()
    assert counted(web) == before + 1
    assert "the reviewer" in {one.annotator for one in web.store.labels.current(APP, "tone")}


def test_a_reviewer_words_criteria_and_cannot_change_the_rota_or_who_there_is(
    web: Any, entered: Callable[..., Page]
) -> None:
    page = entered("reviewer", "/criteria", criterion="tone", tab="wording")
    page.get_by_label("Sentence that people judge by", exact=True).fill("Nobody is blamed.")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Wording saved").wait_for()
    page.goto(address(web, "/settings"))
    page.locator(".settings-facts").wait_for()
    told = page.locator(".card", has_text=NEEDS["reviewer"]).locator("h2").all_inner_texts()
    assert told == ["API keys", "People"]
    assert page.get_by_role("button", name="Add a person").count() == 0
    page.goto(address(web, "/review", criterion="tone"))
    page.locator("[data-item]").wait_for()
    page.keyboard.press("Shift+R")
    dialog = page.get_by_role("dialog")
    refused(page, dialog.get_by_role("button", name="Save"), "reviewer")
    assert dialog.get_by_label("Monday").get_attribute("readonly") is not None


def test_an_admin_adds_somebody_whose_token_works_and_then_removes_them(
    web: Any, entered: Callable[..., Page]
) -> None:
    page = entered("admin", "/settings")
    page.get_by_role("textbox", name="Name").fill("tom")
    page.get_by_label("Role").select_option("viewer")
    page.get_by_label("Role").press("Tab")
    page.keyboard.press("Enter")
    page.locator(".settings-token").wait_for()
    token = page.locator(".settings-token .copyline code").inner_text()
    asked = {"authorization": f"Bearer {token}"}
    assert web.get("/api/me", headers=asked).json["role"] == "viewer"
    page.get_by_role("button", name="Remove tom").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    page.locator(".toast", has_text="tom").wait_for()
    assert web.get("/api/me", headers=asked).json["needs_sign_in"] is True


def refused(page: Page, button: Locator, role: str) -> None:
    """A button that does nothing, and says why to whoever comes to it by keyboard."""
    assert button.get_attribute("aria-disabled") == "true"
    button.focus()
    page.get_by_role("tooltip", name=NEEDS[role]).wait_for()


def counted(web: Any) -> int:
    """How many labels there are, of every criterion."""
    return sum(web.store.labels.counts(APP).values())


def people_add(web: Any, name: str, role: str) -> str:
    """The token that `genchi people add` prints."""
    home = str(web.store.path.parent)
    command = [sys.executable, "-m", "genchi", "--home", home, "people", "add", name]
    done = subprocess.run(
        [*command, "--role", role, "--json"], capture_output=True, text=True, check=True
    )
    token: str = json.loads(done.stdout)["token"]
    return token


def address(web: Any, path: str, **search: str) -> str:
    known = {"app": APP, "range": "all", **search}
    query = "&".join(f"{name}={value}" for name, value in known.items())
    return f"http://{web.host}:{web.port}{path}?{query}"
