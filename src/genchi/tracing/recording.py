"""Open a span, with or without a `with` block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import cast

from genchi.tracing import faults
from genchi.tracing.context import (
    CURRENT,
    Activation,
    RemoteParent,
    abandon,
    activate,
    deactivate,
    is_sampled,
    new_span_id,
    new_trace_id,
    read_traceparent,
)
from genchi.tracing.openspan import OpenSpan
from genchi.tracing.recorder import Recorder, active, mention_silence
from genchi.tracing.silence import SILENT, SilentSpan

__all__ = ["OpenSpan", "open_span", "span", "unrecorded"]


def open_span(
    name: str,
    *,
    operation: str = "span",
    inputs: object = None,
    model: str | None = None,
    user: str | None = None,
    session: str | None = None,
    prompt_version: str | None = None,
    parent: str | OpenSpan | None = None,
    **attributes: object,
) -> OpenSpan:
    """A span that the caller must `end()`, and that is not made the current one.

    For work that does not end where it began, such as a stream that somebody else reads. `parent`
    is a W3C `traceparent` or another span; otherwise it is the current span. Never raises.
    """
    recorder = active.recorder
    if recorder is None:
        mention_silence()
        return SILENT
    try:
        opened = _open(recorder, name, operation, parent)
        if not opened.recording:
            return opened
        if model is not None:
            opened.model = model
        if user is not None:
            opened.user = user
        if session is not None:
            opened.session = session
        if prompt_version is not None:
            opened.prompt_version = prompt_version
        if inputs is not None:
            opened.inputs = inputs
        if attributes:
            opened.set(**attributes)
    except Exception as error:
        faults.note("opening a span", error)
        return SILENT
    return opened


def _open(recorder: Recorder, name: str, operation: str, given: object) -> OpenSpan:
    named = _named(given)
    parent = _kept(named) or _kept(CURRENT.get())
    if isinstance(parent, OpenSpan) and not parent.recording:
        return parent
    if recorder.host is not None:
        return _inherit(recorder.host.begin(recorder, name, operation, _kept(named)), parent)
    if parent is None:
        return _root(recorder, name, operation)
    if isinstance(parent, RemoteParent) and not parent.sampled:
        return SilentSpan(parent.trace_id, parent.span_id)
    return _inherit(OpenSpan(recorder, name, operation, parent.trace_id, parent.span_id), parent)


def _named(parent: object) -> OpenSpan | RemoteParent | None:
    # By `type`: `isinstance` asks the object itself, and anything may be given.
    if issubclass(type(parent), OpenSpan):
        return cast("OpenSpan", parent)
    return read_traceparent(parent)


def _kept(parent: OpenSpan | RemoteParent | None) -> OpenSpan | RemoteParent | None:
    """A parent, unless it was opened while nothing was recorded."""
    return parent if parent is not None and parent.trace_id else None


def _root(recorder: Recorder, name: str, operation: str) -> OpenSpan:
    trace_id = new_trace_id()
    if recorder.sample < 1:
        if not is_sampled(trace_id, recorder.sample):
            return SilentSpan(trace_id, new_span_id())
        opened = OpenSpan(recorder, name, operation, trace_id, None)
        opened._rate = recorder.sample
        return opened
    return OpenSpan(recorder, name, operation, trace_id, None)


def _inherit(opened: OpenSpan, parent: OpenSpan | RemoteParent | None) -> OpenSpan:
    if isinstance(parent, OpenSpan):
        opened.user = parent.user
        opened.session = parent.session
        opened._rate = parent._rate
    return opened


class span:  # noqa: N801 - it is called like a function
    """A span around a block: `with genchi.span("search", k=5) as s:`, also `async with`.

    What leaves the block as an exception marks the span as failed and goes on as it was.
    Arguments are those of `open_span`.
    """

    __slots__ = ("_activation", "_opened", "_wanted")

    def __init__(
        self,
        name: str,
        *,
        operation: str = "span",
        inputs: object = None,
        model: str | None = None,
        user: str | None = None,
        session: str | None = None,
        prompt_version: str | None = None,
        parent: str | OpenSpan | None = None,
        **attributes: object,
    ) -> None:
        self._wanted = (
            name,
            attributes
            | {
                "operation": operation,
                "inputs": inputs,
                "model": model,
                "user": user,
                "session": session,
                "prompt_version": prompt_version,
                "parent": parent,
            },
        )
        self._opened: OpenSpan = SILENT
        self._activation: Activation | None = None

    def __enter__(self) -> OpenSpan:
        """Open the span and make it current."""
        name, options = self._wanted
        self._opened = open_span(name, **options)  # type: ignore[arg-type]
        self._activation = activate(self._opened)
        return self._opened

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it; the exception goes on."""
        if self._activation is not None:
            if kind is GeneratorExit:
                abandon(self._activation)
            else:
                deactivate(self._activation)
            self._activation = None
        self._opened.finish(error)

    async def __aenter__(self) -> OpenSpan:
        """As `__enter__`."""
        return self.__enter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """As `__exit__`."""
        self.__exit__(kind, error, trace)


@contextmanager
def unrecorded(within: OpenSpan) -> Iterator[None]:
    """While it is entered, what opens a span gets one that is not kept.

    For work whose span is `within` and that others may record too, such as a call through an SDK
    that is instrumented: it would be counted twice.
    """
    if not within.recording:
        yield  # nothing is kept there either
        return
    activation = activate(SilentSpan(within.trace_id, within.span_id))
    try:
        yield
    finally:
        deactivate(activation)
