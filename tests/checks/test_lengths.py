"""Limits on length mean the same in English and Chinese, and point at what is over them."""

from __future__ import annotations

import pytest

from genchi.checks.library.lengths import (
    characters_between,
    list_items_between,
    max_characters,
    max_list_items,
    max_paragraphs,
    max_sentences,
    max_words,
    min_characters,
    min_list_items,
    min_paragraphs,
    min_sentences,
    min_words,
    paragraphs_between,
    sentences_between,
    words_between,
)
from genchi.records import Subject

ENGLISH = "To do:\n\n- Call Dr. Li.\n- Write it down.\n\nThat is all."
CHINESE = "待办：\n\n1、打电话。\n2、写下来。\n\n就这些。"

FAMILIES = {
    "words": (min_words, max_words, words_between),
    "characters": (min_characters, max_characters, characters_between),
    "sentences": (min_sentences, max_sentences, sentences_between),
    "paragraphs": (min_paragraphs, max_paragraphs, paragraphs_between),
    "list items": (min_list_items, max_list_items, list_items_between),
}
IN_ENGLISH = {"words": 11, "characters": 39, "sentences": 4, "paragraphs": 3, "list items": 2}
IN_CHINESE = {"words": 13, "characters": 19, "sentences": 4, "paragraphs": 3, "list items": 2}


@pytest.mark.parametrize("unit", FAMILIES)
@pytest.mark.parametrize(("output", "counts"), [(ENGLISH, IN_ENGLISH), (CHINESE, IN_CHINESE)])
def test_each_family_of_limits_agrees_on_the_count(
    unit: str, output: str, counts: dict[str, int]
) -> None:
    least, most, between = FAMILIES[unit]
    subject, count = Subject(output), counts[unit]
    assert least(count)(subject).reason == f"{count} {unit}"
    assert least(count)(subject).passed
    assert not least(count + 1)(subject)
    assert most(count)(subject).passed
    assert not most(count - 1)(subject)
    assert between(count, count)(subject).passed
    assert not between(count + 1, count + 2)(subject)
    assert not between(0, count - 1)(subject)


@pytest.mark.parametrize("unit", FAMILIES)
def test_an_empty_output_has_nothing_of_anything(unit: str) -> None:
    least, most, between = FAMILIES[unit]
    assert not least(1)(Subject(""))
    assert most(0)(Subject(" \n")).reason == f"0 {unit}"
    assert between(0, 1)(Subject("")).passed


def test_what_is_over_the_limit_is_pointed_at_in_english() -> None:
    for check, over in (
        (max_words(8), "That is all"),
        (max_characters(29), "Thatisall."),
        (max_sentences(3), "That is all."),
        (max_paragraphs(2), "That is all."),
        (max_list_items(1), "- Write it down."),
    ):
        (place,) = check(Subject(ENGLISH)).evidence
        assert ENGLISH[place.start : place.end].replace(" ", "") == over.replace(" ", "")


def test_what_is_over_the_limit_is_pointed_at_in_chinese() -> None:
    for check, over in (
        (max_words(12), "些"),
        (max_characters(17), "些。"),
        (max_sentences(3), "就这些。"),
        (max_list_items(1), "2、写下来。"),
    ):
        (place,) = check(Subject(CHINESE)).evidence
        assert CHINESE[place.start : place.end].endswith(over)


def test_a_line_without_a_stop_is_a_sentence_only_when_lines_count() -> None:
    poem = Subject("The sun is high\nThe sky is blue\nAnd so are you.\n")
    assert max_sentences(3)(poem).reason == "3 sentences"
    assert sentences_between(1, 1, lines=False)(poem).passed
    heading = Subject("## 退款政策\n\n七天内可以退款。**请联系客服。**")
    assert min_sentences(3)(heading).passed
    assert max_sentences(2, lines=False)(heading).passed


def test_the_kind_of_list_item_can_be_asked_for() -> None:
    mixed = Subject("- a\n- b\n1. c\n一、丁")
    assert list_items_between(2, 2, kind="bullet")(mixed).passed
    assert list_items_between(2, 2, kind="number")(mixed).passed
    assert min_list_items(1, kind="star")(mixed).outcome == "error"


def test_a_limit_that_makes_no_sense_is_an_error_and_no_pass() -> None:
    verdict = words_between(5, 3)(Subject("one"))
    assert verdict.outcome == "error"
    assert "the most, 3, is less than the least, 5" in verdict.reason
