"""Texts into pieces, as the original tokenizer cuts them."""

from __future__ import annotations

import pytest

from genchi.errors import OutsideError
from genchi.models.minilm.wordpiece import Vocabulary, read_vocabulary, words

PIECES = "[PAD] [UNK] [CLS] [SEP] [MASK] un ##aff ##able aff able , . 你 ##x x".split()
SMALL = read_vocabulary("\n".join(PIECES) + "\n")


def cut(text: str, most: int = 256, vocabulary: Vocabulary = SMALL) -> list[str]:
    return [PIECES[number] for number in vocabulary.pieces(text, most)][1:-1]


def test_a_word_is_cut_into_the_longest_pieces_from_the_left() -> None:
    assert cut("unaffable") == ["un", "##aff", "##able"]
    assert cut("aff able") == ["aff", "able"]
    assert cut("UNÄffable.") == ["un", "##aff", "##able", "."]


def test_a_word_with_a_part_that_is_not_known_is_unknown_as_a_whole() -> None:
    assert cut("unaffably, x") == ["[UNK]", ",", "x"]


def test_a_word_of_more_than_a_hundred_characters_is_unknown() -> None:
    assert cut("x" * 100) == ["x", *["##x"] * 99]
    assert cut("x" * 101) == ["[UNK]"]


def test_start_and_end_stand_around_also_where_a_text_is_cut_off() -> None:
    assert SMALL.pieces("", 256) == [2, 3]
    assert SMALL.pieces("x " * 9, 5) == [2, 14, 14, 14, 3]
    assert SMALL.pieces("x" * 50, 5) == [2, 14, 13, 13, 3]
    assert SMALL.pieces("[MASK]" * 9, 4) == [2, 4, 4, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't", ["don", "'", "t"]),
        ("a$b_c", ["a", "$", "b", "_", "c"]),
        ("A\u030angström", ["angstrom"]),
        ("ΣΊΣΥΦΟΣ", ["σισυφοσ"]),
        ("straße", ["straße"]),
        ("你好world", ["你", "好", "world"]),
        ("ひらがな", ["ひらかな"]),
        ("a\u200bb\x00c\ufffdd", ["abcd"]),
        ("a\u00a0b\u3000c\u2028d\te\x85f", ["a", "b", "c", "d", "ef"]),
        ("\ud800x\udfff", ["x"]),
        ("👍🏽 ok", ["👍🏽", "ok"]),
        ("«a»…", ["«", "a", "»", "…"]),
        ("€5+£6", ["€5", "+", "£6"]),
    ],
)
def test_words_are_small_letters_without_accents_and_marks(text: str, expected: list[str]) -> None:
    assert words(text, 99) == expected


def test_special_pieces_stand_for_themselves_only_as_they_are_written() -> None:
    assert cut("x[SEP]x [sep]") == ["x", "[SEP]", "x", "[UNK]", "[UNK]", "[UNK]"]


def test_a_text_of_millions_of_words_costs_no_more_than_its_beginning() -> None:
    assert len(words("x " * 1_000_000, 256)) == 256
    assert len(SMALL.pieces("x" * 1_000_000 + " x" * 1_000_000, 256)) == 256


def test_a_vocabulary_without_its_special_pieces_is_refused() -> None:
    with pytest.raises(OutsideError, match=r"lacks \[SEP\], \[MASK\]"):
        read_vocabulary("[PAD]\n[UNK]\n[CLS]\nx\n")
