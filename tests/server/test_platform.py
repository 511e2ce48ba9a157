"""The endpoints of the app as a whole: lists, payloads, files, settings, work in the background."""

from __future__ import annotations

import csv
import gzip
import io
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genchi import zstd
from genchi.errors import UsageError
from genchi.records import (
    Criterion,
    Evidence,
    Feedback,
    Label,
    Message,
    Payload,
    Span,
    SpanKey,
    Target,
    Text,
    ToolCall,
    Verdict,
    parse_filter,
)
from genchi.records.filters import NUMBER_FIELDS, PREFIXES, TEXT_FIELDS
from genchi.server.jobs import Jobs, Progress
from genchi.store import Keep
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]
START = 1_700_000_000_000_000_000
TRACE, ROOT, INNER = "a" * 32, "1" * 16, "2" * 16


def label(value: float | None, annotator: str, at: int, **fields: Any) -> Label:
    target = fields.pop("target", Target(SpanKey("shop", TRACE, ROOT)))
    return Label("helpful", target, value, annotator, at, **fields)


@pytest.fixture
def told(up: Any) -> Any:
    """A server with a trace of two spans, judged by a check in two versions, people and users."""
    payload = Payload(
        inputs={"question": "怎么退款？\n\n急"},
        output="三十天内。" * 100,
        messages=(Message("user", (Text("怎么退款？"),)),),
    )
    tool = Payload(output_messages=(Message("assistant", (ToolCall("c", "查订单", {"id": 1}),)),))
    up.store.spans.add(
        [
            Span(SpanKey("shop", TRACE, ROOT), START, 10, name="answer", payload=payload),
            Span(SpanKey("shop", TRACE, INNER), START + 1, parent_id=ROOT, payload=tool),
            Span(SpanKey("bank", TRACE, ROOT), START, payload=Payload(output="其他")),
        ]
    )
    key = SpanKey("shop", TRACE, ROOT)
    verdict = Verdict("fail", "太长", 0.2, (Evidence(0, 3, "output", "这里"),))
    for version, given in (("1", Verdict("pass")), ("2", verdict)):
        up.store.verdicts.add("shop", "max_words(5)", version, [(key, given)], now_ns=1)
    up.store.verdicts.add("shop", "not_empty", "1", [(key, Verdict("pass"))], now_ns=1)
    other = SpanKey("shop", TRACE, INNER)
    up.store.labels.add(
        [
            label(0.0, "mei", 1),
            label(1.0, "mei", 2),
            label(0.0, "tom", 3, failure="made_up", reason="=1+1"),
            label(1.0, "tom", 4, target=Target(key, "piece", 0, 3)),
            label(1.0, "tom", 5, target=Target(key, "preference", other=other)),
        ]
    )
    up.store.criteria.word(Criterion("shop", "polite", "礼貌"))
    up.store.feedback.add(
        [
            (Feedback("f-000001", "shop", TRACE, None, "thumbs", 5, value=0.0), None),
            (Feedback("f-000002", "shop", TRACE, INNER, "comment", 6, text="慢"), None),
        ]
    )
    return up


def test_a_row_has_a_line_of_each_side_and_what_was_said(told: Any) -> None:
    page = told.get("/api/rows", app="shop").json
    assert (len(page["rows"]), page["after"]) == (1, None)
    (row,) = page["rows"]
    assert row["span"]["span_id"] == ROOT
    assert row["input_preview"] == "怎么退款？ 急"
    assert row["output_preview"].startswith("三十天内。三十天内。")
    assert len(row["output_preview"]) == 240
    assert row["verdicts"] == {"pass": 1, "fail": 1, "skip": 0, "error": 0}
    assert row["labels"] == [{"criterion": "helpful", "value": 0.5}]
    assert row["feedback"] == [{"kind": "thumbs", "n": 1, "mean": 0.0}]
    both = told.get("/api/rows", app="shop", all_spans="true").json["rows"]
    assert both[0]["output_preview"] == "查订单"
    assert told.get("/api/rows", app="bank").json["rows"][0]["labels"] == []
    assert "say which with app=NAME" in told.get("/api/rows").json["error"]


