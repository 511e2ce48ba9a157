"""Start and stop recording, and wait until what was recorded has arrived."""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.tracing import capture as capturing
from genchi.tracing import context, faults
from genchi.tracing.decorating import Captured, captures_of
from genchi.tracing.delivery import BUFFER_SIZE, BUFFER_SPANS, INTERVAL, Bounds, Delivery
from genchi.tracing.recorder import Options, Recorder, active, is_off
from genchi.tracing.redaction import Rule, redactor_of
from genchi.tracing.sinks import ForwardingSink, RenewableSink, Sink, SinkAccount

_EXIT_SECONDS = 2.0
_changing = threading.Lock()


@dataclass(frozen=True, slots=True)
class FlushResult:
    """What became of every span that ended since `start`; each is counted once.

    `delivered` is with the place it was for, `waiting` in memory or on disk, `dropped` was too
    much for the buffer or the spool, `refused` could not be kept by anybody. `errors` says how
    often each kind of trouble came up.
    """

    closed: int = 0
    delivered: int = 0
    waiting: int = 0
    dropped: int = 0
    refused: int = 0
    errors: tuple[tuple[str, int], ...] = ()


def start(
    *,
    app: str,
    sink: Sink,
    capture: Captured = True,
    sample: float = 1.0,
    redact: Sequence[Rule] = (),
    limit: int = capturing.LIMIT,
    buffer_spans: int = BUFFER_SPANS,
    buffer_size: int = BUFFER_SIZE,
    interval: float = INTERVAL,
) -> None:
    """Record from now on, to `sink`. A second call flushes and replaces the first.

    `capture` is what may be kept of the content, `sample` the share of traces, `limit` the
    characters of each side of a span. `buffer_spans` and `buffer_size` (characters) bound what
    waits in memory, `interval` is how many seconds a batch gathers.
    """
    if not app or not app.strip():
        raise UsageError("app is empty: give the application a name")
    if isinstance(sample, bool) or not 0 <= sample <= 1:
        raise UsageError(f"sample is a share between 0 and 1, not {sample!r}")
    for name, number in (
        ("limit", limit),
        ("buffer_spans", buffer_spans),
        ("buffer_size", buffer_size),
        ("interval", interval),
    ):
        if number <= 0:
            raise UsageError(f"{name} is a number above 0, not {number!r}")
    options = Options(app, captures_of(capture), limit, float(sample), redactor_of(redact))
    bounds = Bounds(buffer_spans, buffer_size, interval)
    with _changing:
        _replace(None if is_off() else Recorder(options, sink, bounds))
    active.mentioned = True


def stop() -> None:
    """Flush, and record nothing more."""
    with _changing:
        _replace(None)


def is_recording() -> bool:
    """Whether spans that are opened now are kept."""
    return active.recorder is not None


def flush(timeout: float = 30.0) -> FlushResult:
    """Wait until all that was recorded has arrived, for `timeout` seconds at most. Never raises."""
    recorder = active.recorder
    return FlushResult() if recorder is None else _flush(recorder, timeout, retry=True)


def _replace(new: Recorder | None) -> None:
    old, active.recorder = active.recorder, new
    if old is None:
        return
    _flush(old, _EXIT_SECONDS, retry=False)
    old.delivery.stop()
    if new is None or new.delivery.sink is not old.delivery.sink:
        _close(old.delivery.sink)


def _flush(recorder: Recorder, timeout: float, *, retry: bool) -> FlushResult:
    deadline = time.monotonic() + timeout
    delivery, sink = recorder.delivery, recorder.delivery.sink
    try:
        delivery.flush(timeout)
        if isinstance(sink, ForwardingSink):
            sink.settle(max(deadline - time.monotonic(), 0), retry=retry)
    except Exception as error:
        faults.note("flushing", error)
    return _result(delivery)


def _result(delivery: Delivery) -> FlushResult:
    counts, sink = delivery.counts, delivery.sink
    passed = SinkAccount(delivered=counts.handed_over)
    if isinstance(sink, ForwardingSink):
        passed = sink.account()
    return FlushResult(
        closed=counts.closed,
        delivered=passed.delivered,
        waiting=delivery.waiting + passed.waiting,
        dropped=counts.dropped + passed.dropped,
        refused=counts.failed + passed.refused,
        errors=tuple(sorted(faults.counted().items())),
    )


def _at_exit() -> None:
    recorder = active.recorder
    if recorder is not None:
        _flush(recorder, _EXIT_SECONDS, retry=False)
        _close(recorder.delivery.sink)


def _close(sink: Sink) -> None:
    try:
        sink.close()
    except Exception as error:
        faults.note("closing the place for spans", error)


def _in_child() -> None:
    """After a fork: ids, buffer, thread and sink of its own; open spans stay the parent's."""
    global _changing  # noqa: PLW0603 - another thread of the parent may have held it
    _changing = threading.Lock()
    context.reseed()
    old = active.recorder
    if old is None:
        return
    old.disowned = True
    sink = old.delivery.sink
    try:
        if isinstance(sink, RenewableSink):
            sink = sink.renewed()
        active.recorder = Recorder(old.options, sink, old.delivery.bounds)
    except Exception as error:
        active.recorder = None
        faults.note("starting again after a fork", error)


atexit.register(_at_exit)
os.register_at_fork(after_in_child=_in_child)
