"""Whatever body is sent: no 5xx, accounts that add up, and what a 200 said is stored."""

from __future__ import annotations

import gzip
import json
import os
import struct
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.records import Span
from genchi.tracing import otlp
from genchi.tracing.otlp import genai, openinference, traceloop
from genchi.tracing.otlp.encoding import delimited, key_values, varint

JSON, PROTOBUF = "application/json", "application/x-protobuf"
START = 1_700_000_000_000_000_000
EXAMPLES = int(os.environ.get("GENCHI_FUZZ_EXAMPLES", "150"))
FUZZ = settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None)

CALL = {"id": "c1", "type": "function", "function": {"name": "查", "arguments": '{"a": [1, "退"]}'}}
PART = {"type": "tool_call", "id": "c1", "name": "查", "arguments": {"a": [1, {"b": "退"}]}}
CHAT: list[dict[str, Any]] = [
    {"role": "system", "content": "你是客服 " + "长" * 150},
    {"role": "user", "content": [{"type": "text", "text": "怎么退款"}, {"type": "image_url"}]},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "c1", "content": '{"days": 30}'},
]
PARTS = [
    {"role": "user", "parts": [{"type": "text", "content": "怎么退款 " + "x" * 300}]},
    {"role": "assistant", "parts": [PART, {"type": "reasoning", "content": "想"}]},
    {"role": "tool", "parts": [{"type": "tool_call_response", "id": "c1", "response": [30]}]},
]
VOCABULARIES: list[dict[str, Any]] = [
    {  # the GenAI conventions of OpenTelemetry
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "qwen",
        "gen_ai.input.messages": json.dumps(PARTS),
        "gen_ai.output.messages": PARTS[1:2],
        "gen_ai.system_instructions": [{"type": "text", "content": "你是客服"}],
        "gen_ai.usage.input_tokens": 7,
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.conversation.id": "s-1",
    },
    {  # their earlier names, and what genchi adds
        "gen_ai.system": "openai",
        "gen_ai.prompt": json.dumps(CHAT),
        "gen_ai.completion": json.dumps(CHAT[2:3]),
        "gen_ai.usage.prompt_tokens": 5,
        "genchi.inputs": {"问题": ["退款", 1.5, None, True]},
        "genchi.passages": [{"text": "三十天", "id": "p", "scores": {"bm25": 0.5}}],
        "genchi.reference": "三十天",
        "genchi.cost": 0.25,
    },
    {  # OpenInference
        "openinference.span.kind": "LLM",
        "llm.model_name": "qwen",
        "input.value": json.dumps({"messages": CHAT, "temperature": 0}),
        "input.mime_type": "application/json",
        "llm.input_messages.0.message.role": "user",
        "llm.input_messages.0.message.contents.0.message_content.text": "怎么退款",
        "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "查",
        "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": '{"a": 1}',
        "retrieval.documents.0.document.content": "三十天",
        "retrieval.documents.0.document.score": 0.5,
        "retrieval.documents.0.document.metadata": '{"lang": "zh"}',
        "llm.token_count.prompt": 9,
        "metadata": '{"team": "客服"}',
    },
    {  # Traceloop
        "traceloop.span.kind": "workflow",
        "traceloop.entity.input": json.dumps({"args": ["退款"], "kwargs": {"n": 1}}),
        "traceloop.entity.output": json.dumps({"answer": "三十天"}),
        "traceloop.association.properties.team": "客服",
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": json.dumps(CHAT[1]["content"]),
        "gen_ai.completion.0.tool_calls.0.name": "查",
        "gen_ai.completion.0.tool_calls.0.arguments": '{"a": 1}',
        "gen_ai.completion.0.finish_reason": "tool_calls",
        "llm.usage.total_tokens": 12,
    },
]
EVENTS: dict[str, dict[str, Any]] = {
    "exception": {"exception.type": "TimeoutError", "exception.message": "超时"},
    "gen_ai.user.message": {"content": "怎么退款", "role": "user"},
    "gen_ai.choice": {"index": 0, "message": json.dumps(CHAT[2]), "finish_reason": "stop"},
}


def fixed(tag: bytes, number: int) -> bytes:
    return tag + number.to_bytes(8, "little")


