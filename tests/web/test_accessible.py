"""What axe says of every page and of what opens on it, in both languages and both themes.

axe knows the rules of WCAG 2 at levels A and AA and the usual best practice. The policy of the page
forbids a script that is put into it, so axe is evaluated from outside. All its rules are asked in
each language; the other theme changes colours and nothing else, and there those about colours are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page

pytest.importorskip("axe_playwright_python", reason="axe is not installed")

APP = "support-desk"
EVERYWHERE = {"app": APP, "range": "all"}
UNJUDGED = "polite"
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
ASK = """(only) => axe.run(document, {runOnly: only, resultTypes: ['violations'], preload: false})
  .then(({violations}) => violations.flatMap(({id, help, nodes}) => nodes.map(
    ({target, html}) => `${id} (${help}): ${target.join(' ')} ${html.slice(0, 200)}`)))"""
TURN_THEME = """(theme) => {
  const kept = JSON.parse(localStorage.getItem('genchi.settings'));
  localStorage.setItem('genchi.settings', JSON.stringify({...kept, theme}));
  dispatchEvent(new StorageEvent('storage', {key: 'genchi.settings'}));
}"""


@dataclass(frozen=True, slots=True)
class Walk:
    """A page, and what it looks like one after another: each look is reached by keys from the last.

    A key stands with what it makes appear. Where something that is open keeps the keys to itself
    (`modal`), or there are several looks, the language is turned by loading the page again; else
    in its place.
    """

    name: str
    path: str
    shown: str
    looks: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: {"": ()})
    search: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, Any] = field(default_factory=dict)
    modal: bool = False


OVERVIEW = ".overview-wide canvas"
ROW = ".traces-list [role=row][data-active]"
ACTIVE = ".traces-list [data-active=true]"
CHECK = ".criteria-split tbody tr"
ITEM = "[data-item]"
ENDED = ".review-ending .card"
DIALOG = "dialog[open]"
OPTION = ".filter-list [role=option]"
TAB = "[role=tab]:nth-child({})[aria-selected=true]"
BEGUN = {"step": 0, "open": True, "labels": None}
POLITE = {"criterion": UNJUDGED}
GROUNDED = {"criterion": "grounded"}
TRACE = {
    "conversation": (("j", ACTIVE), ("Enter", ".trace-tab"), ("1", TAB.format(1))),
    **{
        name: ((str(at), TAB.format(at)),)
        for at, name in enumerate(("output", "sources", "checks", "judgement", "raw"), start=2)
    },
}
REVIEW = {
    "single": (),
    "armed": (("n", ".review-reasons[data-armed]"),),
    "sentences": (("Escape", ITEM), ("l", ITEM)),
    "pair": (("Escape", ITEM), ("p", ".review-panes")),
    "end": (("p", ".review-answer"), *[("y", f"{ITEM}, {ENDED}")] * 20, ("Escape", ENDED)),
}
CRITERIA = {
    "checks": (),
    "matrix": (("m", ".criteria-matrix"),),
    "blind": (("3", ".criteria-item"),),
    "keep": (("4", "table"),),
    "wording": (("5", ".criteria-wording"),),
}
EDITOR = {"": (("j", f"{CHECK}:nth-child(2)[aria-selected]"), ("e", DIALOG))}
WALKS = (
    Walk("overview", "/", OVERVIEW),
    Walk("overview-tables", "/", OVERVIEW, {"": (("v", ".chart-table table"),)}),
    Walk("palette", "/", OVERVIEW, {"": (("Control+k", "[cmdk-item]"),)}, modal=True),
    Walk("tour", "/", OVERVIEW, chosen={"tour": BEGUN}),
    Walk("traces", "/traces", ROW),
    Walk(
        "traces-selected",
        "/traces",
        ROW,
        {"": (("j", ACTIVE), ("x", f"{ACTIVE}[aria-selected=true]"))},
    ),
    Walk("traces-nothing", "/traces", ".traces-main .state", search={"filter": "model:nobody"}),
    Walk("traces-suggestions", "/traces", ROW, {"": (("/", OPTION), ("m", OPTION))}, modal=True),
    Walk("keys", "/traces", ROW, {"": (("?", f"{DIALOG} dl"),)}, modal=True),
    Walk("trace", "/traces", ROW, TRACE),
    Walk("review", "/review", ITEM, REVIEW, POLITE),
    Walk("review-rota", "/review", ITEM, {"": (("Shift+R", DIALOG),)}, POLITE, modal=True),
    Walk("review-reason", "/review", ITEM, {"": (("+", DIALOG),)}, POLITE, modal=True),
    Walk(
        "review-proposal",
        "/review",
        ITEM,
        {"": (("n", ITEM), ("k", ".proposal-list li"))},
        {**GROUNDED, "source": "second"},
        modal=True,
    ),
    Walk("review-name", "/review", ".review-name", chosen={"reviewer": ""}, modal=True),
    Walk("criteria", "/criteria", CHECK, CRITERIA, GROUNDED),
    Walk("criteria-add", "/criteria", CHECK, {"": (("n", DIALOG),)}, GROUNDED, modal=True),
    Walk("criteria-editor", "/criteria", CHECK, EDITOR, GROUNDED, modal=True),
    Walk("criteria-picker", "/criteria", CHECK, {"": (("a", DIALOG),)}, GROUNDED, modal=True),
    Walk("settings", "/settings", ".settings-facts"),
    Walk("not-found", "/nowhere", ".state"),
)


@pytest.mark.parametrize("walk", WALKS, ids=[walk.name for walk in WALKS])
def test_axe_finds_nothing_in(
    walk: Walk, web: Any, settled: Callable[..., Page], shot: Callable[[Page, str], Any]
) -> None:
    page = settled(**walk.chosen)
    found = []
    for language in ("en", "zh"):
        words = {"title": "Polite", "title_zh": "礼貌", "statement": "No answer is rude."}
        criterion = f"{UNJUDGED}-{language}"
        web.write(f"/api/criteria/{criterion}?app={APP}", words, method="PUT")
        search = walk.search
        if search == POLITE:
            search = {"criterion": criterion}
        in_place = language == "zh" and len(walk.looks) == 1 and not walk.modal
        if in_place:
            page.keyboard.press("Shift+L")
        else:
            reach(web, page, walk.path, walk.shown, {**search, "lang": language})
        for look, steps in walk.looks.items():
            for key, shown in () if in_place else steps:
                page.keyboard.press(key)
                page.locator(shown).first.wait_for(timeout=30_000)
            name = "-".join(filter(None, (walk.name, look, language)))
            found += [f"{name}: {one}" for one in looked_at(page, name, shot, language)]
    assert found == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_where_one_signs_in_and_among_people_and_keys(
    language: str,
    web: Any,
    settled: Callable[..., Page],
    shot: Callable[[Page, str], Any],
    complaints: list[str],
) -> None:
    token, _ = web.store.people.add("mei", "admin", 1)
    page = settled(language=language)
    page.goto(f"http://{web.host}:{web.port}/settings?app={APP}")
    page.locator(".signin input").fill("wrong")
    page.keyboard.press("Enter")
    page.locator(".field-error").wait_for()
    complaints.clear()
    assert looked_at(page, f"sign-in-{language}", shot, language=language) == []
    page.locator(".signin input").fill(token)
    page.keyboard.press("Enter")
    page.locator(".settings-facts").wait_for()
    assert looked_at(page, f"settings-people-{language}", shot, language=language) == []


def test_axe_finds_nothing_where_nothing_is_recorded(
    web: Any, settled: Callable[..., Page], shot: Callable[[Page, str], Any]
) -> None:
    web.store.forget([span.key for span in web.store.spans.list(APP)])
    page = settled()
    page.goto(f"http://{web.host}:{web.port}/")
    page.locator(".welcome").wait_for()
    assert looked_at(page, "empty-en", shot) == []
    page.keyboard.press("Shift+L")
    assert looked_at(page, "empty-zh", shot, language="zh") == []


def test_axe_tells_of_what_is_broken_on_purpose(web: Any, settled: Callable[..., Page]) -> None:
    page = settled()
    reach(web, page, "/settings", ".settings-facts", {})
    page.evaluate("document.querySelector('.rail-link').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('.card-head h2, .card h2').style.color = '#dddddd'")
    found = asked(page, EVERYTHING)
    assert len(found) == 2
    assert [one.partition(" ")[0] for one in found] == ["color-contrast", "link-name"]


def test_a_chart_turns_with_the_theme_as_if_it_had_been_drawn_in_it(
    web: Any, settled: Callable[..., Page]
) -> None:
    page = settled()
    reach(web, page, "/", OVERVIEW, {})
    light = drawn(page)
    page.keyboard.press("Shift+D")
    page.locator("html[data-theme=dark]").wait_for()
    turned = drawn(page)
    page.reload()
    page.locator(OVERVIEW).wait_for()
    assert turned == drawn(page)
    assert turned != light


def drawn(page: Page) -> str:
    """The picture of a chart, once it stays as it is."""
    before, now = "", "-"
    while before != now:
        page.wait_for_timeout(300)
        before, now = now, str(page.locator(OVERVIEW).evaluate("(one) => one.toDataURL()"))
    return now


def reach(web: Any, page: Page, path: str, shown: str, search: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in {**EVERYWHERE, **search}.items())
    page.goto(f"http://{web.host}:{web.port}{path}?{query}")
    page.locator(shown).first.wait_for(timeout=30_000)


def looked_at(
    page: Page, name: str, shot: Callable[[Page, str], Any], language: str = "en"
) -> list[str]:
    """What axe finds in this look in both themes; a picture of each is kept."""
    page.emulate_media(reduced_motion="reduce")
    page.locator(f"html[lang^={language}]").wait_for()
    found = asked(page, EVERYTHING)
    shot(page, f"axe-{name}-light")
    page.evaluate(TURN_THEME, "dark")
    page.locator("html[data-theme=dark]").wait_for()
    found += asked(page, COLOURS)
    shot(page, f"axe-{name}-dark")
    page.evaluate(TURN_THEME, "light")
    page.locator("html[data-theme=light]").wait_for()
    return found


def asked(page: Page, only: list[str]) -> list[str]:
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found: list[str] = page.evaluate(ASK, only)
    return found
