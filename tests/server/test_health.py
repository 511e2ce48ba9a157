"""What the server says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from genchi import __version__
from genchi.records import Span
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]


def test_health_is_the_accounts_the_queue_and_the_version(up: Any, spans: Spans) -> None:
    up.send(otlp.write(spans(3)))
    assert up.health() == {
        "received": 3,
        "stored": 3,
        "duplicate": 0,
        "rejected": 0,
        "refused": 0,
        "dropped_by_clients": 0,
        "queue": 0,
        "version": __version__,
    }


def test_metrics_say_the_same_in_the_format_of_prometheus(up: Any, spans: Spans) -> None:
    up.send(otlp.write(spans(3)))
    up.send(otlp.write(spans(4)))
    up.send(b"nonsense")
    answer = up.ask("GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    text = answer.body.decode()
    value = r'\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+'
    line = re.compile(rf"(# TYPE \w+ (counter|gauge|histogram)|{value})")
    assert all(line.fullmatch(found) for found in text.splitlines())
    lines = text.splitlines()
    assert "genchi_spans_received_total 7" in lines
    assert 'genchi_spans_total{outcome="stored"} 4' in lines
    assert 'genchi_spans_total{outcome="duplicate"} 3' in lines
    assert 'genchi_http_requests_total{path="/v1/traces",status="200"} 2' in lines
    assert 'genchi_http_requests_total{path="/v1/traces",status="400"} 1' in lines
    assert "genchi_commit_seconds_count 3" in lines
    assert 'genchi_commit_seconds_bucket{le="+Inf"} 3' in lines


def test_paths_that_nobody_made_are_counted_together(up: Any) -> None:
    for n in range(5):
        answer = up.ask("GET", f"/api/no/{n}")
        assert answer.status == 404
        assert "traces go to /v1/traces" in answer.json["error"]
        assert up.ask("GET", f"/no/{n}.png").status == 404
    assert up.ask("GET", "/v1/traces").status == 405
    assert 'path="other",status="404"} 10' in up.ask("GET", "/metrics").body.decode()


def test_answers_of_the_api_are_counted_by_the_pattern_of_their_path(up: Any) -> None:
    for n in range(3):
        assert up.ask("GET", f"/api/traces/{n:032x}").status == 404
        assert up.ask("GET", f"/api/spans/a%2Fb/{n:032x}/{n:016x}/payload").status == 404
        assert up.ask("GET", f"/traces/{n}").status == 200
    assert up.ask("GET", "/api/traces").status == 200
    lines = up.ask("GET", "/metrics").body.decode().splitlines()
    counted = "genchi_http_requests_total"
    assert f'{counted}{{path="/api/traces/{{trace}}",status="404"}} 3' in lines
    assert (
        f'{counted}{{path="/api/spans/{{app}}/{{trace}}/{{span}}/payload",status="404"}} 3' in lines
    )
    assert f'{counted}{{path="/api/traces",status="200"}} 1' in lines
    assert f'{counted}{{path="pages",status="200"}} 3' in lines
