"""Switching instruments on and off, and how little an application notices of them."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from genchi import tracing
from genchi.errors import OutsideError, UsageError
from genchi.records import Payload, Span
from genchi.tracing.instruments import instrument

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")
anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

ASK: list[Any] = [{"role": "user", "content": "怎么退款?"}]


@pytest.fixture
def client(provider: Any) -> Iterator[Any]:
    made = openai.OpenAI(api_key="k", base_url=f"{provider.url}/v1", max_retries=0, timeout=2)
    with made as client:
        yield client


@pytest.fixture
def _instrumented() -> Iterator[None]:
    undo = instrument("openai")
    yield
    undo()


def ask(client: Any, model: str = "plain", **options: Any) -> Any:
    return client.chat.completions.create(model=model, messages=ASK, **options)


def payload_of(span: Span) -> Payload:
    assert span.payload is not None
    return span.payload


def test_instrumenting_twice_is_instrumenting_once(client: Any, spans: list[Span]) -> None:
    undo, again = instrument("openai"), instrument("openai")
    ask(client)
    assert len(spans) == 1
    undo()
    again()
    ask(client)
    assert len(spans) == 1


def test_undoing_puts_back_what_was_there_and_can_be_repeated(spans: list[Span]) -> None:
    owners = [cls for cls in openai.OpenAI.__mro__ if "request" in vars(cls)]
    before = vars(owners[0])["request"]
    undo = instrument("openai")
    assert vars(owners[0])["request"] is not before
    undo()
    undo()
    assert vars(owners[0])["request"] is before


def test_an_undo_does_not_undo_a_later_instrumenting(client: Any, spans: list[Span]) -> None:
    first = instrument("openai")
    first()
    second = instrument("openai")
    first()
    ask(client)
    second()
    assert len(spans) == 1


def test_what_another_tool_has_wrapped_around_stays_when_ours_is_undone(
    client: Any, spans: list[Span], monkeypatch: pytest.MonkeyPatch
) -> None:
    undo = instrument("openai")
    owner = next(cls for cls in openai.OpenAI.__mro__ if "request" in vars(cls))
    ours = vars(owner)["request"]
    seen: list[str] = []

    def theirs(*args: Any, **kwargs: Any) -> Any:
        seen.append("request")
        return ours(*args, **kwargs)

    monkeypatch.setattr(owner, "request", theirs)
    undo()
    assert ask(client).choices[0].message.content == "退款需要 7 天。"
    assert (seen, spans) == (["request"], [])


def test_an_instrument_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(UsageError, match=r"'opnai'.*anthropic, instructor, openai, threading"):
        instrument("opnai")


def test_an_sdk_that_is_not_installed_is_named_with_the_way_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(OutsideError, match="pip install openai"):
        instrument("openai")


def test_an_sdk_of_another_make_is_refused_and_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner = next(cls for cls in openai.OpenAI.__mro__ if "_process_response" in vars(cls))
    request = vars(owner)["request"]
    monkeypatch.delattr(owner, "_process_response")
    with pytest.raises(OutsideError, match=f"openai {openai.__version__} cannot be instrumented"):
        instrument("openai")
    assert vars(owner)["request"] is request


def test_importing_the_instruments_imports_no_sdk() -> None:
    code = (
        "import sys, genchi.tracing.instruments\n"
        "assert not {'openai', 'anthropic', 'httpx', 'pydantic'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.usefixtures("_instrumented")
def test_the_span_of_a_call_is_current_within_it_and_not_after(
    client: Any, spans: list[Span]
) -> None:
    inside: list[Any] = []
    client._client.event_hooks = {"request": [lambda request: inside.append(tracing.current())]}
    with tracing.span("outer") as outer:
        stream = ask(client, stream=True)
        assert tracing.current() is outer
        next(stream)
        assert tracing.current() is outer
        stream.close()
        with pytest.raises(openai.NotFoundError):
            ask(client, "status-404")
        assert tracing.current() is outer
    assert [span.key.span_id for span in spans[:2]] == [span.span_id for span in inside]
    assert {span.parent_id for span in spans[:2]} == {outer.span_id}


@pytest.mark.usefixtures("_instrumented")
def test_calls_of_many_tasks_do_not_mix(provider: Any, spans: list[Span]) -> None:
    async def one(client: Any, number: int) -> None:
        with tracing.span(f"task {number}"):
            question = [{"role": "user", "content": f"问题 {number}"}]
            made = client.chat.completions
            async for _ in await made.create(model="plain", messages=question, stream=True):
                await asyncio.sleep(0)

    async def run() -> None:
        async with openai.AsyncOpenAI(api_key="k", base_url=f"{provider.url}/v1") as client:
            await asyncio.gather(*(one(client, number) for number in range(20)))

    asyncio.run(run())
    tasks = {span.key.span_id: span.name for span in spans if span.name.startswith("task")}
    calls = [span for span in spans if span.operation == "chat"]
    assert len(tasks) == len(calls) == 20
    for call in calls:
        assert call.parent_id is not None
        asked = payload_of(call).messages[0].text
        assert tasks[call.parent_id] == asked.replace("问题", "task")
        assert payload_of(call).output == "退款需要 7 天。"


@pytest.mark.usefixtures("_instrumented")
def test_chunks_reach_the_application_when_they_arrive(client: Any, spans: list[Span]) -> None:
    words = []
    for chunk in ask(client, "late", stream=True, timeout=0.4):
        words.append(chunk.choices[0].delta.content)
        if len(words) == 3:  # the provider has sent no more, and does not end the stream
            break
    assert words == ["", "退款", "需要 "]


@pytest.mark.usefixtures("_instrumented")
def test_the_stream_is_the_sdk_s_own(client: Any, spans: list[Span]) -> None:
    stream = ask(client, stream=True)
    assert type(stream) is openai.Stream
    assert stream.response.status_code == 200
    with stream:
        list(stream)
    assert stream.response.is_closed
    assert stream.response.elapsed.total_seconds() > 0


def test_a_dropped_stream_of_anthropic_gives_its_connection_back_at_once(
    provider: Any, spans: list[Span]
) -> None:
    def dropped() -> bool:
        gc.disable()
        try:
            with anthropic.Anthropic(api_key="k", base_url=provider.url) as client:
                made = client.messages
                stream = made.create(model="plain", max_tokens=9, messages=ASK, stream=True)
                next(iter(stream))
                gone = weakref.ref(stream.response)
                del stream
                return gone() is None
        finally:
            gc.enable()

    plain = dropped()
    undo = instrument("anthropic")
    recorded = dropped()
    undo()
    gc.collect()  # an httpx whose responses hold themselves needs it
    assert recorded == plain
    assert len(spans) == 1


@pytest.mark.usefixtures("_instrumented")
def test_the_request_of_the_application_is_not_touched(client: Any, spans: list[Span]) -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": {}}}
    messages, tools = [dict(message) for message in ASK], [tool]
    client.chat.completions.create(model="plain", messages=messages, tools=tools)
    messages.append({"role": "user", "content": "later"})
    assert (messages[:1], tools) == (ASK, [tool])
    assert len(payload_of(spans[0]).messages) == 1


@pytest.mark.usefixtures("_instrumented")
def test_a_response_read_line_by_line_is_recorded_too(client: Any, spans: list[Span]) -> None:
    made = client.chat.completions.with_streaming_response
    with made.create(model="plain", messages=ASK, stream=True) as response:
        for _ in response.iter_lines():
            pass
    with made.create(model="gzip", messages=ASK) as response:
        response.read()
    assert [payload_of(span).output for span in spans] == ["退款需要 7 天。"] * 2


def test_a_stream_left_open_when_python_exits_is_recorded(provider: Any) -> None:
    code = f"""
