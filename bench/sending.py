"""OTLP bodies over a few connections at once, as fast as the server answers."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence

_AGAIN = (429, 503)
_WAIT = 0.2
_TIMEOUT = 300.0


class Sender:
    """Sends each body once, and again where the server asks for it. Used once.

    `acknowledged` holds the places of the bodies that were answered with 200, in the order of the
    answers; `statuses` how often each status came. A connection that breaks ends its share.
    """

    def __init__(self, port: int, bodies: Sequence[bytes], headers: Mapping[str, str]) -> None:
        self.acknowledged: list[int] = []
        self.statuses: Counter[str] = Counter()
        self._port, self._bodies = port, bodies
        self._headers = {"Content-Type": "application/x-protobuf", **headers}
        self._places = iter(range(len(bodies)))
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self, connections: int) -> None:
        """Begin to send; each connection is a thread."""
        self._threads = [threading.Thread(target=self._send) for _ in range(connections)]
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        """Until every body was answered or every connection broke."""
        for thread in self._threads:
            thread.join()

    @property
    def sending(self) -> bool:
        """Whether a connection is still at work."""
        return any(thread.is_alive() for thread in self._threads)

    def _send(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_TIMEOUT)
        try:
            while (place := self._next()) is not None:
                self._deliver(connection, place)
        except (OSError, http.client.HTTPException) as error:
            self._count(type(error).__name__)
        finally:
            connection.close()

    def _next(self) -> int | None:
        with self._lock:
            return next(self._places, None)

    def _deliver(self, connection: http.client.HTTPConnection, place: int) -> None:
        while True:
            connection.request("POST", "/v1/traces", self._bodies[place], self._headers)
            answer = connection.getresponse()
            answer.read()
            self._count(str(answer.status))
            if answer.status == 200:
                with self._lock:
                    self.acknowledged.append(place)
            if answer.status not in _AGAIN:
                return
            time.sleep(_WAIT)

    def _count(self, status: str) -> None:
        with self._lock:
            self.statuses[status] += 1
