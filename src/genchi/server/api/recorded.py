"""The endpoints that give what was recorded: traces and sessions."""

from __future__ import annotations

from genchi.errors import UsageError
from genchi.exporting import span_json
from genchi.records import Json
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import Parameter
from genchi.server.api.schemas import listed, named
from genchi.store.interface import Page

FILTER = Parameter("filter", "which spans, such as `model:gpt-4* latency:>2s refund`", default="")
APP = Parameter("app", "only this application")
ALL_SPANS = Parameter(
    "all_spans", "also spans that stand within others", kind="boolean", default=False
)


PAGING = (
    Parameter("limit", "how many", "integer", default=50, least=1, most=1000),
    Parameter("after", "where the last page ended"),
    Parameter("oldest_first", "the other way round", kind="boolean", default=False),
)


def found_page(context: Context, asked: Asked) -> Page:
    """The page of spans that the parameters of a list ask for."""
    return context.traces.find(
        asked.text("filter"),
        app=asked.app,
        roots=not asked.values["all_spans"],
        limit=asked.number("limit"),
        after=asked.maybe("after"),
        oldest_first=bool(asked.values["oldest_first"]),
    )


def _traces(context: Context, asked: Asked) -> Json:
    page = found_page(context, asked)
    return {"spans": list(map(span_json, page.spans)), "after": page.after}


def _trace(context: Context, asked: Asked) -> Json:
    return list(map(span_json, context.traces.trace(asked.text("trace"), app=asked.app)))


def _session(context: Context, asked: Asked) -> Json:
    if asked.app is None:
        raise UsageError("sessions are those of an application: say which with app=NAME")
    turns = context.traces.session(asked.app, asked.text("session"))
    return [{"root": span_json(t.root), "spans": t.spans, "errors": t.errors} for t in turns]


ENDPOINTS = (
    Endpoint(
        "/api/traces",
        "Spans without payloads, newest first, page by page.",
        (
            FILTER,
            APP,
            ALL_SPANS,
            *PAGING,
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
        "/api/sessions/{session:path}",
        "The traces of a session, in order of time; without a key, `app` is needed.",
        (Parameter("session", "its id", place="path"), APP),
        _session,
        listed(named("SessionTurn")),
    ),
)
