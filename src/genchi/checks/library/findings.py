"""How a check says what it found: a reason that quotes it, and evidence that points at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from genchi.checks.library.places import evidence, quoted
from genchi.records import Verdict

SHOWN = 5
"""How many findings the reason quotes."""


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
    'a placeholder: "TODO"'
    """
    if not found:
        return Verdict("pass", score=score)
    pointed_at = evidence([(place.start, place.end) for place in found], problem)
    return Verdict("fail", f"{problem}: {named(found)}", score, pointed_at)


def named(found: Sequence[Found]) -> str:
    """The first few texts in quotation marks, each once, and how many more there are."""
    texts = list(dict.fromkeys(" ".join(place.text.split()) for place in found))
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return ", ".join(quoted(text, 80) for text in texts[:SHOWN]) + more
