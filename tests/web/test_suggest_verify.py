"""The example `suggest_verify` beside a genchi server: what people do there, the store knows."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from genchi import Home
from genchi.records import Feedback, Label, SpanKey

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXAMPLE = Path(__file__).parents[2] / "examples" / "suggest_verify"
APP = "reply-drafts"


@dataclass(frozen=True)
class Desk:
    """The example that is up, and the genchi server that it records at."""

    url: str
    genchi: Any
    process: subprocess.Popen[str]

    def draft(self, question: str, attempt: int = 0) -> dict[str, Any]:
        body = json.dumps({"question": question, "attempt": attempt, "user": "mei"}).encode()
        asked = urllib.request.Request(f"{self.url}/drafts", body, method="POST")
        with urllib.request.urlopen(asked, timeout=10) as answer:
            told: dict[str, Any] = json.load(answer)
            return told

    def send(self, *events: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps({"app": APP, "events": events}).encode()
        answer = self.genchi.ask(
            "POST", "/api/feedback", body, {"content-type": "application/json"}
        )
        told: dict[str, Any] = answer.json
        return told

    def feedback(self, count: int) -> list[Feedback]:
        """The feedback there is, oldest first, once there is so much of it."""
        recent = self.genchi.store.feedback.recent
        _until(lambda: len(recent(APP)) >= count)
        found: list[Feedback] = recent(APP)
        return found[::-1]

    def outputs(self, count: int) -> dict[SpanKey, Any]:
        """The drafts that were recorded, by span, once there are so many."""
        spans = self.genchi.store.spans
        _until(lambda: len(list(spans.list(APP))) >= count)
        return {span.key: span.payload.output for span in spans.list(APP, payloads=True)}

    def labels(self) -> list[Label]:
        return list(self.genchi.store.labels.current(APP, "helpful"))


def _until(there: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not there():
        assert time.monotonic() < deadline, "it did not arrive"
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def desk(serve_sample: Callable[..., Any], tmp_path: Path) -> Iterator[Desk]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    genchi = serve_sample(origins=[url])
    started = subprocess.Popen(
        [
            *(sys.executable, str(EXAMPLE / "app.py"), "--port", str(port)),
            *("--genchi", f"http://{genchi.host}:{genchi.port}"),
        ],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={"PATH": "", "GENCHI_SPOOL": str(tmp_path / "spool")},
    )
    with started:
        assert started.stdout is not None
        assert started.stdout.readline() == f"open {url}\n"
        _until(lambda: _answers(port))
        yield Desk(url, genchi, started)
        started.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as trying:
        return trying.connect_ex(("127.0.0.1", port)) == 0


def key_of(traceparent: str) -> SpanKey:
    _, trace_id, span_id, _ = traceparent.split("-")
    return SpanKey(APP, trace_id, span_id)


def test_the_name_that_a_draft_comes_with_is_that_of_its_span(desk: Desk) -> None:
    drafts = [desk.draft(q) for q in ("How do I return an item?", "怎么退货？", "?!")]
    assert [one["sources"] for one in drafts] == [["returns"], ["returns"], []]
    assert desk.outputs(3) == {key_of(one["span"]): one["draft"] for one in drafts}
    assert desk.draft("怎么退货？", attempt=1)["draft"] != drafts[1]["draft"]


def test_what_is_verified_becomes_labels_that_quality_and_alignment_use(desk: Desk) -> None:
    questions = [f"How do I {what}?" for what in ("return an item", "pay an invoice", "sell bikes")]
    keys = [key_of(desk.draft(question)["span"]) for question in questions * 4]
    desk.outputs(len(keys))
    events = [
        {
            "id": f"verified-{number}",
            "trace_id": key.trace_id,
            "span_id": key.span_id,
            "kind": "verified",
            "value": float(number % 3 != 2),
            "criterion": "helpful",
            "user": "mei",
        }
        for number, key in enumerate(keys)
    ]
    assert desk.send(*events) == {"stored": 12, "known": 0}
    assert {(one.annotator, one.why) for one in desk.labels()} == {("mei", "feedback")}
    with Home(desk.genchi.store.path.parent) as home:
        (rate,) = home.quality(APP, "helpful")
        assert (rate.labelled, rate.chosen) == (12, 0)
        assert rate.rate == pytest.approx(8 / 12)
        desk.draft("Is delivery free?")
        desk.outputs(13)
        (rate,) = home.quality(APP, "helpful")
        assert (rate.labelled, rate.chosen) == (0, 12), "no fair sample of what there is now"
        home.check(APP, ["min_words(20)"])
        pytest.importorskip("numpy")
        found = home.align(APP, "helpful")
        assert (found.labelled, found.bad) == (12, 4)


def test_a_person_at_the_desk_leaves_feedback_on_the_right_draft(desk: Desk, page: Page) -> None:
    page.goto(desk.url)
    page.get_by_role("button", name="Is delivery free?").click()
    page.get_by_role("button", name="Another draft").click()
    page.wait_for_function("document.getElementById('sources').textContent === 'delivery'")
    page.get_by_role("button", name="Good draft").click()
    page.get_by_role("button", name="Yes, helpful").click()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Sent.").wait_for()
    told = desk.feedback(4)
    assert [(one.kind, one.value, one.user) for one in told] == [
        ("regenerated", None, "mei"),
        ("thumbs", 1.0, "mei"),
        ("verified", 1.0, "mei"),
        ("accepted", None, "mei"),
    ]
    first, second = desk.outputs(2)
    assert [one.span_id for one in told] == [first.span_id] + [second.span_id] * 3
    assert [(one.target.span, one.value, one.annotator) for one in desk.labels()] == [
        (second, 1.0, "mei")
    ]


def test_the_desk_works_in_chinese_and_a_corrected_draft_is_a_bad_label(
    desk: Desk, page: Page, shot: Callable[[Page, str], Path]
) -> None:
    page.goto(desk.url)
    page.get_by_role("button", name="中文").click()
    page.get_by_label("您是").fill("梅")
    page.get_by_label("您是").press("Tab")
    page.get_by_role("button", name="怎么退货？").click()
    page.get_by_role("button", name="发送").wait_for()
    field = page.get_by_label("草稿")
    draft = field.input_value()
    assert "退货" in draft
    field.fill(draft.replace("三十天", "十四天"))
    page.get_by_role("button", name="不能").click()
    shot(page, "example-suggest-verify")
    page.get_by_role("button", name="发送").click()
    page.get_by_role("button", name="怎么退货？").click()
    page.get_by_role("button", name="放弃").click()
    told = desk.feedback(3)
    assert [one.kind for one in told] == ["correction", "edited", "ignored"]
    assert told[1].distance == pytest.approx(2 / len(draft))
    (label,) = desk.labels()
    assert (label.value, label.annotator) == (0.0, "梅")
    assert label.correction == draft.replace("三十天", "十四天") == told[1].text


def test_the_desk_works_on_while_the_genchi_server_is_away(
    desk: Desk, page: Page, complaints: list[str]
) -> None:
    page.route("**/feedback.js", lambda route: route.abort())
    page.goto(desk.url)
    page.get_by_role("button", name="Is delivery free?").click()
    page.get_by_role("button", name="Good draft").click()
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Sent.").wait_for()
    assert all("feedback.js" in one or "Failed to load" in one for one in complaints)
    complaints.clear()
