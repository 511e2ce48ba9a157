"""Spans into the OpenTelemetry SDK that the program already has, so that it exports them.

A span is opened there in the moment it opens here, so that spans of other instrumentations and
ours nest in each other, in both directions. Ids and the sampling decision are the SDK's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import Token
from typing import TYPE_CHECKING, Any, ClassVar

from genchi.errors import OutsideError
from genchi.records import Json, Span, to_json
from genchi.tracing.context import RemoteParent
from genchi.tracing.openspan import OpenSpan
from genchi.tracing.silence import SilentSpan

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Span as SdkSpan
    from opentelemetry.trace import TracerProvider

    from genchi.tracing.recorder import Recorder

_TO_PROVIDERS = frozenset("chat generate_content text_completion embeddings".split())
"""Operations that go to a provider: spans of kind CLIENT in the GenAI conventions."""


class OpenTelemetrySink:
    """Writes spans through `provider`, or through the program's global tracer provider."""

    immediate: ClassVar[bool] = True

    def __init__(self, provider: TracerProvider | None = None) -> None:
        """Raises `OutsideError` where opentelemetry-api is not installed."""
        try:
            from opentelemetry import trace
        except ImportError:
            raise OutsideError(
                "recording through OpenTelemetry needs its SDK: pip install opentelemetry-sdk"
            ) from None
        self._tracer = (provider or trace.get_tracer_provider()).get_tracer("genchi")

    def begin(
        self, recorder: Recorder, name: str, operation: str, parent: OpenSpan | RemoteParent | None
    ) -> OpenSpan:
        """Open a span in the SDK and one of ours with the same ids."""
        from opentelemetry.trace import SpanKind, format_span_id, format_trace_id

        kind = SpanKind.CLIENT if operation in _TO_PROVIDERS else SpanKind.INTERNAL
        theirs = self._tracer.start_span(name, _context_of(parent), kind)
        ids = theirs.get_span_context()
        trace_id, span_id = format_trace_id(ids.trace_id), format_span_id(ids.span_id)
        host = HostSpan(theirs)
        if not theirs.is_recording():
            return SilentSpan(trace_id, span_id, host)
        above = getattr(theirs, "parent", None)
        opened = OpenSpan(
            recorder, name, operation, trace_id, format_span_id(above.span_id) if above else None
        )
        opened.span_id = span_id
        opened._host = host
        return opened

    def deliver(self, spans: Sequence[Span]) -> None:
        """Nothing: each span is finished through its `HostSpan`."""

    def close(self) -> None:
        """Nothing: the SDK is the program's."""


class HostSpan:
    """The SDK's span under one of ours."""

    __slots__ = ("_theirs",)

    def __init__(self, theirs: SdkSpan) -> None:
        self._theirs = theirs

    def attach(self) -> Token[Context]:
        """Make it the SDK's current span."""
        from opentelemetry import context, trace

        return context.attach(trace.set_span_in_context(self._theirs))

    def detach(self, token: Token[Context]) -> None:
        """Make the SDK's former span current again."""
        from opentelemetry import context

        context.detach(token)

    def finish(self, record: Span) -> None:
        """Write what the record says and end the SDK's span."""
        from opentelemetry.trace import StatusCode

        from genchi.tracing.otlp.naming import attributes_of

        theirs = self._theirs
        theirs.update_name(record.name)
        for name, value in _plain(attributes_of(record)).items():
            theirs.set_attribute(name, value)
        for event in record.payload.events if record.payload else ():
            theirs.add_event(event.name, _plain(event.attributes), event.time_ns)
        if record.status == "error":
            theirs.set_status(StatusCode.ERROR, record.status_message)
        theirs.end()


def _context_of(parent: OpenSpan | RemoteParent | None) -> Context | None:
    """The SDK's context with a named parent in it; None leaves it to the current one."""
    if parent is None:
        return None
    from opentelemetry import trace

    sampled = parent.recording if isinstance(parent, OpenSpan) else parent.sampled
    named = trace.SpanContext(
        int(parent.trace_id, 16),
        int(parent.span_id, 16),
        is_remote=isinstance(parent, RemoteParent),
        trace_flags=trace.TraceFlags(int(sampled)),
    )
    return trace.set_span_in_context(trace.NonRecordingSpan(named))


def _plain(attributes: Mapping[str, Json]) -> dict[str, Any]:
    """Values as the SDK takes them: what is nested becomes JSON."""
    return {name: _value(value) for name, value in attributes.items() if value is not None}


def _value(value: Json) -> Any:
    if isinstance(value, str | bool | int | float):
        return value
    kinds = {type(item) for item in value} if isinstance(value, list | tuple) else set()
    if len(kinds) == 1 and kinds <= {str, bool, int, float}:
        return list(value)
    return to_json(value).decode()
