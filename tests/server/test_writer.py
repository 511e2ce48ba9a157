"""The thread that stores: whatever happens to one delivery, every other gets its answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from genchi.records import Span
from genchi.server import Limits
from genchi.server.writer import Delivery, Writer
from genchi.store import Store, open_store
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]
SECONDS = 20


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True, busy_seconds=0.2)
    yield opened
    opened.close()


@pytest.fixture
def writer(store: Store) -> Iterator[Writer]:
    started = Writer(store, Limits())
    started.start()
    yield started
    started.stop()


def test_a_sender_that_stopped_waiting_keeps_nobody_from_an_answer(
    store: Store, writer: Writer, spans: Spans
) -> None:
    with store.together():
        held = [Delivery(otlp.write(spans(2, first=1 + 2 * n)), "protobuf") for n in range(3)]
        answers = [writer.submit(delivery) for delivery in held]
        answers[0].cancel()
        answers[1].cancel()
    outcomes = [writer.submit(held[0]).result(SECONDS), answers[2].result(SECONDS)]
    assert [outcome.account.received for outcome in outcomes] == [2, 2]


def test_a_delivery_that_nothing_can_read_is_rejected_and_the_next_one_stored(
    writer: Writer, spans: Spans, caplog: pytest.LogCaptureFixture
) -> None:
    unheard_of: bytes = "text"  # type: ignore[assignment]  # makes reading and counting fail
    bad = writer.submit(Delivery(unheard_of, "protobuf"))
    good = writer.submit(Delivery(otlp.write(spans(3)), "protobuf"))
    assert bad.result(SECONDS).reason.startswith("genchi failed to read this")
    assert good.result(SECONDS).account.stored == 3
    assert "please report this" in caplog.text


def test_refusals_are_written_down_although_nothing_else_comes(
    store: Store, writer: Writer, spans: Spans
) -> None:
    time.sleep(0.1)  # the thread waits for a delivery
    writer.refuse(Delivery(otlp.write(spans(4)), "protobuf"))
    end = time.monotonic() + SECONDS
    while store.accounts.read().refused == 0 and time.monotonic() < end:
        time.sleep(0.05)
    assert store.accounts.read().refused == 4


def test_stopping_stores_a_full_queue_although_the_store_is_busy(
    store: Store, spans: Spans
) -> None:
    writer = Writer(store, Limits(queue=20_000))
    writer.start()
    deliveries = [Delivery(otlp.write(spans(9, first=1 + 9 * n)), "protobuf") for n in range(5)]
    stopping = threading.Thread(target=writer.stop)
    with store.together():
        answers = [writer.submit(delivery) for delivery in deliveries]
        stopping.start()
    stopping.join(SECONDS)
    outcomes = [answer.result(0) for answer in answers]
    stored = sum(outcome.account.stored for outcome in outcomes)
    told = store.accounts.read()
    assert (told.stored, told.refused) == (stored, 45 - stored)
    assert store.spans.count() == stored
