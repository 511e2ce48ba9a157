"""The app without a mouse: every control is reached and seen, and every key that is shown works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

APP = "support-desk"
MOST = 260
"""Tabs after which a page is called a trap."""
ROW = ".traces-list [role=row][data-active]"


class Place(NamedTuple):
    """A page or a part of it: the keys that lead there from the overview, and what it shows."""

    name: str
    keys: tuple[str, ...]
    shown: str


CHECK = ".criteria-split tbody tr"
CRITERIA = ("g", "c")
PLACES = (
    Place("overview", (), ".overview-wide canvas"),
    Place("traces", ("g", "t"), ROW),
    Place("trace", ("g", "t", ROW, "j", "Enter"), ".trace-tab"),
    Place("review", ("g", "r"), "[data-item]"),
    Place("pair", ("g", "r", "[data-item]", "p"), ".review-panes"),
    Place("criteria", CRITERIA, CHECK),
    Place("matrix", (*CRITERIA, CHECK, "m"), ".criteria-matrix"),
    Place("blind spots", (*CRITERIA, CHECK, "3"), ".criteria-item"),
    Place("wording", (*CRITERIA, CHECK, "5"), ".criteria-wording"),
    Place("settings", ("g", "s"), ".settings-facts"),
)
BY_NAME = {place.name: place for place in PLACES}
STEP = """() => {
  const look = (one) => {
    const found = [];
    for (let at = one, n = 0; at && n < 3; at = at.parentElement, n += 1) {
      const s = getComputedStyle(at);
      found.push([s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor,
        s.backgroundColor, s.textDecorationLine, s.color].join());
    }
    return found.join('|');
  };
  const name = (one) => `${one.tagName.toLowerCase()}.${one.className} "${
    (one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 40)}"`;
  const walk = (globalThis.walk ??= {reached: new Set(), unseen: []});
  const now = document.activeElement;
  const last = walk.last;
  if (last?.one.isConnected && last.one !== now && look(last.one) === last.look)
    walk.unseen.push(name(last.one));
  walk.last = now === document.body ? null : {one: now, look: look(now)};
  const again = walk.reached.has(now);
  walk.reached.add(now);
  const box = now.getBoundingClientRect();
  return {again, body: now === document.body, shown: box.width > 0, name: name(now)};
}"""
MISSED = """() => {
  const {reached, unseen} = globalThis.walk;
  const together = '[role=tablist],[role=radiogroup],[role=grid],[role=listbox],[role=menu]';
  const shown = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
  const name = (one) => `${one.tagName.toLowerCase()}.${one.className} "${
    (one.getAttribute('aria-label') ?? one.textContent).trim().slice(0, 40)}"`;
  const controls = [...document.querySelectorAll(
    'button,a[href],input,select,textarea,summary,[tabindex="0"]')];
  const missed = controls.filter((one) => shown(one) && !reached.has(one) && !one.disabled
    && !one.closest(together) && one.type !== 'radio' && !one.closest('[aria-hidden=true]'));
  const inside = 'button,a,input,select,textarea,summary,label,[tabindex="0"],[role=row]';
  const pointed = [...document.querySelectorAll('main *, header *, nav *')].filter((one) =>
    shown(one) && getComputedStyle(one).cursor === 'pointer' && !one.closest(inside));
  return {missed: missed.map(name), pointed: pointed.map(name), unseen};
}"""
LOOK = """() => [location.href, document.title, document.documentElement.outerHTML,
  document.activeElement?.outerHTML.slice(0, 200), localStorage.getItem('genchi.settings'),
  [...document.querySelectorAll('*')].map((one) => one.scrollTop).join('')].join('\\n')"""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_tab_reaches_every_control_shows_where_it_is_and_comes_out_again(
    place: Place, language: str, web: Any, settled: Callable[..., Page]
) -> None:
    page = opened(web, settled(language=language), place)
    assert walked(page) == {"missed": [], "pointed": [], "unseen": []}


def test_the_walk_tells_of_what_cannot_be_reached_or_seen(
    web: Any, settled: Callable[..., Page]
) -> None:
    page = opened(web, settled(), BY_NAME["settings"])
    page.evaluate("document.querySelector('.rail-link').tabIndex = -1")
    page.evaluate("document.querySelector('.card h2').style.cursor = 'pointer'")
    page.evaluate("document.querySelector('.top-app').style.outline = 'none'")
    found = walked(page)
    assert [len(found[name]) for name in ("missed", "pointed", "unseen")] == [1, 1, 1]


def walked(page: Page) -> Any:
    """What Tab misses, what only a mouse can press, and where the focus cannot be seen."""
    page.locator(".skip").focus()
    page.evaluate(STEP)
    for _ in range(MOST):
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        if step["body"] or step["again"]:
            return page.evaluate(MISSED)
        assert step["shown"], step["name"]
    pytest.fail(f"after {MOST} tabs the focus is still at {step['name']}")


OPENING = [
    ("overview", "?", "dialog[open]"),
    ("overview", "Control+k", "dialog[open]"),
    ("traces", "v", "dialog[open]"),
    ("trace", "p", "dialog[open]"),
    ("review", "+", "dialog[open]"),
    ("review", "Shift+R", "dialog[open]"),
    ("review", "Shift+E", "dialog[open]"),
    ("criteria", "n", "dialog[open]"),
    ("criteria", "a", "dialog[open]"),
    ("criteria", "e", "dialog[open]"),
    ("blind spots", "p", "dialog[open]"),
    ("overview", "g a", "[role=menu]"),
    ("review", "q", "[role=menu]"),
    ("review", "f", "[role=menu]"),
]


@pytest.mark.parametrize(("name", "key", "shown"), OPENING, ids=[f"{o[0]}-{o[1]}" for o in OPENING])
def test_what_opens_takes_the_focus_keeps_it_and_gives_it_back(
    name: str, key: str, shown: str, web: Any, settled: Callable[..., Page]
) -> None:
    page = opened(web, settled(), BY_NAME[name])
    page.locator(".rail-link").nth(2).focus()
    for one in key.split(" "):
        page.keyboard.press(one)
    opening = page.locator(shown)
    opening.wait_for()
    inside = f"document.querySelector('{shown}')?.contains(document.activeElement)"
    eventually(page, lambda: page.evaluate(inside))
    for _ in range(30 if shown == "dialog[open]" else 0):
        page.keyboard.press("Tab")
        at = page.evaluate(f"{inside} || document.activeElement === document.body")
        assert at, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    page.keyboard.press("Escape")
    opening.wait_for(state="detached")
    back = page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
    trigger = "aria-haspopup" in back  # a menu gives the focus to the button that it belongs to
    assert "rail-link" in back or (shown == "[role=menu]" and trigger), back


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_palette_leads_to_every_page_by_its_name(
    language: str, web: Any, settled: Callable[..., Page]
) -> None:
    page = opened(web, settled(language=language), PLACES[0])
    paths = [("/traces", 1), ("/review", 2), ("/criteria", 3), ("/settings", 4), ("/", 0)]
    for path, at in paths:
        name = page.locator(".rail-link").nth(at).get_attribute("aria-label")
        page.keyboard.press("Control+k")
        page.locator("[cmdk-item]").first.wait_for()
        page.keyboard.type(f"{'Go to ' if language == 'en' else '前往'}{name}")
        page.locator("[cmdk-item][aria-selected=true]", has_text=str(name)).wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(rf":\d+{path}(\?|$)"))
        eventually(page, lambda: page.evaluate("!!document.activeElement.closest('main')"))


KEYS = {"Esc": "Escape", "⌫": "Backspace", "↑": "ArrowUp", "↓": "ArrowDown"}
KEYS |= {"←": "ArrowLeft", "→": "ArrowRight", "Ctrl": "Control"}
RESTING = {
    "traces": {"Enter", "A"},  # no row is chosen yet
    "trace": {"↓", "←", "E"},  # its one span closes nothing, and nothing failed
    "criteria": {"K"},  # the first check is open
    "matrix": {"M"},  # the tab that is open
    "blind spots": {"K"},
    "wording": {"Ctrl+Enter"},  # nothing is changed that could be saved
}
"""Keys of the footer with nothing to do where the page begins."""


@pytest.mark.parametrize("place", PLACES, ids=[place.name for place in PLACES])
def test_every_key_in_the_footer_does_something_there(
    place: Place, web: Any, settled: Callable[..., Page]
) -> None:
    page = opened(web, settled(), place)
    home = page.url
    resting = RESTING.get(place.name, set())
    dead = []
    for keys in footer(page):
        page.goto(home)
        page.locator(place.shown).first.wait_for(timeout=30_000)
        page.wait_for_load_state("networkidle")
        before = page.evaluate(LOOK)
        page.keyboard.press("+".join(KEYS.get(key, key) for key in keys))
        if not changed(page, before):
            dead.append("+".join(keys))
    assert set(dead) <= resting


def footer(page: Page) -> list[list[str]]:
    """The chords of the keys in the footer, as they are written there."""
    found: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('.page-foot .key')]"
        ".map((one) => [...one.querySelectorAll('kbd')].map((kbd) => kbd.textContent))"
    )
    return found


def changed(page: Page, before: str) -> bool:
    for _ in range(30):
        if page.evaluate(LOOK) != before:
            return True
        page.wait_for_timeout(50)
    return False


def opened(web: Any, page: Page, place: Place) -> Page:
    """The place, reached from the overview by keys alone."""
    address = f"http://{web.host}:{web.port}/?app={APP}&range=all"
    page.goto(address)
    page.locator(".overview-wide canvas").wait_for()
    for key in place.keys:
        if key.startswith((".", "[")) and len(key) > 1:
            page.locator(key).first.wait_for()
        else:
            page.keyboard.press(key)
    page.locator(place.shown).first.wait_for(timeout=30_000)
    return page


def eventually(page: Page, holds: Callable[[], Any]) -> None:
    """Waits until something holds; the page's policy lets no test wait by code inside it."""
    for _ in range(50):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()
