"""How long pages take over a million spans, and how a trace of 20,000 spans opens and scrolls.

Real Chromium and a real `genchi up` over the store of `filled.py`, with people's labels and checks'
verdicts on some of its outputs. Each page is opened by its address in a browser that has the app's
files, from the start of the navigation until what the page is about is in it; next to it, an empty
page of the same server.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filled import COMMON, LARGE, LONG, LONG_TRACE, RARE, filled
from genchi.records import Label, SpanKey, Target, Verdict
from genchi.store import Store
from web.keypress import FLAGS, chromium, quantile
from web.serving_app import over

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

APP, CRITERION = "support", "helpful"
LABELS = 500
CHECKS = 8
SETTINGS = {"reviewer": "bench", "language": "en", "theme": "light", "tour": {"open": False}}
WATCH = """(selector) => {
  const look = () => {
    const found = document.querySelector(selector);
    if (found && found.textContent.trim() !== "") {
      window.shownAfter = performance.now();
      return true;
    }
    return false;
  };
  const begin = () => {
    if (look()) return;
    const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
    observer.observe(document, {subtree: true, childList: true, characterData: true});
  };
  begin();
}"""
SCROLL = """async (pixels) => {
  const rows = document.querySelector('[role="treeitem"], [role="tree"] [role="row"]');
  let box = rows;
  while (box && box.scrollHeight <= box.clientHeight + 10) box = box.parentElement;
  const times = [];
  let last = performance.now();
  for (let step = 0; step < 120; step += 1) {
    box.scrollTop = (pixels ?? box.scrollHeight / 120) * step;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return times;
}"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page, its address, what has to be in it, and seconds to wait before it is opened again."""

    name: str
    path: str
    selector: str
    rest: float = 0.0


KEPT = 5.2
"""Seconds after which the server has forgotten an overview."""
PAGES = (
    Opened("overview of 7 days", f"/?app={APP}&range=7d", ".overview-value", KEPT),
    Opened("overview of all time", f"/?app={APP}&range=all", ".overview-value", KEPT),
    Opened("traces", f"/traces?app={APP}&range=all", ".trow"),
    Opened(
        "traces, a rare word",
        f"/traces?app={APP}&range=all&filter={RARE}",
        ".trow",
    ),
    Opened(
        "traces, a common word and an error",
        f"/traces?app={APP}&range=all&filter=status%3Aerror%20{COMMON}",
        ".trow",
    ),
    Opened("a trace of 5 spans", "", '[role="treeitem"]'),
    Opened(
        f"a trace of {LONG:,} spans",
        f"/traces/{LONG_TRACE.trace_id}?app=batch",
        '[role="treeitem"]',
    ),
    Opened("an output of 10 MB", f"/traces/{LARGE.trace_id}?app=batch&tab=output", ".reading"),
    Opened("review", f"/review?app={APP}&criterion={CRITERION}", "[data-item]"),
    Opened("criteria", f"/criteria?app={APP}&criterion={CRITERION}", ".matrix-cell"),
    Opened("settings", "/settings", ".card"),
)


def main() -> None:
    """Measure and print."""
    arguments = parsed()
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, _folder(arguments.store) as folder:
        some = prepared(folder, arguments.spans)
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        with over(folder) as server:
            url = f"http://127.0.0.1:{server.port}"
            print_pages(browser, url, some, arguments.rounds)
            print_scrolling(browser, url)
        browser.close()


def prepared(folder: Path, number: int) -> SpanKey:
    """The store, with labels and verdicts where there are none; the key of one of its outputs."""
    store = filled(folder, number)
    try:
        roots = _some_outputs(store)
        if not store.labels.counts(APP):
            _judge(store, roots)
        while store.text.catch_up():
            pass
    finally:
        store.close()
    return roots[0]


def _some_outputs(store: Store) -> list[SpanKey]:
    """Outputs from the whole time, the same for the same store."""
    found = [span.key for span in store.spans.list(APP) if span.parent_id is None]
    return random.Random(1).sample(found, min(4 * LABELS, len(found)))


def _judge(store: Store, keys: list[SpanKey]) -> None:
    chance = random.Random(2)
    bad = {key: chance.random() < 0.2 for key in keys}
    store.labels.add(
        Label(
            CRITERION, Target(key), 0.0 if bad[key] else 1.0, "mei", 1_790_000_000_000_000_000 + n
        )
        for n, key in enumerate(keys[:LABELS])
    )
    for number in range(CHECKS):
        said = [
            (key, Verdict("fail" if chance.random() < (0.5 if bad[key] else 0.05) else "pass"))
            for key in keys
        ]
        store.verdicts.add(APP, f"check_{number}", "1", said, now_ns=1_790_000_000_000_000_000)


def print_pages(browser: Browser, url: str, some: SpanKey, rounds: int) -> None:
    """One row for each page: the first time, and the median and worst of the times after it."""
    print("| page, ms | first | median | worst | / empty |")
    print("|---|---|---|---|---|")
    context = _context(browser)
    empty = [_shown(context, url, Opened("empty", "/api/health", "body")) for _ in range(rounds)]
    base = statistics.median(empty)
    print(f"| (an answer of the server alone) | | {base:.0f} | {max(empty):.0f} | 1 |")
    for page in PAGES:
        path = page.path or f"/traces/{some.trace_id}?app={APP}"
        first, *times = [
            _shown(context, url, Opened(page.name, path, page.selector)) for _ in range(rounds + 1)
        ]
        median = statistics.median(times)
        row = f"{first:.0f} | {median:.0f} | {max(times):.0f} | {median / base:.0f}"
        print(f"| {page.name} | {row} |")
    context.close()


def print_scrolling(browser: Browser, url: str) -> None:
    """How long frames take while the long trace is scrolled from its first span to its last."""
    context = _context(browser)
    page = context.new_page()
    page.goto(f"{url}/traces/{LONG_TRACE.trace_id}?app=batch")
    page.locator('[role="treeitem"]').first.wait_for(timeout=30_000)
    print()
    for how, pixels in (("as a wheel does, 120 pixels a frame", 120), ("to its end", None)):
        times: list[float] = page.evaluate(SCROLL, pixels)
        rows = page.locator('[role="treeitem"]').count()
        print(
            f"scrolling {LONG:,} spans {how}, 120 frames: p50 {quantile(times, 0.5):.0f} ms, "
            f"p95 {quantile(times, 0.95):.0f} ms, {rows} rows in the page"
        )
    context.close()


def _context(browser: Browser) -> BrowserContext:
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    settings = str(SETTINGS).replace("'", '"').replace("False", "false")
    context.add_init_script(f"localStorage.setItem('genchi.settings', '{settings}')")
    return context


def _shown(context: BrowserContext, url: str, page: Opened) -> float:
    """Milliseconds from the start of the navigation until the page shows what it is about."""
    tab: Page = context.new_page()
    tab.add_init_script(f"({WATCH})({page.selector!r})")
    tab.goto(url + page.path, wait_until="commit")
    tab.locator(page.selector).first.wait_for(timeout=60_000)
    took = tab.evaluate("window.shownAfter")
    while took is None:  # it is there, and has no text yet
        tab.wait_for_timeout(10)
        took = tab.evaluate("window.shownAfter")
    tab.wait_for_load_state("networkidle")  # what it goes on asking is not to burden the next one
    tab.close()
    time.sleep(page.rest)
    return float(took)


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--spans", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7, help="times after the first")
    parser.add_argument("--store", type=Path, help="keep the store here, and use it again")
    return parser.parse_args()


if __name__ == "__main__":
    main()
