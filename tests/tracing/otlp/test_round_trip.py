"""What is written is what is read back, for spans of every kind and in both encodings."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.records import (
    Event,
    Message,
    OtherPart,
    Passage,
    Payload,
    Reasoning,
    Span,
    SpanKey,
    Text,
    ToolCall,
    ToolResult,
    Usage,
)
from genchi.records.conversations import answer_of
from genchi.tracing import otlp

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = words.filter(bool)
numbers = st.integers(-(2**63), 2**63 - 1)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(names, values, max_size=3)
attributes = st.dictionaries(names.map("app.{}".format), values, max_size=3)
roles = st.sampled_from(["system", "user", "assistant", "tool"])
parts = st.one_of(
    st.builds(Text, words),
    st.builds(Reasoning, words),
    st.builds(ToolCall, st.none() | names, names, values),
    st.builds(ToolResult, st.none() | names, values),
    st.builds(lambda uri: OtherPart({"type": "uri", "modality": "image", "uri": uri}), words),
)
messages = st.lists(
    st.builds(
        Message, roles, st.lists(parts, max_size=3).map(tuple), st.none() | names, st.none() | names
    ),
    max_size=3,
).map(tuple)
passages = st.lists(
    st.builds(
        Passage,
        text=words,
        id=words,
        document=words,
        scores=st.dictionaries(names, st.floats(0, 1), max_size=2),
        metadata=objects,
        tenant=words,
    ),
    max_size=2,
).map(tuple)
counts = st.none() | st.integers(0, 2**63 - 1)
amounts = st.none() | st.floats(0, 1e6)
times = st.integers(1, 2**62)


def ids(size: int) -> st.SearchStrategy[str]:
    return st.binary(min_size=size, max_size=size).filter(any).map(bytes.hex)


def said(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing: protobuf does not tell it from what is not there."""
    return {name: value for name, value in fields.items() if value}


links = st.builds(
    lambda trace, span, state, found: said(
        {"trace_id": trace, "span_id": span, "trace_state": state, "attributes": found}
    ),
    ids(16),
    ids(8),
    words,
    attributes,
)
scopes = st.builds(
    lambda name, version, found: said({"name": name, "version": version, "attributes": found}),
    words,
    words,
    attributes,
)
origins = st.builds(
    lambda resource, scope, kind, linked, state, dropped: said(
        {
            "resource": resource,
            "scope": scope,
            "kind": kind,
            "links": linked,
            "trace_state": state,
            "dropped_attributes_count": dropped,
        }
    ),
    attributes,
    scopes,
    st.sampled_from(["", "server", "client", "producer", "consumer"]),
    st.lists(links, max_size=2),
    words,
    st.integers(0, 2**32 - 1),
)


@st.composite
def payloads(draw: st.DrawFn) -> Payload:
    answered = draw(messages)
    output = answer_of(answered)
    return Payload(
        inputs=draw(objects),
        output=draw(values) if output is None else draw(st.just(output) | names),
        messages=draw(messages),
        output_messages=answered,
        passages=draw(passages),
        reference=draw(values),
        metadata=draw(objects),
        attributes=draw(attributes),
        events=tuple(draw(st.lists(st.builds(Event, names, times, attributes), max_size=2))),
        origin=draw(origins),
    )


