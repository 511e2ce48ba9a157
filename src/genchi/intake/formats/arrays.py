"""One JSON document that holds many records: an array, an object with one in it, or several
objects after each other. Read as a stream: the file may be larger than memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from genchi.intake import guesses
from genchi.intake.formats.stream import JsonStream, TooDeep
from genchi.intake.rows import Reject, Row
from genchi.intake.source import Source
from genchi.records import Json, to_json

_WRAPPERS = (
    *("data", "records", "rows", "items", "samples", "results", "examples", "logs", "runs"),
    *("resourceSpans", "resource_spans"),
)
"""Members that hold the records where the document is one object."""


def read(source: Source, encoding: str) -> Iterator[Row | Reject]:
    """Every record of the document."""
    stream = JsonStream(source, encoding)
    number = 0
    try:
        for number, value in enumerate(_records(stream), start=1):
            yield row_of(f"record {number}", value)
    except ValueError as error:
        place = f"record {number + 1}"
        yield Reject(place, f"the file cannot be read from here on: {error}", stream.rest())


def row_of(place: str, value: Json) -> Row | Reject:
    """The row of a value, which must be an object."""
    if isinstance(value, dict):
        return Row(place, value)
    if isinstance(value, TooDeep):
        return Reject(place, "nested too deeply to be kept", value)
    kind = type(value).__name__
    return Reject(
        place, f"a record must be an object {{…}}, this is a {kind}", to_json(value).decode()
    )


def _records(stream: JsonStream) -> Iterator[Json]:
    while start := stream.peek():
        if start == "[":
            yield from stream.items()
        elif start == "{":
            yield from _object(stream)
        else:
            yield stream.value()


def _object(stream: JsonStream) -> Iterator[Json]:
    """An object: the records in it where it only wraps them, else itself."""
    members: dict[str, Json] = {}
    wraps = False
    for key in stream.names():
        stream.expect(":")
        if key in _WRAPPERS and stream.peek() == "[" and (wraps or not _is_record(members)):
            held = stream.items()
            first = next(held, None)
            if wraps or isinstance(first, dict):
                wraps = True
                yield from () if first is None else (first,)
                yield from held
                continue
            members[key] = [] if first is None else [first, *held]
        else:
            members[key] = stream.value()
    if not wraps:
        yield members


def _is_record(members: dict[str, Json]) -> bool:
    return any(
        key in ("output", "messages") or key.startswith("inputs.") for key in guesses.guess(members)
    )
