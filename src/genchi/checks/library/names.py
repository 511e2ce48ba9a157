"""Whether the names in an answer are those of its source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from genchi.checks.checking import check
from genchi.checks.library.citations import citations
from genchi.checks.library.findings import verdict_on
from genchi.checks.library.links import links
from genchi.checks.library.sources import blanked, source_text
from genchi.records import Subject, Verdict
from genchi.text import Piece, chinese_share, is_chinese, normalise, sentences, words
from genchi.text.pieces import unit_keys

# Written with a capital, and yet no name that needs a source.
_COMMON = frozenset(
    str.split(
        "i i'm i'll i've i'd ok okay mr mrs ms dr yes no note step tip passage passages source "
        "sources answer question example faq pdf url id tv pc ai am pm us usa uk eu un app web "
        "wifi wi-fi usb sms email e-mail internet qr vip ceo diy html css json csv api ios gps "
        "dna led lcd hr it monday tuesday wednesday thursday friday saturday sunday january "
        "february march april may june july august september october november december jan feb "
        "mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun english chinese "
        "christian god earth christmas easter not all must never always only please important "
        "warning both and or but any none each more most very do don't cannot can't should will "
        "new free now stop there they this that these those what which who when where why how "
        "however therefore also in on at if for from to with by as its he she we you your our "
        "their the a an so then yet while since after before unable based according although "
        "because once during without fahrenheit celsius kelvin kb mb gb tb kg cm mm km ml"
    )
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLES = "先生|女士|小姐|太太|教授|博士|医生|老师|经理|主任|律师|总监"
_GENERIC = "的该这那一所家个我们贵本某各等哪每几两名外国内大型"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with a capital, and whether it has one only because of where it stands."""

    piece: Piece
    weak: bool


@check(needs=("passages",))
def names_in_source(subject: Subject, allow: Sequence[str] = ()) -> Verdict:
    """Every name in the output stands in the passages or the inputs.

    A name is, in English, a word with a capital inside a sentence, an abbreviation or a product
    code (IPX4, KS-2513); in Chinese, a title in 《》, a Latin word with a capital, a product code,
    a surname with a form of address (王女士), and a company or university. A word counts as known
    with another ending, and an abbreviation where its words stand in the source. Other Chinese
    names cannot be told from words and are not looked at, nor are names in another script than
    the source's, which may be translated.

    - `allow`: names that may always be said, such as your own.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Calls are placed with the app of your provider."),)
    >>> answer = "Providers include Twilio and Google Voice."
    >>> names_in_source(Subject(answer, passages=passages)).reason
    'not in the source: "Twilio", "Google Voice"'
    """
    source = "\n".join([source_text(subject), *allow])
    output = subject.output
    prose = blanked(output, [*citations(output), *links(output)])
    found = [*_unknown_names(prose, source), *_unknown_codes(prose, source)]
    if is_chinese(output):
        found += _unknown_latin(prose, source)
    if chinese_share(source) > 0.1:
        found += _unknown_chinese(prose, source)
    return verdict_on(_apart(found), "not in the source")


def _apart(found: list[Piece]) -> list[Piece]:
    """In order, each place once, the longest of those that overlap."""
    kept: list[Piece] = []
    for piece in sorted(found, key=lambda p: (p.start, -p.end)):
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return kept


def _unknown_names(text: str, source: str) -> Iterator[Piece]:
    """The runs of capitalised words in an English text of which the source lacks one."""
    if chinese_share(text) > 0.3 or in_another_script(source):
        return
    known = _known_words(source)
    initials = f"{_initials(source)} {_initials(text)}"
    for run in _runs(text):
        telling = [word for word in run if not word.weak]
        if not telling or all(_is_known(word.piece.text, known) for word in telling):
            continue
        name = run[1:] if run[0].weak and len(run) > 1 else run
        start, end = name[0].piece.start, name[-1].piece.end
        if end - start > 1 and not _is_abbreviated(name, known, initials):
            yield Piece(start, end, text[start:end])


def _is_abbreviated(name: list[_Word], known: frozenset[str], initials: str) -> bool:
    """Whether the source has the abbreviation of these words, or the words of this one."""
    letters = "".join(word.piece.text[0] for word in name).lower()
    if len(name) > 1:
        return letters in known
    only = name[0].piece.text
    return only.isupper() and only.lower() in initials


def in_another_script(source: str) -> bool:
    """Whether a source is mostly Chinese, so that English names in an answer are translations."""
    return chinese_share(source) > 0.5


def _runs(text: str) -> list[list[_Word]]:
    """Capitalised words that stand next to each other, also over "of", "the" and "&"."""
    runs: list[list[_Word]] = []
    for word in _capitalised(text):
        between = text[runs[-1][-1].piece.end : word.piece.start] if runs else "\n"
        initial = bool(runs) and len(runs[-1][-1].piece.text) == 1
        if _joint().fullmatch(between) or (initial and between == ". "):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _capitalised(text: str) -> Iterator[_Word]:
    starts = {part.start for part in sentences(text)}
    titled = [m.span() for m in _headings().finditer(text)]
    for match in _capital_word().finditer(text):
        word = match.group()
        if word.lower().removesuffix("'s") in _COMMON:
            continue
        shouted = word.isupper() and len(word) > 1
        inner = any(character.isupper() for character in word[1:])
        opens = _opens_a_phrase(text, match.start(), starts)
        headed = any(start <= match.start() < end for start, end in titled)
        yield _Word(Piece(*match.span(), word), (opens or headed) and not (shouted or inner))


