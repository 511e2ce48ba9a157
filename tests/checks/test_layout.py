"""How an output is laid out, in English and Chinese."""

from __future__ import annotations

import pytest

from genchi.checks.checking import Check
from genchi.checks.library.layout import (
    has_parts,
    has_postscript,
    has_title,
    is_json,
    is_quoted,
    min_highlights,
    min_placeholders,
    min_sections,
    paragraph_starts_with,
)
from genchi.records import Subject, Verdict


def on(check: Check, output: str) -> Verdict:
    return check(Subject(output))


def pointed(verdict: Verdict, output: str) -> list[str]:
    return [output[one.start : one.end] for one in verdict.evidence]


def test_a_title_stands_between_its_marks_in_one_line() -> None:
    assert pointed(on(has_title, "A <<poem of joy>> B"), "A <<poem of joy>> B") == [
        "<<poem of joy>>"
    ]
    assert on(has_title("《", "》"), "《春》\n春天来了。").reason == 'the title is "春"'
    assert not on(has_title, "<< >>")
    assert not on(has_title, "<<a\nb>>")


@pytest.mark.parametrize("output", ["P.S. Bye", "x\n p. s. bye", "**P.S.** bye", "Ｐ.Ｓ. bye"])
def test_a_postscript_begins_a_line(output: str) -> None:
    assert on(has_postscript, output).passed


def test_a_postscript_of_another_kind_is_none() -> None:
    assert not on(has_postscript, "Read the P.S. below")
    assert not on(has_postscript, "P.P.S. Bye")
    assert on(has_postscript("P.P.S"), "P. P. S. Bye").passed
    assert on(has_postscript("又及："), "再见。\n又及: 请带伞。").passed


def test_highlights_are_emphasis_and_not_bullets() -> None:
    output = "* one *two* **three** ***four***\n* five\n2 * 3 * 4\n\\*six\\*"
    verdict = on(min_highlights(3), output)
    assert pointed(verdict, output) == ["*two*", "**three**", "***four***"]
    assert on(min_highlights(1), "请**务必**带伞").passed
    assert not on(min_highlights(1), "** **")


def test_sections_are_numbered_headings_and_one_that_is_named_twice_is_one() -> None:
    output = 'SECTION 1\nAs Section 1 says\n**Section 2: b**\n"section III'
    assert pointed(on(min_sections(3), output), output) == ["SECTION 1", "Section 2", "section III"]
    assert not on(min_sections(2), "Section X\na\nSection X\nb")
    assert on(min_sections(2, marker="部分"), "# 第一部分\n甲\n# 第 2 部分\n乙").passed
    assert on(min_sections(2, marker="章节"), "章节1：甲\n章节二：乙").passed
    assert not on(min_sections(1, marker="章"), "文章很长")


def test_parts_may_have_a_separator_at_the_ends_but_not_two_together() -> None:
    assert on(has_parts(2), "***\nOne\n***\nTwo\n***").passed
    assert on(has_parts(3), "甲\n***\n乙\n***\n丙").passed
    assert on(has_parts(2), "One\n***\n***\nTwo").reason == "part 2 of 3 is empty"
    assert on(has_parts(2), "One").reason == "1 part, but exactly 2 are asked for"
    assert not on(has_parts(1), "")


def test_parts_can_be_asked_to_differ() -> None:
    assert on(has_parts(2, separator="******", different=True), "甲\n******\n乙").passed
    assert not on(has_parts(2, separator="******", different=True), "甲\n******\n 甲")
    assert on(has_parts(2), "a***a").passed


def test_a_paragraph_starts_with_a_whole_word() -> None:
    output = "First.\n\n**However**, it rains.\n\n“最后，”他说。"
    verdict = on(paragraph_starts_with(2, "however", count=3), output)
    assert pointed(verdict, output) == ["However"]
    assert not on(paragraph_starts_with(2, "how"), output)
    assert on(paragraph_starts_with(-1, "最后"), output).passed
    assert on(paragraph_starts_with(3, "最"), output).passed


def test_a_paragraph_that_is_not_there_starts_with_nothing() -> None:
    assert on(paragraph_starts_with(3, "a"), "a").reason == "there is no paragraph 3: there are 1"
    assert on(paragraph_starts_with(1, "a", count=2), "a").reason.startswith("1 paragraph, but")
    assert on(paragraph_starts_with(0, "a"), "a").outcome == "error"


@pytest.mark.parametrize("output", ['"a"', " “a” ", "「一」", "『一』", "«a»"])
def test_an_output_in_double_quotes_is_quoted(output: str) -> None:
    assert on(is_quoted, output).passed


@pytest.mark.parametrize("output", ["", '"', 'a"', "'a'", "“a", "「一”", "他说：「一」"])
def test_an_output_that_is_not_wholly_in_double_quotes_is_not_quoted(output: str) -> None:
    assert not on(is_quoted, output)


def test_placeholders_are_told_from_links_citations_and_boxes() -> None:
    output = "[name]: hi [1] [1, 2] [ ] [x] [a](b) [c]: http://c.example ［地址］"
    assert pointed(on(min_placeholders(2), output), output) == ["[name]", "［地址］"]
    assert not on(min_placeholders(3), output)


@pytest.mark.parametrize(
    "output", ["{}", ' [1, "二"] ', "```json\n{}\n```", "```\n[]\n```", "```JSON\n1\n```\n"]
)
def test_json_may_stand_in_a_code_block(output: str) -> None:
    assert on(is_json, output).passed


@pytest.mark.parametrize("output", ["", "结果：{}", "{'a': 1}", "```json\n{}\n```\nDone.", "[1,]"])
def test_anything_around_json_is_too_much(output: str) -> None:
    assert not on(is_json, output)


def test_broken_json_is_pointed_at_where_it_breaks() -> None:
    verdict = on(is_json, '```json\n{"答": }\n```')
    assert verdict.evidence[0].start == 14


def test_json_nested_without_end_is_a_failure_and_no_crash() -> None:
    assert on(is_json, "[" * 100_000).outcome == "fail"


@pytest.mark.parametrize(
    "check",
    [
        has_title("", ">>"),
        has_postscript(" "),
        min_sections(1, marker=" "),
        has_parts(2, separator=" "),
        paragraph_starts_with(1, " "),
        min_highlights(-1),
    ],
)
def test_a_mark_without_text_is_an_error_and_no_pass(check: Check) -> None:
    assert on(check, "text").outcome == "error"
