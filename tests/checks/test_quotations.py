"""Quotations that the source has, and made-up ones."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.quotations import quotations, quotes_in_source
from genchi.records import Passage, Subject, Verdict

SOURCE = (
    "Do not machine-wash or tumble-dry it;\nclean it with lukewarm water. "
    "请在“我的订单”中点击“申请退货”。"
)


def on(output: str, check: Check = quotes_in_source) -> Verdict:
    return check(Subject(output, passages=(Passage(SOURCE),)))


def test_a_made_up_english_quotation_is_pointed_at() -> None:
    output = 'It says: "Machine washing voids the warranty."'
    (place,) = on(output).evidence
    assert output[place.start : place.end] == "Machine washing voids the warranty."


def test_a_made_up_chinese_quotation_is_pointed_at() -> None:
    output = "说明写着：「机洗不影响保修」。"
    (place,) = on(output).evidence
    assert output[place.start : place.end] == "机洗不影响保修"


@pytest.mark.parametrize(
    "output",
    [
        "It says “do NOT machine-wash or tumble-dry it, clean it”.",
        'It says "Do not machine-wash … clean it with lukewarm water."',
        "点击『我的订单』里的“申请退货”。",
        'The so-called "care page" and a 5" pipe, 6" wide.',
        "It's the users' choice.",
    ],
)
def test_true_quotations_short_ones_and_other_marks_pass(output: str) -> None:
    assert on(output).passed


def test_parts_of_a_quotation_must_come_in_order() -> None:
    assert not on('It says "clean it with lukewarm water … machine-wash or tumble-dry it".').passed


def test_short_quotations_may_be_looked_at_too() -> None:
    assert not on("点击「退款中心」。", quotes_in_source(4)).passed
    assert on("点击「退款中心」。", quotes_in_source(5)).passed


def test_quotations_are_found_in_every_style() -> None:
    output = '“one two” „drei vier“ «cinq six» 「七八」『九』他说:"十一"。'
    assert [q.text for q in quotations(output)] == [
        "one two",
        "drei vier",
        "cinq six",
        "七八",
        "十一",
    ]
