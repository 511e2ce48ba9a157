"""Every record is accounted for and comes once: twice imported, cut short, taken back, at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi import Home
from genchi.errors import OutsideError, UsageError
from genchi.intake import Imported, Summary, import_file
from genchi.records import Span
from genchi.store import open_store

THREE = [
    {"question": "How long?", "answer": "Five days.", "version": "v1", "ok": True},
    {"question": "How long?", "answer": "It depends.", "version": "v2", "ok": False},
    {"question": "可以退货吗？", "answer": "可以。", "version": "v1", "ok": True},
]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Home(tmp_path / "home") as opened:
        yield opened


def lines(path: Path, records: Iterable[object]) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return path


def numbers(summary: Summary) -> tuple[int, int, int, int]:
    return summary.read, summary.added, summary.duplicate, summary.rejected


def spans(home: Home, app: str = "app") -> list[Span]:
    return list(home.store().spans.list(app, payloads=True))


def outputs(home: Home, app: str = "app") -> list[Any]:
    return [span.payload.output for span in spans(home, app) if span.payload]


# the same records again


def test_the_same_file_twice_adds_nothing(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", THREE)
    first = home.import_file(path, "app", mapping=["label.good=ok", "check.judge=ok"])
    again = home.import_file(path, "app", mapping=["label.good=ok", "check.judge=ok"])
    assert numbers(first) == (3, 3, 0, 0)
    assert (first.labels, first.verdicts) == (3, 3)
    assert numbers(again) == (3, 0, 3, 0)
    assert (again.labels, again.verdicts) == (0, 0)
    assert home.store().labels.counts("app") == {"good": 3}
    assert outputs(home) == ["Five days.", "It depends.", "可以。"]


def test_a_copy_under_another_name_adds_nothing(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", THREE)
    home.import_file(path, "app")
    copy = shutil.copy(path, tmp_path / "copy of a.jsonl")
    assert numbers(home.import_file(copy, "app")) == (3, 0, 3, 0)


def test_a_file_that_grew_adds_only_what_is_new(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", THREE)
    home.import_file(path, "app")
    lines(path, [*THREE, {"question": "new", "answer": "new"}])
    assert numbers(home.import_file(path, "app")) == (4, 1, 3, 0)


def test_the_same_records_in_another_format_and_order_of_fields_add_nothing(
    home: Home, tmp_path: Path
) -> None:
    home.import_file(lines(tmp_path / "a.jsonl", THREE), "app")
    turned = [dict(reversed(record.items())) for record in reversed(THREE)]
    array = tmp_path / "a.json"
    array.write_text(json.dumps(turned, indent=2), encoding="utf-8")
    assert numbers(home.import_file(array, "app")) == (3, 0, 3, 0)


def test_equal_rows_of_one_file_stay_apart(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", [THREE[0]] * 3)
    assert numbers(home.import_file(path, "app")) == (3, 3, 0, 0)
    assert numbers(home.import_file(path, "app")) == (3, 0, 3, 0)
    keys = {span.key for span in spans(home)}
    assert len(keys) == 3


def test_a_record_that_changed_is_a_new_record(home: Home, tmp_path: Path) -> None:
    home.import_file(lines(tmp_path / "a.jsonl", THREE), "app")
    changed = lines(tmp_path / "b.jsonl", [THREE[0] | {"ok": False}])
    assert numbers(home.import_file(changed, "app")) == (1, 1, 0, 0)


def test_the_same_file_for_another_application_is_other_outputs(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", THREE)
    home.import_file(path, "app")
    assert numbers(home.import_file(path, "other")) == (3, 3, 0, 0)
    assert home.store().spans.apps() == {"app": 3, "other": 3}


def test_another_mapping_adds_labels_and_changes_nothing_else(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", THREE)
    home.import_file(path, "app")
    before = spans(home)
    again = home.import_file(path, "app", mapping=["label.short=ok", "check.judge=ok"])
    assert numbers(again) == (3, 0, 3, 0)
    assert (again.labels, again.verdicts) == (3, 3)
    assert spans(home) == before
    assert home.store().labels.counts("app") == {"short": 3}


# counts


def test_the_list_of_imports_says_what_the_summary_says(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", [*THREE, "text", THREE[0]])
    summary = home.import_file(path, "app", mapping=["label.good=ok"])
    (run,) = home.imports()
    assert (run.id, run.app, run.source, run.format) == (1, "app", str(path), "jsonl")
    assert (run.added, run.duplicate, run.rejected, run.labels) == (4, 0, 1, 4)
    assert numbers(summary) == (5, 4, 0, 1)
    assert run.finished_ns is not None
    assert run.finished_ns >= run.started_ns


def test_progress_reaches_the_whole_file(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", ({"answer": n} for n in range(1300)))
    told: list[tuple[int, int]] = []
    home.import_file(path, "app", on_progress=lambda done, total: told.append((done, total)))
    size = path.stat().st_size
    assert len(told) == 3
    assert told[-1] == (size, size)
    assert told == sorted(told)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["yes", "2026-11-25", "12", "unknown", {"role": "user", "content": "hi"}]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.sampled_from(["role", "content", "value"]), inner)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        *("answer", "messages", "label", "label.grounded", "labels", "checks", "check.judge"),
        *("spans.bad", "time", "latency", "latency_ms", "cost", "usage", "prompt_tokens", "model"),
        *("passages", "error", "annotator", "user", "id", "inputs.city", "metadata", "response"),
        *("request", "choices", "traj", "问题", "回答", "prompt_version", "metadata.team"),
    ]
)
RECORDS = st.lists(st.dictionaries(NAMES | st.text(max_size=5), JSON, max_size=6) | JSON)
MAPPINGS = st.sampled_from(
    [
        ["output=answer"],
        ["output=answer", "cost=cost", "time=time", "label.good=label"],
        ["output=answer", "passages=passages", "messages=messages", "input_tokens=latency"],
        ["output=@", "spans.x=spans", "labels=labels", "checks=checks", "latency=latency"],
        ["output=answer", "label.n=length(messages) > `0`", "model=model", "annotator=user"],
    ]
)


@pytest.mark.parametrize("suffix", ["jsonl", "json"])
@settings(max_examples=120, deadline=None)
@given(records=RECORDS, mapping=MAPPINGS)
def test_whatever_the_records_are_the_counts_add_up_and_a_second_time_adds_nothing(
    suffix: str, records: list[Any], mapping: list[str]
) -> None:
    records = [{"answer": "one"}, *records]  # a mapping that finds nothing at all is refused
    with tempfile.TemporaryDirectory() as folder, Home(Path(folder) / "home") as home:
        path = Path(folder) / f"any.{suffix}"
        if suffix == "jsonl":
            path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        else:
            path.write_text(json.dumps(records), encoding="utf-8")
        first = home.import_file(path, "app", format_name=suffix, mapping=mapping)
        assert first.read == first.added + first.duplicate + first.rejected
        assert first.read == len(records)
        assert first.duplicate == 0
        assert sum(first.reasons.values()) == first.rejected
        assert len(spans(home)) == first.added
        again = home.import_file(path, "app", format_name=suffix, mapping=mapping)
        assert numbers(again) == (first.read, 0, first.added, first.rejected)
        assert (again.labels, again.verdicts) == (0, 0)


# rejects


def test_the_rejects_file_has_the_place_the_reason_and_the_text(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(
        '{"answer": "yes", "cost": "free"}\nnot json\n\n[1]\n{"answer": "ok", "cost": 1}\n'
    )
    summary = home.import_file(path, "app", mapping=["cost=cost"])
    assert numbers(summary) == (4, 1, 0, 3)
    assert summary.rejects_file == str(home.path / "rejects" / "1-odd.jsonl.jsonl")
    kept = [json.loads(line) for line in Path(summary.rejects_file).read_text().splitlines()]
    assert kept[0] == {
        "place": "line 1",
        "reason": "cost: 'free' is not a number",
        "text": '{"answer":"yes","cost":"free"}',
    }
    assert (kept[1]["place"], kept[1]["text"]) == ("line 2", "not json")
    assert kept[1]["reason"].startswith("not JSON: ")
    assert kept[2] == {
        "place": "line 4",
        "reason": "a record must be an object {…}, this is a list",
        "text": "[1]",
    }
    assert summary.reasons == Counter(reject["reason"] for reject in kept)


def test_a_file_without_rejects_leaves_no_rejects_file(home: Home, tmp_path: Path) -> None:
    summary = home.import_file(lines(tmp_path / "a.jsonl", THREE), "app")
    assert summary.rejects_file is None
    assert not (home.path / "rejects").exists()


def test_a_rejected_record_that_was_mended_can_be_imported_from_the_rejects(
    home: Home, tmp_path: Path
) -> None:
    bad = {"answer": "a", "cost": "free"}
    path = lines(tmp_path / "a.jsonl", [bad, *THREE])
    summary = home.import_file(path, "app", mapping=["cost=cost"])
    assert summary.rejects_file is not None
    text = json.loads(Path(summary.rejects_file).read_text())["text"]
    assert json.loads(text) == bad
    mended = lines(tmp_path / "b.jsonl", [json.loads(text) | {"cost": 0}])
    assert numbers(home.import_file(mended, "app", mapping=["cost=cost"])) == (1, 1, 0, 0)


# taking back


def test_what_was_taken_back_comes_again_with_all_it_had(home: Home, tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", THREE)
    mapping = ["label.good=ok", "check.judge=ok", "time=`1700000000`"]
    first = home.import_file(path, "app", mapping=mapping)
    before = spans(home)
    home.undo_import(first.import_id)
    assert spans(home) == []
    assert home.store().labels.counts("app") == {}
    again = home.import_file(path, "app", mapping=mapping)
    assert numbers(again) == (3, 3, 0, 0)
    assert (again.labels, again.verdicts) == (3, 3)
    assert spans(home) == before
    with pytest.raises(UsageError, match="import 1 was taken back already"):
        home.undo_import(first.import_id)


def test_taking_back_the_second_import_leaves_the_outputs_of_the_first(
    home: Home, tmp_path: Path
) -> None:
    path = lines(tmp_path / "a.jsonl", THREE)
    home.import_file(path, "app", mapping=["label.first=ok"])
    grown = lines(tmp_path / "b.jsonl", [*THREE, {"answer": "new"}])
    second = home.import_file(grown, "app", mapping=["label.second=ok"])
    home.undo_import(second.import_id)
    assert outputs(home) == ["Five days.", "It depends.", "可以。"]
    assert home.store().labels.counts("app") == {"first": 3}


# before anything is stored


def test_a_slip_leaves_no_store_behind(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", [{"q": 1, "temperature": 2}])
    with Home(tmp_path / "home") as home:
        with pytest.raises(
            UsageError,
            match=r"no field of .*a\.jsonl looks like the application's output: .*"
            r"--map output=FIELD \(the fields are q, temperature\)",
        ):
            home.import_file(path, "app")
        with pytest.raises(UsageError, match="--app is empty"):
            home.import_file(path, " ")
    assert not (tmp_path / "home").exists()


def test_a_preview_stores_nothing_and_shows_where_each_key_comes_from(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", [*THREE, 7])
    with Home(tmp_path / "home") as home:
        preview = home.preview_file(path, "app", mapping=["label.good=ok"])
    assert preview.format == "jsonl"
    assert preview.mapping == {
        "label.good": "ok",
        "output": "answer",
        "inputs.question": "question",
    }
    assert [type(record) for record in preview.records] == [Imported] * 3
    assert [reject.place for reject in preview.rejects] == ["line 4"]
    assert not (tmp_path / "home").exists()


def test_records_without_a_time_keep_the_order_of_the_file(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", THREE)
    store = open_store(tmp_path / "home", create=True)
    import_file(lambda: store, path, "app", clock=lambda: 1_700_000_000_000_000_000)
    times = [span.start_ns - 1_700_000_000_000_000_000 for span in store.spans.list("app")]
    store.close()
    assert times == [0, 1, 2]


# broken on purpose


IMPORT = (
    "import sys; from genchi import Home; home = Home(sys.argv[1]); "
    "s = home.import_file(sys.argv[2], 'app', mapping=sys.argv[3:]); home.close(); "
    "print(s.read, s.added, s.duplicate, s.rejected, s.labels, flush=True)"
)
READ = """
import sys, time
from genchi import Home
deadline, seen = time.monotonic() + 60, 0
with Home(sys.argv[1]) as home:
    while seen < int(sys.argv[2]) and time.monotonic() < deadline:
        counted = home.store(create=True).spans.count("app")
        listed = sum(1 for _ in home.store().spans.list("app"))
        assert seen <= counted <= listed, (seen, counted, listed)
        labelled = home.store().labels.counts("app").get("good", 0)
        assert labelled % 512 in (0, int(sys.argv[2]) % 512) or labelled >= counted
        seen = counted
