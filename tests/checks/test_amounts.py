"""Numbers and dates that the source has, has in another form, or does not have."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.amounts import dates_in_source, numbers_in_source
from genchi.records import Passage, Subject, Verdict


def on(check: Check, output: str, *passages: str, question: str = "") -> Verdict:
    inputs = {"question": question} if question else {}
    return check(Subject(output, inputs=inputs, passages=tuple(map(Passage, passages))))


def pointed(verdict: Verdict, output: str) -> list[str]:
    return [output[place.start : place.end] for place in verdict.evidence]


def test_a_number_that_the_english_source_lacks_is_pointed_at() -> None:
    output = "Our return window is 45 days, and a label costs $6.90."
    verdict = on(numbers_in_source, output, "Return within 30 days. A label costs $6.90.")
    assert pointed(verdict, output) == ["45 days"]
    assert verdict.score == 0.5


def test_a_number_that_the_chinese_source_lacks_is_pointed_at() -> None:
    output = "押金每件800元，请提前三天预约。"
    verdict = on(numbers_in_source, output, "每件押金600元。请至少提前3天预约。")
    assert pointed(verdict, output) == ["800元"]


@pytest.mark.parametrize(
    ("output", "source"),
    [
        ("您有30天时间。", "Returns within thirty days."),
        ("It takes 90 minutes.", "需要1.5小时。"),
        ("共一百二十人。", "There were 120 people."),
        ("Half of them, 50%.", "0.5 of all, or 一半"),
        ("一共1,000升。", "about 1,000 litres"),
        ("On 5 March 2024 at 3 pm.", "2024年3月5日下午3点"),
        ("10月和11月最多15个工作日。", "In October and November allow up to 15 working days."),
        ("It weighs 980 g.", "| weight (g) | 980 |"),
        ("Closed on Monday the 7th.", "Closed on Monday 7 September 2026."),
    ],
)
def test_the_same_amount_in_another_unit_or_language_is_in_the_source(
    output: str, source: str
) -> None:
    assert on(numbers_in_source, output, source).passed


@pytest.mark.parametrize(
    "output",
    [
        "1. Open it.\n2. Close it.\n  3) Wait.",
        "Open it [1], then close it [2][3].",
        "See passage 2 and passages 1-3.",
        "Repeat step 4.",
        "一、打开。\n2、关上。第3步：等待。",
        "There are three ways, and the second is best.",
        "两种办法都可以。",
        "Ask for the Ember 400 at https://a.example/404.",
    ],
)
def test_list_numbers_citations_and_small_counts_are_no_amounts(output: str) -> None:
    assert on(
        numbers_in_source, output, "Open it, close it and wait. The Ember 400 is a lamp."
    ).passed


def test_a_number_of_the_question_may_be_repeated() -> None:
    question = "My basket is $47.50, is shipping free?"
    assert on(numbers_in_source, "At $47.50 it is not.", "Free from $49.", question=question).passed


@pytest.mark.parametrize(
    ("output", "source"),
    [
        ("You need $260 more.", "You spent $640 of the $900."),
        ("Together they cost $28.", "The tent is $18 a day, the bag $10."),
        ("The fee is $10.", "A fee of 2.5% is taken on $400."),
        ("两顶一共1,200元。", "每件押金600元，2顶"),
        ("还差31元。", "满299元包邮，您的购物车是268"),
        ("That is 204 °C.", "Heat to 400 °F."),
        ("That is 8 km.", "It is 5 miles away."),
    ],
)
def test_simple_arithmetic_may_be_allowed_or_not(output: str, source: str) -> None:
    assert on(numbers_in_source, output, source).passed
    assert not on(numbers_in_source(derived=False), output, source).passed


def test_arithmetic_does_not_explain_every_number() -> None:
    source = "The tent is $18 a day, the bag $10, the deposit $120."
    assert not on(numbers_in_source, "Together they cost $31.", source).passed


def test_amounts_may_be_allowed() -> None:
    output = "We answer within 24 hours. 我们保证100%退款。"
    assert on(numbers_in_source(["24 hours", "100%"]), output, "We answer soon.").passed
    assert not on(numbers_in_source(["24 hours"]), output, "We answer soon.").passed


def test_a_figure_inside_a_longer_one_is_not_in_the_source() -> None:
    assert not on(numbers_in_source, "It costs 5%.", "It costs 0.5%.").passed
    assert not on(numbers_in_source, "共3件。", "共13件，KS-3。").passed


def test_an_answer_without_passages_is_skipped() -> None:
    assert on(numbers_in_source, "It costs $5.").outcome == "skip"


def test_an_english_date_that_is_not_in_the_source_is_pointed_at() -> None:
    output = "It will be back by October 12th, 2026, at 14:00."
    verdict = on(dates_in_source, output, "We are open at 2 pm on October 20, 2026.")
    assert pointed(verdict, output) == ["October 12th, 2026"]


def test_a_chinese_date_that_is_not_in_the_source_is_pointed_at() -> None:
    output = "订单从10月6日起发出。"
    verdict = on(dates_in_source, output, "2026年10月1日至7日休息，10月8日起发出。")
    assert pointed(verdict, output) == ["10月6日"]
    assert on(dates_in_source(["10月6日"]), output, "休息").passed


def test_a_date_may_say_less_than_the_source_and_other_numbers_do_not_count() -> None:
    assert on(dates_in_source, "In March 2024, for 5 days.", "On 5 March 2024.").passed
    assert not on(dates_in_source, "On 5 March 2024.", "In March 2024.").passed
