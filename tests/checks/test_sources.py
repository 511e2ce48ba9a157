"""What counts as the source of an answer."""

from __future__ import annotations

from genchi.checks.library.sources import blanked, in_another_language, question_text, source_text
from genchi.records import Passage, Subject
from genchi.text import Piece


def test_the_source_is_passages_and_every_text_and_number_of_the_inputs() -> None:
    inputs = {"question": "能退吗？", "basket": [{"price": 47.5, "paid": True, "note": None}]}
    subject = Subject("", inputs=inputs, passages=(Passage("One."), Passage("二。")))
    assert source_text(subject).split("\n\n") == ["One.", "二。", "能退吗？", "47.5"]


def test_the_question_is_the_input_that_is_called_so_or_all_of_them() -> None:
    assert question_text(Subject("", inputs={"tone": "kind", "query": "Why?"})) == "Why?"
    assert question_text(Subject("", inputs={"tone": "kind", "query": "Why?"}), "tone") == "kind"
    assert question_text(Subject("", inputs={"a": "为什么", "b": "怎么"})) == "为什么\n怎么"
    assert question_text(Subject(""), "missing") == ""


def test_chinese_and_english_are_different_languages_whatever_names_they_have() -> None:
    assert in_another_language("保修两年。", "The warranty is 2 years.")
    assert not in_another_language("Brook 滤芯保修两年。", "滤芯保修期为2年。")


def test_blanked_places_may_overlap_and_stand_in_any_order() -> None:
    assert blanked("abcdef", [Piece(3, 5, ""), Piece(1, 4, "")]) == "a    f"
