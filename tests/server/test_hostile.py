"""What pages of other sites, and people who mean ill, may try."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.records import Span, SpanKey
from genchi.server import api, known_hosts
from genchi.server.api.document import plain_path

EXAMPLES = int(os.environ.get("GENCHI_FUZZ_EXAMPLES", "60"))
FUZZ = settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None)
WRITES = [endpoint for endpoint in api.ENDPOINTS if endpoint.method != "GET"]
OF_PAGES = [endpoint for endpoint in WRITES if not endpoint.programs]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "")


def path_of(endpoint: Any) -> str:
    return plain_path(endpoint.path).replace("{name}", "x")


@pytest.mark.parametrize("endpoint", OF_PAGES, ids=lambda e: f"{e.method} {e.path}")
def test_a_form_changes_nothing(up: Any, endpoint: Any) -> None:
    for kind in FORMS:
        plain = {"content-type": kind} if kind else {}
        refused = up.ask(endpoint.method, path_of(endpoint), b'{"app": "shop"}', plain)
        assert refused.status == 403
        assert "`X-Genchi: 1`" in refused.json["error"]
        with_header = plain | {"x-genchi": "1"}
        if endpoint.body is not None:
            refused = up.ask(endpoint.method, path_of(endpoint), b"{}", with_header)
            assert refused.status == 403
            assert "is not application/json" in refused.json["error"]


@pytest.mark.parametrize("endpoint", WRITES, ids=lambda e: f"{e.method} {e.path}")
def test_a_page_of_another_origin_changes_nothing(serve: Any, endpoint: Any) -> None:
    up = serve(hosts=known_hosts("127.0.0.1", ()))
    for origin in ("https://evil.example", "null", f"http://localhost:{up.port + 1}"):
        answer = up.write(path_of(endpoint), {}, endpoint.method, headers={"origin": origin})
        assert answer.status == 403, origin
        assert "access-control-allow-origin" not in answer.headers
        asked_first = up.ask("OPTIONS", path_of(endpoint), headers={"origin": origin})
        assert asked_first.status == 403
    rebound = up.write(path_of(endpoint), {}, endpoint.method, headers={"host": "evil.example"})
    assert rebound.status == 403


@pytest.mark.parametrize(
    "path",
    [
        *("/metrics%0A", "/%6Detrics", "//metrics", "/metrics/", "/METRICS", "/./metrics"),
        *("/api/apps%0A", "/%61pi/apps", "//api/apps", "/api/apps/", "/API/apps", "/x/../api/apps"),
        *(
            "/api/health%0A",
            "/api/me%0A",
            "/v1/traces%0A",
            "/api;/apps",
            "/api%2Fapps",
            "/api%5Capps",
        ),
    ],
)
def test_no_spelling_of_a_path_gets_past_the_question_who_asks(serve: Any, path: str) -> None:
    up = serve(keys=True)
    up.store.spans.add([Span(SpanKey("SECRET", f"{1:032x}", f"{1:016x}"), start_ns=1)])
    answer = up.get(path)
    assert b"SECRET" not in answer.body
    assert b"genchi_spans" not in answer.body
    assert answer.status in (307, 401, 404) or b'<div id="root">' in answer.body


def test_an_allowed_origin_may_send_feedback_and_nothing_else(serve: Any) -> None:
    up = serve(origins=["https://shop.example"])
    headers = {"origin": "https://shop.example"}
    for endpoint in OF_PAGES:
        assert up.write(path_of(endpoint), {}, endpoint.method, headers=headers).status == 403
    assert up.get("/api/feedback/recent", headers=headers, app="shop").status == 403


def test_a_body_over_the_limit_is_413_and_one_that_is_no_json_is_400(up: Any) -> None:
    told = {"x-genchi": "1", "content-type": "application/json; charset=utf-8"}
    large = b'{"token": "' + b"x" * (9 << 20) + b'"}'
    assert up.ask("POST", "/api/session", large, told).status == 413
    for body in (b"", b"{", b"\xff\xfe", b"nul", b'{"token": "\xff"}', b"[" * 100_000):
        answer = up.ask("POST", "/api/session", body, told)
        assert answer.status == 400, body[:20]
        assert answer.json["error"].startswith("the body is not")


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("app", "criterion", "reviewer", "id", "x")), inner)
    ),
    max_leaves=8,
)


def names_in(schema: Any, components: Any) -> dict[str, Any]:
    """The fields of a body, from the document."""
    while "$ref" in schema:
        schema = components[schema["$ref"].rpartition("/")[2]]
    found: dict[str, Any] = schema.get("properties", {})
    return found


def likely(name: str) -> st.SearchStrategy[Any]:
    """Mostly what a field may hold, so that the body gets past the first look."""
    usual = {
        "app": st.sampled_from(("shop", "nobody", "")),
        "criterion": st.sampled_from(("helpful", "", "x" * 300, "退款")),
        "reviewer": st.sampled_from(("mei", "", "\x00", "张")),
        "mode": st.sampled_from(("single", "pair")),
        "source": st.sampled_from(("recipe", "picked", "second", "filter")),
        "limit": st.integers(-1, 30),
        "trace_id": st.sampled_from((f"{1:032x}", "zz", "")),
        "span_id": st.sampled_from((f"{1:016x}", "zz", "")),
        "spec": st.sampled_from(("not_empty", "max_words(3)", "regex('(')", "nothing()", "")),
    }
    return usual.get(name, values) | values


@pytest.mark.parametrize("endpoint", WRITES, ids=lambda e: f"{e.method} {e.path}")
def test_whatever_a_body_holds_it_is_never_a_failure_of_ours(up: Any, endpoint: Any) -> None:
    document = up.get("/api/openapi.json").json
    operation = document["paths"][plain_path(endpoint.path)][endpoint.method.lower()]
    content = operation.get("requestBody", {}).get("content", {"": {"schema": {}}})
    schema = next(iter(content.values()))["schema"]
    names = names_in(schema, document["components"]["schemas"])
    bodies = st.fixed_dictionaries({}, optional={name: likely(name) for name in names}) | values
    up.store.spans.add([Span(SpanKey("shop", f"{1:032x}", f"{1:016x}"), start_ns=1)])

    @FUZZ
    @given(bodies)
    def sent(body: Any) -> None:
        data = json.dumps(body).encode()
        told = {"x-genchi": "1", "content-type": "application/json"}
        for query in ("", "?app=shop"):
            answer = up.ask(endpoint.method, path_of(endpoint) + query, data, told)
            assert answer.status in (200, 400, 401, 403, 404, 409, 413, 429), (body, answer.body)

    sent()
    for person in up.store.people.list():
        up.store.people.remove(person.name)
