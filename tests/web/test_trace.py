"""One trace in a real browser: its tree, what was said, where checks looked, and labels."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from genchi.records import (
    Evidence,
    Message,
    Passage,
    Payload,
    Span,
    SpanKey,
    Text,
    ToolCall,
    ToolResult,
    Usage,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

APP = "support-desk"
TRACE = "ab" * 16
START = 1_790_000_000_000_000_000
MS = 10**6
AGENT, SEARCH, ASK, TOOL, TELL = (f"{number:016x}" for number in range(1, 6))
ANSWER = "您好🙂🙂 order **A-7** ships today [KB-1].\n\n<img src=https://example.com/x.png> "
BIDI = "safe \u202egnp.exe\u202c"
HOSTILE = (
    "<img src=x onerror='window.ran=1'>",
    "<svg onload='window.ran=1'><a xlink:href='javascript:window.ran=1'>x</a></svg>",
    "<a href='javascript:window.ran=1'>one</a> [two](javascript:window.ran=1)",
    "[three](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "<style>body{display:none}</style><p style='position:fixed;inset:0'>styled</p>",
    "<iframe src='https://example.com' srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<img srcset='https://example.com/a.png 2x'><source srcset='https://example.com/b.png'>",
    "<video src=https://example.com/v.mp4 autoplay></video><object data=data:text/html,x></object>",
    "<form action=https://example.com><input name=token></form>",
    "<div onclick='window.ran=1' id=root>press me</div>",
    "<code><img src=x onerror='window.ran=1'\n></code> <script>window.ran=1</script>",
    "\u202eright to left\u202c \u2066isolated\u2069",
    "and it ends here",
)
SETTINGS = {
    "reviewer": "lin",
    "language": "en",
    "theme": "light",
    "tour": {"step": 0, "open": False},
}


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of somebody who has seen the tour and said a name."""
    settle(context)
    return context.new_page()


@pytest.fixture
def desk(web: Any) -> Any:
    """A server that also has a trace of an agent, with a verdict whose evidence follows emoji."""
    web.store.spans.add(agent())
    start = ANSWER.index("A-7")
    fail = Verdict(
        "fail", "A-7 is in no source", 0.25, (Evidence(start, start + 3, note="unheard of"),)
    )
    skip = Verdict("skip", "nothing to compare")
    for spec, verdict in (("sourced", fail), ("alike", skip)):
        web.store.verdicts.add(APP, spec, "1", [(key(AGENT), verdict)], now_ns=START)
    return web


def test_spans_are_a_tree_with_what_they_took(desk: Any, page: Page) -> None:
    opened(desk, page)
    assert names(page) == ["support", "find articles", "ask", "find_order", "tell"]
    levels = [row.get_attribute("aria-level") for row in page.get_by_role("treeitem").all()]
    assert levels == ["1", "2", "2", "2", "2"]
    totals = page.locator(".totals").inner_text()
    for said in ("1 s", "300 → 50", "$0.003", "1 failed", "nova-xl", "s-9", "u-9"):
        assert said in totals
    failed = page.get_by_role("treeitem", name=re.compile("find_order.*failed"))
    assert "Failed" in failed.inner_text()


