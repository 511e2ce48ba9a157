"""The endpoints that give what was recorded: traces, payloads, sessions."""

from __future__ import annotations

from genchi.errors import UsageError
from genchi.exporting import payload_json, span_json
from genchi.observing import Traces
from genchi.records import Json, SpanKey
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import Parameter
from genchi.server.api.schemas import listed, named

FILTER = Parameter("filter", "which spans, such as `model:gpt-4* latency:>2s refund`", default="")
APP = Parameter("app", "only this application")
ALL_SPANS = Parameter(
    "all_spans", "also spans that stand within others", kind="boolean", default=False
)


def _traces(traces: Traces, asked: Asked) -> Json:
    page = traces.find(
        asked.text("filter"),
        app=asked.app,
        roots=not asked.values["all_spans"],
        limit=asked.number("limit"),
        after=asked.maybe("after"),
        oldest_first=bool(asked.values["oldest_first"]),
    )
    return {"spans": list(map(span_json, page.spans)), "after": page.after}


def _trace(traces: Traces, asked: Asked) -> Json:
    return list(map(span_json, traces.trace(asked.text("trace"), app=asked.app)))


def _payload(traces: Traces, asked: Asked) -> Json:
    key = SpanKey(asked.app or "", asked.text("trace"), asked.text("span"))
    return payload_json(traces.payload(key))


def _session(traces: Traces, asked: Asked) -> Json:
    if asked.app is None:
        raise UsageError("sessions are those of an application: say which with app=NAME")
    turns = traces.session(asked.app, asked.text("session"))
    return [{"root": span_json(t.root), "spans": t.spans, "errors": t.errors} for t in turns]


ENDPOINTS = (
    Endpoint(
        "/api/traces",
        "Spans without payloads, newest first, page by page.",
        (
            FILTER,
            APP,
            ALL_SPANS,
            Parameter("limit", "how many", "integer", default=50, least=1, most=1000),
            Parameter("after", "where the last page ended"),
            Parameter("oldest_first", "the other way round", kind="boolean", default=False),
        ),
        _traces,
        named("Page"),
    ),
    Endpoint(
        "/api/traces/{trace}",
        "The spans of a trace by start, without payloads.",
        (Parameter("trace", "its id, or as much of its beginning as is unique", place="path"), APP),
        _trace,
        listed(named("Span")),
    ),
    Endpoint(
        "/api/spans/{app:path}/{trace}/{span}/payload",
        "What went into a span and what came out.",
        (
            Parameter("app", "its application", place="path"),
            Parameter("trace", "its trace id, 32 hexadecimal digits", place="path"),
            Parameter("span", "its span id, 16 hexadecimal digits", place="path"),
        ),
        _payload,
        named("Payload"),
    ),
    Endpoint(
        "/api/sessions/{session:path}",
        "The traces of a session, in order of time; without a key, `app` is needed.",
        (Parameter("session", "its id", place="path"), APP),
        _session,
        listed(named("SessionTurn")),
    ),
)
