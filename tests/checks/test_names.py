"""Names that the source has, and names from nowhere."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.names import names_in_source
from genchi.records import Passage, Subject, Verdict

SOURCE = (
    "The BLS publishes wages. Ember lamps are rated IPX4, batch KS-2511. Florida has storms, and "
    "Mr Henry Ford drove there. Calls to Larkfield's desk are free. State-owned firms exist."
)
SOURCE_ZH = "山雀户外有限公司的《会员规则》适用于红隼（Kestrel）炉头，批次KS-2511。李先生负责。"


def on(output: str, source: str = SOURCE, check: Check = names_in_source) -> Verdict:
    return check(Subject(output, passages=(Passage(source),)))


def pointed(output: str, source: str = SOURCE) -> list[str]:
    return [output[place.start : place.end] for place in on(output, source).evidence]


@pytest.mark.parametrize(
    ("output", "found"),
    [
        ("Call us with Twilio, Vonage or Google Voice.", ["Twilio", "Vonage", "Google Voice"]),
        ("It was collected by M. Alvarez.", ["M. Alvarez"]),
        ("The lamp is rated IPX7.", ["IPX7"]),
        ("Your batch is KS-2599.", ["KS-2599"]),
        ("It is run by NASA.", ["NASA"]),
        ("We asked the Bank of Scotland.", ["Bank of Scotland"]),
    ],
)
def test_english_names_from_nowhere_are_pointed_at(output: str, found: list[str]) -> None:
    assert pointed(output) == found


@pytest.mark.parametrize(
    ("output", "found"),
    [
        ("包裹由王女士代收。", ["王女士"]),
        ("请看《退货条例》。", ["《退货条例》"]),
        ("推荐MSR炉头和KS-2599批次。", ["MSR", "KS-2599"]),
        ("由北京大学检测。", ["北京大学"]),
    ],
)
def test_chinese_names_from_nowhere_are_pointed_at(output: str, found: list[str]) -> None:
    assert pointed(output, SOURCE_ZH) == found


@pytest.mark.parametrize(
    "output",
    [
        "However, the Bureau of Labor Statistics (BLS) publishes wages.",
        "Floridian storms hit Ford's cars.",
        "* Barley Flour: a kind of flour\n## How It Works\n**Key Points**",
        "You must NOT open it on Monday, in May, by e-mail or by SMS.",
        "In passage 2, see https://Example.com/A and e.g. the USA.",
        "The lamp is rated IPX4; batch KS-2511. It is State-Owned.",
        "“Larkfield pays.” Yes, I'm sure: Great!",
    ],
)
def test_known_names_headings_and_common_words_pass(output: str) -> None:
    assert on(output).passed, on(output).reason


def test_names_of_a_chinese_source_pass() -> None:
    output = (
        "山雀户外有限公司：《会员规则》适用于Kestrel，批次KS-2511。"
        "李先生说，这所大学和我们集团用App下单。"
    )
    assert on(output, SOURCE_ZH).passed


def test_english_names_are_not_looked_for_in_a_chinese_source() -> None:
    assert on("Please ask the Hangzhou Store of Tit Outdoor.", SOURCE_ZH).passed


def test_names_may_be_allowed() -> None:
    output = "Ask the Acme Help Desk."
    assert not on(output).passed
    assert on(output, check=names_in_source(["Acme Help Desk"])).passed
