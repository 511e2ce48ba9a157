"""Structured calls through instructor: one span, its attempts, and the SDK's calls within."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

from genchi import tracing
from genchi.errors import OutsideError
from genchi.models import mock
from genchi.records import Event, Json, Message, Payload, Span, Text
from genchi.tracing.instruments import instructor as ours
from genchi.tracing.instruments import instrument

instructor = pytest.importorskip("instructor", reason="instructor is not installed")
anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")
openai = pytest.importorskip("openai", reason="the openai SDK is not installed")
pydantic = pytest.importorskip("pydantic")
Hooks: Any = import_module("instructor.core.hooks").Hooks
InstructorRetryException: Any = import_module("instructor.core.exceptions").InstructorRetryException


class Person(pydantic.BaseModel):  # type: ignore[name-defined, misc]
    name: str
    age: int


LI: dict[str, Json] = {"name": "李", "age": 30}
RIGHT = {"tool": "Person", "arguments": LI}
WRONG = {"tool": "Person", "arguments": {"name": "李", "age": "很老"}}
NOT_AN_INTEGER = {"path": "/age", "message": "Input should be a valid integer"}
SCRIPT: list[dict[str, Any]] = [
    {"when": "valid integer", "say": RIGHT},  # what instructor says when it asks again
    {"when": "老李", "say": WRONG},
    {"say": RIGHT},
]
NEVER: list[dict[str, Any]] = [{"say": WRONG}]
ASK: list[Any] = [{"role": "user", "content": "李多大？"}]
ASK_OLD: list[Any] = [{"role": "user", "content": "老李多大？"}]


@pytest.fixture
def serving(spans: list[Span]) -> Iterator[Any]:
    """A mock that is wrong about 老李 at first; "instructor" and "openai" are instrumented."""
    undos = [instrument("instructor"), instrument("openai")]
    with mock.serving(script=SCRIPT) as up:
        yield up
    for undo in undos:
        undo()


@pytest.fixture
def client(serving: Any) -> Iterator[Any]:
    with sdk(serving) as made:
        yield instructor.from_openai(made)


def sdk(up: Any) -> Any:
    return openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0, timeout=5)


def async_sdk(up: Any) -> Any:
    return openai.AsyncOpenAI(base_url=up.openai_url, api_key="k", max_retries=0, timeout=5)


def create(client: Any, messages: list[Any] = ASK, **options: Any) -> Any:
    return client.create(model="m", response_model=Person, messages=messages, **options)


def payload_of(span: Span) -> Payload:
    assert span.payload is not None
    return span.payload


def outer(spans: list[Span]) -> Span:
    [found] = [span for span in spans if span.operation == "parse"]
    return found


def failures(span: Span) -> list[Event]:
    return [event for event in payload_of(span).events if event.name != "exception"]


def test_a_call_is_one_span_with_its_attempts_as_events_and_the_sdk_s_calls_within(
    client: Any, spans: list[Span]
) -> None:
    person = create(client, ASK_OLD, max_retries=2)
    first, second, whole = spans
    payload = payload_of(whole)
    assert person.model_dump() == LI
    assert (whole.name, whole.operation, whole.status) == ("parse Person", "parse", "ok")
    assert (whole.model, whole.usage.input_tokens) == (None, None)
    assert payload.messages == (Message("user", (Text("老李多大？"),)),)
    assert payload.output == LI
    assert payload.attributes == {
        "gen_ai.output.type": "json",
        "instructor.response_model": "Person",
        "instructor.mode": "tool_call",
        "instructor.max_retries": 2,
        "instructor.attempts": 2,
    }
    [event] = payload.events
    assert event.name == "validation failed"
    assert event.attributes == {"attempt": 1, "errors": [NOT_AN_INTEGER]}
    assert first.start_ns < event.time_ns < second.start_ns
    assert [(call.operation, call.parent_id) for call in (first, second)] == [
        ("chat", whole.key.span_id)
    ] * 2
    assert tracing.current() is None


def test_an_async_call_is_recorded_as_a_plain_one_is(serving: Any, spans: list[Span]) -> None:
    async def run() -> Any:
        async with async_sdk(serving) as made:
            return await create(instructor.from_openai(made), ASK_OLD)

    assert asyncio.run(run()).model_dump() == LI
    whole = outer(spans)
    assert payload_of(whole).output == LI
    assert [event.attributes["attempt"] for event in failures(whole)] == [1]
    assert [span.parent_id for span in spans[:2]] == [whole.key.span_id] * 2


def test_a_call_whose_answers_never_fit_fails_with_each_of_them(spans: list[Span]) -> None:
    undo = instrument("instructor")
    with mock.serving(script=NEVER) as up, sdk(up) as made:
        with pytest.raises(InstructorRetryException) as raised:
            create(instructor.from_openai(made), max_retries=2)
        assert raised.value.n_attempts == up.requests().charged == 3
    undo()
    [whole] = spans
    payload = payload_of(whole)
    assert whole.status == "error"
    assert [event.attributes for event in failures(whole)] == [
        {"attempt": number, "errors": [NOT_AN_INTEGER]} for number in (1, 2, 3)
    ]
    assert payload.events[-1].name == "exception"
    assert payload.attributes["instructor.attempts"] == 3
    assert payload.attributes["error.type"] == "ValidationError"
    assert payload.output is None


def test_an_answer_that_is_no_json_fails_as_a_whole(spans: list[Span]) -> None:
    undo = instrument("instructor")
    with mock.serving(faults={"malformed": 1.0}) as up, sdk(up) as made:
        client = instructor.from_openai(made, mode=instructor.Mode.JSON_SCHEMA)
        with pytest.raises(InstructorRetryException):
            create(client, max_retries=0)
    undo()
    [event] = failures(outer(spans))
    errors: Any = event.attributes["errors"]
    assert [error["path"] for error in errors] == [""]
    assert "JSON" in errors[0]["message"]


def test_a_call_that_gets_no_answer_is_told_from_one_that_does_not_fit(spans: list[Span]) -> None:
    undo = instrument("instructor")
    refusing = mock.serving(faults={"server_error": 1.0})
    with refusing as up, sdk(up) as made, pytest.raises(InstructorRetryException):
        create(instructor.from_openai(made))
    undo()
    [whole] = spans
    [event] = failures(whole)
    assert (event.name, event.attributes["attempt"]) == ("call failed", 1)
    assert payload_of(whole).attributes["error.type"] == "InternalServerError"


def test_every_error_of_an_answer_has_its_path(spans: list[Span]) -> None:
    class Family(pydantic.BaseModel):  # type: ignore[name-defined, misc]
        people: list[Person]
        extra: dict[str, int]

    arguments = {"people": [LI, {"name": 1}], "extra": {"a/b": "x"}}
    undo = instrument("instructor")
    wrong = mock.serving(script=[{"say": {"tool": "Family", "arguments": arguments}}])
    with wrong as up, sdk(up) as made, pytest.raises(InstructorRetryException):
        instructor.from_openai(made).create(
            model="m", response_model=Family, messages=ASK, max_retries=0
        )
    undo()
    errors: Any = failures(outer(spans))[0].attributes["errors"]
    assert [error["path"] for error in errors] == ["/people/1/name", "/people/1/age", "/extra/a~1b"]


def of_anthropic(up: Any) -> Any:
    return instructor.from_anthropic(anthropic.Anthropic(base_url=up.anthropic_url, api_key="k"))


def of_a_name(up: Any) -> Any:
    return instructor.from_provider("openai/m", api_key="k", base_url=up.openai_url)


@pytest.mark.parametrize(
    ("make", "provider", "options"),
    [
        (of_anthropic, "anthropic", {"model": "m", "max_tokens": 99}),
        (of_a_name, "openai", {}),
    ],
)
def test_clients_of_every_provider_go_through(
    make: Any, provider: str, options: dict[str, Any], serving: Any, spans: list[Span]
) -> None:
    undo = instrument("anthropic")
    person = make(serving).create(response_model=Person, messages=ASK_OLD, **options)
    undo()
    assert person.model_dump() == LI
    assert [span.operation for span in spans] == ["chat", "chat", "parse"]
    assert payload_of(spans[0]).attributes["gen_ai.provider.name"] == provider
    assert failures(outer(spans))[0].attributes["errors"] == [NOT_AN_INTEGER]


def test_a_patched_client_and_the_completion_beside_the_value_go_through(
    client: Any, serving: Any, spans: list[Span]
) -> None:
    person, completion = client.create_with_completion(
        model="m", response_model=Person, messages=ASK
    )
    with sdk(serving) as made:
        patched = instructor.patch(made)
        patched.chat.completions.create(model="m", response_model=Person, messages=ASK)
    assert completion.id
    assert person.model_dump() == LI
    assert [payload_of(span).output for span in spans if span.operation == "parse"] == [LI, LI]


def test_a_call_through_the_newer_api_has_what_was_asked(serving: Any, spans: list[Span]) -> None:
    with sdk(serving) as made:
        client = instructor.from_openai(made, mode=instructor.Mode.RESPONSES_TOOLS)
        create(client, ASK_OLD)
    payload = payload_of(outer(spans))
    assert payload.messages == (Message("user", (Text("老李多大？"),)),)
    assert (payload.output, payload.attributes["instructor.attempts"]) == (LI, 2)


def test_a_call_that_is_cancelled_is_recorded_so(serving: Any, spans: list[Span]) -> None:
    async def run() -> None:
        async with async_sdk(serving) as made:
            client = instructor.from_openai(made)
            running: list[asyncio.Task[Any]] = []
            client.on("parse:error", lambda *_, **__: running[0].cancel())
            running.append(asyncio.create_task(create(client, ASK_OLD)))
            with pytest.raises(asyncio.CancelledError):
                await running[0]

    asyncio.run(run())
    whole = outer(spans)
    assert whole.status == "error"
    assert payload_of(whole).attributes["error.type"] == "CancelledError"
    assert [event.attributes["attempt"] for event in failures(whole)] == [1]


def test_a_call_without_a_response_model_is_the_sdk_s_alone(client: Any, spans: list[Span]) -> None:
    client.create(model="m", response_model=None, messages=ASK)
    assert [span.operation for span in spans] == ["chat"]


def test_streamed_values_are_recorded_when_they_have_been_read(
    client: Any, spans: list[Span]
) -> None:
    options: dict[str, Any] = {"model": "m", "response_model": Person, "messages": ASK}
    *_, last = client.create_partial(**options)
    assert payload_of(outer(spans)).output == last.model_dump() == LI
    spans.clear()
    stream = client.create_iterable(**options)
    assert not [span for span in spans if span.operation == "parse"]
    assert [person.model_dump() for person in stream] == [LI]
    whole = outer(spans)
    assert payload_of(whole).output == [LI]
    assert (whole.status, "genchi.stopped_early" in payload_of(whole).attributes) == ("ok", False)
    assert {span.parent_id for span in spans} == {None, whole.key.span_id}


def test_async_streams_are_recorded_when_they_have_been_read(
    serving: Any, spans: list[Span]
) -> None:
    async def run() -> None:
        async with async_sdk(serving) as made:
            client = instructor.from_openai(made)
            options: dict[str, Any] = {"model": "m", "response_model": Person, "messages": ASK}
            async for _ in client.create_partial(**options):
                assert tracing.current() is None
            async for _ in client.create_iterable(**options):
                pass

    asyncio.run(run())
    found = [payload_of(span).output for span in spans if span.operation == "parse"]
    assert found == [LI, [LI]]


def test_a_stream_whose_end_does_not_fit_fails_with_what_came(
    serving: Any, spans: list[Span]
) -> None:
    async def run() -> None:
        async with async_sdk(serving) as made:
            client = instructor.from_openai(made)
            stream = client.create_partial(model="m", response_model=Person, messages=ASK_OLD)
            with pytest.raises(pydantic.ValidationError):
                await read(stream)
            await stream.aclose()

    async def read(stream: AsyncIterator[Any]) -> None:
        async for _ in stream:
            pass

    asyncio.run(run())
    whole = outer(spans)
    assert whole.status == "error"
    assert failures(whole)[0].attributes == {"attempt": 1, "errors": [NOT_AN_INTEGER]}
    assert payload_of(whole).attributes["error.type"] == "ValidationError"


@pytest.mark.parametrize("begun", [True, False])
def test_a_stream_that_is_dropped_is_recorded_as_stopped_early(
    client: Any, spans: list[Span], begun: bool
) -> None:
    stream = client.create_iterable(model="m", response_model=Person, messages=ASK)
    if begun:
        next(stream)
    del stream
    gc.collect()
    payload = payload_of(outer(spans))
    assert payload.output == ([LI] if begun else [])
    assert payload.attributes["genchi.stopped_early"] is True


def test_hooks_of_the_application_are_told_as_ever(client: Any, spans: list[Span]) -> None:
    def told(recorded: bool) -> list[str]:
        names: list[str] = []
        hooks = Hooks()
        client.on("parse:error", heard := hearing(names, "client"))
        hooks.on("parse:error", hearing(names, "call"))
        hooks.on("completion:kwargs", hearing(names, "asked"))
        hooks.on("completion:response", hearing(names, "answered"))
        undo = instrument("instructor") if recorded else None
        create(client, ASK_OLD, hooks=hooks)
        client.off("parse:error", heard)
        if undo is not None:
            undo()
        return names

    recorded, plain = told(recorded=True), told(recorded=False)
    assert recorded == plain
    assert recorded == ["asked", "answered", "client", "call", "asked", "answered"]
    assert len([span for span in spans if span.operation == "parse"]) == 1


def hearing(names: list[str], name: str) -> Callable[..., None]:
    def heard(*_: Any, **__: Any) -> None:
        names.append(name)

    return heard


def test_clients_that_exist_are_recorded_until_it_is_undone(spans: list[Span]) -> None:
    with mock.serving(script=SCRIPT) as up, sdk(up) as made:
        client = instructor.from_openai(made)
        module, name, _ = ours._seam(instructor.__version__)
        before = vars(module)[name]
        undo = instrument("instructor")
        create(client)
        undo()
        create(client)
        assert vars(module)[name] is before
    assert [span.name for span in spans] == ["parse Person"]


def test_without_a_recorder_and_in_a_trace_that_is_not_kept_calls_go_through() -> None:
    undo = instrument("instructor")
    sink = tracing.ListSink()
    with mock.serving(script=SCRIPT) as up, sdk(up) as made:
        client = instructor.from_openai(made)
        assert create(client, ASK_OLD).age == 30
        streamed = client.create_iterable(model="m", response_model=Person, messages=ASK)
        assert [person.age for person in streamed] == [30]
        tracing.start(app="app", sink=sink, sample=0.0)
        assert create(client, ASK_OLD).age == 30
        tracing.stop()
    undo()
    assert sink.spans == []


def test_an_instructor_that_asks_another_way_is_refused_and_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module, sync_name, async_name = ours._seam(instructor.__version__)
    before = vars(module)[sync_name]
    monkeypatch.delattr(module, async_name)
    with pytest.raises(OutsideError, match=f"instructor {instructor.__version__} cannot be"):
        instrument("instructor")
    assert vars(module)[sync_name] is before
