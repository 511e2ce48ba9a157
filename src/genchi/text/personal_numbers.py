"""Whether a number is the identity number, card, address or telephone number it looks like."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from functools import cache

# How far before a number a word may say what it is.
_NEAR = 24
_PHONE_WORD = (
    r"(?i:(?<![a-z])"
    r"(?:phone|telephone|tel|mobile|cell|call|fax|whatsapp|dial|desk|sms|hotline|contact)"
    r"|电话|手机|座机|传真|热线|拨打|致电|联系|来电|微信|短信)"
)
_OTHER_WORD = (
    r"(?i:order|invoice|ticket|tracking|serial|(?<![a-z])(?:ref|sku|isbn)(?![a-z])"
    r"|订单|单号|编号|流水|快递|运单|发票|工单|合同|序列|批次|条码|货号|商品|账号|卡号|学号|工号|案号|qq)"
)
# Says that a number is one of something, but not of what.
_LABEL = r"(?i:(?<![a-z])(?:no|id|number)(?![a-z])|#|号)[^A-Za-z0-9]{0,3}$"
_CARD_WORD = r"(?i:card|visa|mastercard|amex|(?<![a-z])cc(?![a-z])|credit|debit|卡)"
_BANK_WORD = r"(?i:bank|account|银行|账号|帐号|账户|卡号|借记卡|储蓄卡)"


def judge_resident_id(match: re.Match[str]) -> float:
    """A Chinese resident identity number: by checksum, or called so though the checksum fails."""
    from stdnum.cn import ric

    if ric.is_valid(match.group().replace(" ", "")):
        return 1.0
    called = re.search("身份证|证件号|(?i:id card|identity)", _before(match.string, match.start()))
    return 0.8 if called and match.group()[6:8].strip() in ("19", "20") else 0.0


def judge_company(match: re.Match[str]) -> float:
    """A unified social credit code of a Chinese organisation, by checksum."""
    from stdnum.cn import uscc

    return 1.0 if uscc.is_valid(match.group()) else 0.0


def judge_credit_card(match: re.Match[str]) -> float:
    """A payment card: a card issuer's first digits, the right length, and the Luhn checksum."""
    from stdnum import luhn

    number = re.sub("[ -]", "", match.group())
    if not luhn.is_valid(number) or len(set(number)) < 2:
        return 0.0
    near = _called(match.string, match.start(), card=_CARD_WORD, other=_OTHER_WORD)
    if near == "card":
        return 1.0 if _major_issuer().fullmatch(number) or number[0] in "12356" else 0.0
    if near == "other" and number.isdigit() and number == match.group():
        return 0.0
    return 0.8 if _major_issuer().fullmatch(number) else 0.0


def judge_bank_card(match: re.Match[str]) -> float:
    """A bank card or account number that is called so."""
    called = re.search(_BANK_WORD, _before(match.string, match.start()))
    return 0.8 if called and len(re.sub("[ -]", "", match.group())) >= 15 else 0.0


def judge_ssn(match: re.Match[str]) -> float:
    """A United States social security number that has been or can be given out."""
    area, group, serial = re.split("[- ]", match.group())
    given = area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"
    return 0.8 if given else 0.0


