"""The JSON API: what it answers, to whom, and that recording never waits for it."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema_rs
import pytest
from starlette.routing import Route

from genchi import server
from genchi.records import Message, Payload, Span, SpanKey, Text
from genchi.server import api
from genchi.server.api.document import document, plain_path
from genchi.store import Keep, open_store
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]
DOCUMENT = document(api.ENDPOINTS)
START = 1_700_000_000_000_000_000


def get(up: Any, path: str, **parameters: object) -> Any:
    """What a GET gives, checked against the document."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    answer = up.ask("GET", path + query)
    assert answer.headers["content-type"].startswith("application/json")
    assert_described(path, answer)
    return answer.json if answer.status == 200 else (answer.status, answer.json["error"])


def assert_described(path: str, answer: Any) -> None:
    """The answer is as the document says, where the path is one of it."""
    found = [
        operations["get"]
        for plain, operations in DOCUMENT["paths"].items()
        if api_matches(plain, path) and "get" in operations
    ]
    if not found:
        return
    told = found[0]["responses"].get(str(answer.status))
    assert told is not None, (path, answer.status, answer.body)
    kind = answer.headers["content-type"].partition(";")[0]
    schema = told["content"][kind]["schema"]
    if kind != "application/json":
        return
    validator = jsonschema_rs.Draft202012Validator(schema | {"components": DOCUMENT["components"]})
    errors = [error.message for error in validator.iter_errors(answer.json)]
    assert errors == [], path


def api_matches(plain: str, path: str) -> bool:
    parts, given = plain.split("/"), path.split("/")
    return len(parts) == len(given) and all(
        part == one or part.startswith("{") for part, one in zip(parts, given, strict=True)
    )


def with_user(spans: list[Span], **fields: Any) -> list[Span]:
    return [dataclasses.replace(span, **fields) for span in spans]


@pytest.fixture
def filled(up: Any, spans: Spans) -> Any:
    """A server with 60 spans of two applications."""
    shop = with_user(spans(40), user="mei", session="s/1", model="gpt-4o", duration_ns=10**9)
    bank = with_user(spans(20, 1, "bank/一"), user="tom", session="s/1", model="qwen")
    up.store.spans.add([*shop, *bank])
    return up


def test_every_route_under_api_is_in_the_document_and_nothing_else(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    routes = [r.path for r in server.build(store).routes if isinstance(r, Route)]
    store.close()
    mine = {plain_path(path) for path in routes if path.startswith("/api/")}
    assert mine == DOCUMENT["paths"].keys()
    assert len(mine) >= 9


def test_the_document_itself_is_served_and_its_references_lead_somewhere(up: Any) -> None:
    told = get(up, "/api/openapi.json")
    assert told == json.loads(json.dumps(DOCUMENT))
    text = json.dumps(told)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= told["components"]["schemas"].keys()
    assert [name for name in told["components"]["schemas"] if not name.isidentifier()] == []
    for path, operations in told["paths"].items():
        for operation in operations.values():
            named = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
            assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}


def test_traces_come_newest_first_and_page_by_page(filled: Any) -> None:
    seen: list[str] = []
    parameters: dict[str, object] = {"app": "shop", "limit": 15}
    while True:
        page = get(filled, "/api/traces", **parameters)
        seen += [span["span_id"] for span in page["spans"]]
        if page["after"] is None:
            break
        parameters["after"] = page["after"]
    assert seen == [f"{n:016x}" for n in range(40, 0, -1)]
    turned = get(filled, "/api/traces", app="shop", limit=1, oldest_first="true")
    assert turned["spans"][0]["span_id"] == f"{1:016x}"


def test_a_filter_is_what_people_type(filled: Any) -> None:
    found = get(filled, "/api/traces", filter='user:tom "怎么退款 7"')["spans"]
    assert [(s["app"], s["span_id"]) for s in found] == [("bank/一", f"{7:016x}")]
    assert len(get(filled, "/api/traces", filter="user:mei", limit=1000)["spans"]) == 40


