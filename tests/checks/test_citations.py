"""Citations that lead to a passage, to none, or are missing."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.citations import citations, citations_present, citations_valid
from genchi.records import Passage, Subject, Verdict


def on(check: Check, output: str, passages: int = 2) -> Verdict:
    return check(Subject(output, passages=(Passage("Open daily."),) * passages))


@pytest.mark.parametrize(
    ("output", "numbers"),
    [
        ("Open daily [1].", [1]),
        ("Open [1, 3] and [2-4] and [^2].", [1, 3, 2, 3, 4, 2]),
        ("每天营业【2】，周日除外【3†来源】。", [2, 3]),
        ("Open daily (1). 每天营业（2）。", [1, 2]),
        ("Open daily². 每天营业³。", [2, 3]),
        ("As passage 2 says; see Passages 1 and 3.", [2, 1, 3]),
        ("见资料2和段落 3。", [2, 3]),
        ("Rain (Source 4)", [4]),
    ],
)
def test_citations_are_read_in_every_style(output: str, numbers: list[int]) -> None:
    assert [number for found in citations(output) for number in found.numbers] == numbers


@pytest.mark.parametrize(
    "output",
    [
        "(1) Open it. (2) Close it.",
        "It covers 20 m² and 10³ items.",
        "See [1](https://a.example).",
        "`row[1]` and\n```\nrow[2]\n```",
        "In [2024] and within thirty (30) days.",
        "资料3天内删除。",
        "The source 5% of them know.",
    ],
)
def test_lists_powers_links_code_and_years_are_no_citations(output: str) -> None:
    assert citations(output) == []


def test_a_citation_of_a_passage_that_is_not_there_fails_in_english() -> None:
    output = "Open daily [1], and on holidays [3]."
    verdict = on(citations_valid, output)
    assert [output[e.start : e.end] for e in verdict.evidence] == ["[3]"]
    assert verdict.score == 0.5


def test_a_citation_of_a_passage_that_is_not_there_fails_in_chinese() -> None:
    assert (
        on(citations_valid, "每天营业[1][4]。").reason
        == 'there is no such passage among the 2: "[4]"'
    )
    assert on(citations_valid, "每天营业[1][2]。").passed


def test_passages_may_be_counted_from_zero() -> None:
    assert not on(citations_valid, "Open daily [0].").passed
    assert on(citations_valid(first=0), "Open daily [0].").passed
    assert not on(citations_valid(0), "Open daily [2].").passed


def test_an_answer_without_a_citation_fails_unless_it_does_not_know() -> None:
    assert on(citations_present, "Open daily.").reason == "no citation"
    assert on(citations_present, "每天营业。").reason == "no citation"
    assert on(citations_present, "每天营业[1]。").passed
    assert on(citations_present, "帮助文档没有提到营业时间。").passed
    assert on(citations_present, "The passages do not mention the hours.").passed


def test_a_share_of_the_sentences_may_have_to_cite() -> None:
    output = "每天营业[1]。周日休息。"
    verdict = on(citations_present(0.8), output)
    assert verdict.score == 0.5
    assert verdict.reason == '1 of 2 sentences cite nothing: "周日休息。"'
    assert on(citations_present(0.5), output).passed
