"""Not saying the same again: what was said lately goes into the prompt, and answers are held to it.

The lists of recent outputs are in the order they were written, the newest last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from genchi.errors import UsageError
from genchi.text import is_chinese, near_duplicates, similarity
from genchi.text.duplicates import shingles

_HEADS = {
    "en": "These were written lately. Write something new: repeat and rephrase none of them.",
    "zh": "以下是最近写过的内容。请写新的内容，不要重复，也不要换个说法再写：",
}


@dataclass(frozen=True, slots=True)
class Similar:
    """A recent output that a text is close to, its place in the list, and how close (0 to 1)."""

    place: int
    text: str
    similarity: float


def avoiding(
    recent: Sequence[str],
    *,
    most: int = 2000,
    each: int = 200,
    count: Callable[[str], int] = len,
    threshold: float = 0.8,
    language: Literal["en", "zh"] | None = None,
) -> str:
    """The instruction that lists recent outputs, newest first; "" if there are none.

    Of near duplicates (`genchi.text.near_duplicates` at the threshold) only the newest is listed.
    A text longer than `each` characters is cut. The list ends before the whole would be more than
    `most` by `count`: characters, or tokens if you hand in what counts them. The language is
    Chinese if the newest output is, unless it is given.

    >>> print(avoiding(["A cat sat here.", "A dog ran off.", "a cat sat here"]))
    These were written lately. Write something new: repeat and rephrase none of them.
    - a cat sat here
    - A dog ran off.
    """
    _check(recent)
    kept = [text for text in _newest(recent, threshold) if text]
    if not kept:
        return ""
    said = _HEADS[language or ("zh" if is_chinese(kept[0]) else "en")]
    for text in kept:
        longer = f"{said}\n- {_cut(text, each)}"
        if count(longer) > most:
            break
        said = longer
    return said if "\n" in said else ""


def too_similar(text: str, recent: Sequence[str], threshold: float = 0.6) -> tuple[Similar, ...]:
    """The recent outputs that are at least this similar to the text, the most similar first.

    Similarity is the higher of two: 1 minus the edit distance over the length of the longer text,
    which sees changed words, and the Jaccard similarity of the runs of three words or Chinese
    characters, which sees sentences in another order.

    >>> [found] = too_similar("今天的天气很好", ["我们明天去爬山", "今天的天气真好"])
    >>> found.place, round(found.similarity, 2)
    (1, 0.86)
    """
    _check(recent)
    if not 0 < threshold <= 1:
        raise UsageError(f"the threshold is over 0 and at most 1, not {threshold!r}")
    ours = shingles(text)
    found = [
        Similar(place, other, max(similarity(text, other), _jaccard(ours, shingles(other))))
        for place, other in enumerate(recent)
    ]
    close = [each for each in found if each.similarity >= threshold]
    return tuple(sorted(close, key=lambda each: (-each.similarity, -each.place)))


def _check(recent: Sequence[str]) -> None:
    if isinstance(recent, str):
        raise UsageError("recent is a list of texts, not one text")


def _newest(recent: Sequence[str], threshold: float) -> Iterator[str]:
    """One line for each text, newest first, without those that a newer one nearly repeats."""
    lines = [" ".join(text.split()) for text in reversed(recent)]
    repeated = {place for group in near_duplicates(lines, threshold) for place in group[1:]}
    return (line for place, line in enumerate(lines) if place not in repeated)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rstrip() + "…"


def _jaccard(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other)
