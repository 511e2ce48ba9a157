"""Messages of the mock, held to their format by the official Anthropic SDK."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from genchi.models import mock

anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

WEATHER: dict[str, Any] = {
    "name": "get_weather",
    "description": "The weather of a city",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
    },
}
CLOCK: dict[str, Any] = {"name": "clock", "input_schema": {"type": "object"}}
MARK = {"type": "ephemeral"}


class Refund(BaseModel):
    """What is to be read out of a message."""

    order: int
    reasons: list[str]


@pytest.fixture(scope="module")
def up() -> Iterator[mock.Mock]:
    with mock.serving() as made:
        yield made


@pytest.fixture
def client(up: mock.Mock) -> Iterator[Any]:
    with anthropic.Anthropic(
        base_url=up.anthropic_url, api_key="k", max_retries=0, timeout=30
    ) as made:
        yield made


def user(text: Any) -> list[Any]:
    return [{"role": "user", "content": text}]


def ask(client: Any, content: Any, **options: Any) -> Any:
    told = {"model": "claude-test", "max_tokens": 500, "messages": user(content)} | options
    return client.messages.create(**told)


def test_it_quotes_the_last_message_and_counts_tokens(client: Any) -> None:
    made = ask(client, "怎么退款？", system="你是客服")
    [block] = made.content
    assert "怎么退款？" in block.text
    assert (made.stop_reason, made.stop_sequence, made.model) == ("end_turn", None, "claude-test")
    assert (made.usage.input_tokens, made.usage.cache_read_input_tokens) == (9, 0)
    counted = client.messages.count_tokens(
        model="claude-test", messages=user("怎么退款？"), system="你是客服"
    )
    assert counted.input_tokens == 9


def test_a_stream_has_its_events_in_order_and_says_the_same(client: Any) -> None:
    whole = ask(client, "hello there")
    events = list(ask(client, "hello there", stream=True))
    kinds = [event.type for event in events]
    assert kinds[0] == "message_start"
    assert [k for n, k in enumerate(kinds) if n == 0 or kinds[n - 1] != k][-5:] == [
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    text = [e.delta.text for e in events if e.type == "content_block_delta"]
    assert "".join(text) == whole.content[0].text
    assert events[-2].usage.output_tokens == whole.usage.output_tokens
    assert events[0].message.usage.input_tokens == whole.usage.input_tokens


def test_the_helper_of_the_sdk_puts_a_stream_together(client: Any) -> None:
    whole = ask(client, "clock, 退款")
    with client.messages.stream(
        model="claude-test", max_tokens=500, messages=user("clock, 退款")
    ) as stream:
        said = "".join(stream.text_stream)
        made = stream.get_final_message()
    assert said == whole.content[0].text == made.content[0].text
    assert made.usage == whole.usage


def test_a_tool_is_called_and_its_result_is_the_answer(client: Any) -> None:
    made = ask(client, "get_weather, please", tools=[CLOCK, WEATHER])
    assert made.stop_reason == "tool_use"
    [call] = made.content
    assert (call.type, call.name, set(call.input)) == ("tool_use", "get_weather", {"city"})
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "晴，21 度"}
    messages = [
        *user("get_weather, please"),
        {"role": "assistant", "content": [block.model_dump() for block in made.content]},
        *user([result]),
    ]
    after = client.messages.create(model="c", max_tokens=99, messages=messages, tools=[WEATHER])
    assert after.content[0].text == "工具返回：晴，21 度"
    with client.messages.stream(
        model="c", max_tokens=99, messages=user("get weather"), tools=[WEATHER]
    ) as stream:
        [streamed] = stream.get_final_message().content
    assert set(streamed.input) == {"city"}


@pytest.mark.parametrize(
    ("text", "choice", "names"),
    [
        ("hello", {"type": "auto"}, []),
        ("hello", {"type": "any"}, ["clock"]),
        ("hello", {"type": "tool", "name": "get_weather"}, ["get_weather"]),
        ("clock", {"type": "none"}, []),
        ("clock, get weather", {"type": "auto"}, ["clock", "get_weather"]),
        ("clock, get weather", {"type": "auto", "disable_parallel_tool_use": True}, ["clock"]),
    ],
)
def test_which_tools_are_called(
    client: Any, text: str, choice: dict[str, Any], names: list[str]
) -> None:
    made = ask(client, text, tools=[CLOCK, WEATHER], tool_choice=choice)
    assert [block.name for block in made.content if block.type == "tool_use"] == names


def test_the_runner_of_the_sdk_goes_round_once_and_ends(client: Any) -> None:
    @anthropic.beta_tool  # type: ignore[untyped-decorator]
    def get_weather(city: str) -> str:
        """The weather of a city.

        Args:
            city: which
        """
        return f"sunny in {city}"

    runner = client.beta.messages.tool_runner(
        model="c", max_tokens=500, tools=[get_weather], messages=user("get_weather now")
    )
    messages = list(runner)
    assert [message.stop_reason for message in messages] == ["tool_use", "end_turn"]
    assert "sunny in" in messages[-1].content[0].text


def test_a_thread_that_is_lost_is_told_so_that_the_sdk_sends_all_of_it_again(
    client: Any, up: mock.Mock
) -> None:
    @anthropic.beta_tool  # type: ignore[untyped-decorator]
    def clock() -> str:
        """The time."""
        up.reset()
        return "noon"

    runner = client.beta.messages.tool_runner(
        model="c", max_tokens=500, tools=[clock], messages=user("clock")
    )
    assert list(runner)[-1].content[0].text == "The tool answered: noon"
    assert up.requests().by_status == {"200": 1, "404": 1}


def test_structured_output_parses(client: Any) -> None:
    made = client.messages.parse(
        model="c", max_tokens=500, messages=user("x"), output_format=Refund
    )
    assert isinstance(made.parsed_output, Refund)


def test_thinking_comes_before_the_text_and_in_a_stream_too(client: Any) -> None:
    options = {"thinking": {"type": "enabled", "budget_tokens": 1024}, "max_tokens": 2000}
    made = ask(client, "为什么？", **options)
    assert [block.type for block in made.content] == ["thinking", "text"]
    assert made.content[0].signature
    assert made.usage.output_tokens_details.thinking_tokens > 0
    with client.messages.stream(
        model="claude-test", messages=user("为什么？"), **options
    ) as stream:
        streamed = stream.get_final_message()
    assert streamed.content[0].thinking == made.content[0].thinking
    assert streamed.content[0].signature


def test_stop_sequences_and_the_most_tokens_end_an_answer(client: Any) -> None:
    whole = ask(client, "怎么退款？").content[0].text
    stopped = ask(client, "怎么退款？", stop_sequences=["退款"])
    assert (stopped.stop_reason, stopped.stop_sequence) == ("stop_sequence", "退款")
    assert whole.startswith(stopped.content[0].text + "退款")
    short = ask(client, "怎么退款？", max_tokens=3)
    assert (short.stop_reason, short.usage.output_tokens) == ("max_tokens", 3)


def test_what_is_marked_is_written_to_the_cache_once_and_read_after_that(
    client: Any, up: mock.Mock
) -> None:
    up.reset()
    system = [{"type": "text", "text": "长" * 100, "cache_control": MARK}]

    def usage(text: str, **options: Any) -> tuple[int, int, int]:
        used = ask(client, text, **({"system": system} | options)).usage
        return (
            used.input_tokens,
            used.cache_creation_input_tokens or 0,
            used.cache_read_input_tokens or 0,
        )

    assert usage("怎么退款？") == (5, 100, 0)
    assert usage("退款呢？") == (4, 0, 100)
    longer = [{"type": "text", "text": "再问", "cache_control": MARK}]
    assert ask(client, longer, system=system).usage.cache_creation_input_tokens == 2
    assert usage("退款呢？", model="another") == (4, 100, 0)
    up.reset()
    assert usage("退款呢？") == (4, 100, 0)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"max_tokens": None}, "max_tokens: Field required"),
        ({"max_tokens": 0}, "integer out of range"),
        ({"messages": []}, "at least one message"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "'user', 'assistant' or 'system'"),
        ({"messages": [{"role": "assistant", "content": "x"}]}, "first message"),
        ({"messages": [{"role": "user", "content": ""}]}, "non-empty"),
        (
            {"messages": user([{"type": "tool_result", "tool_use_id": "toolu_1", "content": "x"}])},
            "unexpected `tool_use_id`",
        ),
        (
            {
                "messages": [
                    *user("x"),
                    {
                        "role": "assistant",
                        "content": [{"type": "tool_use", "id": "t", "name": "a", "input": {}}],
                    },
                    *user("y"),
                ]
            },
            "without `tool_result` blocks",
        ),
        ({"tools": [{"name": "a"}]}, "tools.0.input_schema: Field required"),
        ({"tool_choice": {"type": "any"}}, "while providing `tools`"),
        ({"tools": [CLOCK], "tool_choice": {"type": "tool", "name": "x"}}, "not found"),
        ({"temperature": 2}, "out of range"),
        ({"stop_sequences": [" "]}, "non-whitespace"),
        ({"stream": 1}, "expected a boolean"),
    ],
)
def test_what_anthropic_would_refuse_is_refused(
    client: Any, wrong: dict[str, Any], why: str
) -> None:
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(client, "x", extra_body=wrong)
    assert why in caught.value.message
    assert caught.value.body["type"] == "error"
    assert caught.value.body["error"]["type"] == "invalid_request_error"
    assert caught.value.request_id == caught.value.body["request_id"]


def test_models_are_listed(client: Any) -> None:
    assert "mock" in [model.id for model in client.models.list()]
    assert client.models.retrieve("mock").display_name == "mock"
    with pytest.raises(anthropic.NotFoundError):
        client.models.retrieve("claude-9")


def test_the_async_client_gets_the_same(up: mock.Mock, client: Any) -> None:
    async def streamed() -> str:
        async with (
            anthropic.AsyncAnthropic(base_url=up.anthropic_url, api_key="k") as waiting,
            waiting.messages.stream(
                model="claude-test", max_tokens=500, messages=user("怎么退款？")
            ) as stream,
        ):
            return "".join([text async for text in stream.text_stream])

    assert asyncio.run(streamed()) == ask(client, "怎么退款？").content[0].text
