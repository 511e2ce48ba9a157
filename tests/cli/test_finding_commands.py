"""The commands that find, show, sum up, export and delete what was recorded."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from genchi.app import Home
from genchi.cli.main import run
from genchi.records import (
    Label,
    Message,
    Payload,
    Span,
    SpanKey,
    Target,
    Text,
    ToolCall,
    Usage,
    Verdict,
)

HOUR = 3_600_000_000_000
NOON = 1_700_049_600_000_000_000
"""2023-11-15 12:00 UTC."""
Capture = pytest.CaptureFixture[str]


def trace_of(
    number: int, *, app: str = "shop", user: str | None = None, start_ns: int | None = None
) -> list[Span]:
    """A request, the call of a model within it, and a tool within that which fails."""
    start = NOON + number * HOUR if start_ns is None else start_ns
    trace = f"{number:02x}" * 16
    root = Span(
        SpanKey(app, trace, f"{1:016x}"),
        start_ns=start,
        duration_ns=2_000_000_000,
        operation="invoke_agent",
        name="回答问题",
        user=user,
        session="s/1",
        payload=Payload(inputs={"question": f"怎么退款 {number}"}, output="三十天内"),
    )
    call = Span(
        SpanKey(app, trace, f"{2:016x}"),
        start_ns=start + 100_000_000,
        duration_ns=1_000_000_000,
        parent_id=root.key.span_id,
        model="gpt-4o" if number % 2 else "qwen-max",
        usage=Usage(input_tokens=100, output_tokens=20, cost=0.01),
        payload=Payload(
            messages=(Message("user", (Text("refund, please"),)),),
            output_messages=(Message("assistant", (ToolCall("1", "find_order", {"id": 7}),)),),
        ),
    )
    tool = Span(
        SpanKey(app, trace, f"{3:016x}"),
        start_ns=start + 600_000_000,
        duration_ns=50_000_000,
        parent_id=call.key.span_id,
        operation="execute_tool",
        name="find_order",
        status="error",
        status_message="\x1b[31mno such order\x1b[0m",
        payload=Payload(inputs={"id": 7}),
    )
    return [root, call, tool]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home with ten traces of three spans, those with even numbers of the user mei."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GENCHI_HOME", str(tmp_path / "home"))
    with Home() as opened:
        spans = [s for n in range(10) for s in trace_of(n, user=None if n % 2 else "mei")]
        opened.store(create=True).spans.add(spans)
        yield opened


def out_of(capsys: Capture) -> str:
    return capsys.readouterr().out


def json_of(capsys: Capture) -> Any:
    return json.loads(capsys.readouterr().out)


def traces_in(found: Any) -> list[str]:
    return [span["trace_id"][:2] for span in found]


def test_traces_lists_roots_newest_first_with_what_was_asked(home: Home, capsys: Capture) -> None:
    assert run(["traces", "--limit", "3"]) == 0
    lines = [line for line in out_of(capsys).splitlines() if "回答问题" in line]
    assert [line.split()[2] for line in lines] == ["09090909", "08080808", "07070707"]
    assert "怎么退款 9" in lines[0]
    assert "2.00 s" in lines[0]


def test_traces_takes_a_filter_in_one_argument_or_several(home: Home, capsys: Capture) -> None:
    assert run(["traces", "user:mei", "退款", "--json"]) == 0
    assert traces_in(json_of(capsys)) == ["08", "06", "04", "02", "00"]
    assert run(["traces", "model:gpt-4o latency:<2s", "--all-spans", "--json"]) == 0
    assert traces_in(json_of(capsys)) == ["09", "07", "05", "03", "01"]
    assert run(["traces", "--json", "--", "-user:mei"]) == 0
    assert traces_in(json_of(capsys)) == ["09", "07", "05", "03", "01"]


def test_pages_of_traces_join_without_gap_or_double(home: Home, capsys: Capture) -> None:
    seen: list[str] = []
    after: list[str] = []
    while True:
        assert run(["traces", "--limit", "4", "--json", *after]) == 0
        printed = capsys.readouterr()
        seen += traces_in(json.loads(printed.out))
        after = printed.err.split()
        if not after:
            break
    assert seen == [f"{n:02}" for n in range(9, -1, -1)]


def test_a_json_span_is_flat_and_has_no_payload_in_a_list(home: Home, capsys: Capture) -> None:
    run(["traces", "model:*", "--all-spans", "--limit", "1", "--json"])
    (span,) = json_of(capsys)
    assert (span["app"], span["model"], span["input_tokens"], span["cost"]) == (
        "shop",
        "gpt-4o",
        100,
        0.01,
    )
    assert "payload" not in span


def test_labels_and_checks_narrow_like_any_condition(home: Home, capsys: Capture) -> None:
    roots = [SpanKey("shop", f"{n:02x}" * 16, f"{1:016x}") for n in range(10)]
    home.store().labels.add(
        Label("good", Target(key), float(n < 2), "mei", NOON) for n, key in enumerate(roots[:4])
    )
    home.store().labels.add([Label("good", Target(roots[0]), 0.0, "tom", NOON)])
    verdicts = [(key, Verdict("fail" if n % 2 else "pass")) for n, key in enumerate(roots)]
    home.store().verdicts.add("shop", "max_words(40)", "1", verdicts, now_ns=NOON)

    def found(*words: str) -> list[str]:
        assert run(["traces", "--json", "--", *words]) == 0
        return traces_in(json_of(capsys))

    assert found("label.good:pass") == ["01"]
    assert found("label.good:fail") == ["03", "02"]
    assert found("label.good:0.5") == found("label.good:>0..<1") == ["00"]
    assert found("label.good:0") == ["03", "02"]
    assert found("label.good:*") == ["03", "02", "01", "00"]
    assert found("-label.good:*", "user:mei") == ["08", "06", "04"]
    assert found("label.good:pass", "check.max_words:fail") == ["01"]
    assert found("label.good:*", "-check.max_words(40):fail") == ["02", "00"]
    assert found("label.good:fail", "退款", "-label.good:pass") == ["03", "02"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["traces", "label.tone:pass"], "there is no label 'tone' here: there is good"),
        (["traces", "check.x:fail"], "there is no check 'x' here: there is none yet"),
        (["traces", "nofield:x"], "nofield"),
        (["traces", "--after", "nonsense"], "nonsense"),
        (["show", "ffff"], "there is no trace ffff"),
        (["show", "xyz"], "'xyz' is no trace id"),
        (["trend", "--every", "soon"], "'soon' is no stretch of time"),
        (["trend", "--of", "p42"], "there is no measure 'p42'"),
        (["trend", "--by", "latency"], "latency"),
        (["forget"], "say what to forget"),
        (["keep", "--remove", "--days", "3"], "--remove"),
        (["keep", "--remove"], "there is no rule"),
    ],
)
def test_what_is_used_wrongly_ends_with_one_sentence_and_2(
    arguments: list[str], sentence: str, home: Home, capsys: Capture
) -> None:
    key = SpanKey("shop", "00" * 16, f"{1:016x}")
    home.store().labels.add([Label("good", Target(key), 1.0, "mei", NOON)])
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err
    assert len(captured.err.splitlines()) == 1


def test_without_a_store_finding_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("GENCHI_HOME", str(tmp_path / "nothing"))
    for command in ("traces", "tail", "trend", "sample", "vacuum"):
        assert run([command]) == 2
        assert "there is no store" in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()


def test_show_draws_the_tree_and_what_was_said(home: Home, capsys: Capture) -> None:
    assert run(["show", "0707"]) == 0
    out = out_of(capsys)
    tree = [line.strip() for line in out.splitlines() if "━" in line]
    assert [line.split()[0] for line in tree] == ["回答问题", "chat", "find_order"]
    assert "question: 怎么退款 7" in out
    assert "user: refund, please" in out
    assert 'find_order({"id":7})' in out
    assert "no such order" in out


def test_what_was_recorded_cannot_speak_to_the_terminal(home: Home, capsys: Capture) -> None:
    for arguments in (["show", "0707"], ["traces", "status:error", "--all-spans"]):
        assert run(arguments) == 0
        out = out_of(capsys)
        assert "no such order" in out
        assert "\x1b" not in out


def test_show_wants_a_beginning_that_only_one_trace_has(home: Home, capsys: Capture) -> None:
    home.store().spans.add(
        [Span(SpanKey("shop", "07" * 15 + "ff", "9" * 16), start_ns=NOON, payload=Payload())]
    )
    assert run(["show", "0707"]) == 2
    assert "begins several trace ids" in capsys.readouterr().err
    assert run(["show", "07" * 16, "--json"]) == 0
    spans = json_of(capsys)
    assert [span["span_id"][-1] for span in spans] == ["1", "2", "3"]
    assert spans[0]["payload"]["inputs"] == {"question": "怎么退款 7"}


def test_a_trace_without_end_is_cut_with_a_note_and_shown_whole_as_json(
    home: Home, capsys: Capture
) -> None:
    trace = "ab" * 16
    spans = [
        Span(
            SpanKey("shop", trace, f"{n:016x}"),
            start_ns=NOON + n,
            parent_id=f"{n - 1:016x}" if n > 1 else None,
            payload=Payload(),
        )
        for n in range(1, 301)
    ]
    home.store().spans.add(spans)
    assert run(["show", "abab"]) == 0
    assert "100 more spans are in --json" in out_of(capsys)
    assert run(["show", "abab", "--json"]) == 0
    assert len(json_of(capsys)) == 300


def test_spans_that_stand_in_a_circle_are_shown_once_each(home: Home, capsys: Capture) -> None:
    trace = "cd" * 16
    home.store().spans.add(
        [
            Span(SpanKey("shop", trace, "a" * 16), NOON, 5, parent_id="b" * 16, name="one"),
            Span(SpanKey("shop", trace, "b" * 16), NOON, 5, parent_id="a" * 16, name="two"),
        ]
    )
    assert run(["show", trace]) == 0
    lines = [line.split()[0] for line in out_of(capsys).splitlines() if "━" in line]
    assert sorted(lines) == ["one", "two"]


def test_trend_gives_points_in_time_by_group(home: Home, capsys: Capture) -> None:
    options = ["--every", "1d", "--of", "count,p50,cost,errors", "--by", "model", "--json"]
    assert run(["trend", "model:*", *options]) == 0
    points = json_of(capsys)
    assert [(p["group"], p["values"]["count"], p["values"]["p50"]) for p in points] == [
        ("gpt-4o", 5, 1.0),
        ("qwen-max", 5, 1.0),
    ]
    assert points[0]["values"]["cost"] == pytest.approx(0.05)
    assert run(["trend", "--every", "6h", "--of", "errors,p95"]) == 0
    out = out_of(capsys)
    assert "2023-11-15 12:00" in out
    assert "█" in out


def test_a_sample_is_the_same_for_the_same_seed_and_says_its_chances(
    home: Home, capsys: Capture
) -> None:
    samples = []
    for seed in (1, 1, 2, 3, 4):
        assert run(["sample", "-n", "4", "--seed", str(seed), "--json"]) == 0
        samples.append(json_of(capsys))
    assert samples[0] == samples[1]
    assert any(other != samples[0] for other in samples[2:])
    assert {span["inclusion"] for span in samples[0]} == {0.4}
    assert run(["sample", "-n", "4", "--by", "model", "model:*", "--all-spans"]) == 0
    out = out_of(capsys)
    assert out.count("gpt-4o") == out.count("qwen-max") == 2


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
@pytest.mark.parametrize(
    "arguments",
    ["traces --all-spans", "show 0707", "trend --by model --every 6h", "sample -n 5", "keep"],
)
def test_nothing_is_wider_than_the_terminal_in_both_languages(
    arguments: str,
    columns: int,
    home: Home,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home.keep(app="shop", days=30, max_bytes=10**9)
    monkeypatch.setenv("COLUMNS", str(columns))
    for language in ("en", "zh"):
        assert run([*arguments.split(), "--lang", language]) == 0
        out = out_of(capsys)
        assert max(cell_len(line) for line in out.splitlines()) <= columns
        assert len(out.splitlines()) > 3


def test_keep_sets_lists_and_takes_back_rules(home: Home, capsys: Capture) -> None:
    assert run(["keep"]) == 0
    assert "everything is kept" in out_of(capsys)
    assert run(["keep", "--days", "30", "--max-gb", "2.5"]) == 0
    assert "all applications: spans are kept for 30 days and up to 2.5 GB" in out_of(capsys)
    assert run(["keep", "--days", "7", "--app", "shop", "--labelled", "--lang", "zh"]) == 0
    assert "shop：跨度保留7 天" in out_of(capsys)
    assert run(["keep", "--json"]) == 0
    assert json_of(capsys) == [
        {"app": None, "days": 30.0, "max_bytes": 2_500_000_000, "labelled": False},
        {"app": "shop", "days": 7.0, "max_bytes": None, "labelled": True},
    ]
    assert run(["keep", "--remove", "--app", "shop", "--json"]) == 0
    assert [rule["app"] for rule in json_of(capsys)] == [None]


def test_vacuum_deletes_what_is_past_its_time(home: Home, capsys: Capture) -> None:
    home.store().spans.add(trace_of(99, start_ns=time.time_ns()))
    home.keep(days=30)
    assert run(["vacuum", "--json"]) == 0
    done = json_of(capsys)
    assert done["spans"] == 30
    assert done["size"] > 0
    assert home.count().spans == 3


def test_forget_takes_a_person_with_the_calls_made_for_them(home: Home, capsys: Capture) -> None:
    beside = Span(
        SpanKey("shop", "00" * 16, "9" * 16), start_ns=NOON, user="tom", payload=Payload()
    )
    starred = Span(SpanKey("shop", "ee" * 16, "9" * 16), start_ns=NOON, user="me*", name="starred")
    home.store().spans.add([beside, starred])
    assert run(["forget", "--user", "me*", "--yes", "--json"]) == 0
    assert json_of(capsys)["spans"] == 1
    assert run(["forget", "--user", "mei", "--yes"]) == 0
    assert "15 spans are gone" in out_of(capsys)
    left = [span.key.span_id[-1] for span in home.traces.find("trace:0000*").spans]
    assert left == ["9"], "what names another person stays"
    assert home.count().spans == 15 + 1
    assert run(["forget", "--user", "mei", "--yes"]) == 0
    assert "nothing to forget" in out_of(capsys)


def test_on_a_terminal_forget_tells_how_much_and_asks(home: Home) -> None:
    def answered(answer: bytes) -> tuple[int, str]:
        ours, theirs = pty.openpty()
        os.write(ours, answer)
        command = [sys.executable, "-m", "genchi", "forget", "--user", "mei"]
        done = subprocess.run(command, stdin=theirs, capture_output=True, text=True, timeout=60)
        os.close(ours)
        os.close(theirs)
        return done.returncode, done.stderr

    code, asked = answered(b"n\n")
    assert code == 130
    assert "15 spans in 5 traces will be deleted for good" in asked
    assert home.count().spans == 30
    assert answered(b"y\n")[0] == 0
    assert home.count().spans == 15


def test_forget_takes_traces_of_one_application_only(home: Home, capsys: Capture) -> None:
    home.store().spans.add(trace_of(1, app="other"))
    options = ["--trace", "01" * 16, "--trace", "0303", "--app", "shop", "--yes", "--json"]
    assert run(["forget", *options]) == 0
    assert json_of(capsys)["spans"] == 6
    assert home.count("other").spans == 3


def test_export_writes_what_the_filter_means(home: Home, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "some.jsonl"
    assert run(["export", "user:mei", "--format", "jsonl", "--out", str(out), "--json"]) == 0
    assert json_of(capsys) == {"spans": 5, "path": str(out), "format": "jsonl"}
    assert [json.loads(line)["user"] for line in out.read_text().splitlines()] == ["mei"] * 5
    assert run(["export", "--format", "otlp", "--out", str(tmp_path / "no" / "x")]) == 3
    assert "cannot be written" in capsys.readouterr().err


def test_a_search_without_a_server_feeds_the_index_and_finds_all(home: Home) -> None:
    assert home.store().text.watermark() == 0
    assert len(home.traces.find("退款", limit=100).spans) == 10
    assert home.store().text.watermark() > 0
    home.store().spans.add(trace_of(77))
    assert len(home.traces.find("退款", limit=100).spans) == 11


def test_tail_shows_what_comes_in_and_ctrl_c_is_a_good_end(home: Home) -> None:
    now = time.time_ns()
    home.store().spans.add(trace_of(50, start_ns=now))
    command = [sys.executable, "-m", "genchi", "tail", "--json", "--all-spans"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            assert "Ctrl-C" in process.stderr.readline()
            home.store().spans.add(trace_of(51, start_ns=now - HOUR // 60)[::-1])
            home.store().spans.add(trace_of(52, start_ns=now - HOUR // 60)[1:])
            told = [json.loads(process.stdout.readline()) for _ in range(5)]
            home.store().spans.add(trace_of(52, start_ns=now - HOUR // 60)[:1])
            told.append(json.loads(process.stdout.readline()))
            process.send_signal(signal.SIGINT)
            rest, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, err, rest) == (0, "", "")
    seen = [(span["trace_id"][:2], span["span_id"][-1]) for span in told]
    assert sorted(seen) == [(t, s) for t in ("33", "34") for s in ("1", "2", "3")]
    assert seen[-1] == ("34", "1"), "a request arrives after the calls within it"
    assert told[-1]["payload"]["inputs"] == {"question": "怎么退款 52"}
