"""Numbers, amounts, dates: the same however they are written, and not where there are none."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.text import quantities, same_quantity, unsupported_quantities


def read(text: str) -> list[tuple[str, str, str]]:
    return [(q.kind, str(q.value), q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("1,234.56", "number", Decimal("1234.56"), ""),
        ("1.2 million", "number", Decimal(1_200_000), ""),
        ("twenty-five", "number", Decimal(25), ""),
        ("3万5千", "number", Decimal(35_000), ""),
        ("一百二十三", "number", Decimal(123), ""),
        ("1.5亿", "number", Decimal(150_000_000), ""),
        ("5%", "percent", Decimal(5), "%"),
        ("百分之五", "percent", Decimal(5), "%"),
        ("五成", "percent", Decimal(50), "%"),
        ("$5.99", "money", Decimal("5.99"), "USD"),
        ("￥3,000元", "money", Decimal(3000), "CNY"),
        ("5 美元", "money", Decimal(5), "USD"),
        ("5 kg", "measure", Decimal(5), "kg"),
        ("2024-03-05", "date", "2024-03-05", ""),
        ("March 5, 2024", "date", "2024-03-05", ""),
        ("5 March 2024", "date", "2024-03-05", ""),
        ("2024年3月5日", "date", "2024-03-05", ""),
    ],
)
def test_a_quantity_is_read_as_what_it_means(
    text: str, kind: str, value: object, unit: str
) -> None:
    (found,) = quantities(text)
    assert (found.kind, found.value, found.unit) == (kind, value, unit)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("text", ["一些", "一样的", "十分满意", "一起去", "统一安排", "一定会"])
def test_chinese_words_with_a_numeral_in_them_are_no_numbers(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("1 km", "1000 m", True),
        ("90 minutes", "1.5 hours", True),
        ("30天", "30 days", True),
        ("三十天", "30 days", True),
        ("3 公里", "3 km", True),
        ("30 days", "30 hours", False),
        ("$5", "5元", False),
        ("2024年3月5日", "March 5, 2024", True),
    ],
)
def test_the_same_amount_is_the_same_in_other_units_and_languages(
    a: str, b: str, same: bool
) -> None:
    (first,), (second,) = quantities(a), quantities(b)
    assert same_quantity(first, second) is same
    assert same_quantity(second, first) is same


def test_what_the_source_does_not_say_is_found() -> None:
    source = "Returns are free within 30 days. 退款需要 5 个工作日。"
    assert unsupported_quantities("You have thirty days.", source) == []
    (wrong,) = unsupported_quantities("您有60天时间，5个工作日到账。", source)
    assert wrong.text.startswith("60")


@given(
    st.text(alphabet="0123456789.,%$￥元天月年日一二三十百千万亿半点分 ab-/:第\ud800", max_size=60)
)
def test_quantities_stand_where_they_say_in_order_without_overlap(text: str) -> None:
    found = quantities(text)
    assert all(text[q.start : q.end] == q.text for q in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.integers(0, 10**9))
def test_an_integer_is_read_back(number: int) -> None:
    for written in (f"{number}", f"{number:,}"):
        (found,) = quantities(f"it is {written} in all")
        assert found.value == number
