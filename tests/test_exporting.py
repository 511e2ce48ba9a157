"""Spans out to files, and back in again."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.app import Home
from genchi.errors import OutsideError, UsageError
from genchi.exporting import FORMATS, export_spans, span_json
from genchi.records import (
    Event,
    Message,
    Passage,
    Payload,
    Span,
    SpanKey,
    Text,
    ToolCall,
    ToolResult,
    Usage,
)

START = 1_700_000_000_000_000_000
TRACE = "0af7651916cd43dd8448eb211c80319c"


def full_span(number: int, app: str = "shop") -> Span:
    """A span that has something in every field."""
    return Span(
        SpanKey(app, TRACE, f"{number:016x}"),
        start_ns=START + number,
        duration_ns=1_500_000_000,
        parent_id=f"{number - 1:016x}" if number > 1 else None,
        operation="chat",
        name="回答",
        model="gpt-4o",
        response_model="gpt-4o-2024-08-06",
        prompt_version="v1",
        user="mei",
        session="s-1",
        status="error",
        status_message="超时",
        usage=Usage(10, 2, 5, 1, 0.25, 0.5),
        payload=Payload(
            inputs={"question": f"怎么退款 {number}？"},
            output={"answer": 4},
            messages=(
                Message("user", (Text("怎么退款？"),)),
                Message("assistant", (ToolCall("c1", "find_order", {"id": 7}),)),
                Message("tool", (ToolResult("c1", {"ok": True}),)),
            ),
            output_messages=(Message("assistant", (Text("三十天内"),), finish_reason="stop"),),
            passages=(Passage("三十天内可退", id="p1", document="政策"),),
            reference="三十天",
            metadata={"language": "zh"},
            attributes={"custom.flag": True},
            events=(Event("retry", START + 5, {"n": 1}),),
        ),
    )


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Home(tmp_path / "home") as opened:
        opened.store(create=True).spans.add([full_span(n) for n in range(1, 251)])
        yield opened


def everything(home: Home, app: str) -> list[Span]:
    return list(home.traces.everything("", app=app))


def test_otlp_goes_out_and_comes_back_in_as_it_was(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "all.otlp.jsonl"
    assert home.export(path, "otlp") == 250
    assert len(path.read_text().splitlines()) == 3
    assert home.import_file(path, "shop").added == 0, "the same spans are there already"
    with Home(tmp_path / "another") as another:
        assert another.import_file(path, "shop").added == 250
        assert everything(another, "shop") == everything(home, "shop")


def test_json_lines_hold_every_field_and_can_be_imported(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    assert home.export(path, "jsonl") == 250
    first = json.loads(path.read_text().splitlines()[0])
    fields = {field.name for field in dataclasses.fields(Payload)} - {"origin"}
    assert fields - {"metadata"} <= first.keys()
    assert (first["app"], first["trace_id"], first["user"]) == ("shop", TRACE, "mei")
    summary = home.import_file(
        path,
        "copy",
        format_name="jsonl",
        mapping=[f"{name}={name}" for name in ("output_messages", "response_model", "name")],
    )
    assert (summary.added, summary.rejected, dict(summary.doubts)) == (250, 0, {})
    (was, now) = everything(home, "shop")[7], everything(home, "copy")[7]
    assert was.payload is not None
    assert now.payload is not None
    for name in ("start_ns", "duration_ns", "model", "response_model", "prompt_version"):
        assert getattr(now, name) == getattr(was, name)
    for name in ("user", "session", "status", "status_message", "name"):
        assert getattr(now, name) == getattr(was, name)
    for name in ("inputs", "output", "messages", "output_messages", "reference"):
        assert getattr(now.payload, name) == getattr(was.payload, name)
    assert now.payload.passages[0].text == "三十天内可退"
    assert now.usage == dataclasses.replace(was.usage, first_token=None)
    assert now.payload.metadata["language"] == "zh"
    assert now.payload.metadata["trace_id"] == TRACE
    assert now.payload.metadata["usage"] == {"first_token": 0.5}


def test_a_span_that_knows_little_is_exported_and_imported_too(tmp_path: Path) -> None:
    bare = Span(SpanKey("shop", TRACE, "1" * 16), start_ns=START, payload=Payload(output="好"))
    failed = dataclasses.replace(bare, key=SpanKey("shop", TRACE, "2" * 16), status="error")
    with Home(tmp_path / "home") as home:
        home.store(create=True).spans.add([bare, failed])
        home.export(tmp_path / "few.jsonl", "jsonl")
        home.import_file(tmp_path / "few.jsonl", "copy")
        assert [span.status for span in everything(home, "copy")] == ["ok", "error"]


def test_only_what_the_filter_means_is_exported_and_progress_is_told(
    home: Home, tmp_path: Path
) -> None:
    told: list[int] = []
    assert home.export(tmp_path / "one", "otlp", "root:true", on_span=told.append) == 1
    assert told == [1]
    assert home.export(tmp_path / "none", "jsonl", "user:nobody") == 0
    assert (tmp_path / "none").read_bytes() == b""
    assert home.export(tmp_path / "other", "jsonl", app="another") == 0


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "spans.jsonl"
    path.write_text("what was there before")

    def breaking() -> Iterator[Span]:
        yield full_span(1)
        raise OutsideError("the store is gone")

    with pytest.raises(OutsideError, match="the store is gone"):
        export_spans(breaking(), "jsonl", path)
    assert path.read_text() == "what was there before"
    assert [p.name for p in tmp_path.iterdir()] == ["spans.jsonl"]


@pytest.mark.parametrize("format_name", ["otlp", "jsonl"])
def test_a_place_that_cannot_be_written_is_named(format_name: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"no/such/folder/x cannot be written"):
        export_spans([full_span(1)], format_name, tmp_path / "no/such/folder/x")  # type: ignore[arg-type]


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="otlp, jsonl, parquet"):
        export_spans([], "xml", tmp_path / "x")  # type: ignore[arg-type]
    assert FORMATS == ("otlp", "jsonl", "parquet")


def test_parquet_has_a_column_for_every_field(home: Home, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert home.export(tmp_path / "all.parquet", "parquet") == 250
    table = parquet.read_table(tmp_path / "all.parquet")
    rows = table.to_pylist()
    assert len(rows) == 250
    span = full_span(1)
    told = span_json(span)
    nested = told.pop("payload")
    assert set(table.column_names) == told.keys() | nested.keys()
    assert {name: rows[0][name] for name in told} == told
    assert json.loads(rows[0]["messages"]) == nested["messages"]
    assert (rows[0]["reference"], json.loads(rows[0]["output"])) == ("三十天", {"answer": 4})


def test_parquet_without_its_extra_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(OutsideError, match=r'pip install "genchi\[parquet\]"'):
        export_spans([full_span(1)], "parquet", tmp_path / "x.parquet")
    assert list(tmp_path.iterdir()) == []
