"""The web app as people meet it: a real server over the sample, and a real browser.

The browser is Chromium, named by GENCHI_CHROMIUM or found on the path; tests that need it are
skipped where it, or the package that drives it, is absent. A page may complain of nothing: an error
in its console, an exception, a request that fails or goes anywhere but to this machine fails the
test.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from genchi import Home

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "build" / "screens"
APP = "support-desk"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--no-first-run",
)
"""A browser in a container, which speaks to nobody on its own account."""
_HERE = ("127.0.0.1", "localhost")
_INSIDE = ("data", "blob", "about")


def _loaded(name: str, path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


_serving = _loaded("genchi_tests_serving", ROOT / "tests" / "server" / "conftest.py").serving


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the demo: recorded outputs with people's labels and the checks' verdicts."""
    path = tmp_path_factory.mktemp("sample")
    with Home(path) as home, as_file(files("genchi") / "samples" / "support_desk.jsonl") as sample:
        home.import_file(sample, APP)
        home.check(APP)
    return path


@pytest.fixture
def serve_sample(sample_home: Path, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """A function that starts a server over a copy of the sample; options are those of `build`.

    It gives an object with `url`, `store`, `ask`, `get` and `write`.
    """
    running: list[Any] = []

    def start(**options: Any) -> Any:
        home = tmp_path / f"home{len(running)}"
        shutil.copytree(sample_home, home)
        running.append(_serving(home, **options))
        return running[-1].__enter__()

    yield start
    for one in reversed(running):
        one.__exit__(None, None, None)


@pytest.fixture
def web(serve_sample: Callable[..., Any], tmp_path: Path) -> Any:
    """A server over a copy of the sample, with a project of its own (`tmp_path / "project"`)."""
    project = tmp_path / "project"
    project.mkdir()
    return serve_sample(project=project)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module: what drives it keeps an event loop running in this thread, which
    tests of other modules must not meet."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    named = os.environ.get("GENCHI_CHROMIUM") or next(
        filter(None, map(shutil.which, _BROWSERS)), ""
    )
    if not named:
        pytest.skip("no Chromium (name one with GENCHI_CHROMIUM)")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=named, args=list(_QUIET))
        yield started
        started.close()


@pytest.fixture
def complaints() -> list[str]:
    """What pages complained of; a test that provokes something clears it after looking."""
    return []


@pytest.fixture
def context(browser: Browser, complaints: list[str]) -> Iterator[BrowserContext]:
    """A browser without a past, in English, 1440 × 900."""
    opened = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    opened.set_default_timeout(10_000)
    opened.on("page", lambda page: _watch(page, complaints))
    yield opened
    opened.close()
    assert complaints == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of such a browser."""
    return context.new_page()


@pytest.fixture
def settled(context: BrowserContext) -> Callable[..., Page]:
    """A function that gives a page of somebody who has chosen: `settled(language="zh")`.

    They have seen the tour and review as Lin, unless told otherwise; what they change stays.
    """

    def open_page(**chosen: Any) -> Page:
        usual = {"reviewer": "lin", "theme": "light", "tour": {"step": 0, "open": False}}
        kept = json.dumps(json.dumps({**usual, **chosen}))
        context.add_init_script(
            "location.protocol.startsWith('http') && (localStorage.getItem('genchi.settings') ?? "
            f"localStorage.setItem('genchi.settings', {kept}))"
        )
        return context.new_page()

    return open_page


@pytest.fixture
def shot() -> Callable[[Page, str], Path]:
    """A function that keeps a picture of a page in build/screens, for people to look at."""

    def take(page: Page, name: str) -> Path:
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"{name}.png"
        page.screenshot(path=path)
        return path

    return take


def _watch(page: Page, complaints: list[str]) -> None:
    def on_request(request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme not in _INSIDE and address.hostname not in _HERE:
            complaints.append(f"a request to {request.url}")

    def on_failure(request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":  # given up by the page that went elsewhere
            complaints.append(f"{request.method} {request.url} failed: {request.failure}")

    def on_console(message: Any) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type} in the console: {message.text}")

    page.on("request", on_request)
    page.on("requestfailed", on_failure)
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"an exception: {error}"))
