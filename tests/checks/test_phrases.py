"""Which phrases count as what, in both languages."""

from __future__ import annotations

import pytest

from genchi.checks.library.phrases import boilerplate, is_courtesy, not_known_phrases, refusals


@pytest.mark.parametrize(
    "text",
    [
        "Our pages give no tested wind speed, and it is not mentioned.",
        "I couldn't find anything about bear canisters.",
        "I don’t know whether we carry them.",
        "What happens then isn't on our help pages.",
        "We have no information on that.",
        "I am unable to determine the answer based on the given passages.",
        "文档没有单独说明。",
        "我没法判断。",
        "资料中未提及该内容。",
        "我不能确认能寄到大阪。",
    ],
)
def test_not_knowing_is_heard_and_is_no_refusal(text: str) -> None:
    assert not_known_phrases(text)
    assert refusals(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry, but I can't help with that.",
        "I cannot give advice on safety matters.",
        "Sorry, I’m unable to assist.",
        "We won't discuss this.",
        "I must respectfully decline.",
        "That is against our content policy.",
        "抱歉，我无法回答这个问题。",
        "退款的问题我暂时无法处理。",
        "这件事我帮不上忙。",
        "作为AI，我不能提供此类服务。",
    ],
)
def test_refusals_are_heard(text: str) -> None:
    assert refusals(text)


@pytest.mark.parametrize(
    "text",
    [
        "Items can't be added to an existing order.",
        "I can't promise it, but ten days are usual.",
        "I can help with that.",
        "No, the boots cannot be resoled.",
        "礼品卡不能用来购买礼品卡。",
        "超过60分钟，订单无法修改。",
    ],
)
def test_a_no_that_answers_is_neither(text: str) -> None:
    assert refusals(text) == []
    assert not_known_phrases(text) == []


def test_courtesies_state_nothing() -> None:
    assert all(map(is_courtesy, ["Thanks for asking.", "Could you say more?", "感谢您的咨询。"]))
    assert not any(map(is_courtesy, ["The tent weighs 2 kg.", "帐篷重2公斤。"]))


def test_boilerplate_and_phrases_of_ones_own_are_found() -> None:
    text = (
        "Based on the provided passages, yes. I’m just an AI. Have a nice day! 希望对您有所帮助。"
    )
    assert [p.text for p in boilerplate(text, ["have a NICE day"])] == [
        "Based on the provided passages",
        "I’m just an AI",
        "Have a nice day",
        "希望对您有所帮助",
    ]
    assert boilerplate("The AI assistant of the shop is new. 人工智能课程") == []
