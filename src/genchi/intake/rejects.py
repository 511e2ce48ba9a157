"""The rejects file: what could not be imported, why, and the text itself, line by line."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from genchi.errors import OutsideError
from genchi.intake.rows import Reject
from genchi.records import to_json

_LONGEST = 200
"""Bytes of a name that every file system takes, with room for an ending."""


class RejectsFile:
    """JSON lines `{place, reason, text}`; the file appears with the first reject."""

    def __init__(self, folder: Path, name: str) -> None:
        """`name` is shortened where no file could have it."""
        self._path = folder / f"{name.encode()[:_LONGEST].decode(errors='ignore')}.jsonl"
        self._file: BinaryIO | None = None

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    @property
    def written(self) -> str | None:
        """Where the rejects are, or None where there are none."""
        return str(self._path) if self._file is not None else None

    def write(self, reject: Reject) -> None:
        """Add one."""
        fields = {"place": reject.place, "reason": reject.reason, "text": reject.text}
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("wb")
            self._file.write(to_json(fields) + b"\n")
        except OSError as error:
            raise OutsideError(
                f"the rejects cannot be written to {self._path} ({error.strerror}): make room or "
                "mend the permissions, and import again"
            ) from error