def test_rows_come_page_by_page_in_the_order_of_traces(up: Any, spans: Spans) -> None:
    up.store.spans.add(spans(25))
    first = up.get("/api/rows", app="shop", limit=20).json
    rest = up.get("/api/rows", app="shop", limit=20, after=first["after"]).json
    seen = [row["span"]["span_id"] for row in first["rows"] + rest["rows"]]
    assert seen == [f"{n:016x}" for n in range(25, 0, -1)]


def test_what_was_said_of_a_trace_is_by_span_and_newest(told: Any) -> None:
    said = told.get(f"/api/traces/{TRACE[:9]}/judged", app="shop").json
    assert set(said) == {ROOT, INNER}
    root = said[ROOT]
    assert [(v["check"], v["outcome"]) for v in root["verdicts"]] == [
        ("max_words(5)", "fail"),
        ("not_empty", "pass"),
    ]
    assert root["verdicts"][0]["evidence"] == [
        {"start": 0, "end": 3, "field": "output", "note": "这里"}
    ]
    assert [(one["annotator"], one["kind"], one["value"]) for one in root["labels"]] == [
        ("mei", "output", 1.0),
        ("tom", "output", 0.0),
        ("tom", "piece", 1.0),
        ("tom", "preference", 1.0),
    ]
    assert root["labels"][3]["other"] == {"trace_id": TRACE, "span_id": INNER}
    assert [one["kind"] for one in root["feedback"]] == ["thumbs"]
    assert [one["text"] for one in said[INNER]["feedback"]] == ["慢"]
    assert told.get(f"/api/traces/{TRACE}/judged", app="bank").json == {}
    assert told.get(f"/api/traces/{'f' * 32}/judged", app="shop").status == 404


def test_a_payload_is_cut_where_it_is_long_and_says_so(told: Any) -> None:
    path = f"/api/spans/shop/{TRACE}/{ROOT}/payload"
    whole = told.get(path).json
    assert (len(whole["output"]), "cut" in whole) == (500, False)
    cut = told.get(path, most=20, nodes=1000).json
    assert len(cut["output"]) == 20
    assert cut["cut"] == [{"path": "output", "characters": 480}]
    assert told.get(path, most=500, nodes=1000).json == whole | {"cut": []}
    assert told.get(path, most=0).status == 400
    file = told.get(path, download="true")
    assert file.json == whole
    assert file.headers["content-disposition"] == f'attachment; filename="aaaaaaaa-{ROOT}.json"'


def test_long_answers_are_packed_for_those_who_can_unpack_them(told: Any) -> None:
    path = f"/api/spans/shop/{TRACE}/{ROOT}/payload"
    plain = told.get(path)
    packed = told.get(path, headers={"accept-encoding": "gzip"})
    assert gzip.decompress(packed.body) == plain.body
    packed = told.get(path, headers={"accept-encoding": "gzip, deflate, br, zstd"})
    assert packed.headers["content-encoding"] == "zstd"
    assert zstd.decompress(packed.body) == plain.body
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert (
        "content-encoding" not in told.get("/api/me", headers={"accept-encoding": "gzip"}).headers
    )


def test_applications_come_with_what_they_have_the_newest_first(told: Any, spans: Spans) -> None:
    told.store.spans.add(spans(3, app="新的"))
    found = told.get("/api/apps").json
    assert [one["app"] for one in found] == ["新的", "shop", "bank"]
    shop = found[1]
    assert (shop["spans"], shop["labels"]) == (2, 5)
    assert (shop["first_ns"], shop["last_ns"]) == (START, START + 1)
    assert shop["criteria"] == ["polite", "helpful"]


def test_a_pulse_changes_when_something_arrives_for_the_application_and_only_then(
    told: Any, spans: Spans
) -> None:
    def pulse(app: str = "shop") -> dict[str, int]:
        found: dict[str, int] = told.get("/api/pulse", app=app).json
        return found

    before, bank = pulse(), pulse("bank")
    assert pulse() == before
    assert told.send(otlp.write(spans(7))).status == 200
    assert pulse() == before | {"spans": before["spans"] + 7}
    assert pulse("bank") == bank
    told.store.labels.add([label(1.0, "li", 9)])
    key = SpanKey("shop", TRACE, INNER)
    told.store.verdicts.add("shop", "not_empty", "1", [(key, Verdict("pass"))] * 2, now_ns=1)
    told.store.feedback.add([(Feedback("f-000009", "shop", TRACE, None, "copied", 5), None)])
    after = pulse()
    assert {name: after[name] - before[name] for name in after} == {
        "spans": 7,
        "labels": 1,
        "verdicts": 1,
        "feedback": 1,
    }
    assert pulse("bank") == bank


