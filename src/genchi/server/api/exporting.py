"""The endpoints that give a file: spans and labels, streamed as they are read."""

from __future__ import annotations

from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Downloads, Endpoint, File
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import ALL_SPANS, APP, FILTER
from genchi.server.sheets import (
    MEDIA_TYPES,
    labels_sheet,
    sheet_format,
    spans_sheet,
)

_FORMAT = Parameter("format", "csv or jsonl", default="csv")
_FILES = Downloads(tuple(kind.partition(";")[0] for kind in MEDIA_TYPES.values()))


def _traces(context: Context, asked: Asked) -> File:
    app, kind = asked.one_app(), sheet_format(asked.text("format"))
    filter_text, roots = asked.text("filter"), not asked.values["all_spans"]
    pieces = spans_sheet(context.traces, filter_text, app, kind, roots=roots)
    return File(f"{app}-traces.{kind}", MEDIA_TYPES[kind], pieces)


def _labels(context: Context, asked: Asked) -> File:
    app, kind = asked.one_app(), sheet_format(asked.text("format"))
    pieces = labels_sheet(context.store, app, asked.maybe("criterion"), kind)
    return File(f"{app}-labels.{kind}", MEDIA_TYPES[kind], pieces)


ENDPOINTS = (
    Endpoint(
        "/api/export/traces",
        "The spans a filter means, with their payloads, as a file.",
        (APP, FILTER, ALL_SPANS, _FORMAT),
        _traces,
        _FILES,
    ),
    Endpoint(
        "/api/export/labels",
        "The labels of an application that count, as a file.",
        (APP, Parameter("criterion", "only those of this criterion"), _FORMAT),
        _labels,
        _FILES,
    ),
)
