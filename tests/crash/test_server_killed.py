"""kill -9 of the server at random moments under load: what was acknowledged is there, and once."""

from __future__ import annotations

import itertools
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
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
    stored = []
    for span in store.spans.list("shop", payloads=True):
        stored.append(int(span.key.span_id, 16))
        assert span.payload is not None
        assert span.payload.messages[0].text.startswith(f"退款 {stored[-1]} ")
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


def test_bodies_of_one_transaction_are_stored_whole_or_not_at_all(
    server: Any, body: Any, rounds: int
) -> None:
    numbers = itertools.count()
    acknowledged: set[int] = set()
    for _ in range(max(1, rounds // 3)):
        server.start()
        firsts = [1 + _SPANS * next(numbers) for _ in range(12)]
        with (
            closing(open_store(server.home, create=False)) as store,
            ThreadPoolExecutor(12) as pool,
        ):
            with store.together():  # all but the first wait, and make one transaction
                answers = {firsts[0]: pool.submit(server.send, body(firsts[0], _SPANS))}
                time.sleep(0.2)
                answers |= {n: pool.submit(server.send, body(n, _SPANS)) for n in firsts[1:]}
                end = time.monotonic() + 2
                while server.health()["queue"] < len(firsts) - 1 and time.monotonic() < end:
                    time.sleep(0.01)
            time.sleep(random.uniform(0, 0.02))
            server.stop()
            acknowledged |= {n for n, answer in answers.items() if _status(answer) == 200}
    with closing(open_store(server.home, create=False)) as store:
        stored = {int(span.key.span_id, 16) for span in store.spans.list("shop", payloads=True)}
        assert store.accounts.read().stored == store.spans.count() == len(stored)
    whole = {1 + _SPANS * n for n in range(next(numbers)) if 1 + _SPANS * n in stored}
    assert stored == {first + n for first in whole for n in range(_SPANS)}
    assert acknowledged <= whole


def _status(answer: Future[tuple[int, bytes]]) -> int | None:
    return None if isinstance(answer.exception(), OSError) else answer.result()[0]


def test_a_server_that_is_killed_while_it_starts_is_not_in_the_way_of_the_next(
    tmp_path: Path, server: Any, body: Any, rounds: int
) -> None:
    command = [sys.executable, "-m", "genchi", "up", "--home", str(server.home), "--port", "0"]
    for _ in range(max(1, rounds // 2)):
        with (tmp_path / "said").open("wb") as said:
            starting = subprocess.Popen(command, stdout=said, stderr=said)
        time.sleep(random.uniform(0, 0.8))
        starting.kill()
        starting.wait()
    server.start()
    assert server.send(body(1, 5))[0] == 200
    assert server.health()["stored"] == 5


def test_two_servers_of_two_homes_keep_their_spans_and_accounts_apart(
    server_at: Any, tmp_path: Path, body: Any
) -> None:
    one, other = server_at(tmp_path / "家 一"), server_at(tmp_path / "家 二")
    one.start()
    other.start()
    assert one.send(body(1, 5))[0] == other.send(body(1, 9))[0] == 200
    one.stop()
    assert other.send(body(10, 2))[0] == 200
    one.start()
    assert (one.health()["stored"], other.health()["stored"]) == (5, 11)


def test_a_body_that_many_send_while_the_server_dies_is_stored_once(
    server: Any, body: Any, rounds: int
) -> None:
    content = body(1, _SPANS)
    for _ in range(max(1, rounds // 5)):
        server.start()
        with ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(server.send, content) for _ in range(60)]
            time.sleep(random.uniform(0, 0.1))
            server.stop()
        assert {_status(answer) for answer in answers} <= {None, 200}
    server.start()
    assert server.send(content)[0] == 200
    told = server.health()
    assert told["stored"] == _SPANS
    assert told["received"] == told["stored"] + told["duplicate"]
