"""How a check says what it found: a reason that quotes it, and evidence that points at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from genchi.records import Evidence, Verdict

SHOWN = 5
"""How many findings the reason quotes. The evidence has them all."""


class Found(Protocol):
    """A place in the output: a piece of it, a quantity, a piece of personal data."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...


def verdict_on(found: Sequence[Found], problem: str, score: float | None = None) -> Verdict:
    """A pass where nothing was found, and otherwise a failure that names the problem and places.

    >>> from genchi.text import Piece
    >>> verdict_on([Piece(4, 8, "TODO")], "a placeholder").reason
    'a placeholder: “TODO”'
    """
    if not found:
        return Verdict("pass", score=score)
    evidence = tuple(Evidence(place.start, place.end, note=problem) for place in found)
    return Verdict("fail", f"{problem}: {quoted(found)}", score, evidence)


def quoted(found: Sequence[Found]) -> str:
    """The first few texts in quotation marks, each once, and how many more there are."""
    texts = list(dict.fromkeys(_short(place.text) for place in found))
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return ", ".join(f"“{text}”" for text in texts[:SHOWN]) + more


def _short(text: str, limit: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
