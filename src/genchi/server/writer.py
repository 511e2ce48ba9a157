"""One thread that stores what was received: many deliveries to a transaction, answers after it.

Promises: an answer says what is on disk, never what is hoped; the queue is bounded; a delivery that
makes the store fail does not take others with it; stopping finishes everything that was accepted.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from genchi.errors import OutsideError
from genchi.records import Span
from genchi.server.bodies import TooLargeError, unzipped
from genchi.server.limits import Limits
from genchi.store import Account, Store
from genchi.tracing import otlp
from genchi.tracing.redaction import Redactor

_LOG = logging.getLogger("genchi.server")

_GROUP_BYTES = 4 << 20
"""Bytes of bodies that one transaction takes, or one body where that is larger."""
_SPANS_AT_ONCE = 512
_REFUSALS_WAIT = 1.0
"""Seconds after which refusals are written down without a delivery that takes them along."""


class QueueFullError(Exception):
    """There is no room for a delivery now."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A body as it was sent. `app` is the one its API key is for, if any."""

    body: bytes
    encoding: otlp.Encoding
    compression: str = ""
    app: str | None = None
    client: str | None = None
    client_dropped: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery: what was stored, or why nothing of it was.

    `malformed` and `too_large` are the sender's to mend; `unavailable` is to be tried again.
    """

    account: Account = field(default_factory=Account)
    reason: str = ""
    malformed: bool = False
    too_large: bool = False
    unavailable: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    delivery: Delivery
    answer: Future[Outcome]


class Writer:
    """The queue and its thread. Start it before the first delivery, stop it after the last."""

    def __init__(
        self,
        store: Store,
        limits: Limits,
        *,
        redactor: Redactor | None = None,
        clock: Callable[[], int] = time.time_ns,
        on_commit: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        """`redactor` sees spans before they are stored; `on_commit` is told a commit's seconds."""
        self._store = store
        self._redactor = redactor
        self._limits = limits
        self._clock = clock
        self._on_commit = on_commit
        self._queue: deque[_Waiting] = deque()
        self._bytes = 0
        self._account = store.accounts.read()
        self._unwritten = Account()
        self._stopping = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="genchi-writer", daemon=True)

    def start(self) -> None:
        """Begin to store."""
        self._thread.start()

    def stop(self) -> None:
        """Store all that waits, then end."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join()

    def submit(self, delivery: Delivery) -> Future[Outcome]:
        """Queue a delivery; the future holds its outcome once it is on disk.

        Raises `QueueFullError`; a body larger than the whole queue is taken when it is alone.
        """
        answer: Future[Outcome] = Future()
        answer.set_running_or_notify_cancel()  # who stops waiting for it must not stop us
        with self._changed:
            room = self._bytes + len(delivery.body) <= self._limits.queue or not self._queue
            if self._stopping or not room:
                raise QueueFullError
            self._queue.append(_Waiting(delivery, answer))
            self._bytes += len(delivery.body)
            self._changed.notify_all()
        return answer

    def refuse(self, delivery: Delivery) -> None:
        """Count the spans of a delivery for which there was no room."""
        spans = self.spans_in(delivery)
        self._count_unstored(Account(received=spans, refused=spans))

    @property
    def waiting(self) -> tuple[int, int]:
        """Deliveries in the queue, and their bytes."""
        with self._changed:
            return len(self._queue), self._bytes

    def account(self) -> Account:
        """What became of every span so far; refusals may be on disk a second later."""
        with self._changed:
            return self._account

    def _run(self) -> None:
        while (group := self._take()) is not None:
            outcomes = self._store_group([waiting.delivery for waiting in group])
            for waiting, outcome in zip(group, outcomes, strict=True):
                waiting.answer.set_result(outcome)
        if self._unwritten.received:
            self._store_group([])

    def _take(self) -> list[_Waiting] | None:
        """What one transaction takes: nothing where only refusals wait, None at the end."""
        with self._changed:
            while not self._queue:
                if self._stopping:
                    return None
                if not self._changed.wait(_REFUSALS_WAIT if self._unwritten.received else None):
                    return []
            group: list[_Waiting] = []
            size = 0
            while self._queue and (not group or size < _GROUP_BYTES):
                group.append(self._queue.popleft())
                size += len(group[-1].delivery.body)
            self._bytes -= size
            return group

    def _store_group(self, deliveries: list[Delivery]) -> list[Outcome]:
        started = time.perf_counter()
        try:
            outcomes = self._commit(deliveries)
        except OutsideError as error:
            _LOG.warning("nothing can be stored: %s", error)
            return [self._unavailable(delivery, str(error)) for delivery in deliveries]
        except Exception as error:
            if len(deliveries) > 1:
                return [self._store_group([delivery])[0] for delivery in deliveries]
            return [self._unkeepable(delivery, error) for delivery in deliveries]
        self._on_commit(time.perf_counter() - started)
        return outcomes

    def _commit(self, deliveries: list[Delivery]) -> list[Outcome]:
        with self._changed:
            refused, self._unwritten = self._unwritten, Account()
        try:
            with self._store.together():
                outcomes = [self._keep(delivery) for delivery in deliveries]
                kept = sum((outcome.account for outcome in outcomes), Account())
                self._store.accounts.add(kept + refused)
        except BaseException:
            with self._changed:
                self._unwritten += refused
            raise
        with self._changed:
            self._account += kept
        return outcomes

    def _keep(self, delivery: Delivery) -> Outcome:
        if delivery.client is not None:
            now_ns = self._clock()
            self._store.accounts.client_dropped(delivery.client, delivery.client_dropped, now_ns)
        try:
            found = self._read(delivery)
        except otlp.MalformedError as error:
            return Outcome(reason=str(error), malformed=True)
        except TooLargeError as error:
            return Outcome(reason=str(error), too_large=True)
        account, reason = Account(), ""
        while batch := list(itertools.islice(found, _SPANS_AT_ONCE)):
            spans = [span for span in batch if isinstance(span, Span)]
            if self._redactor is not None:
                spans = list(map(self._redactor.span, spans))
            new = sum(self._store.spans.add(spans))
            account += Account(len(batch), new, len(spans) - new, len(batch) - len(spans))
            reasons = (bad.reason for bad in batch if isinstance(bad, otlp.RejectedSpan))
            reason = reason or next(reasons, "")
        return Outcome(account, reason)

    def _read(self, delivery: Delivery) -> Iterator[Span | otlp.RejectedSpan]:
        body = unzipped(delivery.body, delivery.compression, self._limits.unzipped)
        return iter(otlp.read(body, delivery.encoding, app=delivery.app))

    def spans_in(self, delivery: Delivery) -> int:
        """How many spans a delivery holds; none where it cannot be read."""
        try:
            body = unzipped(delivery.body, delivery.compression, self._limits.unzipped)
            return otlp.count(body, delivery.encoding)
        except (otlp.MalformedError, TooLargeError):
            return 0
        except Exception as error:  # nothing that was sent may end the thread that stores
            _LOG.error("spans could not be counted: please report this", exc_info=error)
            return 0

    def _count_unstored(self, change: Account) -> None:
        with self._changed:
            self._account += change
            self._unwritten += change
            self._changed.notify_all()

    def _unavailable(self, delivery: Delivery, reason: str) -> Outcome:
        self.refuse(delivery)
        return Outcome(reason=reason, unavailable=True)

    def _unkeepable(self, delivery: Delivery, error: Exception) -> Outcome:
        """A delivery that makes us fail: sent again it would do so again, so it is rejected."""
        _LOG.error("a delivery could not be kept: please report this", exc_info=error)
        spans = self.spans_in(delivery)
        account = Account(received=spans, rejected=spans)
        self._count_unstored(account)
        return Outcome(account, f"genchi failed to read this ({type(error).__name__})")