def test_arrow_keys_move_fold_and_leave_the_span_in_the_address(desk: Any, page: Page) -> None:
    opened(desk, page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    at(page, "ask")
    page.wait_for_url(re.compile(f"span={ASK}"))
    page.keyboard.press("ArrowLeft")
    at(page, "support")
    page.keyboard.press("ArrowLeft")
    assert names(page) == ["support"]
    assert page.get_by_role("treeitem").get_attribute("aria-expanded") == "false"
    page.keyboard.press("ArrowRight")
    assert len(names(page)) == 5
    page.keyboard.press("e")
    at(page, "find_order")


def test_a_conversation_joins_tools_and_marks_what_is_new(desk: Any, page: Page) -> None:
    opened(desk, page, span=TELL, tab="conversation")
    page.get_by_text("New since the call before").wait_for()
    tool = page.locator(".tool")
    assert tool.count() == 1
    assert "find_order" in tool.inner_text()
    assert "in the van" in tool.inner_text()
    system = page.locator(".talk-system")
    assert system.get_attribute("open") is None
    assert "You answer customers" in system.inner_text()
    new = page.locator(".turn[data-fresh=true]")
    assert new.count() == 1
    assert "ships today" in new.inner_text()


def test_what_a_model_wrote_neither_runs_nor_loads_anything(desk: Any, page: Page) -> None:
    opened(desk, page, tab="output")
    output = page.locator(".reading")
    output.wait_for()
    assert output.locator("strong").inner_text() == "A-7"
    assert output.locator("img, script, iframe").count() == 0  # and no request went out


def test_hostile_outputs_run_nothing_load_nothing_and_leave_the_console_quiet(
    web: Any, page: Page
) -> None:
    hostile = "\n\n".join(HOSTILE)
    payload = Payload({"question": hostile, "html": HOSTILE[0]}, hostile)
    web.store.spans.add([span(AGENT, None, 0, name=f"hostile {BIDI}", payload=payload)])
    for tab in ("conversation", "output", "raw"):
        opened(web, page, tab=tab)
        page.get_by_text("and it ends here").first.wait_for()
        inside = page.locator(".trace-span")
        assert inside.locator("img, iframe, style, script, form, video, object").count() == 0
        assert inside.locator("[onerror], [onload], [onclick], [style*=fixed]").count() == 0
        assert page.evaluate("window.ran") is None
        for link in inside.locator("a").all():
            assert "javascript:" not in (link.get_attribute("href") or "")
    opened(web, page, tab="output")
    for address in page.locator(".md-url").all():
        address.click()
    assert page.evaluate("window.ran") is None
    page.goto(f"http://{web.host}:{web.port}/traces?app={APP}&range=all")
    page.locator(".cell-name", has_text="hostile").wait_for()


def test_a_bad_output_becomes_a_case_and_a_check_from_its_trace(
    web: Any, page: Page, tmp_path: Path, shot: Callable[[Page, str], Path]
) -> None:
    page.goto(f"http://{web.host}:{web.port}/traces?app={APP}&range=all")
    page.locator(".trow").first.wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator(".span-head").wait_for()
    page.keyboard.press("5")
    page.get_by_role("button", name="Fail", exact=True).wait_for()
    page.keyboard.press("n")
    page.locator(".toast").get_by_role("button", name="Undo").wait_for()
    page.keyboard.press("p")
    page.locator(".proposal").wait_for(timeout=60_000)
    shot(page, "trace-proposal")
    page.keyboard.press("Enter")
    toast = page.locator(".toast", has_text="Saved in")
    toast.wait_for(timeout=30_000)
    cases = tmp_path / "project" / "datasets" / "regressions.jsonl"
    (line,) = cases.read_text("utf-8").splitlines()
    assert "question" in json.loads(line)["inputs"]
    toast.get_by_role("button", name="Undo").click()
    page.locator(".toast", has_text="Taken back").wait_for()
    assert not cases.exists() or cases.read_text("utf-8").strip() == ""


def test_evidence_is_marked_where_the_check_looked_also_after_emoji(desk: Any, page: Page) -> None:
    opened(desk, page, tab="checks")
    verdicts = page.locator(".verdicts > li")
    verdicts.nth(1).wait_for()
    assert [one.inner_text().split("\n")[0] for one in verdicts.all()] == ["Fail", "Skipped"]
    page.get_by_role("button", name=re.compile("sourced")).click()
    assert page.locator("mark").inner_text() == "A-7"
    page.get_by_text("unheard of").wait_for()
    page.keyboard.press("2")
    assert page.locator(".reading mark, .marked mark").inner_text() == "A-7"
    assert "check=sourced" in page.url
    page.get_by_role("button", name="Unmark").click()
    page.locator("mark").wait_for(state="detached")


def test_cited_passages_are_open_and_others_closed(desk: Any, page: Page) -> None:
    opened(desk, page, tab="sources")
    sources = page.locator(".source")
    page.locator(".source-body", has_text="Shipping takes a day").wait_for()
    assert sources.nth(0).get_attribute("open") is not None
    assert sources.nth(1).get_attribute("open") is None
    page.locator(".source", has_text="find_order").locator("summary").click()
    page.get_by_text("Go to this span").click()
    at(page, "find_order")


def test_a_label_is_given_by_a_key_and_taken_back(desk: Any, page: Page) -> None:
    opened(desk, page, tab="judgement")
    page.get_by_role("button", name="Fail", exact=True).wait_for()
    page.keyboard.press("1")
    page.keyboard.press("n")
    page.get_by_text("Fail for").wait_for()
    page.locator(".history li", has_text="lin").wait_for()
    [label] = desk.store.labels.history(key(AGENT))
    assert (label.value, label.annotator, label.blind, label.why) == (0.0, "lin", False, "picked")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Nobody has labelled this output").wait_for()


def test_a_correction_is_kept_with_the_label(desk: Any, page: Page) -> None:
    opened(desk, page, tab="judgement")
    page.get_by_text("What is wrong, and what would be right").click()
    page.get_by_label("Note").fill("承诺过多")
    page.get_by_label("Correction").fill("It ships *tomorrow*.")
    page.get_by_role("button", name="Fail, with this").click()
    page.locator(".correction", has_text="It ships tomorrow.").wait_for()
    [label] = desk.store.labels.history(key(AGENT))
    assert (label.correction, label.reason) == ("It ships *tomorrow*.", "承诺过多")


def test_whoever_has_no_name_is_asked_for_one_before_labelling(
    desk: Any, context: BrowserContext
) -> None:
    settle(context, reviewer="")
    page = context.new_page()
    opened(desk, page, tab="judgement")
    page.get_by_label("Your name").wait_for()
    page.keyboard.press("1")
    page.keyboard.press("y")
    page.get_by_label("Your name").fill("wei 伟")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Pass").click()
    page.locator(".history li", has_text="wei 伟").wait_for()


def test_the_list_is_stepped_through_from_within(web: Any, page: Page) -> None:
    page.goto(f"http://{web.host}:{web.port}/traces?app={APP}&range=all&filter=prompt_version:v1")
    page.locator(".trows .trow").nth(1).click()
    page.get_by_text("2 of 84").wait_for()
    second = page.url
    page.keyboard.press("]")
    page.get_by_text("3 of 84").wait_for()
    page.keyboard.press("[")
    page.keyboard.press("[")
    page.get_by_text("1 of 84").wait_for()
    assert page.url != second
    page.keyboard.press("Escape")
    page.locator(".trows .trow").first.wait_for()
    assert "filter=prompt_version" in page.url


def test_words_are_found_within_spans_too(desk: Any, page: Page) -> None:
    opened(desk, page)
    page.keyboard.press("/")
    page.keyboard.type("in the van")
    page.locator(".fall-row[data-found=true]").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".span-head h2", has_text=re.compile("find_order|tell")).wait_for()
    page.keyboard.press("Escape")
    assert page.locator(".fall-row[data-found=true]").count() == 0