import openai
from genchi import tracing
from genchi.tracing.instruments import instrument

class Printed(tracing.ListSink):
    def deliver(self, spans):
        print([(s.name, s.payload.output) for s in spans], flush=True)

tracing.start(app="app", sink=Printed())
instrument("openai")
client = openai.OpenAI(api_key="k", base_url="{provider.url}/v1")
stream = client.chat.completions.create(
    model="plain", messages=[{{"role": "user", "content": "x"}}], stream=True
)
words = [next(stream).choices[0].delta.content for _ in range(2)]
"""
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "chat plain" in run.stdout, run.stderr
    assert run.stderr == ""


@pytest.mark.usefixtures("_instrumented")
def test_what_cannot_be_read_along_is_named_and_delivered_untouched(
    provider: Any, spans: list[Span], monkeypatch: pytest.MonkeyPatch
) -> None:
    from genchi.tracing.instruments import events

    monkeypatch.delitem(events._ENCODINGS, "gzip")  # as brotli, where it is not installed
    with openai.OpenAI(api_key="k", base_url=f"{provider.url}/v1") as client:
        chunks = list(ask(client, "gzip", stream=True))
    assert "".join(c.choices[0].delta.content or "" for c in chunks) == "退款需要 7 天。"
    assert payload_of(spans[0]).attributes["genchi.capture.error"] == "content-encoding 'gzip'"
    assert spans[0].status == "ok"


def test_without_a_recorder_calls_go_through(client: Any) -> None:
    undo = instrument("openai")
    tracing.stop()
    assert ask(client).choices[0].message.content == "退款需要 7 天。"
    assert len(list(ask(client, stream=True))) > 3
    undo()


def test_a_trace_that_is_not_kept_has_no_spans_of_calls(client: Any) -> None:
    sink = tracing.ListSink()
    tracing.start(app="app", sink=sink, sample=0.0)
    undo = instrument("openai")
    inside: list[Any] = []
    client._client.event_hooks = {"request": [lambda request: inside.append(tracing.current())]}
    ask(client)
    undo()
    tracing.stop()
    assert sink.spans == []
    assert not inside[0].recording


@pytest.mark.usefixtures("_instrumented")
def test_calls_from_many_threads_are_each_one_span(client: Any, spans: list[Span]) -> None:
    threads = [threading.Thread(target=ask, args=(client,)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [payload_of(span).output for span in spans] == ["退款需要 7 天。"] * 10
