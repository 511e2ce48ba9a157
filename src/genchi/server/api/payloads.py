"""The endpoint that gives what went into a span and what came out, however much that is."""

from __future__ import annotations

from genchi.exporting import payload_json
from genchi.observing.cutting import cut_payload
from genchi.records import SpanKey
from genchi.server.api.context import Context
from genchi.server.api.encoding import encoded
from genchi.server.api.endpoints import Asked, Endpoint, File
from genchi.server.api.parameters import Parameter
from genchi.server.api.schemas import named

_WHOLE = 2**53


def _payload(context: Context, asked: Asked) -> object:
    key = SpanKey(asked.app or "", asked.text("trace"), asked.text("span"))
    payload = payload_json(context.traces.payload(key))
    if asked.values["download"]:
        name = f"{key.trace_id[:8]}-{key.span_id}.json"
        return File(name, "application/json", iter([encoded(payload)]))
    most, nodes = asked.values["most"], asked.values["nodes"]
    if most is None and nodes is None:
        return payload
    shown, cuts = cut_payload(payload, int(most or _WHOLE), int(nodes or _WHOLE))
    return shown | {"cut": cuts}


ENDPOINTS = (
    Endpoint(
        "/api/spans/{app:path}/{trace}/{span}/payload",
        "What went into a span and what came out; with `most` or `nodes` cut to what can be shown, "
        "and `cut` says where.",
        (
            Parameter("app", "its application", place="path"),
            Parameter("trace", "its trace id, 32 hexadecimal digits", place="path"),
            Parameter("span", "its span id, 16 hexadecimal digits", place="path"),
            Parameter("most", "characters of a text", "integer", least=1, most=2**31),
            Parameter("nodes", "values in each other, in all", "integer", least=1, most=2**31),
            Parameter("download", "as a file, whole", "boolean", default=False),
        ),
        _payload,
        named("Payload"),
    ),
)
