"""How far the wording of an answer rests on its source."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.grounding import (
    no_long_unsupported_span,
    not_copied,
    sentences_in_source,
    supported_ngrams,
)
from genchi.records import Passage, Subject, Verdict

WASH = (
    "Dry the tent fully before storing it. Do not machine-wash or tumble-dry it; clean it with "
    "lukewarm water and a sponge, without detergent, which strips the coating."
)
WASH_ZH = (
    "冲锋衣：拉好所有拉链，用30℃水和洗衣液机洗，不加柔顺剂，然后低温烘干20分钟以恢复防泼水效果。"
)
RESTS = (
    "Clean the tent with lukewarm water and a sponge. Detergent strips the coating, so use none."
)
RESTS_ZH = "拉好所有拉链，30℃加洗衣液机洗，不加柔顺剂，然后低温烘干20分钟。"
INVENTED = (
    "Our Patagonia expeditions proved that aluminium poles survive storms far better than carbon "
    "ones, and every mountaineer whom the magazine interviewed last winter preferred green "
    "flysheets over yellow models because rescue helicopters spot them sooner when heavy clouds "
    "cover valleys in early spring."
)
INVENTED_ZH = (
    "巴塔哥尼亚远征队证明，铝合金帐杆比碳纤维更能抵御暴风雪，"
    "去年冬季接受杂志采访的登山者全都偏爱绿色外帐。"
)


def on(check: Check, output: str, source: str) -> Verdict:
    return check(Subject(output, passages=(Passage(source),)))


BY_WORDING = (supported_ngrams, sentences_in_source, no_long_unsupported_span)


@pytest.mark.parametrize("check", BY_WORDING, ids=lambda check: check.name)
def test_an_answer_in_the_words_of_its_english_source_passes(check: Check) -> None:
    assert on(check, RESTS, WASH).passed


@pytest.mark.parametrize("check", BY_WORDING, ids=lambda check: check.name)
def test_an_answer_in_the_words_of_its_chinese_source_passes(check: Check) -> None:
    assert on(check, RESTS_ZH, WASH_ZH).passed


@pytest.mark.parametrize("check", BY_WORDING, ids=lambda check: check.name)
def test_invented_english_text_is_found_and_pointed_at(check: Check) -> None:
    verdict = on(check, INVENTED, WASH)
    assert verdict.outcome == "fail"
    assert "helicopters" in INVENTED[verdict.evidence[0].start : verdict.evidence[0].end]


@pytest.mark.parametrize("check", BY_WORDING, ids=lambda check: check.name)
def test_invented_chinese_text_is_found_and_pointed_at(check: Check) -> None:
    verdict = on(check, INVENTED_ZH, WASH_ZH)
    assert verdict.outcome == "fail"
    assert "登山者" in INVENTED_ZH[verdict.evidence[-1].start : verdict.evidence[-1].end]


@pytest.mark.parametrize("check", BY_WORDING, ids=lambda check: check.name)
def test_words_are_not_compared_across_languages(check: Check) -> None:
    assert on(check, RESTS_ZH, WASH).outcome == "skip"
    assert on(check, RESTS, WASH_ZH).outcome == "skip"


def test_a_share_that_is_no_share_is_an_error() -> None:
    assert "min_share is from 0.0 to 1.0, not 80" in on(supported_ngrams(80), RESTS, WASH).reason


def test_courtesies_questions_and_offers_need_no_source() -> None:
    english = "Thank you so much for reaching out to our wonderful customer team today! " + RESTS
    chinese = RESTS_ZH + "请把订单号和购买日期发给我，我转给同事为您处理。您看这样可以吗？"
    assert on(sentences_in_source(0.5), english, WASH).passed
    assert on(sentences_in_source, chinese, WASH_ZH).passed


def test_the_question_supports_an_answer_too() -> None:
    passages = (Passage(WASH),)
    asked = Subject(INVENTED, inputs={"question": INVENTED}, passages=passages)
    assert all(check(asked).passed for check in BY_WORDING)


def test_a_copied_run_may_be_too_long_in_english() -> None:
    verdict = on(not_copied(10), f"Well: {WASH}", WASH)
    assert verdict.reason == "copied: 27 words in a row, 10 are allowed"
    assert verdict.evidence[0].start == 6
    assert on(not_copied, f"Well: {WASH}", WASH).passed


def test_a_copied_run_may_be_too_long_in_chinese() -> None:
    assert not on(not_copied(30), WASH_ZH, WASH_ZH).passed
    assert on(not_copied(30), RESTS_ZH, WASH_ZH).passed
