"""Checks of how an output is laid out: title, sections, parts, highlights, postscript, quotes."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache

from genchi.checks.checking import check
from genchi.checks.library.counts import check_limits, counted
from genchi.checks.library.paragraphs import paragraphs
from genchi.checks.library.places import Place, evidence, quoted, unified
from genchi.errors import UsageError
from genchi.records import Evidence, Subject, Verdict
from genchi.text import words

QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "「": "」", "『": "』", "＂": "＂"}
_NUMERAL = "(?:[0-9０-９]{1,3}|[一二三四五六七八九十百]{1,4}|[IVX]{1,5}(?![A-Za-z]))"


@check
def has_title(subject: Subject, opening: str = "<<", closing: str = ">>") -> Verdict:
    """The output has a title between the opening and the closing mark, in one line.

    - `opening`, `closing`: the marks, by default `<<` and `>>`.

    >>> has_title(Subject("<<Spring>> The birds sing.")).reason
    'the title is "Spring"'
    >>> has_title("《", "》")(Subject("春天来了。")).reason
    'there is no title between 《 and 》'
    """
    for match in _between(opening, closing).finditer(subject.output):
        title = match.group(1).strip()
        if title:
            return Verdict("pass", f"the title is {quoted(title)}", evidence=_at(match))
    return Verdict("fail", f"there is no title between {opening} and {closing}")


@check
def has_postscript(subject: Subject, marker: str = "P.S.") -> Verdict:
    """A line of the output starts with the marker of a postscript.

    Spaces inside the marker, its case and emphasis before it do not count.

    - `marker`: how the postscript starts.

    >>> has_postscript(Subject("See you.\\n\\nP. S. Bring cake.")).outcome
    'pass'
    >>> has_postscript("附：")(Subject("再见。\\n附: 请带蛋糕。")).outcome
    'pass'
    """
    match = _postscript(marker).search(unified(subject.output))
    if match is None:
        return Verdict("fail", f"no line starts with {quoted(marker)}")
    return Verdict("pass", f"a line starts with {quoted(marker)}", evidence=_at(match, 1))


@check
def min_highlights(subject: Subject, least: int) -> Verdict:
    """At least so many places of the output are highlighted in Markdown: `*one*`, `**two**`.

    - `least`: the limit.

    >>> min_highlights(2)(Subject("It is *very* **good**.")).outcome
    'pass'
    >>> min_highlights(2)(Subject("* 第一\\n* **第二**点")).reason
    '1 highlight, but at least 2 are asked for'
    """
    found = [match.span() for match in _highlight().finditer(subject.output)]
    return counted(len(found), "highlight", least, evidence=evidence(found))


@check
def min_sections(subject: Subject, least: int, marker: str = "Section") -> Verdict:
    """At least so many sections of the output begin with the marker and a number of their own.

    - `least`: the limit;
    - `marker`: the word before the number. A Chinese one is found with `第` and in front too.

    >>> min_sections(2)(Subject("SECTION 1\\nOne.\\n**Section 2:** Two.")).outcome
    'pass'
    >>> min_sections(2, marker="章")(Subject("第一章\\n从前……")).reason
    '1 section, but at least 2 are asked for'
    """
    numbered: dict[str, Place] = {}  # by the whole mark: a section that is named twice is one
    for match in _section(marker).finditer(subject.output):
        numbered.setdefault("".join(match.group(1).split()).casefold(), match.span(1))
    found = list(numbered.values())
    return counted(len(found), "section", least, evidence=evidence(found))


@check
def has_parts(
    subject: Subject, count: int, separator: str = "***", *, different: bool = False
) -> Verdict:
    """The output has so many parts with the separator between them, and none of them is empty.

    - `count`: how many parts;
    - `separator`: what stands between two parts; one before the first or after the last is allowed;
    - `different`: whether two parts must not say the same.

    >>> has_parts(2)(Subject("One.\\n***\\nTwo.")).outcome
    'pass'
    >>> has_parts(2, separator="---", different=True)(Subject("好的。\\n---\\n好的。")).reason
    'part 1 and part 2 are the same'
    """
    check_limits(count, None)
    if not separator.strip():
        raise UsageError(f"the separator is some text, not {separator!r}")
    parts = [part.strip() for part in subject.output.split(separator)]
    parts = parts[1:] if not parts[0] else parts
    parts = parts[:-1] if parts and not parts[-1] else parts
    if "" in parts:
        return Verdict("fail", f"part {parts.index('') + 1} of {len(parts)} is empty")
    same = _same(parts) if different else None
    if same and len(parts) == count:
        return Verdict("fail", f"part {same[0]} and part {same[1]} are the same")
    return counted(len(parts), "part", count, count)


@check
def paragraph_starts_with(
    subject: Subject, number: int, text: str, *, count: int | None = None
) -> Verdict:
    """A paragraph of the output, by its number, starts with the text.

    Case, and quotes or emphasis before the text, do not count. A word must be the whole first word.

    - `number`: which paragraph, from 1; -1 is the last;
    - `text`: how it starts;
    - `count`: how many paragraphs there must be in all, where that is asked for too.

    >>> paragraph_starts_with(2, "however")(Subject("Good.\\n\\nHowever, it is late.")).outcome
    'pass'
    >>> paragraph_starts_with(1, "首先")(Subject("好的，首先……")).reason
    'paragraph 1 starts with "好的，", not with "首先"'
    """
    found = paragraphs(subject.output)
    if count is not None and len(found) != count:
        return counted(len(found), "paragraph", count, count)
    if not number:
        raise UsageError("the number of a paragraph counts from 1, or back from -1")
    if abs(number) > len(found):
        return Verdict("fail", f"there is no paragraph {number}: there are {len(found)}")
    paragraph = found[number - 1 if number > 0 else number]
    match = _start(text).match(unified(paragraph.text))
    if match is None:
        said = quoted(paragraph.text[: len(text) + 1])
        place = evidence([(paragraph.start, paragraph.start + len(text) + 1)])
        reason = f"paragraph {number} starts with {said}, not with {quoted(text)}"
        return Verdict("fail", reason, evidence=place)
    start, end = match.span(1)
    place = evidence([(paragraph.start + start, paragraph.start + end)])
    return Verdict("pass", f"paragraph {number} starts with {quoted(text)}", evidence=place)


@check
def is_quoted(subject: Subject) -> Verdict:
    """The whole output stands in double quotes: "…", “…”, 「…」, 『…』 or «…».

    >>> is_quoted(Subject('"All is well."')).outcome
    'pass'
    >>> is_quoted(Subject("他说：“好。”")).reason
    'it starts with "他" and ends with "”"'
    """
    output = subject.output.strip()
    if len(output) < 2:
        return Verdict("fail", "there is nothing in quotes")
    if QUOTES.get(output[0]) == output[-1]:
        return Verdict("pass", "it stands in quotes")
    return Verdict("fail", f'it starts with "{output[0]}" and ends with "{output[-1]}"')


@check
def min_placeholders(subject: Subject, least: int) -> Verdict:
    """At least so many places of the output are left to be filled in: `[name]`, `[address]`.

    Links, `[name](address)`, citations, `[2]`, and tick boxes, `[ ]`, are not counted.

    - `least`: the limit.

    >>> min_placeholders(2)(Subject("Dear [name], see [our page](https://a.example).")).reason
    '1 placeholder, but at least 2 are asked for'
    >>> min_placeholders(1)(Subject("尊敬的［姓名］：")).outcome
    'pass'
    """
    found = [match.span() for match in _placeholder().finditer(subject.output)]
    return counted(len(found), "placeholder", least, evidence=evidence(found))


@check
def is_json(subject: Subject) -> Verdict:
    """The whole output is JSON; a Markdown code block around it is allowed.

    >>> is_json(Subject('```json\\n{"answer": 4}\\n```')).outcome
    'pass'
    >>> is_json(Subject('结果是 {"答案": 4}')).outcome
    'fail'
    """
    match = _fenced().fullmatch(subject.output)
    start, end = match.span(1) if match else (0, len(subject.output))
    try:
        json.loads(subject.output[start:end])
    except json.JSONDecodeError as error:
        place = min(start + error.pos, len(subject.output))
        return Verdict("fail", f"no JSON: {error.msg}", evidence=evidence([(place, end)]))
    except RecursionError:
        return Verdict("fail", "no JSON: it is nested too deeply to be read")
    return Verdict("pass", "it is JSON")


def _at(match: re.Match[str], group: int = 0) -> tuple[Evidence, ...]:
    return evidence([match.span(group)])


def _same(parts: list[str]) -> Place | None:
    """The numbers of the first two parts that say the same."""
    first: dict[str, int] = {}
    for number, part in enumerate(parts, 1):
        if part in first:
            return first[part], number
        first[part] = number
    return None


@lru_cache(maxsize=64)
def _between(opening: str, closing: str) -> re.Pattern[str]:
    if not opening or not closing:
        raise UsageError("the marks around a title are not empty")
    inside = f"[^\\n{re.escape(opening[0])}{re.escape(closing[0])}]+"
    return re.compile(f"{re.escape(opening)}({inside}){re.escape(closing)}")


@lru_cache(maxsize=64)
def _postscript(marker: str) -> re.Pattern[str]:
    if not marker.strip():
        raise UsageError("the marker of a postscript is some text, such as P.S.")
    letters = [character for character in unified(marker) if not character.isspace()]
    spaced = r"[^\S\n]?".join(map(re.escape, letters))
    return re.compile(rf"^[ \t\u3000*_#>\"'(]*({spaced})", re.MULTILINE)


@cache
def _highlight() -> re.Pattern[str]:
    return re.compile(r"(?<![*\\])(\*{1,3})(?![*\s])[^*\n]*[^*\s\\]\1(?!\*)")


@lru_cache(maxsize=64)
def _section(marker: str) -> re.Pattern[str]:
    if not marker.strip():
        raise UsageError("the marker of a section is some text, such as Section")
    word = re.escape(marker.strip())
    numbered = rf"{word}[^\S\n]*{_NUMERAL}|第[^\S\n]*{_NUMERAL}[^\S\n]*{word}"
    before = r"[ \t\u3000\"'“‘\\*_#>\[(【<-]*"
    return re.compile(f"^{before}({numbered})", re.MULTILINE | re.IGNORECASE)


@lru_cache(maxsize=64)
def _start(text: str) -> re.Pattern[str]:
    if not text.strip():
        raise UsageError("a paragraph starts with some text, which is empty here")
    plain = unified(text.strip())
    found = words(plain)
    whole = r"(?![^\W_])" if found and plain[-1].isascii() and plain[-1].isalnum() else ""
    return re.compile(rf"[\s\"'«「『(*_#>]*({re.escape(plain)}){whole}")


@cache
def _fenced() -> re.Pattern[str]:
    return re.compile(r"\s*```[a-zA-Z]*\s(.*?)```\s*", re.DOTALL)


@cache
def _placeholder() -> re.Pattern[str]:
    number_or_tick = r"(?:[\d\s,;–\-^]*|[xX✓])"
    return re.compile(rf"[\[［](?!{number_or_tick}[\]］])[^\[\]［］\n]+[\]］](?!\(|:\s*https?:)")
