"""How near an answer is to its reference."""

from __future__ import annotations

from genchi.checks.library.likeness import (
    equals_reference,
    numbers_equal_reference,
    reference_words_covered,
    similar_to_reference,
)
from genchi.records import Json, Subject


def on(output: str, reference: Json) -> Subject:
    return Subject(output, reference=reference)


def test_an_answer_equals_one_of_several_references() -> None:
    assert equals_reference(on("ＰＡＲＩＳ!", ["Lyon", "Paris"])).passed
    assert equals_reference(on("北京。", "北京")).passed
    assert not equals_reference(normalised=False)(on("paris", "Paris"))
    assert equals_reference(on("4.0", 4)).passed
    assert not equals_reference(on("true", 1))
    assert equals_reference(on("a", [])).outcome == "skip"


def test_likeness_and_shared_words_are_shares() -> None:
    assert similar_to_reference(0.7)(on("今天天气", "今天天晴")).score == 0.75
    assert similar_to_reference(on("colour", ["red", "colours"])).passed
    assert reference_words_covered(on("周一可以发货", "周一发货")).passed
    assert not reference_words_covered(on("no", "ships on Monday"))


def test_numbers_are_compared_as_amounts() -> None:
    assert numbers_equal_reference(on("thirty days", "30天")).passed
    assert not numbers_equal_reference(on("It is 42, or 43.", "42"))
    assert numbers_equal_reference(more=True)(on("It is 42, or 43.", "42")).passed
    assert numbers_equal_reference(on("3", "none")).outcome == "skip"