def test_only_roots_are_listed_unless_asked(up: Any, spans: Spans) -> None:
    inner = with_user(spans(3, 2), parent_id=f"{1:016x}")
    up.store.spans.add([*spans(1), *inner])
    assert len(get(up, "/api/traces")["spans"]) == 1
    assert len(get(up, "/api/traces", all_spans="true")["spans"]) == 4


def test_a_trace_is_found_by_the_beginning_of_its_id(filled: Any) -> None:
    whole = get(filled, f"/api/traces/{9:032x}")
    assert [span["app"] for span in whole] == ["shop"]
    assert get(filled, "/api/traces/0000")[0] == 400
    assert get(filled, "/api/traces/ffff")[0] == 404
    assert get(filled, f"/api/traces/{255:032x}")[0] == 404
    assert get(filled, "/api/traces/%27;--")[0] == 404


def test_a_payload_is_found_by_its_key_also_with_a_slash_in_the_application(filled: Any) -> None:
    path = f"/api/spans/{quote('bank/一', safe='')}/{2:032x}/{7:016x}/payload"
    payload = get(filled, path)
    assert payload["output"] == "三十天内"
    assert payload["messages"][0]["role"] == "user"
    for wrong in (
        f"/api/spans/bank/{2:032x}/{7:016x}/payload",
        f"/api/spans/shop/{2:032x}/zz/payload",
        f"/api/spans/shop/2/{7:016x}/payload",
        f"/api/spans/%ff/{2:032x}/{7:016x}/payload",
    ):
        assert get(filled, wrong)[0] == 404


def test_a_session_tells_its_traces(filled: Any) -> None:
    turns = get(filled, "/api/sessions/s%2F1", app="shop")
    assert len(turns) == 9
    assert sum(turn["spans"] for turn in turns) == 40
    assert get(filled, "/api/sessions/s%2F1")[0] == 400
    assert get(filled, "/api/sessions/none", app="shop")[0] == 404


def test_facets_trend_and_sample_sum_up(filled: Any) -> None:
    (apps, users) = get(filled, "/api/facets", fields="app,user", limit=1)
    assert apps["values"] == [{"value": "shop", "count": 40}]
    assert (apps["other"], users["other"], users["missing"]) == (20, 20, 0)
    points = get(filled, "/api/trend", of="p95,count", every="1d", by="model", app="shop")
    assert [(p["group"], p["values"]) for p in points] == [("gpt-4o", {"count": 40, "p95": 1.0})]
    chosen = get(filled, "/api/sample", n=6, by="app", seed=3)
    assert sorted(s["app"] for s in chosen) == ["bank/一"] * 3 + ["shop"] * 3
    assert {s["app"]: s["inclusion"] for s in chosen} == {"bank/一": 3 / 20, "shop": 3 / 40}


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/api/traces?filter=nofield:x", "nofield"),
        ("/api/traces?limit=0", "limit=0 is not a whole number from 1 to 1000"),
        ("/api/traces?limit=ten", "limit=ten"),
        ("/api/traces?limit=" + "9" * 5000, "is not a whole number"),
        ("/api/traces?after=nonsense", "nonsense"),
        ("/api/traces?all_spans=yes", "all_spans=yes is neither true nor false"),
        ("/api/traces?limt=3", "there is no parameter 'limt' here"),
        ("/api/trend?every=never", "'never' is no stretch of time"),
        ("/api/trend?of=p42", "there is no measure 'p42'"),
        ("/api/facets?fields=latency", "latency"),
        ("/api/facets?fields=nofield", "nofield"),
        ("/api/sample?by=nofield", "nofield"),
        ("/api/traces?filter=label.none:pass", "there is no label 'none' here"),
    ],
)
def test_what_is_asked_wrongly_is_400_with_one_sentence(
    path: str, sentence: str, filled: Any
) -> None:
    answer = filled.ask("GET", path)
    assert answer.status == 400
    assert sentence in answer.json["error"]
    assert list(answer.json) == ["error"]


