"""`POST /v1/traces`: what is stored, what is refused, and what the sender is told."""

from __future__ import annotations

import dataclasses
import gzip
import json
import socket
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import apsw
import pytest

from genchi.errors import UsageError
from genchi.records import Message, Payload, Span, Text
from genchi.server import Limits
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]
JSON = "application/json"


def test_what_was_answered_with_200_is_in_the_store(up: Any, spans: Spans) -> None:
    answer = up.send(otlp.write(spans(10)))
    assert (answer.status, answer.body) == (200, b"")
    other = apsw.Connection(str(up.store.path))
    assert other.execute("SELECT count(*) FROM span").fetchall() == [(10,)]
    stored = list(up.store.spans.list("shop", payloads=True))
    assert [s.payload.output for s in stored if s.payload] == ["三十天内"] * 10


def test_json_and_protobuf_store_the_same(up: Any, spans: Spans) -> None:
    assert up.send(otlp.write_json(spans(5)), JSON).json == {}
    before = list(up.store.spans.list("shop", payloads=True))
    assert up.send(otlp.write(spans(5))).status == 200
    assert list(up.store.spans.list("shop", payloads=True)) == before
    assert up.health()["duplicate"] == 5


@pytest.mark.parametrize("compression", ["gzip", "deflate", "identity", "GZIP"])
def test_bodies_may_be_compressed(up: Any, spans: Spans, compression: str) -> None:
    content = otlp.write(spans(3))
    pressed = {"gzip": gzip.compress(content), "deflate": zlib.compress(content)}
    answer = up.send(pressed.get(compression.lower(), content), content_encoding=compression)
    assert answer.status == 200
    assert up.health()["stored"] == 3


def test_sending_again_stores_nothing_twice(up: Any, spans: Spans) -> None:
    for _ in range(3):
        assert up.send(otlp.write(spans(7))).status == 200
    assert up.store.spans.count() == 7
    told = up.health()
    assert (told["received"], told["stored"], told["duplicate"]) == (21, 7, 14)


def test_spans_that_cannot_be_kept_are_told_and_the_others_are_stored(
    up: Any, spans: Spans
) -> None:
    whole = json.loads(otlp.write_json(spans(4)))
    kept = whole["resourceSpans"][0]["scopeSpans"][0]["spans"]
    kept[1]["traceId"] = "00" * 16
    kept[2]["spanId"] = "abc"
    answer = up.send(json.dumps(whole).encode(), JSON)
    assert answer.status == 200
    assert int(answer.json["partialSuccess"]["rejectedSpans"]) == 2
    assert "id" in answer.json["partialSuccess"]["errorMessage"]
    told = up.health()
    assert (told["received"], told["stored"], told["rejected"]) == (4, 2, 2)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/x-protobuf", b"\xff\xff\xff not protobuf"),
        (JSON, b"{"),
        (JSON, b"[1, 2]"),
        (JSON, b"\xff\xfe"),
        (JSON, b"[" * 100_000),
    ],
)
def test_what_cannot_be_read_is_400_with_the_reason(up: Any, kind: str, content: bytes) -> None:
    answer = up.send(content, kind)
    assert answer.status == 400
    assert len(answer.body) > 10
    assert up.health()["received"] == 0


def test_an_empty_body_is_a_request_without_spans(up: Any) -> None:
    assert up.send(b"").status == 200
    assert up.send(b"{}", JSON).status == 200
    assert up.health()["received"] == 0


def test_other_kinds_of_content_are_415(up: Any) -> None:
    answer = up.send(b"x", "text/plain")
    assert answer.status == 415
    assert "application/x-protobuf or application/json" in answer.json["message"]
    assert up.send(b"x", content_encoding="br").status == 415


def test_the_application_is_the_service_that_sent(up: Any, spans: Spans) -> None:
    up.send(otlp.write([*spans(2, app="客服"), *spans(3, first=10, app="shop")]))
    assert up.store.spans.apps() == {"客服": 2, "shop": 3}


def test_a_body_over_the_limit_is_413_announced_or_not(serve: Any, spans: Spans) -> None:
    up = serve(limits=Limits(body=10_000))
    content = otlp.write(spans(100, size=200))
    assert up.send(content).status == 413
    with socket.create_connection((up.host, up.port)) as raw:
        raw.sendall(
            b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-protobuf\r\n\r\n"
        )
        raw.sendall(b"%x\r\n%s\r\n" % (len(content), content))
        raw.sendall(b"0\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 413")
    assert up.store.spans.count() == 0
    assert up.send(otlp.write(spans(3))).status == 200


