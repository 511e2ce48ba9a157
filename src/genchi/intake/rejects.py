"""The rejects file: what could not be imported, why, and the text itself, line by line."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from genchi.intake.rows import Reject
from genchi.records import to_json


class RejectsFile:
    """JSON lines `{place, reason, text}`; the file appears with the first reject."""

    def __init__(self, path: Path) -> None:
        self._path = path
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
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("wb")
        fields = {"place": reject.place, "reason": reject.reason, "text": reject.text}
        self._file.write(to_json(fields) + b"\n")
