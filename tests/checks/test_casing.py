"""Capital and small letters, in outputs that may have neither."""

from __future__ import annotations

import pytest

from genchi.checks.library.casing import (
    all_lowercase,
    all_uppercase,
    max_capital_words,
    min_capital_words,
)
from genchi.records import Subject


def test_all_uppercase_points_at_words_with_small_letters() -> None:
    verdict = all_uppercase(Subject("WELL done, McGEE!"))
    assert verdict.reason == "small letters in 2 words"
    assert [one.start for one in verdict.evidence] == [5, 11]
    assert all_uppercase(Subject("WELL DONE!")).passed


def test_all_lowercase_points_at_words_with_capitals() -> None:
    verdict = all_lowercase(Subject("well done, McGee!"))
    assert (verdict.reason, verdict.evidence[0].start) == ("capital letters in 1 word", 11)
    assert all_lowercase(Subject("ça va, élise")).passed


def test_chinese_has_no_case_but_the_english_in_it_has() -> None:
    for check in (all_uppercase, all_lowercase):
        assert check(Subject("你好。")).outcome == "skip"
    assert all_uppercase(Subject("请用 API。")).passed
    assert not all_lowercase(Subject("请用 API。"))


def test_a_language_can_be_asked_for_as_well() -> None:
    pytest.importorskip("py3langid")
    english, spanish = "THIS IS AN ENGLISH SENTENCE.", "ESTA ES UNA FRASE EN ESPAÑOL, AMIGO."
    assert all_uppercase(language="en")(Subject(english)).passed
    assert all_uppercase(language="en")(Subject(spanish)).reason == "it is in es, not in en"
    assert all_lowercase(language="zh")(Subject("请用 api 调用接口。")).passed


def test_capital_words_are_counted_between_two_limits() -> None:
    output = Subject("I said STOP, it is a NO-GO. Ok? B2B 和 API 都行。")
    assert min_capital_words(5)(output).reason == "5 capital words"
    assert not min_capital_words(6)(output)
    assert max_capital_words(5)(output).passed
    verdict = max_capital_words(4)(output)
    assert [output.output[one.start : one.end] for one in verdict.evidence] == ["API"]
