"""What the formats read, what they reject with which words, and what damage costs."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genchi import Home
from genchi.errors import UsageError
from genchi.intake import Summary

Read = Callable[..., tuple[Summary, list[Any]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Imports a file of this name and content: the summary and the outputs."""

    def imported(name: str, content: bytes | str, **options: Any) -> tuple[Summary, list[Any]]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with Home(tmp_path / "home") as home:
            summary = home.import_file(path, "app", **options)
            spans = list(home.store().spans.list("app", payloads=True))
        return summary, [span.payload.output for span in spans if span.payload]

    return imported


RECORDS = [{"question": "q", "answer": "退款"}, {"question": "q", "answer": "x"}]
LINES = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)


@pytest.mark.parametrize(
    ("name", "content", "format_name"),
    [
        ("a.jsonl", LINES, "jsonl"),
        ("a.ndjson", LINES, "jsonl"),
        ("a.log", LINES, "jsonl"),
        ("a.jsonl", LINES.replace("\n", "\r\n\r\n"), "jsonl"),
        ("a.json", LINES, "jsonl"),
        ("a.json", json.dumps(RECORDS), "json"),
        ("a.txt", json.dumps(RECORDS, indent=2, ensure_ascii=False), "json"),
        ("a.json", json.dumps({"data": RECORDS}), "json"),
        ("a.json", json.dumps({"version": 2, "results": RECORDS}), "json"),
        ("a.json", "\n".join(json.dumps(record, indent=1) for record in RECORDS), "json"),
        ("a.csv", "question,answer\nq,退款\nq,x\n", "csv"),
        ("a.txt", "question,answer\r\nq,退款\r\nq,x\r\n", "csv"),
        ("a.csv", "question;answer\nq;退款\nq;x", "csv"),
        ("a.tsv", "question\tanswer\nq\t退款\nq\tx\n", "tsv"),
        ("a.txt", "question\tanswer\nq\t退款\nq\tx\n", "tsv"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("zipped", [False, True])
def test_every_format_is_known_by_its_content_in_every_encoding_also_gzipped(
    read: Read, *, name: str, content: str, format_name: str, encoding: str, zipped: bool
) -> None:
    data = content.encode(encoding)
    if zipped:
        name, data = name + ".gz", gzip.compress(data)
    summary, outputs = read(name, data)
    assert summary.format == format_name
    assert (summary.added, summary.rejected) == (2, 0)
    assert outputs == ["退款", "x"]


def test_a_table_cell_may_hold_quotes_newlines_and_json(read: Read) -> None:
    cells = 'q,answer\n1,"He said ""no"",\nthen left."\n2,"{""a"": [1, 2]}"\n3,[not json]\n'
    summary, outputs = read("a.csv", cells)
    assert outputs == ['He said "no",\nthen left.', {"a": [1, 2]}, "[not json]"]
    assert summary.rejected == 0


def test_a_ragged_row_is_rejected_with_its_line_and_the_rest_is_kept(read: Read) -> None:
    summary, outputs = read("a.csv", 'q,answer\n1,"a\nb"\n2\n3,c,d\n4,e\n')
    assert outputs == ["a\nb", "e"]
    assert summary.rejects_file is not None
    rejects = [json.loads(line) for line in Path(summary.rejects_file).read_text().splitlines()]
    assert [(r["place"], r["reason"], r["text"]) for r in rejects] == [
        ("line 4", "the row has 1 cells, the header has 2", "2"),
        ("line 5", "the row has 3 cells, the header has 2", "3,c,d"),
    ]


def test_a_table_of_a_header_alone_has_no_records(read: Read) -> None:
    assert read("a.csv", "q,answer\n")[0].read == 0


def test_what_came_before_the_cut_of_a_gzip_file_is_kept(read: Read) -> None:
    answers = [{"answer": f"{n} " + "".join(map(str, range(n)))} for n in range(400)]
    whole = "".join(json.dumps(record) + "\n" for record in answers).encode()
    zipped = gzip.compress(whole)
    summary, outputs = read("a.jsonl.gz", zipped[: len(zipped) * 3 // 4])
    assert summary.rejected >= 1
    assert len(outputs) > 100
    assert outputs[:100] == [record["answer"] for record in answers[:100]]


def test_what_came_before_the_cut_of_a_json_array_is_kept(read: Read) -> None:
    summary, outputs = read("a.json", '[{"answer": "x"}, {"answer": "y"}, {"answer": "z')
    assert outputs == ["x", "y"]
    assert summary.rejected == 1
    assert "the file cannot be read from here on" in next(iter(summary.reasons))


@pytest.mark.parametrize("depth", [100, 300, 600, 900, 1100, 100_000])
@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_nesting_of_any_depth_is_kept_or_rejected_and_never_ends_the_import(
    read: Read, depth: int, suffix: str
) -> None:
    deep = '{"answer":"deep","z":' + "[" * depth + "]" * depth + "}"
    text = f'{{"answer":"x"}}\n{deep}\n' if suffix == "jsonl" else f'[{{"answer":"x"}},{deep}]'
    summary, outputs = read(f"a.{suffix}", text)
    assert outputs[0] == "x"
    assert summary.read == 2 == summary.added + summary.rejected
    if depth == 100:
        assert summary.rejected == 0
    if depth > 1000:
        assert "nested too deeply" in next(iter(summary.reasons))


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("NaN", None),
        (r'"a\ud800b"', "a\ufffdb"),
        (r'"a\u0000b"', "a\0b"),
        ("9223372036854775807", 9223372036854775807),
        ("9" * 400, "9" * 400),
        ('"' + "长" * 100_000 + '"', "长" * 100_000),
    ],
)
def test_odd_values_are_kept_as_the_nearest_thing(
    read: Read, suffix: str, value: str, kept: object
) -> None:
    record = f'{{"answer": {value}, "q": 1}}'
    summary, outputs = read(f"a.{suffix}", record if suffix == "jsonl" else f"[{record}]")
    assert summary.rejected == 0
    assert outputs == [kept]


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_what_is_not_an_object_is_rejected(read: Read, suffix: str) -> None:
    values = ['{"answer": "x"}', "[1]", '"text"', "7", "null"]
    text = "\n".join(values) if suffix == "jsonl" else f"[{','.join(values)}]"
    summary, outputs = read(f"a.{suffix}", text)
    assert outputs == ["x"]
    assert summary.rejected == 4
    assert sum("a record must be an object" in reason for reason in summary.reasons) == 4


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.jsonl", b"", r"a\.jsonl is empty"),
        ("a.csv", b" \n\n", r"a\.csv is empty"),
        ("a.bin", b"\x7fELF\x00\x01\x02", r"is not a text file: genchi imports jsonl, json, csv"),
        ("a.txt", b"hello", r"looks like none of the formats .* --format jsonl\|json\|csv"),
    ],
)
def test_a_file_of_no_use_is_refused_with_a_sentence(
    read: Read, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        read(name, content)


def test_a_path_without_a_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with Home(tmp_path / "home") as home:
        with pytest.raises(UsageError, match=r"there is no file .*none\.csv"):
            home.import_file(tmp_path / "none.csv", "app")
        with pytest.raises(UsageError, match="is not a file: name the files to import one by one"):
            home.import_file(tmp_path, "app")


def test_an_unknown_format_is_refused_with_the_ones_there_are(read: Read) -> None:
    with pytest.raises(UsageError, match="there is no format 'xml': choose one of jsonl, json"):
        read("a.jsonl", LINES, format_name="xml")


def test_a_zip_archive_that_is_no_inspect_log_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("notes.txt", "hello")
    with Home(tmp_path / "home") as home, pytest.raises(UsageError, match="is not a text file"):
        home.import_file(tmp_path / "a.zip", "app")


def test_a_sample_of_an_inspect_log_becomes_an_output_with_recorded_verdicts(
    tmp_path: Path,
) -> None:
    sample = {
        "id": 1,
        "epoch": 1,
        "input": "q",
        "target": "t",
        "messages": [],
        "output": {"completion": "a"},
        "scores": {"match": {"value": "C", "explanation": "same"}},
    }
    with zipfile.ZipFile(tmp_path / "a.eval", "w") as archive:
        archive.writestr("header.json", json.dumps({"eval": {"task": "quiz", "model": "m"}}))
        archive.writestr("samples/1_epoch_1.json", json.dumps(sample))
        archive.writestr("samples/2_epoch_1.json", "{")
    with Home(tmp_path / "home") as home:
        summary = home.import_file(tmp_path / "a.eval", "app")
        (span,) = home.store().spans.list("app", payloads=True)
    assert (summary.added, summary.rejected, summary.verdicts) == (1, 1, 1)
    assert (span.model, span.name) == ("m", "quiz")
    assert span.payload is not None
    assert (span.payload.output, span.payload.reference) == ("a", "t")


def test_columns_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("answer,note,note,\nyes,first,second,third\n")
    with Home(tmp_path / "home") as home:
        home.import_file(path, "app")
        (span,) = home.store().spans.list("app", payloads=True)
    assert span.payload is not None
    assert span.payload.metadata == {"note": "first", "note (3)": "second", "(4)": "third"}
