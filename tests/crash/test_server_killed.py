"""kill -9 of the server at random moments under load: what was acknowledged is there, and once."""

from __future__ import annotations

import itertools
import random
import signal
import threading
import time
from typing import Any

import pytest

from genchi.store import open_store

pytestmark = pytest.mark.slow

_SPANS = 20
_SENDERS = 3


class _Load:
    """Senders that note which spans were acknowledged, and send a part of those again."""

    def __init__(self, server: Any, body: Any, numbers: itertools.count[int]) -> None:
        self._server, self._body, self._numbers = server, body, numbers
        self.acknowledged: set[int] = set()
        self.sent: set[int] = set()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._send) for _ in range(_SENDERS)]

    def __enter__(self) -> _Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _send(self) -> None:
        while not self._stop.is_set():
            first = 1 + _SPANS * next(self._numbers)
            for _ in range(random.choice((1, 1, 2))):
                self.sent.add(first)
                try:
                    status, _answer = self._server.send(self._body(first, _SPANS))
                except OSError:
                    return
                if status == 200:
                    self.acknowledged.add(first)


def test_every_acknowledged_span_is_there_and_none_twice(
    server: Any, body: Any, rounds: int
) -> None:
    numbers = itertools.count()
    acknowledged: set[int] = set()
    sent: set[int] = set()
    for _ in range(rounds):
        server.start()
        with _Load(server, body, numbers) as load:
            time.sleep(random.uniform(0.02, 0.5))
            server.stop()
        acknowledged |= load.acknowledged
        sent |= load.sent
    server.start()
    told = server.health()
    server.stop()
    store = open_store(server.home, create=False)
    stored = [int(span.key.span_id, 16) for span in store.spans.list("shop", payloads=True)]
    assert len(stored) == len(set(stored)) == store.spans.count() == told["stored"]
    expected = {first + n for first in acknowledged for n in range(_SPANS)}
    assert expected <= set(stored)
    assert set(stored) <= {first + n for first in sent for n in range(_SPANS)}
    assert len(acknowledged) > rounds / 2
    with store.database.read() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    store.close()


def test_a_stop_in_the_middle_finishes_what_it_took(server: Any, body: Any) -> None:
    server.start()
    with _Load(server, body, itertools.count()) as load:
        time.sleep(0.5)
        server.stop(signal.SIGTERM)
    store = open_store(server.home, create=False)
    stored = {int(span.key.span_id, 16) for span in store.spans.list("shop")}
    assert {first + n for first in load.acknowledged for n in range(_SPANS)} <= stored
    assert store.accounts.read().stored == len(stored) > 0
    store.close()
