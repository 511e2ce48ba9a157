"""Files as the world leaves them: named wrongly, cut off, half written, from a spreadsheet."""

from __future__ import annotations

import gzip
import json
import math
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genchi import Home
from genchi.errors import GenchiError, OutsideError, UsageError
from genchi.intake import Summary


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Home(tmp_path / "home") as opened:
        yield opened


def outputs(home: Home) -> list[Any]:
    spans = home.store().spans.list("app", payloads=True)
    return [span.payload.output for span in spans if span.payload]


def rejects(summary: Summary) -> list[dict[str, str]]:
    assert summary.rejects_file is not None
    text = Path(summary.rejects_file).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# tables


@pytest.mark.parametrize(
    "table",
    [
        "\n\nq,answer\n1,yes\n",
        "sep=;\nq;answer\n1;yes\n",
        "SEP=|\r\nq|answer\r\n1|yes\r\n",
        "q\tanswer\n1\tyes\n",
        'q;answer;"a,b"\n1;yes;\n',
        ",,\nq,answer,\n1,yes,\n",
    ],
)
def test_a_table_as_a_spreadsheet_writes_it_is_read(home: Home, tmp_path: Path, table: str) -> None:
    summary = home.import_file(put(tmp_path / "a.csv", table), "app")
    assert (summary.added, summary.rejected) == (1, 0)
    assert outputs(home) == ["yes"]


def test_the_line_of_a_rejected_row_is_that_of_the_file(home: Home, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", '\nsep=,\nq,answer\n1,"a\n\nb"\n2\n')
    assert [r["place"] for r in rejects(home.import_file(path, "app"))] == ["line 7"]


def test_an_open_quote_swallows_no_row_without_a_word(home: Home, tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", 'q,answer\n1,a\n2,"b\n3,c\n4,d\n')
    summary = home.import_file(path, "app")
    assert summary.read == summary.added + summary.rejected
    said = str(outputs(home)) + str(rejects(summary) if summary.rejected else "")
    assert all(cell in said for cell in ("a", "b", "3,c", "4,d"))


@pytest.mark.parametrize("error", ["false", "0", "", "否", "no"])
def test_an_error_column_that_says_no_is_no_error(home: Home, tmp_path: Path, error: str) -> None:
    home.import_file(put(tmp_path / "a.csv", f"answer,error\nyes,{error}\n"), "app")
    (span,) = home.store().spans.list("app")
    assert (span.status, span.status_message) == ("ok", None)


# JSON of many shapes


@pytest.mark.parametrize(
    "text",
    [
        '[{"answer": "a"}, {"answer": "b"}]',
        '[\n {"answer": "a"},\n {"answer": "b"}\n]\n',
        '{\n "answer": "a"\n}\n{\n "answer": "b"\n}\n',
    ],
)
def test_a_file_called_lines_that_holds_a_document_is_read_as_one(
    home: Home, tmp_path: Path, text: str
) -> None:
    summary = home.import_file(put(tmp_path / "a.jsonl", text), "app")
    assert (summary.format, summary.rejected) == ("json", 0)
    assert outputs(home) == ["a", "b"]


def test_records_that_have_lists_of_objects_are_not_taken_for_wrappers(
    home: Home, tmp_path: Path
) -> None:
    record = {"question": "q", "items": [{"sku": 1}, {"sku": 2}], "answer": "a"}
    text = json.dumps(record, indent=1) + "\n" + json.dumps(record | {"answer": "b"}, indent=1)
    home.import_file(put(tmp_path / "a.json", text), "app")
    assert outputs(home) == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[{"answer": "a"}, {"answer": "b"}] and more', "not JSON: Expecting value"),
        ('[{"answer": "a"}, {"answer": "b"} {"answer": "c"}]', "not JSON: , is missing"),
        ('[{"answer": "a"}, {"answer": "b"}, {"answer', "the file ends in the middle of it"),
        ('[{"answer": "a"}, {"answer": "b"}', "the file ends in the middle of it"),
        ('{"data": [{"answer": "a"}, {"answer": "b"}, ', "the file ends in the middle of it"),
        ('[{"answer": "a"}, {"answer": "b"}, {"answer": c}]', "not JSON: Expecting value"),
    ],
)
def test_what_stands_before_the_damage_is_kept_and_the_damage_is_shown(
    home: Home, tmp_path: Path, text: str, reason: str
) -> None:
    summary = home.import_file(put(tmp_path / "a.json", text), "app")
    assert outputs(home) == ["a", "b"]
    (reject,) = rejects(summary)
    assert reject["place"] == "record 3"
    assert reject["reason"] == f"the file cannot be read from here on: {reason}"


