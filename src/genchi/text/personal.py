"""Personal data and secrets in a text, found by pattern and checksum.

A pattern alone is not enough: an order number looks like a telephone number. So a number counts
if its checksum holds, if it is written the way such numbers are written, or if a word before it
says what it is; and never if a word before it says that it is something else.

Names and postal addresses are not found: they have no pattern.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from genchi.errors import UsageError
from genchi.text import personal_numbers as numbers

# Full-width ASCII to plain ASCII, one for one, so that places stay true.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

PERSONAL_KINDS = (
    "secret",
    "url_password",
    "email",
    "cn_id",
    "cn_company",
    "iban",
    "credit_card",
    "bank_card",
    "ssn",
    "passport",
    "ip",
    "phone",
)


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A piece of personal data: its kind, where it stands, and how sure the finding is.

    `confidence` is 1.0 with a checksum or an unmistakable form, 0.8 where the form or a word near
    it says so, 0.6 where several things look like this.
    """

    kind: str
    text: str
    start: int
    end: int
    confidence: float


def personal_data(
    text: str,
    regions: Sequence[str] = ("CN", "US"),
    kinds: Collection[str] = PERSONAL_KINDS,
) -> list[PersonalData]:
    """The personal data in `text`, in order and without overlaps.

    `regions` are the countries whose telephone numbers are known without their country code;
    with "+" and the code any country's are. `kinds` limits the search to some of `PERSONAL_KINDS`.

    >>> [(p.kind, p.text) for p in personal_data("请致电13812345678或发邮件到li@example.com。")]
    [('phone', '13812345678'), ('email', 'li@example.com')]
    >>> personal_data("订单号13812345678已发货")
    []
    """
    if isinstance(regions, str) or not all(len(region) == 2 for region in regions):
        raise UsageError(
            f'regions is a list of country codes such as ["CN", "US"], not {regions!r}'
        )
    unknown = sorted(set([kinds] if isinstance(kinds, str) else kinds) - set(PERSONAL_KINDS))
    if unknown or isinstance(kinds, str):
        raise UsageError(f"kinds is a list out of {', '.join(PERSONAL_KINDS)}, not {kinds!r}")
    folded = text.translate(_FOLDED)
    taken = bytearray(len(text))
    found: list[PersonalData] = []
    # Every kind is looked for, because a wanted one may be a part of an unwanted one.
    for kind, start, end, confidence in _claims(folded, tuple(regions)):
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            found.append(PersonalData(kind, text[start:end], start, end, confidence))
    return sorted((f for f in found if f.kind in kinds), key=lambda f: f.start)


def mask(
    text: str,
    regions: Sequence[str] = ("CN", "US"),
    kinds: Collection[str] = PERSONAL_KINDS,
) -> str:
    """`text` with every piece of personal data replaced by its kind in brackets.

    >>> mask("Mail bo@example.com or call +1 650-253-0000")
    'Mail [EMAIL] or call [PHONE]'
    """
    kept: list[str] = []
    place = 0
    for piece in personal_data(text, regions, kinds):
        kept += [text[place : piece.start], f"[{piece.kind.upper()}]"]
        place = piece.end
    return "".join(kept) + text[place:]


_Claim = tuple[str, int, int, float]


def _claims(text: str, regions: tuple[str, ...]) -> Iterator[_Claim]:
    """What each rule finds, the surest rules first: where two meet, the first one wins."""
    # Before the bank cards: the digits of an IBAN look like one.
    for start, end in numbers.ibans(text):
        yield "iban", start, end, 1.0
    for kind, pattern, group, judge in _rules():
        for match in pattern.finditer(text):
            confidence = judge(match)
            if confidence:
                yield kind, match.start(group), match.end(group), confidence
    for start, end, confidence in numbers.phones(text, regions):
        yield "phone", start, end, confidence


def _certain(match: re.Match[str]) -> float:
    return 1.0


def _likely(match: re.Match[str]) -> float:
    return 0.8


_Rule = tuple[str, re.Pattern[str], str | int, Callable[[re.Match[str]], float]]


