"""Personal data: found where it is, next to Chinese characters too, and not in order numbers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.text import PERSONAL_KINDS, mask, personal_data


def kinds(text: str) -> list[str]:
    return [found.kind for found in personal_data(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to jane.doe@example.com please", "email"),
        ("邮箱是jane@example.com谢谢", "email"),
        ("我的手机13812345678，请回电", "phone"),
        ("手机号13812345678请联系", "phone"),
        ("Call (415) 555-2671 today", "phone"),
        ("Call +1 415 555 2671", "phone"),
        ("身份证11010519491231002X号", "cn_id"),
        ("card 4111 1111 1111 1111", "credit_card"),
        ("卡号4111111111111111已绑定", "bank_card"),
        ("IBAN GB82 WEST 1234 5698 7654 32", "iban"),
        ("SSN 536-90-4399", "ssn"),
        ("server 192.168.10.24 is down", "ip"),
        ("地址192.168.10.24不可达", "ip"),
        ("key sk-abcdefghijklmnopqrstuvwxyz123456", "secret"),
        ("https://user:secret@example.com/x", "url_password"),
    ],
)
def test_each_kind_is_found_in_english_and_next_to_chinese(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "订单号13812345678901",
        "order no. 4155552671",
        "Order 20240305123456 has shipped",
        "单号：123456789012",
        "card 4111 1111 1111 1112",
        "身份1101051949123100212",
        "IBAN GB82 WEST 1234 5698 7654 33",
        "version 1.2.3",
        "price 1,234,567.89",
        "2024-03-05 12:30:45",
        "meet @noon",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_masking_leaves_the_rest_as_it_was() -> None:
    masked = mask("请联系jane@example.com或13812345678。")
    assert "jane" not in masked
    assert "13812345678" not in masked
    assert masked.startswith("请联系[")
    assert masked.endswith("。")


@given(st.text(alphabet="0123456789abc@.-+() 手机订单号X:/\ud800", max_size=80))
def test_findings_stand_where_they_say_and_masking_never_raises(text: str) -> None:
    found = personal_data(text)
    assert all(text[p.start : p.end] == p.text for p in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert {p.kind for p in found} <= set(PERSONAL_KINDS)
    mask(text)