def test_spans_that_are_no_tree_are_all_shown(web: Any, page: Page) -> None:
    a, b, c = AGENT, SEARCH, ASK
    web.store.spans.add(
        [
            span(a, c, 3, name="one"),
            span(b, a, 1, name="two"),
            span(c, b, 2, name="three"),
            span(TOOL, "f" * 16, 0, name="lost"),
            span(TELL, TELL, 5, name="own parent"),
        ]
    )
    opened(web, page)
    assert names(page) == ["lost", "two", "three", "one", "own parent"]
    assert "parent missing" in page.get_by_role("treeitem").first.inner_text()


def test_a_long_trace_keeps_few_rows_in_the_page(web: Any, page: Page) -> None:
    first = span(AGENT, None, 0, name="batch")
    rest = [
        span(f"{number + 16:016x}", AGENT, number, name=f"step {number}") for number in range(3000)
    ]
    web.store.spans.add([first, *rest])
    opened(web, page)
    assert page.get_by_role("treeitem").count() < 60
    page.keyboard.press("End")
    page.get_by_role("treeitem", name=re.compile("step 2999,")).wait_for()
    assert page.get_by_role("treeitem").count() < 60
    at(page, "step 2999")


def test_large_payloads_are_shown_in_part_and_downloaded_whole(web: Any, page: Page) -> None:
    text = "0123456789 报告 " * 20_000
    items = [{"n": number} for number in range(5000)]
    web.store.spans.add([span(AGENT, None, 0, payload=Payload({"items": items}, text))])
    opened(web, page, tab="output")
    page.get_by_text("This payload is large").wait_for()
    assert len(page.locator(".trace-tab").inner_text()) < 10_000
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download all").click()
    whole = json.loads(downloading.value.path().read_text())
    assert whole["output"] == text
    assert len(whole["inputs"]["items"]) == 5000


