"""What a reader of a file gives: one record after the other, each with its place in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the file has it. `place` is what a person looks for: "line 12", "record 3"."""

    place: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reject:
    """A piece of the file that could not be used, why, and what stood there."""

    place: str
    reason: str
    text: str = ""