def _opens_a_phrase(text: str, place: int, starts: set[int]) -> bool:
    if place in starts:
        return True
    before = text[max(0, place - 12) : place].rstrip(" \t*_#\"“”‘'([>+•–-")
    return not before or bool(re.search(r"[\n:;!?。：；！？—|)\]]$|\d[.)]?$", before))


def _is_known(word: str, known: frozenset[str]) -> bool:
    key = normalise(word).removesuffix("'s").removesuffix("s'").strip(".'")
    if key in known or key.rstrip("s") in known:
        return True
    parts = [part for part in key.split("-") if part]
    if len(parts) > 1 and all(_is_known(part, known) for part in parts):
        return True
    stem = key[: max(4, len(key) - 3)]
    return len(key) >= 4 and any(other.startswith(stem) for other in known)


def _known_words(source: str) -> frozenset[str]:
    keys = {key.removesuffix("'s") for key in set(unit_keys(words(source)))}
    return frozenset(keys | {part for key in keys if "-" in key for part in key.split("-")})


def _initials(text: str) -> str:
    """The first letters of all words, in which an abbreviation of some of them is found."""
    return "".join(
        piece.text[0] for piece in words(text) if piece.text.lower() not in _SMALL
    ).lower()


_SMALL = frozenset(str.split("of the and for in on to a an"))


def _unknown_codes(text: str, source: str) -> Iterator[Piece]:
    """Words that mix capitals and digits: product codes, ratings, order numbers."""
    folded = normalise(source)
    for match in _code().finditer(text):
        wanted = re.escape(normalise(match.group()))
        if not re.search(rf"(?<![a-z0-9]){wanted}(?![0-9])", folded):
            yield Piece(*match.span(), match.group())


def _unknown_latin(text: str, source: str) -> Iterator[Piece]:
    """Latin words with a capital in a Chinese text."""
    known = _known_words(source)
    for match in _latin_name().finditer(text):
        parts = [part for part in match.group().split() if part.lower() not in _COMMON]
        if len(match.group()) > 1 and not all(_is_known(part, known) for part in parts):
            yield Piece(*match.span(), match.group())


def _unknown_chinese(text: str, source: str) -> Iterator[Piece]:
    folded = normalise(source)
    for match in _title().finditer(text):
        if normalise(match["name"]) not in folded:
            yield Piece(*match.span(), match.group())
    for match in _person().finditer(text):
        if normalise(match.group()) not in folded:
            yield Piece(*match.span(), match.group())
    for match in _organisation().finditer(text):
        if match.group() not in folded:
            yield Piece(*match.span(), match.group())


@cache
def _capital_word() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w'’.-])(?=[A-ZÀ-Þ])[A-Za-zÀ-ÿ]++(?:['’-][A-Za-zÀ-ÿ]++)*+(?![\d_]|-\d|\.\w)"
    )


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(r" | (?:of|the|of the|for|de|van|von|&) ")


@cache
def _headings() -> re.Pattern[str]:
    """A line without small words, and what stands before the colon of a list item."""
    return re.compile(
        r"^[^\S\n]{0,20}[#*+•\d.)(>-]{0,8}[^\S\n]{0,8}[*_]{0,2}[A-Z][^.:!?\n]{0,60}:"
        r"|^#{1,6} [^\n]*$|^[*_]{2}[^\n*_]{1,80}[*_]{2}$",
        re.MULTILINE,
    )


@cache
def _code() -> re.Pattern[str]:
    return re.compile(
        r"(?<![A-Za-z0-9_/@.-])(?=[A-Z])(?=[A-Z0-9-]*\d)[A-Z]{1,6}-?[A-Z0-9]{0,8}\d[A-Z0-9-]{0,12}"
        r"(?![A-Za-z0-9_])"
    )


@cache
def _latin_name() -> re.Pattern[str]:
    return re.compile(
        r"(?<![A-Za-z0-9@./_-])[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*){0,4}(?![A-Za-z0-9@_-])"
    )


@cache
def _title() -> re.Pattern[str]:
    return re.compile(r"《(?P<name>[^《》\n]{1,60})》")


@cache
def _person() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![一-鿿])[{_SURNAMES}][一-鿿]{{0,2}}?(?:{_TITLES})|(?<=[的由向找是为和与、，])[{_SURNAMES}](?:{_TITLES})"
    )


@cache
def _organisation() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?![{_GENERIC}])[一-鿿]){{2}}(?:有限公司|大学(?!生)|集团|出版社|研究院|研究所|委员会|协会|基金会)"
    )
