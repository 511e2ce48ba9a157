"""Fifteen ways in which models write JSON wrongly, that can be put together, with what is right.

A corruption changes the value (an extra key), how it is written (single quotes) or what stands
around it (a fence). `Draft.right` is the value a reader must find, or `Draft.lost` says that nobody
can.
"""

from __future__ import annotations

import copy
import json
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import jsonschema_rs

Path = tuple[Any, ...]


@dataclass(frozen=True)
class Draft:
    """A value on its way into a text."""

    schema: Any
    right: Any
    said: Any
    quotes: str = '"'
    python: bool = False
    trailing: bool = False
    comments: bool = False
    raw: bool = False
    naive: bool = False
    no_commas: bool = False
    twice: tuple[Path, Any] | None = None
    cut: float | None = None
    second: Any = None
    before: str = ""
    after: str = ""
    lost: str = ""
    nan: Path | None = None


def draft_of(schema: Any, value: Any) -> Draft:
    """The draft of a value with nothing wrong."""
    return Draft(schema, value, copy.deepcopy(value))


def text_of(draft: Draft, draw: random.Random) -> str:
    """What the model answers."""
    body = "".join(_written(draft, draft.said, (), draw))
    if draft.cut is not None:
        body = body[: max(1, min(int(len(body) * draft.cut), len(body) - 1))]
    second = "" if draft.second is None else "\n" + json.dumps(draft.second, ensure_ascii=False)
    return draft.before + body + second + draft.after


def with_corruptions(draft: Draft, corruptions: list[Corruption], draw: random.Random) -> Draft:
    """The draft with each of the corruptions that can be made in it, one after the other."""
    for corruption in corruptions:
        draft = corruption(draft, draw) or draft
    places = dict(_places(draft.said))
    if draft.twice and draft.twice[0] not in places:  # another took its place away
        draft = replace(draft, twice=None)
    still_lost = [
        draft.twice is not None,
        draft.cut is not None,
        draft.second is not None,
        any(isinstance(value, float) and math.isnan(value) for value in places.values())
        and draft.nan is not None,
    ]
    return draft if any(still_lost) else replace(draft, lost="", nan=None)


def _written(draft: Draft, value: Any, path: Path, draw: random.Random) -> Iterator[str]:
    if isinstance(value, dict | list):
        yield "{" if isinstance(value, dict) else "["
        members = list(value.items() if isinstance(value, dict) else enumerate(value))
        if draft.twice and draft.twice[0][:-1] == path and isinstance(value, dict):
            members.insert(draw.randint(0, len(members)), (draft.twice[0][-1], draft.twice[1]))
        for place, (key, inner) in enumerate(members):
            if draft.comments and (draw.random() < 0.3 or not path):
                yield draw.choice([' // a note, of "sorts"\n', " /* it's: {1} */ ", " # note\n"])
            if isinstance(value, dict):
                yield _quoted(draft, key) + ": "
            yield from _written(draft, inner, (*path, key), draw)
            last = place == len(members) - 1
            comma = "" if draft.no_commas and draw.random() < 0.5 else ","
            yield (",\n" if draft.trailing else "") if last else comma + draw.choice([" ", "\n"])
        yield "}" if isinstance(value, dict) else "]"
    elif isinstance(value, str):
        yield _quoted(draft, value)
    elif draft.python and not isinstance(value, float):
        yield repr(value)
    else:
        yield json.dumps(value)


def _quoted(draft: Draft, text: str) -> str:
    inside = json.dumps(text, ensure_ascii=False)[1:-1]
    if draft.quotes == "'":
        inside = inside.replace('\\"', '"').replace("'", "\\'")
    if draft.naive:
        inside = inside.replace("\\" + draft.quotes, draft.quotes)
    if draft.raw:
        inside = _raw_breaks(inside)
    return draft.quotes + inside + draft.quotes


def _raw_breaks(inside: str) -> str:
    """Escaped line breaks and tabs as they are, escaped backslashes left alone."""
    parts = inside.split("\\\\")
    return "\\\\".join(part.replace("\\n", "\n").replace("\\t", "\t") for part in parts)


Corruption = Callable[[Draft, random.Random], Draft | None]


# What stands around it


def fence(draft: Draft, draw: random.Random) -> Draft | None:
    """A Markdown code block."""
    word = draw.choice(["json", "", "JSON"])
    return replace(draft, before=f"{draft.before}```{word}\n", after=f"\n```{draft.after}")