@st.composite
def spans(draw: st.DrawFn) -> Span:
    model = draw(st.none() | names)
    status = draw(st.sampled_from(["ok", "error"]))
    return Span(
        key=SpanKey(draw(names.filter(str.strip)), draw(ids(16)), draw(ids(8))),
        start_ns=draw(times),
        duration_ns=draw(counts.map(lambda n: None if n is None else n // 2)),
        parent_id=draw(st.none() | ids(8)),
        operation=draw(st.sampled_from(["span", "chat", "execute_tool", "retrieval", "自定义"])),
        name=draw(words),
        model=model,
        response_model=draw(st.none() | names.filter(lambda name: name != model)),
        prompt_version=draw(st.none() | names),
        user=draw(st.none() | names),
        session=draw(st.none() | names),
        status=status,  # type: ignore[arg-type]
        status_message=draw(st.none() | names) if status == "error" else None,
        usage=Usage(
            draw(counts), draw(counts), draw(counts), draw(counts), draw(amounts), draw(amounts)
        ),
        payload=draw(payloads()),
    )


def by_key(found: list[Any]) -> dict[SpanKey, Span]:
    assert all(isinstance(span, Span) for span in found), found
    return {span.key: span for span in found}


@settings(deadline=None, max_examples=60)
@given(st.lists(spans(), max_size=4, unique_by=lambda span: span.key))
def test_protobuf_gives_back_what_was_written(written: list[Span]) -> None:
    body = otlp.write(written)
    assert by_key(list(otlp.read(body, "protobuf"))) == by_key(written)
    assert otlp.count(body, "protobuf") == len(written)


@settings(deadline=None, max_examples=60)
@given(st.lists(spans(), max_size=4, unique_by=lambda span: span.key))
def test_json_gives_back_what_was_written(written: list[Span]) -> None:
    body = otlp.write_json(written)
    assert by_key(list(otlp.read(body, "json"))) == by_key(written)
    assert otlp.count(body, "json") == len(written)


def plain(**fields: Any) -> Span:
    return Span(SpanKey("客服", "ab" * 16, "cd" * 8), 1_700_000_000_000_000_000, **fields)


def test_a_span_without_a_payload_comes_back_with_an_empty_one() -> None:
    span = plain(model="qwen-max", user="小明")
    assert list(otlp.read(otlp.write([span]), "protobuf")) == [
        dataclasses.replace(span, payload=Payload())
    ]


def test_spans_of_one_resource_and_scope_share_one_group() -> None:
    from_one = {"resource": {"host": "a"}, "scope": {"name": "s"}}
    written = [
        dataclasses.replace(
            plain(payload=Payload(origin=origin)), key=SpanKey("app", f"{n + 1:032x}", "cd" * 8)
        )
        for n, origin in enumerate([from_one, {}, dict(from_one)])
    ]
    read = list(otlp.read(otlp.write(written), "protobuf"))
    assert read == [written[0], written[2], written[1]]


def test_a_field_wins_over_an_attribute_of_its_name() -> None:
    span = plain(model="new", payload=Payload(attributes={"gen_ai.request.model": "old"}))
    [read] = otlp.read(otlp.write([span]), "protobuf")
    assert isinstance(read, Span)
    assert read.model == "new"
    assert read.payload == Payload()


@pytest.mark.parametrize("encoding", ["protobuf", "json"])
def test_bytes_are_base64_and_stay_bytes(encoding: otlp.Encoding) -> None:
    span = plain(payload=Payload(attributes={"raw": {"bytesValue": "AP8="}}))
    body = otlp.write([span]) if encoding == "protobuf" else otlp.write_json([span])
    assert list(otlp.read(body, encoding)) == [span]
    if encoding == "protobuf":
        assert b"\x3a\x02\x00\xff" in body


def test_what_protobuf_cannot_say_is_said_as_nearly_as_it_can() -> None:
    odd = {"long": 2**64 - 1, "nan": float("nan"), "lone": "a\ud800b", "nul": "a\x00b"}
    [read] = otlp.read(otlp.write([plain(payload=Payload(attributes=odd))]), "protobuf")
    assert isinstance(read, Span)
    assert read.payload is not None
    assert read.payload.attributes == {
        "long": "18446744073709551615",
        "nan": None,
        "lone": "a\ufffdb",
        "nul": "a\x00b",
    }


def test_writing_needs_no_protobuf_library() -> None:
    code = (
        "import sys; from genchi.records import Span, SpanKey; from genchi.tracing import otlp; "
        "otlp.write([Span(SpanKey('a', 'ab' * 16, 'cd' * 8), 1)]); "
        "print([name for name in sys.modules if name.startswith('google.protobuf')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
