"""One JSON document that holds many records: an array, an object with one in it, or several
objects after each other. Read as a stream: the file may be larger than memory.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, cast

import ijson

from genchi.intake.rows import Reject, Row
from genchi.intake.source import BROKEN_STREAM, Source, text_of
from genchi.records import to_json

_WRAPPERS = ("data", "records", "rows", "items", "samples", "results", "examples", "logs", "runs")
"""Members that hold the records where the document is one object."""


def read(source: Source, encoding: str) -> Iterator[Row | Reject]:
    """Every record of the document."""
    prefix = _prefix(source, encoding)
    source.stream.seek(0)
    number = 0
    try:
        values = ijson.items(
            _utf8(source, encoding), prefix, use_float=True, multiple_values=prefix == ""
        )
        for number, value in enumerate(values, start=1):
            yield _row(number, value)
    except (ijson.JSONError, UnicodeError, *BROKEN_STREAM) as error:
        yield Reject(
            f"record {number + 1}", f"the file cannot be read from here on: {_short(error)}"
        )


def _prefix(source: Source, encoding: str) -> str:
    """Where the records are: "item" in an array, "data.item" in an object, "" for the object."""
    try:
        for prefix, event, _ in ijson.parse(_utf8(source, encoding), multiple_values=True):
            if event == "start_array" and prefix == "":
                return "item"
            if event == "start_array" and prefix in _WRAPPERS:
                return f"{prefix}.item"
            if event == "end_map" and prefix == "":
                break
    except (ijson.JSONError, UnicodeError, *BROKEN_STREAM):
        pass  # `read` meets the same damage and reports where it is
    return ""


def _utf8(source: Source, encoding: str) -> Any:
    if encoding == "utf-8":
        return source.stream
    text = text_of(source, encoding)
    return _Encoded(text)


class _Encoded:
    """A text stream that is read as UTF-8 bytes, as ijson wants them."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode("utf-8", "replace")


def _row(number: int, value: object) -> Row | Reject:
    place = f"record {number}"
    if isinstance(value, dict):
        return Row(place, cast("dict[str, Any]", value))
    kind = type(value).__name__
    return Reject(
        place, f"a record must be an object {{…}}, this is a {kind}", to_json(value).decode()
    )


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
