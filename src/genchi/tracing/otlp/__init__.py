"""OTLP bodies to spans and back: what any OpenTelemetry sender posts, and what genchi sends.

OTLP 1.5 (`opentelemetry/proto/collector/trace/v1`), as protobuf and as JSON. Reading never fails
on one span: what cannot be kept is yielded with its reason, what is not understood is kept.
"""

from __future__ import annotations

from genchi.tracing.otlp.incoming import Encoding, MalformedError, RejectedSpan
from genchi.tracing.otlp.reading import count, read
from genchi.tracing.otlp.responses import failure, response
from genchi.tracing.otlp.writing import write, write_json

__all__ = [
    "Encoding",
    "MalformedError",
    "RejectedSpan",
    "count",
    "failure",
    "read",
    "response",
    "write",
    "write_json",
]