def prefix(draft: Draft, draw: random.Random) -> Draft | None:
    """Prose or reasoning before it."""
    said = draw.choice(
        [
            "Here's the JSON you asked for:\n\n",
            '<think>The user wants {"a": 1}? No: [2].</think>\n',
            "好的，结果如下：\n",
            "As the [guide](https://example.org/a) says (see {name}), it's: ",
        ]
    )
    return replace(
        draft, before=said + draft.before, after=draft.after + draw.choice(["", " Done!"])
    )


# How it is written


def comment(draft: Draft, draw: random.Random) -> Draft | None:
    """Comments between members."""
    return replace(draft, comments=True)


def single_quotes(draft: Draft, draw: random.Random) -> Draft | None:
    """As Python writes it, with or without Python's literals."""
    return replace(draft, quotes="'", python=draw.random() < 0.5)


def trailing_comma(draft: Draft, draw: random.Random) -> Draft | None:
    """A comma after every last member."""
    return replace(draft, trailing=True)


def unescaped_newline(draft: Draft, draw: random.Random) -> Draft | None:
    """Line breaks and tabs within texts, as they are."""
    return replace(draft, raw=True) if _somewhere(draft, lambda v: isinstance(v, str)) else None


def unescaped_quotes(draft: Draft, draw: random.Random) -> Draft | None:
    """Quotes within texts, not escaped."""
    return replace(draft, naive=True)


def missing_commas(draft: Draft, draw: random.Random) -> Draft | None:
    """Half of the commas are missing."""
    return replace(draft, no_commas=True)


def duplicated_key(draft: Draft, draw: random.Random) -> Draft | None:
    """A key that stands twice, with different values."""
    paths = [path for path, value in _places(draft.said) if path and isinstance(path[-1], str)]
    if not paths:
        return None
    path = draw.choice(paths)
    other = draw.choice(["another", 12345, None, [1]])
    other = "one" if other == _at(draft.said, path) else other
    return replace(draft, twice=(path, other), lost=f"{path} stands twice")


def truncated(draft: Draft, draw: random.Random) -> Draft | None:
    """The end is missing."""
    return replace(draft, cut=draw.uniform(0.05, 0.99), after="", second=None, lost="cut off")


def two_objects(draft: Draft, draw: random.Random) -> Draft | None:
    """Another whole value of the same kind follows."""
    scalars = [path for path, value in _places(draft.right) if path and not _holds(value)]
    other = copy.deepcopy(draft.right)
    if not scalars or draft.cut is not None:
        return None
    path = draw.choice(scalars)
    inner = _at(other, path)
    _put(other, path, inner + 1 if isinstance(inner, int | float) else f"{inner} or not")
    return replace(draft, second=other, lost="two values")


# What it says


def not_a_number(draft: Draft, draw: random.Random) -> Draft | None:
    """NaN where null is meant: nothing is lost."""
    paths = [path for path, value in _places(draft.right) if value is None]
    return _said(draft, paths, lambda value: math.nan, draw)


def number_lost(draft: Draft, draw: random.Random) -> Draft | None:
    """NaN where a number was: it is lost."""
    paths = [path for path, value in _places(draft.right) if _is_number(value)]
    changed = _said(draft, paths, lambda value: math.nan, draw, detect=False)
    if changed is None:
        return None
    path = next(p for p, v in _places(changed.said) if isinstance(v, float) and math.isnan(v))
    return replace(changed, lost="a number is NaN", nan=path)


def enum_case(draft: Draft, draw: random.Random) -> Draft | None:
    """A member of an enum in another case, or with spaces for underscores."""
    paths = [path for path, value in _places(draft.right) if isinstance(value, str)]
    paths = [path for path in paths if _is_member(draft, path)]
    change = draw.choice([str.upper, str.title, lambda text: text.replace("_", " ") + "."])
    return _said(draft, paths, change, draw)


def number_as_string(draft: Draft, draw: random.Random) -> Draft | None:
    """A number in quotes, at times in full-width digits."""
    paths = [p for p, v in _places(draft.right) if _is_number(v) and "e" not in json.dumps(v)]
    wide = str.maketrans("0123456789", "０１２３４５６７８９") if draw.random() < 0.3 else {}
    return _said(draft, paths, lambda value: json.dumps(value).translate(wide), draw)


