"""What the offline embedder reads and what it refuses."""

from __future__ import annotations

import pytest

from genchi.models.minilm.legible import foreign_share, is_legible


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "42 + 1 = 43!",
        "🎉🎉🎉",
        "Where is my order?",
        "Crème brûlée, naïve façade, Øre, Łódź",
        "Please ask 王小明 from the Beijing office to call me back.",
        "Tell me about 王小明",
        'The word "退款" means refund, and 退货 means return of goods.',
        "Let α and β be angles with sin α = β, where π > μ.",
        "Ask Владимир about the delivery on Monday",
        "\ud800 broken",
    ],
)
def test_english_is_read_with_names_and_words_of_other_scripts_in_it(text: str) -> None:
    assert is_legible(text)


@pytest.mark.parametrize(
    "text",
    [
        "我的订单什么时候能到？",
        "請問何時退款",
        "请在 GitHub 上 fork 这个 repo",
        "把 iPhone 的 Wi-Fi 打开",
        "退款",
        "お元気ですか",
        "カタカナ",
        "주문이 언제 도착하나요?",
        "Где мой заказ?",
        "أين طلبي؟",
        "איפה ההזמנה שלי?",
        "สินค้าของฉันอยู่ที่ไหน",
        "मेरा ऑर्डर कहाँ है?",
        "Πού είναι η παραγγελία μου;",
    ],
)
def test_other_scripts_are_refused(text: str) -> None:
    assert not is_legible(text)


def test_a_chinese_character_counts_as_much_as_a_word() -> None:
    assert foreign_share("one two 三四") == 0.5
    assert foreign_share("one Владимир") == 0.5
    assert foreign_share("123") == 0.0