print(seen)
"""


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out.strip()


def many(path: Path, n: int, size: int = 100) -> Path:
    answers = ({"question": f"q {k}", "answer": f"{k} " + "word " * size} for k in range(n))
    return lines(path, (record | {"ok": k % 3 > 0} for k, record in enumerate(answers)))


def test_an_import_killed_in_the_middle_is_completed_by_the_next(tmp_path: Path) -> None:
    path, n = many(tmp_path / "large.jsonl", 20_000), 20_000
    home = Home(tmp_path / "home")
    process = start(IMPORT, home.path, path, "label.good=ok")
    deadline = time.monotonic() + 60
    while not (home.path / "genchi.db").exists() or not _count(home):
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = _count(home)
    labelled = home.store().labels.counts("app")["good"]
    assert 0 < kept < n
    assert kept % 512 == 0
    assert labelled == kept
    (run,) = home.imports()
    assert run.finished_ns is None
    assert (run.added, run.labels) == (kept, kept)

    rest = home.import_file(path, "app", mapping=["label.good=ok"])
    assert numbers(rest) == (n, n - kept, kept, 0)
    assert rest.labels == n - kept
    asked = Counter(span.inputs_hash for span in home.store().spans.list("app"))
    assert len(asked) == n
    assert set(asked.values()) == {1}
    home.close()


def _count(home: Home) -> int:
    try:
        return home.store().spans.count("app")
    except (OutsideError, UsageError):
        return 0


def test_two_importers_and_two_readers_at_once_meet_no_lock(tmp_path: Path) -> None:
    first = many(tmp_path / "a.jsonl", 3000, 20)
    second = many(tmp_path / "b.jsonl", 4500, 20)  # begins with all of the first
    home = tmp_path / "home"
    importers = [start(IMPORT, home, path, "label.good=ok") for path in (first, second)]
    readers = [start(READ, home, 4500) for _ in range(2)]
    told = [[int(word) for word in finish(process).split()] for process in importers]
    assert [finish(process) for process in readers] == ["4500", "4500"]
    assert [counts[0] for counts in told] == [3000, 4500]
    assert sum(counts[1] for counts in told) == 4500
    assert sum(counts[2] for counts in told) == 3000
    assert sum(counts[4] for counts in told) == 4500


MEASURED = IMPORT + "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


@pytest.mark.parametrize("suffix", ["jsonl", "json", "csv"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, suffix: str) -> None:
    """60 MB more file; the caches of the store and of the counter may still fill up."""
    peaks, sizes = _measured(tmp_path, suffix, (6000, 16_000), size=3000)
    assert sizes[1] - sizes[0] > 55
    assert peaks[1] - peaks[0] < 25, (peaks, sizes)


def test_little_is_kept_in_memory_for_each_of_many_records(tmp_path: Path) -> None:
    """The caches fill up meanwhile, with 48 MB at most."""
    peaks, _ = _measured(tmp_path, "jsonl", (10_000, 60_000), size=20)
    assert peaks[1] - peaks[0] < 32, peaks


def _measured(
    folder: Path, suffix: str, records: tuple[int, int], *, size: int
) -> tuple[list[float], list[float]]:
    """The peaks of memory and the sizes of the files, in MB."""
    peaks, sizes = [], []
    for n in records:
        path = _written(folder / f"{n}.{suffix}", n, size)
        told = finish(start(MEASURED, folder / f"home {n}", path)).split()
        assert told[:2] == [str(n), str(n)]
        peaks.append(int(told[-1]) / 1024)
        sizes.append(path.stat().st_size / 2**20)
    return peaks, sizes


def _written(path: Path, n: int, size: int) -> Path:
    records = ({"question": f"q {k}", "answer": f"{k} " + os.urandom(size).hex()} for k in range(n))
    with path.open("w") as file:
        if path.suffix == ".csv":
            file.write("question,answer\n")
            file.writelines(f"{r['question']},{r['answer']}\n" for r in records)
        elif path.suffix == ".jsonl":
            file.writelines(json.dumps(r) + "\n" for r in records)
        else:
            file.write("[")
            file.writelines(("" if k == 0 else ",") + json.dumps(r) for k, r in enumerate(records))
            file.write("]")
    return path
