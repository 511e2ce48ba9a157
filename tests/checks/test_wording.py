"""Texts that must or must not stand in an output, in English and Chinese."""

from __future__ import annotations

import pytest

from genchi.checks.checking import Check
from genchi.checks.library.wording import (
    contains,
    contains_any,
    ends_with,
    excludes,
    is_one_of,
    max_occurrences,
    no_commas,
    starts_with,
)
from genchi.records import Subject, Verdict

ENGLISH = "Dear Ms Li,\n\nYour refund takes 5 days. A refund is free.\n\nBest wishes"
CHINESE = "李女士：\n\n退款需要5天，退款免费。\n\n祝好"


def on(check: Check, output: str) -> Verdict:
    return check(Subject(output))


def pointed(verdict: Verdict, output: str) -> list[str]:
    return [output[one.start : one.end] for one in verdict.evidence]


def test_contains_points_at_every_place_in_english() -> None:
    verdict = on(contains("Refund", "days"), ENGLISH)
    assert verdict.passed
    assert pointed(verdict, ENGLISH) == ["refund", "refund", "days"]
    assert [one.note for one in verdict.evidence] == ["Refund", "Refund", "days"]


def test_contains_counts_in_chinese() -> None:
    assert on(contains("退款", count=2), CHINESE).passed
    verdict = on(contains("退款", "免费", count=3), CHINESE)
    assert verdict.reason == (
        '"退款" stands there 2 times, but at least 3 times are asked for; '
        '"免费" stands there once, but at least 3 times are asked for'
    )


def test_contains_names_what_is_not_there() -> None:
    assert on(contains("refund", "voucher"), ENGLISH).reason == 'there is no "voucher"'


def test_contains_minds_case_and_words_when_it_is_told_to() -> None:
    assert not on(contains("Refund", ignore_case=False), ENGLISH)
    assert not on(contains("fund", whole_words=True), ENGLISH)
    assert on(contains("款", whole_words=True), CHINESE)


def test_contains_any_is_content_with_one() -> None:
    assert on(contains_any("voucher", "refund"), ENGLISH).reason == '"refund" found'
    assert on(contains_any("赔偿", "退款"), CHINESE).passed
    assert not on(contains_any("voucher", "代金券"), ENGLISH + CHINESE)


def test_excludes_points_at_what_should_not_be_there() -> None:
    verdict = on(excludes("free", "gift"), ENGLISH)
    assert verdict.reason == '"free" stands there once'
    assert pointed(verdict, ENGLISH) == ["free"]
    assert pointed(on(excludes("免费", "赠送"), CHINESE), CHINESE) == ["免费"]
    assert on(excludes("赠送"), CHINESE).reason == 'no "赠送"'


def test_excludes_is_the_opposite_of_contains_any() -> None:
    for output in (ENGLISH, CHINESE):
        for text in ("refund", "款", "x", "。"):
            assert on(excludes(text), output).passed != on(contains_any(text), output).passed


def test_max_occurrences_points_at_those_over_the_limit() -> None:
    verdict = on(max_occurrences("refund", 1), ENGLISH)
    assert [one.start for one in verdict.evidence] == [ENGLISH.rindex("refund")]
    assert on(max_occurrences("退款", 2), CHINESE).passed
    assert on(max_occurrences("退款", 0), CHINESE).reason.endswith("but it is not allowed")


def test_starts_with_allows_white_space_before_and_several_beginnings() -> None:
    assert on(starts_with("Hello", "dear ms"), "\n " + ENGLISH).passed
    assert on(starts_with("李女士:"), CHINESE).passed
    assert not on(starts_with("女士"), CHINESE)


def test_ends_with_says_how_it_ends_instead() -> None:
    assert on(ends_with("best wishes"), ENGLISH + "**\n").passed
    assert on(ends_with("祝好"), CHINESE).passed
    verdict = on(ends_with("谢谢您"), CHINESE)
    assert verdict.reason.startswith("it ends with")
    assert pointed(verdict, CHINESE)[0].endswith("祝好")


def test_is_one_of_looks_at_the_whole_output() -> None:
    assert on(is_one_of("refund", "exchange"), " Refund.\n").passed
    assert on(is_one_of("退款", "换货"), "换货。").passed
    assert not on(is_one_of("退款", "换货"), "退款或换货")
    assert not on(is_one_of("Yes", ignore_case=False), "yes")


def test_no_commas_knows_chinese_commas_and_leaves_the_list_mark() -> None:
    assert pointed(on(no_commas, CHINESE), CHINESE) == ["，"]
    assert on(no_commas, "苹果、梨。").passed
    assert on(no_commas, "a, b, c").reason == "2 commas"


@pytest.mark.parametrize("check", [contains, contains_any, excludes, starts_with, ends_with])
def test_a_check_without_a_text_is_an_error_and_no_pass(check: Check) -> None:
    verdict = on(check, ENGLISH)
    assert verdict.outcome == "error"
    assert "needs at least one text" in verdict.reason


def test_an_empty_output_contains_nothing() -> None:
    assert not on(contains("refund"), "")
    assert not on(starts_with("退款"), "")
    assert not on(ends_with("退款"), "  ")
    assert on(excludes("refund"), "").passed
