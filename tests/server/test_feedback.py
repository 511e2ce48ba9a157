"""Feedback over HTTP: who may send it, what it has to be, and what is kept of it."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genchi.records import Feedback, Span, SpanKey
from genchi.server import Limits
from genchi.server.rate_limit import RateLimit
from genchi.store import open_store
from genchi.tracing import otlp

TRACE, SPAN = "ab" * 16, "cd" * 8
KEY = SpanKey("shop", TRACE, SPAN)
PAGE = "http://desk.example:8765"


def event(number: int = 1, **fields: Any) -> dict[str, Any]:
    known = {"id": f"event-{number:04}", "trace_id": TRACE, "span_id": SPAN, "kind": "accepted"}
    return known | fields


def post(up: Any, *events: Any, app: str | None = "shop", **headers: str) -> Any:
    body = json.dumps({"app": app, "events": events}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return up.ask("POST", "/api/feedback", body, {"content-type": "application/json"} | named)


def kept(up: Any, app: str = "shop") -> list[Feedback]:
    found: list[Feedback] = up.store.feedback.recent(app)
    return found[::-1]


def test_events_are_stored_once_and_can_be_read(up: Any) -> None:
    up_said = event(1, kind="thumbs", value=1, user="梅", text="好", at_ms=1_700_000_000_000)
    told = post(up, up_said, event(2, kind="copied", span_id=None))
    assert (told.status, told.json) == (200, {"stored": 2, "known": 0})
    assert post(up, up_said, event(3)).json == {"stored": 1, "known": 1}
    on_span = up.get("/api/feedback", app="shop", trace=TRACE, span=SPAN).json
    assert [one["id"] for one in on_span] == ["event-0001", "event-0003"]
    assert on_span[0] == {
        "id": "event-0001",
        "kind": "thumbs",
        "value": 1.0,
        "text": "好",
        "distance": None,
        "user": "梅",
        "at_ns": 1_700_000_000_000_000_000,
        "trace_id": TRACE,
        "span_id": SPAN,
    }
    assert len(up.get("/api/feedback", app="shop", trace=TRACE).json) == 3
    recent = up.get("/api/feedback/recent", app="shop", kind="copied", limit=5).json
    assert [(one["kind"], one["span_id"]) for one in recent] == [("copied", None)]


def test_the_distance_of_an_edit_is_computed_where_it_was_not_given(up: Any) -> None:
    drafts = {"original": "退货在三十天内免费。", "text": "退货在十四天内免费。"}
    assert post(
        up,
        event(1, kind="edited", **drafts),
        event(2, kind="edited", **drafts, distance=0.9),
        event(3, kind="edited", text="only what was sent"),
        event(4, kind="edited", original="", text=""),
        event(5, kind="edited", original="🙂", text="🙃"),
        event(6, kind="comment", original="a", text="b"),
    ).json == {"stored": 6, "known": 0}
    assert [one.distance for one in kept(up)] == [0.2, 0.9, None, 0.0, 1.0, None]
    assert kept(up)[0].text == drafts["text"]


def test_what_a_person_verified_is_a_label_too(up: Any) -> None:
    verified = event(1, kind="verified", value=1, criterion="helpful", user="mei")
    corrected = event(2, kind="correction", text="十四天", criterion="helpful", user="李")
    for _ in range(2):
        assert post(up, verified, corrected).status == 200
    labels = up.store.labels.history(KEY)
    assert {(one.annotator, one.value, one.correction, one.why) for one in labels} == {
        ("mei", 1.0, None, "feedback"),
        ("李", 0.0, "十四天", "feedback"),
    }
    assert len(labels) == 2


def test_a_time_in_the_future_is_now(up: Any) -> None:
    post(up, event(1, at_ms=10**30), event(2))
    first, second = kept(up)
    assert first.at_ns == pytest.approx(second.at_ns, abs=60 * 10**9)


def test_personal_data_is_taken_out_of_texts_before_they_are_stored(serve: Any) -> None:
    up = serve(redact=["email"])
    said = event(1, kind="correction", text="写信给 mei@example.com", criterion="helpful")
    assert post(up, said).status == 200
    assert kept(up)[0].text == "写信给 [EMAIL]"
    assert up.store.labels.history(KEY)[0].correction == "写信给 [EMAIL]"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "liked"}, "event 2 of 2: feedback is one of thumbs, .* not 'liked'"),
        ({"trace_id": "x"}, "event 2 of 2: the trace_id 'x' is not 32 digits"),
        ({"value": 2}, "event 2 of 2: the value is between 0 and 1, not 2"),
        ({"value": "1"}, r"expected `float \| null`, got `str` at \$.events\[1\].value"),
        ({"colour": "red"}, r"a field 'colour' at \$.events\[1\] that nobody reads"),
        ({"kind": "comment", "text": "x" * 65_537}, "the text has 65,537 bytes, and 65,536"),
        ({"kind": "edited", "original": "x" * 65_537}, "the original has 65,537 bytes"),
        ({"criterion": "helpful"}, "accepted is no judgement by a criterion"),
        ({"at_ms": -1}, "is not nanoseconds since 1970"),
        ({"id": None}, r"expected `str`, got `null` at \$.events\[1\].id"),
    ],
)
def test_a_batch_with_a_wrong_event_is_refused_whole_with_a_sentence(
    up: Any, wrong: dict[str, Any], sentence: str
) -> None:
    told = post(up, event(1), event(2, **wrong))
    assert told.status == 400
    assert list(told.json) == ["error"]
    with pytest.raises(AssertionError, match=sentence):
        raise AssertionError(told.json["error"])
    assert kept(up) == []


def test_a_batch_has_events_an_application_and_is_json(up: Any) -> None:
    assert "1 to 100 events, not 0" in post(up).json["error"]
    assert "1 to 100 events, not 101" in post(up, *map(event, range(101))).json["error"]
    assert "app=NAME" in post(up, event(), app=None).json["error"]
    for body in (b"", b"{", b"[]", b'{"events": {}}', b"\xff", b"[" * 100_000):
        told = up.ask("POST", "/api/feedback", body, {"content-type": "application/json"})
        assert told.status == 400, body[:20]
    plain = post(up, event(), content_type="text/plain;charset=UTF-8")
    assert (plain.status, kept(up)) == (403, [])
    assert "is not application/json" in plain.json["error"]


def test_feedback_may_come_before_its_span(up: Any, spans: Callable[..., list[Span]]) -> None:
    span = spans(1)[0]
    place = {"trace_id": span.key.trace_id, "span_id": span.key.span_id}
    assert post(up, event(1, **place)).status == 200
    up.store.spans.add([span])
    assert [t.kind for t in up.store.feedback.counts([span])[span.key]] == ["accepted"]


def test_while_somebody_else_holds_the_store_the_sender_is_told_to_come_back(up: Any) -> None:
    with up.store.together():
        told = post(up, event(1))
    assert (told.status, "retry-after" in told.headers) == (503, True)
    assert post(up, event(1)).json == {"stored": 1, "known": 0}


def test_what_was_acknowledged_survives_a_killed_server(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "genchi", "--home", str(tmp_path), "up", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        url = re.search(r"http://\S+", started.stdout.readline())
        assert url is not None
        acknowledged: list[str] = []
        threads = [
            threading.Thread(target=_send_until_it_dies, args=(url[0], name, acknowledged))
            for name in "abc"
        ]
        for thread in threads:
            thread.start()
        while len(acknowledged) < 30:
            time.sleep(0.01)
        started.kill()
        for thread in threads:
            thread.join()
    store = open_store(tmp_path, create=False)
    stored = {one.id for one in store.feedback.recent("shop", limit=10_000)}
    store.close()
    assert set(acknowledged) <= stored


def _send_until_it_dies(url: str, name: str, acknowledged: list[str]) -> None:
    host = url.removeprefix("http://")
    for number in range(10_000):
        body = json.dumps({"app": "shop", "events": [event(id=f"sender-{name}-{number}")]})
        connection = http.client.HTTPConnection(host, timeout=10)
        try:
            headers = {"content-type": "application/json"}
            connection.request("POST", "/api/feedback", body, headers)
            if json.load(connection.getresponse()).get("stored"):
                acknowledged.append(f"sender-{name}-{number}")
            else:
                time.sleep(0.1)  # more than one sender may send
        except (OSError, http.client.HTTPException, ValueError):
            return
        finally:
            connection.close()


def test_a_sender_that_sends_too_much_is_told_when_to_go_on(serve: Any) -> None:
    up = serve(limits=Limits(feedback_rate=0.5, feedback_burst=10))
    assert post(up, *(event(n) for n in range(10))).status == 200
    told = post(up, *(event(n) for n in range(10, 15)))
    assert told.status == 429
    assert 1 <= int(told.headers["retry-after"]) <= 10
    assert "go on in" in told.json["error"]
    assert len(kept(up)) == 10


def test_long_texts_count_as_several_events(serve: Any) -> None:
    up = serve(limits=Limits(feedback_rate=0.01, feedback_burst=10))
    long = {"kind": "edited", "original": "x" * 20_000, "text": "y" * 20_000}
    assert [post(up, event(n, **long)).status for n in (1, 2)] == [200, 429]


def test_a_bucket_fills_again_as_time_passes_and_never_over_its_brim() -> None:
    now = [0.0]
    limit = RateLimit(per_second=2, burst=4, clock=lambda: now[0])
    assert [limit.wait("a", 4), limit.wait("a", 1), limit.wait("b", 4)] == [0.0, 0.5, 0.0]
    now[0] = 1.0
    assert [limit.wait("a", 2), limit.wait("a", 1)] == [0.0, 0.5]
    now[0] = 1000.0
    assert [limit.wait("a", 99), limit.wait("a", 1)] == [0.0, 0.5]


def test_the_memory_for_senders_is_bounded() -> None:
    limit = RateLimit(per_second=1, burst=1)
    for sender in range(20_000):
        limit.wait(sender, 1)
    assert len(limit._left) == 10_000


def test_a_key_for_feedback_sends_feedback_and_opens_nothing_else(
    serve: Any, spans: Callable[..., list[Span]]
) -> None:
    up = serve(keys=True)
    secret, _ = up.store.keys.create("shop", 1, scope="feedback")
    key = {"authorization": f"Bearer {secret}"}
    assert post(up, event(1), app=None, **key).json == {"stored": 1, "known": 0}
    assert post(up, event(1), app="desk", **key).status == 403
    assert kept(up)[0].app == "shop"
    paths = ("/api/feedback/recent?app=shop", f"/api/feedback?app=shop&trace={TRACE}")
    for path in (*paths, "/api/traces", "/api/openapi.json", "/metrics"):
        assert up.ask("GET", path, headers=key).status == 401, path
    assert up.send(otlp.write(spans(1)), **key).status == 401
    assert list(up.ask("GET", "/api/health", headers=key).json) == ["version"]


def test_a_key_for_feedback_makes_no_label_and_the_key_of_the_application_does(serve: Any) -> None:
    up = serve(keys=True)
    verified = event(1, kind="verified", value=1, criterion="helpful")
    public, _ = up.store.keys.create("shop", 1, scope="feedback")
    own, _ = up.store.keys.create("shop", 1)
    told = post(up, event(2), verified, x_api_key=public)
    assert (told.status, told.json["code"], kept(up)) == (403, "role", [])
    assert "send it from your server" in told.json["error"]
    assert post(up, verified, x_api_key=own).json == {"stored": 1, "known": 0}
    assert len(up.store.labels.history(KEY)) == 1


def test_beyond_loopback_nobody_sends_feedback_without_a_key(serve: Any) -> None:
    up = serve(keys=True)
    secret, key = up.store.keys.create("shop", 1, scope="feedback")
    up.store.keys.revoke(key.id, 2)
    for headers in ({}, {"x_api_key": "wrong"}, {"x_api_key": secret}):
        assert post(up, event(), **headers).status == 401
    assert kept(up) == []


def test_where_people_sign_in_a_stranger_makes_no_label(serve: Any) -> None:
    up = serve()
    up.store.people.add("anna", "admin", 1)
    verified = event(1, kind="verified", value=1, criterion="helpful")
    assert post(up, verified).status == 403
    assert up.store.labels.history(KEY) == []


def preflight(up: Any, path: str, origin: str) -> Any:
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    return up.ask("OPTIONS", path, headers=asked)


def test_pages_of_allowed_origins_send_feedback(serve: Any) -> None:
    up = serve(origins=[PAGE], keys=True)
    secret, _ = up.store.keys.create("shop", 1, scope="feedback")
    asked = preflight(up, "/api/feedback", PAGE)
    assert asked.status in (200, 204)
    assert asked.headers["access-control-allow-origin"] == PAGE
    assert "POST" in asked.headers["access-control-allow-methods"]
    allowed = asked.headers["access-control-allow-headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type"))
    sent = post(up, event(), origin=PAGE, authorization=f"Bearer {secret}")
    assert (sent.status, sent.headers["access-control-allow-origin"]) == (200, PAGE)
    refused = post(up, event(2, kind="?"), origin=PAGE, authorization=f"Bearer {secret}")
    assert (refused.status, refused.headers["access-control-allow-origin"]) == (400, PAGE)
    for answer in (asked, sent, refused):
        assert "origin" in answer.headers["vary"].lower()
        assert "access-control-allow-credentials" not in answer.headers


def test_pages_of_other_origins_do_not_and_nothing_else_is_open_to_allowed_ones(
    serve: Any,
) -> None:
    up = serve(origins=[PAGE])
    for origin in ("http://evil.example", "null", f"{PAGE}0", "https://desk.example:8765"):
        assert post(up, event(), origin=origin).status == 403
        assert "access-control-allow-origin" not in preflight(up, "/api/feedback", origin).headers
    for path in ("/api/traces", "/api/feedback/recent?app=shop", "/v1/traces", "/api/session"):
        answer = preflight(up, path, PAGE)
        assert "access-control-allow-origin" not in answer.headers, path
    assert up.ask("GET", "/api/traces", headers={"origin": PAGE}).status == 403
    assert kept(up) == []


def test_the_script_is_there_for_pages_of_any_origin(serve: Any) -> None:
    up = serve(keys=True)
    script = up.ask("GET", "/feedback.js")
    assert script.status == 200
    assert script.headers["content-type"].startswith("text/javascript")
    assert 0 < len(script.body) < 3000
    assert script.headers.get("cross-origin-resource-policy", "cross-origin") == "cross-origin"
