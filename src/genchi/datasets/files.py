"""Read and change files of cases: JSON Lines, one case a line, named by what is in it.

A line has `inputs` and, where there are some, `reference`, `metadata` and `origin` (the span that
the case came from). Lines are appended, and removed with the rest of the file as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from genchi.datasets.editing import editing
from genchi.errors import OutsideError, UsageError
from genchi.records import Case, Dataset, Json, SpanKey, to_json
from genchi.records.parsing import parse

FOLDER = "datasets"
"""Where a project keeps its cases."""
REGRESSIONS = "regressions"
"""The dataset of what was wrong once and must not be so again."""
_KEYS = ("inputs", "reference", "metadata", "origin")


def dataset_path(project: Path, name: str) -> Path:
    """The file of a dataset. Raises `UsageError` for a name that is no plain file name."""
    if not re.fullmatch(r"[\w][\w.-]{0,99}", name):
        raise UsageError(
            f"{name!r} is no name of a dataset: use letters, digits, dots, dashes and underscores"
        )
    return project / FOLDER / f"{name}.jsonl"


def read_dataset(path: Path) -> Dataset:
    """The dataset in a file, named as the file is. Raises as `read_cases` does."""
    return Dataset(path.stem, tuple(read_cases(path)))


def read_cases(path: Path) -> list[Case]:
    """The cases of a file, in order, each once; none where there is no file.

    Raises `UsageError` naming file and line for a line that is no case.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise OutsideError(f"{path} cannot be read ({error.strerror})") from error
    return list({case.id: case for _, case in _cases_in(path, data)}.values())


def add_case(path: Path, case: Case) -> bool:
    """Append a case; whether it was new. The folder and the file are made where they lack.

    Raises `UsageError` where the file has a line that is no case.
    """
    with editing(path) as file:
        before = file.before or b""
        if any(there.id == case.id for _, there in _cases_in(path, before)):
            return False
        gap = b"" if not before or before.endswith(b"\n") else b"\n"
        file.write(before + gap + _line(case) + b"\n")
        return True


def remove_case(path: Path, case_id: str) -> bool:
    """Take a case out, the rest of the file as it was; whether it was there."""
    if not path.exists():
        return False
    with editing(path) as file:
        before = file.before or b""
        gone = {number for number, case in _cases_in(path, before) if case.id == case_id}
        lines = before.splitlines(keepends=True)
        file.write(b"".join(line for i, line in enumerate(lines) if i not in gone))
        return bool(gone)


def _line(case: Case) -> bytes:
    row: dict[str, Json] = {"inputs": case.inputs}
    if case.reference is not None:
        row["reference"] = case.reference
    if case.metadata:
        row["metadata"] = case.metadata
    if case.origin is not None:
        key = case.origin
        row["origin"] = {"app": key.app, "trace_id": key.trace_id, "span_id": key.span_id}
    return to_json(row)


def _cases_in(path: Path, data: bytes) -> Iterator[tuple[int, Case]]:
    """Each case with the place of its line, from 0."""
    for number, line in enumerate(data.splitlines()):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line
        if not text.strip():
            continue
        try:
            yield number, _case(parse(text))
        except ValueError as error:
            raise UsageError(
                f"{path}:{number + 1} is no case ({error}): mend or remove the line"
            ) from None


def _case(row: Json) -> Case:
    """The case in a JSON value; `ValueError` says why it is none."""
    if not isinstance(row, dict):
        raise ValueError("it is not an object")
    unknown = [name for name in row if name not in _KEYS]
    if unknown:
        raise ValueError(f"it has {unknown[0]!r}, but a case has only {', '.join(_KEYS)}")
    if "inputs" not in row:
        raise ValueError("it has no inputs")
    return Case(
        inputs=_object("inputs", row["inputs"]),
        reference=row.get("reference"),
        metadata=_object("metadata", row.get("metadata") or {}),
        origin=_origin(row.get("origin")),
    )


def _object(name: str, value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise ValueError(f"{name} is not an object")
    return value


def _origin(value: Json) -> SpanKey | None:
    match value:
        case None:
            return None
        case {"app": str(app), "trace_id": str(trace_id), "span_id": str(span_id)}:
            return SpanKey(app, trace_id, span_id)
    raise ValueError("origin is not an object with app, trace_id and span_id")
