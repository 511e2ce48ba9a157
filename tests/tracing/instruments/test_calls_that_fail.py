"""A call that fails to answer is recorded as fully as one that does."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from genchi.records import Message, Payload, Span, Text
from genchi.tracing.instruments import instrument

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")
anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

ASK: list[Any] = [{"role": "user", "content": "怎么退款?"}]
ASKED = (Message("user", (Text("怎么退款?"),)),)
SO_FAR = "退款需要 "


@pytest.fixture(autouse=True)
def _instruments() -> Iterator[None]:
    undos = [instrument("openai"), instrument("anthropic")]
    yield
    for undo in undos:
        undo()


@pytest.fixture
def chat(provider: Any) -> Iterator[Callable[..., Any]]:
    made = openai.OpenAI(api_key="k", base_url=f"{provider.url}/v1", max_retries=0, timeout=0.4)
    with made as client:
        yield lambda model, **more: client.chat.completions.create(
            model=model, messages=ASK, **more
        )


@pytest.fixture
def claude(provider: Any) -> Iterator[Callable[..., Any]]:
    made = anthropic.Anthropic(api_key="k", base_url=provider.url, max_retries=0, timeout=0.4)
    with made as client:
        yield lambda model, **more: client.messages.create(
            model=model, max_tokens=9, messages=ASK, **more
        )


def payload_of(span: Span) -> Payload:
    assert span.payload is not None
    return span.payload


def attribute(span: Span, name: str) -> Any:
    return payload_of(span).attributes.get(name)


def test_a_provider_that_never_answers_leaves_what_was_asked(
    chat: Callable[..., Any], spans: list[Span]
) -> None:
    with pytest.raises(openai.APITimeoutError):
        chat("hang", temperature=0.5)
    [span] = spans
    assert span.status == "error"
    assert attribute(span, "error.type") == "APITimeoutError"
    assert attribute(span, "gen_ai.request.temperature") == 0.5
    assert payload_of(span).messages == ASKED
    assert [event.name for event in payload_of(span).events] == ["exception"]


def test_a_provider_that_cannot_be_reached_leaves_what_was_asked(spans: list[Span]) -> None:
    with (
        openai.OpenAI(api_key="k", base_url="http://127.0.0.1:9", max_retries=0) as client,
        pytest.raises(openai.APIConnectionError),
    ):
        client.chat.completions.create(model="plain", messages=ASK)
    assert attribute(spans[0], "error.type") == "APIConnectionError"
    assert payload_of(spans[0]).messages == ASKED


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_an_error_of_openai_is_kept_with_its_kind_and_body(
    chat: Callable[..., Any], spans: list[Span], status: int
) -> None:
    with pytest.raises(openai.APIStatusError):
        chat(f"status-{status}")
    [span] = spans
    assert span.status == "error"
    assert span.status_message is not None
    assert "请稍后再试" in span.status_message
    assert attribute(span, "error.type") == f"code_{status}"
    assert attribute(span, "http.response.status_code") == status
    assert attribute(span, "genchi.error.body")["message"] == "请稍后再试"
    assert payload_of(span).messages == ASKED


def test_an_error_of_anthropic_is_kept_with_its_kind_and_body(
    claude: Callable[..., Any], spans: list[Span]
) -> None:
    with pytest.raises(anthropic.APIStatusError):
        claude("status-529", stream=True)
    assert attribute(spans[0], "error.type") == "overloaded_error"
    assert attribute(spans[0], "http.response.status_code") == 529
    assert payload_of(spans[0]).messages == ASKED


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("drop", "RemoteProtocolError"),
        ("late", "ReadTimeout"),
        ("eof", "incomplete"),
        ("error-event", "overloaded_error"),
    ],
)
@pytest.mark.parametrize("api", ["openai", "anthropic"])
def test_a_stream_that_breaks_leaves_the_words_so_far(
    request: pytest.FixtureRequest, spans: list[Span], api: str, model: str, kind: str
) -> None:
    ask = request.getfixturevalue("chat" if api == "openai" else "claude")
    with contextlib.suppress(Exception):  # test_alike.py has what the application sees
        list(ask(model, stream=True))
    [span] = spans
    assert span.status == "error"
    assert attribute(span, "error.type") == kind
    assert attribute(span, "genchi.stream.end") == "broken"
    assert payload_of(span).output == SO_FAR
    assert payload_of(span).messages == ASKED
    assert attribute(span, "genchi.answer") is None


def test_a_broken_response_leaves_the_words_so_far(provider: Any, spans: list[Span]) -> None:
    with openai.OpenAI(api_key="k", base_url=f"{provider.url}/v1", max_retries=0) as client:
        stream = client.responses.create(model="drop", input="怎么退款?", stream=True)
        with pytest.raises(openai.APIConnectionError):
            list(stream)
    assert payload_of(spans[0]).output == SO_FAR
    assert attribute(spans[0], "gen_ai.response.finish_reasons") is None
    assert spans[0].status == "error"


def test_arguments_of_a_tool_that_break_off_are_kept_as_text(
    claude: Callable[..., Any], spans: list[Span]
) -> None:
    with claude("tools", stream=True) as stream:
        for event in stream:
            if event.type == "content_block_delta" and event.delta.partial_json:
                break
    [call] = payload_of(spans[0]).output_messages[0].tool_calls
    assert (call.name, call.arguments) == ("weather", '{"city')


def test_a_stream_that_is_closed_early_is_no_error(
    chat: Callable[..., Any], spans: list[Span]
) -> None:
    stream = chat("late", stream=True)
    for chunk in stream:
        if chunk.choices[0].delta.content == "需要 ":
            break
    assert spans == []  # it may still be read on
    stream.close()
    [span] = spans
    assert span.status == "ok"
    assert attribute(span, "genchi.stream.end") == "closed"
    assert payload_of(span).output == SO_FAR


@pytest.mark.parametrize("api", ["openai", "anthropic"])
def test_a_stream_that_nobody_reads_is_recorded_when_it_is_dropped(
    request: pytest.FixtureRequest, spans: list[Span], api: str
) -> None:
    ask = request.getfixturevalue("chat" if api == "openai" else "claude")
    stream = ask("plain", stream=True)
    assert spans == []
    del stream
    gc.collect()
    [span] = spans
    assert span.status == "ok"
    assert attribute(span, "genchi.stream.end") in ("dropped", "closed")
    assert payload_of(span).messages == ASKED


def test_a_page_of_html_in_place_of_an_answer_is_an_error(
    chat: Callable[..., Any], spans: list[Span]
) -> None:
    chat("html")
    assert spans[0].status == "error"
    assert attribute(spans[0], "error.type") == "not_json"
    assert "captive portal" in attribute(spans[0], "genchi.error.body")


def test_retries_are_one_span_that_counts_them(provider: Any, spans: list[Span]) -> None:
    with openai.OpenAI(api_key="k", base_url=f"{provider.url}/v1", max_retries=2) as client:
        client.chat.completions.create(model="flaky", messages=ASK)
    assert len(provider.asked) == 2
    [span] = spans
    assert span.status == "ok"
    assert attribute(span, "http.request.resend_count") == 1
    assert payload_of(span).output == "退款需要 7 天。"


def test_an_answer_that_the_sdk_refuses_is_recorded_with_the_refusal(
    provider: Any, spans: list[Span]
) -> None:
    pydantic = pytest.importorskip("pydantic")
    shape = pydantic.create_model("Shape", days=(int, ...))
    with openai.OpenAI(api_key="k", base_url=f"{provider.url}/v1") as client:
        for model in ("truncated", "filtered", "plain"):
            with pytest.raises((openai.OpenAIError, pydantic.ValidationError)):
                client.chat.completions.parse(model=model, messages=ASK, response_format=shape)
    assert [span.status for span in spans] == ["error"] * 3
    assert [attribute(span, "error.type") for span in spans] == [
        "LengthFinishReasonError",
        "ContentFilterFinishReasonError",
        "ValidationError",
    ]
    assert {payload_of(span).output for span in spans} == {"退款需要 7 天。"}
    assert {span.usage.output_tokens for span in spans} == {9}


@pytest.mark.parametrize("streamed", [False, True])
def test_a_task_that_is_cancelled_leaves_a_failed_span(
    provider: Any, spans: list[Span], streamed: bool
) -> None:
    async def ask(client: Any, begun: asyncio.Event) -> None:
        made = client.chat.completions
        if not streamed:
            begun.set()
            await made.create(model="hang", messages=ASK)
            return
        async for chunk in await made.create(model="late", messages=ASK, stream=True):
            if chunk.choices[0].delta.content == "需要 ":
                begun.set()

    async def run() -> None:
        async with openai.AsyncOpenAI(api_key="k", base_url=f"{provider.url}/v1") as client:
            begun = asyncio.Event()
            task = asyncio.create_task(ask(client, begun))
            await begun.wait()
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(run())
    [span] = spans
    assert span.status == "error"
    assert attribute(span, "error.type") == "CancelledError"
    assert payload_of(span).messages == ASKED
    assert payload_of(span).output == (SO_FAR if streamed else None)


def test_a_request_that_cannot_be_made_is_recorded(
    chat: Callable[..., Any], spans: list[Span]
) -> None:
    with pytest.raises(TypeError):
        chat("plain", seed=object())
    assert spans[0].status == "error"
    assert payload_of(spans[0]).messages == ASKED
