"""Inspect eval logs: `.eval` archives and `.json` files. One sample is one record.

Scores are what a scorer said, so they come in as the recorded verdicts of a check with the scorer's
name, for people's labels to be compared with. The step-by-step events are left out: the messages
say the same.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from genchi.intake.formats.stream import JsonStream
from genchi.intake.rows import Reject, Row
from genchi.intake.source import BROKEN_STREAM, Source
from genchi.records import Json, to_json
from genchi.records.parsing import parse

MAPPING: Mapping[str, str] = {
    "id": "id",
    "inputs.input": "input",
    "messages": "messages",
    "output": "output.completion || output.choices[0].message.content",
    "reference": "target",
    "model": "eval.model",
    "response_model": "output.model",
    "time": "started_at || eval.created",
    "latency": "output.time || total_time",
    "input_tokens": "output.usage.input_tokens",
    "output_tokens": "output.usage.output_tokens",
    "error": "error.message || output.error",
    "checks": "scores",
    "name": "eval.task",
    "metadata.epoch": "epoch",
    "metadata.task": "eval.task",
}
USED: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "inputs.input": ("input",),
    "messages": ("messages",),
    "output": ("output",),
    "reference": ("target",),
    "error": ("error",),
    "checks": ("scores",),
    "metadata.epoch": ("epoch",),
    "": ("eval", "store", "model_usage"),
}
_LEFT_OUT = ("events", "attachments")
_REFERENCE = "attachment://"
_ABOUT = ("header.json", "_journal/start.json")
"""Where an archive says which evaluation it is; the second where it was cut short."""
_UNREADABLE = (
    *(zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, KeyError, OSError),
    *BROKEN_STREAM,
)
"""What reading a damaged or an encrypted archive raises."""


def read(source: Source, encoding: str) -> Iterator[Row | Reject]:
    """Every sample of the log, with what the log says about the whole evaluation under `eval`."""
    try:
        zipped = source.stream.read(4) == b"PK\x03\x04"
    except BROKEN_STREAM:  # reading it as JSON says what is wrong
        zipped = False
    source.stream.seek(0)
    yield from _read_zip(source) if zipped else _read_json(source, encoding)


def is_zip_log(path: Path) -> bool:
    """Whether a zip archive is an Inspect log."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "header.json" in archive.namelist() or any(
                name.startswith("samples/") for name in archive.namelist()
            )
    except (zipfile.BadZipFile, OSError):
        return False


def is_json_log(head: bytes) -> bool:
    """Whether JSON text starts like an Inspect log."""
    return bool(
        re.match(rb'\s*\{\s*"version"\s*:\s*\d+\s*,\s*"status"\s*:', head)
        or re.match(rb'\s*\{\s*"status"\s*:\s*"\w+"\s*,\s*"eval"\s*:', head)
    )


def _read_zip(source: Source) -> Iterator[Row | Reject]:
    try:
        with zipfile.ZipFile(source.stream) as archive:
            names = archive.namelist()
            about = next((parse(archive.read(name)) for name in _ABOUT if name in names), None)
            for name in sorted(n for n in names if n.startswith("samples/")):
                yield _zip_row(archive, name, _member(about, "eval"))
    except _UNREADABLE as error:
        yield Reject("the archive", f"it cannot be read: {error}")


def _zip_row(archive: zipfile.ZipFile, name: str, about: dict[str, Json]) -> Row | Reject:
    try:
        sample = parse(archive.read(name))
    except _UNREADABLE as error:
        return Reject(name, f"it cannot be read: {error}")
    return _sample(name, sample, about)


def _read_json(source: Source, encoding: str) -> Iterator[Row | Reject]:
    stream = JsonStream(source, encoding)
    about: dict[str, Json] = {}
    number = 0
    try:
        for key in stream.names():
            stream.expect(":")
            if key == "samples" and stream.peek() == "[":
                for number, sample in enumerate(stream.items(), start=1):
                    yield _sample(f"sample {number}", sample, about)
            else:
                about |= _member({key: stream.value()}, "eval")
    except ValueError as error:
        place = f"sample {number + 1}"
        yield Reject(place, f"the file cannot be read from here on: {error}", stream.rest())


def _member(value: Json, name: str) -> dict[str, Json]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _sample(place: str, sample: Json, about: dict[str, Json]) -> Row | Reject:
    if not isinstance(sample, dict):
        return Reject(place, "a sample must be an object {…}", to_json(sample).decode())
    attached = _member(sample, "attachments")
    try:
        kept = {k: _whole(v, attached) for k, v in sample.items() if k not in _LEFT_OUT}
    except RecursionError:
        return Reject(place, "nested too deeply to be kept")
    known = {key: about.get(key) for key in ("task", "model", "created", "run_id", "task_version")}
    return Row(place, kept | {"eval": known})


def _whole(value: Json, attached: dict[str, Json]) -> Json:
    """The value with references to long texts replaced by the texts."""
    if isinstance(value, str) and value.startswith(_REFERENCE):
        return attached.get(value.removeprefix(_REFERENCE), value)
    if isinstance(value, list):
        return [_whole(item, attached) for item in value]
    if isinstance(value, dict):
        return {key: _whole(item, attached) for key, item in value.items()}
    return value
