"""The normal form of a question: two that a careful reader would answer alike, and no others.

A wrong merge answers another question than was asked, so whatever is in doubt keeps its own form.
Of what differs between two questions only this is taken away:

- full and half width of letters, digits and signs; curly quotes; characters nobody sees
- how many spaces stand between words, and spaces between Chinese characters and Latin letters
- the capital of a question word that begins the question ("How", not "Apple", "US" or "May")
- politeness around a question that begins like one ("Hello, … please?", 请问, 谢谢)
- question marks at the end of what is a question without them

Case, dashes, Chinese numerals, superscripts, traditional characters and spelling stay as written:
"us" and "US", x2 and x², "Johnson" and "Johnston" are different. At last what was taken away is
looked through, and where it has an amount or a negation nothing but width and spaces is changed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from genchi.text import quantities

_QUOTES = dict.fromkeys(map(ord, "‘’"), "'") | dict.fromkeys(map(ord, "“”"), '"')
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"), None)
_SAFE_FORMS = ("<wide>", "<narrow>", "<noBreak>")
"""Kinds of NFKC that change how wide a character is; others turn x² into x2 and ½ into 1⁄2."""
_OPENERS = "How What When Where Why Which Is Are Do Does Did Could Should Would".split()
_CHINESE_QUESTION = re.compile(
    r"什么|怎么|怎样|如何|为何|多久|多少|哪|几|吗|呢|谁|何时|是否|能否|可否|可不可以|能不能"
)
_ABOUT_WORDS = re.compile(
    r"翻译|意思|改写|润色|拼写|语气|礼貌|translat|mean|rewrite|rephrase|spell|polite|tone|word"
    r"|say|phrase|sentence|letter|character|字|词|句|读|写|说",
    re.IGNORECASE,
)
"""The question may be about its own words: no politeness is taken out of it."""
_STRUCTURE = re.compile(r"[\n\r\t:;\"`<>{}\[\]|\\«»「」『』《》]")
"""More than one plain sentence: a list, code, a quotation, an instruction with its material."""
_NEGATIONS = re.compile(
    r"不|没|別|别|无|無|未|非|否|勿|莫|休|禁|\b(?:no|not|none|never|without|nor|neither|cannot)\b"
    r"|n['’]?t\b|\b(?:non|un)",
    re.IGNORECASE,
)


def normalised(text: str) -> str:
    """The form in which equal questions are equal.

    >>> normalised("Hello, how long does a refund take, please?")
    'how long does a refund take'
    >>> normalised("您好，请问退款　多久到账？谢谢！")
    '退款 多久到账'
    >>> normalised("Is Apple in the US?") == normalised("Is apple in the us?")
    False
    """
    plain = _spaced(_narrow(text))
    if _STRUCTURE.search(plain) or _ABOUT_WORDS.search(plain):
        return plain
    bare = _bare(plain)
    start = max(0, plain.lower().find(bare.lower()))
    gone = plain[:start], plain[start + len(bare) :]
    return plain if any(map(_says_something, gone)) else bare


def _narrow(text: str) -> str:
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text.translate(_QUOTES | _UNSEEN))
    return unicodedata.normalize("NFC", "".join(map(_narrowed, text)))


@cache
def _narrowed(character: str) -> str:
    if unicodedata.decomposition(character).startswith(_SAFE_FORMS):
        return unicodedata.normalize("NFKC", character)
    return character


def _spaced(text: str) -> str:
    """One space for a run of them; lines, tabs and what begins a line stay, which may be code."""
    text = re.sub(r"(?<=[^ \n]) {2,}| +(?=\n|$)", lambda run: " " * (not _ends(run)), text)
    return _between_scripts().sub("", text).strip(" \n\r")


def _ends(run: re.Match[str]) -> bool:
    return run.end() == len(run.string) or run.string[run.end()] == "\n"


def _bare(text: str) -> str:
    """Without politeness, the capital of its question word and its question marks.

    Only what is left standing as a question loses anything.
    """
    core = _before().sub("", text, count=1)
    core = _after().sub("", core, count=1)
    unmarked = core.rstrip("? ")
    if _opens_english().match(core):
        return unmarked[0].lower() + unmarked[1:]
    if _CHINESE_QUESTION.search(core):
        return unmarked.rstrip("。")
    return text


def _says_something(gone: str) -> bool:
    """Whether what was taken away has an amount or a negation in it."""
    return any(map(str.isalnum, gone)) and bool(quantities(gone) or _NEGATIONS.search(gone))


@cache
def _opens_english() -> re.Pattern[str]:
    words = "|".join(f"{word}|{word.lower()}" for word in _OPENERS)
    return re.compile(rf"(?:(?:{words})|[Cc]an (?=(?:I|you|we|it|they|he|she)\b))(?= |$)")


@cache
def _before() -> re.Pattern[str]:
    """A greeting needs a mark after it and a question after that: "Hello Kitty", 你好，李焕英."""
    opener = "|".join(f"{word}|{word.lower()}" for word in [*_OPENERS, "Can", "Please"])
    english = rf"(?:(?:[Hh]ello|[Hh]i|[Hh]ey)[,!.] ?(?=(?:{opener}) ))?"
    please = rf"(?:[Pp]lease,? (?=(?:{opener}) ))?"
    chinese = r"(?:[您你]好[,，!！。~] ?(?=请问|怎么|如何|为什么|什么))?(?:请问[,，:：]? ?)?"
    return re.compile(f"^{english}{please}{chinese}")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        r"(?:, please(?=[?. ]*$))?[?]*(?:(?<=[?,.。，]) ?(?:[Tt]hanks|[Tt]hank you|谢谢您?|多谢)"
        r"[!.。~ ]*)?$"
    )


@cache
def _between_scripts() -> re.Pattern[str]:
    """A space between a Chinese character that is no numeral and a Latin letter."""
    numerals = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟廿半"
    chinese = rf"(?![{numerals}])[\u4e00-\u9fff]"
    before = rf"(?<=[\u4e00-\u9fff])(?<![{numerals}])"
    return re.compile(rf"{before} (?=[A-Za-z])|(?<=[A-Za-z]) (?={chinese})")