def extra_key(draft: Draft, draw: random.Random) -> Draft | None:
    """A member that the schema does not name."""
    paths = [path for path, value in _places(draft.right) if isinstance(value, dict)]
    if not paths:
        return None
    path = draw.choice(paths)
    said, right = copy.deepcopy(draft.said), copy.deepcopy(draft.right)
    if not isinstance(_at(said, path), dict) or _is_map(draft, path):
        return None
    for value in (said, right):
        _at(value, path)["comment_of_model"] = "I hope this helps"
    fits = _validator(json.dumps(draft.schema)).is_valid(right)
    return replace(draft, said=said, right=right if fits else draft.right)


def _is_map(draft: Draft, path: Path) -> bool:
    """Whether any key is allowed there, with a value of another kind."""
    other = copy.deepcopy(draft.right)
    fits = []
    for inner in ("text", 1, {}, *_at(draft.right, path).values()):
        _at(other, path)["comment_of_model"] = inner
        fits.append(_validator(json.dumps(draft.schema)).is_valid(other))
    return any(fits) and not fits[0]


def missing_optional(draft: Draft, draw: random.Random) -> Draft | None:
    """A member that may be left out is."""
    paths = [path for path, value in _places(draft.right) if path and isinstance(path[-1], str)]
    draw.shuffle(paths)
    for path in paths:
        right, said = copy.deepcopy(draft.right), copy.deepcopy(draft.said)
        del _at(right, path[:-1])[path[-1]]
        if _validator(json.dumps(draft.schema)).is_valid(right) and path[-1] in _at(
            said, path[:-1]
        ):
            del _at(said, path[:-1])[path[-1]]
            return replace(draft, said=said, right=right)
    return None


def list_or_scalar(draft: Draft, draw: random.Random) -> Draft | None:
    """A scalar where a list of one is wanted, or a list of one for a scalar."""
    lists = [p for p, v in _places(draft.right) if isinstance(v, list) and len(v) == 1 and p]
    lists = [path for path in lists if not _holds(_at(draft.right, path)[0])]
    if lists and draw.random() < 0.7:
        return _said(draft, lists, lambda value: value[0], draw)
    scalars = [p for p, v in _places(draft.right) if p and not _holds(v) and v is not None]
    return _said(draft, scalars, lambda value: [value], draw)


LOSSLESS: tuple[Corruption, ...] = (
    fence,
    prefix,
    comment,
    single_quotes,
    trailing_comma,
    not_a_number,
    unescaped_newline,
    enum_case,
    number_as_string,
    extra_key,
    missing_optional,
    list_or_scalar,
)
LOSSY: tuple[Corruption, ...] = (truncated, duplicated_key, two_objects, number_lost)
ALL = LOSSLESS + LOSSY
HARD: tuple[Corruption, ...] = (unescaped_quotes, missing_commas)
"""Where a text ends is a guess in some of these, and in others it is not."""


def _said(
    draft: Draft,
    paths: list[Path],
    change: Callable[[Any], Any],
    draw: random.Random,
    *,
    detect: bool = True,
) -> Draft | None:
    """The draft with one place said differently, where the schema does not allow what is said."""
    paths = list(paths)
    draw.shuffle(paths)
    for path in paths:
        alone, said = copy.deepcopy(draft.right), copy.deepcopy(draft.said)
        try:
            changed = change(_at(alone, path))
            untouched = _at(said, path) == _at(draft.right, path)
        except (KeyError, IndexError, TypeError):
            continue
        if not untouched:
            continue
        _put(alone, path, changed)
        if detect and isinstance(changed, float) and math.isnan(changed):
            _put(said, path, changed)
            return replace(draft, said=said)
        if detect and _validator(json.dumps(draft.schema)).is_valid(alone):
            continue
        said = _put(said, path, changed)
        return replace(draft, said=said)
    return None


def _is_member(draft: Draft, path: Path) -> bool:
    """Whether other text is not allowed there."""
    other = copy.deepcopy(draft.right)
    _put(other, path, "no member of anything")
    return not _validator(json.dumps(draft.schema)).is_valid(other)


@cache
def _validator(schema: str) -> Any:
    return jsonschema_rs.validator_for(json.loads(schema))


def _places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    members = value.items() if isinstance(value, dict) else ()
    for key, inner in enumerate(value) if isinstance(value, list) else members:
        yield from _places(inner, (*path, key))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _put(value: Any, path: Path, inner: Any) -> Any:
    _at(value, path[:-1])[path[-1]] = inner
    return value


def _holds(value: Any) -> bool:
    return isinstance(value, dict | list)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _somewhere(draft: Draft, test: Callable[[Any], bool]) -> bool:
    return any(test(value) for _, value in _places(draft.right))
