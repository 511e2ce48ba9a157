"""The endpoints that sum up: facets, trends, samples."""

from __future__ import annotations

import dataclasses

from genchi.exporting import span_json
from genchi.observing import MEASURES, measures_of
from genchi.records import Json
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import ALL_SPANS, APP, FILTER
from genchi.server.api.schemas import listed, named


def _facets(context: Context, asked: Asked) -> Json:
    found = context.traces.facets(
        asked.names("fields"), asked.text("filter"), app=asked.app, limit=asked.number("limit")
    )
    return [
        {
            "field": facet.field,
            "values": [{"value": value, "count": count} for value, count in facet.values],
            "other": facet.other,
            "missing": facet.missing,
        }
        for facet in found
    ]


def _trend(context: Context, asked: Asked) -> Json:
    points = context.traces.trend(
        asked.text("filter"),
        of=measures_of(asked.text("of")),
        every=asked.text("every"),
        by=asked.maybe("by"),
        app=asked.app,
    )
    return [dataclasses.asdict(point) for point in points]


def _sample(context: Context, asked: Asked) -> Json:
    found = context.traces.sample(
        asked.number("n"),
        asked.text("filter"),
        by=asked.maybe("by"),
        seed=asked.number("seed"),
        app=asked.app,
        roots=not asked.values["all_spans"],
    )
    return [span_json(one.span) | {"inclusion": one.inclusion} for one in found]


ENDPOINTS = (
    Endpoint(
        "/api/facets",
        "How many spans have which value of each field, most frequent first.",
        (
            Parameter("fields", "the fields, between commas", default="app,name,model,status"),
            FILTER,
            APP,
            Parameter("limit", "values of each field", "integer", default=20, least=1, most=1000),
        ),
        _facets,
        listed(named("Facet")),
    ),
    Endpoint(
        "/api/trend",
        "Measures over time; percentiles are of the latency in seconds, and exact.",
        (
            FILTER,
            Parameter("of", f"of {', '.join(MEASURES)}, between commas", default="count,errors"),
            Parameter("every", "length of a stretch, such as 15m, 1h or 1d", default="1h"),
            Parameter("by", "a field: one point for each of its values"),
            APP,
        ),
        _trend,
        listed(named("TrendPoint")),
    ),
    Endpoint(
        "/api/sample",
        "Spans chosen at random, the same for the same seed.",
        (
            FILTER,
            Parameter("n", "how many", "integer", default=20, least=1, most=1000),
            Parameter("by", "a field: in equal parts from each of its values"),
            Parameter("seed", "another seed gives another sample", "integer", default=0),
            APP,
            ALL_SPANS,
        ),
        _sample,
        listed(named("SampledSpan")),
    ),
)
