"""Checks saved in review: lines of a Python file of the project, which git shows and anyone edits.

    no_guarantee = excludes("guarantee")

genchi adds such lines to `checks/from_review.py` and takes them back. Everything else in the file
stays byte for byte. A file that cannot be understood is never touched: the error names the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from genchi.checks.checking import Check
from genchi.checks.discovery import default_checks, library_checks, load_checks
from genchi.checks.source_lines import Assignment, SourceFile, read_source
from genchi.checks.specs import find_check
from genchi.checks.written import call_of, identifier_of
from genchi.datasets import editing
from genchi.errors import UsageError

FILE = "from_review.py"
"""The file in the folder of checks."""
_HEADER = b'''"""Checks made in review: genchi adds and removes lines, the rest is yours to edit."""

from __future__ import annotations

'''


@dataclass(frozen=True, slots=True)
class Saved:
    """A check as it stands in a file: the name it is assigned to and its spec."""

    name: str
    spec: str
    file: Path


def saved_checks(folder: Path) -> list[Saved]:
    """The library checks that lines of the file assign, in order; none where there is no file.

    Raises `UsageError` where the file cannot be read as Python.
    """
    path = folder / FILE
    if not path.exists():
        return []
    source = read_source(path, path.read_bytes())
    return [Saved(line.name, spec, path) for line, spec in _lines(source)]


def save_check(folder: Path, spec: str, *, replaces: str | None = None) -> Saved:
    """Add a line for a check of the library; the line of `replaces` goes, if there is one.

    A check that has a line already is left as it is. Raises `UsageError` for a spec that names no
    library check or lacks parameters, and where the file cannot be read as Python.
    """
    check = _of_library(spec)
    with editing(folder / FILE) as file:
        source = read_source(file.path, file.before or _HEADER)
        lines = _lines(source)
        if replaces is not None and spec_of(replaces) != check.spec:
            source = source.without(_of_spec(lines, spec_of(replaces)))
        there = next((line for line, known in _lines(source) if known == check.spec), None)
        name = there.name if there else identifier_of(check, source.names)
        if there is None:
            source = _with_line(source, check, name)
        file.write(source.data)
        return Saved(name, check.spec, folder / FILE)


def unsave_check(folder: Path, spec: str) -> bool:
    """Take the lines of a check back; whether there were any."""
    path = folder / FILE
    if not path.exists():
        return False
    with editing(path) as file:
        source = read_source(file.path, file.before or b"")
        gone = _of_spec(_lines(source), spec_of(spec))
        file.write(source.without(gone).data)
        return bool(gone)


def spec_of(spec: str) -> str:
    """A spec as `Check.spec` writes it; as it is where it names no library check."""
    try:
        return find_check(spec, library_checks()).spec
    except UsageError:
        return spec


def checks_to_run(folder: Path | None) -> list[Check]:
    """What runs where no check is named: the folder's own, with those saved in review.

    Where it has none of its own, the library's defaults take their place, but for those of which
    one with other parameters was saved.
    """
    ready = load_checks(folder) if folder else []
    saved = {one.spec for one in saved_checks(folder)} if folder else set[str]()
    if not all(check.spec in saved for check in ready):
        return ready
    names = {check.name for check in ready}
    return [*(check for check in default_checks() if check.name not in names), *ready]


def _of_library(spec: str) -> Check:
    try:
        return find_check(spec, library_checks())
    except UsageError as error:
        if str(error).startswith("there is no check"):
            raise UsageError(
                f"only checks of the library are saved in {FILE}, and {spec} is none: write a line "
                f"such as NAME = {spec} into the file that defines it; {error}"
            ) from None
        raise


def _with_line(source: SourceFile, check: Check, name: str) -> SourceFile:
    local = source.imported.get(check.name)
    if local is None:
        local = f"_{check.name}" if check.name in source.names else check.name
        source = source.importing(check.name, local)
    return source.appending(f"{name} = {call_of(check, local)}")


def _lines(source: SourceFile) -> list[tuple[Assignment, str]]:
    """The assignments of library checks with their specs; others are no business of ours."""
    known, found = library_checks(), list[tuple[Assignment, str]]()
    names = {local: name for name, local in source.imported.items()}
    for line in source.assignments:
        check = known.get(names.get(line.function, ""))
        if check is not None:
            try:
                ready = check.bind(*line.values, **line.named) if line.called else check
            except UsageError:  # the check has changed, or was mistyped: `genchi check` says so
                continue
            found.append((line, ready.spec))
    return found


def _of_spec(lines: Sequence[tuple[Assignment, str]], spec: str) -> list[Assignment]:
    return [line for line, known in lines if known == spec]
