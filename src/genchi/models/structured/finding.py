"""Where in a model's text the JSON stands: outside its reasoning, between fences, within prose.

The text is read from left to right, and what is not within a bracket is passed over. So a fence or
a `<think>` that is part of a value stays in it, whatever is wrong with that value, and nothing is
searched for inside something that was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from genchi.models.structured.building import Building, UnpunctuatedError, deeper_than_allowed
from genchi.models.structured.lexing import Token, tokens
from genchi.models.structured.punctuating import punctuated
from genchi.models.structured.quoting import CLOSERS, UnreadableError
from genchi.models.structured.results import Repair
from genchi.models.structured.strict import NotStrictError, read_at
from genchi.records import Json

_MOST = 10_000
"""Brackets that are looked into; a text of more is hostile, or no answer."""
_MOST_PIECES = 1_000_000
"""Pieces of one value that are read by Python, at some microseconds each."""
_STRICTLY = 50
"""Brackets that the strict parser sees first; its errors cost a look at all before them."""
_NEXT = 20
_DEEP = 20
"""Levels of brackets that prose does not have."""
_LEVELS = {"open": 1, "close": -1}
_QUOTES = tuple(CLOSERS)
_TAG = 20
"""Characters that the longest tag of reasoning fits in."""
_REASONING = "think|thinking|reasoning|thought"


class ProseError(UnreadableError):
    """What stands in the brackets is prose."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one outermost bracket holds: a value with its repairs, or why there is none.

    `cut` says that the text ends before the bracket is closed; `building` is what is there then.
    """

    start: int
    end: int
    value: Json = None
    repairs: tuple[Repair, ...] = ()
    error: UnreadableError | None = None
    building: Building | None = None

    @property
    def kind(self) -> str:
        """`object` or `array`."""
        value = self.building.root if self.building else self.value
        return "array" if isinstance(value, list) else "object"


def candidates(text: str) -> list[Candidate]:
    """What every outermost bracket outside the reasoning holds, in order.

    >>> [found.value for found in candidates('<think>{"a": 0}</think>Here: {"a": 1} as in [2].')]
    [{'a': 1}, [2]]
    """
    found: list[Candidate] = []
    at = brackets = 0
    while match := _mark().search(text, at):
        brackets += 1
        if brackets > _MOST:
            raise UnreadableError(f"there are more than {_MOST} values or brackets in it", at)
        if match["closes"]:  # a template wrote the opening tag: all before was reasoning
            found, at = [], match.end()
        elif match["reasons"]:
            closing = re.compile(f"</{match['reasons']}>", re.IGNORECASE).search(text, match.end())
            at = closing.end() if closing else len(text)
        else:
            strictly = brackets <= _STRICTLY
            candidate, at = _candidate(text, match.start(), strictly=strictly)
            found += [candidate] if candidate else []
    return found


def outside(text: str, start: int, end: int) -> str:
    """What stands around a piece of the text, spaces aside."""
    return "\n".join(part for part in (text[:start].strip(BLANK), text[end:].strip(BLANK)) if part)


def content(text: str) -> str:
    """The text without leading reasoning and without the one fence around it.

    >>> content("<think>Hm.</think>\\n```yaml\\na: 1\\n```")
    'a: 1\\n'
    """
    kept = _leading_reasoning().sub("", text, count=1)
    fenced = _fenced().fullmatch(kept.strip(BLANK)) or _only_fence(kept)
    return fenced["inside"] if fenced else kept


def _candidate(text: str, start: int, *, strictly: bool) -> tuple[Candidate | None, int]:
    """What the bracket at `start` holds, unless it is prose, and where to go on."""
    if not strictly:
        return _tolerant(text, start)
    try:
        value, end = read_at(text, start)
    except NotStrictError:
        return _tolerant(text, start)
    if deeper_than_allowed(value):
        return Candidate(start, end, error=UnreadableError("it is nested too deeply", start)), end
    return Candidate(start, end, value), end


def _tolerant(text: str, start: int) -> tuple[Candidate | None, int]:
    """The same for a bracket that does not hold strict JSON."""
    building, pieces = Building(text), list[Token]()
    try:
        lacking = _collect(text, start, building, pieces)
    except ProseError as error:
        return None, error.place
    except UnreadableError as error:
        deep = len(building.frames) > _DEEP
        if building.solid or deep or text[error.place : error.place + 1] in _QUOTES:
            return Candidate(start, error.place, error=error, building=building), len(text)
        return None, max(error.place, start + 1)
    end = pieces[-1].end
    if _level(pieces):
        if not building.solid and not _cut_like_json(pieces):
            return None, end
        return Candidate(start, len(text), building=building), len(text)
    if lacking:
        mended = punctuated(text, pieces)
        if mended is None:
            return Candidate(start, end, error=lacking, building=building), end
        return Candidate(start, end, mended[0], (mended[1],)), end
    if not building.solid and any(piece.kind == "bare" for piece in pieces):
        return None, end  # [a word] is prose, or a link
    return Candidate(start, end, building.root, tuple(building.repairs)), end


def _collect(
    text: str, start: int, building: Building, pieces: list[Token]
) -> UnpunctuatedError | None:
    """Read pieces until the bracket is closed or the text ends; tell whether commas are missing.

    Once one is missing the pieces are still read, but no longer built: another can mend that.
    """
    level, lacking = 0, None
    for token in tokens(text, start):
        if token.kind == "cut":
            building.solid = building.solid or text[token.start] in CLOSERS
            break
        pieces.append(token)
        if len(pieces) > _MOST_PIECES:
            building.solid = True
            raise UnreadableError(f"there are more than {_MOST_PIECES} pieces to mend", token.start)
        level += _LEVELS.get(token.kind, 0)
        try:
            if lacking is None:
                building.add(token)
        except UnpunctuatedError as error:
            if not building.solid:
                raise
            lacking = error
        if level == 0:
            break
        if _quote_in_prose(text, building, token):
            raise ProseError("prose in brackets", token.end)
    return lacking


def _level(pieces: list[Token]) -> int:
    return sum(_LEVELS.get(piece.kind, 0) for piece in pieces)


def _quote_in_prose(text: str, building: Building, token: Token) -> bool:
    """Whether a quote follows a bare word within brackets, before anything of JSON was seen."""
    if building.solid or not building.frames or building.frames[-1].wants not in ("comma", "colon"):
        return False
    following = text[token.end : token.end + _NEXT].lstrip()
    return bool(following) and following[0] in CLOSERS


def _cut_like_json(pieces: list[Token]) -> bool:
    """Whether what is cut off before any quote or colon may have been meant as a value."""
    return all(piece.kind in ("open", "close", "comma", "scalar", "comment") for piece in pieces)


BLANK = " \t\r\n\ufeff\u200b\u3000"


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(rf"[{{\[]|<(?P<reasons>{_REASONING})>|(?P<closes></(?:{_REASONING})>)", re.I)


@cache
def _leading_reasoning() -> re.Pattern[str]:
    return re.compile(rf"\A\s*(?:<({_REASONING})>.*?</\1>)", re.DOTALL | re.IGNORECASE)


@cache
def _fenced() -> re.Pattern[str]:
    return re.compile(r"```[\w-]*[ \t]*\n(?P<inside>.*?\n?)[ \t]*```", re.DOTALL)


def _only_fence(text: str) -> re.Match[str] | None:
    """The one fenced block within prose."""
    found = list(re.finditer(r"^```[\w-]*[ \t]*\n(?P<inside>.*?)^```[ \t]*$", text, re.M | re.S))
    return found[0] if len(found) == 1 else None


def opening(text: str, brackets: str) -> tuple[int | None, str]:
    """Where the first of these brackets outside the reasoning stands, or what to keep till then.

    >>> opening("<think>[1]</think> {", "{")
    (19, '')
    >>> opening("Sure. <think>a long thought", "{[")
    (None, '<think>a long thought')
    """
    at = 0
    while match := _mark().search(text, at):
        at = match.end()
        if match["reasons"]:
            closing = re.compile(f"</{match['reasons']}>", re.IGNORECASE).search(text, at)
            if closing is None:
                return None, match.group() + text[at:][-_TAG:]
            at = closing.end()
        elif not match["closes"] and match.group() in brackets:
            return match.start(), ""
    return None, text[at:][-_TAG:]
