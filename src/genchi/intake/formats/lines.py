"""JSON Lines: one record on each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from genchi.intake.rows import Reject, Row
from genchi.intake.source import BROKEN_STREAM, Source, text_of
from genchi.records.parsing import parse

MAX_LINE = 256 * 1024 * 1024


def read(source: Source, encoding: str) -> Iterator[Row | Reject]:
    """Every line that is not blank."""
    number = 0
    try:
        for number, line in enumerate(_lines(source, encoding), start=1):
            if line.strip():
                yield _row(number, line)
    except BROKEN_STREAM as error:
        yield Reject(f"line {number + 1}", f"the file is damaged from here on: {error}")


def looks_like_lines(text: str) -> bool:
    """Whether the first line is a JSON object of its own and more follows it.

    >>> looks_like_lines('{"a": 1}\\n{"a": 2}'), looks_like_lines('{\\n "a": 1}')
    (True, False)
    """
    first, _, rest = text.strip().partition("\n")
    try:
        return bool(rest) and isinstance(parse(first), dict)
    except ValueError:
        return False


def _lines(source: Source, encoding: str) -> Iterable[bytes | str]:
    if encoding == "utf-8":
        return iter(lambda: source.stream.readline(MAX_LINE), b"")
    text = text_of(source, encoding)
    return iter(lambda: text.readline(MAX_LINE), "")


def _row(number: int, line: bytes | str) -> Row | Reject:
    place = f"line {number}"
    try:
        record = parse(line)
    except ValueError as error:
        return Reject(place, str(error), _shown(line))
    if not isinstance(record, dict):
        kind = type(record).__name__
        return Reject(place, f"a record must be an object {{…}}, this is a {kind}", _shown(line))
    return Row(place, record)


def _shown(line: bytes | str) -> str:
    text = line if isinstance(line, str) else line.decode("utf-8", "replace")
    return text.rstrip("\r\n")
