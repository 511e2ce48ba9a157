"""Requests that no HTTP library makes, over bare sockets: answered or cut, never a failure."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import socket
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.records import Span
from genchi.server import Limits, known_hosts
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]
EXAMPLES = int(os.environ.get("GENCHI_FUZZ_EXAMPLES", "150"))
FUZZ = settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None)

HOST = b"Host: localhost\r\n"
KIND = b"Content-Type: application/x-protobuf\r\n"
POST = b"POST /v1/traces HTTP/1.1\r\n" + HOST + KIND


def sent_raw(up: Any, data: bytes) -> bytes:
    """All that the server answers to these bytes before it closes the connection."""
    with socket.create_connection((up.host, up.port), timeout=20) as raw:
        out = b""
        with contextlib.suppress(ConnectionError):
            raw.sendall(data)
            while piece := raw.recv(1 << 16):
                out += piece
        return out


def statuses(answer: bytes) -> list[int]:
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3})", answer)]


LENGTHS = b"0 1 5 7 1048576 1099511627776 1000000000000000000000000 -1 +5 0x5 5,5 five".split()
HOSTS = [b"", b"evil", b"[", b"[::1", b"]", b"a b", b"\xff", b"localhost"]
ENCODINGS = [b"gzip", b"GZIP, gzip", b"br", b"\xe9", b""]
KINDS = [b"application/json", b";", b"\xff/\xfe", b""]
HEADER = st.sampled_from(
    [
        *(b"Content-Length: %s\r\n" % length for length in LENGTHS),
        *(b"Host: %s\r\n" % host for host in HOSTS),
        *(b"Content-Encoding: %s\r\n" % name for name in ENCODINGS),
        *(b"Content-Type: %s\r\n" % kind for kind in KINDS),
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: identity\r\n",
        b"Connection: upgrade\r\nUpgrade: h2c\r\n",
        b"Connection: close\r\n",
        b"Expect: 100-continue\r\n",
        b"Expect: the unexpected\r\n",
        b"Origin: null\r\n",
        b"Origin: http://[\r\n",
        b"Authorization: Bearer\r\n",
        b"Authorization: Bearer \xff\xfe\r\n",
        b"Genchi-Client: \xff\r\nGenchi-Dropped: 9\r\n",
        b"Genchi-Dropped: 999999999999999\r\nGenchi-Client: c\r\n",
        b"X-Folded: a\r\n b\r\n",
        b"No colon here\r\n",
        b": no name\r\n",
        b"X-Long: " + b"x" * 70_000 + b"\r\n",
        b"X: 1\r\n" * 500,
    ]
)
METHODS = [b"GET", b"POST", b"HEAD", b"OPTIONS", b"CONNECT", b"TRACE", b"G\xc3\xa9T"]
PATHS = (
    b"/v1/traces /api/health /metrics / // /v1/traces/ * /%00 /%ff%fe /a?b#c "
    b"http://localhost/api/health http://[/x"
).split()
LINE = st.sampled_from(
    [
        *(b"%s %s HTTP/1.1\r\n" % pair for pair in itertools.product(METHODS, PATHS)),
        b"POST /v1/traces HTTP/1.0\r\n",
        b"POST /v1/traces HTTP/2.0\r\n",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\r\n\r\n\r\n",
        b"",
    ]
)
TAIL = st.sampled_from(
    [
        b"",
        b"hello",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"ffffffffffffffffff\r\n",
        b"-1\r\n",
        b"{}",
        b"\r\n" * 9,
    ]
)


@pytest.fixture
def hasty(serve: Any) -> Callable[..., Any]:
    """Starts servers that close a connection soon."""
    return partial(serve, limits=Limits(head_seconds=0.05, read_seconds=0.05))


@pytest.mark.parametrize("options", [{}, {"hosts": known_hosts("127.0.0.1", ())}, {"keys": True}])
def test_nonsense_is_answered_or_cut(hasty: Any, options: dict[str, Any], spans: Spans) -> None:
    up = hasty(**options)

    @settings(FUZZ, max_examples=max(1, EXAMPLES // 3))
    @given(line=LINE, headers=st.lists(HEADER, max_size=4), usual=st.booleans(), tail=TAIL)
    def speak(line: bytes, headers: list[bytes], usual: bool, tail: bytes) -> None:
        head = line + (HOST + KIND if usual else b"") + b"".join(headers)
        assert all(status < 500 for status in statuses(sent_raw(up, head + b"\r\n" + tail)))

    speak()
    secret, _ = up.store.keys.create("shop", 1)
    good = {"host": "localhost", "authorization": f"Bearer {secret}"}
    assert up.send(otlp.write(spans(3)), **good).status == 200
    assert up.ask("GET", "/metrics", headers=good).status == 200
    told = up.ask("GET", "/api/health", headers=good).json
    assert told["received"] == told["stored"] == 3


def test_noise_instead_of_http_is_answered_or_cut(hasty: Any) -> None:
    up = hasty()
    request = POST + b"Content-Length: 5\r\n\r\nhello"

    @FUZZ
    @given(noise=st.binary(max_size=60), at=st.integers(0, len(request)), whole=st.booleans())
    def speak(noise: bytes, at: int, whole: bool) -> None:
        data = noise if whole else request[:at] + noise + request[at:]
        assert all(status < 500 for status in statuses(sent_raw(up, data)))

    speak()
    assert up.health()["received"] == 0


def test_pipelined_requests_are_each_answered_in_their_order(hasty: Any, spans: Spans) -> None:
    up = hasty()

    def request(body: bytes) -> bytes:
        return POST + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)

    good = [request(otlp.write(spans(2, first=1 + 2 * n))) for n in range(20)]
    bad = request(b"\xff\xff\xff")
    ask = b"GET /api/health HTTP/1.1\r\n" + HOST + b"\r\n"
    answer = sent_raw(up, b"".join([*good[:10], bad, ask, *good[10:], ask]))
    assert statuses(answer) == [200] * 10 + [400, 200] + [200] * 10 + [200]
    told = [json.loads(found) for found in re.findall(rb"\{[^}]*\}", answer)]
    assert [found["stored"] for found in told] == [20, 40]


def test_a_request_in_the_body_of_another_is_not_a_request(hasty: Any, spans: Spans) -> None:
    up = hasty()
    inner = POST + b"Content-Length: 0\r\n\r\n"
    both = POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner
    assert 200 not in statuses(sent_raw(up, both))[2:]
    assert up.send(otlp.write(spans(1))).status == 200


def test_half_requests_leave_nothing_behind(hasty: Any, spans: Spans) -> None:
    up = hasty()
    body = otlp.write(spans(20))
    whole = POST + b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    for cut in range(0, len(whole), 97):
        assert set(statuses(sent_raw(up, whole[:cut]))) <= {400, 408}
    assert up.health()["received"] == 0
    assert statuses(sent_raw(up, whole)) == [200]


def test_a_chunked_body_takes_the_room_of_the_largest_whatever_length_it_announces(
    serve: Any, spans: Spans
) -> None:
    up = serve(limits=Limits(body=10_000, reading=10_000))
    body = otlp.write(spans(20))
    head = POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection((up.host, up.port), timeout=10) as slow:
        slow.sendall(head + b"5\r\nhello\r\n")
        with socket.create_connection((up.host, up.port), timeout=10) as second:
            second.sendall(POST + b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            second.settimeout(0.5)
            with pytest.raises(TimeoutError):  # waits unread until there is room again
                second.recv(100)
            slow.close()
            second.settimeout(10)
            assert statuses(second.recv(100)) == [200]


def test_a_host_that_is_no_address_is_no_failure_of_ours(hasty: Any) -> None:
    up = hasty()
    for path in (b"/nowhere.js", b"/api/nowhere", b"/v1/traces/", b"/v1/traces"):
        for host in (b"[", b"[::1", b"]", b"a]b", b"localhost:x"):
            answer = sent_raw(up, b"GET %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (path, host))
            assert statuses(answer)[0] in {307, 404, 405}, (path, host)


def test_a_connection_that_asks_half_of_a_second_thing_is_closed(serve: Any) -> None:
    up = serve(limits=Limits(head_seconds=0.3))
    ask = b"GET /api/health HTTP/1.1\r\n" + HOST + b"\r\n"
    with socket.create_connection((up.host, up.port), timeout=10) as slow:
        slow.sendall(ask)
        while not slow.recv(10_000).endswith(b"}"):
            pass
        slow.sendall(ask[:20])
        assert slow.recv(100) == b""


def test_a_body_that_nobody_waits_for_does_not_hold_its_connection(serve: Any) -> None:
    up = serve(limits=Limits(head_seconds=0.3))
    with socket.create_connection((up.host, up.port), timeout=10) as slow:
        slow.sendall(b"POST /v1/traces HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\nab")
        while not slow.recv(10_000).endswith(b"}"):
            pass
        slow.sendall(b"c")
        assert slow.recv(100) == b""
