from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.datasets import (
    add_case,
    dataset_path,
    editing,
    read_cases,
    read_dataset,
    remove_case,
)
from genchi.errors import OutsideError, UsageError
from genchi.records import Case, SpanKey, clean

CASE = Case(
    {"question": "能退款吗？"},
    "可以，需要 5 天",
    {"criterion": "helpful"},
    SpanKey("shop", "0" * 31 + "1", "0" * 15 + "1"),
)
_TEXTS = st.text(max_size=30)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=6,
)


def test_a_saved_case_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = dataset_path(tmp_path, "regressions")
    assert add_case(path, CASE)
    assert read_cases(path) == [CASE]
    assert read_dataset(path).name == "regressions"
    assert path.read_text(encoding="utf-8").count("\n") == 1


@settings(max_examples=60, deadline=None)
@given(inputs=st.dictionaries(_TEXTS, _VALUES, max_size=3), reference=_VALUES)
def test_any_case_keeps_its_name_on_the_way_through_a_file(
    tmp_path_factory: pytest.TempPathFactory, inputs: dict[str, object], reference: object
) -> None:
    path = tmp_path_factory.mktemp("cases") / "any.jsonl"
    case = Case(clean(inputs), clean(reference))
    add_case(path, case)
    assert [one.id for one in read_cases(path)] == [case.id]


def test_a_case_that_is_there_is_not_added_again_wherever_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    assert add_case(path, CASE)
    assert not add_case(path, Case(CASE.inputs, CASE.reference))
    assert len(read_cases(path)) == 1


def test_removing_a_case_leaves_every_other_byte(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    others = b'{"inputs": {"q":  1}}\r\n\n{"inputs":{"q":2}, "reference": "x"}'
    path.write_bytes(others)
    add_case(path, CASE)
    assert remove_case(path, CASE.id)
    assert path.read_bytes() == others + b"\n"
    assert not remove_case(path, CASE.id)


def test_nothing_is_removed_where_there_is_no_file(tmp_path: Path) -> None:
    assert not remove_case(tmp_path / "none.jsonl", "0")
    assert read_cases(tmp_path / "none.jsonl") == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"),
        (b"[]", "it is not an object"),
        (b'{"reference": 1}', "it has no inputs"),
        (b'{"inputs": 3}', "inputs is not an object"),
        (b'{"inputs": {}, "expected": 1}', "it has 'expected'"),
        (b'{"inputs": {}, "origin": 1}', "origin is not an object"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_a_line_that_is_no_case_is_named_and_nothing_is_written(
    tmp_path: Path, line: bytes, why: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b'{"inputs":{"q":1}}\n' + line + b"\n")
    for change in (lambda: read_cases(path), lambda: add_case(path, CASE)):
        with pytest.raises(UsageError, match=r"cases\.jsonl:2 is no case") as raised:
            change()
        assert why in str(raised.value)
    assert path.read_bytes().endswith(line + b"\n")


def test_several_who_save_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "datasets" / "cases.jsonl"
    threads = [
        threading.Thread(target=add_case, args=(path, Case({"n": number}))) for number in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {case.inputs["n"] for case in read_cases(path)} == set(range(24))
    assert [one.name for one in path.parent.iterdir()] == ["cases.jsonl"]


def test_a_file_keeps_its_rights_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    real.write_bytes(b"")
    real.chmod(0o640)
    link.symlink_to(real)
    add_case(link, CASE)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert read_cases(real) == [CASE]


def test_a_change_that_fails_leaves_the_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), editing(path) as file:
        file.write(b"after" * (1 // 0))
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["cases.jsonl"]


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "datasets").write_text("a file")
    with pytest.raises(OutsideError, match="cannot be used"):
        add_case(dataset_path(tmp_path, "regressions"), CASE)


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 200])
def test_a_dataset_has_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no name of a dataset"):
        dataset_path(tmp_path, name)


def test_a_new_file_has_the_rights_that_the_user_gives_new_files(tmp_path: Path) -> None:
    mask = os.umask(0)
    os.umask(mask)
    add_case(tmp_path / "cases.jsonl", CASE)
    assert stat.S_IMODE((tmp_path / "cases.jsonl").stat().st_mode) == 0o666 & ~mask
