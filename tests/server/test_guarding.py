"""Who may speak to the server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from genchi.records import Span
from genchi.server import is_loopback, known_hosts
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]


@pytest.mark.parametrize("host", ["127.0.0.1:4318", "localhost", "LOCALHOST:1", "[::1]:4318"])
def test_a_server_on_loopback_answers_to_the_names_of_loopback(serve: Any, host: str) -> None:
    up = serve(hosts=known_hosts("127.0.0.1", ()))
    assert up.ask("GET", "/api/health", headers={"host": host}).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]", "退款"])
def test_a_name_that_somebody_else_points_here_is_refused(serve: Any, host: str) -> None:
    up = serve(hosts=known_hosts("127.0.0.1", ()))
    answer = up.ask("GET", "/api/health", headers={"host": host.encode().decode("latin-1")})
    assert answer.status == 403
    assert "--allow-host" in answer.json["error"]


def test_a_further_name_can_be_allowed(serve: Any) -> None:
    up = serve(hosts=known_hosts("127.0.0.1", ["genchi.internal"]))
    assert up.ask("GET", "/api/health", headers={"host": "genchi.internal:80"}).status == 200


def test_pages_from_elsewhere_may_not_send(up: Any, spans: Spans) -> None:
    host = f"127.0.0.1:{up.port}"
    body = otlp.write(spans(1))
    assert up.send(body, origin=f"http://{host}").status == 200
    for origin in ("http://evil.example", "null", f"http://{host}.evil.example", ""):
        assert up.send(body, origin=origin).status == 403


def test_beyond_loopback_nothing_happens_without_a_key(serve: Any, spans: Spans) -> None:
    up = serve(keys=True)
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic eA=="}):
        answer = up.send(otlp.write(spans(1)), **headers)
        assert answer.status == 401
        assert "Authorization: Bearer KEY" in answer.json["error"]
        assert up.ask("GET", "/metrics", headers=headers).status == 401
    assert up.store.spans.count() == 0


def test_health_without_a_key_tells_only_that_the_server_is_there(serve: Any) -> None:
    up = serve(keys=True)
    assert list(up.ask("GET", "/api/health").json) == ["version"]
    secret, _ = up.store.keys.create("shop", 1)
    told = up.ask("GET", "/api/health", headers={"authorization": f"bearer {secret}"}).json
    assert told["received"] == 0


def test_the_key_decides_whose_spans_they_are(serve: Any, spans: Spans) -> None:
    up = serve(keys=True)
    secret, key = up.store.keys.create("客服", 1)
    sent = otlp.write(spans(2, app="somebody-else"))
    assert up.send(sent, authorization=f"Bearer {secret}").status == 200
    assert up.send(sent, x_api_key=secret).status == 200
    assert up.store.spans.apps() == {"客服": 2}
    up.store.keys.revoke(key.id, 2)
    assert up.send(sent, authorization=f"Bearer {secret}").status == 401


def test_an_address_is_loopback_only_if_no_other_machine_reaches_it() -> None:
    assert [h for h in ("127.0.0.1", "127.9.9.9", "::1", "localhost") if not is_loopback(h)] == []
    assert [h for h in ("0.0.0.0", "::", "10.0.0.1", "example.org", "") if is_loopback(h)] == []


def test_a_public_server_checks_names_only_where_some_were_given() -> None:
    assert known_hosts("0.0.0.0", ()) == frozenset()
    assert "genchi.example" in known_hosts("0.0.0.0", ["genchi.example"])


@pytest.mark.parametrize("allowed", ["Genchi.Internal", "genchi.internal.", "genchi.internal:8080"])
def test_an_allowed_name_may_be_written_as_it_stands_in_an_address(
    serve: Any, allowed: str
) -> None:
    up = serve(hosts=known_hosts("127.0.0.1", [allowed]))
    assert up.ask("GET", "/api/health", headers={"host": "GENCHI.internal:80"}).status == 200


@pytest.mark.parametrize("bound", ["::1", "0:0:0:0:0:0:0:1", "127.0.0.2"])
def test_a_server_answers_to_the_address_it_is_bound_to(serve: Any, bound: str) -> None:
    hosts = known_hosts(bound, ["[fe80::1]:4318"])
    assert {"::1", "localhost", "fe80::1"} <= hosts
    up = serve(hosts=hosts)
    for host in ("[::1]:4318", "[FE80::1]:1", f"[{bound}]" if ":" in bound else bound):
        assert up.ask("GET", "/api/health", headers={"host": host}).status == 200


def test_a_store_that_fails_while_a_key_is_looked_up_is_503_and_says_why(serve: Any) -> None:
    up = serve(keys=True)
    secret, _ = up.store.keys.create("shop", 1)
    store = up.store.path
    up.store.close()  # connections are opened anew
    away = store.rename(store.with_name("away"))
    store.mkdir()
    for path in ("/api/health", "/metrics", "/v1/traces"):
        answer = up.ask(
            "POST" if path == "/v1/traces" else "GET", path, headers={"x-api-key": secret}
        )
        assert (answer.status, "retry-after" in answer.headers) == (503, True)
        assert "cannot be opened" in answer.json["error"]
    store.rmdir()
    away.rename(store)
    assert up.ask("GET", "/api/health", headers={"x-api-key": secret}).status == 200
