"""Words, tokens, sentences, lengths: the same for English and Chinese, with places that hold."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi import text as room
from genchi.text import (
    count_characters,
    count_words,
    edit_distance,
    normalise,
    sentences,
    similarity,
    tokens,
    words,
)

ANYTHING = st.text(alphabet=st.characters(), max_size=200) | st.text(
    alphabet="ab 1。，.!?“”‘’\n退款天0 -'\"()（）[]\ud800\x00", max_size=80
)


def test_a_chinese_character_is_a_word_and_an_english_word_is_one_too() -> None:
    assert [p.text for p in words("用 Python3 写代码, don't stop")] == [
        *"用",
        "Python3",
        *"写代码",
        "don't",
        "stop",
    ]


def test_tokens_hold_words_and_chinese_characters_alone_and_in_pairs() -> None:
    assert tokens("Refund 退款期") == ["refund", "退", "退款", "款", "款期", "期"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Li paid $3.50. He left.", ["Dr. Li paid $3.50.", "He left."]),
        ("It ships to the U.S. and Canada. Fine!", ["It ships to the U.S. and Canada.", "Fine!"]),
        ('He said "Go." Then he left.', ['He said "Go."', "Then he left."]),
        ("all small letters. like this. yes", ["all small letters.", "like this.", "yes"]),
        ("他来了。“走吧！”她说。", ["他来了。", "“走吧！”", "她说。"]),
        ("可以退货。Please wait. 谢谢！", ["可以退货。", "Please wait.", "谢谢！"]),
        ("真的……然后呢？", ["真的……", "然后呢？"]),
        ("- one\n- two", ["- one", "- two"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [piece.text for piece in sentences(text)] == expected


@given(ANYTHING)
def test_every_piece_stands_where_it_says_and_nothing_raises(text: str) -> None:
    for found in (words(text), sentences(text)):
        assert all(text[p.start : p.end] == p.text for p in found)
        assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert count_words(text) == len(words(text))
    assert count_characters(text) >= 0
    tokens(text)


@given(ANYTHING)
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    kept = "".join(p.text for p in sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


@given(ANYTHING)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_full_width_letters_quotes_and_case_are_one() -> None:
    assert normalise("ＡＢＣ　１２３ “Ok”") == normalise('abc 123 "OK"')
    assert similarity("退款　政策", "退款 政策") == 1.0


@given(st.text(max_size=12), st.text(max_size=12))
def test_edit_distance_is_that_of_the_table(a: str, b: str) -> None:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    assert edit_distance(a, b) == row[-1]


HOSTILE = [
    "1," * 60_000,
    "a." * 60_000,
    "(" * 120_000,
    "一二三" * 40_000,
    "@" * 120_000,
    "a@" * 60_000,
    "-" * 120_000,
    "9" * 120_000,
    "1 2-3/4:" * 15_000,
    "\n" * 120_000,
    "百分之" * 40_000,
    "“" * 120_000,
    "é" * 60_000,
]
FUNCTIONS: list[Callable[[str], object]] = [
    room.words,
    room.sentences,
    room.tokens,
    room.normalise,
    room.count_characters,
    room.quantities,
    room.personal_data,
    room.script,
    room.chinese_share,
    lambda text: room.ngram_overlap(text, text[:1000]),
    lambda text: room.unsupported_spans(text, text[:1000]),
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=[h[:4].strip() or "space" for h in HOSTILE])
def test_hostile_text_does_not_take_for_ever(hostile: str) -> None:
    def late(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    try:
        for function in FUNCTIONS:
            signal.alarm(30)
            function(hostile)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