def span_of(number: int, attributes: dict[str, Any]) -> bytes:
    """A span with everything that a span can have."""
    ids = delimited(b"\x0a", number.to_bytes(16, "big")) + delimited(b"\x12", bytes(7) + b"\x07")
    events = b"".join(
        delimited(
            b"\x5a",
            fixed(b"\x09", START)
            + delimited(b"\x12", name.encode())
            + key_values(b"\x1a", found.items()),
        )
        for name, found in EVENTS.items()
    )
    link = delimited(b"\x0a", b"\x01" * 16) + delimited(b"\x12", b"\x02" * 8)
    return b"".join(
        [
            ids,
            delimited(b"\x1a", b"a=1"),
            delimited(b"\x22", b"\x03" * 8),
            delimited(b"\x2a", "chat 通义".encode()),
            b"\x30\x03",
            fixed(b"\x39", START),
            fixed(b"\x41", START + 5_000_000),
            key_values(b"\x4a", attributes.items()),
            b"\x50\x01",
            events,
            delimited(b"\x6a", link + key_values(b"\x22", [("why", "重试")])),
            delimited(b"\x7a", delimited(b"\x12", "超时".encode()) + b"\x18\x02"),
        ]
    )


def body_of(*spans: bytes) -> bytes:
    """A request with one resource and one scope."""
    resource = delimited(b"\x0a", key_values(b"\x0a", [("service.name", "客服"), ("n", [1, 2.5])]))
    scope = delimited(b"\x0a", delimited(b"\x0a", b"scope") + delimited(b"\x12", b"1"))
    inner = scope + b"".join(delimited(b"\x12", span) for span in spans)
    return delimited(b"\x0a", resource + delimited(b"\x12", inner))


