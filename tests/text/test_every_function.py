"""No function raises on any text, every place holds, and no text takes for ever."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi import text as room

Placed = room.Piece | room.Quantity | room.PersonalData
# With lone surrogates and NUL.
ANY = st.text(st.characters(), max_size=80) | st.text(
    "a1２一十百万亿半第点:：.,，。-/%$@月日年分之 \n\x00\ud800\udfff", max_size=60
)


@given(ANY, ANY)
def test_every_place_holds_whatever_the_text(text: str, source: str) -> None:
    copied = room.longest_copied_run(text, source)
    assert text[copied.start : copied.end] == copied.text
    everything: list[Sequence[Placed]] = [
        room.words(text),
        room.sentences(text),
        room.unsupported_spans(text, source),
        room.quantities(text),
        room.unsupported_quantities(text, source),
        room.personal_data(text),
    ]
    for found in everything:
        assert all(text[p.start : p.end] == p.text for p in found)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(ANY, ANY)
def test_nothing_raises_whatever_the_text(text: str, source: str) -> None:
    assert 0.0 <= room.ngram_overlap(text, source) <= 1.0
    assert 0.0 <= room.similarity(text, source) <= 1.0
    assert 0.0 <= room.chinese_share(text) <= 1.0
    assert room.language(text, among=["zh", "en"]) in ("zh", "en", "und")
    assert len(room.near_duplicates([text, source, text])) in (1, 2)
    room.mask(text)
    room.tokens(text)
    room.script(text)
    room.is_chinese(text)
    room.edit_distance(text, source)
    for a, b in itertools.product(room.quantities(text), room.quantities(source)):
        assert room.same_quantity(a, b) == room.same_quantity(b, a)


@given(ANY)
def test_sentences_lose_only_white_space_between_them(text: str) -> None:
    place = 0
    for piece in room.sentences(text):
        assert not text[place : piece.start].strip()
        place = piece.end
    assert not text[place:].strip()


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    def late(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"no answer after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


SIZE = 200_000
HOSTILE = {
    "grouped": "1,",
    "dotted": "a.",
    "brackets": "(",
    "numerals": "一二三",
    "places": "一万",
    "ats": "@",
    "dashes": "-----",
    "digits": "7",
    "spaced digits": "1 ",
    "hyphened digits": "12-",
    "iban": "GB82 WEST ",
    "hex": "a1:",
    "number words": "two hundred and ",
    "points": "三点",
    "signs": "$-",
    "spaces": " ",
    "stops": ". ",
    "keys": "sk-eyJ",
    "marks": "a\u0301\u0327",
    "pile": "\u0301\u0327",
}
FUNCTIONS: dict[str, Callable[[str], object]] = {
    "words": room.words,
    "tokens": room.tokens,
    "normalise": room.normalise,
    "sentences": room.sentences,
    "quantities": room.quantities,
    "personal_data": room.personal_data,
    "is_chinese": room.is_chinese,
    "script": room.script,
    "count_characters": room.count_characters,
    # What compares goes over the text several times, in ways that `words` has already been tried.
    "longest_copied_run": lambda text: room.longest_copied_run(text[:50_000], text[1:50_000]),
    "unsupported_spans": lambda text: room.unsupported_spans(text[:50_000], text[50_000::-1]),
    "near_duplicates": lambda text: room.near_duplicates([text[:50_000], text[1:50_000]]),
}


@pytest.mark.parametrize("pattern", HOSTILE.values(), ids=HOSTILE)
def test_every_function_answers_for_two_hundred_kilobytes_of_hostile_text(pattern: str) -> None:
    text = pattern * (SIZE // len(pattern))
    for function in FUNCTIONS.values():
        with alarm(10):
            function(text)
