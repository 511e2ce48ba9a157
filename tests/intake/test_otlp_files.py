"""OTLP/JSON files, as a collector's file exporter writes them or as one document."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from genchi.app import Home
from genchi.errors import UsageError
from genchi.records import Message, Payload, Span, SpanKey, Text
from genchi.tracing import otlp


def spans(first: int, count: int) -> list[Span]:
    return [
        Span(
            SpanKey("sender", f"{n:032x}", f"{n:016x}"),
            start_ns=1_700_000_000_000_000_000 + n,
            duration_ns=5,
            name="chat m",
            model="m",
            payload=Payload(
                messages=(Message("user", (Text(f"退款 {n}"),)),),
                output_messages=(Message("assistant", (Text("三十天内"),)),),
                output="三十天内",
            ),
        )
        for n in range(first, first + count)
    ]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_lines_of_requests_are_read_without_being_told(tmp_path: Path, home: Home) -> None:
    path = tmp_path / "traces.jsonl"
    path.write_bytes(otlp.write_json(spans(1, 3)) + b"\n" + otlp.write_json(spans(4, 2)) + b"\n")
    summary = home.import_file(path, "shop")
    assert (summary.format, summary.read, summary.added) == ("otlp", 5, 5)
    stored = list(home.store().spans.list("shop", payloads=True))
    assert [s.key.span_id for s in stored] == [f"{n:016x}" for n in range(1, 6)]
    assert stored[0].payload is not None
    assert stored[0].payload.messages[0].text == "退款 1"
    again = home.import_file(path, "shop")
    assert (again.added, again.duplicate) == (0, 5)
    home.close()


@pytest.mark.parametrize("indent", [None, 2])
def test_one_document_is_read_too(tmp_path: Path, home: Home, indent: int | None) -> None:
    path = tmp_path / "traces.json.gz"
    document = json.loads(otlp.write_json(spans(1, 4)))
    path.write_bytes(gzip.compress(json.dumps(document, indent=indent).encode()))
    summary = home.import_file(path, "shop")
    assert (summary.format, summary.added) == ("otlp", 4)
    home.close()


def test_spans_that_cannot_be_kept_are_rejects_with_a_reason(tmp_path: Path, home: Home) -> None:
    path = tmp_path / "traces.jsonl"
    request = json.loads(otlp.write_json(spans(1, 2)))
    request["resourceSpans"][0]["scopeSpans"][0]["spans"][0]["traceId"] = "xyz"
    path.write_text(
        f'{json.dumps(request)}\nnot json\n{{"resourceSpans": 7}}\n'
        f"{otlp.write_json(spans(3, 1)).decode()}\n"
    )
    summary = home.import_file(path, "shop", format_name="otlp")
    assert (summary.added, summary.rejected) == (2, 3)
    assert summary.rejects_file is not None
    rejects = [json.loads(line) for line in Path(summary.rejects_file).read_text().splitlines()]
    assert [reject["place"] for reject in rejects] == ["line 1", "line 2", "line 3"]
    assert all(reject["reason"] for reject in rejects)
    home.close()


def test_what_spans_mean_cannot_be_mapped(tmp_path: Path, home: Home) -> None:
    path = tmp_path / "traces.jsonl"
    path.write_bytes(otlp.write_json(spans(1, 1)))
    with pytest.raises(UsageError, match="--map does not go with otlp"):
        home.import_file(path, "shop", mapping=["output=x"])
    assert not home.path.exists()


def test_a_preview_shows_the_spans_and_stores_nothing(tmp_path: Path, home: Home) -> None:
    path = tmp_path / "traces.jsonl"
    path.write_bytes(otlp.write_json(spans(1, 2)))
    preview = home.preview_file(path, "shop")
    assert [record.span.model for record in preview.records] == ["m", "m"]
    assert not home.path.exists()


def test_an_import_of_traces_can_be_taken_back(tmp_path: Path, home: Home) -> None:
    path = tmp_path / "traces.jsonl"
    path.write_bytes(otlp.write_json(spans(1, 3)))
    summary = home.import_file(path, "shop")
    home.undo_import(summary.import_id)
    assert home.count().spans == 0
    home.close()
