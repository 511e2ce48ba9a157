"""What a file gives: one record after the other, each with its place, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from genchi.records import Label, Span, Verdict


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


@dataclass(frozen=True, slots=True)
class Imported:
    """One record as genchi keeps it. `doubts` names the guessed keys whose value was no use."""

    span: Span
    labels: tuple[Label, ...] = ()
    verdicts: tuple[tuple[str, Verdict], ...] = ()
    doubts: tuple[str, ...] = ()