def test_chunked_bodies_are_taken(up: Any, spans: Spans) -> None:
    content = otlp.write(spans(3))
    with socket.create_connection((up.host, up.port)) as raw:
        raw.sendall(
            b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/x-protobuf\r\n\r\n"
        )
        for place in range(0, len(content), 50):
            piece = content[place : place + 50]
            raw.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        raw.sendall(b"0\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 200")
    assert up.store.spans.count() == 3


def test_a_small_body_that_unzips_to_a_huge_one_is_413(serve: Any) -> None:
    up = serve(limits=Limits(unzipped=1 << 20))
    answer = up.send(gzip.compress(bytes(50 << 20)), content_encoding="gzip")
    assert answer.status == 413
    assert b"grows over 1 MiB" in answer.body


def test_a_compressed_body_that_is_damaged_is_400(up: Any, spans: Spans) -> None:
    content = gzip.compress(otlp.write(spans(5)))
    assert up.send(content[:-9], content_encoding="gzip").status == 400
    assert up.send(b"not gzip", content_encoding="gzip").status == 400
    assert up.store.spans.count() == 0


def test_a_sender_that_goes_away_halfway_leaves_nothing_behind(up: Any, spans: Spans) -> None:
    content = otlp.write(spans(50))
    head = (
        b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-protobuf\r\n"
        b"Content-Length: %d\r\n\r\n" % len(content)
    )
    for cut in (0, 10, len(content) // 2, len(content) - 1):
        with socket.create_connection((up.host, up.port)) as raw:
            raw.sendall(head + content[:cut])
    assert up.send(otlp.write(spans(3, first=900))).status == 200
    assert up.store.spans.count() == 3


def test_a_sender_that_takes_too_long_is_told_so_and_keeps_nobody_waiting(
    serve: Any, spans: Spans
) -> None:
    up = serve(limits=Limits(read_seconds=0.3, body=10_000, reading=10_000))
    with socket.create_connection((up.host, up.port), timeout=10) as slow:
        slow.sendall(
            b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/x-protobuf\r\nContent-Length: 9000\r\n\r\nabc"
        )
        assert slow.recv(100).startswith(b"HTTP/1.1 408")
    assert up.send(otlp.write(spans(1))).status == 200


def test_a_connection_that_asks_nothing_is_closed(serve: Any) -> None:
    up = serve(limits=Limits(head_seconds=0.2))
    with socket.create_connection((up.host, up.port), timeout=10) as silent:
        silent.sendall(b"POST /v1/tra")
        assert silent.recv(100) == b""


def test_a_full_queue_is_429_and_every_span_is_accounted_for(serve: Any, spans: Spans) -> None:
    up = serve(limits=Limits(queue=20_000))
    bodies = [otlp.write(spans(20, first=1 + 20 * n, size=300)) for n in range(60)]
    held = threading.Event()
    entered = threading.Event()

    def hold_the_store() -> None:
        with up.store.together():
            entered.set()
            held.wait(30)

    holder = threading.Thread(target=hold_the_store)
    holder.start()
    entered.wait(10)
    with ThreadPoolExecutor(30) as pool:
        answers = [pool.submit(up.send, content) for content in bodies]
        while sum(a.done() for a in answers) < 10:
            time.sleep(0.01)
        held.set()
        found = [a.result() for a in answers]
    holder.join()
    statuses = [answer.status for answer in found]
    assert set(statuses) == {200, 429}
    refused = [answer for answer in found if answer.status == 429]
    assert all(1 <= int(answer.headers["retry-after"]) <= 60 for answer in refused)
    told = up.health()
    assert told["stored"] == 20 * statuses.count(200) == up.store.spans.count()
    assert told["refused"] == 20 * len(refused)
    assert told["received"] == 1200


def test_refusals_are_still_known_after_a_restart(serve: Any, spans: Spans, tmp_path: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        first = serve(tmp_path, limits=Limits(queue=100))
        sent = list(pool.map(first.send, [otlp.write(spans(9, first=9 * n)) for n in range(1, 60)]))
    told = first.health()
    assert {answer.status for answer in sent} <= {200, 429}
    while first.store.accounts.read().received < told["received"]:
        time.sleep(0.05)
    assert first.store.accounts.read().refused == told["refused"]


def test_drops_of_clients_are_added_up_once_for_each_client(up: Any, spans: Spans) -> None:
    for client, dropped in (("a", "3"), ("a", "5"), ("b", "2"), ("b", "nonsense"), ("c", "-4")):
        answer = up.send(otlp.write(spans(1)), genchi_client=client, genchi_dropped=dropped)
        assert answer.status == 200
    assert up.health()["dropped_by_clients"] == 7


def test_a_body_of_several_gzip_members_is_read_to_its_end(up: Any, spans: Spans) -> None:
    parts = [otlp.write(spans(2, first=1 + 2 * n)) for n in range(3)]
    content = b"".join(map(gzip.compress, parts))
    assert up.send(content, content_encoding="gzip").status == 200
    assert up.store.spans.count() == up.health()["stored"] == 6


@pytest.mark.parametrize("compression", ["gzip", "deflate"])
def test_what_follows_a_compressed_body_is_not_thrown_away_in_silence(
    up: Any, spans: Spans, compression: str
) -> None:
    press = gzip.compress if compression == "gzip" else zlib.compress
    answer = up.send(press(otlp.write(spans(2))) + b"more", content_encoding=compression)
    assert answer.status == 400
    assert up.store.spans.count() == 0


def test_several_gzip_members_together_may_not_grow_over_the_limit(serve: Any) -> None:
    up = serve(limits=Limits(unzipped=1 << 20))
    content = gzip.compress(bytes(700_000)) * 2
    assert up.send(content, content_encoding="gzip").status == 413


def test_a_sender_for_whom_there_was_no_room_in_time_is_told_to_come_back(
    serve: Any, spans: Spans
) -> None:
    up = serve(limits=Limits(read_seconds=1, body=10_000, reading=10_000))
    with ExitStack() as stack:
        slow = []
        for _ in range(3):  # each takes all the room for a second, one after the other
            address = (up.host, up.port)
            slow.append(stack.enter_context(socket.create_connection(address, timeout=10)))
            slow[-1].sendall(
                b"POST /v1/traces HTTP/1.1\r\nHost: localhost\r\n"
                b"Content-Type: application/x-protobuf\r\nContent-Length: 9999\r\n\r\nabc"
            )
            time.sleep(0.2)
        answer = up.send(otlp.write(spans(1)))
        assert (answer.status, "retry-after" in answer.headers) == (503, True)
        assert slow[0].recv(100).startswith(b"HTTP/1.1 408")
        assert slow[1].recv(100).startswith(b"HTTP/1.1 408")
    assert up.send(otlp.write(spans(1))).status == 200


def test_a_body_that_many_send_at_once_is_stored_once(up: Any, spans: Spans) -> None:
    content = otlp.write(spans(25))
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(up.send, [content] * 60))
    assert {answer.status for answer in answers} == {200}
    told = up.health()
    assert (told["stored"], told["duplicate"]) == (25, 25 * 59)
    assert up.store.spans.count() == 25


def test_drops_of_very_many_clients_can_still_be_told(up: Any) -> None:
    with up.store.together():
        for number in range(10_000):
            up.store.accounts.client_dropped(f"c{number}", 999_999_999_999_999, 1)
    assert up.ask("GET", "/api/health").status == 200
    assert up.ask("GET", "/metrics").status == 200


def test_personal_data_is_taken_out_before_it_is_stored_whoever_sent_it(
    serve: Any, spans: Spans
) -> None:
    up = serve(redact=["email"])
    [span] = spans(1)
    said = Message("user", (Text("我的邮箱 mei@example.com 和 tom@example.org"),))
    payload = dataclasses.replace(
        span.payload or Payload(),
        messages=(said,),
        reference="mei@example.com",
        attributes={"note": ["mei@example.com"]},
    )
    failed = dataclasses.replace(
        span, payload=payload, status="error", status_message="no such user mei@example.com"
    )
    assert up.send(otlp.write([failed])).status == 200
    [stored] = up.store.spans.list("shop", payloads=True)
    assert "example" not in repr(stored)
    assert stored.payload.messages[0].text == "我的邮箱 [EMAIL] 和 [EMAIL]"


def test_a_kind_of_personal_data_that_is_none_is_said_at_the_start(serve: Any) -> None:
    with pytest.raises(UsageError, match="no such kind"):
        serve(redact=["no such kind"])
