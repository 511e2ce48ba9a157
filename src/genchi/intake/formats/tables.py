"""CSV and TSV with a header line. A cell that is a JSON object or list is read as one."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator
from typing import Any

from genchi.intake.rows import Reject, Row
from genchi.intake.source import BROKEN_STREAM, Source, text_of
from genchi.records.parsing import parse

csv.field_size_limit(1 << 30)
_SEPARATOR = re.compile(r"sep=(.)\s*", re.IGNORECASE)


def read_csv(source: Source, encoding: str) -> Iterator[Row | Reject]:
    """Comma-separated rows; semicolons or tabs where the header has more of those."""
    return _read(source, encoding, None)


def read_tsv(source: Source, encoding: str) -> Iterator[Row | Reject]:
    """Tab-separated rows."""
    return _read(source, encoding, "\t")


def _read(source: Source, encoding: str, delimiter: str | None) -> Iterator[Row | Reject]:
    text = text_of(source, encoding)
    line = 1
    try:
        opening, likely = _opening(text)
        rows = csv.reader(itertools.chain(opening, text), delimiter=delimiter or likely)
        header = _distinct(next(filter(any, rows), []))
        line = rows.line_num + 1
        for cells in rows:
            if any(cells):
                yield _row(header, cells, line)
            line = rows.line_num + 1
    except (csv.Error, *BROKEN_STREAM) as error:
        yield Reject(f"line {line}", f"the file cannot be read from here on: {error}")


def _opening(text: Iterator[str]) -> tuple[list[str], str]:
    """The lines up to the header, and what parts the cells: `sep=;` before it, else by count."""
    lines, named = [""], None
    for line in text:
        named = _SEPARATOR.fullmatch(line) or named
        lines.append("\n" if _SEPARATOR.fullmatch(line) else line)
        if lines[-1].strip():
            break
    return lines[1:], named[1] if named else max(",;\t", key=lines[-1].count)


def _distinct(names: list[str]) -> list[str]:
    """Column names of which no two are equal: the third column "note" is "note (3)".

    >>> _distinct(["note", "answer", "note ", ""])
    ['note', 'answer', 'note (3)', '(4)']
    """
    seen: list[str] = []
    for number, name in enumerate((name.strip() for name in names), start=1):
        taken = name in seen or not name
        seen.append(f"{name} ({number})".strip() if taken else name)
    return seen


def _row(header: list[str], cells: list[str], line: int) -> Row | Reject:
    place = f"line {line}"
    if len(cells) != len(header):
        reason = f"the row has {len(cells)} cells, the header has {len(header)}"
        return Reject(place, reason, ",".join(cells))
    return Row(place, {name: _value(cell) for name, cell in zip(header, cells, strict=True)})


def _value(cell: str) -> Any:
    if cell == "":
        return None
    if cell[0] in "[{" and cell[-1] in "]}":
        try:
            return parse(cell)
        except ValueError:
            return cell
    return cell
