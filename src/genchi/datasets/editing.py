"""Change a file of the project in one step: readers see the old one or the new one, never a part.

Two programs that change files of one folder at the same time take turns, so neither loses what the
other wrote. The lock is on the folder itself and leaves nothing behind.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from genchi.errors import OutsideError


class Edited:
    """A file while it is changed: `before` is what is in it (None: it is not there)."""

    def __init__(self, path: Path, before: bytes | None) -> None:
        self.path, self.before = path, before

    def write(self, after: bytes) -> None:
        """Put `after` in its place, on the disk before this returns."""
        if after == self.before:
            return
        descriptor, name = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            _same_mode(self.path, Path(name), self.before is not None)
            Path(name).replace(self.path)
        except BaseException:
            with suppress(FileNotFoundError):
                Path(name).unlink()
            raise


@contextmanager
def editing(path: Path) -> Iterator[Edited]:
    """The file at `path`, which nobody else changes meanwhile; its folder is made.

    Raises `OutsideError` where it cannot be read or written.
    """
    try:
        path = path.resolve()  # a link stays one: what it leads to is changed
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield Edited(path, path.read_bytes() if path.exists() else None)
        finally:
            os.close(folder)
    except OSError as error:
        raise OutsideError(
            f"{error.filename or path} cannot be used ({error.strerror}): "
            "check that you may write there and that the disk has space"
        ) from error


def _same_mode(path: Path, new: Path, there: bool) -> None:
    """A temporary file is for its owner alone; what takes a file's place has its rights."""
    if there:
        shutil.copymode(path, new)
        return
    mask = os.umask(0)
    os.umask(mask)
    new.chmod(0o666 & ~mask)
