"""With and without instrumentation an application gets the same, and every call is one span."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from genchi.records import Span
from genchi.tracing.instruments import instrument

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")
anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

ASK: list[Any] = [{"role": "user", "content": "怎么退款?"}]
MODELS = (
    "plain tools thinking empty filtered refusing truncated failing gzip html "
    "odd drop eof error-event status-400 status-429 flaky"
).split()
Way = Callable[[Any, str], Any]


def chat(client: Any, model: str, **options: Any) -> Any:
    return client.chat.completions.create(model=model, messages=ASK, **options)


def usage() -> dict[str, Any]:
    return {"stream": True, "stream_options": {"include_usage": True}}


def chat_raw(client: Any, model: str) -> Any:
    raw = client.chat.completions.with_raw_response.create(model=model, messages=ASK)
    return raw.status_code, dump(raw.parse())


def chat_raw_stream(client: Any, model: str) -> Any:
    made = client.chat.completions.with_raw_response
    return dump(list(made.create(model=model, messages=ASK, **usage()).parse()))


def chat_streaming(client: Any, model: str) -> Any:
    made = client.chat.completions.with_streaming_response
    with made.create(model=model, messages=ASK) as response:
        return response.read()


def chat_lines(client: Any, model: str) -> Any:
    made = client.chat.completions.with_streaming_response
    with made.create(model=model, messages=ASK, **usage()) as response:
        return list(response.iter_lines())


def chat_helper(client: Any, model: str) -> Any:
    with client.chat.completions.stream(model=model, messages=ASK) as stream:
        kinds = [event.type for event in stream]
        return kinds, dump(stream.get_final_completion())


def responses_helper(client: Any, model: str) -> Any:
    with client.responses.stream(model=model, input="怎么退款?") as stream:
        kinds = [event.type for event in stream]
        return kinds, dump(stream.get_final_response())


def embeddings(client: Any, model: str) -> Any:
    return dump(client.embeddings.create(model=model, input=["退款", "refund"]))


OPENAI: dict[str, Way] = {
    "chat": lambda c, m: dump(chat(c, m)),
    "chat stream": lambda c, m: dump(list(chat(c, m, **usage()))),
    "chat raw": chat_raw,
    "chat raw stream": chat_raw_stream,
    "chat streaming response": chat_streaming,
    "chat lines": chat_lines,
    "chat helper": chat_helper,
    "chat parse": lambda c, m: dump(c.chat.completions.parse(model=m, messages=ASK)),
    "beta": lambda c, m: dump(c.beta.chat.completions.parse(model=m, messages=ASK)),
    "completions": lambda c, m: dump(c.completions.create(model=m, prompt="怎么退款?")),
    "responses": lambda c, m: dump(c.responses.create(model=m, input="怎么退款?")),
    "responses stream": lambda c, m: dump(
        list(c.responses.create(model=m, input=ASK, stream=True))
    ),
    "responses helper": responses_helper,
    "responses parse": lambda c, m: dump(c.responses.parse(model=m, input=ASK)),
    "embeddings": embeddings,
}


def message(client: Any, model: str, **options: Any) -> Any:
    return client.messages.create(model=model, max_tokens=50, messages=ASK, **options)


def message_helper(client: Any, model: str) -> Any:
    with client.messages.stream(model=model, max_tokens=50, messages=ASK) as stream:
        words = list(stream.text_stream)
        return words, dump(stream.get_final_message())


def message_raw(client: Any, model: str) -> Any:
    made = client.messages.with_raw_response
    return dump(made.create(model=model, max_tokens=50, messages=ASK).parse())


def message_lines(client: Any, model: str) -> Any:
    made = client.messages.with_streaming_response
    with made.create(model=model, max_tokens=50, messages=ASK, stream=True) as response:
        return list(response.iter_lines())


def beta(client: Any, model: str) -> Any:
    return dump(client.beta.messages.create(model=model, max_tokens=50, messages=ASK))


ANTHROPIC: dict[str, Way] = {
    "messages": lambda c, m: dump(message(c, m)),
    "messages stream": lambda c, m: dump(list(message(c, m, stream=True))),
    "messages helper": message_helper,
    "messages raw": message_raw,
    "messages lines": message_lines,
    "messages beta": beta,
}


async def achat(client: Any, model: str) -> Any:
    return dump(await chat(client, model))


async def achat_stream(client: Any, model: str) -> Any:
    return dump([chunk async for chunk in await chat(client, model, **usage())])


async def achat_helper(client: Any, model: str) -> Any:
    async with client.chat.completions.stream(model=model, messages=ASK) as stream:
        kinds = [event.type async for event in stream]
        return kinds, dump(await stream.get_final_completion())


async def achat_lines(client: Any, model: str) -> Any:
    made = client.chat.completions.with_streaming_response
    async with made.create(model=model, messages=ASK, **usage()) as response:
        return [line async for line in response.iter_lines()]


async def aresponses(client: Any, model: str) -> Any:
    stream = await client.responses.create(model=model, input=ASK, stream=True)
    return dump([event async for event in stream])


ASYNC_OPENAI: dict[str, Way] = {
    "async chat": achat,
    "async chat stream": achat_stream,
    "async chat helper": achat_helper,
    "async chat lines": achat_lines,
    "async responses stream": aresponses,
}


async def amessage(client: Any, model: str) -> Any:
    return dump(await message(client, model))


async def amessage_stream(client: Any, model: str) -> Any:
    return dump([event async for event in await message(client, model, stream=True)])


async def amessage_helper(client: Any, model: str) -> Any:
    async with client.messages.stream(model=model, max_tokens=50, messages=ASK) as stream:
        words = [word async for word in stream.text_stream]
        return words, dump(await stream.get_final_message())


ASYNC_ANTHROPIC: dict[str, Way] = {
    "async messages": amessage,
    "async messages stream": amessage_stream,
    "async messages helper": amessage_helper,
}


def dump(value: Any) -> Any:
    if isinstance(value, list):
        return [dump(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def outcome(error: Exception) -> Any:
    """What the application sees of an exception: its class, its words, and its cause."""
    return type(error), str(error), type(error.__cause__)


def through_sync(client_class: Any, url: str, way: Way) -> list[Any]:
    seen = []
    with client_class(api_key="k", base_url=url, max_retries=1, timeout=2) as client:
        for model in MODELS:
            try:
                seen.append((model, way(client, model)))
            except Exception as error:
                seen.append((model, outcome(error)))
    return seen


def through_async(client_class: Any, url: str, way: Way) -> list[Any]:
    async def run() -> list[Any]:
        seen = []
        async with client_class(api_key="k", base_url=url, max_retries=1, timeout=2) as client:
            for model in MODELS:
                try:
                    seen.append((model, await way(client, model)))
                except Exception as error:
                    seen.append((model, outcome(error)))
        return seen

    return asyncio.run(run())


CASES = [
    pytest.param((name, client_class, path, through, way), id=way_name)
    for name, client_class, path, through, ways in [
        ("openai", openai.OpenAI, "/v1", through_sync, OPENAI),
        ("openai", openai.AsyncOpenAI, "/v1", through_async, ASYNC_OPENAI),
        ("anthropic", anthropic.Anthropic, "", through_sync, ANTHROPIC),
        ("anthropic", anthropic.AsyncAnthropic, "", through_async, ASYNC_ANTHROPIC),
    ]
    for way_name, way in ways.items()
]


@pytest.mark.parametrize("case", CASES)
def test_results_are_the_same_and_every_call_is_one_span(
    provider: Any, spans: list[Span], case: Any
) -> None:
    name, client_class, path, through, way = case
    url = provider.url + path
    plain = through(client_class, url, way)
    undo = instrument(name)
    recorded = through(client_class, url, way)
    undo()
    assert recorded == plain
    assert len({str(seen) for _, seen in plain}) > 5  # the models do differ
    assert [span.model for span in spans] == MODELS
    assert not [s for s in spans if s.payload and "genchi.capture.error" in s.payload.attributes]