def judge_ip(match: re.Match[str]) -> float:
    """An IP address of either version that is not the version number of something."""
    written = match.group()
    if re.search(
        r"(?i:version|release|build|版本)\s{0,3}[:：]?\s?$", _before(match.string, match.start())
    ):
        return 0.0
    try:
        address = ipaddress.ip_address(written)
    except ValueError:
        return 0.0
    if address.version == 6:
        groups = re.findall("[0-9A-Fa-f]+", written)
        # `a::b` is a name in several programming languages.
        telling = len(groups) >= 3 or any(len(group) == 4 for group in groups)
        return 0.8 if telling and any(map(str.isdigit, written)) else 0.0
    return 0.8 if not written.startswith("0.") else 0.0


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Where international bank account numbers stand, by country, length and checksum.

    >>> list(ibans("IBAN GB82 WEST 1234 5698 7654 32, thanks"))
    [(5, 32)]
    """
    match = _iban_like().search(text)
    while match:
        end = next((end for end in _word_ends(match) if _is_iban(text[match.start() : end])), 0)
        if end:
            yield match.start(), end
        match = _iban_like().search(text, end or match.start() + 2)


def _word_ends(match: re.Match[str]) -> list[int]:
    """Where words end in the match, the last first: a word after the number is not part of it."""
    ends = [end.end() for end in re.finditer("[A-Za-z0-9]+(?![A-Za-z0-9])", match.group())]
    return [match.start() + end for end in reversed(ends) if end >= 15]


def phones(text: str, regions: tuple[str, ...]) -> Iterator[tuple[int, int, float]]:
    """Where telephone numbers stand.

    A row of digits alone is one only if it is a Chinese mobile number, or is called one.

    >>> list(phones("tel 010-62782266, order 20240305123", ("CN",)))
    [(4, 16, 1.0)]
    """
    for match in _phone_like().finditer(text):
        confidence = _judge_phone(text, match, regions)
        if confidence:
            yield match.start(), match.end(), confidence


def _judge_phone(text: str, match: re.Match[str], regions: tuple[str, ...]) -> float:
    written = match.group()
    digits = re.sub(r"\D", "", re.split("x|e|转", written)[0])
    if not 7 <= len(digits) <= 15 or _not_a_phone().match(written):
        return 0.0
    abroad = re.sub("^00", "+", written)
    if abroad[0] == "+" and len(digits) >= 8:
        return 1.0 if _is_valid(abroad, None) else 0.8
    near = _called(text, match.start(), phone=_PHONE_WORD, other=_OTHER_WORD)
    formatted = bool(re.search(r"\d[ .()-]+\d", written))
    if near == "phone":
        return 1.0 if any(_is_valid(written, region) for region in regions) else 0.8
    if near == "other" and not formatted:
        return 0.0
    if formatted and any(_is_valid(written, region) for region in regions):
        return 0.8
    return 0.8 if "CN" in regions and _chinese_mobile().fullmatch(written) else 0.0


def _is_valid(written: str, region: str | None) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False


def _is_iban(written: str) -> bool:
    from stdnum import iban

    return iban.is_valid(written)


def _before(text: str, place: int) -> str:
    return text[max(0, place - _NEAR) : place]


def _called(text: str, place: int, **words: str) -> str:
    """By which of the named words the number at `place` is called, or "" where by none.

    The nearest word counts. A comma or another number ends its reach, for a word that says what
    a number is *not*.
    """
    before = _before(text, place)
    last = {
        name: max((match.end() for match in re.finditer(word, before)), default=0)
        for name, word in words.items()
    }
    name = max(last, key=lambda name: last[name])
    if not last[name]:
        return "other" if re.search(_LABEL, before) else ""
    if name == "other" and _end_of_reach().search(before, last[name]):
        return ""
    return name


@cache
def _end_of_reach() -> re.Pattern[str]:
    return re.compile(r"[，。；;,\n]|\d{5}")


@cache
def _major_issuer() -> re.Pattern[str]:
    return re.compile(
        r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
        r"|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}"
        r"|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}"
    )


@cache
def _iban_like() -> re.Pattern[str]:
    # Ends anywhere: where the number ends is tried out.
    return re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ ]?[A-Za-z0-9]){11,30}", re.ASCII)


@cache
def _phone_like() -> re.Pattern[str]:
    # Ends at a digit; two separators in a row only as ") " or " (".
    return re.compile(
        r"(?<![0-9A-Za-z_.+#/=-])"
        r"(?:\+[ ]?|\()?\d(?:[ .-]?[()]?[ .-]?\d){6,17}"
        r"(?:(?:[ ]?(?:x|ext\.?)[ ]?|转)\d{1,5})?(?![0-9A-Za-z_])(?![.-]\d)",
        re.ASCII,
    )


@cache
def _not_a_phone() -> re.Pattern[str]:
    # Dates, ranges of years, decimals.
    return re.compile(
        r"[12]\d{3}[-. ]\d{1,2}[-. ]\d{1,2}|[12]\d{3}\s?-\s?[12]\d{3}$"
        r"|\d+\.\d+$|\d{1,2}[-.]\d{1,2}[-.]\d{4}$"
    )


@cache
def _chinese_mobile() -> re.Pattern[str]:
    return re.compile(r"1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})")
