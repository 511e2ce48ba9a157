"""The instructions of IFEval become checks with the parameters they have there."""

from __future__ import annotations

from typing import Any

import pytest

from genchi.checks.library.instructions import INSTRUCTIONS, instruction_check
from genchi.errors import UsageError
from genchi.records import Subject


@pytest.mark.parametrize(
    ("instruction", "kwargs", "spec"),
    [
        ("punctuation:no_comma", {}, "no_commas"),
        ("en:punctuation:no_comma", {"num_words": None}, "no_commas"),
        (
            "length_constraints:number_words",
            {"relation": "less than", "num_words": 100},
            "max_words(99)",
        ),
        (
            "length_constraints:number_sentences",
            {"relation": "at least", "num_sentences": 5},
            "min_sentences(5, lines=False)",
        ),
        (
            "keywords:frequency",
            {"keyword": " 退款 ", "relation": "less than", "frequency": 3},
            "max_occurrences('退款', 2)",
        ),
        (
            "keywords:letter_frequency",
            {"letter": "q", "let_relation": "at least", "let_frequency": 6},
            "contains('q', count=6)",
        ),
        ("keywords:existence", {"keywords": ["mom", "妈妈"]}, "contains('mom', '妈妈')"),
        ("combination:two_responses", {}, "has_parts(2, '******', different=True)"),
        ("change_case:english_capital", {}, "all_uppercase(language='en')"),
    ],
)
def test_an_instruction_becomes_a_check_that_can_be_written_down(
    instruction: str, kwargs: dict[str, Any], spec: str
) -> None:
    assert instruction_check(instruction, kwargs).spec == spec


def test_there_are_25_instructions() -> None:
    assert len(INSTRUCTIONS) == 25
    assert list(INSTRUCTIONS) == sorted(INSTRUCTIONS)


def test_an_instruction_judges_chinese_as_well() -> None:
    check = instruction_check(
        "length_constraints:number_words", {"relation": "at least", "num_words": 10}
    )
    assert check(Subject("退款一般需要五个工作日。")).passed
    assert not check(Subject("需要五天。"))


def test_an_unknown_instruction_is_told_which_there_are() -> None:
    with pytest.raises(UsageError, match=r"no instruction 'no_coma'; there are change_case:"):
        instruction_check("no_coma", {})


def test_a_missing_parameter_and_an_unknown_relation_are_named() -> None:
    with pytest.raises(UsageError, match="number_words needs relation"):
        instruction_check("length_constraints:number_words", {"num_words": 3})
    for name, kwargs in (
        ("length_constraints:number_words", {"relation": "about", "num_words": 3}),
        ("keywords:frequency", {"relation": "about", "keyword": "a", "frequency": 3}),
    ):
        with pytest.raises(UsageError, match='"at least" or "less than", not \'about\''):
            instruction_check(name, kwargs)
