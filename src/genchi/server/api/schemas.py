"""What the answers of the API look like, as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

from genchi.observing import MEASURES
from genchi.records import OUTCOMES, Json, Outcome

CODES = ("sign_in", "role", "needs_lab", "not_found", "conflict")
"""What a page may want to tell errors apart by."""
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

_MESSAGES = listed(named("Message"))
_PAYLOAD: dict[str, Mapping[str, Json]] = {
    **dict.fromkeys(("inputs", "metadata", "attributes", "origin"), _OBJECT),
    **dict.fromkeys(("output", "reference"), _ANYTHING),
    **dict.fromkeys(("messages", "output_messages"), _MESSAGES),
    **dict.fromkeys(("passages", "events"), listed(_OBJECT)),
}

SCHEMAS: dict[str, Json] = {
    "Error": {
        "type": "object",
        "properties": {"error": _TEXT, "code": {"enum": list(CODES)}},
        "required": ["error"],
        "additionalProperties": False,
    },
    "Span": exactly(**_SPAN),
    "SampledSpan": exactly(**_SPAN, inclusion={"type": "number"}),
    "Page": exactly(spans=listed(named("Span")), after=_MAYBE_TEXT),
    "Message": {
        "type": "object",
        "properties": {"role": _TEXT, "parts": listed(_OBJECT)},
        "required": ["role", "parts"],
    },
    "Payload": {
        "type": "object",
        "properties": _PAYLOAD | {"cut": listed(exactly(path=_TEXT, characters=_COUNT))},
        "required": sorted(_PAYLOAD),
        "additionalProperties": False,
    },
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
    "OutcomeCounts": exactly(**dict.fromkeys(OUTCOMES, _COUNT)),
    "SessionTurn": exactly(root=named("Span"), spans=_COUNT, errors=_COUNT),
}

SpanJson = Annotated[dict[str, Json], msgspec.Meta(extra_json_schema=named("Span"))]
"""What `span_json` gives, as a field of an answer."""
OutcomeCounts = Annotated[
    dict[Outcome, int], msgspec.Meta(extra_json_schema=named("OutcomeCounts"))
]
"""How many verdicts there are of each outcome, with all four of them."""
MessageJson = Annotated[dict[str, Json], msgspec.Meta(extra_json_schema=named("Message"))]
"""What `message_to_json` gives."""
