"""Questions that are the same have one key; ones that differ in what matters never do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.cache import normalised

SAME = [
    ("How long does a refund take?", "how long does  a refund take"),
    ("Hello, how do I pay, please?", "How do I pay?"),
    ("How do I pay? Thanks!", "how do I pay"),
    ("请问退款多久到账？", "退款多久到账"),
    ("您好，请问怎么退款？谢谢！", "怎么退款"),
    ("用 Python 怎么退款", "用Python怎么退款？"),
    ("Ｈｏｗ do I pay １２ euros？", "How do I pay 12 euros?"),
]
DIFFERENT = [
    ("Is apple in the us?", "Is Apple in the US?"),
    ("What is x2?", "What is x²?"),
    ("What is 1½ cups?", "What is 11/2 cups?"),
    ("你好，李焕英票房多少？", "李焕英票房多少？"),
    ("Hello Kitty price?", "Kitty price?"),
    ("How much is Thanks?", "How much is?"),
    ("WHO says what?", "who says what?"),
    ("Translate: how do I pay? Thanks!", "Translate: how do I pay?"),
    ("请问芳名怎么翻译？", "芳名怎么翻译？"),
    ("怎么做三 k？", "怎么做3k？"),
    ("退款要几天", "退款不要几天"),
    ("Where is 1 234?", "Where is 1234?"),
    ("How is Johnson?", "How is Johnston?"),
    ("How do I sum 1\t\t2?", "How do I sum 1\t2?"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_a_reader_would_answer_alike_has_one_form(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_might_mean_something_else_keeps_its_own_form(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def _either(*options: str) -> st.SearchStrategy[str]:
    return st.sampled_from(options)


NUMBERS = [
    *"0 1 2 3 7 12 21 120 1.2 -1 1,200 3/4 ½ 1½ 5% 50% 2nd 2e3 1e3 ５ ٣ ⑤ x² ²".split(),
    *"一 二 两 三 十 十二 二十 一百二十 一万 百分之五 五成 半 壹 贰 〇 三分之一 3万 第三".split(),
    *"3kg 3g 3km 3m 三天 三周 3元 $3 €3 2024-03-05 2024-03-06 3月5日 3月6日 15:30 15:31".split(),
    *"one two twenty hundred third".split(),
]
NAMES = [
    *"Apple apple APPLE US us Johnson Johnston May may Polish polish Mark mark Will will".split(),
    *"Kitty Dolly No Me 李雷 李磊 韩梅梅 北京 南京".split(),
    *("Hello Kitty", "Hello, Dolly", "No, Thanks", "Please Please Me", "你好，李焕英", "谢谢你"),
    *"李焕英 你 a@b.cn a@c.cn A100 a100 A1-00 SKU-7 SKU-8 v1.2.3 v1.23".split(),
    *"Müller Muller 台灣 台湾 髮 发 Ⅳ IV ﬁn fin".split(),
]
PLAIN = ["", "very ", "的", "really "]
NEGATIONS = [
    ("I can", "I can't"),
    ("I do", "I don't"),
    ("I do", "I do not"),
    ("I go", "I never go"),
    ("with sugar", "without sugar"),
    ("a refund", "no refund"),
    ("能退款", "不能退款"),
    ("有货", "没有货"),
    ("有货", "无货"),
    ("点击", "别点击"),
    ("点击", "勿点击"),
    ("会员", "非会员"),
    ("到账", "未到账"),
    ("is it", "isn't it"),
    ("is it", "isn’t it"),
    ("can I", "cannot I"),
]
FRAMES = [
    "How much is {} today?",
    "how much is {}",
    "Hello, what is {}?",
    "Hi! Where is {}, please?",
    "Can you tell me about {}? Thanks!",
    "{} how do I pay?",
    "{}, how do I pay?",
    "Please, how is {}?",
    "{}",
    "请问{}多少钱？",
    "您好，请问{}怎么退款？谢谢！",
    "你好，{}是什么",
    "{}多久到账？",
    "{}，怎么退款",
    "什么是 {} 呢？",
    "怎么用 {}？多谢",
    "How {}?",
    "{} 谢谢",
    "What, {} please?",
]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two questions that differ in one number, name or negation, each framed in its own way."""
    kind = draw(_either("number", "name", "negation", "digits"))
    if kind == "digits":
        one, other = draw(
            st.lists(st.integers(0, 10**9).map(str), min_size=2, max_size=2, unique=True)
        )
    elif kind == "negation":
        one, other = draw(st.sampled_from(NEGATIONS))
    else:
        one, other = draw(
            st.lists(
                st.sampled_from(NUMBERS if kind == "number" else NAMES),
                min_size=2,
                max_size=2,
                unique_by=_width,
            )
        )
    frame = draw(st.sampled_from(FRAMES))
    said = draw(st.sampled_from(PLAIN))
    return frame.format(said + one), frame.format(said + other)


def _width(text: str) -> str:
    return text.replace("５", "5")


@given(pairs())
def test_questions_that_differ_in_a_number_a_name_or_a_negation_are_never_one(
    two: tuple[str, str],
) -> None:
    assert normalised(two[0]) != normalised(two[1])
