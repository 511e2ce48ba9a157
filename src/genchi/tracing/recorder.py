"""What records at the moment: the options of `start`, and the way of an ended span to its sink."""

from __future__ import annotations

import os
from dataclasses import dataclass

from genchi.records import Span
from genchi.tracing import faults
from genchi.tracing.closing import record_of
from genchi.tracing.delivery import Bounds, Delivery
from genchi.tracing.openspan import OpenSpan
from genchi.tracing.redaction import Redactor
from genchi.tracing.sinks import HostSink, Sink

OFF = "GENCHI_TRACING"
"""The environment variable that switches recording off, with the value `off`."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to record. `captures` has the bits of what may be captured, `limit` how much of it."""

    app: str
    captures: int
    limit: int
    sample: float
    redactor: Redactor | None


class Recorder:
    """The spans of one `start`: opened by many threads, passed on by one."""

    __slots__ = ("captures", "delivery", "disowned", "host", "limit", "options", "sample")

    def __init__(self, options: Options, sink: Sink, bounds: Bounds) -> None:
        self.options = options
        self.delivery = Delivery(sink, self.record, bounds)
        self.captures = options.captures
        self.limit = options.limit
        self.sample = options.sample
        self.host = sink if isinstance(sink, HostSink) else None
        self.disowned = False

    def closed(self, span: OpenSpan) -> None:
        """Pass on a span that has ended. Never raises, never waits."""
        if self.disowned:  # opened before a fork: it is the parent's to send
            return
        try:
            self.delivery.put(span)
        except Exception as error:
            faults.note("handing over a span", error)

    def record(self, span: OpenSpan) -> Span:
        """The record of an ended span."""
        return record_of(span, self.options.app, self.options.redactor)


class _Active:
    """The recorder in use, and whether the lack of one was mentioned."""

    __slots__ = ("mentioned", "recorder")

    def __init__(self) -> None:
        self.recorder: Recorder | None = None
        self.mentioned = False


active = _Active()


def mention_silence() -> None:
    """Say once that traced code runs unrecorded, unless that is what the environment asks for."""
    if active.mentioned:
        return
    active.mentioned = True
    if not is_off():
        faults.say_once(
            "unconfigured",
            "genchi.trace is in use but genchi.configure() was not called: nothing is recorded",
        )


def is_off() -> bool:
    """Whether the environment switches recording off."""
    return os.environ.get(OFF, "").strip().lower() in ("off", "0", "false", "no")
