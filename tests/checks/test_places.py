"""A text is found however it is spelt, and its place is that of the output as it is."""

from __future__ import annotations

import pytest

from genchi.checks.library.places import (
    MOST_EVIDENCE,
    evidence,
    place_at_end,
    place_at_start,
    places,
    quoted,
    unified,
)
from genchi.errors import UsageError


def found(output: str, text: str, *, ignore_case: bool = True, whole: bool = False) -> list[str]:
    return [
        output[start:end]
        for start, end in places(output, text, ignore_case=ignore_case, whole_words=whole)
    ]


def test_quotes_dashes_and_widths_are_alike_in_english() -> None:
    assert found("I don’t – well, ＤＯＮ＇Ｔ.", "don't") == ["don’t", "ＤＯＮ＇Ｔ"]
    assert found("pre-paid, pre–paid", "pre-paid") == ["pre-paid", "pre–paid"]


def test_full_width_punctuation_is_found_in_chinese_both_ways() -> None:
    assert found("单号：ＡＢ１２", "单号:ab12") == ["单号：ＡＢ１２"]
    assert found("单号:AB12", "单号：ＡＢ１２") == ["单号:AB12"]


def test_a_run_of_white_space_is_one_space() -> None:
    assert found("five\n  working\u3000days", "five working days") == ["five\n  working\u3000days"]


def test_white_space_alone_is_looked_for_as_it_is() -> None:
    assert found("a\n\nb c", "\n\n") == ["\n\n"]


def test_white_space_at_the_ends_of_a_text_must_be_there() -> None:
    assert found("cat catalogue", " cat ") == []
    assert found("a cat  sat", " cat ") == [" cat "]


def test_whole_words_have_borders_in_english_and_none_in_chinese() -> None:
    assert found("rock, rocket, rock_1", "rock", whole=True) == ["rock"]
    assert found("这家公司可以退款吗", "退款", whole=True) == ["退款"]
    assert found("摇滚rock音乐", "rock", whole=True) == ["rock"]


def test_case_is_kept_where_it_counts() -> None:
    assert found("Ａpple apple", "Apple", ignore_case=False) == ["Ａpple"]
    assert found("Ａpple apple", "Apple") == ["Ａpple", "apple"]


@pytest.mark.parametrize("text", ["İstanbul …", "ﬁne", "ß", "¼ ½", "\u200bhidden", "é é"])
@pytest.mark.parametrize("ignore_case", [True, False])
def test_one_spelling_is_never_longer_or_shorter(text: str, ignore_case: bool) -> None:
    assert len(unified(text, ignore_case=ignore_case)) == len(text)


def test_the_start_and_the_end_are_found_past_white_space_and_closing_marks() -> None:
    assert place_at_start("\n  Dear Li", "dear") == (3, 7)
    assert place_at_start("Oh dear", "dear") is None
    assert place_at_end("他说：“再见！”\n", "再见!") == (4, 7)
    assert place_at_end("Goodbye, Li", "Goodbye") is None


def test_an_end_that_closes_a_quotation_itself_is_found() -> None:
    assert place_at_end('He said "go"', 'said "go"') == (3, 12)


def test_only_the_first_places_are_pointed_at() -> None:
    assert len(evidence([(n, n + 1) for n in range(100)])) == MOST_EVIDENCE


def test_a_long_text_is_shown_short() -> None:
    assert quoted("x" * 100, limit=5) == '"xxxx…"'


@pytest.mark.parametrize("text", ["", 3, None, ["a"]])
def test_what_is_no_text_cannot_be_looked_for(text: object) -> None:
    with pytest.raises((UsageError, TypeError)):
        places("output", text)  # type: ignore[arg-type]
