"""Spans to a server over OTLP/HTTP: on disk first, then sent until the server has them.

Every span that was taken is one of: delivered, waiting in the spool, dropped because the spool was
full, or refused by the server. A batch whose answer was lost is sent again; a server that knows
spans by their ids keeps each once.
"""

from __future__ import annotations

import os
import queue
import random
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from genchi.errors import OutsideError, UsageError
from genchi.records import Span, name_of
from genchi.tracing import faults
from genchi.tracing.answers import rejected_in
from genchi.tracing.posting import Answer, Connection, destination_of
from genchi.tracing.sinks import SinkAccount
from genchi.tracing.spool import Batch, Spool, spool_directory

SPOOL_BYTES = 256 * 1024 * 1024
_TRY_AGAIN = frozenset([408, 429, 502, 503, 504])
_WRONG_PLACE = frozenset([401, 403, 404, 405, 407])
"""The address or the key is wrong, not the batch: somebody will put it right."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
_FLUSH_PAUSE = 2.0
"""The longest pause while somebody waits for `flush`, whatever came before."""
_random = random.Random()
"""Its own: the numbers that a program draws must not depend on how often we had to wait."""
_CLOSING = 1.0
"""Seconds that closing waits for a request that is under way."""


class OtlpSink:
    """Sends spans to `url`, with `/v1/traces` after it.

    `api_key` goes into the `Authorization` header and is never written to disk. `spool` is the
    directory for batches that wait, `spool_bytes` what may wait there, `timeout` how many seconds
    the server has for an answer. Each request says who sends it (`Genchi-Client`) and how many
    spans that process had to drop so far (`Genchi-Dropped`).
    """

    def __init__(
        self,
        url: str,
        app: str,
        *,
        api_key: str | None = None,
        headers: Mapping[str, str] | None = None,
        spool: str | Path | None = None,
        spool_bytes: int = SPOOL_BYTES,
        timeout: float = 10.0,
    ) -> None:
        self._destination = destination_of(url)
        self._url, self._app, self._api_key = url, app, api_key
        self._given_headers = dict(headers or {})
        self._directory = Path(spool) if spool else spool_directory(os.environ)
        self._spool_bytes, self._timeout = spool_bytes, timeout
        place = name_of(f"{url}\n{app}".encode("utf-8", "replace"), size=8).hex()
        self._spool = Spool(self._directory / place, spool_bytes)
        self._connection = Connection(self._destination)
        self._headers = self._given_headers | {
            "Content-Type": "application/x-protobuf",
            "User-Agent": "genchi",
            "Genchi-Client": str(uuid.uuid4()),
        }
        if api_key:
            self._headers["Authorization"] = f"Bearer {api_key}"
        _check_headers(self._headers)
        self._lock = threading.Lock()
        self._delivered = self._dropped = self._refused = self._told = 0
        self._dropped_before: list[Callable[[], int]] = []
        self._sending = threading.Lock()
        self._failures = 0
        self._adopted = self._closed = False
        self._wake: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def deliver(self, spans: Sequence[Span]) -> None:
        """Write the spans to the spool and let the sending thread know."""
        from genchi.tracing.otlp import write

        body = write(spans)
        if not self._spool.put(body, len(spans)):
            with self._lock:
                self._dropped += len(spans)
            faults.say_once(
                "spool full", "the spool is full: new spans are dropped until the server answers"
            )
        self._start_thread()
        self._wake.put(None)

    def count_also(self, dropped: Callable[[], int]) -> None:
        """Tell the server also of what was dropped before it came here."""
        self._dropped_before.append(dropped)

    def account(self) -> SinkAccount:
        """What became of the spans that were delivered here."""
        with self._lock:
            return SinkAccount(self._delivered, self._spool.waiting(), self._dropped, self._refused)

    def settle(self, timeout: float, *, retry: bool) -> None:
        """Send what waits, in the calling thread; without `retry`, try once at most."""
        deadline = time.monotonic() + timeout
        while retry or not self._failures:
            pause = self._send_all(deadline)
            left = deadline - time.monotonic()
            if pause is None or left <= 0:
                return
            time.sleep(min(pause, left, _FLUSH_PAUSE))

    def close(self) -> None:
        """End the sending thread and the connection. What waits is left for the next process."""
        self._closed = True
        self._wake.put(None)
        if self._sending.acquire(timeout=_CLOSING):
            try:
                self._connection.close()
                self._spool.close()
            finally:
                self._sending.release()

    def renewed(self) -> OtlpSink:
        """A sink of its own for the child of a fork; what waits is the parent's to send."""
        self._spool.release()
        return OtlpSink(
            self._url,
            self._app,
            api_key=self._api_key,
            headers=self._given_headers,
            spool=self._directory,
            spool_bytes=self._spool_bytes,
            timeout=self._timeout,
        )

    def _start_thread(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            thread = threading.Thread(target=self._run, name="genchi-sender", daemon=True)
            with suppress(RuntimeError):  # the interpreter is going down: the last flush sends
                thread.start()
                self._thread = thread

    def _run(self) -> None:
        while not self._closed:
            self._wake.get()
            pause = self._send_all(None)
            while pause is not None and not self._closed:
                self._rest(pause)
                pause = self._send_all(None)

    def _rest(self, seconds: float) -> None:
        """Sleep: new spans do not make a server that is down answer sooner."""
        deadline = time.monotonic() + seconds
        while not self._closed and (left := deadline - time.monotonic()) > 0:
            with suppress(queue.Empty):
                self._wake.get(timeout=left)

    def _send_all(self, deadline: float | None) -> float | None:
        """Send batch after batch; the seconds to wait where one has to be sent again."""
        wait = -1 if deadline is None else max(deadline - time.monotonic(), 0)
        if not self._sending.acquire(timeout=wait):
            return _FIRST_PAUSE
        try:
            self._adopt()
            while not self._closed and (batch := self._spool.oldest()) is not None:
                late = deadline is not None and time.monotonic() >= deadline
                pause = 0.0 if late else self._send(batch, deadline)
                if pause is not None:
                    return pause
            self._tell_dropped(deadline)
            return None
        finally:
            self._sending.release()

    def _adopt(self) -> None:
        if not self._adopted:
            self._adopted = True
            self._spool.adopt()

    def _send(self, batch: Batch, deadline: float | None) -> float | None:
        try:
            body = batch.read()
        except OSError as error:  # somebody removed the file
            faults.note("reading a batch", error)
            self._count(batch, refused=batch.spans)
            self._spool.done(batch)
            return None
        try:
            answer = self._post(body, deadline)
        except OutsideError as error:
            faults.say_once("no answer", f"spans wait for the server: {error}")
            return self._pause(None)
        except Exception as error:
            faults.note("sending spans", error)
            return self._pause(None)
        return self._judge(batch, answer)

    def _post(self, body: bytes, deadline: float | None) -> Answer:
        left = self._timeout if deadline is None else deadline - time.monotonic()
        dropped = self._all_dropped()
        headers = self._headers | {"Genchi-Dropped": str(dropped)}
        answer = self._connection.post(body, headers, max(min(left, self._timeout), 0.05))
        if answer.status == 200:
            self._told = dropped
        return answer

    def _judge(self, batch: Batch, answer: Answer) -> float | None:
        """What an answer means for a batch; the seconds to wait where it has to be sent again."""
        status = answer.status
        if 200 <= status < 300:
            self._failures = 0
            self._accepted(batch, answer)
            return None
        if status in _TRY_AGAIN:
            return self._pause(answer.retry_after)
        said = answer.body[:500].decode("utf-8", "replace")
        if status in _WRONG_PLACE:
            faults.say_once(
                f"status {status}",
                f"{self._url} answers {status}: check the address and the API key; spans wait",
            )
            self._failures += 1
            return _LONGEST_PAUSE
        self._failures = 0
        faults.say_once(f"status {status}", f"{self._url} refused spans with {status}: {said}")
        self._count(batch, refused=batch.spans)
        self._spool.refuse(batch, f"{status} {said}")
        return None

    def _accepted(self, batch: Batch, answer: Answer) -> None:
        rejected, why = rejected_in(answer.body)
        rejected = min(rejected, batch.spans)
        if rejected:
            faults.say_once("rejected", f"{self._url} did not keep {rejected} spans: {why}")
        self._count(batch, delivered=batch.spans - rejected, refused=rejected)
        self._spool.done(batch)

    def _pause(self, asked: float | None) -> float:
        """Twice as long each time, with jitter, but as long as the server asked for."""
        longest = min(_FIRST_PAUSE * (1 << min(self._failures, 10)), _LONGEST_PAUSE)
        self._failures += 1
        if asked is not None:
            return min(asked, _LONGEST_PAUSE)
        return longest * (0.5 + _random.random() / 2)

    def _tell_dropped(self, deadline: float | None) -> None:
        """An empty request, where nothing else would tell the server of spans that are missing."""
        if self._all_dropped() > self._told and not self._closed:
            with suppress(OutsideError):
                self._post(b"", deadline)
            self._told = self._all_dropped()

    def _all_dropped(self) -> int:
        return self._dropped + sum(count() for count in self._dropped_before)

    def _count(self, batch: Batch, *, delivered: int = 0, refused: int = 0) -> None:
        if batch.own:
            with self._lock:
                self._delivered += delivered
                self._refused += refused


def _check_headers(headers: Mapping[str, str]) -> None:
    """HTTP headers are one line of ASCII each. The value is not shown: it may be a key."""
    for name, value in headers.items():
        if not f"{name}{value}".isascii() or not f"{name}{value}".isprintable():
            raise UsageError(
                f"the header {name!r} has characters that HTTP cannot send: "
                "use printable ASCII for headers and the API key"
            )