def test_settings_tell_how_the_server_works_and_never_a_secret(serve: Any, tmp_path: Path) -> None:
    up = serve(
        tmp_path, project=tmp_path / "项目", redact=["email"], origins=["https://shop.example"]
    )
    secret, _ = up.store.keys.create("shop", 5)
    up.store.retention.set(Keep("shop", days=30))
    found = up.get("/api/settings").json
    assert found["store"]["path"] == str(tmp_path / "genchi.db")
    assert found["store"]["bytes"] >= (tmp_path / "genchi.db").stat().st_size
    assert (found["loopback"], found["leaves"], found["redact"]) == (True, [], ["email"])
    assert found["origins"] == ["https://shop.example"]
    assert found["project"].endswith("项目")
    assert found["retention"] == [
        {"app": "shop", "days": 30.0, "max_bytes": None, "labelled": False}
    ]
    assert [key["hint"] for key in found["keys"]] == [secret[-4:]]
    assert secret not in json.dumps(found)
    viewer = up.signed_in("li", "viewer").get("/api/settings").json
    assert (viewer["keys"], viewer["people"]) == ([], [])


def test_every_field_of_filters_is_told_with_examples_that_can_be_read(up: Any) -> None:
    fields = up.get("/api/filter/fields").json
    assert {one["name"] for one in fields} == {
        *TEXT_FIELDS,
        *NUMBER_FIELDS,
        *PREFIXES,
        "time",
        "root",
    }
    for one in fields:
        name = f"{one['name']}x" if one["name"].endswith(".") else one["name"]
        for example in one["examples"]:
            assert parse_filter(f"{name}:{example}", now_ns=START).conditions


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("退款 modle:gpt-4 x", "modle:gpt-4"),
        ("model:a latency:soon", "latency:soon"),
        ('退款 "not closed', '"not'),
        ("status:maybe", "status:maybe"),
    ],
)
def test_a_filter_that_cannot_be_read_says_where_in_code_points(
    up: Any, text: str, wrong: str
) -> None:
    found = up.get("/api/filter/check", filter=text).json
    assert found["ok"] is False
    assert text[found["start"] : found["end"]] == wrong
    assert found["error"]
    good = up.get("/api/filter/check", filter="model:gpt-4* latency:>2s 退款").json
    assert good == {"ok": True, "error": None, "start": None, "end": None}


def lines_of(answer: Any) -> list[dict[str, str]]:
    text = answer.body.decode("utf-8-sig")
    assert answer.body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text)))


