"""Dates, times and numerals in both languages, and the words that only look like them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.text import quantities


def read(text: str) -> list[tuple[str, str, str]]:
    return [(q.kind, str(q.value), q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇二四年三月五日", ("date", "2024-03-05", "")),
        ("2024/3/5", ("date", "2024-03-05", "")),
        ("3/5/2024", ("date", "2024-03-05|2024-05-03", "")),
        ("25/12/2024", ("date", "2024-12-25", "")),
        ("March 5", ("date", "--03-05", "")),
        ("3月5号", ("date", "--03-05", "")),
        ("March 2024", ("date", "2024-03", "")),
        ("2024年3月", ("date", "2024-03", "")),
        ("the 5th of March 2024", ("date", "2024-03-05", "")),
        ("3:30 pm", ("time", "15:30", "")),
        ("12 am", ("time", "00:00", "")),
        ("下午三点半", ("time", "15:30", "")),
        ("凌晨12点", ("time", "00:00", "")),
        ("3:30", ("time", "03:30", "12h")),
        ("15:30:05", ("time", "15:30:05", "")),
        ("晚上8点45分", ("time", "20:45", "")),
    ],
)
def test_a_date_or_time_says_what_it_says_and_no_more(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize("text", ["2024-02-30", "2024年13月", "25:61", "31/31/2024"])
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert {kind for kind, _, _ in read(text)} <= {"number", "measure"}


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_from_three_spellings(day: date) -> None:
    for written in (
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert read(written) == [("date", day.isoformat(), "")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十个", "20"),
        ("一百零五", "105"),
        ("一万五", "15000"),
        ("一万零五", "10005"),
        ("两千三", "2300"),
        ("三点一四", "3.14"),
        ("一万亿", "1000000000000"),
        ("叁佰贰拾", "320"),
        ("３，０００", "3000"),
        ("四分之三", "0.75"),
        ("一半", "0.5"),
        ("two and a half", "2.5"),
        ("half a million", "500000"),
        ("two hundred and five", "205"),
        ("three quarters", "0.75"),
        ("2½", "2.5"),
        ("-7", "-7"),
        ("3/4", "0.75"),
        ("1e5", "100000"),
        ("1,234,567", "1234567"),
    ],
)
def test_a_numeral_has_its_value_in_either_language(text: str, value: str) -> None:
    assert read(text) == [("number", value, "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("五成", ("percent", "50", "%")),
        ("三成半", ("percent", "35", "%")),
        ("10角", ("money", "1", "CNY")),
        ("2.0 kg", ("measure", "2", "kg")),
        ("$100.00", ("money", "100", "USD")),
        ("1E+30", ("number", "1" + "0" * 30, "")),
        ("两个半小时", ("measure", "2.5", "h")),
        ("零下5度", ("measure", "-5", "°C")),
        ("3 percentage points", ("percent", "3", "pp")),
        ("十分钟", ("measure", "10", "min")),
        ("第一", ("ordinal", "1", "")),
        ("第二十条", ("ordinal", "20", "")),
        ("21st", ("ordinal", "21", "")),
    ],
)
def test_a_whole_value_is_shown_without_zeros_or_exponent(
    text: str, expected: tuple[str, str, str]
) -> None:
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5-10 kg", [("measure", "5", "kg"), ("measure", "10", "kg")]),
        ("$5-10", [("money", "5", "USD"), ("money", "10", "USD")]),
        ("3-5 million", [("number", "3000000", ""), ("number", "5000000", "")]),
        ("5到10公里", [("measure", "5", "km"), ("measure", "10", "km")]),
    ],
)
def test_both_ends_of_a_range_have_its_unit(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "以防万一",
        "一个人",
        "千万别去",
        "唯一",
        "三心二意地看",
        "成功",
        "GPT-4",
        "v1.2.3",
        "192.168.0.1",
        "one of them",
        "wait a second",
        "they may march on",
        "",
    ],
)
def test_what_only_looks_like_a_quantity_is_none(text: str) -> None:
    assert read(text) == []
