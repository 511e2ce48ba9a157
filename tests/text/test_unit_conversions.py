"""Amounts in different units and forms: when they are the same, and when they must not be."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.text import Quantity, quantities, same_quantity, unsupported_quantities
from genchi.text.amounts import UNITS


def only(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("2斤", "1公斤"),
        ("1.5 kg", "1500克"),
        ("1 mile", "1609.344 m"),
        ("两里", "1公里"),
        ("12 inches", "1 foot"),
        ("36 months", "3年"),
        ("半年", "6个月"),
        ("两周", "14 days"),
        ("一天", "24小时"),
        ("500毫升", "0.5 L"),
        ("5角", "0.5元"),
        ("50 cents", "$0.50"),
        ("1公顷", "10000平方米"),
        ("50%", "0.5"),
        ("三分之一", "one third"),
        ("五成", "50 percent"),
        ("百分之三点五", "3.5%"),
        ("50 basis points", "0.5个百分点"),
        ("3万5千元", "CNY 35,000"),
        ("$1.2 million", "120万美元"),
        ("3 pm", "下午3点"),
        ("3:30", "15:30"),
        ("2024年", "2024"),
        ("20℃", "20摄氏度"),
        ("第三", "3rd"),
    ],
)
def test_equal_amounts_are_equal_in_both_directions(a: str, b: str) -> None:
    assert same_quantity(only(a), only(b))
    assert same_quantity(only(b), only(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("5 kg", "5 lb"),
        ("5 kg", "5 km"),
        ("5%", "5"),
        ("5%", "5个百分点"),
        ("20℃", "20℉"),
        ("$5", "€5"),
        ("30 days", "1个月"),
        ("1 GB", "1024 MB"),
        ("3rd", "3"),
        ("9:30 am", "9:30 pm"),
        ("2024-03-05", "2024-03-06"),
        ("2024年", "2025"),
        ("1千", "1万"),
        ("0.30000000001", "0.3"),
    ],
)
def test_unequal_amounts_are_unequal_in_both_directions(a: str, b: str) -> None:
    assert not same_quantity(only(a), only(b))
    assert not same_quantity(only(b), only(a))


@given(
    st.sampled_from(sorted(UNITS)),
    st.decimals(min_value=-(10**9), max_value=10**9, places=3),
)
def test_every_amount_is_the_same_as_itself_and_not_as_a_larger_one(
    unit: str, value: Decimal
) -> None:
    kind = UNITS[unit].kind
    a, b = (Quantity(kind, v, unit, "", 0, 0) for v in (value, value + 1))
    assert same_quantity(a, a)
    assert not same_quantity(a, b)


def test_comparing_what_is_no_quantity_says_so() -> None:
    with pytest.raises(UsageError, match="compares two quantities"):
        same_quantity(only("5 kg"), "5 kg")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "source", "unsupported"),
    [
        ("It takes 90 minutes.", "需要1.5小时。", []),
        ("增长了5%", "It grew by 50%.", ["5%"]),
        ("共一百二十三人", "123 people came.", []),
        ("The fee is $5.", "费用是5元。", ["$5"]),
        ("He came in March 2024.", "他2024年3月5日来的。", []),
        ("他2024年3月5日来的。", "He came in March 2024.", ["2024年3月5日"]),
        ("on March 5", "2024-03-05", []),
        ("in 2024", "2024-03-05", []),
        ("in 2025", "2024-03-05", ["2025"]),
        ("GPT-4 一些 十分 one", "", []),
        ("", "5 kg", []),
    ],
)
def test_only_amounts_that_the_source_does_not_state_are_unsupported(
    text: str, source: str, unsupported: list[str]
) -> None:
    assert [q.text for q in unsupported_quantities(text, source)] == unsupported


@given(st.text(alphabet="0123456789.%$元年月日点一二三十百万 abk/:-m", max_size=50))
def test_a_text_supports_all_its_own_amounts(text: str) -> None:
    assert unsupported_quantities(text, text) == []
