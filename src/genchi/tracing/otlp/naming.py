"""What a span says in OTLP, for both encodings: attributes, resource, end.

Fields become attributes under the current OpenTelemetry GenAI names where there are any.

`genai` and `openinference` read the same names. Inputs and outputs have no name in GenAI outside
of tools and retrieval: they go by OpenInference's `input.value` and `output.value`. What neither
vocabulary can say is `genchi.*`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from genchi.records import Json, Message, Payload, Span, Usage, message_to_json, to_json
from genchi.records.conversations import answer_of
from genchi.tracing.otlp import passages

NO_OPERATION = "span"
"""The operation of a span that says none."""
_NOTHING = Payload()
_UNUSED = Usage()


def attributes_of(span: Span) -> dict[str, Json]:
    """All attributes of a span: those of its fields, then those that were kept as they came."""
    payload = span.payload or _NOTHING
    said: dict[str, Json] = {}
    if span.operation != NO_OPERATION:
        said["gen_ai.operation.name"] = span.operation
    named = {
        "gen_ai.request.model": span.model,
        "gen_ai.response.model": span.response_model,
        "gen_ai.conversation.id": span.session,
        "user.id": span.user,
        "genchi.prompt.version": span.prompt_version,
    }
    said |= {name: value for name, value in named.items() if value}
    if span.usage != _UNUSED:
        said |= _usage(span.usage)
    if payload is not _NOTHING:
        _add_content(said, span, payload)
        for name, kept in payload.attributes.items():
            said.setdefault(name, kept)
    return said


def resource_of(span: Span) -> dict[str, Json]:
    """The resource attributes of a span: its application is the service."""
    origin = span.payload.origin if span.payload else {}
    return {"service.name": span.key.app} | {
        name: value for name, value in origin.get("resource", {}).items() if name != "service.name"
    }


def end_of(span: Span) -> int:
    """When a span ended, 0 where that is not known."""
    if span.duration_ns is not None:
        return span.start_ns + span.duration_ns
    origin = span.payload.origin if span.payload else {}
    return int(origin.get("end_time_unix_nano", 0))


def grouped(spans: Iterable[Span]) -> list[list[Span]]:
    """Spans of equal application, resource and scope together, in the order they came."""
    groups: dict[tuple[str, bytes], list[Span]] = {}
    for span in spans:
        origin = span.payload.origin if span.payload else {}
        shared = [origin.get(name) for name in ("resource", "schema_url", "scope")]
        key = (span.key.app, to_json(shared) if any(shared) else b"")
        groups.setdefault(key, []).append(span)
    return list(groups.values())


def _usage(usage: Usage) -> dict[str, Json]:
    numbers = {
        "gen_ai.usage.input_tokens": usage.input_tokens,
        "gen_ai.usage.output_tokens": usage.output_tokens,
        "gen_ai.usage.cache_read.input_tokens": usage.cached_tokens,
        "gen_ai.usage.reasoning.output_tokens": usage.reasoning_tokens,
        "genchi.cost": usage.cost,
        "gen_ai.usage.cost": usage.cost,
        "gen_ai.response.time_to_first_chunk": usage.first_token,
    }
    return {name: number for name, number in numbers.items() if number is not None}


def _add_content(said: dict[str, Json], span: Span, payload: Payload) -> None:
    if payload.messages:
        said["gen_ai.input.messages"] = _messages(payload.messages)
    if payload.output_messages:
        said["gen_ai.output.messages"] = _messages(payload.output_messages)
    if payload.inputs:
        said |= _inputs(span.operation, payload)
    if payload.output is not None and payload.output != answer_of(payload.output_messages):
        said |= _output(span.operation, payload)
    if payload.passages:
        said |= _passages(payload)
    if payload.reference is not None:
        said["genchi.reference"] = _json(payload.reference)
    if payload.metadata:
        said["genchi.metadata"] = _json(payload.metadata)


def _inputs(operation: str, payload: Payload) -> dict[str, Json]:
    inputs, kept = payload.inputs, payload.attributes
    query = inputs.get("query")
    if operation == "retrieval" and len(inputs) == 1 and isinstance(query, str):
        return {"gen_ai.retrieval.query.text": query}
    if operation == "execute_tool":
        return {"gen_ai.tool.call.arguments": _json(inputs)}
    if not kept.keys().isdisjoint(_INPUTS):  # somebody else's inputs, which lost to these
        return {"genchi.inputs": _json(inputs)}
    return {"input.value": _json(inputs), "input.mime_type": "application/json"}


def _output(operation: str, payload: Payload) -> dict[str, Json]:
    output, kept = payload.output, payload.attributes
    if operation == "execute_tool" and not _looks_like_json(output):
        nested = isinstance(output, dict | list)
        return {"gen_ai.tool.call.result": _json(output) if nested else output}
    if not kept.keys().isdisjoint(_OUTPUTS):
        return {"genchi.output": _json(output)}
    if isinstance(output, str):
        return {"output.value": output, "output.mime_type": "text/plain"}
    return {"output.value": _json(output), "output.mime_type": "application/json"}


_INPUTS = ("gen_ai.tool.call.arguments", "gen_ai.retrieval.query.text", "input.value")
_OUTPUTS = ("gen_ai.tool.call.result", "output.value")
"""The names that inputs and outputs may have been kept under."""


def _looks_like_json(output: Json) -> bool:
    """Whether a text would be taken for a structure where nothing says that it is text."""
    return isinstance(output, str) and output.lstrip()[:1] in ("{", "[")


def _passages(payload: Payload) -> dict[str, Json]:
    if all(map(passages.is_plain, payload.passages)):
        documents = [passages.to_document(passage) for passage in payload.passages]
        return {"gen_ai.retrieval.documents": _json(documents)}
    return {"genchi.passages": _json([passages.to_own(passage) for passage in payload.passages])}


def _messages(messages: tuple[Message, ...]) -> str:
    return _json([message_to_json(message) for message in messages])


def _json(value: Any) -> str:
    return to_json(value).decode()