def test_a_trace_that_is_not_there_says_so(web: Any, page: Page, complaints: list[str]) -> None:
    page.goto(address(web))
    page.locator(".state", has_text=TRACE).wait_for()
    complaints.clear()  # the browser itself writes the 404 into the console


def test_a_trace_reads_well_in_chinese_and_in_the_dark(
    desk: Any, context: BrowserContext, shot: Any
) -> None:
    settle(context, language="zh", theme="dark")
    page = context.new_page()
    opened(desk, page, tab="checks", check="sourced")
    page.get_by_text("未通过").first.wait_for()
    shot(page, "trace-zh-dark")


def settle(context: BrowserContext, **changed: str) -> None:
    kept = json.dumps(json.dumps(SETTINGS | changed))
    context.add_init_script(
        "if (location.protocol === 'http:') localStorage.getItem('genchi.settings') ?? "
        f"localStorage.setItem('genchi.settings', {kept})"
    )


def address(web: Any, **search: str) -> str:
    asked = "".join(f"&{name}={value}" for name, value in search.items())
    return f"http://{web.host}:{web.port}/traces/{TRACE}?app={APP}&range=all{asked}"


def opened(web: Any, page: Page, **search: str) -> None:
    page.goto(address(web, **search))
    page.get_by_role("treeitem").first.wait_for()


def names(page: Page) -> list[str]:
    return [one.inner_text() for one in page.locator(".fall-name > .clip").all()]


def at(page: Page, name: str) -> None:
    page.locator(".span-head h2", has_text=re.compile(f"^{name}$")).wait_for()


def key(span_id: str) -> SpanKey:
    return SpanKey(APP, TRACE, span_id)


def span(span_id: str, parent: str | None, at_ms: int, **more: Any) -> Span:
    begun = {"start_ns": START + at_ms * MS, "duration_ns": MS, "parent_id": parent}
    return Span(key(span_id), **(begun | {"payload": Payload()} | more))


def agent() -> list[Span]:
    """An agent that searched, asked a tool, which failed, and answered."""
    call = ToolCall("c1", "find_order", {"order": "A-7"})
    asked = (
        Message("system", (Text("You answer customers."),)),
        Message("user", (Text("Where is my order A-7?"),)),
    )
    calling = Message("assistant", (call,))
    told = (*asked, calling, Message("tool", (ToolResult("c1", {"state": "in the van"}),)))
    said = Message("assistant", (Text(ANSWER),))
    passages = (
        Passage("Shipping takes a day.", "KB-1", scores={"vector": 0.9}),
        Passage("Returns are free.", "KB-2", scores={"vector": 0.4}),
    )
    return [
        span(
            *(AGENT, None, 0),
            name="support",
            operation="invoke_agent",
            duration_ns=1000 * MS,
            user="u-9",
            session="s-9",
            payload=Payload({"question": "Where is my order A-7?"}, ANSWER, passages=passages),
        ),
        span(SEARCH, AGENT, 20, name="find articles", operation="retrieval"),
        span(
            *(ASK, AGENT, 100),
            name="ask",
            model="nova-xl",
            usage=Usage(100, None, 10, None, 0.001),
            payload=Payload(messages=asked, output_messages=(calling,)),
        ),
        span(
            *(TOOL, AGENT, 300),
            name="find_order",
            operation="execute_tool",
            status="error",
            status_message="the van is offline",
            payload=Payload({"order": "A-7"}, {"state": "in the van"}),
        ),
        span(
            *(TELL, AGENT, 500),
            name="tell",
            model="nova-xl",
            usage=Usage(200, None, 40, None, 0.002),
            payload=Payload(messages=told, output_messages=(said,)),
        ),
    ]
