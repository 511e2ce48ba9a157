"""Checksums, labels and neighbours decide whether a number is personal."""

from __future__ import annotations

import pytest

from genchi.errors import UsageError
from genchi.text import PERSONAL_KINDS, mask, personal_data


def found(text: str) -> list[tuple[str, str]]:
    return [(p.kind, p.text) for p in personal_data(text)]


EXAMPLES = {
    "secret": ("我的token是ghp_" + "a1" * 18 + "。", "ghp_" + "a1" * 18),
    "url_password": ("见ftp://bo:pw1@example.com/x。", "ftp://bo:pw1@example.com/x"),
    "email": ("邮箱：li.lei+x@mail.example.com。", "li.lei+x@mail.example.com"),
    "cn_id": ("身份证11010519491231002X号", "11010519491231002X"),
    "cn_company": ("统一社会信用代码91110000600037341L。", "91110000600037341L"),
    "iban": ("账户DE89 3704 0044 0532 0130 00。", "DE89 3704 0044 0532 0130 00"),
    "credit_card": ("paid with 4111-1111-1111-1111 today", "4111-1111-1111-1111"),
    "bank_card": ("银行账号6222021234567890123已开通", "6222021234567890123"),
    "ssn": ("My SSN is 536-90-4399.", "536-90-4399"),
    "passport": ("护照号码E12345678有效", "E12345678"),
    "ip": ("来自2001:db8::ff00:42:8329的请求", "2001:db8::ff00:42:8329"),
    "phone": ("手机：138 1234 5678。", "138 1234 5678"),
}


def test_every_kind_has_an_example_here() -> None:
    assert set(EXAMPLES) == set(PERSONAL_KINDS)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_each_kind_is_found_to_the_letter_and_masked(kind: str) -> None:
    text, wanted = EXAMPLES[kind]
    assert found(text) == [(kind, wanted)]
    assert mask(text) == text.replace(wanted, f"[{kind.upper()}]")
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_kind_that_is_not_asked_for_is_not_reported(kind: str) -> None:
    others = [k for k in PERSONAL_KINDS if k != kind]
    assert personal_data(EXAMPLES[kind][0], kinds=others) == []
    assert [p.kind for p in personal_data(EXAMPLES[kind][0], kinds=[kind])] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # a resident number with a wrong checksum
        "91110000600037341M",
        "DE89 3704 0044 0532 0130 01",
        "4111-1111-1111-1112",
        "0000 0000 0000 0000",
        "666-12-3456",
        "900-12-3456",
        "256.1.1.1",
        "软件版本 10.0.19.1",
        "std::vector",
        "订单号13812345678",
        "快递单号：13812345678",
        "order no. 650-253-000",
        "invoice 6502530000",
        "2019-2024",
        "2024-03-05",
        "1.23456789",
        "a@b",
        "",
    ],
)
def test_a_wrong_checksum_or_another_name_keeps_a_number_from_being_personal(text: str) -> None:
    assert found(text) == []


def test_full_width_digits_are_found_and_shown_as_they_stand() -> None:
    assert found("电话：１３８１２３４５６７８。") == [("phone", "１３８１２３４５６７８")]


def test_a_telephone_number_without_its_country_code_needs_its_region() -> None:
    text = "Ring 040 42828 1234 now"
    assert personal_data("+44 20 7183 8750")[0].kind == "phone"
    assert personal_data(text, regions=["CN"]) == []
    assert [p.text for p in personal_data(text, regions=["DE"])] == ["040 42828 1234"]


def test_a_wrong_kind_or_region_is_shown_with_what_there_is() -> None:
    with pytest.raises(UsageError, match="credit_card"):
        personal_data("x", kinds=["card"])
    with pytest.raises(UsageError, match="'email'"):
        personal_data("x", kinds="email")
    with pytest.raises(UsageError, match="country codes"):
        personal_data("x", regions="CN")
