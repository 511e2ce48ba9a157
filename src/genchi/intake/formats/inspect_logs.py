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
from typing import Any

import ijson

from genchi.intake.formats.parse import parse
from genchi.intake.rows import Reject, Row
from genchi.intake.source import BROKEN_STREAM, Source

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
USED = (
    *("input", "messages", "output", "target", "scores", "epoch", "error", "id"),
    *("eval", "store", "model_usage"),
)
_LEFT_OUT = ("events", "attachments")
_REFERENCE = "attachment://"


def read(source: Source, encoding: str) -> Iterator[Row | Reject]:
    """Every sample of the log, with what the log says about the whole evaluation under `eval`."""
    del encoding  # Inspect writes UTF-8
    if source.stream.read(4) == b"PK\x03\x04":
        yield from _read_zip(source)
    else:
        yield from _read_json(source)


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
        with zipfile.ZipFile(source.path) as archive:
            names = sorted(n for n in archive.namelist() if n.startswith("samples/"))
            about = (
                parse(archive.read("header.json")) if "header.json" in archive.namelist() else {}
            )
            for name in names:
                yield _zip_row(archive, name, about.get("eval", {}))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, *BROKEN_STREAM) as error:
        yield Reject("the archive", f"it cannot be read: {error}")


def _zip_row(archive: zipfile.ZipFile, name: str, about: dict[str, Any]) -> Row | Reject:
    try:
        sample = parse(archive.read(name))
    except (ValueError, NotImplementedError, zipfile.BadZipFile, *BROKEN_STREAM) as error:
        return Reject(name, f"it cannot be read: {error}")
    return _sample(name, sample, about)


def _read_json(source: Source) -> Iterator[Row | Reject]:
    number = 0
    try:
        source.stream.seek(0)
        about: dict[str, Any] = next(iter(ijson.items(source.stream, "eval", use_float=True)), {})
        source.stream.seek(0)
        samples = ijson.items(source.stream, "samples.item", use_float=True)
        for number, sample in enumerate(samples, start=1):
            yield _sample(f"sample {number}", sample, about)
    except (ijson.JSONError, UnicodeError, *BROKEN_STREAM) as error:
        yield Reject(f"sample {number + 1}", f"the file cannot be read from here on: {error}")


def _sample(place: str, sample: Any, about: dict[str, Any]) -> Row | Reject:
    if not isinstance(sample, dict):
        return Reject(place, "a sample must be an object {…}")
    attached = sample.get("attachments") or {}
    kept = {k: _whole(v, attached) for k, v in sample.items() if k not in _LEFT_OUT}
    known = {key: about.get(key) for key in ("task", "model", "created", "run_id", "task_version")}
    return Row(place, kept | {"eval": known})


def _whole(value: Any, attached: dict[str, str]) -> Any:
    """The value with references to long texts replaced by the texts."""
    if isinstance(value, str) and value.startswith(_REFERENCE):
        return attached.get(value.removeprefix(_REFERENCE), value)
    if isinstance(value, list):
        return [_whole(item, attached) for item in value]
    if isinstance(value, dict):
        return {key: _whole(item, attached) for key, item in value.items()}
    return value