ODD = (
    *(
        "\x00",
        "\ud7ff\ufffe",
        "'; DROP TABLE span; --",
        '"',
        '"" *',
        "*" * 300,
        "退款：\u3000“",
        "-",
    ),
    *("label.:pass", "check.a(b:fail", "time:99999999", "latency:>1e999", "cost:nan", "root:maybe"),
    *("metadata.:x", "attribute.a.b:*", "app:*,*", "trace:zz*", "\\u9000", "a" * 5000, "user:[a-"),
    *("n1.2", "o-1.-1", "n" + "9" * 40 + ".1", "9" * 400 + "h", "0h", "1h;", "NaN", "session:?"),
)


def test_odd_values_are_answered_and_never_a_failure_of_ours(filled: Any) -> None:
    for endpoint in (one for one in api.ENDPOINTS if one.method == "GET"):
        for odd in ODD:
            quoted = quote(odd, safe="", errors="replace")
            for parameter in endpoint.parameters:
                path = endpoint.path.replace(":path", "")
                if parameter.place == "path":
                    path = path.replace(f"{{{parameter.name}}}", quoted)
                    query = ""
                else:
                    query = f"?{parameter.name}={quoted}"
                answer = filled.ask("GET", path.replace("{", "").replace("}", "") + query)
                assert answer.status in (200, 400, 404), (path, query, answer.body)
                assert_described(path, answer)


def test_the_api_only_reads(filled: Any) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert filled.ask(method, "/api/traces", b"{}").status == 405


@pytest.fixture
def guarded(serve: Callable[..., Any], tmp_path: Path, spans: Spans) -> Any:
    """A server that wants keys, asked with that of the shop; the bank has the same ids."""
    store = open_store(tmp_path, create=True)
    secret, _ = store.keys.create("shop", 1)
    store.spans.add(with_user(spans(5), user="mei", session="s", model="gpt-4o"))
    secrets = with_user(
        spans(5, app="bank"), user="SECRET", session="s", model="SECRET", name="SECRET"
    )
    hidden = Payload(inputs={"q": "SECRET"}, output="SECRET", metadata={"SECRET": "SECRET"})
    store.spans.add(with_user(secrets, payload=hidden, status="error", status_message="SECRET"))
    only_bank = Span(SpanKey("bank", "e" * 32, "e" * 16), START, session="SECRET", payload=hidden)
    store.spans.add([only_bank])
    store.close()
    up = serve(tmp_path, keys=True)
    return dataclasses.replace(up, headers={"authorization": f"Bearer {secret}"})


def asked_for_secrets() -> Iterator[tuple[str, dict[str, object]]]:
    """Every endpoint, in every way that might reach the other application."""
    filters = ("", "app:bank", "app:*", "-app:shop", "SECRET", "user:SECRET", f"trace:{1:032x}")
    for filter_ in filters:
        for app in ({}, {"app": "shop"}, {"app": "bank"}, {"app": ""}):
            common: dict[str, object] = {"filter": filter_, **app}
            yield "/api/traces", common | {"all_spans": "true"}
            yield "/api/facets", common | {"fields": "app,user,session,model,name,error"}
            yield "/api/trend", common | {"by": "user", "of": "count,errors"}
            yield "/api/sample", common | {"n": 50, "by": "app"}
    paths = (f"traces/{1:032x}", "traces/eeee", f"traces/{'e' * 32}", "sessions/s")
    for path in (*paths, "sessions/SECRET"):
        yield f"/api/{path}", {}
        yield f"/api/{path}", {"app": "bank"}
    yield f"/api/spans/bank/{1:032x}/{1:016x}/payload", {}
    yield f"/api/spans/bank/{'e' * 32}/{'e' * 16}/payload", {}
    yield f"/api/spans/shop/{'e' * 32}/{'e' * 16}/payload", {}


