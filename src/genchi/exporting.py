"""Spans as JSON, and spans out to files: OTLP for other tools, JSON Lines, Parquet.

A file is there whole or not at all: it is written beside its place and then renamed. Spans come and
go one by one, so that an export does not grow with its number of spans.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Literal, get_args

from genchi.errors import OutsideError, UsageError, missing_extra
from genchi.records import (
    Json,
    Payload,
    Span,
    SpanKey,
    Usage,
    message_to_json,
    output_text,
    to_json,
)

ExportFormat = Literal["otlp", "jsonl", "parquet"]
FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)

_NOTHING = Payload()
_USAGE = tuple(field.name for field in dataclasses.fields(Usage))
_REQUEST = 100
"""Spans of one line of OTLP."""
_ROW_GROUP = 5_000
"""Spans of one row group of Parquet."""


def export_spans(
    spans: Iterable[Span],
    format_name: ExportFormat,
    path: Path,
    *,
    on_span: Callable[[int], None] = lambda done: None,
) -> int:
    """Write spans (with their payloads) to a file; how many there were.

    `on_span` is told the number so far. A file that is there already is replaced at the end.
    """
    if format_name not in _WRITERS:
        raise UsageError(f"there is no format {format_name!r}: choose {', '.join(FORMATS)}")
    counted = _Counted(spans, on_span)
    with _whole(path) as file:
        _WRITERS[format_name](counted, file)
    return counted.done


def span_json(span: Span, payload: Payload | None = None) -> dict[str, Json]:
    """A span as flat JSON, with `payload` where it is given or came with the span.

    >>> from genchi.records import SpanKey
    >>> span_json(Span(SpanKey("shop", "0" * 32, "1" * 16), start_ns=7))["start_ns"]
    7
    """
    fields = _narrow(span)
    payload = payload or span.payload
    if payload is not None:
        fields["payload"] = payload_json(payload)
    return fields


def payload_json(payload: Payload) -> dict[str, Json]:
    """A payload as JSON; messages as OpenTelemetry GenAI writes them."""
    return {
        "inputs": payload.inputs,
        "output": payload.output,
        "messages": [message_to_json(message) for message in payload.messages],
        "output_messages": [message_to_json(message) for message in payload.output_messages],
        "passages": [dataclasses.asdict(passage) for passage in payload.passages],
        "reference": payload.reference,
        "metadata": payload.metadata,
        "attributes": payload.attributes,
        "events": [dataclasses.asdict(event) for event in payload.events],
        "origin": payload.origin,
    }


def _narrow(span: Span) -> dict[str, Json]:
    return {
        "app": span.key.app,
        "trace_id": span.key.trace_id,
        "span_id": span.key.span_id,
        "parent_id": span.parent_id,
        "start_ns": span.start_ns,
        "duration_ns": span.duration_ns,
        "operation": span.operation,
        "name": span.name,
        "model": span.model,
        "response_model": span.response_model,
        "prompt_version": span.prompt_version,
        "user": span.user,
        "session": span.session,
        "status": span.status,
        "status_message": span.status_message,
        **{name: getattr(span.usage, name) for name in _USAGE},
    }


class _Counted:
    """Spans that are counted as they pass."""

    def __init__(self, spans: Iterable[Span], on_span: Callable[[int], None]) -> None:
        self._spans, self._on_span, self.done = spans, on_span, 0

    def __iter__(self) -> Iterator[Span]:
        for span in self._spans:
            yield span
            self.done += 1
            self._on_span(self.done)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place when the block has ended well."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be written ({error.strerror or error}): check that its folder exists, "
            "that you may write there and that the disk has space"
        ) from error
    finally:
        if path.parent.is_dir():
            partial.unlink(missing_ok=True)


def _write_otlp(spans: Iterable[Span], file: IO[bytes]) -> None:
    """One request a line, as the file exporter of an OpenTelemetry collector writes them."""
    from genchi.tracing import otlp

    for batch in _batches(spans, _REQUEST):
        file.write(otlp.write_json(batch) + b"\n")


def _write_lines(spans: Iterable[Span], file: IO[bytes]) -> None:
    for span in spans:
        file.write(to_json(record_of(span)) + b"\n")


def record_of(span: Span) -> dict[str, Json]:
    """A span as a record, under the names that `genchi import` knows; what is unknown is left out.

    The usage is one object, as chat logs have it.
    """
    fields = _narrow(span)
    usage = {name: fields.pop(name) for name in _USAGE}
    fields |= {
        "time": fields.pop("start_ns"),
        "latency": None if span.duration_ns is None else span.duration_ns / 1e9,
        "error": fields.pop("status_message"),
        "usage": {name: value for name, value in usage.items() if value is not None},
        **payload_json(span.payload or _NOTHING),
    }
    fields |= {f"metadata.{name}": value for name, value in fields.pop("metadata").items()}
    if span.status == "error" and not fields["error"]:
        fields["error"] = "error"
    del fields["duration_ns"]
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _write_parquet(spans: Iterable[Span], file: IO[bytes]) -> None:
    """A column for each field; what is nested (inputs, messages, …) is JSON text in it."""
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise missing_extra("Parquet", "parquet") from error
    schema = _schema(arrow)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(spans, _ROW_GROUP):
            rows = [row_of(span) for span in batch]
            writer.write_table(arrow.Table.from_pylist(rows, schema))


def row_of(span: Span) -> dict[str, Json]:
    """A span as one row: its fields, and what is nested as JSON text."""
    payload = payload_json(span.payload or _NOTHING)
    return _narrow(span) | {name: _text(value) for name, value in payload.items()}


def _text(value: Json) -> str | None:
    """Text as it is, anything else as JSON; None where there is nothing."""
    return None if value in (None, [], {}) else output_text(value)


def _schema(arrow: Any) -> Any:
    names = (*_narrow(_NO_SPAN), *payload_json(_NOTHING))
    return arrow.schema([(name, getattr(arrow, _TYPES.get(name, "string"))()) for name in names])


_NO_SPAN = Span(SpanKey("", "", ""), start_ns=0)
_TYPES = {
    **dict.fromkeys(("start_ns", "duration_ns", "input_tokens", "cached_tokens"), "int64"),
    **dict.fromkeys(("output_tokens", "reasoning_tokens"), "int64"),
    **dict.fromkeys(("cost", "first_token"), "float64"),
}
"""The columns that are not text, and their types in Arrow."""


def _batches(spans: Iterable[Span], size: int) -> Iterator[list[Span]]:
    waiting = iter(spans)
    while batch := list(itertools.islice(waiting, size)):
        yield batch


_WRITERS: dict[str, Callable[[Iterable[Span], IO[bytes]], None]] = {
    "otlp": _write_otlp,
    "jsonl": _write_lines,
    "parquet": _write_parquet,
}
