"""No body raises anything but `MalformedError`, no value gets lost, nothing runs away."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.records import Event, Message, Payload, Span, SpanKey, Text, Usage, to_json
from genchi.tracing import otlp
from genchi.tracing.otlp import genai, openinference, traceloop
from genchi.tracing.otlp.encoding import any_value, delimited, key_values

TRACE, SPAN = b"\xab" * 16, b"\xcd" * 8
START = 1_700_000_000_000_000_000
KNOWN = sorted(genai.RULES | openinference.RULES | traceloop.RULES)
FLATTENED = [
    "llm.input_messages.0.message.role",
    "llm.input_messages.0.message.content",
    "llm.input_messages.0.message.tool_calls.0.tool_call.function.arguments",
    "llm.output_messages.1.message.contents.0.message_content.text",
    "gen_ai.prompt.0.content",
    "gen_ai.completion.0.finish_reason",
    "retrieval.documents.0.document.score",
    "retrieval.documents.0.document.metadata",
    "traceloop.association.properties.team",
]
SAMPLE = [
    Span(
        SpanKey("客服", TRACE.hex(), SPAN.hex()),
        START,
        5,
        "ef" * 8,
        name="chat 通义",
        model="qwen",
        status="error",
        status_message="超时",
        usage=Usage(1, 2, 3),
        payload=Payload(
            inputs={"问题": "退款"},
            output={"a": [1, None]},
            messages=(Message("user", (Text("退款"),)),),
            attributes={"a.b": [1, {"c": 2.5}], "x": "长" * 200},
            events=(Event("exception", START, {"exception.type": "E"}),),
            origin={"links": [{"trace_id": "11" * 16, "span_id": "22" * 8}], "kind": "client"},
        ),
    )
]


def body_of(*spans: bytes) -> bytes:
    """A request with spans of one nameless resource."""
    scope_spans = b"".join(delimited(b"\x12", span) for span in spans)
    return delimited(b"\x0a", delimited(b"\x12", scope_spans))


def span_of(
    pairs: bytes = b"",
    *,
    trace: bytes = TRACE,
    span: bytes = SPAN,
    start: int = START,
    end: int = 0,
) -> bytes:
    """A span with encoded attributes."""
    times = b"\x39" + start.to_bytes(8, "little") + b"\x41" + end.to_bytes(8, "little")
    return delimited(b"\x0a", trace) + delimited(b"\x12", span) + times + pairs


def read_one(body: bytes, encoding: otlp.Encoding = "protobuf") -> Span:
    [span] = otlp.read(body, encoding)
    assert isinstance(span, Span), span
    return span


def attributes_read(pairs: bytes) -> dict[str, Any]:
    span = read_one(body_of(span_of(pairs)))
    assert span.payload is not None
    return dict(span.payload.attributes)


def outcome(body: bytes, encoding: otlp.Encoding) -> int | None:
    """How many spans were read, good or bad; None for a malformed body. Counting agrees."""
    try:
        found = list(otlp.read(body, encoding))
    except otlp.MalformedError:
        with pytest.raises(otlp.MalformedError):
            otlp.count(body, encoding)
        return None
    for span in found:
        assert isinstance(span, Span | otlp.RejectedSpan)
        if isinstance(span, Span):
            assert_storable(span)
    assert otlp.count(body, encoding) == len(found)
    return len(found)


def assert_storable(span: Span) -> None:
    """Text is text that UTF-8 can write, numbers fit, and everything is JSON."""
    for text in (span.key.app, span.name, span.operation):
        assert isinstance(text, str)
        text.encode()
    for told in (span.model, span.response_model, span.user, span.session, span.prompt_version):
        assert told is None or told.encode()
    assert 0 < span.start_ns < 2**63
    assert span.duration_ns is None or 0 <= span.duration_ns < 2**63
    assert span.payload is not None
    payload = span.payload
    orjson.loads(to_json([payload.inputs, payload.output, payload.attributes, payload.origin]))
    assert otlp.write([span])
    assert otlp.write_json([span])


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_random_bytes_are_spans_or_malformed(body: bytes) -> None:
    outcome(body, "protobuf")
    outcome(body, "json")


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_damaged_protobuf_is_spans_or_malformed(data: st.DataObject) -> None:
    body = bytearray(otlp.write(SAMPLE))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(body)))
    outcome(bytes(body), "protobuf")
    outcome(bytes(body[:cut]), "protobuf")


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=40))
def test_damaged_attributes_are_kept_as_their_bytes(pair: bytes) -> None:
    body = body_of(span_of(delimited(b"\x4a", pair)))
    assert outcome(body, "protobuf") == 1


def test_what_is_no_key_value_is_kept_as_its_bytes() -> None:
    broken = delimited(b"\x4a", b"\x0a\x7fabc") + delimited(b"\x4a", b"\x0b")
    read = attributes_read(broken + key_values(b"\x4a", [("good", 1)]))
    kept = [{"bytesValue": "Cn9hYmM="}, {"bytesValue": "Cw=="}]
    assert read == {"good": 1, "genchi.unreadable": kept}


@pytest.mark.parametrize(("said", "first"), [(["a"], ["a"]), ("a", ["a"])])
def test_what_is_no_key_value_stands_beside_what_a_sender_calls_unreadable(
    said: object, first: list[object]
) -> None:
    broken = delimited(b"\x4a", b"\x0b")
    read = attributes_read(broken + key_values(b"\x4a", [("genchi.unreadable", said)]))
    assert read == {"genchi.unreadable": [*first, {"bytesValue": "Cw=="}]}


def test_an_attribute_without_a_value_is_none_and_one_without_a_name_has_an_empty_one() -> None:
    nameless = delimited(b"\x4a", delimited(b"\x12", any_value("v")))
    assert attributes_read(delimited(b"\x4a", b"\x0a\x01k") + nameless) == {"k": None, "": "v"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["key", "value", "stringValue", "values"]), inner)
    ),
    max_leaves=5,
)


def replaced(value: Any, target: int, by: Any) -> tuple[Any, int]:
    """`value` with its node number `target`, counted depth first, replaced."""
    if target == 0:
        return by, -1
    target -= 1
    if not isinstance(value, dict | list):
        return value, target
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        value[key], target = replaced(value[key], target, by)
        if target < 0:
            break
    return value, target


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 200), json_values)
def test_json_with_anything_anywhere_is_spans_or_malformed(target: int, by: Any) -> None:
    body, _ = replaced(orjson.loads(otlp.write_json(SAMPLE)), target, by)
    outcome(to_json(body), "json")


def assert_lost_nothing(name: str, value: Any) -> None:
    pairs = [(name, value), ("openinference.span.kind", "LLM")]
    kept = attributes_read(key_values(b"\x4a", dict(pairs).items()))
    assert kept.get(name) == value


OTHER_TYPES = [
    [1, [2]],
    {"a": {"b": 1}},
    True,
    -1.5,
    "",
    "{",
    "[1, 2]",
    '{"role": 3}',
    '[{"role": ["user"], "parts": []}]',
    '[{"role": "user", "parts": [{"type": ["text"], "id": 3}]}]',
    None,
    [{}],
    2**63 - 1,
]


@pytest.mark.parametrize("name", KNOWN + FLATTENED)
def test_a_value_of_another_type_is_kept_or_in_a_field(name: str) -> None:
    for value in OTHER_TYPES:
        body = body_of(span_of(key_values(b"\x4a", [(name, value)])))
        assert outcome(body, "protobuf") == 1
        span = read_one(body)
        payload = span.payload
        assert payload is not None
        if name not in payload.attributes:
            assert (span.usage, span.operation) != (Usage(), "span") or fields_of(span)


def fields_of(span: Span) -> list[Any]:
    """What the fields say that attributes can fill."""
    payload = span.payload or Payload()
    held = [payload.inputs, payload.output, payload.metadata, payload.reference, payload.passages]
    told = [span.model, span.response_model, span.user, span.session, span.prompt_version]
    return [
        value
        for value in [*held, *told, payload.messages, payload.output_messages]
        if value not in (None, (), {})
    ]


@pytest.mark.parametrize(
    "name",
    ["gen_ai.request.model", "user.id", "gen_ai.usage.input_tokens", "gen_ai.operation.name"],
)
def test_a_list_where_a_name_or_number_is_expected_stays_an_attribute(name: str) -> None:
    assert_lost_nothing(name, ["a", "b"])
    assert_lost_nothing(name, {"a": 1})


def nested_value(depth: int) -> bytes:
    data = any_value("bottom")
    for _ in range(depth):
        data = delimited(b"\x2a", delimited(b"\x0a", data))
    return data


@pytest.mark.parametrize("depth", [99, 100, 101, 5000])
def test_deep_nesting_ends_as_bytes_and_never_in_an_error(depth: int) -> None:
    pair = delimited(b"\x0a", b"deep") + delimited(b"\x12", nested_value(depth))
    value = attributes_read(delimited(b"\x4a", pair))["deep"]
    levels = 0
    while isinstance(value, list):
        [value], levels = value, levels + 1
    assert levels == min(depth, 100)
    assert (value == "bottom") is (depth <= 100)
    assert outcome(body_of(span_of(delimited(b"\x4a", pair))), "protobuf") == 1


@pytest.mark.parametrize("depth", [50, 150, 300, 600, 1000, 5000])
@pytest.mark.parametrize("kind", ["arrayValue", "plain"])
def test_deep_nesting_in_json_never_ends_in_an_error(depth: int, kind: str) -> None:
    step = ('{"arrayValue":{"values":[', "]}}") if kind == "arrayValue" else ("[", "]")
    deep = step[0] * depth + '{"stringValue":"x"}' + step[1] * depth
    span = (
        f'{{"traceId":"{TRACE.hex()}","spanId":"{SPAN.hex()}","startTimeUnixNano":"5",'
        f'"name":{deep},"attributes":[{{"key":"a","value":{deep}}},{deep}]}}'
    )
    outcome(f'{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{span}]}}]}}]}}'.encode(), "json")


@pytest.mark.parametrize("depth", [150, 260, 700, 2000])
@pytest.mark.parametrize(
    "name",
    ["gen_ai.input.messages", "gen_ai.tool.call.arguments", "genchi.reference", "metadata"],
)
def test_deeply_nested_json_text_is_read_as_far_as_it_can_be(name: str, depth: int) -> None:
    deep = '{"a":' * depth + "1" + "}" * depth
    text = f'[{{"role":"user","content":{deep}}}]' if "messages" in name else deep
    assert outcome(body_of(span_of(key_values(b"\x4a", [(name, text)]))), "protobuf") == 1


@pytest.mark.parametrize(
    ("span", "reason"),
    [
        (span_of(trace=b"\xab" * 8), "its trace id has 8 bytes, not 16"),
        (span_of(trace=bytes(16)), "its trace id is all zero"),
        (span_of(span=b""), "its span id has 0 bytes, not 8"),
        (span_of(span=bytes(8)), "its span id is all zero"),
        (span_of(start=0), "it has no start time"),
        (span_of(start=2**63), "its start time 9223372036854775808 is beyond the year 2262"),
    ],
)
def test_a_span_that_cannot_be_kept_is_rejected_alone(span: bytes, reason: str) -> None:
    named = span + delimited(b"\x2a", "坏".encode())
    found = list(otlp.read(body_of(named, span_of()), "protobuf"))
    assert found[0] == otlp.RejectedSpan(reason, "坏")
    assert isinstance(found[1], Span)


@pytest.mark.parametrize("end", [START - 1, 2**64 - 1])
def test_an_impossible_end_leaves_the_duration_unknown_and_is_kept(end: int) -> None:
    span = read_one(body_of(span_of(end=end)))
    assert span.duration_ns is None
    assert span.payload is not None
    assert span.payload.origin == {"start_time_unix_nano": START, "end_time_unix_nano": end}
    assert list(otlp.read(otlp.write([span]), "protobuf")) == [span]


def test_a_span_that_has_not_ended_has_no_duration() -> None:
    span = read_one(body_of(span_of(end=0)))
    assert span.duration_ns is None
    assert span.payload == Payload()


def test_of_two_attributes_of_one_name_the_last_counts() -> None:
    pairs = [("user.id", "a"), ("x", 1), ("user.id", "b"), ("x", 2)]
    span = read_one(body_of(span_of(key_values(b"\x4a", pairs))))
    assert span.user == "b"
    assert span.payload is not None
    assert span.payload.attributes == {"x": 2}


def test_twenty_thousand_attributes_are_all_kept() -> None:
    many = {f"attribute.{n}": n for n in range(20_000)}
    assert attributes_read(key_values(b"\x4a", many.items())) == many


def test_text_that_is_not_utf8_is_read_with_replacements() -> None:
    pair = delimited(b"\x0a", b"k\xff") + delimited(b"\x12", delimited(b"\x0a", b"v\xed\xa0\x80"))
    body = body_of(span_of(delimited(b"\x4a", pair)) + delimited(b"\x2a", b"\xff"))
    span = read_one(body)
    assert span.name == "\ufffd"
    assert span.payload is not None
    assert list(span.payload.attributes) == ["k\ufffd"]


@pytest.mark.parametrize("size", [1, 126, 127, 128, 129, 130, 200, 16_380, 16_384, 70_000])
def test_texts_and_names_of_every_length_are_read(size: int) -> None:
    for pair in ((("k", "v" * size)), ("k" * size, "v"), ("k" * size, "退" * size)):
        assert attributes_read(key_values(b"\x4a", [pair])) == dict([pair])


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 2**31, 2**63 - 1, -1, -(2**63)])
def test_numbers_of_every_size_are_read(number: int) -> None:
    assert attributes_read(key_values(b"\x4a", [("n", number), ("l", [number])])) == {
        "n": number,
        "l": [number],
    }


@pytest.mark.parametrize(("body", "encoding"), [(b"", "protobuf"), (b"{}", "json")])
def test_a_body_of_nothing_has_no_spans(body: bytes, encoding: otlp.Encoding) -> None:
    assert list(otlp.read(body, encoding)) == []
    assert otlp.count(body, encoding) == 0


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the body is not JSON"),
        (b"[]", "the body is not a JSON object"),
        (b'{"resourceSpans": 3}', "resourceSpans is not a list"),
        (b'{"resourceSpans": [3]}', "resourceSpans has an element that is not an object"),
        (b'{"resourceSpans": [{"scopeSpans": [{"spans": {}}]}]}', "spans is not a list"),
    ],
)
def test_a_malformed_json_body_says_why(body: bytes, reason: str) -> None:
    with pytest.raises(otlp.MalformedError, match=rf"^{reason}"):
        otlp.read(body, "json")
    with pytest.raises(otlp.MalformedError):
        otlp.count(body, "json")


def test_a_malformed_protobuf_body_is_refused_before_anything_is_read() -> None:
    with pytest.raises(otlp.MalformedError, match="not an OTLP trace request"):
        otlp.read(b"not protobuf", "protobuf")
