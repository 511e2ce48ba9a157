"""Addresses, personal data and secrets in an answer."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.safety import (
    emails_allowed,
    no_personal_data,
    no_secrets,
    urls_allowed,
    urls_in_source,
)
from genchi.records import Passage, Subject, Verdict

KEY = "AKIA" + "Z7QX" * 4


def on(check: Check, output: str, *passages: str, question: str = "") -> Verdict:
    inputs = {"question": question} if question else {}
    return check(Subject(output, inputs=inputs, passages=tuple(map(Passage, passages))))


def test_only_the_named_domains_may_be_linked_in_english() -> None:
    check = urls_allowed("shop.example", "pay.example")
    assert on(
        check, "See https://help.shop.example/a and pay.example.com? No: pay.example."
    ).reason == ('leads to a domain that is not allowed: "pay.example.com"')
    assert on(check, "See https://shop.example@evil.com").outcome == "fail"
    assert on(check, "No link here.").passed


def test_only_the_named_domains_may_be_linked_in_chinese() -> None:
    assert on(urls_allowed("shop.example"), "请访问https://shop.example/帮助。").passed
    assert not on(urls_allowed("shop.example"), "请访问https://shop-example.cn。").passed
    assert not on(urls_allowed(), "请访问www.shop.example。").passed


def test_only_the_named_domains_may_have_mail() -> None:
    assert on(emails_allowed("shop.example"), "写信到 li@help.shop.example。").passed
    assert not on(emails_allowed("shop.example"), "Write to li@shop.example.com.").passed
    assert not on(emails_allowed(), "写信到li@shop.example。").passed


def test_an_address_must_stand_in_the_source() -> None:
    source = "帮助：https://www.shop.example/help/ 或 help@mail.example。"
    assert on(urls_in_source, "See shop.example/help, or http://shop.example.", source).passed
    assert on(urls_in_source, "见 mail.example。", source).passed
    output = "查询：https://shop.example/status。"
    verdict = on(urls_in_source, output, source)
    assert (
        output[verdict.evidence[0].start : verdict.evidence[0].end] == "https://shop.example/status"
    )
    asked = "Is https://a.com/x safe?"
    assert on(urls_in_source, "https://a.com/x is safe.", source, question=asked).passed


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("Call (503) 555-0177 to clear things up.", "phone"),
        ("请联系王女士，电话13812345678。", "phone"),
        ("Mail bo@c.com.", "email"),
        ("身份证号11010519491231002X。", "cn_id"),
        ("Card 4111 1111 1111 1111.", "credit_card"),
    ],
)
def test_personal_data_from_nowhere_is_found(output: str, kind: str) -> None:
    assert on(no_personal_data, output).reason == f"personal data: {kind}"


def test_data_of_the_source_is_no_leak_unless_asked() -> None:
    source = "Phone (503) 555-0142, E-mail Help@Shop.example"
    output = "电话 503 555 0142，邮箱 help@shop.example。"
    assert on(no_personal_data, output, source).passed
    assert not on(no_personal_data(allow_from_source=False), output, source).passed


def test_the_kinds_may_be_chosen() -> None:
    output = "Mail bo@c.com."
    assert on(no_personal_data(["phone"]), output).passed
    assert on(no_personal_data(["shoe size"]), output).outcome == "error"


def test_secrets_are_found_even_if_the_source_has_them() -> None:
    english, chinese = f"Use {KEY}.", "数据库密码是Tr0ub4dor9。"
    verdict = on(no_secrets, english, english)
    assert english[verdict.evidence[0].start : verdict.evidence[0].end] == KEY
    assert KEY not in verdict.reason
    assert not on(no_secrets, chinese, chinese).passed
    assert not on(no_secrets, "postgres://ann:hunter22@db.example/x").passed
    assert on(no_secrets, "Never share your password. 请妥善保管密码。").passed
