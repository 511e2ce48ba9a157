"""How an answer speaks."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.manner import (
    no_boilerplate,
    no_profanity,
    no_refusal,
    same_language_as_input,
    says_not_known,
)
from genchi.records import Subject, Verdict


def on(check: Check, output: str, question: str = "") -> Verdict:
    return check(Subject(output, inputs={"question": question} if question else {}))


def test_an_english_answer_to_a_chinese_question_fails() -> None:
    asked = "净水器拆开试了一次，能退吗？"
    assert not on(same_language_as_input, "Opened filters cannot be returned.", asked).passed
    assert on(same_language_as_input, "拆封的 Brook 净水器不能退。", asked).passed


def test_a_chinese_answer_to_an_english_question_fails() -> None:
    assert not on(same_language_as_input, "不能退。", "Can I return it?").passed
    assert on(same_language_as_input, "No, sorry.", "Can I return the 净水器?").passed


def test_a_mixed_question_is_in_the_language_of_its_frame() -> None:
    asked = "power bank 可以走 air 吗?我周五就要 fly 了,来得及不"
    assert on(same_language_as_input, "充电宝不能走航空运输。", asked).passed


def test_latin_languages_are_told_apart_where_the_texts_are_long() -> None:
    asked = "How long does the delivery of a tent to an address in Munich take?"
    german = "Die Lieferung eines Zeltes an eine Adresse in München dauert vier bis sieben Tage."
    assert (
        on(same_language_as_input, german, asked).reason
        == "the question is in en, the output is in de"
    )
    assert on(same_language_as_input, "Vier Tage.", asked).passed


def test_what_has_no_letters_is_skipped() -> None:
    assert on(same_language_as_input, "42", "How many?").outcome == "skip"
    assert on(same_language_as_input, "42").outcome == "skip"


def test_the_question_may_be_named() -> None:
    subject = Subject("你好", inputs={"question": "Translate: hello", "to": "中文"})
    assert same_language_as_input("to")(subject).passed
    assert not same_language_as_input(subject).passed


def test_a_refusal_fails_and_an_honest_do_not_know_does_not() -> None:
    output = "Hello. I'm sorry, I can't recommend a size for you."
    (place,) = on(no_refusal, output).evidence
    assert output[place.start :] == "I'm sorry, I can't recommend a size for you."
    assert not on(no_refusal, "抱歉，这个问题我暂时无法回答。").passed
    assert on(no_refusal, "帮助文档没有提到日本，我无法确认。").passed
    assert on(no_refusal, "I couldn't find that in our help pages.").passed


def test_saying_that_it_is_not_known_can_be_asked_for() -> None:
    assert on(says_not_known, "Our help pages don't mention bear canisters.").passed
    assert on(says_not_known, "文档里没有写。").passed
    assert not on(says_not_known, "We carry them.").passed
    assert not on(says_not_known, "有货。").passed


def test_boilerplate_fails() -> None:
    assert not on(no_boilerplate, "As an AI language model, I have no feelings.").passed
    assert not on(no_boilerplate, "根据提供的资料，充电宝不能空运。").passed
    assert not on(no_boilerplate(["亲，"]), "亲，您好。").passed
    assert on(no_boilerplate, "根据保修条款，可以维修。Based on your size, take L.").passed
    assert on(no_boilerplate("亲"), "亲").outcome == "error"


@pytest.mark.parametrize(
    "output",
    [
        "What the fuck.",
        "Bullshit!",
        "You f*cking ASSHOLE",
        "sh!t happens",
        "你他妈的烦不烦",
        "傻逼",
        "我操，坏了",
    ],
)
def test_profanity_is_found(output: str) -> None:
    assert not on(no_profanity, output).passed


@pytest.mark.parametrize(
    "output",
    [
        "Scunthorpe, Penistone and Cockfosters; Shiitake, assess, classic, Dickens.",
        "妈妈的手机在操作台上，生日你来吗？我操作一下，体操课。",
        "cunt@example.com is no word",
    ],
)
def test_words_that_only_contain_one_are_none(output: str) -> None:
    assert on(no_profanity, output).passed


def test_words_may_be_added_and_allowed() -> None:
    assert not on(no_profanity(["heck", "坏蛋"]), "What the Heck!").passed
    assert not on(no_profanity(["heck", "坏蛋"]), "你这个坏蛋。").passed
    assert on(no_profanity(["heck"]), "Checkout is heckish.").passed
    assert on(no_profanity(allow=["Bastard"]), "That bastard file cuts well.").passed
    assert on(no_profanity("heck"), "fine").outcome == "error"
