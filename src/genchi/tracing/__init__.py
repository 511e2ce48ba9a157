"""Record what a program does: open spans, close them, hand them to a place that keeps them.

Nothing here raises into the program that is traced, waits for the network, or keeps more than a
bounded amount in memory.
"""

from __future__ import annotations

from genchi.tracing.context import carry, current, traceparent
from genchi.tracing.decorating import Captured, trace
from genchi.tracing.openspan import OpenSpan
from genchi.tracing.recording import open_span, span, unrecorded
from genchi.tracing.redaction import Rule
from genchi.tracing.silence import SILENT
from genchi.tracing.sinks import ListSink, Sink
from genchi.tracing.starting import FlushResult, flush, is_recording, start, stop

__all__ = [
    "SILENT",
    "Captured",
    "FlushResult",
    "ListSink",
    "OpenSpan",
    "Rule",
    "Sink",
    "carry",
    "current",
    "flush",
    "is_recording",
    "open_span",
    "span",
    "start",
    "stop",
    "trace",
    "traceparent",
    "unrecorded",
]
