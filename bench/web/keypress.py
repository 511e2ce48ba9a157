"""How long a key of the daily review takes until the next output is in the page.

Real Chromium and a real `genchi up`: on this machine; 40 ms away, behind a proxy that holds
everything back; with two threads computing in the server's process; and both. Next to them the same
key on an empty page, which only writes a number: what the machine itself takes.

Also what is kept: keys without a pause, and how long keeping one decision takes the page.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from web.delaying import delayed
from web.serving_app import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

APP = "support-desk"
CRITERION = "polite"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
SETTINGS = {"reviewer": "bench", "language": "en", "theme": "light", "tour": {"open": False}}
PAUSE_MS = 140
WATCH = """() => {
  window.times = [];
  let pressed = 0;
  addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);
  const item = () => document.querySelector("[data-item]")?.dataset.item;
  let shown = item();
  new MutationObserver(() => {
    const now = item();
    if (now === shown || now === undefined || pressed === 0) return;
    shown = now;
    const at = pressed;
    pressed = 0;
    const dom = performance.now() - at;
    requestAnimationFrame(() => setTimeout(() => {
      times.push([dom, performance.now() - at]);
    }));
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""
EMPTY = """<!doctype html><title>empty</title><main data-item="0">0</main>"""
COUNTING = """() => {
  const main = document.querySelector("main");
  addEventListener("keydown", () => {
    queueMicrotask(() => {
      const next = String(Number(main.dataset.item) + 1);
      main.dataset.item = next;
      main.textContent = next;
    });
  });
}"""
KEEPING = """async () => {
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open("bench", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("waiting");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const text = "x".repeat(400);
  const begun = [], local = [];
  for (let at = 0; at < 200; at += 1) {
    const since = performance.now();
    const transaction = database.transaction("waiting", "readwrite");
    transaction.objectStore("waiting").put(text, at);
    transaction.commit();
    begun.push(performance.now() - since);
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    const then = performance.now();
    localStorage.setItem("bench" + at, text);
    local.push(performance.now() - then);
  }
  return [begun, local];
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds from the key to the DOM, and to after the next frame."""

    name: str
    dom: list[float]
    frame: list[float]

    def line(self, base: Measured) -> str:
        """A row of the table; the ratio is of medians, to the empty page of this run."""
        numbers = [quantile(self.dom, 0.5), quantile(self.dom, 0.95)]
        numbers += [quantile(self.frame, 0.5), quantile(self.frame, 0.95)]
        ratio = numbers[0] / quantile(base.dom, 0.5)
        cells = " | ".join(f"{number:.1f}" for number in numbers)
        return f"| {self.name} | {len(self.dom)} | {cells} | {ratio:.1f} |"


def quantile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def main() -> None:
    """Measure and print."""
    arguments = parsed()
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        base = measured_empty(browser, arguments.keys)
        rows = list(measured(browser, Path(folder), arguments.keys))
        table(base, rows)
        fast(browser, Path(folder) / "fast")
        keeping(browser)
        browser.close()


def parsed() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keys", type=int, default=150)
    return parser.parse_args()


def chromium() -> str:
    """The browser, named by GENCHI_CHROMIUM or on the path."""
    named = os.environ.get("GENCHI_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        sys.exit("no Chromium: name one with GENCHI_CHROMIUM")
    return found


def measured(browser: Browser, folder: Path, keys: int) -> Iterator[Measured]:
    """The page in each condition."""
    conditions = [("on this machine", False, 0.0), ("40 ms away", False, 0.02)]
    conditions += [("server computing", True, 0.0), ("server computing, 40 ms away", True, 0.02)]
    for at, (name, busy, delay) in enumerate(conditions):
        with served(folder / str(at), busy=busy) as server, delayed(server.port, delay) as port:
            server.prepare(APP, CRITERION, outputs=keys + 60)
            yield measured_page(browser, port, name, keys)
    with served(folder / "pair") as server:
        server.prepare(APP, CRITERION, outputs=2 * keys + 120)
        yield measured_page(browser, server.port, "two beside each other", keys, "pair")


def measured_page(
    browser: Browser, port: int, name: str, keys: int, mode: str = "single"
) -> Measured:
    """Keys with a pause between them, on the page of daily review."""
    with review(browser, port, mode) as page:
        press(page, "y" if mode == "single" else "ArrowLeft", keys)
        times: list[list[float]] = page.evaluate("times")
    return Measured(name, [dom for dom, _ in times], [frame for _, frame in times])


def press(page: Page, key: str, keys: int) -> None:
    """Watch the page, then press a key again and again."""
    page.evaluate(WATCH)
    for _ in range(keys):
        page.keyboard.press(key)
        page.wait_for_timeout(PAUSE_MS)
    page.wait_for_timeout(500)


@contextmanager
def review(browser: Browser, port: int, mode: str) -> Iterator[Page]:
    """A page of daily review that has its first outputs."""
    kept = json.dumps(json.dumps(SETTINGS))
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(
        f"location.protocol.startsWith('http') && localStorage.setItem('genchi.settings', {kept})"
    )
    page = context.new_page()
    search = f"app={APP}&criterion={CRITERION}&mode={mode}&source=filter&filter=root:true"
    page.goto(f"http://127.0.0.1:{port}/review?{search}")
    page.locator("[data-item]").wait_for()
    page.wait_for_timeout(1500)
    yield page
    context.close()


def measured_empty(browser: Browser, keys: int) -> Measured:
    """The same keys on a page that only writes a number."""
    page = browser.new_page()
    page.set_content(EMPTY)
    page.evaluate(COUNTING)
    press(page, "y", keys)
    times: list[list[float]] = page.evaluate("times")
    page.close()
    return Measured("empty page", [dom for dom, _ in times], [frame for _, frame in times])


def table(base: Measured, rows: list[Measured]) -> None:
    """Print what was measured."""
    print("| ms | keys | DOM p50 | p95 | frame p50 | p95 | DOM / empty |")
    print("|---|---|---|---|---|---|---|")
    for row in (base, *rows):
        print(row.line(base))


def fast(browser: Browser, folder: Path) -> None:
    """Thirty keys without a pause: how many different outputs are labelled in the end."""
    with served(folder) as server:
        server.prepare(APP, CRITERION, outputs=80)
        with review(browser, server.port, "single") as page:
            for _ in range(30):
                page.keyboard.press("y")
            page.locator("[data-saving=saved]").wait_for()
            page.wait_for_timeout(500)
        print(f"\n30 keys without a pause: {server.labelled(CRITERION)} outputs labelled")


def keeping(browser: Browser) -> None:
    """What it costs the key to keep a decision: IndexedDB as the page does it, and localStorage."""
    page: Any = browser.new_page()
    page.route("http://bench.localhost/", lambda route: route.fulfill(body=EMPTY))
    page.goto("http://bench.localhost/")
    begun, local = page.evaluate(KEEPING)
    print(
        f"keeping a decision holds the key up for {mean(begun):.2f} ms (IndexedDB, committed); "
        f"localStorage would take {mean(local):.2f} ms"
    )
    page.close()


if __name__ == "__main__":
    main()
