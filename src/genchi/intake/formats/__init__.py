"""The file formats: how each is read, and which fields of it mean what.

A format is a reader (file to rows) and a mapping (key to JMESPath) for what its records always
have. Fields a mapping does not name are guessed by their names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from genchi.errors import UsageError
from genchi.intake.formats import arrays, chats, inspect_logs, lines, otlp_files, tables, tau_bench
from genchi.intake.rows import Imported, Reject, Row
from genchi.intake.source import Source, bare_suffix, encoding_of, head_of, open_source

Reader = Callable[[Source, str], Iterator[Row | Reject]]
SpanReader = Callable[[Row, str], Iterator[Imported | Reject]]


@dataclass(frozen=True, slots=True)
class Format:
    """A name for `--format`, a reader `(source, encoding) -> rows`, and a mapping.

    `used` names, by key, the places that the mapping takes out of a record, so that they are not
    kept twice: `info.task`, or the first there is of several, `response.id || id`. Under "" stands
    what is not kept at all.
    """

    name: str
    read: Reader
    mapping: Mapping[str, str] = field(default_factory=dict)
    used: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    spans: SpanReader | None = None


JSONL = Format("jsonl", lines.read)
JSON = Format("json", arrays.read)
CSV = Format("csv", tables.read_csv)
TSV = Format("tsv", tables.read_tsv)
INSPECT = Format("inspect", inspect_logs.read, inspect_logs.MAPPING, inspect_logs.USED)

_CONTAINERS = {f.name: f for f in (JSONL, JSON, CSV, TSV)}
_PROFILES = {"openai": chats, "tau-bench": tau_bench, "otlp": otlp_files}
"""What the records of a container may be: modules with `matches`, `MAPPING`, `USED`; or `spans`."""
NAMES = (*_CONTAINERS, *_PROFILES, INSPECT.name)
"""What `--format` takes."""

_BY_SUFFIX = {".jsonl": JSONL, ".ndjson": JSONL, ".csv": CSV, ".tsv": TSV, ".eval": INSPECT}
_NO_LINES = re.compile(r"\s*(\[\s*\{|[\[{]\s*\n)")
"""How an array or an object over several lines begins, whatever the file is called."""
_NO_NULS = 1024
"""Bytes that have no NUL where a file is text; further on a crash may have left some."""


def find_format(path: Path, name: str | None = None) -> Format:
    """The format called `name`, or the one the file looks like.

    Raises `UsageError` for an unknown name and for a file that looks like none.
    """
    if name is not None and name not in NAMES:
        raise UsageError(f"there is no format {name!r}: choose one of {', '.join(NAMES)}")
    if name == INSPECT.name:
        return INSPECT
    container = _CONTAINERS[name] if name in _CONTAINERS else _container(path)
    if name in _CONTAINERS or container is INSPECT:
        return container
    if name in _PROFILES:
        return _profiled(name, container)
    return _with_profile(path, container)


def rows_of(source: Source, format_: Format) -> Iterator[Row | Reject]:
    """Every record of an open file."""
    return format_.read(source, encoding_of(head_of(source.path)))


def _container(path: Path) -> Format:
    head = head_of(path)
    if not head.strip():
        raise UsageError(f"{path} is empty")
    if head.startswith(b"PK\x03\x04"):
        return _archive(path)
    if b"\x00" in head[:_NO_NULS] and not encoding_of(head).startswith("utf-16"):
        raise UsageError(
            f"{path} is not a text file: genchi imports {', '.join(NAMES)}, plain or gzipped"
        )
    text = head.decode(encoding_of(head), "replace")
    by_suffix = _BY_SUFFIX.get(bare_suffix(path))
    if by_suffix is not None and not (by_suffix is JSONL and _NO_LINES.match(text)):
        return by_suffix
    if inspect_logs.is_json_log(head):
        return INSPECT
    return _by_content(path, text)


def _archive(path: Path) -> Format:
    if path.suffix.lower() == ".eval" or inspect_logs.is_zip_log(path):
        return INSPECT
    raise UsageError(
        f"{path} is not a text file but a zip archive: unpack it, or save a workbook as CSV, "
        "and import that"
    )


def _by_content(path: Path, text: str) -> Format:
    start = text.lstrip()[:1]
    if start == "[":
        return JSON
    if start == "{":
        return JSONL if lines.looks_like_lines(text) else JSON
    first = text.lstrip("\ufeff\r\n ").splitlines()[0]
    if "\t" in first:
        return TSV
    if "," in first:
        return CSV
    raise UsageError(
        f"{path} looks like none of the formats genchi reads: say which with "
        f"--format {'|'.join(NAMES)}"
    )


def _with_profile(path: Path, container: Format) -> Format:
    with open_source(path) as source:
        first = next((r for r in rows_of(source, container) if isinstance(r, Row)), None)
    for name, profile in _PROFILES.items():
        if first is not None and profile.matches(first.record):
            return _profiled(name, container)
    return container


def _profiled(name: str, container: Format) -> Format:
    profile = _PROFILES[name]
    spans = getattr(profile, "spans", None)
    return Format(name, container.read, profile.MAPPING, profile.USED, spans)
