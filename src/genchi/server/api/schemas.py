"""What the answers of the API look like, as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping

from genchi.observing import MEASURES
from genchi.records import Json

_TEXT = {"type": "string"}
_MAYBE_TEXT = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 0}
_MAYBE_COUNT = {"type": ["integer", "null"]}
_MAYBE_NUMBER = {"type": ["number", "null"]}
_ANYTHING: dict[str, Json] = {}
_OBJECT = {"type": "object"}


def listed(items: Mapping[str, Json]) -> dict[str, Json]:
    """An array of these."""
    return {"type": "array", "items": items}


def named(name: str) -> dict[str, Json]:
    """A reference to one of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


def exactly(**properties: Mapping[str, Json]) -> dict[str, Json]:
    """An object with all of these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


_SPAN: dict[str, Mapping[str, Json]] = {
    **dict.fromkeys(("app", "trace_id", "span_id", "operation", "name"), _TEXT),
    **dict.fromkeys(("parent_id", "model", "response_model", "prompt_version"), _MAYBE_TEXT),
    **dict.fromkeys(("user", "session", "status_message"), _MAYBE_TEXT),
    "status": {"enum": ["ok", "error"]},
    "start_ns": {"type": "integer"},
    **dict.fromkeys(("duration_ns", "input_tokens", "cached_tokens"), _MAYBE_COUNT),
    **dict.fromkeys(("output_tokens", "reasoning_tokens"), _MAYBE_COUNT),
    **dict.fromkeys(("cost", "first_token"), _MAYBE_NUMBER),
}

SCHEMAS: dict[str, Json] = {
    "Error": exactly(error=_TEXT),
    "Span": exactly(**_SPAN),
    "SampledSpan": exactly(**_SPAN, inclusion={"type": "number"}),
    "Page": exactly(spans=listed(named("Span")), after=_MAYBE_TEXT),
    "Message": {
        "type": "object",
        "properties": {"role": _TEXT, "parts": listed(_OBJECT)},
        "required": ["role", "parts"],
    },
    "Payload": exactly(
        inputs=_OBJECT,
        output=_ANYTHING,
        messages=listed(named("Message")),
        output_messages=listed(named("Message")),
        passages=listed(_OBJECT),
        reference=_ANYTHING,
        metadata=_OBJECT,
        attributes=_OBJECT,
        events=listed(_OBJECT),
        origin=_OBJECT,
    ),
    "Facet": exactly(
        field=_TEXT,
        values=listed(exactly(value=_TEXT, count=_COUNT)),
        other=_COUNT,
        missing=_COUNT,
    ),
    "TrendPoint": exactly(
        start_ns={"type": "integer"},
        group=_MAYBE_TEXT,
        values={
            "type": "object",
            "properties": dict.fromkeys(MEASURES, _MAYBE_NUMBER),
            "additionalProperties": False,
        },
    ),
    "SessionTurn": exactly(root=named("Span"), spans=_COUNT, errors=_COUNT),
}