def test_spans_come_as_a_file_that_a_spreadsheet_cannot_run(up: Any) -> None:
    odd = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "退款，“引号”\n换行"]
    up.store.spans.add(
        [
            Span(
                SpanKey("客服/1", f"{n:032x}", f"{n:016x}"), START + n, payload=Payload(output=text)
            )
            for n, text in enumerate(odd, start=1)
        ]
    )
    answer = up.get("/api/export/traces", app="客服/1", format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="---1-traces.csv"'
    rows = lines_of(answer)
    assert [row["output"] for row in rows] == [
        "退款，“引号”\n换行",
        *(f"'{text}" for text in reversed(odd[:-1])),
    ]
    assert rows[0]["time"] == "2023-11-14T22:13:20.000Z"
    lines = up.get("/api/export/traces", app="客服/1", format="jsonl").body.splitlines()
    assert [json.loads(line)["output"] for line in lines] == list(reversed(odd))
    assert len(lines_of(up.get("/api/export/traces", app="客服/1", filter="引号"))) == 1
    assert lines_of(up.get("/api/export/traces", app="none")) == []


def test_a_large_export_has_every_span_once(up: Any, spans: Spans) -> None:
    up.store.spans.add(spans(950))
    answer = up.get("/api/export/traces", app="shop", format="jsonl")
    seen = [json.loads(line)["span_id"] for line in answer.body.splitlines()]
    assert seen == [f"{n:016x}" for n in range(950, 0, -1)]
    health = up.health()
    assert health["received"] == 0


def test_labels_come_as_a_file_with_their_output(told: Any) -> None:
    rows = lines_of(told.get("/api/export/labels", app="shop", criterion="helpful"))
    assert [(row["annotator"], row["kind"], row["value"]) for row in rows] == [
        ("mei", "output", "1.0"),
        ("tom", "output", "0.0"),
        ("tom", "piece", "1.0"),
        ("tom", "preference", "1.0"),
    ]
    assert (rows[1]["reason"], rows[1]["failure"]) == ("'=1+1", "made_up")
    assert rows[0]["output"].startswith("三十天内。")
    assert rows[3]["other_span_id"] == INNER
    assert lines_of(told.get("/api/export/labels", app="shop", criterion="none")) == []
    found = told.get("/api/export/labels", app="shop", format="jsonl").body.splitlines()
    assert len(found) == 4


@pytest.mark.parametrize("path", ["traces", "labels"])
def test_a_file_that_cannot_be_made_is_one_sentence_and_no_file(told: Any, path: str) -> None:
    for query in ({"app": "shop", "format": "xlsx"}, {}):
        answer = told.get(f"/api/export/{path}", **query)
        assert (answer.status, "content-disposition" in answer.headers) == (400, False)
    wrong = told.get("/api/export/traces", app="shop", filter="modle:x")
    assert "did you mean model" in wrong.json["error"]


def until(jobs: Jobs, job: str, *states: str) -> Any:
    for _ in range(600):
        found = next(one for one in jobs.list() if one.id == job)
        if found.state in states:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to that within 12 s")


@pytest.fixture
def jobs() -> Any:
    running = Jobs(clock=lambda: 7)
    running.start()
    yield running
    running.stop()


def test_a_job_tells_how_far_it_is_and_how_it_ended(jobs: Jobs) -> None:
    go_on = threading.Event()

    def work(progress: Progress) -> None:
        progress(3, 10)
        go_on.wait(10)
        progress(10, 10)

    job = jobs.add("check", "shop", work)
    second = jobs.add("check", "shop", lambda progress: None)
    assert [one.id for one in jobs.list()] == [second, job]
    assert until(jobs, second, "running").done == 0
    go_on.set()
    ended = until(jobs, job, "done")
    assert (ended.done, ended.total, ended.error, ended.started_ns) == (10, 10, None, 7)
    until(jobs, second, "done")


def test_a_job_that_fails_says_why_and_the_next_has_its_turn(jobs: Jobs) -> None:
    def wrong(progress: Progress) -> None:
        raise UsageError("there is no check 'x'")

    def broken(progress: Progress) -> None:
        raise KeyError("x")

    first, second = jobs.add("check", "shop", wrong), jobs.add("check", "shop", broken)
    assert until(jobs, first, "failed").error == "there is no check 'x'"
    assert until(jobs, second, "failed").error == "KeyError: 'x'"
    until(jobs, jobs.add("check", "shop", lambda progress: None), "done")


def test_a_job_ends_at_its_next_step_when_the_server_stops() -> None:
    jobs, begun = Jobs(), threading.Event()

    def endless(progress: Progress) -> None:
        while True:
            begun.set()
            progress(0, 0)

    jobs.start()
    job = jobs.add("check", "shop", endless)
    waiting = jobs.add("check", "shop", endless)
    begun.wait(10)
    jobs.stop()
    states = {one.id: (one.state, one.error) for one in jobs.list()}
    assert states[job][0] == "failed"
    assert "the server was stopped" in str(states[job][1])
    assert states[waiting][0] == "running"


def test_of_very_many_jobs_the_last_are_remembered(jobs: Jobs) -> None:
    for n in range(150):
        last = jobs.add("check", f"app {n}", lambda progress: None)
    until(jobs, last, "done")
    jobs.add("check", "shop", lambda progress: None)
    assert 100 <= len(jobs.list()) <= 151
    until(jobs, jobs.add("check", "shop", lambda progress: None), "done")
    jobs.add("check", "shop", lambda progress: None)
    assert len(jobs.list()) == 100


def test_jobs_are_told_by_the_server(up: Any) -> None:
    assert up.get("/api/jobs").json == []
