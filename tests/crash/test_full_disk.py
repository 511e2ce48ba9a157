"""A full disk: senders are told to come back, and once there is room everything goes on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genchi.store import open_store


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a full disk needs the right to mount a small tmpfs")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_refuses_with_503_and_recovers(
    small_disk: Path, server_at: Any, body: Any
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(os.urandom(4 << 20))
    server = server_at(small_disk / "home")
    server.start()
    acknowledged, status, answer = 0, 200, b""
    while status == 200:
        status, answer = server.send(body(1 + 50 * acknowledged, 50))
        acknowledged += status == 200
    assert status == 503
    assert b"is full: free some space" in answer
    assert acknowledged > 0
    for _ in range(3):  # full is full: still answered, still counted
        assert server.send(body(1 + 50 * acknowledged, 50))[0] == 503
    told = server.health()
    assert (told["stored"], told["refused"]) == (50 * acknowledged, 200)
    ballast.unlink()
    assert server.send(body(1 + 50 * acknowledged, 50))[0] == 200
    assert server.health()["stored"] == 50 * (acknowledged + 1)
    server.stop()
    store = open_store(small_disk / "home", create=False)
    assert len(list(store.spans.list("shop", payloads=True))) == 50 * (acknowledged + 1)
    assert store.accounts.read().refused == 200
    store.close()
