"""Checks judged in a process of their own: what they say, and what happens when they never end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from genchi.checks.apart import apart
from genchi.checks.trying import run_apart, try_check
from genchi.errors import OutsideError, RunError, UsageError
from genchi.records import Payload, Span, SpanKey
from genchi.store import Store, open_store

EVIL = "not_matches('((a|[a-z ])+)+Z')"
OWN = """
import os
from genchi import check


@check
def stuck(subject):
    print("noise", flush=True)
    return sum(range(10**13)) > 0


@check
def hungry(subject):
    return len(bytearray(4 << 30)) > 0


@check
def dies(subject):
    os._exit(3)


@check
def at_most(subject, words):
    return len(subject.output.split()) <= words
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path / "home", create=True)
    opened.spans.add(
        [
            Span(
                SpanKey("shop", f"{n:032x}", f"{n:016x}"),
                start_ns=n,
                payload=Payload({"q": n}, f"we promise a refund within {n} days 我们保证退款"),
            )
            for n in range(1, 13)
        ]
    )
    return opened


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "checks").mkdir(parents=True)
    (folder / "checks" / "own.py").write_text(OWN)
    return folder


def keys_of(store: Store) -> list[SpanKey]:
    return [span.key for span in store.spans.list("shop")]


def test_a_trial_says_what_the_check_says_and_stores_nothing(store: Store, project: Path) -> None:
    keys = keys_of(store)
    gone = SpanKey("shop", "f" * 32, "f" * 16)
    found = try_check(store, "shop", "excludes('保证')", [*keys, gone], project=project)
    assert found.spec == "excludes('保证')"
    assert set(found.verdicts) == set(keys)
    assert {verdict.outcome for verdict in found.verdicts.values()} == {"fail"}
    first = found.verdicts[keys[0]]
    assert first.evidence[0].end - first.evidence[0].start == 2
    assert store.verdicts.checks("shop") == []


def test_a_check_of_the_project_is_tried_as_well(store: Store, project: Path) -> None:
    found = try_check(store, "shop", "at_most(7)", keys_of(store), project=project)
    assert {verdict.outcome for verdict in found.verdicts.values()} == {"fail"}


def test_a_pattern_that_never_ends_is_killed_and_said_in_one_sentence(
    store: Store, project: Path
) -> None:
    with pytest.raises(UsageError, match=r"takes too long: it was stopped after 3 s") as raised:
        try_check(store, "shop", EVIL, keys_of(store), project=project, seconds=3)
    assert "of 12 outputs judged; make it simpler" in str(raised.value)


def test_code_that_no_alarm_can_stop_is_killed(store: Store, project: Path) -> None:
    with pytest.raises(UsageError, match="stopped after 1 s with 0 of 12 outputs judged"):
        try_check(store, "shop", "stuck", keys_of(store), project=project, seconds=1)


def test_memory_is_bounded_and_a_process_that_dies_is_told_of(store: Store, project: Path) -> None:
    hungry = try_check(store, "shop", "hungry", keys_of(store), project=project)
    assert {verdict.outcome for verdict in hungry.verdicts.values()} == {"error"}
    with pytest.raises(OutsideError, match="ended with code 3"):
        try_check(store, "shop", "dies", keys_of(store), project=project)


@pytest.mark.parametrize(
    "spec",
    ["", "max_words", "max_words(", "nothing_like_it", "not_matches('(')", "中文", "a" * 9999],
)
def test_what_is_no_check_is_said_as_everywhere(store: Store, project: Path, spec: str) -> None:
    try:
        found = try_check(store, "shop", spec, keys_of(store), project=project)
    except UsageError:
        return
    assert {verdict.outcome for verdict in found.verdicts.values()} == {"error"}


def test_a_file_of_the_project_that_is_broken_is_named(store: Store, project: Path) -> None:
    (project / "checks" / "broken.py").write_text("x = = 1")
    with pytest.raises(UsageError, match=r"broken\.py:1"):
        try_check(store, "shop", "max_words(1)", keys_of(store), project=project)


def test_a_run_judges_everything_once_and_tells_how_far_it_is(store: Store, project: Path) -> None:
    told: list[tuple[int, int]] = []

    def on_progress(done: int, total: int) -> None:
        told.append((done, total))

    specs = ["max_words(3)", "excludes('refund')"]
    first = run_apart(store, "shop", specs, project=project, now_ns=1, on_progress=on_progress)
    assert [(one.check, one.failed, one.judged) for one in first] == [
        ("max_words(3)", 12, 12),
        ("excludes('refund')", 12, 12),
    ]
    assert told[-1] == (12, 12)
    again = run_apart(store, "shop", specs, project=project, now_ns=2)
    assert [one.judged for one in again] == [0, 0]


def test_a_run_without_specs_is_that_of_the_project_else_of_the_defaults(
    store: Store, tmp_path: Path
) -> None:
    bare = tmp_path / "bare"
    (bare / "checks").mkdir(parents=True)
    assert len(run_apart(store, "shop", None, project=bare, now_ns=1)) == 15
    (bare / "checks" / "ours.py").write_text(
        "from genchi.checks.library import max_words\nbrief = max_words(3)\n"
    )
    assert [one.check for one in run_apart(store, "shop", None, project=bare, now_ns=1)] == [
        "max_words(3)"
    ]


def test_a_run_without_progress_is_stopped_and_so_is_one_whose_server_stops(
    store: Store, project: Path
) -> None:
    with pytest.raises(RunError, match=r"stopped after 0\.5 s without progress"):
        run_apart(store, "shop", ["stuck"], project=project, now_ns=1, silence=0.5)
    with pytest.raises(RunError, match="it was stopped with the server"):
        run_apart(store, "shop", ["stuck"], project=project, now_ns=1, stop=lambda: True)


def test_an_unknown_application_is_said(store: Store, project: Path) -> None:
    with pytest.raises(UsageError, match="there is no application 'other'"):
        run_apart(store, "other", ["max_words(3)"], project=project, now_ns=1)


def test_what_asks_may_fail_in_the_middle_and_no_process_stays(store: Store, project: Path) -> None:
    def fail(done: int, total: int) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_apart(store, "shop", ["max_words(3)"], project=project, now_ns=1, on_progress=fail)
    assert children_of(os.getpid()) == set()


def test_the_process_ends_when_whoever_asked_is_killed(store: Store, project: Path) -> None:
    asking = (
        "import sys; from pathlib import Path; from genchi.store import open_store\n"
        "from genchi.checks.trying import run_apart\n"
        "run_apart(open_store(Path(sys.argv[1]), create=False), 'shop', ['stuck'],"
        " project=Path(sys.argv[2]), now_ns=1)"
    )
    home = str(store.path.parent)
    with subprocess.Popen([sys.executable, "-c", asking, home, str(project)]) as asker:
        until = time.monotonic() + 20
        while not (children := children_of(asker.pid)) and time.monotonic() < until:
            time.sleep(0.02)
        assert children
        time.sleep(2)  # let it begin to judge
        asker.kill()
    while any(map(alive, children)) and time.monotonic() < until:
        time.sleep(0.02)
    assert not any(map(alive, children))


def test_work_that_is_not_there_is_an_error_of_the_outside() -> None:
    with pytest.raises(OutsideError, match="before it had an answer"):
        apart("genchi.checks.trying:nothing", {})


def children_of(pid: int) -> set[int]:
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.add(int(status.parent.name))
    return found


def alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
