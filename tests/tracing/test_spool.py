"""Batches on disk: whole, bounded, and never lost with the process that wrote them."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.tracing.spool import Spool, spool_directory

LIMIT = 10_000


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    spool = Spool(tmp_path / "place", LIMIT)
    yield spool
    spool.close()


def files(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*.otlp"))


def left_by_a_killed_process(folder: Path, batches: int) -> None:
    code = f"""
        import os, signal
        from pathlib import Path
        from genchi.tracing.spool import Spool
        spool = Spool(Path({str(folder)!r}), 10_000)
        for number in range({batches}):
            assert spool.put(b"batch %d" % number, number + 1)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], timeout=30)
    assert done.returncode == -9


def test_batches_come_out_in_their_order_and_are_gone_when_done(
    spool: Spool, tmp_path: Path
) -> None:
    for body in (b"one", b"two"):
        assert spool.put(body, 2)
    assert spool.waiting() == 4
    assert len(files(tmp_path)) == 2
    seen = []
    while (batch := spool.oldest()) is not None:
        seen.append(batch.read())
        spool.done(batch)
    assert seen == [b"one", b"two"]
    assert (spool.waiting(), files(tmp_path)) == (0, [])


def test_nothing_is_written_before_there_is_something_to_write(
    spool: Spool, tmp_path: Path
) -> None:
    assert list(tmp_path.iterdir()) == []


def test_a_full_spool_takes_no_more_until_there_is_room(spool: Spool) -> None:
    assert spool.put(b"x" * 6000, 1)
    assert not spool.put(b"x" * 6000, 1)
    batch = spool.oldest()
    assert batch is not None
    spool.done(batch)
    assert spool.put(b"x" * 6000, 1)


def test_a_refused_batch_is_put_aside_with_the_reason(spool: Spool, tmp_path: Path) -> None:
    spool.put(b"bad", 1)
    batch = spool.oldest()
    assert batch is not None
    spool.refuse(batch, "400 不好")
    aside = tmp_path / "place" / "refused"
    assert [p.read_bytes() for p in aside.glob("*.otlp")] == [b"bad"]
    assert [p.read_text("utf-8") for p in aside.glob("*.txt")] == ["400 不好\n"]
    assert spool.oldest() is None


def test_batches_of_a_killed_process_are_taken_over(spool: Spool, tmp_path: Path) -> None:
    left_by_a_killed_process(tmp_path / "place", 3)
    spool.put(b"mine", 1)
    spool.adopt()
    bodies = []
    while (batch := spool.oldest()) is not None:
        bodies.append((batch.read(), batch.spans, batch.own))
        spool.done(batch)
    assert bodies == [
        (b"mine", 1, True),
        (b"batch 0", 1, False),
        (b"batch 1", 2, False),
        (b"batch 2", 3, False),
    ]
    assert spool.waiting() == 0
    assert len([p for p in (tmp_path / "place").iterdir() if p.is_dir()]) == 1


def test_batches_of_a_process_that_lives_are_left_alone(tmp_path: Path) -> None:
    living, other = Spool(tmp_path / "place", LIMIT), Spool(tmp_path / "place", LIMIT)
    living.put(b"mine", 1)
    other.adopt()
    assert other.oldest() is None
    living.close()  # something waits in it, so it stays
    other.adopt()
    batch = other.oldest()
    assert batch is not None
    assert (batch.read(), batch.own) == (b"mine", False)
    other.close()


def test_a_spool_that_is_empty_leaves_nothing_behind(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "place", LIMIT)
    spool.put(b"x", 1)
    batch = spool.oldest()
    assert batch is not None
    spool.done(batch)
    spool.close()
    assert list((tmp_path / "place").iterdir()) == []


def test_where_nothing_can_be_written_batches_wait_in_memory(tmp_path: Path) -> None:
    (tmp_path / "place").write_text("a file where the directory should be")
    spool = Spool(tmp_path / "place", LIMIT)
    assert spool.put(b"x", 3)
    batch = spool.oldest()
    assert batch is not None
    assert (batch.read(), batch.path, spool.waiting()) == (b"x", None, 3)
    assert not spool.put(b"x" * LIMIT, 1)
    spool.refuse(batch, "no")
    assert spool.oldest() is None
    spool.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_is_full_is_no_reason_to_stop(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.put(b"one", 1)
    (folder,) = (p for p in (tmp_path / "place").iterdir() if p.is_dir())
    (folder / "0000000002-1.tmp").symlink_to("/dev/full")
    assert spool.put(b"two", 1)
    assert spool.put(b"three", 1)
    bodies = []
    while (batch := spool.oldest()) is not None:
        bodies.append((batch.read(), batch.path is None))
        spool.done(batch)
    assert bodies == [(b"one", False), (b"two", True), (b"three", False)]


def test_a_folder_that_somebody_removed_is_made_again(spool: Spool, tmp_path: Path) -> None:
    import shutil

    spool.put(b"one", 1)
    shutil.rmtree(tmp_path / "place")
    assert spool.put(b"two", 1)
    assert len(files(tmp_path)) == 1


def test_the_directory_is_the_first_of_those_that_are_named(tmp_path: Path) -> None:
    home = str(tmp_path)
    assert spool_directory({"GENCHI_SPOOL": "/a", "HOME": home}) == Path("/a")
    assert spool_directory({"XDG_STATE_HOME": home, "HOME": "/nowhere"}) == (
        tmp_path / "genchi" / "spool"
    )
    assert spool_directory({"HOME": home}) == tmp_path / ".local/state/genchi/spool"
    assert f"genchi-{os.getuid()}" in str(spool_directory({}))
