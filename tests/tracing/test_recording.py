"""Spans opened by hand, and what may be written to them."""

from __future__ import annotations

import asyncio
import functools
from typing import Any

import pytest

from genchi import tracing
from genchi.records import Message, Passage, Payload, Span, Text, ToolCall, Usage

NONSENSE: list[Any] = [
    None,
    0,
    -1,
    float("nan"),
    10**5000,
    "\ud800",
    b"\xff",
    object(),
    [object()],
    {1: {2: 3}},
    {"role": 3},
    [{"role": "user", "parts": [3]}],
    type,
    functools.partial(print),
]


class Hostile:
    """Raises at every touch."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(f"do not touch {name}")

    def __repr__(self) -> str:
        raise RuntimeError("do not look")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("do not compare")

    def __hash__(self) -> int:
        raise RuntimeError("do not hash")

    def __bool__(self) -> bool:
        raise RuntimeError("do not ask")


def payload(span: Span) -> Payload:
    assert span.payload is not None
    return span.payload


def test_a_block_is_a_span_with_what_was_said_about_it(spans: list[Span]) -> None:
    with tracing.span("search", operation="retrieval", inputs={"q": "退款"}, k=5) as span:
        span.model = "m-1"
        span.response_model = "m-1-0613"
        span.output = {"found": 1}
        span.passages = [Passage("七天内可退", id="p1"), "plain"]
        span.metadata["shard"] = 3
        span.set("db.system", "sqlite")
        span.set(plan="pro", prompt_version="v3")
        span.usage(input_tokens=3, cost=0.5)
        span.usage(output_tokens=4)
        span.event("retry", attempt=2)
    (record,) = spans
    kept = payload(record)
    assert (record.name, record.operation, record.status) == ("search", "retrieval", "ok")
    assert (record.model, record.response_model) == ("m-1", "m-1-0613")
    assert record.prompt_version == "v3"
    assert record.usage == Usage(input_tokens=3, output_tokens=4, cost=0.5)
    assert (kept.inputs, kept.output) == ({"q": "退款"}, {"found": 1})
    assert kept.passages == (Passage("七天内可退", id="p1"), Passage("plain"))
    assert kept.attributes == {"k": 5, "db.system": "sqlite", "plan": "pro"}
    assert kept.metadata == {"shard": 3}
    assert [(e.name, e.attributes) for e in kept.events] == [("retry", {"attempt": 2})]
    assert record.start_ns <= kept.events[0].time_ns <= record.start_ns + (record.duration_ns or 0)


def test_messages_are_taken_as_ours_or_as_a_provider_writes_them(spans: list[Span]) -> None:
    ours = Message("assistant", (Text("好"), ToolCall("c1", "refund", {"id": 7})))
    with tracing.span("chat") as span:
        span.messages = [{"role": "user", "content": "退款"}]
        span.output_messages = (ours,)
    assert payload(spans[0]).messages == (Message("user", (Text("退款"),)),)
    assert payload(spans[0]).output_messages == (ours,)


def test_messages_are_a_snapshot(spans: list[Span]) -> None:
    arguments = {"id": 7}
    with tracing.span("chat") as span:
        span.output_messages = [Message("assistant", (ToolCall("c", "refund", arguments),))]
        arguments["id"] = 8
    (message,) = payload(spans[0]).output_messages
    assert message.tool_calls[0].arguments == {"id": 7}


def test_a_long_conversation_is_kept_within_bounds(spans: list[Span]) -> None:
    with tracing.span("chat") as span:
        span.messages = [Message("user", (Text("x" * 3_000_000),))] * 3
    texts = [message.text for message in payload(spans[0]).messages]
    assert len(texts[0]) < 1_100_000
    assert texts[0].endswith("characters cut]")
    assert texts[1] == "… [3000000 characters cut]"


def test_async_with_works_as_well(spans: list[Span]) -> None:
    async def main() -> None:
        async with tracing.span("outer"):
            await asyncio.sleep(0)
            async with tracing.span("inner"):
                pass

    asyncio.run(main())
    assert [s.name for s in spans] == ["inner", "outer"]
    assert spans[0].parent_id == spans[1].key.span_id
    assert spans[0].key.trace_id == spans[1].key.trace_id


def test_a_block_that_raises_is_a_failure_and_the_exception_goes_on(spans: list[Span]) -> None:
    error = ConnectionError("网络断了")
    with pytest.raises(ConnectionError) as caught, tracing.span("call"):
        raise error
    assert caught.value is error
    assert (spans[0].status, spans[0].status_message) == ("error", "ConnectionError: 网络断了")


def test_a_failure_can_be_said_without_an_exception(spans: list[Span]) -> None:
    with tracing.span("call") as span:
        span.fail("the answer was empty")
    assert (spans[0].status, spans[0].status_message) == ("error", "the answer was empty")
    assert payload(spans[0]).events == ()


def test_a_span_can_be_ended_by_hand_once_and_nothing_is_added_after(spans: list[Span]) -> None:
    span = tracing.open_span("stream", inputs={"q": 1})
    assert tracing.current() is None
    span.output = "a"
    span.end()
    span.end()
    span.output = "b"
    span.model = "late"
    span.metadata["late"] = True
    span.messages = [{"role": "user", "content": "late"}]
    span.set(late=True)
    span.usage(input_tokens=1)
    span.event("late")
    span.fail("late")
    (record,) = spans
    assert payload(record).output == "a"
    assert (record.model, record.status, record.usage) == (None, "ok", Usage())
    assert payload(record) == Payload(inputs={"q": 1}, output="a")
    assert span.output == "a"


def test_metadata_that_changes_after_the_end_is_kept_as_it_was(spans: list[Span]) -> None:
    with tracing.span("a") as span:
        kept = span.metadata
        kept["x"] = 1
    kept["x"] = 2
    assert payload(spans[0]).metadata == {"x": 1}


def test_user_and_session_are_inherited(spans: list[Span]) -> None:
    with (
        tracing.span("request", user="li", session="s1"),
        tracing.span("step"),
        tracing.span("call", session="s2"),
    ):
        pass
    assert [(s.name, s.user, s.session) for s in spans] == [
        ("call", "li", "s2"),
        ("step", "li", "s1"),
        ("request", "li", "s1"),
    ]


def test_secrets_are_hidden_wherever_a_name_says_so(spans: list[Span]) -> None:
    with tracing.span("login", inputs={"user": "li", "password": "geheim"}) as span:
        span.set("http.request.header.authorization", "Bearer geheim")
        span.metadata["cookie"] = "geheim"
        span.event("login", api_key="geheim", input_tokens=5)
    assert "geheim" not in repr(spans[0])
    assert payload(spans[0]).events[0].attributes["input_tokens"] == 5


@pytest.mark.parametrize("number", range(len(NONSENSE) + 1))
def test_nothing_that_is_written_to_a_span_raises(spans: list[Span], number: int) -> None:
    what: Any = NONSENSE[number] if number < len(NONSENSE) else Hostile()
    with tracing.span(what, operation=what, inputs=what, model=what, user=what, x=what) as span:
        span.output = what
        span.inputs = what
        span.messages = what
        span.output_messages = [what, what]
        span.passages = what
        span.metadata = what
        span.session = what
        span.response_model = what
        span.status = what
        span.set(what, what)
        span.set("a.b", what)
        span.set(user=what)
        span.usage(input_tokens=what, output_tokens=what, cost=what, first_token=what)
        span.event(what, a=what)
        span.fail(what)
    with tracing.span("child", parent=what):
        pass
    assert len(spans) == 2
    assert spans[1].name == "child"
    assert repr(spans[0])


def test_a_span_keeps_a_bounded_number_of_attributes_and_events(spans: list[Span]) -> None:
    with tracing.span("loop") as span:
        for i in range(3000):
            span.set(f"n{i}", i)
            span.event("tick")
    assert len(payload(spans[0]).attributes) == 1000
    assert len(payload(spans[0]).events) == 1000