@pytest.mark.parametrize("size", [65_530, 65_536, 200_000, 1_000_000])
def test_a_value_may_lie_across_any_border_of_what_is_read_at_once(
    home: Home, tmp_path: Path, size: int
) -> None:
    for shift in range(4):
        records = [
            {"answer": "长" * (size // 3), "n": -1.5e300, "shift": shift},
            {"answer": "\\" * shift + "end", "n": 12345678901234567890123, "ok": None},
        ]
        text = " " * shift + json.dumps(records, ensure_ascii=shift % 2 == 0)
        home.import_file(put(tmp_path / "a.json", text), "app")
    assert [a for a in outputs(home) if a.endswith("end")] == ["\\" * n + "end" for n in range(4)]
    assert home.store().spans.count("app") == 8


def test_a_mistake_early_in_a_large_array_is_found_without_reading_on(
    home: Home, tmp_path: Path
) -> None:
    path = put(tmp_path / "a.json", '[{"answer": "a"}, {"answer": oops}' + ", {}" * 2_000_000)
    progress: list[int] = []
    home.import_file(path, "app", on_progress=lambda done, total: progress.append(done))
    assert progress[-1] < 300_000


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
def test_long_integers_and_tabs_in_text_are_kept(home: Home, tmp_path: Path, suffix: str) -> None:
    record = '{"answer": "a\tb", "trace": 12345678901234567890123, "near": 18446744073709551615}'
    text = record if suffix == "jsonl" else f"[{record}]"
    home.import_file(put(tmp_path / f"a.{suffix}", text), "app")
    (span,) = home.store().spans.list("app", payloads=True)
    assert span.payload is not None
    assert span.payload.output == "a\tb"
    assert span.payload.metadata == {"trace": "12345678901234567890123", "near": 2**64 - 1}


@pytest.mark.parametrize("zipped", [False, True])
def test_the_same_records_as_lines_and_as_an_array_are_the_same_records(
    home: Home, tmp_path: Path, *, zipped: bool
) -> None:
    values: list[Any] = [1, 1.0, 2**63, 2**64, -(2**63), 1e300, math.nan, "\ud800", "长", [[]]]
    records = [{"answer": "a", "n": value} for value in values]
    lines = "".join(json.dumps(r) + "\n" for r in records).encode()
    array = json.dumps(records).encode()
    home.import_file(put(tmp_path / "a.jsonl", gzip.compress(lines) if zipped else lines), "app")
    again = home.import_file(put(tmp_path / "a.json", array), "app")
    assert (again.added, again.duplicate) == (0, len(records))


# damage


def test_a_bad_byte_does_not_turn_a_file_into_another_script(home: Home, tmp_path: Path) -> None:
    good = [json.dumps({"answer": f"退款需要 {n} 个工作日"}, ensure_ascii=False) for n in range(50)]
    data = "\n".join(good).encode() + b'\n{"answer": "caf\xe9t\xe9"}\n'
    summary = home.import_file(put(tmp_path / "a.jsonl", data), "app")
    assert outputs(home)[0] == "退款需要 0 个工作日"
    assert (summary.added, summary.rejected) == (50, 1)
    (reject,) = rejects(summary)
    assert (reject["place"], reject["reason"][:9]) == ("line 51", "not UTF-8")


def test_what_a_crash_left_behind_in_a_log_is_one_reject(home: Home, tmp_path: Path) -> None:
    lines = b"".join(b'{"answer": "%d"}\n' % n for n in range(200))
    path = put(tmp_path / "a.jsonl", lines + b"\0" * 4096 + b'\n{"answer": "after"}\n')
    summary = home.import_file(path, "app")
    assert (summary.added, summary.rejected) == (201, 1)


@pytest.mark.parametrize("name", ["a.csv.gz", "a.json.gz", "a.jsonl.gz", "a.tsv.gz"])
@pytest.mark.parametrize("damage", ["cut", "garbage", "flipped"])
def test_a_damaged_gzip_file_gives_what_it_can(
    home: Home, tmp_path: Path, name: str, damage: str
) -> None:
    rows = [{"q": n, "answer": f"{n} " + os.urandom(200).hex()} for n in range(2000)]
    text = {
        "a.csv.gz": "q,answer\n" + "".join(f"{r['q']},{r['answer']}\n" for r in rows),
        "a.tsv.gz": "q\tanswer\n" + "".join(f"{r['q']}\t{r['answer']}\n" for r in rows),
        "a.json.gz": json.dumps(rows),
        "a.jsonl.gz": "".join(json.dumps(r) + "\n" for r in rows),
    }[name]
    data = gzip.compress(text.encode())
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "garbage":
        data += b"these bytes do not belong here"
    else:
        middle = len(data) // 2
        data = data[:middle] + bytes(64) + data[middle + 64 :]
    summary = home.import_file(put(tmp_path / name, data), "app")
    least = 2000 if damage == "garbage" else 700
    assert summary.added >= least
    whole = {row["answer"] for row in rows}
    assert all(output in whole for output in outputs(home)[:least])


def test_a_small_gzip_file_that_was_cut_is_not_called_empty(home: Home, tmp_path: Path) -> None:
    data = gzip.compress(b"".join(b'{"answer": "%d"}\n' % n for n in range(50)))
    summary = home.import_file(put(tmp_path / "a.jsonl.gz", data[:-6]), "app")
    assert (summary.added, summary.rejected) == (50, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
@pytest.mark.parametrize("suffix", ["csv", "jsonl", "json"])
def test_a_file_cut_in_the_middle_of_a_character_ends_in_a_reject_or_a_mark(
    home: Home, tmp_path: Path, encoding: str, suffix: str
) -> None:
    text = {
        "csv": "q,answer\n1,退款\n2,退",
        "jsonl": '{"answer": "退款"}\n{"answer": "退"',
        "json": '[{"answer": "退款"}, {"answer": "退"',
    }[suffix]
    data = text.encode(encoding)
    summary = home.import_file(put(tmp_path / f"a.{suffix}", data[:-1]), "app")
    assert outputs(home)[0] == "退款"
    assert summary.read == summary.added + summary.rejected == 2


# Inspect logs


def inspect_log(path: Path, members: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in members.items():
            archive.writestr(name, value if isinstance(value, str) else json.dumps(value))
    return path


def sample(number: int, **more: Any) -> dict[str, Any]:
    output = {"completion": f"answer {number}"}
    return {"id": number, "epoch": 1, "input": "q", "target": "t", "output": output} | more


def test_one_score_of_no_use_does_not_cost_the_others(home: Home, tmp_path: Path) -> None:
    scores = {"match": {"value": "C"}, "grade": {"value": 7, "explanation": "seven of ten"}}
    path = inspect_log(tmp_path / "a.eval", {"samples/1.json": sample(1, scores=scores)})
    summary = home.import_file(path, "app")
    assert (summary.verdicts, summary.doubts) == (1, {"check.grade": 1})
    (span,) = home.store().spans.list("app", payloads=True)
    assert span.payload is not None
    assert span.payload.metadata["check.grade"] == scores["grade"]


def test_a_log_that_was_cut_short_still_says_which_model_it_was(home: Home, tmp_path: Path) -> None:
    about = {"eval": {"model": "m", "task": "quiz"}}
    members = {"_journal/start.json": about, "samples/1.json": sample(1)}
    home.import_file(inspect_log(tmp_path / "a.eval", members), "app")
    (span,) = home.store().spans.list("app")
    assert (span.model, span.name) == ("m", "quiz")


@pytest.mark.parametrize("header", [[], 7, {"eval": [1]}, {"eval": None}, "{"])
def test_a_log_with_an_odd_header_ends_in_no_error(
    home: Home, tmp_path: Path, header: object
) -> None:
    odd = sample(1, attachments=[1], scores="none", messages=7, metadata=None)
    path = inspect_log(tmp_path / "a.eval", {"header.json": header, "samples/1.json": odd})
    summary = home.import_file(path, "app")
    assert summary.read == summary.added + summary.rejected == 1


@pytest.mark.parametrize("keep", [10, 200, 0.5, -1])
def test_a_damaged_archive_is_one_reject_with_its_reason(
    home: Home, tmp_path: Path, keep: float
) -> None:
    path = inspect_log(tmp_path / "a.eval", {f"samples/{n}.json": sample(n) for n in range(50)})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep) if 0 < keep < 1 else int(keep)])
    summary = home.import_file(path, "app")
    assert (summary.added, summary.rejected) == (0, 1)
    (reject,) = rejects(summary)
    assert reject["place"] == "the archive"
    assert "cannot be read" in reject["reason"]


def test_a_damaged_sample_costs_itself_alone(home: Home, tmp_path: Path) -> None:
    path = inspect_log(tmp_path / "a.eval", {f"samples/{n}.json": sample(n) for n in range(3)})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("samples/1.json").header_offset + 50
    data[at : at + 8] = bytes(8)
    path.write_bytes(bytes(data))
    summary = home.import_file(path, "app")
    assert (summary.added, summary.rejected) == (2, 1)
    assert rejects(summary)[0]["place"] == "samples/1.json"


def test_long_texts_of_a_log_are_put_back_where_they_belong(home: Home, tmp_path: Path) -> None:
    held = sample(
        1,
        messages=[{"role": "user", "content": "attachment://a1"}],
        attachments={"a1": "a long question"},
        events=[{"event": "left out"}],
    )
    home.import_file(inspect_log(tmp_path / "a.eval", {"samples/1.json": held}), "app")
    (span,) = home.store().spans.list("app", payloads=True)
    assert span.payload is not None
    assert span.payload.messages[0].text == "a long question"


@pytest.mark.parametrize("name", ["a.zip", "a.xlsx", "a.jsonl"])
def test_another_zip_archive_is_refused_with_what_to_do(
    home: Home, tmp_path: Path, name: str
) -> None:
    path = inspect_log(tmp_path / name, {"notes.txt": "hello"})
    with pytest.raises(UsageError, match=r"a zip archive: unpack it, or save a workbook as CSV"):
        home.import_file(path, "app")


# names


def test_a_name_that_no_file_can_have_is_refused_with_a_sentence(
    home: Home, tmp_path: Path
) -> None:
    for name in ("a\0b.jsonl", "x" * 300):
        with pytest.raises(GenchiError, match=r"there is no file|cannot be read"):
            home.import_file(tmp_path / name, "app")


@pytest.mark.parametrize("name", [b"caf\xe9.jsonl", b"x" * 249 + b".jsonl", "退".encode() * 83])
def test_a_file_of_any_name_is_imported_and_has_its_rejects(
    home: Home, tmp_path: Path, name: bytes
) -> None:
    path = tmp_path / os.fsdecode(name)
    put(path, '{"answer": "a"}\nbad\n')
    summary = home.import_file(path, "app", format_name="jsonl")
    assert (summary.added, len(rejects(summary))) == (1, 1)
    assert len(home.imports()) == 1


def test_an_application_must_have_a_name_of_text(home: Home, tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", '{"answer": "a"}\n')
    with pytest.raises(UsageError, match="is not valid text"):
        home.import_file(path, os.fsdecode(b"caf\xe9"))


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that everybody may enter, and no right to read everything, as root has."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            os.seteuid(before)


def test_a_file_without_permission_is_refused_with_a_sentence(as_nobody: Path) -> None:
    path = as_nobody / "a.jsonl"
    before = os.geteuid()
    if os.getuid() == 0:
        os.seteuid(0)
    path.write_text('{"answer": "a"}\n')
    path.chmod(0)
    os.seteuid(before)
    with Home(as_nobody / "home") as home, pytest.raises(OutsideError, match="Permission denied"):
        home.import_file(path, "app")


def test_rejects_that_cannot_be_written_are_said_and_the_records_stay(
    home: Home, tmp_path: Path
) -> None:
    path = put(tmp_path / "a.jsonl", '{"answer": "a"}\nbad\n')
    put(home.store(create=True).path.parent / "rejects", "a file where the folder should be")
    with pytest.raises(OutsideError, match=r"the rejects cannot be written to .* import again"):
        home.import_file(path, "app")
    assert outputs(home) == ["a"]


def test_a_summary_of_many_different_rejects_stays_small(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"answer": "a", "cost": "{n} x"}}\n' for n in range(3000)))
    summary = home.import_file(path, "app", mapping=["cost=cost"])
    assert len(rejects(summary)) == summary.rejected == 3000
    assert len(summary.reasons) == 1001
    assert summary.reasons["other reasons"] == 2000