def any_value(value: Any) -> dict[str, Any]:
    """A value as OTLP/JSON has it."""
    match value:
        case bool():
            return {"boolValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
        case str():
            return {"stringValue": value}
        case list():
            return {"arrayValue": {"values": [any_value(item) for item in value]}}
        case dict():
            return {"kvlistValue": {"values": pairs(value)}}
    return {}


def pairs(attributes: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": name, "value": any_value(value)} for name, value in attributes.items()]


def json_of(first: int) -> bytes:
    """The same spans as OTLP/JSON."""
    spans = [
        {
            "traceId": f"{first + n:032x}",
            "spanId": f"{7:016x}",
            "parentSpanId": "03" * 8,
            "name": "chat 通义",
            "kind": 3,
            "startTimeUnixNano": str(START),
            "endTimeUnixNano": str(START + 5_000_000),
            "attributes": pairs(attributes),
            "events": [
                {"timeUnixNano": str(START), "name": name, "attributes": pairs(found)}
                for name, found in EVENTS.items()
            ],
            "links": [{"traceId": "01" * 16, "spanId": "02" * 8, "attributes": pairs({"why": 1})}],
            "status": {"code": 2, "message": "超时"},
        }
        for n, attributes in enumerate(VOCABULARIES)
    ]
    scope_spans = {"scope": {"name": "scope"}, "spans": spans}
    resource = {"attributes": pairs({"service.name": "客服"})}
    request = {"resourceSpans": [{"resource": resource, "scopeSpans": [scope_spans]}]}
    return json.dumps(request, ensure_ascii=False).encode()


BODIES = [
    (PROTOBUF, body_of(*[span_of(1 + n, found) for n, found in enumerate(VOCABULARIES)])),
    *[(PROTOBUF, body_of(span_of(10 + n, found))) for n, found in enumerate(VOCABULARIES)],
    (JSON, json_of(100)),
]
EDIT = st.tuples(
    st.sampled_from(["flip", "set", "cut", "drop", "repeat", "insert"]),
    st.floats(0, 1, exclude_max=True),
    st.integers(0, 255),
    st.binary(min_size=1, max_size=12),
)


def edited(body: bytes, edits: list[tuple[str, float, int, bytes]]) -> bytes:
    """A body after something went wrong with it, here and there."""
    for kind, share, number, piece in edits:
        at = int(share * len(body))
        before, after = body[:at], body[at:]
        body = {
            "flip": before + bytes(byte ^ 1 << number % 8 for byte in after[:1]) + after[1:],
            "set": before + bytes([number]) + after[1:],
            "cut": before,
            "drop": before + after[number:],
            "repeat": before + after[:number] + after,
            "insert": before + piece + after,
        }[kind]
    return body


def encoding_of(kind: str) -> otlp.Encoding:
    return "json" if kind == JSON else "protobuf"


def understood(body: bytes, kind: str) -> list[Span | otlp.RejectedSpan] | None:
    """What a body says; None where it cannot be read.

    It is read in a thread of its own, as the server does: how deep JSON may be nested depends on
    how deep the stack is already.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_understood, body, kind).result()


def _understood(body: bytes, kind: str) -> list[Span | otlp.RejectedSpan] | None:
    try:
        found = list(otlp.read(body, encoding_of(kind)))
    except otlp.MalformedError:
        return None
    assert len(found) == otlp.count(body, encoding_of(kind))
    return found


def throw(up: Any, kind: str, body: bytes) -> None:
    """Send a body, and hold the server to what it answers."""
    found = understood(body, kind)
    received = up.health()["received"]
    answer = up.send(body, kind)
    if found is None:
        assert (answer.status, up.health()["received"]) == (400, received)
        return
    assert answer.status == 200
    assert up.health()["received"] == received + len(found)
    rejected = [bad.reason for bad in found if isinstance(bad, otlp.RejectedSpan)]
    assert answer.body == otlp.response(len(rejected), "".join(rejected[:1]), encoding_of(kind))
    for span in found:
        if isinstance(span, Span):
            stored = up.store.spans.get(span.key)
            assert stored is not None
            assert stored.payload is not None


@pytest.fixture
def checked(up: Any, caplog: pytest.LogCaptureFixture) -> Iterator[Any]:
    """A server that at the end goes on, can read all that it stored and complained of nothing."""
    yield up
    assert up.send(*reversed(BODIES[0])).status == 200
    stored = [
        list(up.store.spans.list(app, roots=False, payloads=True)) for app in up.store.spans.apps()
    ]
    assert sum(map(len, stored)) == up.health()["stored"] > 0
    ours = [record for record in caplog.records if record.name.startswith("genchi")]
    assert ours == []


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_the_bodies_that_are_damaged_below_are_good_ones(
    checked: Any, kind: str, body: bytes
) -> None:
    throw(checked, kind, body)
    assert checked.health()["stored"] >= 1
    assert checked.health()["rejected"] == 0


def test_damaged_bodies_are_read_as_far_as_they_say_something(checked: Any) -> None:
    @FUZZ
    @given(sample=st.sampled_from(BODIES), edits=st.lists(EDIT, min_size=1, max_size=4))
    def damage(sample: tuple[str, bytes], edits: list[tuple[str, float, int, bytes]]) -> None:
        throw(checked, sample[0], edited(sample[1], edits))

    damage()


def test_noise_is_answered(checked: Any) -> None:
    @FUZZ
    @given(kind=st.sampled_from([JSON, PROTOBUF]), body=st.binary(max_size=400))
    def noise(kind: str, body: bytes) -> None:
        throw(checked, kind, body)

    noise()


NUMBER = st.integers(1, 17)
FIELDS = st.recursive(
    st.tuples(NUMBER, st.integers(0, 2**64 - 1) | st.floats() | st.text(max_size=20) | st.binary()),
    lambda inner: st.tuples(NUMBER, st.lists(inner, max_size=5)),
    max_leaves=12,
)


def wire(field: tuple[int, Any]) -> bytes:
    """A field with a number and a wire type that need not belong together."""
    number, value = field
    match value:
        case int():
            return varint(number << 3) + varint(value)
        case float():
            return varint(number << 3 | 1) + struct.pack("<d", value)
        case str():
            return delimited(varint(number << 3 | 2), value.encode())
        case bytes():
            return delimited(varint(number << 3 | 2), value)
    return delimited(varint(number << 3 | 2), b"".join(map(wire, value)))


def test_fields_of_wrong_types_are_skipped_or_refused(checked: Any) -> None:
    @FUZZ
    @given(
        fields=st.lists(FIELDS, max_size=6), place=st.sampled_from(["value", "span", "scope", ""])
    )
    def mix(fields: list[tuple[int, Any]], place: str) -> None:
        odd = b"".join(map(wire, fields))
        good = span_of(1, VOCABULARIES[0])
        value = delimited(b"\x4a", delimited(b"\x0a", b"input.value") + delimited(b"\x12", odd))
        scope = delimited(b"\x0a", delimited(b"\x12", odd + delimited(b"\x12", good)))
        body = {"value": body_of(good + value), "span": body_of(good + odd), "scope": scope}
        throw(checked, PROTOBUF, body.get(place, odd + body_of(good)))

    mix()


LEAF = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["", "[", "{}", "null", '[{"role": 1}]', "1e999", "\ud800", "9" * 30])
)  # fmt: skip
NAMES = st.sampled_from(
    ["role", "content", "parts", "type", "text", "tool_calls", "function", "id", "arguments", "x"]
)
VALUE = st.recursive(
    LEAF,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
KNOWN = sorted(
    {name for vocabulary in VOCABULARIES for name in vocabulary}
    | set(genai.RULES | openinference.RULES | traceloop.RULES)
    | {"service.name", "gen_ai.prompt.-1.content", "llm.input_messages.99999999999999999999.x"}
)


def test_known_attributes_may_hold_anything(checked: Any) -> None:
    @FUZZ
    @given(
        attributes=st.dictionaries(st.sampled_from(KNOWN), VALUE, max_size=6),
        as_text=st.booleans(),
        encoding=st.sampled_from([JSON, PROTOBUF]),
    )
    def give(attributes: dict[str, Any], as_text: bool, encoding: str) -> None:
        if as_text:
            attributes = {name: json.dumps(value) for name, value in attributes.items()}
        if encoding == PROTOBUF:
            throw(checked, PROTOBUF, body_of(span_of(5, VOCABULARIES[2] | attributes)))
            return
        span = {
            "traceId": "0a" * 16,
            "spanId": "0b" * 8,
            "startTimeUnixNano": START,
            "attributes": pairs(attributes),
            "events": [{"name": "gen_ai.choice", "attributes": pairs(attributes)}],
        }
        request = {"resourceSpans": [{"scopeSpans": [{"spans": [span | attributes]}]}]}
        throw(checked, JSON, json.dumps(request).encode())

    give()


@pytest.mark.parametrize("depth", [50, 99, 100, 101, 250, 1_000, 20_000])
def test_values_of_any_depth_are_kept_or_refused(checked: Any, depth: int) -> None:
    for tag in (b"\x2a", b"\x32"):
        value = delimited(b"\x0a", b"core")
        for _ in range(depth):
            key = b"" if tag == b"\x2a" else delimited(b"\x0a", b"k")
            inner = value if tag == b"\x2a" else key + delimited(b"\x12", value)
            value = delimited(tag, delimited(b"\x0a", inner))
        pair = delimited(b"\x4a", delimited(b"\x0a", b"genchi.output") + delimited(b"\x12", value))
        throw(checked, PROTOBUF, body_of(span_of(3, VOCABULARIES[1]) + pair))
    opened, closed = '{"arrayValue":{"values":[' * depth, "]}}" * depth
    text = json.dumps("[" * depth + "]" * depth)
    for deep in (opened + closed, json.dumps({"stringValue": text}), "[" * depth + "]" * depth):
        marked = json_of(50).decode().replace('{"stringValue": "退款"}', deep)
        throw(checked, JSON, marked.replace('{"stringValue": "stop"}', deep).encode())


def test_compressed_bodies_that_are_damaged_are_never_half_stored(checked: Any) -> None:
    pressed = {"gzip": gzip.compress(BODIES[0][1]), "deflate": zlib.compress(BODIES[0][1])}

    @FUZZ
    @given(
        name=st.sampled_from(["gzip", "deflate"]),
        edits=st.lists(EDIT, min_size=1, max_size=2),
    )
    def damage(name: str, edits: list[tuple[str, float, int, bytes]]) -> None:
        content = edited(pressed[name], edits)
        before = checked.health()["received"]
        answer = checked.send(content, content_encoding=name)
        assert answer.status in {200, 400}
        grown = checked.health()["received"] - before
        assert grown == (len(VOCABULARIES) if answer.status == 200 else 0)

    damage()
