"""What an answer may rest on: the passages it was given, and what the user said.

The inputs count as well as the passages, because an answer may repeat the question's numbers and
names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from genchi.records import Json, Subject
from genchi.text import is_chinese

_QUESTION_NAMES = ("question", "query", "input", "message", "user", "prompt", "text")


def passages_text(subject: Subject) -> str:
    """All passages, a blank line between them."""
    return "\n\n".join(passage.text for passage in subject.passages)


def source_text(subject: Subject) -> str:
    """All passages and every text or number in the inputs."""
    return "\n\n".join([passages_text(subject), *texts_in(subject.inputs)])


def texts_in(value: Json | Mapping[str, Json]) -> Iterator[str]:
    """Every text in a value, and every number as text, however deep it lies.

    >>> list(texts_in({"q": "hi", "rows": [{"n": 3}, None]}))
    ['hi', '3']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def question_text(subject: Subject, name: str = "") -> str:
    """What the user asked: the input of that name, or the one usually called so, or all of them.

    >>> question_text(Subject("hi", inputs={"style": "formal", "question": "谁？"}))
    '谁？'
    """
    names = [name] if name else [n for n in _QUESTION_NAMES if n in subject.inputs]
    asked = subject.inputs.get(names[0]) if names else dict(subject.inputs)
    return "\n".join(texts_in(asked))


def in_another_language(output: str, source: str) -> bool:
    """Whether one is Chinese and the other not, so that their words cannot be compared."""
    return is_chinese(output) != is_chinese(source)


class Spanned(Protocol):
    """Something that stands in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def blanked(text: str, places: Sequence[Spanned]) -> str:
    """The text with spaces at these places, so that everything else stays where it is.

    >>> from genchi.text import Piece
    >>> blanked("see [1] now", [Piece(4, 7, "[1]")])
    'see     now'
    """
    kept, reached = [], 0
    for place in sorted(places, key=lambda place: place.start):
        start = max(place.start, reached)
        if place.end > start:
            kept += [text[reached:start], " " * (place.end - start)]
            reached = place.end
    return "".join(kept) + text[reached:]