@cache
def _rules() -> tuple[_Rule, ...]:
    # `\b` does not stand between a digit and a Chinese character, hence the look-arounds.
    alone, free = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
    digits, no_more = r"(?<![0-9A-Za-z_.+/-])", r"(?![0-9A-Za-z_])(?!-?\d)"
    local, label = r"A-Za-z0-9._%+'\-", r"[A-Za-z0-9-]{1,63}"
    passport = (
        r"(?i:passport|护照)[^0-9A-Za-z\n]{0,12}"
        r"(?:(?:(?i:no|number|is)|号码?|是)[^0-9A-Za-z\n]{0,6}){0,3}"
    )
    rules: tuple[tuple[str, str, str | int, Callable[[re.Match[str]], float]], ...] = (
        ("secret", _SECRETS, 0, _certain),
        ("secret", _NAMED_SECRET, "secret", _likely),
        (
            "url_password",
            r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s/:@]{0,128}:[^\s/@]{1,128}@[^\s\"'<>，。；）]{1,256}",
            0,
            _certain,
        ),
        (
            "email",
            rf"(?<![{local}])[{local}]{{1,64}}@(?:{label}\.){{1,8}}[A-Za-z]{{2,24}}(?![A-Za-z0-9])",
            0,
            _certain,
        ),
        ("cn_id", rf"{alone}\d{{6}} ?\d{{8}} ?\d{{3}}[\dXx]{free}", 0, numbers.judge_resident_id),
        (
            "cn_company",
            rf"{alone}(?=[0-9A-Z]*[A-Z])[0-9A-HJ-NPQRTUWXY]{{18}}{free}",
            0,
            numbers.judge_company,
        ),
        ("credit_card", rf"{digits}\d(?:[ -]?\d){{11,18}}{no_more}", 0, numbers.judge_credit_card),
        ("bank_card", rf"{digits}\d(?:[ -]?\d){{13,18}}{no_more}", 0, numbers.judge_bank_card),
        ("ssn", rf"{digits}\d{{3}}([- ])\d{{2}}\1\d{{4}}{no_more}", 0, numbers.judge_ssn),
        (
            "passport",
            rf"{passport}{alone}(?P<number>[A-Za-z]{{0,2}}\d{{7,9}}){free}",
            "number",
            _likely,
        ),
        (
            "ip",
            r"(?<![0-9A-Za-z.])\d{1,3}(?:\.\d{1,3}){3}(?![0-9A-Za-z])(?!\.\d)",
            0,
            numbers.judge_ip,
        ),
        (
            "ip",
            r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{6,39}(?![0-9A-Za-z:])",
            0,
            numbers.judge_ip,
        ),
    )
    return tuple((kind, re.compile(p, re.ASCII), group, judge) for kind, p, group, judge in rules)


_SECRETS = (
    r"(?<![A-Za-z0-9_-])(?:sk-[A-Za-z0-9_-]{16,200}|sk_(?:live|test)_[A-Za-z0-9]{16,200}"
    r"|A(?:KIA|SIA)[0-9A-Z]{16}(?![0-9A-Za-z])|gh[pousr]_[A-Za-z0-9]{30,255}"
    r"|github_pat_[A-Za-z0-9_]{22,255}|glpat-[A-Za-z0-9_-]{20,100}|xox[abeprs]-[A-Za-z0-9-]{10,250}"
    r"|AIza[0-9A-Za-z_-]{35}|hf_[A-Za-z0-9]{30,100}|npm_[A-Za-z0-9]{36}|LTAI[A-Za-z0-9]{12,26}"
    r"|AKID[A-Za-z0-9]{32}|pypi-[A-Za-z0-9_-]{50,250}"
    r"|eyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000})"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"
    r"(?:[A-Za-z0-9+/=\s]{0,8000}-----END [A-Z ]{0,30}PRIVATE KEY-----)?"
)
_NAMED_SECRET = (
    r"(?i:api[_-]?key|access[_-]?key|secret[_-]?key|client[_-]?secret|access[_-]?token|auth[_-]?token"
    r"|password|passwd|密码|口令|密钥)"
    r"(?:\s?[:=]\s?|是)[\"']?(?P<secret>(?=[!-~]{0,60}\d)[A-Za-z0-9_+/=.!@#$%^&*~-]{6,200})"
)
