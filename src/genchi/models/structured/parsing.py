"""The ladder: a model's text in, a value that fits the schema out, or why there is none."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from genchi.models.structured.building import Building
from genchi.models.structured.coercing import coerced
from genchi.models.structured.finding import content
from genchi.models.structured.quoting import UnreadableError
from genchi.models.structured.reading import Reading, around, read, unread
from genchi.models.structured.results import (
    RUNGS,
    Parsed,
    Path,
    Repair,
    UnparsedError,
    highest,
    pointer_of,
)
from genchi.models.structured.schemas import Schema
from genchi.models.structured.typed import SchemaLike, Target, target_of
from genchi.models.structured.validating import may_come, problems, told
from genchi.models.structured.yaml_reading import read_yaml
from genchi.records import Json

_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_MAYBE_HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


def parse(text: str, schema: SchemaLike, *, partial: bool = False) -> Parsed:
    """The value in a model's text that fits the schema; raises `UnparsedError` where it is a guess.

    - `schema`: a JSON Schema, a dataclass or a pydantic model; of a class an instance comes back;
    - `partial`: of a text that is cut off, take what is complete, and tell what is `missing`.

    >>> schema = {"properties": {"count": {"type": "integer"}}}
    >>> answer = parse("Sure! {'count': '３', 'ok': True,}", schema)
    >>> answer.value, answer.rung
    ({'count': 3, 'ok': True}, 'coerced')
    """
    target = target_of(schema)
    reading = read(text, target.schema, partial=partial)
    return _settled(text, reading, target)


def parse_yaml(text: str, schema: SchemaLike) -> Parsed:
    """The same for a text that may be YAML or JSON.

    >>> parse_yaml("ok: no\\nwhen: 2026-11-25", {"required": ["ok"]}).value
    {'ok': 'no', 'when': '2026-11-25'}
    """
    inside = content(text)
    if inside.lstrip()[:1] in ("{", "["):
        return parse(text, schema)
    target = target_of(schema)
    try:
        value, repairs = read_yaml(inside)
    except UnreadableError as error:
        raise unread(inside, error) from None
    start = text.find(inside)
    beside = around(text, start, start + len(inside), "unwrapped")
    return _settled(text, Reading(value, (*beside, *repairs), "yaml"), target)


def _settled(text: str, reading: Reading, target: Target) -> Parsed:
    """The value as the schema wants it, validated, as an instance where a class was given."""
    if _MAYBE_HALF.search(text):
        _refuse_half_characters(reading.value, ())
    schema, value, repairs = target.schema, reading.value, reading.repairs
    if target.build or _odd_number(value) or not schema.whole.is_valid(value):
        value, changes = _coerced(schema, reading)
        repairs += changes
    missing = _missing(schema, value, reading.cut) if reading.cut else ()
    rung = max(highest(repairs), reading.base, key=RUNGS.index)
    whole = value if target.build is None or missing else _built(target, value)
    return Parsed(whole, repairs, rung, missing)


def _coerced(schema: Schema, reading: Reading) -> tuple[Json, tuple[Repair, ...]]:
    try:
        fit = coerced(schema, reading.value)
    except RecursionError:
        raise UnparsedError("it is nested too deeply", read=reading.value) from None
    if fit.doubt and not fit.holds:
        doubt = fit.doubt
        raise UnparsedError(
            doubt.why, pointer_of(doubt.path), read=reading.value, readings=doubt.readings
        )
    odd = _odd_number(fit.value)
    if odd:
        raise UnparsedError("NaN and Infinity are no numbers", pointer_of(odd[0]), read=None)
    wrong = problems(schema, fit.value)
    if reading.cut:
        open_paths = _open_paths(reading.cut)
        wrong = [each for each in wrong if not may_come(each, open_paths)]
    if wrong:
        pointer, why = told(wrong)
        raise UnparsedError(why, pointer, read=reading.value)
    return fit.value, fit.repairs


def _open_paths(building: Building) -> list[Path]:
    """The containers that are not closed yet."""
    path = building.path()
    return [path[:depth] for depth in range(len(path))]


def _missing(schema: Schema, value: Json, building: Building) -> tuple[str, ...]:
    """The place where the text ends, and required members that did not come."""
    frame = building.frames[-1]
    begun = isinstance(frame.container, list) or frame.wants in ("colon", "value")
    places = [pointer_of(building.path() if begun else building.path()[:-1])]
    for problem in problems(schema, value):
        places += [pointer_of((*problem.path, name)) for name in problem.lacking]
    return tuple(dict.fromkeys(places))


def _built(target: Target, value: Json) -> Any:
    import msgspec

    assert target.build is not None
    try:
        return target.build(value)
    except (ValueError, TypeError, msgspec.ValidationError) as error:
        raise UnparsedError(" ".join(str(error).split())[:300], read=value) from None


def _odd_number(value: Json, path: Path = ()) -> tuple[Path] | None:
    """Where NaN or an infinity stands."""
    if isinstance(value, float):
        return None if isfinite(value) else (path,)
    members = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else members
    found = (_odd_number(inner, (*path, key)) for key, inner in items)
    return next((place for place in found if place), None)


def _refuse_half_characters(value: Json, path: Path) -> None:
    """Half of a surrogate pair is no character: no other program could read the value."""
    if isinstance(value, str) and _HALF_CHARACTER.search(value):
        raise UnparsedError(
            "half a character, a surrogate without its other half", pointer_of(path)
        )
    members = value.items() if isinstance(value, dict) else ()
    for key, inner in enumerate(value) if isinstance(value, list) else members:
        _refuse_half_characters(str(key), path)
        _refuse_half_characters(inner, (*path, key))
