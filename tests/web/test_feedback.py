"""The script for pages of other products, in a real browser, from another origin."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from genchi.records import Feedback

if TYPE_CHECKING:
    from playwright.sync_api import Page

TRACE, SPAN = "ab" * 16, "cd" * 8
NAME = f"{TRACE}/{SPAN}"
HTML = """<!doctype html><meta charset="utf-8"><title>desk</title><link rel="icon" href="data:,">
<script src="{genchi}/feedback.js"></script>
<div data-genchi-span="{name}">
  <p id="answer">退货在三十天内免费。</p>
  <form onsubmit="return false">
    <textarea data-genchi-draft>退货在三十天内免费。</textarea><button>发送</button>
  </form>
</div>
<a href="/away">away</a>"""


class Product:
    """A page of another origin, which loads the script of a genchi server."""

    def __init__(self) -> None:
        self.html = ""
        product = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = product.html.encode()
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def uses(self, genchi: Any) -> None:
        self.html = HTML.replace("{genchi}", url(genchi)).replace("{name}", NAME)


@pytest.fixture
def product() -> Iterator[Product]:
    made = Product()
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def url(up: Any) -> str:
    return f"http://{up.host}:{up.port}"


def arrived(up: Any, count: int, app: str = "shop") -> list[Feedback]:
    """The feedback there is, oldest first, once there is so much of it."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        found: list[Feedback] = up.store.feedback.recent(app)
        if len(found) >= count:
            return found[::-1]
        time.sleep(0.02)
    raise AssertionError(f"{len(up.store.feedback.recent(app))} of {count} events arrived")


def test_a_page_of_an_allowed_origin_sends_what_people_do(
    product: Product, serve_sample: Callable[..., Any], page: Page
) -> None:
    up = serve_sample(origins=[product.url])
    product.uses(up)
    page.goto(product.url)
    page.evaluate("genchi.init({app: 'shop', user: '梅'})")
    page.evaluate(f"genchi.thumbs('{NAME}', false, '不对')")
    arrived(up, 1)
    page.locator("#answer").select_text()
    page.keyboard.press("Control+c")
    arrived(up, 2)
    page.locator("textarea").fill("退货在十四天内免费。")
    page.locator("button").click()
    told = arrived(up, 3)
    assert [(one.kind, one.value, one.text, one.distance, one.user) for one in told] == [
        ("thumbs", 0.0, "不对", None, "梅"),
        ("copied", None, None, None, "梅"),
        ("edited", None, "退货在十四天内免费。", 0.2, "梅"),
    ]
    assert {(one.trace_id, one.span_id) for one in told} == {(TRACE, SPAN)}
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_what_waits_when_the_page_is_left_arrives(
    product: Product, serve_sample: Callable[..., Any], page: Page
) -> None:
    up = serve_sample(origins=[product.url])
    product.uses(up)
    page.goto(product.url)
    page.evaluate(
        f"""() => {{
            genchi.init({{app: 'shop'}});
            for (let n = 0; n < 40; n++) genchi.comment('{NAME}', 'x'.repeat(1000) + n);
            location.href = '/away';
        }}"""
    )
    page.wait_for_url("**/away")
    assert len({one.id for one in arrived(up, 40)}) == 40


def test_a_page_beyond_loopback_sends_with_a_key_for_feedback(
    product: Product, serve_sample: Callable[..., Any], page: Page
) -> None:
    up = serve_sample(origins=[product.url], keys=True)
    secret, _ = up.store.keys.create("shop", 1, scope="feedback")
    product.uses(up)
    page.goto(product.url)
    page.evaluate(f"genchi.init({{key: '{secret}'}})")
    page.evaluate(f"genchi.accepted('00-{TRACE}-{SPAN}-01')")
    assert [one.kind for one in arrived(up, 1)] == ["accepted"]


def test_a_page_of_another_origin_cannot_send_and_goes_on(
    product: Product, serve_sample: Callable[..., Any], page: Page, complaints: list[str]
) -> None:
    up = serve_sample(origins=["http://elsewhere.example"])
    product.uses(up)
    page.goto(product.url)
    page.evaluate(
        f"genchi.init({{app: 'shop'}}); genchi.accepted('{NAME}'); genchi.flush()",
    )
    page.locator("textarea").fill("still here")
    assert up.store.feedback.recent("shop") == []
    assert any("CORS" in complaint for complaint in complaints)
    complaints.clear()


def test_a_server_that_comes_back_has_everything_once(
    product: Product, serve_sample: Callable[..., Any], page: Page, complaints: list[str]
) -> None:
    up = serve_sample(origins=[product.url])
    product.uses(up)
    page.goto(product.url)
    page.evaluate("genchi.init({app: 'shop'})")
    page.context.set_offline(True)
    page.evaluate(f"for (let n = 0; n < 3; n++) genchi.comment('{NAME}', `离线 ${{n}}`)")
    page.evaluate("genchi.flush()")
    assert up.store.feedback.recent("shop") == []
    page.context.set_offline(False)
    assert [one.text for one in arrived(up, 3)] == ["离线 0", "离线 1", "离线 2"]
    assert any("ERR_INTERNET_DISCONNECTED" in complaint for complaint in complaints)
    complaints.clear()
