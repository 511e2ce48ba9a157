"""One file, many users: what happens when it is locked, damaged, full, foreign or newer."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from genchi.errors import OutsideError, UsageError
from genchi.records import Payload, Span, SpanKey
from genchi.store import Store, open_store


def span(number: int, app: str = "a", size: int = 10) -> Span:
    key = SpanKey(app, f"{number:032x}", f"{number:016x}")
    return Span(key, start_ns=number, payload=Payload(inputs={"q": number}, output="x" * size))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "home", create=True)
    yield opened
    opened.close()


def test_a_home_without_a_store_is_said_to_have_none_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no store at .*genchi import"):
        open_store(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()


def test_opening_again_finds_what_was_stored(tmp_path: Path) -> None:
    first = open_store(tmp_path, create=True)
    first.spans.add([span(1)])
    first.close()
    again = open_store(tmp_path, create=False)
    assert again.spans.count("a") == 1
    again.close()


def test_a_file_of_a_newer_genchi_is_refused_and_left_alone(tmp_path: Path) -> None:
    open_store(tmp_path, create=True).close()
    path = tmp_path / "genchi.db"
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA user_version=99").fetchall()
    connection.close()
    with pytest.raises(OutsideError, match=r"newer genchi \(schema 99.*upgrade genchi"):
        open_store(tmp_path, create=True)
    assert apsw.Connection(str(path)).pragma("user_version") == 99


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "genchi.db"
    path.write_text("these are my notes, not a database\n" * 100)
    with pytest.raises(OutsideError, match="is not a genchi store"):
        open_store(tmp_path, create=True)
    assert path.read_text().startswith("these are my notes")


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "genchi.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.commit()
    other.close()
    with pytest.raises(OutsideError, match="SQLite file of another program"):
        open_store(tmp_path, create=True)
    left = sqlite3.connect(path)
    assert left.execute("SELECT name FROM sqlite_schema").fetchall() == [("theirs",)]
    left.close()


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    store.spans.add([span(n, size=2000) for n in range(500)])
    store.close()
    path = tmp_path / "genchi.db"
    data = bytearray(path.read_bytes())
    data[8192 * 2 :] = os.urandom(len(data) - 8192 * 2)
    path.write_bytes(data)
    with pytest.raises(OutsideError, match=r"damaged: restore it from a backup"):
        damaged = open_store(tmp_path, create=False)
        list(damaged.spans.list("a", payloads=True))


def test_a_file_that_stays_locked_is_one_sentence_and_nothing_is_lost(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True, busy_seconds=0.05)
    store.spans.add([span(1)])
    holder = apsw.Connection(str(store.path))
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(OutsideError, match=r"has kept .* locked for too long"):
        store.spans.add([span(2)])
    assert store.spans.count("a") == 1
    holder.execute("ROLLBACK")
    assert store.spans.add([span(2)]) == [True]
    holder.close()
    store.close()


def test_a_writer_waits_for_another_writer(store: Store) -> None:
    holder = apsw.Connection(str(store.path))
    holder.execute("BEGIN IMMEDIATE")
    thread = threading.Thread(target=store.spans.add, args=([span(1)],))
    thread.start()
    time.sleep(0.1)
    assert store.spans.count("a") == 0
    holder.execute("COMMIT")
    holder.close()
    thread.join()
    assert store.spans.count("a") == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a full disk needs the right to mount a small tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_one_sentence_and_nothing_stored_is_lost(small_disk: Path) -> None:
    store = open_store(small_disk, create=True)
    stored = 0
    with pytest.raises(OutsideError, match=r"disk .*free"):
        for n in range(1000):
            noise = Payload(output=os.urandom(8000).hex())
            key = SpanKey("a", f"{n:032x}", f"{n:016x}")
            store.spans.add([Span(key, start_ns=n, payload=noise)])
            stored += 1
    assert 10 < stored < 1000
    assert store.spans.count("a") == stored
    assert len(list(store.spans.list("a", payloads=True))) == stored
    store.close()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutsideError, match="cannot be used"):
        open_store(tmp_path / "file" / "home", create=True)


def test_a_block_that_raises_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ValueError, match="stop"), store.together():
        store.spans.add([span(1)])
        raise ValueError("stop")
    assert store.spans.count("a") == 0
    store.spans.add([span(1)])
    assert store.spans.count("a") == 1


CREATE_AND_ADD = """
import sys, pathlib
from genchi.records import *
from genchi.store import open_store
n = int(sys.argv[2])
store = open_store(pathlib.Path(sys.argv[1]), create=True)
store.spans.add([Span(SpanKey("a", f"{n:032x}", f"{n:016x}"), start_ns=n, payload=Payload())])
"""


def test_several_processes_may_create_the_same_store_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CREATE_AND_ADD, str(tmp_path)]
    several = [subprocess.Popen([*command, str(n)]) for n in range(4)]
    assert [process.wait() for process in several] == [0, 0, 0, 0]
    store = open_store(tmp_path, create=False)
    assert store.spans.count("a") == 4
    store.close()


def test_a_forked_child_uses_a_connection_of_its_own(store: Store) -> None:
    store.spans.add([span(1)])
    context = multiprocessing.get_context("fork")
    child = context.Process(target=store.spans.add, args=([span(2)],))
    child.start()
    child.join()
    assert child.exitcode == 0
    store.spans.add([span(3)])
    assert store.spans.count("a") == 3


WRITE_UNTIL_KILLED = """
import sys, pathlib
from genchi.records import *
from genchi.store import open_store
store = open_store(pathlib.Path(sys.argv[1]), create=True)
n = 0
while True:
    with store.together():
        batch = [Span(SpanKey("a", f"{n+i:032x}", f"{n+i:016x}"), start_ns=n+i,
                      payload=Payload(output="y" * 500)) for i in range(50)]
        store.spans.add(batch)
        store.labels.add([Label("c", Target(s.key), 1.0, "me", 0) for s in batch])
    n += 50
    print(n, flush=True)
"""


def test_what_was_committed_survives_kill_9(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITE_UNTIL_KILLED, str(tmp_path)]
    for _ in range(5):
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        acknowledged = 0
        for line in writer.stdout:
            acknowledged = int(line)
            if acknowledged >= 500:
                writer.kill()
                break
        rest = writer.stdout.read().split()
        acknowledged = int(rest[-1]) if rest else acknowledged
        writer.stdout.close()
        writer.wait()
        store = open_store(tmp_path, create=False)
        count = store.spans.count("a")
        assert count >= acknowledged
        assert count % 50 == 0
        assert store.labels.counts("a") == {"c": count}
        assert len(list(store.spans.list("a", payloads=True))) == count
        store.close()