def test_a_key_opens_its_own_application_and_nothing_of_another(guarded: Any) -> None:
    reached = 0
    for path, parameters in asked_for_secrets():
        answer = guarded.ask("GET", f"{path}?{urlencode(parameters)}")
        assert_described(path, answer)
        text = answer.body.decode()
        assert answer.status in (200, 403, 404), (path, parameters, text)
        if answer.status == 200:
            reached += 1
            assert "SECRET" not in text, (path, parameters)
            assert "bank" not in text, (path, parameters)
    assert reached > 40
    assert len(get(guarded, "/api/traces")["spans"]) == 5
    assert get(guarded, "/api/facets", fields="app")[0]["values"] == [{"value": "shop", "count": 5}]
    own = f"/api/spans/shop/{1:032x}/{1:016x}/payload"
    assert get(guarded, own)["output"] == "三十天内"


def test_without_a_key_the_api_says_nothing(guarded: Any) -> None:
    stranger = dataclasses.replace(guarded, headers={})
    for endpoint in api.ENDPOINTS:
        path = plain_path(endpoint.path).replace("{", "").replace("}", "")
        if path not in ("/api/me", "/api/session"):
            assert stranger.ask(endpoint.method, path).status == 401
    assert stranger.ask("GET", "/api/openapi.json").status == 401


def test_health_and_recording_answer_while_large_things_are_read(up: Any, spans: Spans) -> None:
    trace = "a" * 32
    large = [
        Span(
            SpanKey("shop", trace, f"{n:016x}"),
            start_ns=START + n,
            parent_id=f"{1:016x}" if n > 1 else None,
            payload=Payload(output="x"),
        )
        for n in range(1, 20_001)
    ]
    words = "退款 refund " * 800_000
    heavy = Payload(messages=(Message("user", (Text(words),)),), output="ok")
    up.store.spans.add(large)
    up.store.spans.add([Span(SpanKey("shop", "b" * 32, "b" * 16), START, payload=heavy)])
    got: dict[str, Any] = {}

    def ask(name: str, path: str) -> None:
        got[name] = up.ask("GET", path)

    paths = {
        "trace": f"/api/traces/{trace}",
        "payload": f"/api/spans/shop/{'b' * 32}/{'b' * 16}/payload",
        **{f"scan {n}": f"/api/traces?filter=nothing{n}" for n in range(6)},
    }
    threads = [threading.Thread(target=ask, args=item) for item in paths.items()]
    for thread in threads:
        thread.start()
    looks = 0
    while looks < 3 or any(thread.is_alive() for thread in threads):
        assert up.send(otlp.write(spans(1, 1000 + looks))).status == 200
        assert up.health()["stored"] == looks + 1
        looks += 1
    assert len(got["trace"].json) == 20_000
    assert got["payload"].json["messages"][0]["parts"][0]["content"] == words
    assert {answer.status for answer in got.values()} == {200}


def test_the_server_feeds_the_text_index_by_itself(up: Any, spans: Spans) -> None:
    up.send(otlp.write(spans(30)))
    wait_until(lambda: up.store.text.watermark() >= 30)
    assert len(get(up, "/api/traces", filter="三十天")["spans"]) == 30


def test_the_server_goes_on_where_indexing_was_stopped(
    serve: Callable[..., Any], tmp_path: Path, spans: Spans
) -> None:
    store = open_store(tmp_path, create=True)
    store.spans.add(spans(2_000))
    store.text.catch_up(max_spans=300)
    assert 0 < store.text.watermark() < 2_000
    store.close()
    up = serve(tmp_path)
    wait_until(lambda: up.store.text.watermark() == 2_000)
    for number in (7, 1999):
        assert len(get(up, "/api/traces", filter=f'"怎么退款 {number}"')["spans"]) == 1


def test_the_server_deletes_what_is_past_its_time(
    serve: Callable[..., Any], tmp_path: Path, spans: Spans
) -> None:
    store = open_store(tmp_path, create=True)
    store.spans.add(spans(30))
    store.retention.set(Keep(days=30))
    store.close()
    up = serve(tmp_path)
    wait_until(lambda: up.store.spans.count() == 0)
    assert up.health()["stored"] == 0


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to that within 30 s")
