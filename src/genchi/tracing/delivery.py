"""From ended spans to their sink: a bounded buffer, one thread, exact counters.

The program never waits here: where the buffer is full, the new span is dropped and counted. Every
span that ended is one of: handed over, waiting, dropped, failed.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from genchi.errors import OutsideError
from genchi.records import Span
from genchi.tracing import faults
from genchi.tracing.openspan import OpenSpan
from genchi.tracing.sinks import ForwardingSink, Sink

BUFFER_SPANS = 10_000
BUFFER_SIZE = 64 * 1024 * 1024
INTERVAL = 0.5
_BATCH_SPANS = 512
_BATCH_SIZE = 4 * 1024 * 1024
_OVERHEAD = 1000
"""What a span costs beside its content, roughly, in characters."""
_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds to wait after a sink said "not now", once, twice …"""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much may wait, in spans and in characters, and for how many seconds."""

    spans: int = BUFFER_SPANS
    size: int = BUFFER_SIZE
    interval: float = INTERVAL


@dataclass(slots=True)
class Counts:
    """What became of the spans that ended."""

    closed: int = 0
    handed_over: int = 0
    dropped: int = 0
    failed: int = 0


class Delivery:
    """Takes ended spans from any thread and hands them to the sink in batches."""

    def __init__(
        self, sink: Sink, record: Callable[[OpenSpan], Span], bounds: Bounds | None = None
    ) -> None:
        self.sink = sink
        self.counts = Counts()
        self.bounds = bounds or Bounds()
        self._record = record
        self._immediate = bool(getattr(sink, "immediate", False))
        self._waiting: deque[OpenSpan] = deque()
        self._unsent: list[Span] = []
        self._size = 0
        # Reentrant, and a queue instead of an event: a span may end in a finalizer, which runs in
        # the middle of whatever this thread was doing, also of this class.
        self._lock = threading.RLock()
        self._handing = threading.Lock()
        self._wake: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        if isinstance(sink, ForwardingSink):
            sink.count_also(lambda: self.counts.dropped)
        self._stopped = threading.Event()

    @property
    def waiting(self) -> int:
        """Spans that are not yet with the sink."""
        with self._lock:
            counts = self.counts
            return counts.closed - counts.handed_over - counts.dropped - counts.failed

    def put(self, span: OpenSpan) -> None:
        """Take a span that has ended."""
        if self._immediate:
            self._deliver_now(span)
            return
        size = span._size + _OVERHEAD
        with self._lock:
            self.counts.closed += 1
            count = len(self._waiting)
            if count >= self.bounds.spans or self._size + size > self.bounds.size:
                self.counts.dropped += 1
                return
            self._size += size
            self._waiting.append(span)
        if count == 0 or (count + 1) % _BATCH_SPANS == 0:
            self._wake.put(None)
            self._start_thread()

    def _deliver_now(self, span: OpenSpan) -> None:
        delivered = True
        try:
            record = self._record(span)
            if span._host is not None:
                span._host.finish(record)
            else:
                self.sink.deliver([record])
        except Exception as error:
            delivered = False
            faults.note("delivering a span", error)
        with self._lock:
            self.counts.closed += 1
            self.counts.handed_over += delivered
            self.counts.failed += not delivered

    def _start_thread(self) -> None:
        with self._lock:
            running = self._thread is not None and self._thread.is_alive()
            if not running and not self._stopped.is_set():
                thread = threading.Thread(target=self._run, name="genchi-delivery", daemon=True)
                try:
                    thread.start()
                except RuntimeError:  # the interpreter is going down: the last flush takes them
                    return
                self._thread = thread

    def _run(self) -> None:
        """Sleep until there is a span; then let a batch gather for one interval."""
        while not self._stopped.is_set():
            if not self._waiting:
                self._wake.get()
            while not self._wake.empty():  # said before now, so that a batch can gather
                self._wake.get()
            if self._stopped.is_set():
                return
            self._sleep(self.bounds.interval)
            refusals = 0
            while not self._stopped.is_set() and not self._drain():
                self._sleep(_PAUSES[min(refusals, len(_PAUSES) - 1)])
                refusals += 1

    def _sleep(self, seconds: float) -> None:
        try:
            self._wake.get(timeout=seconds)
        except queue.Empty:
            return

    def flush(self, timeout: float) -> None:
        """Hand over everything that waits, in the calling thread.

        It gives up after `timeout` seconds, but does not interrupt a sink that is busy.
        """
        deadline = time.monotonic() + timeout
        while self.waiting and not self._drain(deadline - time.monotonic()):
            left = deadline - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(_PAUSES[0], left))

    def stop(self) -> None:
        """End the thread. What still waits stays where it is."""
        self._stopped.set()
        self._wake.put(None)
        self._wake.put(None)

    def _drain(self, timeout: float | None = None) -> bool:
        """Hand over what waits now, batch after batch; False where the sink said "not now".

        What comes meanwhile gathers for the next time: a batch is a file and a request.
        """
        if not self._handing.acquire(timeout=-1 if timeout is None else max(timeout, 0)):
            return False
        try:
            due = len(self._waiting)
            while self._unsent or due > 0:
                if not self._unsent:
                    taken = self._take(due)
                    due -= len(taken)
                    self._unsent = [r for r in map(self._recorded, taken) if r is not None]
                if self._unsent and not self._hand_over(self._unsent):
                    return False
                self._unsent = []
            return True
        finally:
            self._handing.release()

    def _hand_over(self, spans: list[Span]) -> bool:
        try:
            self.sink.deliver(spans)
        except OutsideError as error:
            faults.note("the place for spans", error)
            return False
        except Exception as error:
            faults.note("delivering spans", error)
            with self._lock:
                self.counts.failed += len(spans)
            return True
        with self._lock:
            self.counts.handed_over += len(spans)
        return True

    def _take(self, due: int) -> list[OpenSpan]:
        """The spans of the next batch, out of the buffer."""
        taken: list[OpenSpan] = []
        size = 0
        while len(taken) < min(due, _BATCH_SPANS) and size < _BATCH_SIZE:
            span = self._waiting.popleft()
            size += span._size + _OVERHEAD
            taken.append(span)
        with self._lock:
            self._size -= size
        return taken

    def _recorded(self, span: OpenSpan) -> Span | None:
        try:
            return self._record(span)
        except Exception as error:
            faults.note("recording a span", error)
            with self._lock:
                self.counts.failed += 1
            return None
