"""Normal form, tokens, counts and sentence ends, in the cases where the two languages differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("“Don’t”", '"don\'t"'),
        ("well–known", "well-known"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("价格：１２３", "价格:123"),
        ("zero\u200bwidth", "zerowidth"),
        ("cafe\u0301", "café"),
        ("wait…", "wait..."),
        ("  a \n\t b ", "a b"),
        ("STRASSE", "straße"),
    ],
)
def test_spellings_of_one_text_have_one_normal_form(a: str, b: str) -> None:
    assert normalise(a) == normalise(b)


def test_different_texts_keep_different_normal_forms() -> None:
    assert (
        len({normalise(t) for t in ("退款", "退貨", "refund", "re fund", "résumé", "resume")}) == 6
    )


@pytest.mark.parametrize(
    ("text", "units", "characters"),
    [
        ("Hello, world!", 2, 12),
        ("你好，世界！", 4, 6),
        ("用 Python 写代码", 5, 10),
        ("It's 3.14", 2, 8),
        ("state-of-the-art", 1, 16),
        ("🙂 ok", 1, 3),
        ("", 0, 0),
        (" \n\t\u200b", 0, 0),
    ],
)
def test_lengths_count_words_and_chinese_characters_alike(
    text: str, units: int, characters: int
) -> None:
    assert (count_words(text), count_characters(text)) == (units, characters)


def test_a_word_keeps_its_accents_and_its_apostrophe() -> None:
    assert [p.text for p in words("the cafe\u0301's well-known 数字1,000")] == [
        "the",
        "cafe\u0301's",
        "well-known",
        "数",
        "字",
        "1,000",
    ]


def test_tokens_of_equal_texts_are_equal_whatever_the_width() -> None:
    assert tokens("ＧＰＴ 大模型") == tokens("gpt 大模型")
    assert {"art", "gpt", "大模"} <= set(tokens("State-of-the-art GPT 大模型"))


@given(st.text(max_size=40), st.text(max_size=40))
def test_similarity_is_a_symmetric_share(a: str, b: str) -> None:
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, b) == similarity(b, a)
    assert similarity(a, a) == 1.0
    assert (edit_distance(a, b) == 0) == (a == b)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See Fig. 3 for it. Then e.g. stop.", ["See Fig. 3 for it.", "Then e.g. stop."]),
        ("J. R. Tolkien wrote it. Yes.", ["J. R. Tolkien wrote it.", "Yes."]),
        ("It is 3.14. Really?", ["It is 3.14.", "Really?"]),
        ("1. Wash the rice. 2. Cook it.", ["1. Wash the rice.", "2. Cook it."]),
        ("Known since 1990.[1] It grew.", ["Known since 1990.[1]", "It grew."]),
        ("第一步；第二步。", ["第一步；", "第二步。"]),
        ("（见附录。）然后结束。", ["（见附录。）", "然后结束。"]),
        ("一行\n另一行", ["一行", "另一行"]),
        ("版本3.5已发布。请更新！", ["版本3.5已发布。", "请更新！"]),
        (
            "This is a long line that was wrapped by the editor and\ngoes on here.",
            ["This is a long line that was wrapped by the editor and\ngoes on here."],
        ),
        (" \n ", []),
    ],
)
def test_a_point_ends_a_sentence_only_where_a_reader_stops(text: str, expected: list[str]) -> None:
    assert [piece.text for piece in sentences(text)] == expected
