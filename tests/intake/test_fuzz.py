"""Damaged files in every format: one sentence at most, and every record accounted for."""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import genchi
from genchi import Home
from genchi.errors import GenchiError
from genchi.intake.formats import NAMES
from genchi.records import Event, Message, Passage, Payload, Span, SpanKey, Text, ToolCall
from genchi.tracing import otlp

EXAMPLES = int(os.environ.get("GENCHI_FUZZ_EXAMPLES", "150"))
FUZZ = settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None)

DESK = Path(genchi.__file__).parent / "samples" / "support_desk.jsonl"
RECORDS = [json.loads(line) for line in DESK.read_text(encoding="utf-8").splitlines()[:4]]
CALL = {"id": "1", "function": {"name": "查", "arguments": '{"a": 1}'}}
SAID = {"message": {"role": "assistant", "content": "x"}}
CHAT = {
    "messages": [
        {"role": "system", "content": "你是客服"},
        {"role": "user", "content": [{"type": "text", "text": "怎么退款"}]},
        {"role": "assistant", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "1", "content": "三十天"},
        {"role": "assistant", "content": "三十天内"},
    ],
    "response": {"model": "m", "usage": {"prompt_tokens": 5}, "choices": [SAID]},
}
TAU = {
    "task_id": 3,
    "reward": 1.0,
    "trial": 0,
    "info": {"task": {"instruction": "退款"}, "user_cost": 0.1},
    "traj": CHAT["messages"],
}
INSPECT = {
    "version": 2,
    "status": "success",
    "eval": {"task": "退款", "model": "m", "created": "2026-01-01T00:00:00+00:00"},
    "samples": [
        {
            "id": 1,
            "epoch": 1,
            "input": "怎么退款",
            "target": "三十天",
            "messages": CHAT["messages"],
            "output": {"model": "m", "choices": [SAID]},
            "scores": {"match": {"value": "C", "answer": "x", "explanation": "对"}},
        }
    ],
}
SPAN = Span(
    SpanKey("shop", "0a" * 16, "0b" * 8),
    start_ns=1_700_000_000_000_000_000,
    duration_ns=5,
    name="chat 通义",
    model="qwen",
    payload=Payload(
        inputs={"问题": ["退款", 1.5]},
        output={"answer": "三十天内"},
        messages=(Message("user", (Text("怎么退款 " + "长" * 200),)),),
        output_messages=(Message("assistant", (ToolCall("c", "查", {"a": [1]}),)),),
        passages=(Passage("三十天", id="p", scores={"bm25": 0.5}),),
        attributes={"x": [1, {"y": None}]},
        events=(Event("exception", 1_700_000_000_000_000_001, {"exception.type": "E"}),),
        origin={"links": [{"trace_id": "01" * 16, "span_id": "02" * 8}]},
    ),
)


def lines(*records: Any) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


FILES = [
    lines(*RECORDS),
    json.dumps(RECORDS, ensure_ascii=False, indent=1).encode(),
    'id,question,answer,label\n1,"怎么,退款","三十\n天",pass\n2,q,"a ""b""",0.5\n'.encode(),
    "id\tquestion\tanswer\n1\t退款\t三十天\n2\tq\ta\n".encode("gb18030"),
    lines(CHAT, CHAT),
    lines(TAU),
    json.dumps([TAU, TAU]).encode("utf-16"),
    json.dumps(INSPECT).encode(),
    b"\n".join([otlp.write_json([SPAN])] * 2),
    gzip.compress(lines(*RECORDS), mtime=0),
]
PIECES = rb'{ } [ ] , : " \ null NaN 1e999 -0 {"a": "\ud800'.split()
EDIT = st.tuples(
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 60),
    st.binary(max_size=4) | st.text(max_size=3).map(str.encode) | st.sampled_from(PIECES),
)


def damaged(content: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """A file in which other bytes took the place of some."""
    for share, length, other in edits:
        at = int(share * len(content))
        content = content[:at] + other + content[at + length :]
    return content


def account_for(content: bytes, name: str, format_name: str | None) -> None:
    """Import a file, and hold the importer to what it says of it."""
    with tempfile.TemporaryDirectory() as folder, Home(Path(folder) / "home") as home:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            summary = home.import_file(path, "app", format_name=format_name)
        except GenchiError:
            return
        assert summary.read == summary.added + summary.duplicate + summary.rejected
        assert sum(summary.reasons.values()) == summary.rejected
        stored = [
            span
            for app in home.store().spans.apps()
            for span in home.store().spans.list(app, roots=False, payloads=True)
        ]
        assert len(stored) == summary.added
        assert all(span.payload is not None for span in stored)
        refused = Path(summary.rejects_file).read_bytes() if summary.rejects_file else b""
        assert refused.count(b"\n") == summary.rejected
        again = home.import_file(path, "app", format_name=format_name)
        assert (again.read, again.added) == (summary.read, 0)


@pytest.mark.parametrize("content", FILES)
def test_the_files_that_are_damaged_below_are_good_ones(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with Home(tmp_path / "home") as home:
        summary = home.import_file(path, "app")
    assert summary.added >= 1
    assert summary.rejected == 0


@pytest.mark.parametrize("format_name", [None, *NAMES])
def test_damaged_files_are_accounted_for(format_name: str | None) -> None:
    @settings(FUZZ, max_examples=max(1, EXAMPLES // 4))
    @given(
        content=st.sampled_from(FILES),
        edits=st.lists(EDIT, min_size=1, max_size=4),
        suffix=st.sampled_from(["", ".jsonl", ".json", ".csv", ".eval", ".gz"]),
    )
    def damage(content: bytes, edits: list[tuple[float, int, bytes]], suffix: str) -> None:
        account_for(damaged(content, edits), f"文件{suffix}", format_name)

    damage()


@pytest.mark.parametrize("format_name", [None, *NAMES])
def test_noise_is_accounted_for(format_name: str | None) -> None:
    @settings(FUZZ, max_examples=max(1, EXAMPLES // 8))
    @given(content=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
    def noise(content: bytes) -> None:
        account_for(content, "noise", format_name)

    noise()
